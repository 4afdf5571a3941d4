import { describe, expect, it } from 'vitest';
import type { BuiltDistribution } from '../src/build/build-into.ts';
import { chooseBuild, compareContents } from '../src/checks/earlier-build.ts';
import { listDifferingMembers } from '../src/checks/judge-distributions.ts';

type Members = Readonly<Record<string, readonly [size: number, sha256: string]>>;

function distribution(fileName: string, members: Members, sha256 = '0'): BuiltDistribution {
  return {
    ...{
      path: `/x/${fileName}`,
      fileName,
      kind: 'sdist',
      project: 'demo',
      version: '1.0',
      pythonTag: 'source',
    },
    ...{ isPure: true, metadata: { fields: [], description: undefined }, problems: [], pypiProblems: [] },
    warnings: [],
    members: Object.entries(members).map(([name, [size, digest]]) => ({ name, size, sha256: digest })),
    sha256,
    size: 1,
  };
}

const members: Members = { a: [1, 'aa'], b: [2, 'bb'] };

describe('listDifferingMembers()', () => {
  it.each([
    ['nothing for the same members in another order', { b: [2, 'bb'], a: [1, 'aa'] }, []],
    ['a member with other bytes', { a: [1, 'xx'], b: [2, 'bb'] }, ['a']],
    ['a member of another size', { a: [0, 'aa'], b: [2, 'bb'] }, ['a']],
    ['a member that only the first has', { a: [1, 'aa'] }, ['b']],
    ['a member that only the second has', { ...members, c: [3, 'cc'] }, ['c']],
    ['a renamed member twice', { a: [1, 'aa'], c: [2, 'bb'] }, ['b', 'c']],
  ] as const)('names %s', (_what, other, expected) => {
    expect(listDifferingMembers(distribution('d', members), distribution('d', other))).toEqual(expected);
  });
});

describe('compareContents()', () => {
  it('files with different bytes and equal members have no difference', () => {
    expect(compareContents([distribution('d', members, '1')], [distribution('d', members, '2')])).toEqual([]);
  });

  it('files in only one build and differing members are named', () => {
    const earlier = [distribution('old.whl', members), distribution('d', members)];
    const built = [distribution('d', { a: [1, 'aa'], b: [2, 'xx'] }), distribution('new.whl', members)];
    expect(compareContents(earlier, built)).toEqual(['old.whl is missing now', 'd (b)', 'new.whl is new']);
  });

  it('at most ten differing members are named', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`m${index}`, [1, 'aa']] as const),
    );
    expect(compareContents([distribution('d', many)], [distribution('d', {})])).toEqual([
      'd (m0, m1, m2, m3, m4, m5, m6, m7, m8, m9)',
    ]);
  });
});

describe('chooseBuild()', () => {
  const built = [distribution('d', members, '2')];

  it('the new files are returned when nothing was stored before', () => {
    expect(chooseBuild(undefined, built, 'python-dist')).toBe(built);
  });

  it('the earlier files are returned when the contents are the same', () => {
    const earlier = [distribution('d', members, '1')];
    expect(chooseBuild(earlier, built, 'python-dist')).toBe(earlier);
  });

  it('different contents are rejected with a hint', () => {
    const earlier = [distribution('d', { a: [1, 'aa'] }, '1')];
    expect(() => chooseBuild(earlier, built, 'python-dist')).toThrow(
      expect.objectContaining({
        code: 'E_GITHUB_ARTIFACT_DIFFERS',
        message: expect.stringContaining('python-dist with different contents: d (b)'),
        hint: expect.stringContaining('"Re-run failed jobs"'),
      }),
    );
  });
});
