import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expect, it, onTestFinished, vi } from 'vitest';
import { codeOf, joinMarkdown, linkTo } from '../src/markdown.ts';
import { createSummary, type WritableSummary } from '../src/summary.ts';

const hostile = `</style><script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) | \`x\` @octocat #7 https://evil.example \u202Egnp.exe ${'x'.repeat(10_000)}`;

/** The summary as GitHub shows it: CommonMark with the extensions of GFM, HTML let through. */
async function render(add: (summary: WritableSummary) => void): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-summary-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'summary');
  writeFileSync(path, '');
  vi.stubEnv('GITHUB_STEP_SUMMARY', path);
  const summary = createSummary();
  add(summary);
  // Not `write`: the library keeps the path of the first summary of a process.
  summary.writeNow();
  return micromark(readFileSync(path, 'utf8'), {
    ...{ allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] },
  });
}

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, '');

it('a result is one heading, one table and real links', async () => {
  const page = linkTo('demo 1.2.0', 'https://index.example/project/demo/1.2.0/');
  const html = await render((summary) => {
    summary.addTable(
      ['File', 'Size', 'SHA-256'],
      [['demo-1.2.0.tar.gz', '5.4\u00A0kB', codeOf('4'.repeat(64))]],
      [1],
    );
    summary.setTitle(joinMarkdown('Published ', page, ' to PyPI'));
  });
  expect(html).toMatch(
    /^<h3>Published <a href="https:\/\/index\.example\/project\/demo\/1\.2\.0\/">demo 1\.2\.0<\/a> to PyPI<\/h3>\n<table>/,
  );
  expect(html.match(/<h\d/g)).toHaveLength(1);
  expect(html).toContain('<td>demo-1.2.0.tar.gz</td>\n<td align="right">5.4\u00A0kB</td>');
  expect(html).toContain(`<td><code>${'4'.repeat(64)}</code></td>`);
});

it('the cause of a failure takes the place of the result, with its fix above what was done', async () => {
  const link = linkTo('More about this error', 'https://github.com/slipway-actions/slipway#e');
  const html = await render((summary) => {
    summary.setTitle('Published demo 1.2.0 to PyPI');
    summary.addTable(['File', 'Upload'], [['a.whl', 'new']]);
    const failure = {
      title: 'PyPI rejected the publisher',
      message: 'No publisher matches.',
      fix: 'Add it.',
      link,
    };
    summary.setFailure(failure);
    summary.setFailure({ ...failure, title: 'A later failure' });
  });
  expect(textOf(html)).not.toContain('Published demo');
  expect(textOf(html)).not.toContain('A later failure');
  expect(html).toMatch(
    /^<h3>✕ PyPI rejected the publisher<\/h3>\n<p>No publisher matches\. Add it\. <a href="https:[^"]*">More about this error<\/a><\/p>\n<table>/,
  );
});

it('hostile names and messages are text, in a title, a table, a failure and a link', async () => {
  const html = await render((summary) => {
    summary.setTitle(joinMarkdown('Published ', linkTo(hostile, 'https://index.example/'), ` ${hostile}`));
    summary.addTable([hostile], [[hostile], [codeOf(hostile)], [codeOf('`</code><b>`')]]);
    summary.addDetails(hostile, 'safe');
  });
  const failed = await render((summary) =>
    summary.setFailure({ title: hostile, message: hostile, fix: hostile, link: undefined }),
  );
  for (const shown of [html, failed]) {
    expect(shown).not.toMatch(/<(?:script|img|style|b)\b/i);
    expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect([...shown.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual(
      shown === html ? ['https://index.example/'] : [],
    );
    expect(shown.match(/<h\d/g)).toHaveLength(1);
  }
  expect(html.match(/<td>/g)).toHaveLength(3);
});
