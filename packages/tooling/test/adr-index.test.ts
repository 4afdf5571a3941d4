import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refreshDecisions } from '../src/pages/adr-index.ts';

let root: string;
const page = (file: string, text: string): Promise<void> => writeFile(join(root, '.github/adr', file), text);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-adr-'));
  await mkdir(join(root, '.github/adr'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true }));

it('the index lists every decision by number, with its status and date', async () => {
  await page('0002-second.md', '# 0002: Second | thought\n\nStatus: replaced by 0001, 2026-02-03\n');
  await page('0001-first.md', '# 0001: First\n\nStatus: accepted, 2026-01-02\n');
  expect(await refreshDecisions(root, false)).toEqual(['.github/adr/README.md: written']);
  const text = await readFile(join(root, '.github/adr/README.md'), 'utf8');
  expect(text.split('\n').filter((line) => line.startsWith('| ['))).toEqual([
    '| [0001](0001-first.md) | First | accepted, 2026-01-02 |',
    '| [0002](0002-second.md) | Second \\| thought | replaced by 0001, 2026-02-03 |',
  ]);
  expect(await refreshDecisions(root, true)).toEqual([]);
});

it('a check reports an index that is out of date and does not write it', async () => {
  await page('0001-first.md', '# 0001: First\n\nStatus: accepted, 2026-01-02\n');
  expect(await refreshDecisions(root, true)).toEqual([
    '.github/adr/README.md: out of date, run "npm run docs"',
  ]);
  await expect(readFile(join(root, '.github/adr/README.md'), 'utf8')).rejects.toThrow('ENOENT');
});

it.each([
  [
    'a title with a different number',
    '# 0002: First\n\nStatus: accepted, 2026-01-02\n',
    'the first line must be',
  ],
  ['a page without a status', '# 0001: First\n\nText.\n', 'the third line must be'],
  ['a status without a date', '# 0001: First\n\nStatus: accepted\n', 'the third line must be'],
])('%s is reported', async (_, text, expected) => {
  await page('0001-first.md', text);
  expect((await refreshDecisions(root, false))[0]).toContain(expected);
});

it('two decisions with one number are reported', async () => {
  await page('0001-first.md', '# 0001: First\n\nStatus: accepted, 2026-01-02\n');
  await page('0001-other.md', '# 0001: Other\n\nStatus: accepted, 2026-01-02\n');
  expect((await refreshDecisions(root, false))[0]).toContain('the number 0001 is taken');
});
