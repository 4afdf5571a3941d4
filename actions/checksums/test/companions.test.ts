import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { describe, expect, it } from 'vitest';
import { isSignature, leaveOutCompanions } from '../src/companions.ts';
import { placeEntries } from '../src/place-entries.ts';

const promised = [{ name: 'demo-1.0.tar.gz', sha256: 'a'.repeat(64), size: 1, kind: 'sdist' as const }];

describe('companions of the files', () => {
  it.each([
    'SHA256SUMS.sigstore.json',
    'demo-1.0.intoto.jsonl',
    'demo.whl.asc',
    'demo.whl.publish.attestation',
  ])('the signature %s is in no manifest', (name) => {
    expect(isSignature(name)).toBe(true);
  });

  it.each(['demo-1.0.tar.gz', 'sigstore.json', 'manual.pdf', 'demo.whl.cdx.json'])(
    '%s is not a signature',
    (name) => {
      expect(isSignature(name)).toBe(false);
    },
  );

  it('a bill of materials is listed if the build handed it on, or if there is no list', () => {
    const names = ['demo-1.0.tar.gz', 'demo-1.0.tar.gz.cdx.json', 'manual.pdf'];
    expect(leaveOutCompanions(names, undefined)).toEqual(names);
    expect(leaveOutCompanions(names, promised)).toEqual(['demo-1.0.tar.gz', 'manual.pdf']);
    const [sdist] = promised;
    const both = [...promised, { ...sdist, name: 'demo-1.0.tar.gz.cdx.json', kind: 'other' as const }];
    expect(leaveOutCompanions(names, both as typeof promised)).toEqual(names);
  });
});

describe('placeEntries', () => {
  const digest = 'a'.repeat(64);
  const namesOf = async (names: readonly string[], base: string, directory: string) =>
    (
      await placeEntries(
        names.map((name) => ({ name, digest })),
        base,
        directory,
      )
    ).map(({ name }) => name);

  it('names with "./" or with the folder itself are those of files in the folder', async () => {
    const workspace = await temporaryDirectory();
    const dist = join(workspace, 'out/dist');
    await mkdir(dist, { recursive: true });
    const names = ['./a.whl', 'b.whl', 'out/dist/c.whl', './out/dist/./d.whl', 'sub/e.whl'];
    for (const base of ['out/dist', './out/dist/'])
      expect(await namesOf(names, base, dist)).toEqual(['a.whl', 'b.whl', 'c.whl', 'd.whl', 'sub/e.whl']);
    expect(await namesOf(names.slice(0, 2), '.', workspace)).toEqual(['a.whl', 'b.whl']);
  });

  it('a file in a folder of the same name stays where it is', async () => {
    const workspace = await temporaryDirectory();
    await mkdir(join(workspace, 'dist/dist'), { recursive: true });
    await writeFile(join(workspace, 'dist/dist/a.whl'), 'a');
    expect(await namesOf(['dist/a.whl', 'dist/b.whl'], 'dist', join(workspace, 'dist'))).toEqual([
      'dist/a.whl',
      'b.whl',
    ]);
  });

  it('a file that is listed in two spellings is rejected', async () => {
    const workspace = await temporaryDirectory();
    await expect(namesOf(['a.whl', './a.whl'], 'dist', workspace)).rejects.toThrow(
      expect.objectContaining({ code: 'E_MANIFEST_INVALID' }),
    );
  });
});
