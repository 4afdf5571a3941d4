import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '@slipway/core/hash';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manifestForms, readAlgorithms } from '../src/algorithms.ts';
import { type Listing, verifyChecksums } from '../src/verify-checksums.ts';

const digestOf = (algorithm: string, text: string): string =>
  createHash(algorithm).update(text).digest('hex');

function listing(
  files: Readonly<Record<string, string>>,
  algorithm: 'sha256' | 'sha512' = 'sha256',
): Listing {
  const form = manifestForms.find((each) => each.algorithm === algorithm);
  if (form === undefined) throw new Error(algorithm);
  const entries = Object.entries(files).map(([name, text]) => ({ name, digest: digestOf(algorithm, text) }));
  return { manifest: form.fileName, form, entries };
}

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verify-checksums-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function verify(folder: string, listings: readonly Listing[], present: readonly string[] = []) {
  const algorithms = [...new Set(listings.map(({ form }) => form.algorithm))];
  const { signal } = new AbortController();
  return verifyChecksums(listings, present, folder, async (names) => {
    const hashed = await hashFiles(
      names.map((name) => join(folder, name)),
      { algorithms, signal },
    );
    return hashed.map((file, index) => ({ ...file, name: names[index] ?? '' }));
  });
}

describe('verifyChecksums', () => {
  it('files with the listed digests in every manifest are accepted', async () => {
    const files = { 'b.txt': 'b', 'a.txt': 'a' };
    const found = await verify(await folderOf(files), [listing(files), listing(files, 'sha512')], ['a.txt']);
    expect(found.map(({ name }) => name)).toEqual(['b.txt', 'a.txt']);
  });

  it.each([
    [
      'different: a.txt \\(SHA256SUMS lists [0-9a-f]{64}, found [0-9a-f]{64}\\)',
      { 'a.txt': 'x', 'b.txt': 'b' },
    ],
    ['missing: b.txt', { 'a.txt': 'a' }],
  ])(
    'the error "%s" is reported for files that differ from the manifest',
    async (words, files: Readonly<Record<string, string>>) => {
      const folder = await folderOf(files);
      await expect(verify(folder, [listing({ 'a.txt': 'a', 'b.txt': 'b' })])).rejects.toThrow(
        new RegExp(words),
      );
    },
  );

  it('every missing and different file is named in one error', async () => {
    const folder = await folderOf({ 'a.txt': 'x' });
    await expect(verify(folder, [listing({ 'a.txt': 'a', 'b.txt': 'b' })])).rejects.toMatchObject({
      code: 'E_FILES_DIFFER',
      message: expect.stringMatching(/missing: b\.txt; different: a\.txt/),
    });
  });

  it('a file missing from any manifest is rejected', async () => {
    const files = { 'a.txt': 'a', 'b.txt': 'b' };
    const folder = await folderOf(files);
    await expect(verify(folder, [listing({ 'a.txt': 'a' })], ['a.txt', 'b.txt'])).rejects.toThrow(
      /not listed in SHA256SUMS: b\.txt/,
    );
    await expect(verify(folder, [listing(files), listing({ 'a.txt': 'a' }, 'sha512')])).rejects.toThrow(
      /not listed in SHA512SUMS: b\.txt/,
    );
  });

  it('a link, a file behind a link and a folder are rejected', async () => {
    const folder = await folderOf({ 'real.txt': 'a' });
    await symlink('real.txt', join(folder, 'link.txt'));
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real/x.txt'), 'a');
    await symlink('real', join(folder, 'sub'));
    await expect(verify(folder, [listing({ 'link.txt': 'a' })])).rejects.toThrow(
      /: a symbolic link: link\.txt/,
    );
    await expect(verify(folder, [listing({ 'sub/x.txt': 'a' })])).rejects.toThrow(
      /inside a linked folder: sub/,
    );
    await expect(verify(folder, [listing({ real: 'a' })])).rejects.toThrow(/not a regular file: real/);
  });
});

describe('input "algorithm"', () => {
  const names = (...lines: string[]): string[] => readAlgorithms(lines).map(({ fileName }) => fileName);

  it('SHA-256 is always included, and each additional algorithm once in the given order', () => {
    expect(names()).toEqual(['SHA256SUMS']);
    expect(names('sha512')).toEqual(['SHA256SUMS', 'SHA512SUMS']);
    expect(names('SHA512, blake2b sha256', 'sha512')).toEqual(['SHA256SUMS', 'SHA512SUMS', 'B2SUMS']);
  });

  it('an unknown algorithm is rejected', () => {
    expect(() => names('md5')).toThrow('names "md5"; expected sha256, sha512, blake2b.');
  });
});
