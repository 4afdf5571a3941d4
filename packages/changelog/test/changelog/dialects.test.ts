import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChangelog } from '../../src/changelog/parse-changelog.ts';
import { findDate, renderDate } from '../../src/headings/dates.ts';
import { readHeading } from '../../src/headings/read-heading.ts';
import { promoteUnreleased } from '../../src/promotion/promote-unreleased.ts';

const folder = new URL('../fixtures/promotions/', import.meta.url);

/** Excerpts of changelogs as projects keep them, before and after a release of 2026-02-03. */
function readFixture(name: string) {
  const [facts = '', before = '', after = ''] = readFileSync(new URL(name, folder), 'utf8').split(
    />>>>>>>> (?:before|after)\n/,
  );
  const { version, previousTag, prefix } = JSON.parse(facts) as Record<string, string>;
  return { before, after, version: version ?? '', previousTag, prefix: prefix ?? '' };
}

describe('promotion in the dialects of the field', () => {
  it.each(readdirSync(folder))('%s keeps its dialect', (name) => {
    const { before, after, version, previousTag, prefix } = readFixture(name);
    const format = name.endsWith('.rst') ? 'rst' : 'markdown';
    const options = { version, date: '2026-02-03', previousTag, repositoryUrl: 'https://github.com/o/r' };
    const promote = (text: string) =>
      promoteUnreleased(text, { ...options, format, formatTag: (label) => `${prefix}${label}` });
    expect(promote(before)).toMatchObject({ ok: true, text: after });
    const windows = before.replaceAll('\n', '\r\n');
    expect(promote(windows)).toMatchObject({ ok: true, text: after.replaceAll('\n', '\r\n') });
  });
});

describe('readHeading', () => {
  it.each([
    ['requests 2.1', '2.1', undefined],
    ['Version 3.0.0 – "Codename"', '3.0.0', undefined],
    ['[2.48.0](https://github.com/o/r/compare/v2.47.0...v2.48.0) (2026-01-21)', '2.48.0', '2026-01-21'],
    ['`1.16.7 <https://github.com/pypa/pipx/tree/1.16.7>`_ - 2026-08-13', '1.16.7', '2026-08-13'],
    [':git_tag:`1.0.0` -- 2024-07-26', '1.0.0', '2024-07-26'],
    ['Buildbot ``4.3.0`` ( ``2025-05-12`` )', '4.3.0', '2025-05-12'],
    ['Release 9.1.0 (released Dec 31, 2025)', '9.1.0', 'Dec 31, 2025'],
    ['Version 6.3.0 (October 27th, 2025)', '6.3.0', 'October 27th, 2025'],
    ['Changes in Version 4.20.1 (2026/11/19)', '4.20.1', '2026/11/19'],
    ['9.0.0 August 26 2026', '9.0.0', 'August 26 2026'],
    ['24 (2024-02-03)', '24', '2024-02-03'],
    ['Version 4.1.1 released 2026-04-24', '4.1.1', '2026-04-24'],
    ['1!1.2.0rc1', '1!1.2.0rc1', undefined],
    ['v2.0.0-beta.10', 'v2.0.0-beta.10', undefined],
    ['1.1.0 (13.01.2011)', '1.1.0', '13.01.2011'],
  ])('%j is a version with its date', (text, label, date) => {
    const heading = readHeading(text);
    expect([heading.kind, heading.label, heading.date?.text]).toEqual(['version', label, date]);
  });

  it.each([
    'Unreleased',
    '[UNRELEASED]',
    '*unreleased*',
    'NEXT (UNRELEASED)',
    'Next Release',
    'Latest Changes',
    '`Unreleased <https://github.com/o/r/compare/2.15.1...HEAD>`__',
    '[Unreleased] - TBD',
    'dev',
    'Development Version',
    'Unreleased changes',
  ])('%j is unreleased', (text) => {
    expect(readHeading(text).kind).toBe('unreleased');
  });

  it.each(['1.4.x', '11.1.0 and newer', 'Changes since 1.0', '2024-01-05', 'Next steps', '27', 'Fixed'])(
    '%j is neither a version nor unreleased',
    (text) => {
      expect(readHeading(text).kind).toBe('other');
    },
  );
});

describe('renderDate', () => {
  it.each([
    [['2026-01-02'], '2026-02-03'],
    [['2026/01/02'], '2026/02/03'],
    [['20260102'], '20260203'],
    [['January 12, 2026', 'May 5, 2025'], 'February 3, 2026'],
    [['May 12, 2026', 'Jan 05, 2025'], 'Feb 03, 2026'],
    [['27th October, 2025'], '3rd February, 2026'],
    [['12 Jan 2026'], '3 Feb 2026'],
    [['13.01.2026'], '03.02.2026'],
    [['1/2/2026', '1/22/2026'], '2/3/2026'],
    [['01/02/2026', '22/01/2026'], '03/02/2026'],
    [['January 2026'], 'February 2026'],
  ])('a date after %j is written %s', (samples, expected) => {
    const dates = samples.flatMap((sample) => findDate(sample) ?? []);
    expect(renderDate(dates, '2026-02-03')).toBe(expected);
  });

  it('any date written in a form is read again as the same date', () => {
    const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const forms = [
      '2026-01-22',
      '2026.01.22',
      'January 22, 2026',
      '22nd Jan, 2026',
      '22.01.2026',
      '20260122',
    ];
    fc.assert(
      fc.property(date, fc.constantFrom(...forms), (day, form) => {
        const iso = day.toISOString().slice(0, 10);
        const sample = findDate(form);
        const written = renderDate(sample === undefined ? [] : [sample], iso);
        const read = findDate(written);
        expect(read?.text).toBe(written);
        expect(findDate(renderDate(read === undefined ? [] : [read], iso))?.text).toBe(written);
      }),
    );
  });
});

describe('the sections of a changelog', () => {
  const labels = (text: string, format: 'markdown' | 'rst' = 'markdown') =>
    parseChangelog(text, format)
      .sections.filter(({ state }) => state !== 'other')
      .map(({ heading }) => heading.label);

  it('patch releases a level below minor releases are sections', () => {
    const text =
      '# Changelog\n\n### [1.1.1](https://e.org) (2026-02-01)\n\n### Bug Fixes\n\n- a\n\n## [1.1.0](https://e.org) (2026-01-01)\n\n### Features\n\n- b\n\n### [1.0.1](https://e.org) (2025-12-01)\n\n### Bug Fixes\n\n- c\n';
    expect(labels(text)).toEqual(['1.1.1', '1.1.0', '1.0.1']);
    expect(text.slice(...spanOf(text, 1))).toContain('- b');
    expect(text.slice(...spanOf(text, 1))).not.toContain('- c');
  });

  it('versions named in subheadings are not sections', () => {
    const text =
      '4.5.8\n=====\n\nFeatures - 4.5.8\n----------------\n\n- a\n\nPython 3.9 support\n------------------\n\n- b\n\n4.5.7\n=====\n\n- c\n';
    expect(labels(text, 'rst')).toEqual(['4.5.8', '4.5.7']);
  });

  it('front matter, comments and code have no headings', () => {
    const text = '---\ntitle: x\n---\n\n# Log\n\n<!--\n## 3.0\n-->\n\n```\n## 2.0\n```\n\n## 1.0\n\n- a\n';
    expect(labels(text)).toEqual(['1.0']);
  });

  it('the title of a file, a table and a rule are not versions', () => {
    const text =
      'Changes of 2.0\n==============\n\n## 1.1\n\na | b\n--- | ---\n1.0 | 2.0\n\n1.0\n\n---\n\n## 1.0\n\n- a\n';
    expect(labels(text)).toEqual(['1.1', '1.0']);
  });

  it('a heading of the same level that is no kind of change ends the last section', () => {
    const text = '## 1.0\n\n- a\n\n## Fixed\n\n- b\n\n## About this file\n\nWords.\n';
    const [section] = parseChangelog(text).sections;
    expect(text.slice(section?.bodySpan.start, section?.bodySpan.end)).toBe('\n- a\n\n## Fixed\n\n- b\n\n');
  });

  function spanOf(text: string, index: number): [number, number] {
    const span = parseChangelog(text).sections[index]?.bodySpan;
    return [span?.start ?? 0, span?.end ?? 0];
  }
});
