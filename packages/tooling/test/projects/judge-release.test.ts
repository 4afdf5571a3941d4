import { describe, expect, it } from 'vitest';
import { judgeRelease, normalizeVersion } from '../../src/projects/judge-release.ts';
import type { ExpectedRelease, ProjectFacts, ReleaseOutcome } from '../../src/projects/release-facts.ts';

const minor: ExpectedRelease = { versions: ['1.3.0'], tags: ['demo-1.3.0'], why: '', refusal: null };

const facts = (changes: Partial<ProjectFacts> = {}): ProjectFacts => ({
  ...{ name: 'demo', backend: 'hatchling.build', source: 'static', where: 'pyproject.toml' },
  ...{ treeVersion: '1.2.0', commits: 3, level: null },
  style: {
    ...{ newest: 'demo-1.2.0', prefix: 'demo-', foreign: 0, unread: [] },
    last: { tag: 'demo-1.2.0', version: '1.2.0' },
  },
  expected: { refusal: null, minor, auto: { versions: [], tags: [], why: 'no commit asks', refusal: null } },
  ...changes,
});

const outcome = (changes: Partial<ReleaseOutcome> = {}): ReleaseOutcome => ({
  ...{ exitCode: 0, tag: 'demo-1.3.0', version: '1.3.0', versionAtTag: '1.3.0', seconds: 1, requests: 9 },
  ...{ built: [], onPypi: [], changedFiles: ['pyproject.toml'], problems: [], notices: [] },
  ...changes,
});

const refused = (message: string, hint: string): ReleaseOutcome =>
  outcome({ exitCode: 1, tag: '', version: '', problems: [{ code: 'E_VERSION_SOURCE', message, hint }] });

describe('normalizeVersion', () => {
  it.each([
    ['2026.08.01', '2026.8.1'],
    ['1.0', '1.0.0'],
    ['v1.0-RC.1', '1.0rc1'],
    ['0!1.2', '1.2'],
  ])('%s is %s', (left, right) => {
    expect(normalizeVersion(left)).toBe(normalizeVersion(right));
  });

  it.each([
    ['1.10', '1.1'],
    ['1.0rc1', '1.0rc10'],
    ['1!1.0', '1.0'],
    ['1.0', '1.0.post1'],
  ])('%s is not %s', (left, right) => {
    expect(normalizeVersion(left)).not.toBe(normalizeVersion(right));
  });
});

describe('judgeRelease', () => {
  it('a release with the expected version and tag is right', () => {
    expect(judgeRelease(facts(), 'minor', outcome(), false)).toEqual({
      verdict: 'released right',
      detail: 'pyproject.toml',
    });
  });

  it.each([
    ['another version', { version: '1.2.1', versionAtTag: '1.2.1' }, 'version 1.2.1 instead of 1.3.0'],
    ['another style of tag', { tag: 'v1.3.0' }, 'tag v1.3.0 instead of demo-1.3.0'],
    ['files that were left behind', { versionAtTag: '1.2.0' }, 'pyproject.toml says 1.2.0 at the tag'],
    ['a wheel of another version', { built: ['demo.whl demo 1.2.0'] }, 'METADATA of demo.whl demo 1.2.0'],
    ['another version on PyPI', { onPypi: ['1.2.0'] }, 'PyPI has 1.2.0'],
  ])('a release with %s is wrong', (_what, changes, detail) => {
    expect(judgeRelease(facts(), 'minor', outcome(changes), false)).toEqual({ verdict: 'wrong', detail });
  });

  it('a release is wrong where nothing is to be released', () => {
    expect(judgeRelease(facts(), 'auto', outcome(), false).verdict).toBe('wrong');
  });

  it('no release is right where nothing is to be released', () => {
    const nothing = outcome({ tag: '', version: '1.2.0', notices: ['Nothing to release.'] });
    expect(judgeRelease(facts(), 'auto', nothing, false).verdict).toBe('released right');
    expect(judgeRelease(facts(), 'minor', nothing, false).verdict).toBe('wrong');
  });

  it('a whole release fails later when it was tagged and not published', () => {
    const problems = [{ code: 'E_BUILD', message: 'No compiler.', hint: 'Install one.' }];
    const { verdict } = judgeRelease(facts(), 'minor', outcome({ exitCode: 1, problems }), true);
    expect(verdict).toBe('failed later');
  });

  it('a refusal is right when it has a reason, a file and a way out', () => {
    const computed = facts({ expected: { ...facts().expected, refusal: 'computed by a program' } });
    const judge = (said: ReleaseOutcome) => judgeRelease(computed, 'minor', said, false).verdict;
    expect(judge(refused('setup.py computes the version.', 'Set "version-file".'))).toBe('rightly refused');
    expect(judge(refused('No version was found.', 'Set something.'))).toBe('wrongly refused');
    expect(judge(refused('setup.py computes the version.', ''))).toBe('wrongly refused');
    expect(
      judgeRelease(facts(), 'minor', refused('setup.py computes it.', 'Set "version-file".'), false).verdict,
    ).toBe('wrongly refused');
  });
});
