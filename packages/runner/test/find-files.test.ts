import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findFiles } from '../src/stand-ins/actions/upload-artifact/find-files.ts';

const root = mkdtempSync(join(tmpdir(), 'slipway-find-files-'));
for (const path of ['dist/a.txt', 'dist/deep/b.txt', 'dist/.hidden', 'other/c.txt']) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), path);
}
afterAll(() => rmSync(root, { recursive: true }));

async function namesOf(includeHidden: boolean, ...patterns: string[]): Promise<string[]> {
  const found = await findFiles(patterns.map((pattern) => join(root, pattern)).join('\n'), includeHidden);
  return found.files.map((file) => relative(found.root, file)).sort();
}

it.each([
  ['a folder is the root of its files', ['dist'], ['a.txt', 'deep/b.txt']],
  ['a single file loses its folders', ['dist/deep/b.txt'], ['b.txt']],
  ['a pattern begins at its first wildcard', ['dist/*/b.txt'], ['deep/b.txt']],
  ['a pattern for one file keeps what the wildcard stands for', ['dist/**/b.txt'], ['deep/b.txt']],
  [
    'several paths begin at their common folder',
    ['dist/deep', 'other/c.txt'],
    ['dist/deep/b.txt', 'other/c.txt'],
  ],
  ['a path that is not there has no files', ['nothing'], []],
])('%s', async (_what, patterns, names) => {
  expect(await namesOf(false, ...patterns)).toEqual(names);
});

it('hidden files are left out unless they are asked for', async () => {
  expect(await namesOf(true, 'dist')).toEqual(['.hidden', 'a.txt', 'deep/b.txt']);
});
