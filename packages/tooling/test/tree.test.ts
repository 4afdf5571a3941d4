import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareTrees, readTree, writeTree } from '../src/tree.ts';

const tree = (files: Readonly<Record<string, string>>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

describe('a tree of files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-tree-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is empty for a folder that is not there', async () => {
    expect((await readTree(join(folder, 'absent'))).size).toBe(0);
  });

  it('tells missing, changed and stale files apart', () => {
    expect(compareTrees(tree({ a: '1', b: '2' }), tree({ b: '3', c: '4' }))).toEqual([
      { path: 'a', kind: 'missing' },
      { path: 'b', kind: 'changed' },
      { path: 'c', kind: 'stale' },
    ]);
  });

  it('becomes exactly what was written, without the folders that are empty now', async () => {
    await mkdir(join(folder, 'old/deep'), { recursive: true });
    await writeFile(join(folder, 'old/deep/file'), 'x');
    await writeTree(folder, tree({ 'new/file': 'y' }));
    expect([...(await readTree(folder)).keys()]).toEqual(['new/file']);
    await expect(stat(join(folder, 'old'))).rejects.toThrow('ENOENT');
  });

  it('does not touch a file that is right already', async () => {
    await writeFile(join(folder, 'a'), '1');
    const { ino } = await stat(join(folder, 'a'));
    expect(await writeTree(folder, tree({ a: '1' }))).toEqual([]);
    expect((await stat(join(folder, 'a'))).ino).toBe(ino);
  });
});
