import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ghcrHost } from '@slipway/emulated-registry/registry';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { demoPackage, errorOf, openPackagesWorld, type PackagesWorld } from './support/packages-world.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blobOf = ({ bytes }: { readonly bytes: Uint8Array }): string => `sha256:${sha256(bytes)}`;

/** The `files` output of the job that built both. */
const digests = JSON.stringify(
  [wheel(), sdist()].map(({ name, bytes }) => ({
    name,
    sha256: sha256(bytes),
    size: bytes.byteLength,
    kind: name.endsWith('.whl') ? 'wheel' : 'sdist',
  })),
);
const whole = { inputs: { digests } };

function stateOf({ registry }: PackagesWorld): unknown {
  const state = registry.listPackages().find(({ name }) => name === demoPackage);
  return { tags: state?.tags, manifests: [...(state?.manifests ?? [])].sort() };
}

const readsOfTag = ({ world }: PackagesWorld, since = 0): number =>
  world.journal.entries
    .slice(since)
    .filter(
      ({ host, method, path }) => host === ghcrHost && method === 'GET' && path.endsWith('/manifests/1.2.0'),
    ).length;

/** Digest of the manifest of a file, from the output of a run. */
function manifestOf(files: string | undefined, name: string): string {
  const listed = JSON.parse(files ?? '[]') as { name: string; manifest: string }[];
  return listed.find((file) => file.name === name)?.manifest ?? '';
}

describe('publication of a complete release', () => {
  it('the index is read twice before the write and once to verify it', async () => {
    const of = await openPackagesWorld();
    const run = await of.run(whole);
    expect(errorOf(run)).toBe('');
    expect(readsOfTag(of)).toBe(3);
    // Two files and the config by two requests each, two manifests, one index.
    expect(of.writes()).toHaveLength(9);
    const part = await openPackagesWorld();
    expect((await part.run()).outputs['index-digest']).toBe(run.outputs['index-digest']);
    // A note, for which the index is read anew, and two later looks.
    expect(readsOfTag(part)).toBe(6);
    expect(part.writes()).toHaveLength(11);
  });

  it('concurrent publications of one release write the same digests', async () => {
    const of = await openPackagesWorld();
    const runs = await Promise.all([of.run(whole), of.run(whole), of.run(whole)]);
    expect(runs.map(errorOf)).toEqual(['', '', '']);
    expect(new Set(runs.map(({ outputs }) => outputs['index-digest'])).size).toBe(1);
    expect(stateOf(of)).toMatchObject({ manifests: { length: 3 } });
  });

  it('a publication is partial only without an sdist and a universal wheel', async () => {
    const of = await openPackagesWorld();
    rmSync(of.distributions, { recursive: true });
    const built = wheel({ tags: 'cp313-cp313-manylinux_2_17_x86_64' });
    of.add(built);
    const promised = [
      { name: built.name, sha256: sha256(built.bytes), size: built.bytes.byteLength, kind: 'wheel' },
    ];
    expect(errorOf(await of.run({ inputs: { digests: JSON.stringify(promised) } }))).toBe('');
    expect(readsOfTag(of)).toBe(6);
  });
});

describe('publication after lost data', () => {
  it.each([
    ['the bytes of the wheel', (of: PackagesWorld) => of.registry.damage.loseBlob(blobOf(wheel()))],
    [
      'the wheel, which has other bytes',
      (of: PackagesWorld) =>
        of.registry.damage.replaceBlob(blobOf(wheel()), Buffer.alloc(wheel().bytes.byteLength, 'x')),
    ],
    [
      'half of the wheel',
      (of: PackagesWorld) => of.registry.damage.replaceBlob(blobOf(wheel()), wheel().bytes.subarray(0, 100)),
    ],
    [
      'the manifest of the wheel',
      async (of: PackagesWorld, manifest: string) => of.registry.deleteVersion(demoPackage, manifest),
    ],
    [
      'the manifest of the wheel, which is cut',
      async (of: PackagesWorld, manifest: string) =>
        of.registry.damage.replaceManifest(demoPackage, manifest, Buffer.from('{"schemaVersion":2,')),
    ],
    [
      'the index, which is cut',
      async (of: PackagesWorld) =>
        of.registry.damage.replaceManifest(demoPackage, '1.2.0', Buffer.from('{"schemaVersion":2,')),
    ],
  ])('a re-run restores lost data: %s', async (_what, damage) => {
    const of = await openPackagesWorld();
    const first = await of.run(whole);
    expect(errorOf(first)).toBe('');
    const before = stateOf(of);
    await damage(of, manifestOf(first.outputs['files'], wheel().name));
    const run = await of.run(whole);
    expect(errorOf(run)).toBe('');
    expect(run.outputs['index-digest']).toBe(first.outputs['index-digest']);
    expect(stateOf(of)).toEqual(before);
    const stored = await of.registry.readBlob(demoPackage, blobOf(wheel()));
    expect(sha256(stored ?? Buffer.alloc(0))).toBe(sha256(wheel().bytes));
    expect(run.summary).not.toContain('– not compared');
  });

  it('available files are published and a lost file that is not at hand is named', async () => {
    const of = await openPackagesWorld();
    expect(errorOf(await of.run())).toBe('');
    await of.registry.damage.loseBlob(blobOf(wheel()));
    rmSync(join(of.distributions, wheel().name));
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_GHP_INCOMPLETE');
    expect(errorOf(run)).toContain(`${wheel().name} (SHA-256 ${sha256(wheel().bytes)})`);
    expect(run.output).not.toContain('The response of the registry is quoted above');
    expect(errorOf(await of.run({ inputs: { 'dry-run': 'true' } }))).toContain('E_GHP_INCOMPLETE');
  });

  it('a different build of a lost file is rejected before any write', async () => {
    const of = await openPackagesWorld();
    expect(errorOf(await of.run())).toBe('');
    await of.registry.damage.loseBlob(blobOf(wheel()));
    of.add(wheel({ module: 'built = "again"\n' }));
    const before = of.world.journal.entries.length;
    const run = await of.run();
    expect(errorOf(run)).toContain('lost the published bytes');
    expect(of.writes(before)).toEqual([]);
  });
});
