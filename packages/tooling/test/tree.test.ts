import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareTrees, readTree, writeTree } from '../src/bundles/tree.ts';

const tree = (files: Readonly<Record<string, string>>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

describe('file trees', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-tree-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('a missing folder is read as an empty tree', async () => {
    expect((await readTree(join(folder, 'absent'))).size).toBe(0);
  });

  it('missing, changed and stale files are reported separately', () => {
    expect(compareTrees(tree({ a: '1', b: '2' }), tree({ b: '3', c: '4' }))).toEqual([
      { path: 'a', kind: 'missing' },
      { path: 'b', kind: 'changed' },
      { path: 'c', kind: 'stale' },
    ]);
  });

  it('a folder contains exactly the written tree without empty folders', async () => {
    await mkdir(join(folder, 'old/deep'), { recursive: true });
    await writeFile(join(folder, 'old/deep/file'), 'x');
    await writeTree(folder, tree({ 'new/file': 'y' }));
    expect([...(await readTree(folder)).keys()]).toEqual(['new/file']);
    await expect(stat(join(folder, 'old'))).rejects.toThrow('ENOENT');
  });

  it('a file with the right content is not written again', async () => {
    await writeFile(join(folder, 'a'), '1');
    const { ino } = await stat(join(folder, 'a'));
    expect(await writeTree(folder, tree({ a: '1' }))).toEqual([]);
    expect((await stat(join(folder, 'a'))).ino).toBe(ino);
  });
});
