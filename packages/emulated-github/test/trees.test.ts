import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listTree } from '../src/git/trees.ts';

it('a file whose content a partial clone lacks is listed without a size', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-trees-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', directory, ...args], {
      env: { PATH: process.env['PATH'], HOME: directory, GIT_CONFIG_NOSYSTEM: '1' },
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  for (const name of ['here.txt', 'gone.txt']) writeFileSync(join(directory, name), name);
  git('add', '--all');
  const tree = git('write-tree');
  const blob = git('rev-parse', ':gone.txt');
  rmSync(join(directory, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  expect((await listTree(directory, tree)).map(({ path, size }) => [path, size])).toEqual([
    ['gone.txt', undefined],
    ['here.txt', 8],
  ]);
});
