import { describe, expect, it } from 'vitest';
import { findBranchWith, listReleaseBranches } from '../src/repository/release-branch.ts';
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
  const { repository, asked } = createCannedClient(answers);
  return findBranchWith(repository, sha, patterns).then((branch) => ({ branch, asked }));
};

describe('findBranch', () => {
  it.each([
    ['behind', 'main'],
    ['identical', 'main'],
    ['ahead', undefined],
    ['diverged', undefined],
  ])('the history "%s" compared with the branch selects %s', async (status, expected) => {
    expect((await find({ ...branches('main'), ...compared('main', status) })).branch).toBe(expected);
  });

  it('a branch whose head is the commit is found without a comparison', async () => {
    const { branch, asked } = await find(branches('1.x', 'main'), 'head-1.x');
    expect(branch).toBe('1.x');
    expect(asked).toHaveLength(2);
  });

  it('only release branches are compared, in the order of the patterns', async () => {
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

  it('the branch is undefined when no comparison succeeds', async () => {
    expect((await find(branches('main'))).branch).toBeUndefined();
  });
});

describe('listReleaseBranches', () => {
  it('the given branches are used, or else the default branch and the usual names', async () => {
    const settings = { node_id: 'R1', default_branch: 'trunk' };
    const { repository, asked } = createCannedClient({ [api]: settings });
    expect(await listReleaseBranches(repository, ['only'])).toEqual(['only']);
    expect(asked).toEqual([]);
    expect(await listReleaseBranches(repository, [])).toEqual(['trunk', '*.x', 'release/*', 'maint/*']);
  });
});
