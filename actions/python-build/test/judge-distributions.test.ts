import { describe, expect, it } from 'vitest';
import { compareBuilds, judgeDistributions, judgeForDestination } from '../src/checks/judge-distributions.ts';
import { distribution } from './distributions.ts';

const wheel = distribution('demo-1.0-py3-none-any.whl');
const sdist = distribution('demo-1.0.tar.gz');
const native = distribution('demo-1.0-cp311-cp311-linux_x86_64.whl', { isPure: false });
const judge = (
  files: Parameters<typeof judgeDistributions>[0],
  version?: string,
  collect = false,
  index: 'pypi' | 'other' = 'pypi',
): void =>
  judgeDistributions(files, { version, native: collect ? 'collect' : 'refuse', formats: 'both', index });

describe('the files of a build', () => {
  it('an sdist and at least one wheel are accepted', () => {
    expect(() => judge([sdist, wheel])).not.toThrow();
    expect(() => judge([sdist, wheel, distribution('demo-1.0-py2-none-any.whl')])).not.toThrow();
  });

  it.each([
    ['0 source distributions and 0 wheels (nothing)', []],
    ['0 source distributions and 1 wheels', [wheel]],
    ['1 source distributions and 0 wheels', [sdist]],
    ['2 source distributions and 1 wheels', [sdist, distribution('demo-1.1.tar.gz'), wheel]],
  ])('a build with %s is rejected', (words, files) => {
    expect(() => judge(files)).toThrow(`The build produced ${words}`);
    expect(() => judge(files)).toThrow(expect.objectContaining({ code: 'E_BUILD_FAILED' }));
  });

  it('every problem of every file is named', () => {
    const bad = distribution(wheel.fileName, { problems: ['it has no name.', 'it has no version.'] });
    expect(() => judge([sdist, bad])).toThrow(
      expect.objectContaining({
        code: 'E_DISTRIBUTION_INVALID',
        message: `${wheel.fileName}: it has no name. ${wheel.fileName}: it has no version.`,
      }),
    );
  });

  it('what PyPI rejects is rejected by the build, unless the files are for another index', () => {
    const metadata = {
      fields: [['Classifier', 'Private :: Do Not Upload']] as const,
      description: '.. raw:: html\n',
    };
    const files = [sdist, distribution(wheel.fileName, { metadata, pypiProblems: ['A.'], problems: ['A.'] })];
    expect(() => judge(files)).toThrow(
      /whl: A\. .*It has the directive "raw".*It has the classifier "Private/,
    );
    expect(() => judge(files, undefined, false, 'other')).not.toThrow();
  });

  it('the warnings include those of the index', () => {
    const file = distribution(wheel.fileName, { pypiProblems: ['A.'], warnings: ['B.'] });
    expect(judgeForDestination(file, 'pypi').warnings[0]).toBe('B.');
    expect(judgeForDestination(file, 'other').warnings.slice(0, 2)).toEqual(['A.', 'B.']);
  });

  it('the expected version is compared regardless of its spelling', () => {
    expect(() => judge([sdist, wheel], '1.0.0')).not.toThrow();
    expect(() => judge([sdist, wheel], 'v1')).not.toThrow();
    expect(() => judge([sdist, wheel], '1.1')).toThrow(
      `Expected version 1.1, but ${sdist.fileName} is 1.0, ${wheel.fileName} is 1.0.`,
    );
    expect(() => judge([sdist, wheel], 'v1.1')).toThrow('Expected version 1.1 ("v1.1")');
  });

  it('a platform wheel is accepted only on request', () => {
    expect(() => judge([sdist, native])).toThrow(/platform-specific: .*cp311-linux_x86_64\.whl/);
    expect(() => judge([sdist, native], undefined, true)).not.toThrow();
  });
});

describe('two builds of the same sources', () => {
  const members = (digest: string) => [{ name: 'demo/a.py', size: 1, sha256: digest }];
  const built = (sha256: string, digest = 'aa') =>
    distribution(wheel.fileName, { sha256, members: members(digest) });

  it('two builds with equal bytes are accepted', () => {
    expect(() => compareBuilds([built('1')], [built('1')])).not.toThrow();
  });

  it.each([
    ['demo/a.py', [built('1')], [built('2', 'bb')]],
    ['their order, times or permissions differ', [built('1')], [built('2')]],
    ['is missing from the second build', [built('1'), sdist], [built('1')]],
    ['is missing from the first build', [built('1')], [built('1'), sdist]],
  ])('the error "%s" is reported for different builds', (words, first, second) => {
    expect(() => compareBuilds(first, second)).toThrow(words);
    expect(() => compareBuilds(first, second)).toThrow(expect.objectContaining({ code: 'E_BUILD_FAILED' }));
  });

  it('at most ten differing members are named with the number of the rest', () => {
    const many = (digest: string) =>
      Array.from({ length: 12 }, (_, index) => ({ name: `m${index}`, size: 1, sha256: digest }));
    const one = distribution(wheel.fileName, { sha256: '1', members: many('a') });
    const other = distribution(wheel.fileName, { sha256: '2', members: many('b') });
    expect(() => compareBuilds([one], [other])).toThrow(/m9 and 2 more/);
    const ten = (each: typeof one) => ({ ...each, members: each.members.slice(0, 10) });
    expect(() => compareBuilds([ten(one)], [ten(other)])).toThrow(/m8, m9\)/);
  });
});
