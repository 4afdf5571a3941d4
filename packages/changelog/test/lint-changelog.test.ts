import { describe, expect, it } from 'vitest';
import { lintChangelog } from '../src/lint-changelog.ts';

const compareVersions = (left: string, right: string): number => Number(left) - Number(right);

function codesOf(text: string): string[] {
  return lintChangelog(text, { compareVersions }).map(({ code, line }) => `${code}:${line}`);
}

describe('lintChangelog', () => {
  it('a tidy changelog has no findings', () => {
    const text =
      '# Log\n\n## [Unreleased]\n\n## [2.0] - 2026-02-01\n- a\n\n## [1.0] - 2026-01-01\n- b\n\n[2.0]: https://e.org/2\n[1.0]: https://e.org/1\n';
    expect(codesOf(text)).toEqual([]);
  });

  it.each([
    ['## [1.0]\n- a\n```\n## [0.9]\n', 'unclosed-fence:0'],
    ['## [1.0]\n- a\n<!--\n', 'unclosed-comment:0'],
    ['# Log\n\ntext\n', 'no-sections:0'],
    ['## Unreleased\n\n## [Unreleased]\n', 'several-unreleased:3'],
    ['## 1.0\n- a\n## Unreleased\n', 'unreleased-not-first:3'],
    ['## 1.0\n- a\n## v1.0\n- b\n', 'duplicate-version:3'],
    ['## 1.0\n- a\n## 2.0\n- b\n', 'out-of-order:3'],
    ['## 2.0 - 2026-01-01\n- a\n## 1.0\n- b\n', 'missing-date:3'],
    ['## 1.0 - 2026-02-30\n- a\n', 'impossible-date:1'],
    ['## [2.0]\n- a\n## [1.0]\n- b\n\n[2.0]: https://e.org\n', 'missing-link:3'],
    ['## 2.0\n\n### Added\n\n_Nothing yet._\n\n## 1.0\n- b\n', 'empty-section:1'],
  ])('the fault of the changelog %j is found', (text, problem) => {
    expect(codesOf(text)).toContain(problem);
  });

  it('the order of versions is not checked without a comparison', () => {
    expect(lintChangelog('## 1.0\n- a\n## 2.0\n- b\n')).toEqual([]);
  });
});
