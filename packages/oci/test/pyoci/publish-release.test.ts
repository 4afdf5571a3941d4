import { createHash } from 'node:crypto';
import type { Clock } from '@slipway/core/ports';
import type { EmulatedRegistry } from '@slipway/emulators/registry/registry';
import { describe, expect, it } from 'vitest';
import { sourceOfBytes } from '../../src/blob-source.ts';
import { getManifest, putManifest } from '../../src/manifests.ts';
import { listReleases } from '../../src/pyoci/list-releases.ts';
import type { PackageSource, ReleaseFacts } from '../../src/pyoci/package-file.ts';
import {
  describeFile,
  emptyConfigBytes,
  renderFileManifest,
  renderPackageIndex,
} from '../../src/pyoci/package-manifests.ts';
import { proveRelease } from '../../src/pyoci/prove-release.ts';
import { planRelease, writeRelease } from '../../src/pyoci/publish-release.ts';
import type { Repository } from '../../src/registry.ts';
import { uploadBlob } from '../../src/upload-blob.ts';
import { hastyClock, openOciWorld } from '../world.ts';

const name = 'octo/demo/pypi/demo';
const facts: ReleaseFacts = {
  project: 'demo',
  version: '1.0',
  created: '2026-01-01T00:00:00Z',
  annotations: {},
};
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

function source(tag: string, text = tag): PackageSource {
  const bytes = Buffer.from(text);
  return {
    fileName: `demo-1.0-${tag}.whl`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.byteLength,
    requiresPython: undefined,
    metadataSha256: undefined,
    projectUrls: {},
    async *open(start) {
      yield bytes.subarray(start);
    },
  };
}

const publish = async (repository: Repository, files: readonly PackageSource[]): Promise<string> =>
  writeRelease(await planRelease(repository, files, facts), () => undefined);

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
  it('compares with files whose digests the index does not tell', async () => {
    const { connect } = await openOciWorld();
    const repository = connect().repository(name);
    await publishAsOldPyoci(repository, source('py3-none-any'));
    const plan = await planRelease(repository, [source('py3-none-any')], facts);
    expect([...plan.present]).toEqual(['demo-1.0-py3-none-any.whl']);
    await expect(planRelease(repository, [source('py3-none-any', 'other')], facts)).rejects.toMatchObject({
      code: 'E_GHP_FILE_DIFFERS',
    });
  });

  it('loses no file when another job reads before our write and writes after it', async () => {
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

  it('reads the index anew after a write that failed, and keeps what another job wrote meanwhile', async () => {
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

  it('is proven only by the index that was written and the bytes that were built', async () => {
    const { connect } = await openOciWorld();
    const repository = connect().repository(name);
    const file = source('py3-none-any');
    const indexDigest = await publish(repository, [file]);
    const release = { project: 'demo', version: '1.0', indexDigest };
    expect(await proveRelease(repository, release, [file])).toMatchObject([{ isTitled: true }]);
    const other = { ...release, indexDigest: `sha256:${'0'.repeat(64)}` };
    await expect(proveRelease(repository, other, [file])).rejects.toMatchObject({ code: 'E_GHP_NOT_PROVEN' });
    await expect(proveRelease(repository, release, [source('py3-none-any', 'other')])).rejects.toMatchObject({
      code: 'E_GHP_FILE_DIFFERS',
    });
    await expect(proveRelease(repository, release, [source('cp39-abi3-win32')])).rejects.toMatchObject({
      code: 'E_GHP_NOT_PROVEN',
    });
  });

  it('is listed with every version over many pages of tags, and nothing else', async () => {
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
