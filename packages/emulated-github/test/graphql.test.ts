import { describe, expect, it } from 'vitest';
import { gitLocally, openWorld, type TestWorld } from './world.ts';

const commitMutation = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url signature { isValid } } ref { name } }
}`;
const updateRefs = 'mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }';
const headQuery = `query { repository(owner: "octo", name: "demo") {
  id defaultBranchRef { id name target { oid } } ref(qualifiedName: "refs/heads/main") { target { oid } }
} viewer { login } }`;

interface Head {
  readonly repository: {
    readonly id: string;
    readonly defaultBranchRef: { readonly id: string; readonly target: { readonly oid: string } };
  };
  readonly viewer: { readonly login: string };
}
interface Created {
  readonly createCommitOnBranch: { readonly commit: { readonly oid: string } };
}

const commitInput = (expectedHeadOid: string, path = 'a.txt'): Record<string, unknown> => ({
  branch: { repositoryNameWithOwner: 'octo/demo', branchName: 'main' },
  message: { headline: 'chore: release', body: 'details' },
  expectedHeadOid,
  fileChanges: { additions: [{ path, contents: Buffer.from('x\r\n').toString('base64') }] },
});

const head = async (world: TestWorld, token: string): Promise<Head> =>
  (await world.graphql<Head>(token, headQuery)).data;

describe('GraphQL', () => {
  it('a commit on a branch keeps bytes and file modes and is signed', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const start = await head(world, token);
    expect(start.viewer.login).toBe('github-actions[bot]');
    const answer = await world.graphql<Created>(token, commitMutation, {
      input: commitInput(start.repository.defaultBranchRef.target.oid, 'run.sh'),
    });
    expect(answer).toMatchObject({
      data: { createCommitOnBranch: { commit: { signature: { isValid: true } }, ref: { name: 'main' } } },
    });
    const directory = world.github.repository('octo/demo').gitDirectory;
    expect(await gitLocally(directory, 'ls-tree', 'main', 'run.sh')).toContain('100755');
    expect(await gitLocally(directory, 'cat-file', '-s', 'main:run.sh')).toBe('3');
    expect(await gitLocally(directory, 'log', '-1', '--format=%B', 'main')).toBe('chore: release\n\ndetails');
    const removed = await world.graphql<Created>(token, commitMutation, {
      input: {
        ...commitInput(answer.data.createCommitOnBranch.commit.oid),
        branch: { id: start.repository.defaultBranchRef.id },
        fileChanges: { deletions: [{ path: 'run.sh' }] },
      },
    });
    expect(removed.errors).toBeUndefined();
    expect(await gitLocally(directory, 'ls-tree', '--name-only', 'main')).not.toContain('run.sh');
  });

  it('exactly one of two racing commits succeeds and the other fails as stale', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const oid = (await head(world, token)).repository.defaultBranchRef.target.oid;
    const answers = await Promise.all(
      ['a.txt', 'b.txt'].map((path) =>
        world.graphql(token, commitMutation, { input: commitInput(oid, path) }),
      ),
    );
    const failed = answers.filter((answer) => answer.errors !== undefined);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.errors?.[0]).toMatchObject({
      type: 'STALE_DATA',
      path: ['createCommitOnBranch'],
      message: `Expected branch to point to "${oid}" but it did not.  Pull and try again.`,
    });
  });

  it('a branch and a tag are updated together or not at all', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write' });
    const { repository } = await head(world, token);
    const oid = repository.defaultBranchRef.target.oid;
    const tree = (await world.api<{ tree: { sha: string } }>(token, 'GET', `/git/commits/${oid}`)).json.tree
      .sha;
    const commit = await world.api<{ sha: string }>(token, 'POST', '/git/commits', {
      message: 'release',
      tree,
      parents: [oid],
    });
    const zero = '0'.repeat(40);
    const updates = (tagBefore: string): Record<string, unknown> => ({
      repositoryId: repository.id,
      refUpdates: [
        { name: 'refs/heads/main', beforeOid: oid, afterOid: commit.json.sha },
        { name: 'refs/tags/v1', beforeOid: tagBefore, afterOid: commit.json.sha },
      ],
    });
    const refused = await world.graphql(token, updateRefs, { input: updates(oid) });
    // GitHub gives no reason and no type: who must know reads the refs again.
    expect(refused.errors).toMatchObject([
      { message: expect.stringContaining('Something went wrong while executing your query') },
    ]);
    expect(refused.errors?.[0]?.type).toBeUndefined();
    expect((await head(world, token)).repository.defaultBranchRef.target.oid).toBe(oid);
    expect((await world.graphql(token, updateRefs, { input: updates(zero) })).errors).toBeUndefined();
    expect((await world.api(token, 'GET', '/git/ref/tags/v1')).status).toBe(200);
  });

  it('a draft is found only by a writer, and writes without the permission are rejected', async () => {
    const world = await openWorld();
    const writer = world.jobToken({ contents: 'write' });
    const reader = world.jobToken({ contents: 'read' });
    await world.api(writer, 'POST', '/releases', { tag_name: 'v1', draft: true });
    const query =
      '{ repository(owner: "octo", name: "demo") { release(tagName: "v1") { databaseId isDraft } } }';
    expect((await world.graphql(writer, query)).data).toMatchObject({
      repository: { release: { isDraft: true } },
    });
    expect((await world.graphql(reader, query)).data).toEqual({ repository: { release: null } });
    const oid = (await head(world, reader)).repository.defaultBranchRef.target.oid;
    const refused = await world.graphql(reader, commitMutation, { input: commitInput(oid) });
    expect(refused.errors?.[0]).toMatchObject({
      type: 'FORBIDDEN',
      message: 'Resource not accessible by integration',
    });
    const workflow = await world.graphql(writer, commitMutation, {
      input: commitInput(oid, '.github/workflows/x.yml'),
    });
    expect(workflow.errors?.[0]?.type).toBe('FORBIDDEN');
    const unknown = await world.graphql(writer, '{ repository(owner: "octo", name: "demo") { nothing } }');
    expect(unknown.errors?.[0]?.message).toContain('Cannot query field "nothing"');
  });
});
