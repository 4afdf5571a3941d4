import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashParts, openVerdictCache } from '../../src/mutants/verdict-cache.ts';

it('a verdict is there as soon as it is written, and nothing of the writing stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verdict-cache-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const cache = await openVerdictCache(join(folder, 'new/cache'));
  const verdict = { ok: true, red: ['check'] } as never;
  expect(await cache.read('k')).toBeUndefined();
  await cache.write('k', verdict);
  expect(await readdir(join(folder, 'new/cache'))).toEqual(['k.json']);
  expect(await cache.read('k')).toEqual(verdict);
  await writeFile(join(folder, 'new/cache/broken.json'), '{');
  await expect(cache.read('broken')).rejects.toThrow(SyntaxError);
});

it('the digest of parts tells where one ends', () => {
  expect(hashParts('ab', 'c')).not.toBe(hashParts('a', 'bc'));
  expect(hashParts('a', 'b')).toBe(hashParts('a', 'b'));
});
