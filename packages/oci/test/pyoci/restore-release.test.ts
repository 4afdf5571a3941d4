import { describe, expect, it } from 'vitest';
import { putManifest } from '../../src/manifests.ts';
import {
  describeFile,
  emptyConfig,
  emptyConfigBytes,
  renderFileManifest,
  renderPackageIndex,
} from '../../src/pyoci/package-manifests.ts';
import { planRelease, refuseLostFiles } from '../../src/pyoci/plan-release.ts';
import { type OciWorld, openOciWorld } from '../world.ts';
import { facts, publish, publishAndProve, source } from './package-sources.ts';

const name = 'octo/demo/pypi/demo';
const wheel = source('py3-none-any');
const sdist = source('.tar.gz');
const whole = [wheel, sdist];
const blob = `sha256:${wheel.sha256}`;
const indexType = 'application/vnd.oci.image.index.v1+json';

const writesOf = ({ world }: OciWorld, since = 0): string[] =>
  world.journal.entries
    .slice(since)
    .filter(({ method }) => method === 'PUT')
    .map(({ path }) => path.replace(/^\/v2\/octo\/demo\/pypi\/demo\//, '').replace(/upload\/.*/, 'upload'));

const stateOf = ({ emulated }: OciWorld) => {
  const state = emulated.listPackages().find((each) => each.name === name);
  return { tags: state?.tags, manifests: [...(state?.manifests ?? [])].sort() };
};

type Damage = (of: OciWorld) => unknown;

const manifestOf = renderFileManifest(wheel, facts);
const garbage = Buffer.from('{"schemaVersion":2,"layers":');
const damages: readonly (readonly [what: string, damage: Damage, writes: readonly string[]])[] = [
  ['a lost file', ({ emulated }) => emulated.damage.loseBlob(blob), ['blobs/upload']],
  [
    'a truncated file',
    ({ emulated }) => emulated.damage.replaceBlob(blob, Buffer.from('py3')),
    ['blobs/upload'],
  ],
  [
    'a file with extra bytes',
    ({ emulated }) => emulated.damage.replaceBlob(blob, Buffer.from('py3-none-any and more')),
    ['blobs/upload'],
  ],
  ['a lost config', ({ emulated }) => emulated.damage.loseBlob(emptyConfig.digest), ['blobs/upload']],
  [
    'a lost file manifest',
    ({ emulated }) => emulated.deleteVersion(name, manifestOf.digest),
    [`manifests/${manifestOf.digest}`],
  ],
  [
    'a damaged file manifest',
    ({ emulated }) => emulated.damage.replaceManifest(name, manifestOf.digest, garbage),
    [`manifests/${manifestOf.digest}`],
  ],
  [
    'a file lost together with its manifest',
    async ({ emulated }) => {
      emulated.deleteVersion(name, manifestOf.digest);
      await emulated.damage.loseBlob(blob);
    },
    ['blobs/upload', `manifests/${manifestOf.digest}`],
  ],
];

describe('publishing a damaged release again', () => {
  it.each(damages)('%s is restored with the fewest possible writes', async (_what, damage, writes) => {
    const of = await openOciWorld();
    const repository = of.connect().repository(name);
    const digest = await publish(repository, whole, { isWhole: true });
    const before = stateOf(of);
    await damage(of);
    const since = of.world.journal.entries.length;
    expect(await publishAndProve(of.connect().repository(name), whole, { isWhole: true })).toBe(digest);
    expect(writesOf(of, since)).toEqual(writes);
    expect(stateOf(of)).toEqual(before);
    expect(await of.emulated.readBlob(name, blob)).toEqual(Buffer.from('py3-none-any'));
    expect(await of.emulated.readBlob(name, emptyConfig.digest)).toEqual(emptyConfigBytes);
  });

  it('a file with different bytes of the same length is detected by reading it and pushed again', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole);
    await of.emulated.damage.replaceBlob(blob, Buffer.from('py3-none-anY'));
    const since = of.world.journal.entries.length;
    expect(await publishAndProve(of.connect().repository(name), whole)).toBe(digest);
    expect(await of.emulated.readBlob(name, blob)).toEqual(Buffer.from('py3-none-any'));
    expect(writesOf(of, since)).toEqual(['blobs/upload', `manifests/${manifestOf.digest}`]);
  });

  it('the original manifest is kept if only the file was lost', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole);
    await of.emulated.damage.loseBlob(blob);
    const later = { ...facts, created: '2026-02-02T00:00:00Z' };
    expect(await publishAndProve(of.connect().repository(name), whole, { facts: later })).toBe(digest);
  });

  it('an index entry that points to the manifest of a different file is replaced', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository(name);
    const digest = await publish(repository, whole, { isWhole: true });
    const entry = { ...describeFile(wheel, facts), digest: renderFileManifest(sdist, facts).digest };
    const { bytes } = renderPackageIndex(undefined, [entry, describeFile(sdist, facts)], facts);
    await putManifest(repository, '1.0', bytes, indexType);
    expect(await publishAndProve(repository, whole, { isWhole: true })).toBe(digest);
  });

  it('a damaged index is rewritten if all files are at hand', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole, { isWhole: true });
    of.emulated.damage.replaceManifest(name, '1.0', garbage);
    expect(await publishAndProve(of.connect().repository(name), whole, { isWhole: true })).toBe(digest);
  });

  it('a damaged index is rejected before any write if only some files are at hand', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), whole);
    of.emulated.damage.replaceManifest(name, '1.0', garbage);
    const since = of.world.journal.entries.length;
    await expect(publish(of.connect().repository(name), whole)).rejects.toMatchObject({
      code: 'E_GHP_INCOMPLETE',
      message: expect.stringContaining('ghcr.io/octo/demo/pypi/demo:1.0 is damaged'),
    });
    expect(writesOf(of, since)).toEqual([]);
  });

  it('an outage page in front of the registry is not mistaken for a damaged index', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole);
    of.world.gateway.faults.add({
      on: { method: 'GET', path: /\/manifests\/1\.0$/ },
      effect: {
        kind: 'status',
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<h1>Sorry</h1>',
      },
    });
    const since = of.world.journal.entries.length;
    expect(await publish(of.connect().repository(name), [wheel], { isWhole: true })).toBe(digest);
    expect(of.world.gateway.faults.strikes).toBe(1);
    expect(writesOf(of, since)).toEqual([]);
  });

  it('a persistent page in front of the registry fails the run and nothing is written', async () => {
    const of = await openOciWorld();
    of.world.gateway.faults.add({
      on: { method: 'GET', path: /\/manifests\/1\.0$/, times: Number.POSITIVE_INFINITY },
      effect: {
        kind: 'status',
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<h1>Sorry</h1>',
      },
    });
    const published = publish(of.connect().repository(name), whole, { isWhole: true });
    await expect(published).rejects.toMatchObject({ code: 'E_OCI_MALFORMED' });
    expect(writesOf(of)).toEqual([]);
  });

  it('the index is rewritten if the registry resolves its tag but returns no manifest', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole, { isWhole: true });
    of.world.gateway.faults.add({
      on: { method: 'GET', path: /\/manifests\/1\.0$/, times: 3 },
      effect: { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    expect(await publishAndProve(of.connect().repository(name), whole, { isWhole: true })).toBe(digest);
    expect(of.world.gateway.faults.strikes).toBe(3);
  });

  it('a lost file whose local copy differs is rejected by name', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), whole);
    await of.emulated.damage.loseBlob(blob);
    const other = source('py3-none-any', 'another build');
    await expect(publish(of.connect().repository(name), [other, sdist])).rejects.toMatchObject({
      code: 'E_GHP_FILE_DIFFERS',
      message: expect.stringMatching(/demo-1\.0-py3-none-any\.whl .*lost the published bytes/),
    });
  });

  it.each([
    ['content', ({ emulated }: OciWorld) => emulated.damage.loseBlob(blob)],
    ['manifest', async ({ emulated }: OciWorld) => emulated.deleteVersion(name, manifestOf.digest)],
  ])('a lost file without a local copy is rejected by name if its %s is gone', async (_what, damage) => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), whole);
    await damage(of);
    const plan = await planRelease(of.connect().repository(name), [sdist], facts);
    expect(() => refuseLostFiles(plan)).toThrowError(
      expect.objectContaining({ code: 'E_GHP_INCOMPLETE', message: expect.stringContaining(wheel.sha256) }),
    );
  });

  it('a lost file is named if the registry rejects the index that lists it', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), [wheel]);
    of.emulated.deleteVersion(name, manifestOf.digest);
    await expect(publish(of.connect().repository(name), [sdist])).rejects.toMatchObject({
      code: 'E_GHP_INCOMPLETE',
      message: expect.stringContaining('demo-1.0-py3-none-any.whl'),
    });
  });

  it('a registry that keeps its damaged copy fails with one error', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), whole);
    of.world.gateway.faults.add({
      on: { host: 'pkg-containers.githubusercontent.com', times: Number.POSITIVE_INFINITY },
      effect: { kind: 'status', status: 200, body: 'py3-none-anY' },
    });
    await expect(publishAndProve(of.connect().repository(name), [wheel])).rejects.toMatchObject({
      code: 'E_GHP_DAMAGED',
      message: expect.stringContaining('demo-1.0-py3-none-any.whl was pushed again'),
    });
  });
});
