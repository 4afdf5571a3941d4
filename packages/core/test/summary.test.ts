import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSummary, type Summary } from '../src/summary.ts';

const limit = 1024 * 1024;
const notice = '\nThe rest of this summary was cut off because it exceeds the size limit of GitHub.\n';

// One path for all tests: @actions/core keeps the one that it wrote to first.
let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-summary-'));
  path = join(folder, 'summary');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  writeFileSync(path, '');
  vi.stubEnv('GITHUB_STEP_SUMMARY', path);
  return () => void vi.unstubAllEnvs();
});

async function write(add: (summary: Summary) => void): Promise<string> {
  const summary = createSummary();
  add(summary);
  await Promise.all([summary.write(), summary.write()]);
  await summary.write();
  summary.writeNow();
  return readFileSync(path, 'utf8');
}

describe('job summary', () => {
  it('summary blocks are written once, separated by blank lines', async () => {
    writeFileSync(path, 'before\n');
    const text = await write((summary) => {
      summary.addHeading('a *b*', 2);
      summary.addParagraph('<b>');
      summary.addMarkdown('**c**');
    });
    expect(text).toBe('before\n## a \\*b\\*\n\n\\<b\\>\n\n**c**\n');
  });

  it('an empty summary writes nothing and needs no file', async () => {
    expect(await write(() => undefined)).toBe('');
    vi.stubEnv('GITHUB_STEP_SUMMARY', '');
    expect(await write((summary) => summary.addParagraph('x'))).toBe('');
  });

  it('a summary can be written synchronously while an asynchronous write is in progress', async () => {
    const summary = createSummary();
    summary.addParagraph('first');
    summary.writeNow();
    expect(readFileSync(path, 'utf8')).toBe('first\n');
    summary.addParagraph('second');
    const writing = summary.write();
    summary.writeNow();
    await writing;
    expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n');
  });

  it('a failed write reports its cause', async () => {
    rmSync(path);
    mkdirSync(path);
    const writing = write((summary) => summary.addParagraph('x')).finally(() =>
      rmSync(path, { recursive: true }),
    );
    await expect(writing).rejects.toThrow('EISDIR');
  });

  it('a summary above 1 MiB is cut at a block boundary with a notice', async () => {
    const block = 'x'.repeat(300 * 1024);
    const text = await write((summary) => {
      for (let count = 0; count < 5; count += 1) summary.addMarkdown(block);
    });
    expect(text).toBe(`${`${block}\n\n${block}\n\n${block}\n`}${notice}`);
  });

  it('the size limit counts bytes and includes the existing file content', async () => {
    writeFileSync(path, 'y'.repeat(limit - 1000));
    const text = await write((summary) => {
      summary.addMarkdown('a');
      summary.addMarkdown('é'.repeat(499));
    });
    expect(text.slice(limit - 1000)).toBe(`a\n${notice}`);
    writeFileSync(path, 'y'.repeat(limit - 10));
    expect(await write((summary) => summary.addMarkdown('too much'.repeat(10)))).toHaveLength(limit - 10);
  });

  it('a summary may fill the limit to the last byte, including the notice', async () => {
    const room = limit - notice.length;
    const whole = await write((summary) => summary.addMarkdown('x'.repeat(room - 1)));
    expect(whole).toHaveLength(room);
    writeFileSync(path, '');
    const cut = await write((summary) => {
      summary.addMarkdown('x'.repeat(room - 1));
      for (let count = 0; count < 3; count += 1) summary.addMarkdown('y');
    });
    expect(cut).toBe(`${whole}${notice}`);
  });

  it('a table shows at most 1,000 complete rows and counts the rest', async () => {
    const rows = Array.from({ length: 1234 }, (_, index) => [String(index)]);
    const text = await write((summary) => summary.addTable(['a', 'b'], rows));
    const lines = text.split('\n');
    expect(lines.slice(0, 3)).toEqual(['| a | b |', '|---|---|', '| 0 |  |']);
    expect(lines.slice(1001)).toEqual(['| 999 |  |', '', '… and 234 more.', '']);
  });

  it('markup in a table cell or a details title is escaped', async () => {
    const text = await write((summary) => {
      summary.addTable(['x'], [['a|b\n| c | <img src=x> [l](https://e.example)']]);
      summary.addDetails('</summary><img src=x> & @octocat', 'body');
    });
    expect(text.split('\n')[2]).toBe('| a\\|b \\| c \\| \\<img src=x\\> \\[l\\]\\(`https://e.example)` |');
    expect(text).toContain(
      '<summary>&lt;/summary&gt;&lt;img src=x&gt; &amp; @\u200Coctocat</summary>\n\nbody\n',
    );
  });
});
