import { cannedCommit, cannedTag, createCannedClient } from '@slipway/github/testing/canned-client';
import { describe, expect, it } from 'vitest';
import { findLastRelease, listVersionTags, type VersionTag } from '../src/version-tags.ts';

const repository = 'octo/demo';
const api = `/repos/${repository}`;

async function versionTags(names: readonly string[], prefix = 'v'): Promise<readonly VersionTag[]> {
  const { client } = createCannedClient({
    [`${api}/git/matching-refs/tags/${prefix}?per_page=100`]: names.map((name) => cannedTag(name, name)),
  });
  return listVersionTags(client, repository, prefix);
}

describe('the version tags of a repository', () => {
  it('are those that name a version behind the prefix, the highest first', async () => {
    const names = ['v1.9.0', 'v1.10.0', 'vnext', 'v1.10.0rc1', 'v0.1'];
    expect((await versionTags(names)).map(({ name }) => name)).toEqual([
      'v1.10.0',
      'v1.10.0rc1',
      'v1.9.0',
      'v0.1',
    ]);
    expect((await versionTags(['demo-1.0', 'demo-x'], 'demo-')).map(({ name }) => name)).toEqual([
      'demo-1.0',
    ]);
  });
});

describe('the last release before a commit', () => {
  const ref = (name: string, sha: string) => ({ [`${api}/git/ref/tags/${name}`]: cannedTag(name, sha) });
  const compare = (base: string, status: string, commits: readonly string[] = []) => ({
    [`${api}/compare/${base}...head?per_page=1`]: { status },
    [`${api}/compare/${base}...head?per_page=100&page=1`]: {
      total_commits: commits.length,
      commits: commits.map((sha) => cannedCommit(sha)),
    },
  });
  const find = async (tags: readonly string[], answers: Readonly<Record<string, unknown>>) => {
    const { client, asked } = createCannedClient(answers);
    const found = await findLastRelease(client, repository, await versionTags(tags), 'head');
    return {
      tag: found.tag?.name,
      sha: found.tag?.commitSha,
      commits: found.commits.map(({ sha }) => sha),
      asked,
    };
  };

  it('is the highest tag in its history, with the commits since', async () => {
    const answers = { ...ref('v1.1.0', 'c1'), ...compare('c1', 'ahead', ['c2', 'c3']) };
    expect(await find(['v1.0.0', 'v1.1.0'], answers)).toMatchObject({
      ...{ tag: 'v1.1.0', sha: 'c1', commits: ['c2', 'c3'] },
    });
  });

  it('is not a tag of another line, however high it is', async () => {
    const answers = {
      ...{ ...ref('v2.0.0', 'other'), ...compare('other', 'diverged') },
      ...{ ...ref('v1.5.0', 'later'), ...compare('later', 'behind') },
      ...{ ...ref('v1.0.0', 'c1'), ...compare('c1', 'ahead', ['c2']) },
    };
    expect(await find(['v1.0.0', 'v1.5.0', 'v2.0.0'], answers)).toMatchObject({
      tag: 'v1.0.0',
      commits: ['c2'],
    });
  });

  it('is the tag at the commit itself, with nothing since and nothing compared', async () => {
    const { tag, commits, asked } = await find(['v1.0.0'], ref('v1.0.0', 'head'));
    expect({ tag, commits }).toEqual({ tag: 'v1.0.0', commits: [] });
    expect(asked).toEqual([`${api}/git/ref/tags/v1.0.0`]);
  });

  it('passes over a tag that is gone meanwhile', async () => {
    const answers = { ...ref('v1.0.0', 'c1'), ...compare('c1', 'identical') };
    expect(await find(['v1.0.0', 'v1.1.0'], answers)).toMatchObject({ tag: 'v1.0.0', commits: [] });
  });

  it('is none in a history without one; the commits are then those of all of it, oldest first', async () => {
    const answers = {
      ...{ ...ref('v1.0.0', 'other'), ...compare('other', 'diverged') },
      [`${api}/commits?sha=head&per_page=100`]: [cannedCommit('c2'), cannedCommit('c1')],
    };
    expect(await find(['v1.0.0'], answers)).toMatchObject({ tag: undefined, commits: ['c1', 'c2'] });
  });
});
