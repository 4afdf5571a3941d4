import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { cannedCommit, cannedTag, createCannedClient } from '@slipway/github/testing/canned-client';
import { parseTagFormat } from '@slipway/tags/tag-format';
import { describe, expect, it } from 'vitest';
import { findLastRelease, readVersionTags, type VersionTag } from '../src/version-tags.ts';

const api = '/repos/octo/demo';

async function versionTags(names: readonly string[], name = 'demo'): Promise<readonly VersionTag[]> {
  return (await readTags(names, { name })).releases;
}

async function readTags(
  names: readonly string[],
  given: { readonly name?: string; readonly format?: string },
  log = createMemoryLog(),
) {
  const { repository } = createCannedClient({
    [`${api}/git/matching-refs/tags/?per_page=100`]: names.map((name) => cannedTag(name, name)),
  });
  const format = given.format === undefined ? undefined : parseTagFormat(given.format);
  return readVersionTags(repository, { name: given.name ?? 'demo', format }, log);
}

describe('the version tags of a repository', () => {
  it('are those of the project, in any of its spellings, the highest first', async () => {
    const names = ['v1.9.0', '1.10.0', 'vnext', 'v1.10.0-rc.1', 'v1.9', 'demo-0.1', 'other-3.0'];
    expect((await versionTags(names)).map(({ name }) => name)).toEqual([
      '1.10.0',
      'v1.10.0-rc.1',
      'v1.9.0',
      'demo-0.1',
    ]);
  });

  it('stop a release when none of them is the project’s', async () => {
    await expect(readTags(['old-1.0'], {})).rejects.toThrow('release of demo: "old-1.0"');
  });

  it('are named in a warning when the format is another', async () => {
    const log = createMemoryLog();
    await readTags(['v1.0', 'v1.1'], { format: '{version}' }, log);
    expect(log.lines.join()).toContain(
      'The tag format is "{version}", and the newest releases are tagged like "v{version}", such as "v1.1".',
    );
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
    const { repository, asked } = createCannedClient(answers);
    const found = await findLastRelease(repository, await versionTags(tags), 'head');
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
