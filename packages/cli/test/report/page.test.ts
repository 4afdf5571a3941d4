import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyReport } from '../../src/report/build-report.ts';
import { escapeHtml } from '../../src/report/html/markup.ts';
import { policy, style } from '../../src/report/html/style.ts';
import { renderHtml } from '../../src/report/page/page.ts';
import {
  failedReport,
  hostileReport,
  largeReport,
  readyReport,
  recoveredReport,
  wheelDigest,
} from '../support/reports.ts';

const pages = {
  ready: readyReport,
  failed: failedReport,
  recovered: recoveredReport,
  hostile: hostileReport,
  empty: emptyReport,
};
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll('<wbr>', '')
    .replaceAll(/<[^>]*>/g, '\n');

describe('the page of a rehearsal', () => {
  it.each(Object.entries(pages))('the page of a %s report loads nothing and runs nothing', (_name, make) => {
    const page = renderHtml(make());
    const tags = page.replace(/<style>.*?<\/style>/s, '').match(/<[^>]*>/g) ?? [];
    expect(
      tags.filter((tag) => /^<(?:script|img|iframe|object|embed|link|form|base|video|audio)\b/i.test(tag)),
    ).toEqual([]);
    expect(tags.filter((tag) => /\s(?:style|on\w+)\s*=/i.test(tag.replaceAll(/"[^"]*"/g, '""')))).toEqual([]);
    expect(
      tags
        .flatMap((tag) => [...(/\shref="([^"]*)"/g.exec(tag)?.slice(1, 2) ?? [])])
        .filter((address) => !/^(?:#|https:\/\/)/.test(address)),
    ).toEqual([]);
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).toContain(`content="${policy}"`);
  });

  it('the policy allows the style sheet of the page and nothing else', () => {
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/,
    );
    expect(renderHtml(readyReport())).toContain(`<style>${style}</style>`);
  });

  it('a ready release is named in the only first heading, and no level of heading is left out', () => {
    const page = renderHtml(readyReport());
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(page).toContain('demo 1.2.0 is ready to release</h1>');
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
  });

  it('the cause comes first in the page of a failed release, and the log of the failed step is open', () => {
    const page = renderHtml(failedReport());
    const text = textOf(page);
    expect(text.indexOf('PyPI did not mint a token')).toBeLessThan(text.indexOf('Where things stand'));
    expect(text).toContain('invalid-publisher: no corresponding publisher');
    expect(text).toContain('Environment name');
    expect(page).toContain('<details open><summary>');
    expect(text).toContain('draft, 3 assets');
    expect(text).not.toContain('with: y');
  });

  it('a release that was re-run shows its channels after each attempt', () => {
    const text = textOf(renderHtml(recoveredReport()));
    expect(text).toContain('demo 1.2.0 stopped, then finished');
    expect(text).toContain('After attempt 1 (failed)');
    expect(text).toContain('nothing uploaded');
  });

  it('every job, check, problem, host and file of the report appears', () => {
    for (const report of [readyReport(), failedReport(), recoveredReport()]) {
      const text = textOf(renderHtml(report)).toLowerCase();
      const wanted = [
        ...report.jobs.map(({ name }) => name),
        ...report.skippedJobs.map(({ reason }) => reason),
        ...report.checks.map(({ name }) => name),
        ...report.problems.map(({ code }) => code),
        ...report.hosts.map(({ host }) => host),
        ...report.files.map(({ name }) => name),
        ...report.notes,
      ];
      expect(wanted.filter((each) => !text.includes(escapeHtml(each).toLowerCase()))).toEqual([]);
    }
  });

  it('the SHA-256 of a file stands in the page once', () => {
    expect(renderHtml(readyReport()).split(wheelDigest)).toHaveLength(2);
    expect(renderHtml(readyReport()).match(/\b[0-9a-f]{64}\b/g)).toHaveLength(2);
  });

  it('a report of 60 files, 40 jobs and 20,000 log lines stays below 2 MB', () => {
    const page = renderHtml(largeReport());
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
    expect(page.match(/<li><div><strong class="any">/g)).toHaveLength(60);
    expect(page).toContain('300 lines before these');
  });

  it('marks of direction and controls are shown as replacements', () => {
    expect(escapeHtml('a\u202Eb\u0007c\u200Cd')).toBe('a\uFFFDb\uFFFDcd');
    expect(renderHtml(hostileReport())).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });

  it('any text is shown literally', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('no name of a color is used that the style sheet does not define', () => {
    const source = readFileSync(new URL('../../src/report/html/style.ts', import.meta.url), 'utf8');
    const used = [...source.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name);
    expect([...new Set(used)].filter((name) => !style.includes(`--${name}:`))).toEqual([]);
  });
});
