import { describe, expect, it } from 'vitest';
import type { Distribution } from '../src/distribution/inspect-distribution.ts';
import { judgeForIndex } from '../src/distribution/judge-for-index.ts';

function wheel(
  more: Partial<Distribution> = {},
  fields: readonly (readonly [string, string])[] = [],
): Distribution {
  const metadata = { fields, description: undefined };
  return {
    ...{ path: '', fileName: 'demo-1.0-py3-none-any.whl', kind: 'wheel', project: 'demo', version: '1.0' },
    ...{
      pythonTag: 'py3',
      isPure: true,
      metadata,
      members: [],
      problems: [],
      pypiProblems: [],
      warnings: [],
    },
    ...more,
  } as Distribution;
}
const mebibyte = 1024 * 1024;

describe('judgeForIndex', () => {
  it('an ordinary wheel has no problems', () => {
    expect(judgeForIndex(wheel(), mebibyte, true).problems).toEqual([]);
  });

  it.each([
    ['a local version', wheel({ version: '1.0+cpu' })],
    ['a private classifier', wheel({}, [['Classifier', 'Private :: Do Not Upload']])],
  ])('%s is rejected by PyPI and accepted for other indexes', (_what, distribution) => {
    expect(judgeForIndex(distribution, 1, true).problems).toHaveLength(1);
    expect(judgeForIndex(distribution, 1, false).problems).toEqual([]);
  });

  it('a file above 100 MiB produces a warning for PyPI only', () => {
    const count = (size: number, isPypi: boolean): number =>
      judgeForIndex(wheel(), size, isPypi).warnings.length;
    expect(count(100 * mebibyte + 1, true) - count(100 * mebibyte, true)).toBe(1);
    expect(count(100 * mebibyte + 1, false) - count(100 * mebibyte, false)).toBe(0);
  });

  it('a violation of a PyPI-only rule is accepted for other indexes', () => {
    const distribution = wheel({ pypiProblems: ['has a rule of PyPI against it'] });
    expect(judgeForIndex(distribution, 1, true).accepted).toEqual([]);
    expect(judgeForIndex(distribution, 1, false).accepted).toEqual(['has a rule of PyPI against it']);
  });
});
