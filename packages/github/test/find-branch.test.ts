import { describe, expect, it } from 'vitest';
import { findBranchWith, listReleaseBranches } from '../src/release-branch.ts';
import { createCannedClient } from '../src/testing/canned-client.ts';

const api = '/repos/octo/demo';
const branches = (...names: readonly string[]) => ({
  [`${api}/branches?per_page=100`]: names.map((name) => ({ name, commit: { sha: `head-${name}` } })),
});
const compared = (name: string, status: string) => ({
  [`${api}/compare/head-${encodeURIComponent(name)}...c1?per_page=1`]: { status },
});
const patterns = ['main', '*.x'];
const find = (answers: Readonly<Record<string, unknown>>, sha = 'c1') => {
  const { client, asked } = createCannedClient(answers);
  return findBranchWith(client, 'octo/demo', sha, patterns).then((branch) => ({ branch, asked }));
};

describe('the release branch of a commit', () => {
  it.each([
    ['behind', 'main'],
    ['identical', 'main'],
    ['ahead', undefined],
    ['diverged', undefined],
  ])('whose history is "%s" of it is %s', async (status, expected) => {
    expect((await find({ ...branches('main'), ...compared('main', status) })).branch).toBe(expected);
  });

  it('is the one that it heads, without a comparison', async () => {
    const { branch, asked } = await find(branches('1.x', 'main'), 'head-1.x');
    expect(branch).toBe('1.x');
    expect(asked).toHaveLength(2);
  });

  it('is looked for in the order of the patterns, and never among other branches', async () => {
    const answers = {
      ...{ ...branches('1.x', 'feature', 'main'), ...compared('main', 'ahead') },
      ...{ ...compared('1.x', 'behind'), ...compared('feature', 'behind') },
    };
    const { branch, asked } = await find(answers);
    expect(branch).toBe('1.x');
    expect(asked.slice(1)).toEqual([
      ...Object.keys(compared('main', '')),
      ...Object.keys(compared('1.x', '')),
    ]);
  });

  it('is none when nothing can be compared', async () => {
    expect((await find(branches('main'))).branch).toBeUndefined();
  });
});

describe('the release branches of a repository', () => {
  it('are those given, or the default branch and the usual names', async () => {
    const repository = { node_id: 'R1', full_name: 'octo/demo', default_branch: 'trunk', private: false };
    const { client, asked } = createCannedClient({ [api]: repository });
    expect(await listReleaseBranches(client, 'octo/demo', ['only'])).toEqual(['only']);
    expect(asked).toEqual([]);
    expect(await listReleaseBranches(client, 'octo/demo', [])).toEqual([
      'trunk',
      '*.x',
      'release/*',
      'maint/*',
    ]);
  });
});
