import { describe, expect, it } from 'vitest';
import { createGitHubClient, uploadsUrlOf } from '../src/client.ts';
import { listCommitsBetween, readCommit } from '../src/commits.ts';
import { ensurePullRequest } from '../src/repository/pull-requests.ts';
import {
  findRef,
  listTags,
  openRepository,
  type Repository,
  readFileAt,
  readRepository,
} from '../src/repository.ts';
import { openWorld, repositoryName } from './world.ts';

const createBlob = ({ rest, at }: Repository) => rest.git.createBlob({ ...at, content: 'x' });

describe('GitHub client', () => {
  it('a repository is read with its files, tags and rules', async () => {
    const world = await openWorld({
      protections: [
        { pattern: 'refs/heads/main', source: 'ruleset', requirePullRequest: true, deletion: true },
      ],
    });
    await world.git('tag', 'v1.1.0', 'main');
    await world.git('tag', 'other', 'main');
    const repository = world.open();
    const sha = await world.git('rev-parse', 'main');
    expect(await readRepository(repository)).toMatchObject({ defaultBranch: 'main' });
    expect(await findRef(repository, 'heads/main')).toEqual({
      ref: 'refs/heads/main',
      sha,
      type: 'commit',
    });
    expect(await findRef(repository, 'heads/none')).toBeUndefined();
    expect((await listTags(repository, 'v')).map(({ ref }) => ref)).toEqual(['refs/tags/v1.1.0']);
    expect(await readCommit(repository, 'main')).toMatchObject({ sha, message: 'feat: first' });
    const file = await readFileAt(repository, 'src/demo/__init__.py', 'v1.1.0');
    expect(Buffer.from(file ?? []).toString()).toBe('__version__ = "1.1.0"\n');
    expect(await readFileAt(repository, 'none', 'main')).toBeUndefined();
  });

  it('all commits between two revisions are listed across pages, oldest first', async () => {
    const world = await openWorld();
    const base = await world.git('rev-parse', 'main');
    const tree = await world.git('rev-parse', 'main^{tree}');
    let head = base;
    for (let count = 1; count <= 203; count += 1) {
      head = await world.git('commit-tree', tree, '-p', head, '-m', `fix: ${count}`);
    }
    await world.git('update-ref', 'refs/heads/main', head);
    const commits = await listCommitsBetween(world.open(), base, 'main');
    expect(commits.map(({ message }) => message)).toEqual(
      Array.from({ length: 203 }, (_, index) => `fix: ${index + 1}`),
    );
  });

  it('a secondary rate limit is retried and never reported as a missing permission', async () => {
    const world = await openWorld();
    world.world.gateway.faults.add({
      on: { host: 'api.github.com', method: 'POST' },
      effect: {
        kind: 'status',
        status: 403,
        headers: { 'content-type': 'application/json', 'retry-after': '2' },
        body: JSON.stringify({ message: 'You have exceeded a secondary rate limit.' }),
      },
    });
    expect(await createBlob(world.open())).toMatchObject({ data: { sha: expect.any(String) } });
  });

  it('a missing permission and an unknown token are named in the error', async () => {
    const world = await openWorld();
    await expect(createBlob(world.open({ contents: 'read' }))).rejects.toMatchObject({
      code: 'E_GITHUB_PERMISSION',
      message: expect.stringContaining('Resource not accessible by integration'),
      hint: 'Add "contents: write" to the "permissions" of the job.',
    });
    const unknown = createGitHubClient({
      http: world.http,
      apiUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      token: 'ghs_unknown',
      log: world.log,
    });
    const failure = await createBlob(openRepository(unknown, repositoryName)).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'E_GITHUB_AUTHENTICATION' });
    expect(String(failure)).not.toContain('ghs_unknown');
    await expect(world.open().rest.repos.get({ owner: 'octo', repo: 'none' })).rejects.toMatchObject({
      code: 'E_GITHUB_NOT_FOUND',
      hint: expect.stringContaining('permission'),
    });
  });

  it('a GraphQL error is quoted without the token', async () => {
    const world = await openWorld();
    const failure = await world
      .open()
      .graphql('query { viewer { nothing } }', {}, { fields: [], idempotent: true })
      .catch((error: unknown) => error);
    expect(String(failure)).toContain('Cannot query field "nothing"');
    expect(String(failure)).not.toMatch(/gh[a-z]_/);
  });

  it('a pull request is opened once and updated afterwards', async () => {
    const world = await openWorld();
    const tree = await world.git('rev-parse', 'main^{tree}');
    const head = await world.git('commit-tree', tree, '-p', 'main', '-m', 'chore: release');
    await world.git('update-ref', 'refs/heads/slipway/release', head);
    const plan = { head: 'slipway/release', base: 'main', title: 'Release 1', body: 'first' };
    const repository = world.open();
    world.world.gateway.faults.add({
      on: { host: 'api.github.com', method: 'POST', path: /\/pulls$/ },
      effect: { kind: 'reset-after-commit' },
    });
    const opened = await ensurePullRequest(repository, plan);
    expect(await ensurePullRequest(repository, { ...plan, body: 'second' })).toEqual(opened);
    expect(world.repository.pullRequests).toMatchObject([{ number: 1, body: 'second' }]);
  });

  it('the uploads host is derived from the API URL', () => {
    expect(uploadsUrlOf('https://api.github.com')).toBe('https://uploads.github.com');
    expect(uploadsUrlOf('https://git.example/api/v3')).toBe('https://git.example/api/uploads');
    expect(uploadsUrlOf('https://api.octo.ghe.com')).toBe('https://uploads.octo.ghe.com');
  });
});
