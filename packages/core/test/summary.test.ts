import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSummary, type Summary } from '../src/summary.ts';

const limit = 1024 * 1024;
const notice = '\nThe rest of this summary is longer than GitHub shows.\n';

let path: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-summary-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  path = join(folder, 'summary');
});

function write(add: (summary: Summary) => void): string {
  const summary = createSummary();
  add(summary);
  summary.write(path);
  summary.write(path);
  return statSync(path, { throwIfNoEntry: false }) === undefined ? '' : readFileSync(path, 'utf8');
}

describe('the summary', () => {
  it('is written once, in blocks with an empty line between', () => {
    writeFileSync(path, 'before\n');
    const text = write((summary) => {
      summary.addHeading('a *b*', 2);
      summary.addParagraph('<b>');
      summary.addMarkdown('**c**');
    });
    expect(text).toBe('before\n## a \\*b\\*\n\n\\<b\\>\n\n**c**\n');
  });

  it('leaves no file when nothing was added or the runner gave none', () => {
    expect(write(() => undefined)).toBe('');
    const summary = createSummary();
    summary.addParagraph('x');
    expect(() => summary.write(undefined)).not.toThrow();
    expect(() => summary.write('')).not.toThrow();
  });

  it('cuts whole blocks at 1 MiB and says so', () => {
    const block = 'x'.repeat(300 * 1024);
    const text = write((summary) => {
      for (let count = 0; count < 5; count += 1) summary.addMarkdown(block);
    });
    expect(text).toBe(`${`${block}\n\n${block}\n\n${block}\n`}${notice}`);
  });

  it('counts what stands in the file already, and bytes rather than characters', () => {
    writeFileSync(path, 'y'.repeat(limit - 1000));
    const text = write((summary) => {
      summary.addMarkdown('a');
      summary.addMarkdown('é'.repeat(499));
    });
    expect(text.slice(limit - 1000)).toBe(`a\n${notice}`);
    writeFileSync(path, 'y'.repeat(limit - 10));
    expect(write((summary) => summary.addMarkdown('too much'.repeat(10)))).toHaveLength(limit - 10);
  });

  it('fills the limit to the last byte', () => {
    const whole = write((summary) => summary.addMarkdown('x'.repeat(limit - 1)));
    expect(whole).toHaveLength(limit);
    expect(whole.endsWith('x\n')).toBe(true);
  });

  it('shows a thousand rows of a table, each with all its columns, and counts the rest', () => {
    const rows = Array.from({ length: 1234 }, (_, index) => [String(index)]);
    const lines = write((summary) => summary.addTable(['a', 'b'], rows)).split('\n');
    expect(lines.slice(0, 3)).toEqual(['| a | b |', '|---|---|', '| 0 |  |']);
    expect(lines.slice(1001)).toEqual(['| 999 |  |', '', '… and 234 more.', '']);
  });

  it('takes no markup from a cell or a title', () => {
    const text = write((summary) => {
      summary.addTable(['x'], [['a|b\n| c | <img src=x> [l](https://e.example)']]);
      summary.addDetails('</summary><img src=x> & @octocat', 'body');
    });
    expect(text.split('\n')[2]).toBe('| a\\|b \\| c \\| \\<img src=x\\> \\[l\\]\\(`https://e.example)` |');
    expect(text).toContain(
      '<summary>&lt;/summary&gt;&lt;img src=x&gt; &amp; @\u200Coctocat</summary>\n\nbody\n',
    );
  });
});
