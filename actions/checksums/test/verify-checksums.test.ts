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

describe('files beside their manifest', () => {
  it('hold when every one has the digest that is listed, in every manifest', async () => {
    const files = { 'b.txt': 'b', 'a.txt': 'a' };
    const found = await verify(await folderOf(files), [listing(files), listing(files, 'sha512')], ['a.txt']);
    expect(found.map(({ name }) => name)).toEqual(['b.txt', 'a.txt']);
  });

  it.each([
    [
      'different: a.txt \\(SHA256SUMS says [0-9a-f]{64}, found [0-9a-f]{64}\\)',
      { 'a.txt': 'x', 'b.txt': 'b' },
    ],
    ['missing: b.txt', { 'a.txt': 'a' }],
  ])('are refused with "%s"', async (words, files: Readonly<Record<string, string>>) => {
    const folder = await folderOf(files);
    await expect(verify(folder, [listing({ 'a.txt': 'a', 'b.txt': 'b' })])).rejects.toThrow(
      new RegExp(words),
    );
  });

  it('are all named when several differ', async () => {
    const folder = await folderOf({ 'a.txt': 'x' });
    await expect(verify(folder, [listing({ 'a.txt': 'a', 'b.txt': 'b' })])).rejects.toMatchObject({
      code: 'E_FILES_DIFFER',
      message: expect.stringMatching(/missing: b\.txt; different: a\.txt/),
    });
  });

  it('are refused when one that is there is in no manifest, or in one of two alone', async () => {
    const files = { 'a.txt': 'a', 'b.txt': 'b' };
    const folder = await folderOf(files);
    await expect(verify(folder, [listing({ 'a.txt': 'a' })], ['a.txt', 'b.txt'])).rejects.toThrow(
      /not listed in SHA256SUMS: b\.txt/,
    );
    await expect(verify(folder, [listing(files), listing({ 'a.txt': 'a' }, 'sha512')])).rejects.toThrow(
      /not listed in SHA512SUMS: b\.txt/,
    );
  });

  it('are never a link, something behind one, or a folder', async () => {
    const folder = await folderOf({ 'real.txt': 'a' });
    await symlink('real.txt', join(folder, 'link.txt'));
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real/x.txt'), 'a');
    await symlink('real', join(folder, 'sub'));
    await expect(verify(folder, [listing({ 'link.txt': 'a' })])).rejects.toThrow(
      /: a symbolic link: link\.txt/,
    );
    await expect(verify(folder, [listing({ 'sub/x.txt': 'a' })])).rejects.toThrow(
      /behind a symbolic link: sub/,
    );
    await expect(verify(folder, [listing({ real: 'a' })])).rejects.toThrow(/not a regular file: real/);
  });
});

describe('the input "algorithm"', () => {
  const names = (...lines: string[]): string[] => readAlgorithms(lines).map(({ fileName }) => fileName);

  it('always has SHA-256, and the others as they are named, each once', () => {
    expect(names()).toEqual(['SHA256SUMS']);
    expect(names('sha512')).toEqual(['SHA256SUMS', 'SHA512SUMS']);
    expect(names('SHA512, blake2b sha256', 'sha512')).toEqual(['SHA256SUMS', 'SHA512SUMS', 'B2SUMS']);
  });

  it('refuses any other', () => {
    expect(() => names('md5')).toThrow('names "md5"; expected sha256, sha512, blake2b.');
  });
});
