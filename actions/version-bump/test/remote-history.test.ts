import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { cannedCommit, createCannedClient } from '@slipway/github/testing/canned-client';
import { describe, expect, it } from 'vitest';
import { findLine, isCurrentTag } from '../src/history/find-last-release.ts';
import { openRemoteHistory } from '../src/history/remote-history.ts';
import { readVersionTags } from '../src/history/version-tags.ts';

const api = '/repos/octo/demo';
type Answers = Readonly<Record<string, unknown>>;

const tagged = (tags: Readonly<Record<string, string>>): Answers => ({
  [`${api}/tags?per_page=100`]: Object.entries(tags).map(([name, sha]) => ({ name, commit: { sha } })),
});
const walked = (shas: readonly string[]): Answers => ({
  [`${api}/commits?sha=head&per_page=100`]: shas.map((sha) => cannedCommit(sha)),
});
const since = (base: string, shas: readonly string[]): Answers => ({
  [`${api}/compare/${base}...head?per_page=100&page=1`]: {
    total_commits: shas.length,
    commits: shas.map((sha) => cannedCommit(sha)),
  },
});

async function find(answers: Answers, paths = { folder: '.', shared: [] as string[] }) {
  const { repository, asked } = createCannedClient(answers);
  const history = await openRemoteHistory(repository, 'head', createMemoryLog());
  const tags = readVersionTags({ tags: history.tags, name: 'demo' }, createMemoryLog());
  const { tag } = await findLine(history, { ...tags, version: undefined });
  const commits = await history.listCommits(tag?.commitSha, paths);
  return { tag: tag?.name, sha: tag?.commitSha, commits: commits.map(({ sha }) => sha), asked };
}

describe('the last release before a commit, through the API', () => {
  it('the last release is the highest tag in its history, with the commits since', async () => {
    const answers = {
      ...tagged({ 'v1.0.0': 'c0', 'v1.1.0': 'c1', 'v2.0.0': 'other' }),
      ...walked(['head', 'c2', 'c1', 'c0']),
      ...since('c1', ['c2', 'head']),
    };
    expect(await find(answers)).toMatchObject({ tag: 'v1.1.0', sha: 'c1', commits: ['c2', 'head'] });
  });

  it('a pre-release that the line gave up is passed over by one comparison', async () => {
    const answers = {
      ...tagged({ 'v0.2.0': 'c2', 'v1.0.0b1': 'c1', 'v0.1.0': 'c0' }),
      ...walked(['head', 'c2', 'c1', 'c0']),
      ...since('c2', ['head']),
      [`${api}/compare/c1...c2?per_page=1`]: { status: 'ahead' },
    };
    expect(await find(answers)).toMatchObject({ tag: 'v0.2.0', commits: ['head'] });
  });

  it('a search beside 65 tags of another line takes as many requests as beside none', async () => {
    const others = Object.fromEntries(
      Array.from({ length: 65 }, (_, index) => [`v2.0.${index}`, `x${index}`]),
    );
    const line = { ...walked(['head', 'c1']), ...since('c1', ['head']) };
    const few = await find({ ...tagged({ 'v1.2.3': 'c1' }), ...line });
    const many = await find({ ...tagged({ 'v1.2.3': 'c1', ...others }), ...line });
    expect(many.tag).toBe('v1.2.3');
    expect(many.asked).toHaveLength(few.asked.length);
  });

  it('the last release is the tag at the commit itself, with nothing since and nothing compared', async () => {
    const { tag, commits, asked } = await find({ ...tagged({ 'v1.0.0': 'head' }), ...walked(['head']) });
    expect({ tag, commits }).toEqual({ tag: 'v1.0.0', commits: [] });
    expect(asked).toHaveLength(2);
  });

  it('the last release is none in a history without one; the commits are then those of all of it, oldest first', async () => {
    const answers = { ...tagged({ 'v1.0.0': 'other' }), ...walked(['head', 'c1']) };
    expect(await find(answers)).toMatchObject({ tag: undefined, commits: ['c1', 'head'] });
  });

  it('commits of a package are those that touch its folder', async () => {
    const answers = {
      ...tagged({ 'v1.0.0': 'c0' }),
      ...walked(['head', 'c2', 'c1', 'c0']),
      ...since('c0', ['c1', 'c2', 'head']),
      [`${api}/commits?sha=head&path=packages/liba&per_page=100`]: [cannedCommit('c2'), cannedCommit('old')],
    };
    expect((await find(answers, { folder: 'packages/liba', shared: [] })).commits).toEqual(['c2']);
  });
});

describe('the last release of a checkout', () => {
  const tag = { name: 'v1.0.0', commitSha: 'c0', version: undefined as never };
  const at = (sha: string): Answers => ({
    [`${api}/git/ref/tags/v1.0.0`]: { ref: 'refs/tags/v1.0.0', object: { sha, type: 'commit' } },
  });

  it.each([
    ['the same commit', at('c0'), true, ''],
    ['another commit', at('c1'), false, 'The tag v1.0.0 of the checkout is at c1 on GitHub'],
    ['no commit', {}, false, 'The tag v1.0.0 of the checkout is not on GitHub'],
  ])('a tag that is at %s on GitHub is noticed', async (_, answers, expected, words) => {
    const { repository } = createCannedClient(answers);
    const log = createMemoryLog();
    expect(await isCurrentTag(repository, tag, log)).toBe(expected);
    expect(log.lines.join('\n')).toContain(words);
  });
});
