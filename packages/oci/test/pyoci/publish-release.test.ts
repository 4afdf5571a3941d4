import { createHash } from 'node:crypto';
import type { Clock } from '@slipway/core/ports';
import type { EmulatedRegistry } from '@slipway/emulated-registry/registry';
import { describe, expect, it } from 'vitest';
import { sourceOfBytes } from '../../src/blobs/blob-source.ts';
import { uploadBlob } from '../../src/blobs/upload-blob.ts';
import { getManifest, putManifest } from '../../src/manifests.ts';
import { listReleases } from '../../src/pyoci/list-releases.ts';
import type { PackageSource } from '../../src/pyoci/package-file.ts';
import {
  describeFile,
  emptyConfigBytes,
  renderFileManifest,
  renderPackageIndex,
} from '../../src/pyoci/package-manifests.ts';
import { planRelease } from '../../src/pyoci/plan-release.ts';
import { proveRelease } from '../../src/pyoci/prove-release.ts';
import { writeRelease } from '../../src/pyoci/write-release.ts';
import type { Repository } from '../../src/registry.ts';
import { hastyClock, openOciWorld } from '../world.ts';
import { facts, publish, source } from './package-sources.ts';

const name = 'octo/demo/pypi/demo';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

/** What PyOCI wrote before it told digests in the index. */
async function publishAsOldPyoci(repository: Repository, file: PackageSource): Promise<void> {
  await uploadBlob(repository, {
    digest: `sha256:${file.sha256}`,
    size: file.size,
    open: (start) => file.open(start),
  });
  const config = `sha256:${createHash('sha256').update(emptyConfigBytes).digest('hex')}`;
  await uploadBlob(repository, sourceOfBytes(config, emptyConfigBytes));
  const manifest = renderFileManifest(file, facts);
  await putManifest(repository, manifest.digest, manifest.bytes, manifestType);
  const { annotations: _left, ...entry } = describeFile(file, facts);
  await putManifest(repository, '1.0', renderPackageIndex(undefined, [entry], facts).bytes, indexType);
}

function listArchitectures(emulated: EmulatedRegistry): readonly string[] {
  const index = emulated.readManifest(name, '1.0');
  const { manifests } = JSON.parse(Buffer.from(index?.bytes ?? []).toString('utf8')) as {
    manifests: { platform: { architecture: string } }[];
  };
  return manifests.map(({ platform }) => platform.architecture);
}

describe('publishing a release', () => {
  it('a file is compared even if the index does not contain its digest', async () => {
    const { connect } = await openOciWorld();
    const repository = connect().repository(name);
    await publishAsOldPyoci(repository, source('py3-none-any'));
    const plan = await planRelease(repository, [source('py3-none-any')], facts);
    expect([...plan.present]).toEqual(['demo-1.0-py3-none-any.whl']);
    await expect(planRelease(repository, [source('py3-none-any', 'other')], facts)).rejects.toMatchObject({
      code: 'E_GHP_FILE_DIFFERS',
    });
  });

  it('no file is lost if a concurrent job overwrites the index with a stale copy', async () => {
    const { connect, emulated } = await openOciWorld();
    const ours = connect().repository(name);
    // The other job has looked already; it writes in the pause behind our write, and looks again itself.
    let other: Promise<string> | undefined;
    const meddling: Clock = {
      now: () => hastyClock.now(),
      async sleep(milliseconds, signal) {
        other ??= publish(connect().repository(name), [source('cp313-cp313-win_amd64')]);
        const { bytes } = renderPackageIndex(
          undefined,
          [describeFile(source('cp313-cp313-win_amd64'), facts)],
          facts,
        );
        await other;
        // As if it had not seen ours: its index alone.
        if (!replaced) await putManifest(ours, '1.0', bytes, indexType);
        replaced = true;
        await hastyClock.sleep(milliseconds, signal);
      },
    };
    let replaced = false;
    await publish(connect(undefined, meddling).repository(name), [source('cp312-cp312-win_amd64')]);
    expect(replaced).toBe(true);
    expect(listArchitectures(emulated)).toEqual(['cp312-cp312-win_amd64.whl', 'cp313-cp313-win_amd64.whl']);
  });

  it('the index is read again after a failed write and files added meanwhile are kept', async () => {
    const { connect, emulated, world } = await openOciWorld();
    let other: Promise<string> | undefined;
    const clock: Clock = {
      now: () => hastyClock.now(),
      async sleep() {
        other ??= publish(connect().repository(name), [source('cp313-cp313-win_amd64')]);
        await other;
      },
    };
    world.gateway.faults.add({
      on: { method: 'PUT', path: /\/manifests\/1\.0$/ },
      effect: { kind: 'status', status: 503, headers: { 'retry-after': '1' }, body: '' },
    });
    await publish(connect(undefined, clock).repository(name), [source('cp312-cp312-win_amd64')]);
    expect(world.gateway.faults.strikes).toBe(1);
    expect(listArchitectures(emulated)).toEqual(['cp312-cp312-win_amd64.whl', 'cp313-cp313-win_amd64.whl']);
  });

  it('every file seen so far is restored if a late writer drops it from the index', async () => {
    const { connect, emulated } = await openOciWorld();
    const before = connect().repository(name);
    await publish(before, [source('cp311-cp311-win_amd64')]);
    const late = source('cp313-cp313-win_amd64');
    const { bytes: lateManifest, digest } = renderFileManifest(late, facts);
    let pauses = 0;
    const clock: Clock = {
      now: () => hastyClock.now(),
      async sleep() {
        pauses += 1;
        if (pauses !== 2) return;
        // Who read an empty registry long ago, and is slow to write.
        await uploadBlob(before, { digest: `sha256:${late.sha256}`, size: late.size, open: late.open });
        await putManifest(before, digest, lateManifest, manifestType);
        const { bytes } = renderPackageIndex(undefined, [describeFile(late, facts)], facts);
        await putManifest(before, '1.0', bytes, indexType);
      },
    };
    const written = await publish(connect(undefined, clock).repository(name), [
      source('cp312-cp312-win_amd64'),
    ]);
    expect(listArchitectures(emulated)).toEqual([
      'cp311-cp311-win_amd64.whl',
      'cp312-cp312-win_amd64.whl',
      'cp313-cp313-win_amd64.whl',
    ]);
    expect(written).toBe((await getManifest(before, '1.0'))?.digest);
  });

  it('a file of a different version under the same tag is replaced, even if it appears during publishing', async () => {
    const { connect } = await openOciWorld();
    const repository = connect().repository(name);
    const older = { ...source('py3-none-any', 'older'), fileName: 'demo-0.9-py3-none-any.whl' };
    const olderFacts = { ...facts, version: '0.9' };
    await writeRelease(await planRelease(repository, [older], olderFacts), () => undefined);
    const retag = async () => {
      const { bytes = Buffer.alloc(0) } = (await getManifest(repository, '0.9')) ?? {};
      await putManifest(repository, '1.0', bytes, indexType);
    };
    await retag();
    let pauses = 0;
    const clock: Clock = {
      now: () => hastyClock.now(),
      async sleep() {
        pauses += 1;
        if (pauses === 1) await retag();
      },
    };
    const file = source('py3-none-any');
    await publish(connect(undefined, clock).repository(name), [file]);
    await proveRelease(repository, { project: 'demo', version: '1.0' }, [file]);
  });

  it('the pause before the final check grows with the time of the writes, and a run that writes nothing does not pause', async () => {
    const { connect, world } = await openOciWorld();
    const pauses: number[] = [];
    let nowMs = 0;
    // Two seconds with every look at the time.
    const clock: Clock = {
      now: () => (nowMs += 2000),
      async sleep(milliseconds) {
        pauses.push(milliseconds);
      },
    };
    const repository = connect(undefined, clock).repository(name);
    await publish(repository, [source('py3-none-any')]);
    expect(pauses).toHaveLength(2);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(3000);
    const writes = () => world.journal.entries.filter(({ method }) => method === 'PUT').length;
    const done = writes();
    await publish(repository, [source('py3-none-any')]);
    expect(pauses).toHaveLength(2);
    expect(writes()).toBe(done);
  });

  it('a release is verified by the built bytes, even after another job added files', async () => {
    const { connect } = await openOciWorld();
    const repository = connect().repository(name);
    const file = source('py3-none-any');
    const release = { project: 'demo', version: '1.0' };
    const first = await publish(repository, [file]);
    expect(await proveRelease(repository, release, [file])).toMatchObject({
      indexDigest: first,
      files: [{ fileName: file.fileName, isTitled: true }],
    });
    const second = await publish(connect().repository(name), [source('cp312-cp312-win_amd64')]);
    expect(second).not.toBe(first);
    expect(await proveRelease(repository, release, [file])).toMatchObject({ indexDigest: second });
    await expect(proveRelease(repository, release, [source('py3-none-any', 'other')])).rejects.toMatchObject({
      code: 'E_GHP_FILE_DIFFERS',
    });
    await expect(proveRelease(repository, release, [source('cp39-abi3-win32')])).rejects.toMatchObject({
      code: 'E_GHP_NOT_PROVEN',
    });
    const absent = { project: 'demo', version: '2.0' };
    await expect(proveRelease(repository, absent, [file])).rejects.toMatchObject({
      code: 'E_GHP_NOT_PROVEN',
    });
  });

  it.each([
    ['tag', /\/manifests\/1\.0$/],
    ['file manifest', /\/manifests\/sha256:/],
    ['file', /\/blobs\/sha256:/],
  ])('a release is verified even if its %s becomes visible late', async (_what, path) => {
    const { connect, world } = await openOciWorld();
    const repository = connect().repository(name);
    const file = source('py3-none-any');
    await publish(repository, [file]);
    const unknown = { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] };
    world.gateway.faults.add({
      on: { method: 'GET', path, times: 3 },
      effect: {
        kind: 'status',
        status: 404,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(unknown),
      },
    });
    await proveRelease(repository, { project: 'demo', version: '1.0' }, [file]);
    expect(world.gateway.faults.strikes).toBe(3);
  });

  it('every version over many pages of tags is listed, and nothing else', async () => {
    const { connect, emulated } = await openOciWorld();
    emulated.behave({ tagPage: 3 });
    const repository = connect().repository(name);
    await publish(repository, [source('py3-none-any')]);
    const stored = await getManifest(repository, '1.0');
    for (let minor = 1; minor <= 10; minor += 1)
      await putManifest(repository, `1.${minor}`, stored?.bytes ?? Buffer.alloc(0), indexType);
    await putManifest(repository, 'latest', stored?.bytes ?? Buffer.alloc(0), indexType);
    const releases = await listReleases(repository, 'demo', (text) => /^\d+\.\d+$/.test(text));
    expect(releases).toHaveLength(11);
  });
});
