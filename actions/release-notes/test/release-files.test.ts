import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kindOfFile } from '@slipway/core/files/parse-file-list';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isCompanion, readReleaseFiles } from '../src/release-files.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const entry = (name: string, text: string) => ({
  ...{ name, sha256: sha256(text), size: Buffer.byteLength(text), kind: kindOfFile(name) },
});

async function readFiles(
  files: Readonly<Record<string, string>>,
  patterns: readonly string[] = ['dist/**'],
  promised?: readonly ReturnType<typeof entry>[],
  extra: readonly string[] = [],
) {
  const folder = await mkdtemp(join(tmpdir(), 'release-files-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const all = { assets: patterns, extra, fetched: [] };
  return readReleaseFiles(all, folder, { built: promised, extra: undefined }, new AbortController().signal);
}

const wheel = 'demo-1.0-py3-none-any.whl';
const sdist = 'demo-1.0.tar.gz';

describe('the files of a release', () => {
  it('the files of a release are hashed, sorted by name, with the type that a browser needs', async () => {
    const files = await readFiles({
      ...{ [`dist/${sdist}`]: 's', [`dist/${wheel}`]: 'w', 'dist/a.json': '{}', 'dist/b.txt': 't' },
      ...{ 'dist/SHA512SUMS': '', 'dist/z.bin': '', 'dist/sub/n.md': 'm', 'dist/y.zip': 'z' },
    });
    expect(files.map(({ name, contentType }) => [name, contentType])).toEqual([
      ['SHA512SUMS', 'text/plain; charset=utf-8'],
      ['a.json', 'application/json'],
      ['b.txt', 'text/plain; charset=utf-8'],
      [wheel, 'application/zip'],
      [sdist, 'application/gzip'],
      ['n.md', 'text/plain; charset=utf-8'],
      ['y.zip', 'application/zip'],
      ['z.bin', 'application/octet-stream'],
    ]);
    const found = files.find(({ name }) => name === wheel);
    expect(found).toMatchObject({ size: 1, sha256: sha256('w') });
    const chunks: Uint8Array[] = [];
    for await (const chunk of found?.open() ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('w');
  });

  it('the files of a release are none without a pattern, whatever was promised', async () => {
    expect(await readFiles({}, [], [entry(wheel, 'w')])).toEqual([]);
  });

  it('the files of a release are those that were promised, and what goes with them', async () => {
    const promised = [entry(wheel, 'w')];
    const more = { 'dist/SHA512SUMS': '', [`dist/${wheel}.sigstore.json`]: '{}' };
    expect(await readFiles({ [`dist/${wheel}`]: 'w', ...more }, undefined, promised)).toHaveLength(3);
    for (const files of [
      { [`dist/${wheel}`]: 'other' },
      { [`dist/${wheel}`]: 'w', [`dist/${sdist}`]: 's' },
      more,
    ])
      await expect(readFiles(files, undefined, promised)).rejects.toMatchObject({ code: 'E_FILES_DIFFER' });
  });

  it('the files of a release are not those of which SHA256SUMS says something else', async () => {
    const line = (text: string, name: string): string => `${sha256(text)}  ${name}\n`;
    const files = {
      [`dist/${wheel}`]: 'w',
      'dist/SHA256SUMS': line('w', wheel) + line('x', 'elsewhere.txt'),
    };
    expect(await readFiles(files)).toHaveLength(2);
    await expect(readFiles({ ...files, 'dist/SHA256SUMS': line('x', wheel) })).rejects.toMatchObject({
      code: 'E_DIGEST_MISMATCH',
    });
    await expect(readFiles({ ...files, 'dist/SHA256SUMS': line('x', `sub/${wheel}`) })).rejects.toMatchObject(
      { code: 'E_DIGEST_MISMATCH' },
    );
  });

  it('the files of a release are known to GitHub by the names that it keeps', async () => {
    const files = await readFiles({ 'dist/demo-1!2024.1.0.tar.gz': 's', 'dist/a b.txt': '' });
    expect(files.map(({ name, fileName }) => [name, fileName])).toEqual([
      ['a.b.txt', 'a b.txt'],
      ['demo-1.2024.1.0.tar.gz', 'demo-1!2024.1.0.tar.gz'],
    ]);
  });

  it('the files of a release cannot have two names that GitHub makes one of', async () => {
    await expect(readFiles({ 'dist/demo-1!2.0.tar.gz': '', 'dist/demo-1.2.0.tar.gz': '' })).rejects.toThrow(
      'would both be the asset "demo-1.2.0.tar.gz"',
    );
  });

  it('the files of a release can have others beside them, which nobody promised', async () => {
    const files = { [`dist/${wheel}`]: 'w', 'docs/manual.pdf': 'pdf' };
    const read = await readFiles(files, ['dist/*'], [entry(wheel, 'w')], ['docs/*.pdf', 'dist/*.whl']);
    expect(read.map(({ name, isExtra }) => [name, isExtra])).toEqual([
      [wheel, false],
      ['manual.pdf', true],
    ]);
    await expect(readFiles(files, ['dist/*'], [entry(wheel, 'w')], ['*.epub'])).rejects.toThrow('*.epub');
  });

  it('the files of a release cannot have one name twice, in whatever case', async () => {
    await expect(readFiles({ 'dist/a/x.txt': '', 'dist/b/X.txt': '' })).rejects.toMatchObject({
      code: 'E_RELEASE_ASSETS',
    });
  });
});

describe('what goes with the files of a build', () => {
  it.each([
    ...['SHA256SUMS', 'SHA512SUMS', 'B2SUMS', 'SHA256SUMS.sigstore.json', 'SHA256SUMS.bundle'],
    ...[
      'demo.whl.sigstore',
      'demo.whl.publish.attestation',
      'demo.intoto.jsonl',
      'demo.spdx.json',
      'demo.cdx.json',
    ],
  ])('a file beside those of a build has the name %s', (name) => {
    expect(isCompanion(name)).toBe(true);
  });

  it.each([wheel, sdist, 'SHA1SUMS', 'xSHA256SUMS', 'notes.json', 'SHA256SUMS-a', 'demo.attestation.txt'])(
    'a file beside those of a build is never called %s',
    (name) => {
      expect(isCompanion(name)).toBe(false);
    },
  );
});
