import { cannedCommit, cannedTag, createCannedClient } from '@slipway/github/testing/canned-client';
import { describe, expect, it } from 'vitest';
import { findTarget } from '../src/release-target.ts';

const name = 'octo/demo';
const sha = 'a'.repeat(40);
const atTag = { refType: 'tag', refName: 'v1.2.0', sha } as const;
const onBranch = { refType: 'branch', refName: 'main', sha } as const;
const unset = {
  ...{ tag: undefined, version: undefined, path: '.', digests: undefined },
  prerelease: 'auto',
  ...{ 'tag-format': 'auto', 'tag-prefix': 'auto' },
} as const;

const find = (
  inputs: Partial<Record<'tag' | 'version', string>> & { prerelease?: 'auto' | 'true' | 'false' } = {},
  job: typeof atTag | typeof onBranch = atTag,
  tag = 'v1.2.0',
) => {
  const { repository } = createCannedClient({
    [`/repos/${name}/git/matching-refs/tags/?per_page=100`]: [cannedTag(tag, sha)],
    [`/repos/${name}/git/ref/tags/${tag}`]: cannedTag(tag, sha),
    [`/repos/${name}/commits/${sha}`]: cannedCommit(sha, { date: '2026-03-04T23:59:59Z' }),
  });
  return findTarget({ ...unset, ...inputs }, job, repository);
};

describe('the target of a release', () => {
  it('the target of a release is the tag of the run, with the commit behind it and its day', async () => {
    expect(await find()).toMatchObject({
      ...{ tag: 'v1.2.0', versionText: '1.2.0', isPrerelease: false },
      ...{ commitSha: sha, date: '2026-03-04' },
    });
  });

  it.each([
    [{ tag: 'v1.2.0' }, 'v1.2.0'],
    [{ tag: 'refs/tags/v1.2.0' }, 'v1.2.0'],
    [{ version: '1.2' }, 'v1.2'],
    [{ version: '1.2.0rc1' }, '1.2.0-rc.1'],
    [{ tag: 'demo-v1.2.0', version: '1.2.0' }, 'demo-v1.2.0'],
    [{ tag: 'build-x', version: '1.2.0' }, 'build-x'],
    [{ version: 'V1.2.0' }, 'v1.2.0'],
  ])('the target of a release is what %j says on a branch', async (inputs, tag) => {
    expect((await find(inputs, onBranch, tag)).tag).toBe(tag);
  });

  it('the target of a release takes another spelling of the same version, and refuses another version', async () => {
    expect((await find({ version: '1.2' })).versionText).toBe('1.2.0');
    await expect(find({ version: '1.3' })).rejects.toThrow(
      /v1\.2\.0 is of version 1\.2\.0, and "version" is 1\.3/,
    );
  });

  it('the target of a release is missing on a branch without "tag" and "version"', async () => {
    await expect(find({}, onBranch)).rejects.toMatchObject({ code: 'E_RELEASE_TAG' });
    await expect(find({}, onBranch)).rejects.toThrow(/not at a tag \(it is at main\)/);
  });

  it('the target of a release is missing when the repository has no such tag', async () => {
    await expect(find({ tag: 'v9' }, onBranch)).rejects.toThrow(/There is no tag v9 in octo\/demo/);
  });

  it('the target of a release is refused when the tag was moved since the run began, and only when the run is at that tag', async () => {
    const moved = { ...atTag, sha: 'b'.repeat(40) };
    await expect(find({}, moved as never)).rejects.toThrow(/is at aaaaaaaaaaaa; .* at bbbbbbbbbbbb/);
    const elsewhere = { ...onBranch, refName: 'v1.2.0', sha: 'b'.repeat(40) };
    expect((await find({ tag: 'v1.2.0' }, elsewhere as never)).commitSha).toBe(sha);
    const otherTag = { ...atTag, refName: 'v1.1.0', sha: 'b'.repeat(40) };
    expect((await find({ tag: 'v1.2.0' }, otherTag as never)).commitSha).toBe(sha);
  });

  it.each([
    ['auto', 'v1.2.0', false],
    ['auto', 'v1.2.0rc1', true],
    ['true', 'v1.2.0', true],
    ['false', 'v1.2.0rc1', false],
  ] as const)(
    'the target of a release with "prerelease: %s" marks %s: %s',
    async (prerelease, tag, expected) => {
      expect((await find({ tag, prerelease }, onBranch, tag)).isPrerelease).toBe(expected);
    },
  );
});
