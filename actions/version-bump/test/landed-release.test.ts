import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { findLandedRelease, type LandedFacts } from '../src/pull-request/landed-release.ts';
import { formatReleaseLine, nameReleaseBranch, readReleaseLine } from '../src/pull-request/release-line.ts';

const version = parseVersion;
const section = (text: string, isDated = true) => ({ version: version(text), isDated });

function find(facts: Partial<LandedFacts>, released: readonly string[] = ['1.1.0']): string | undefined {
  const found = findLandedRelease({
    ...{ current: version('1.1.0'), isFromTags: false, commits: [], sections: [], proposals: [] },
    last: { name: 'v1.1.0', version: version('1.1.0') },
    isReleased: (asked: Version) => released.some((text) => compareVersions(version(text), asked) === 0),
    formatTag: (asked: Version) => `v${formatVersion(asked)}`,
    ...{ dated: [], nowMs: 0 },
    ...facts,
  });
  return found === undefined ? undefined : formatVersion(found.version);
}

describe('a release that has landed', () => {
  it('a version in the files is one if the changelog has its dated section and no tag has it', () => {
    const current = version('1.2.0');
    expect(find({ current, sections: [section('1.2.0'), section('1.1.0')] })).toBe('1.2.0');
    expect(find({ current, sections: [section('1.2.0', false)] })).toBeUndefined();
    expect(find({ current, sections: [section('1.1.0')] })).toBeUndefined();
    expect(find({ current, sections: [section('1.2.0')] }, ['1.1.0', '1.2.0'])).toBeUndefined();
    expect(find({ current: version('1.2.0.dev0'), sections: [section('1.2.0')] })).toBeUndefined();
  });

  it('a version that comes from git is one if the newest section has a date and no tag has it', () => {
    const isFromTags = true;
    expect(find({ isFromTags, sections: [section('1.2.0'), section('1.1.0')] })).toBe('1.2.0');
    expect(find({ isFromTags, sections: [section('1.2.0', false)] })).toBeUndefined();
    expect(find({ isFromTags, sections: [section('1.1.0')] })).toBeUndefined();
    expect(find({ isFromTags, sections: [section('1.0.5')] })).toBeUndefined();
  });

  it('a project without a release is not released for its old changelog', () => {
    const first = { last: undefined, isFromTags: true, current: version('0.0.0') };
    expect(find({ ...first, sections: [section('0.3.0')] }, [])).toBeUndefined();
  });

  const line = 'words\n\nSlipway-Release: 1.2.0 as v1.2.0\n';
  const commits = [{ sha: 'a', message: 'chore(release): 1.2.0 (#1)' }];

  it.each([
    ['merged in this range', { body: line, isOpen: false, mergedSha: 'a' }, '1.2.0'],
    ['merged in another range', { body: line, isOpen: false, mergedSha: 'b' }, undefined],
    ['closed', { body: line, isOpen: false, mergedSha: undefined }, undefined],
    ['open', { body: line, isOpen: true, mergedSha: undefined }, undefined],
    ['of another form', { body: 'Slipway-Release: 1.2.0 as x', isOpen: false, mergedSha: 'a' }, undefined],
  ])('a release by a pull request that was %s is %j', (_, proposal, expected) => {
    expect(find({ isFromTags: true, commits, proposals: [proposal] })).toBe(expected);
  });

  it('a commit alone releases nothing, whatever it says', () => {
    const message = 'feat: x\n\nSlipway-Release: 9.9.9 as v9.9.9';
    expect(find({ isFromTags: true, commits: [{ sha: 'a', message }] })).toBeUndefined();
  });

  it('a version that was taken back is not released', () => {
    const proposals = [{ body: line, isOpen: false, mergedSha: 'a' }];
    expect(find({ commits, proposals })).toBeUndefined();
    expect(find({ commits, proposals, current: version('1.2.0') })).toBe('1.2.0');
  });
});

describe('the line that names a release', () => {
  it('the line that names a release is read back as it was written', () => {
    const text = `Title\r\n\r\n${formatReleaseLine('1.2.0rc1', 'demo-v1.2.0rc1')}\r\n`;
    expect(readReleaseLine(text)).toEqual({ version: version('1.2.0rc1'), tag: 'demo-v1.2.0rc1' });
    expect(readReleaseLine('Slipway-Release: x as v1')).toBeUndefined();
    expect(readReleaseLine(' Slipway-Release: 1.0 as v1.0')).toBeUndefined();
  });

  it('the branch of the pull request names the branch and the package', () => {
    expect(nameReleaseBranch('main', '.', 'Demo')).toBe('slipway/release-main');
    expect(nameReleaseBranch('1.x', './', undefined)).toBe('slipway/release-1.x');
    expect(nameReleaseBranch('main', 'packages/a', 'My.Package_A')).toBe('slipway/release-main-my-package-a');
  });
});
