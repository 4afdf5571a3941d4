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
  ['a file is gone', ({ emulated }) => emulated.damage.loseBlob(blob), ['blobs/upload']],
  [
    'a file was cut',
    ({ emulated }) => emulated.damage.replaceBlob(blob, Buffer.from('py3')),
    ['blobs/upload'],
  ],
  [
    'a file has more bytes than it had',
    ({ emulated }) => emulated.damage.replaceBlob(blob, Buffer.from('py3-none-any and more')),
    ['blobs/upload'],
  ],
  ['the config is gone', ({ emulated }) => emulated.damage.loseBlob(emptyConfig.digest), ['blobs/upload']],
  [
    'the manifest of a file is gone',
    ({ emulated }) => emulated.deleteVersion(name, manifestOf.digest),
    [`manifests/${manifestOf.digest}`],
  ],
  [
    'the manifest of a file is damaged',
    ({ emulated }) => emulated.damage.replaceManifest(name, manifestOf.digest, garbage),
    [`manifests/${manifestOf.digest}`],
  ],
  [
    'manifest and bytes of a file are gone',
    async ({ emulated }) => {
      emulated.deleteVersion(name, manifestOf.digest);
      await emulated.damage.loseBlob(blob);
    },
    ['blobs/upload', `manifests/${manifestOf.digest}`],
  ],
];

describe('publishing a release that the registry lost a part of', () => {
  it.each(damages)('pushes again what is needed when %s', async (_what, damage, writes) => {
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

  it('pushes again a file whose bytes are others of the same number, which only a reader sees', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole);
    await of.emulated.damage.replaceBlob(blob, Buffer.from('py3-none-anY'));
    const since = of.world.journal.entries.length;
    expect(await publishAndProve(of.connect().repository(name), whole)).toBe(digest);
    expect(await of.emulated.readBlob(name, blob)).toEqual(Buffer.from('py3-none-any'));
    expect(writesOf(of, since)).toEqual(['blobs/upload', `manifests/${manifestOf.digest}`]);
  });

  it('keeps the manifest of the first publication when only the bytes are gone', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole);
    await of.emulated.damage.loseBlob(blob);
    const later = { ...facts, created: '2026-02-02T00:00:00Z' };
    expect(await publishAndProve(of.connect().repository(name), whole, { facts: later })).toBe(digest);
  });

  it('replaces an entry whose manifest is that of another file', async () => {
    const of = await openOciWorld();
    const repository = of.connect().repository(name);
    const digest = await publish(repository, whole, { isWhole: true });
    const entry = { ...describeFile(wheel, facts), digest: renderFileManifest(sdist, facts).digest };
    const { bytes } = renderPackageIndex(undefined, [entry, describeFile(sdist, facts)], facts);
    await putManifest(repository, '1.0', bytes, indexType);
    expect(await publishAndProve(repository, whole, { isWhole: true })).toBe(digest);
  });

  it('writes a damaged index anew when it has all files', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole, { isWhole: true });
    of.emulated.damage.replaceManifest(name, '1.0', garbage);
    expect(await publishAndProve(of.connect().repository(name), whole, { isWhole: true })).toBe(digest);
  });

  it('refuses a damaged index before it writes when it has a part of the files', async () => {
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

  it('does not take an outage page in front of the registry for a damaged index', async () => {
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

  it('refuses a page in front of the registry that stays, and writes nothing', async () => {
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

  it('writes the index anew when the registry sends no manifest for a tag whose digest it knows', async () => {
    const of = await openOciWorld();
    const digest = await publish(of.connect().repository(name), whole, { isWhole: true });
    of.world.gateway.faults.add({
      on: { method: 'GET', path: /\/manifests\/1\.0$/, times: 3 },
      effect: { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    expect(await publishAndProve(of.connect().repository(name), whole, { isWhole: true })).toBe(digest);
    expect(of.world.gateway.faults.strikes).toBe(3);
  });

  it('names the file when its bytes are gone and the file here has others', async () => {
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
    ['bytes', ({ emulated }: OciWorld) => emulated.damage.loseBlob(blob)],
    ['manifest', async ({ emulated }: OciWorld) => emulated.deleteVersion(name, manifestOf.digest)],
  ])('names a file that nobody here has when its %s is gone', async (_what, damage) => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), whole);
    await damage(of);
    const plan = await planRelease(of.connect().repository(name), [sdist], facts);
    expect(() => refuseLostFiles(plan)).toThrowError(
      expect.objectContaining({ code: 'E_GHP_INCOMPLETE', message: expect.stringContaining(wheel.sha256) }),
    );
  });

  it('names the lost file when the registry takes no index that lists it', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), [wheel]);
    of.emulated.deleteVersion(name, manifestOf.digest);
    await expect(publish(of.connect().repository(name), [sdist])).rejects.toMatchObject({
      code: 'E_GHP_INCOMPLETE',
      message: expect.stringContaining('demo-1.0-py3-none-any.whl'),
    });
  });

  it('fails with one error when the registry keeps its damaged copy', async () => {
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
