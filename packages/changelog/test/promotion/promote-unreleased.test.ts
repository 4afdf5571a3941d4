import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChangelog } from '../../src/changelog/parse-changelog.ts';
import { spelledVersions } from '../../src/changelog/version-reading.ts';
import { type PromotionOptions, promoteUnreleased } from '../../src/promotion/promote-unreleased.ts';
import type { PromotionResult } from '../../src/promotion/promotion-result.ts';

const options: PromotionOptions = {
  version: '1.1.0',
  date: '2026-02-03',
  formatTag: (version) => `v${version}`,
  repositoryUrl: 'https://github.com/o/r',
  previousTag: 'v1.0.0',
};

function promote(text: string, more: Partial<PromotionOptions> = {}): Extract<PromotionResult, { ok: true }> {
  const result = promoteUnreleased(text, { ...options, ...more });
  if (!result.ok) throw new Error(`${result.refusal}: ${result.message}`);
  return result;
}

function refusalOf(text: string, more: Partial<PromotionOptions> = {}): string {
  const result = promoteUnreleased(text, { ...options, ...more });
  return result.ok ? 'promoted' : result.refusal;
}

const keepAChangelog = `# Changelog

All notable changes.

## [Unreleased]

### Added

- A thing ([#7])

## [1.0.0] - 2025-01-02

- First

[unreleased]: https://github.com/o/r/compare/v1.0.0...HEAD
[1.0.0]: https://github.com/o/r/releases/tag/v1.0.0
[#7]: https://github.com/o/r/pull/7
`;

describe('promoteUnreleased', () => {
  it('a dated heading is added below Unreleased and the comparison links are updated', () => {
    expect(promote(keepAChangelog).text).toBe(`# Changelog

All notable changes.

## [Unreleased]

## [1.1.0] - 2026-02-03

### Added

- A thing ([#7])

## [1.0.0] - 2025-01-02

- First

[unreleased]: https://github.com/o/r/compare/v1.1.0...HEAD
[1.1.0]: https://github.com/o/r/compare/v1.0.0...v1.1.0
[1.0.0]: https://github.com/o/r/releases/tag/v1.0.0
[#7]: https://github.com/o/r/pull/7
`);
  });

  it('CRLF, a byte order mark and a missing final newline are kept', () => {
    const text = `\uFEFF${keepAChangelog.trimEnd().replaceAll('\n', '\r\n')}`;
    const { text: promoted } = promote(text);
    expect(promoted.startsWith('\uFEFF# Changelog\r\n')).toBe(true);
    expect(promoted.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(promoted.endsWith('pull/7')).toBe(true);
  });

  it('inline links and double blank lines between sections are followed', () => {
    const text = `<!-- changelog follows -->


## [Unreleased](https://github.com/o/r/compare/2.13.0...main)

### Changed

- Speed


## [2.13.0](https://github.com/o/r/compare/2.12.0...2.13.0) - 2025-08-01

- Old
`;
    const { text: promoted } = promote(text, {
      formatTag: (version) => version,
      version: '2.14.0',
      previousTag: '2.13.0',
    });
    expect(promoted).toBe(`<!-- changelog follows -->


## [Unreleased](https://github.com/o/r/compare/2.14.0...main)


## [2.14.0](https://github.com/o/r/compare/2.13.0...2.14.0) - 2026-02-03

### Changed

- Speed


## [2.13.0](https://github.com/o/r/compare/2.12.0...2.13.0) - 2025-08-01

- Old
`);
  });

  it('no date is written if no version has one, and the comparison starts at the previous release', () => {
    const text = `## [Unreleased]

- x

## [3.2.0]

- y

[Unreleased]: https://github.com/old/name/compare/v3.0.0...HEAD
[3.0.0]: https://github.com/old/name/releases/tag/v3.0.0
`;
    const { text: promoted } = promote(text, { version: '3.3.0', previousTag: 'v3.2.0' });
    expect(promoted).toContain('## [3.3.0]\n\n- x\n');
    expect(promoted).toContain(`[Unreleased]: https://github.com/o/r/compare/v3.3.0...HEAD
[3.3.0]: https://github.com/o/r/compare/v3.2.0...v3.3.0
[3.0.0]: https://github.com/old/name/releases/tag/v3.0.0
`);
  });

  it.each([
    ['## Unreleased\n\n- x\n\n## 1.0.0 (2025-01-02)\n\n- y\n', '## 1.1.0 (2026-02-03)'],
    ['## Unreleased\n- x\n## v1.0.0 – 2025-01-02\n- y\n', '## v1.1.0 – 2026-02-03'],
    ['## [Unreleased] - TBD\n- x\n', '## [1.1.0] - 2026-02-03'],
    ['## [Unreleased]\n\n- x\n\n## [v0.3.3] - 2025-01-02 - Title\n- y\n', '## [v1.1.0] - 2026-02-03'],
  ])('the heading style of %j is followed', (text, heading) => {
    expect(promote(text).text.split('\n')).toContain(heading);
  });

  it('headings inside code and comments are ignored', () => {
    const text = `## [Unreleased]

- How to write it:

\`\`\`markdown
## [Unreleased]
## [1.1.0] - 2020-01-01
\`\`\`

<!--
## [Unreleased]
-->

## [1.0.0] - 2025-01-02
- y
`;
    const { text: promoted } = promote(text);
    expect(promoted).toContain('```markdown\n## [Unreleased]');
    expect(promoted.replace('\n\n## [1.1.0] - 2026-02-03', '')).toBe(text);
  });

  it.each([
    ['no-unreleased', '# Changelog\n\n## [1.0.0] - 2025-01-02\n- y\n'],
    ['no-unreleased', '```\n## [Unreleased]\n- x\n'],
    ['version-exists', '## [Unreleased]\n- x\n\n## [v1.1.0] - 2025-01-02\n- y\n'],
    ['unreleased-not-first', '## [1.0.0] - 2025-01-02\n- y\n\n## [Unreleased]\n- x\n'],
    [
      'unreleased-empty',
      '## [Unreleased]\n\n### Added\n\n<!-- write here -->\n\n_Nothing yet._\n\n## [1.0.0]\n- y\n',
    ],
  ])('a promotion is rejected with the reason %s', (refusal, text) => {
    expect(refusalOf(text)).toBe(refusal);
  });

  it('the announced version that is released is used, and a forgotten heading below is history', () => {
    const announced =
      '## 2.0.0 (unreleased)\n- z\n\n## 1.1.0 (unreleased)\n- x\n\n## 1.0.0 (2025-01-02)\n- y\n';
    expect(promote(announced).text).toContain(
      '## 2.0.0 (unreleased)\n- z\n\n## 1.1.1 (unreleased)\n\n## 1.1.0 (2026-02-03)\n- x\n',
    );
    const forgotten = '## Unreleased\n- x\n\n## 1.0.0\n- y\n\n## Unreleased\n- old\n\n## 0.9.0\n- z\n';
    expect(promote(forgotten).text).toBe(forgotten.replace('Unreleased\n', 'Unreleased\n\n## 1.1.0\n'));
  });

  it('the given comparison decides whether a version already exists', () => {
    const text = '## [Unreleased]\n- x\n\n## [1.1] - 2025-01-02\n- y\n';
    expect(refusalOf(text)).toBe('promoted');
    expect(refusalOf(text, { versions: { ...spelledVersions, isSame: (label) => label === '1.1' } })).toBe(
      'version-exists',
    );
  });

  it('an empty section is released only with allowEmpty', () => {
    expect(promote('## [Unreleased]\n\n## [1.0.0] - 2025-01-02\n- y\n', { allowEmpty: true }).text).toBe(
      '## [Unreleased]\n\n## [1.1.0] - 2026-02-03\n\n## [1.0.0] - 2025-01-02\n- y\n',
    );
  });

  it('links that are not comparisons and definitions inside other versions are unchanged', () => {
    const text = `## [Unreleased](https://example.org/next)
- x
## [1.0.0] - 2025-01-02
[Unreleased]: https://github.com/o/r/compare/v1.0.0...HEAD
- y
`;
    const { text: promoted } = promote(text);
    expect(promoted).toBe(
      text.replace('next)\n', 'next)\n\n## [1.1.0] - 2026-02-03\n').replace('next)\n\n##', 'next)\n##'),
    );
  });

  it('every other section is kept byte for byte', () => {
    const line = fc.constantFrom(
      '- a',
      '',
      '### Fixed',
      '```',
      '~~~~',
      '<!--',
      '-->',
      '[x]: https://e.org',
      'text',
      '    ## [9.9.9]',
      '[1.0.0]: https://github.com/o/r/compare/a...b',
    );
    const body = fc.array(line, { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(body, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (bodies, ending) => {
          const lines = [
            '# Log',
            '',
            '## [Unreleased]',
            '- new',
            ...bodies.flatMap((lines, index) => [`## [0.${9 - index}.0] - 2025-01-0${9 - index}`, ...lines]),
          ];
          const text = lines.join(ending);
          const before = parseChangelog(text);
          const { text: promoted } = promote(text);
          const after = parseChangelog(promoted);
          const hash = (log: typeof before, from: number) =>
            log.sections
              .slice(from)
              .map(({ headingSpan, bodySpan }) =>
                createHash('sha256').update(log.text.slice(headingSpan.start, bodySpan.end)).digest('hex'),
              );
          expect(hash(after, 2)).toEqual(hash(before, 1));
          expect(after.sections[1]?.heading.label).toBe('1.1.0');
        },
      ),
      { numRuns: 500 },
    );
  });
});
