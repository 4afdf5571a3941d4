import { createManualClock } from '@slipway/core/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import {
  makeReleaseCommit,
  type ReleaseCommitPlan,
  type ReleaseCommitResult,
  readPlanTrailer,
} from '../src/commits/release-commit.ts';
import { findRef, type Repository } from '../src/repository.ts';
import { dispatchWorkflow } from '../src/workflows/workflow-dispatch.ts';
import { Killed, killAt, openWorld, type TestWorld } from './world.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function planOf(
  world: TestWorld,
  changes: Partial<ReleaseCommitPlan> = {},
): Promise<ReleaseCommitPlan> {
  return {
    branch: 'main',
    baseSha: await world.git('rev-parse', 'refs/heads/main'),
    message: 'chore(release): 1.2.0',
    changes: [
      { path: 'pyproject.toml', contents: bytes('[project]\r\nname = "demo"\r\nversion = "1.2.0"') },
      { path: 'src/demo/__init__.py', contents: bytes('__version__ = "1.2.0"\n') },
      { path: 'run.sh', contents: bytes('#!/bin/sh\necho 1.2.0\n') },
      { path: 'docs/new.md', contents: bytes('# 1.2.0\n') },
    ],
    tag: { name: 'v1.2.0', message: 'demo 1.2.0' },
    planSha256: 'a'.repeat(64),
    ...changes,
  };
}

async function release(repository: Repository, plan: ReleaseCommitPlan): Promise<void> {
  const result: ReleaseCommitResult = await makeReleaseCommit(repository, plan);
  if (result.outcome !== 'tagged') throw new Error(`outcome ${result.outcome}`);
  await dispatchWorkflow(
    repository,
    { workflow: 'release.yml', ref: `refs/tags/${plan.tag.name}`, sha: result.commitSha },
    createManualClock(),
  );
}

describe('makeReleaseCommit', () => {
  it('a release commit is verified, keeps all modes and bytes, and has an annotated tag with the plan digest', async () => {
    const world = await openWorld();
    const plan = await planOf(world);
    const result = await makeReleaseCommit(world.open(), plan);
    expect(result).toMatchObject({ outcome: 'tagged', made: true });
    expect(await world.git('rev-parse', 'v1.2.0^{commit}')).toBe(await world.git('rev-parse', 'main'));
    expect(await world.git('cat-file', '-t', 'v1.2.0')).toBe('tag');
    expect(readPlanTrailer(await world.git('cat-file', 'tag', 'v1.2.0'))).toBe(plan.planSha256);
    expect(await world.git('diff-tree', '-r', '--name-status', 'main^', 'main')).toBe(
      'A\tdocs/new.md\nM\tpyproject.toml\nM\trun.sh\nM\tsrc/demo/__init__.py',
    );
    const tree = await world.git('ls-tree', '-r', 'main');
    expect(tree).toMatch(/^100755 blob \w+\trun\.sh$/m);
    expect(tree).toMatch(/^120000 blob \w+\tlink\.toml$/m);
    expect(await world.git('show', 'main:pyproject.toml')).toBe(
      '[project]\r\nname = "demo"\r\nversion = "1.2.0"',
    );
    expect(world.repository.signedCommits.has(await world.git('rev-parse', 'main'))).toBe(true);
  });

  it('a file without new content is deleted and the other files stay', async () => {
    const world = await openWorld();
    const before = await world.git('ls-tree', '-r', '--name-only', 'main');
    const changes = [
      { path: 'run.sh', contents: undefined },
      { path: 'NEWS.md', contents: bytes('# 1.2.0\n') },
    ];
    expect(await makeReleaseCommit(world.open(), await planOf(world, { changes }))).toMatchObject({
      made: true,
    });
    const after = await world.git('ls-tree', '-r', '--name-only', 'main');
    expect(await world.git('diff-tree', '-r', '--name-status', 'main^', 'main')).toBe(
      'A\tNEWS.md\nD\trun.sh',
    );
    expect(after.split('\n').sort()).toEqual(
      [...before.split('\n').filter((path) => path !== 'run.sh'), 'NEWS.md'].sort(),
    );
  });

  it('a release killed at any request ends in the same state when it is run again', async () => {
    const trees = new Set<string>();
    let requests = 0;
    for (const moment of ['before', 'after'] as const) {
      let killed = true;
      for (let nth = 1; killed; nth += 1) {
        const world = await openWorld();
        const plan = await planOf(world);
        const attempt = release(world.open(undefined, killAt(world.http, nth, moment)), plan);
        killed = await attempt.then(
          () => false,
          (error: unknown) => {
            if (error instanceof Killed) return true;
            throw error;
          },
        );
        const branch = await world.git('rev-parse', 'main');
        const tagged = await world.git('tag', '--list');
        // Commit and tag are visible together or not at all, at any moment.
        expect([branch !== plan.baseSha, tagged]).toEqual(
          branch === plan.baseSha ? [false, ''] : [true, 'v1.2.0'],
        );
        await release(world.open(), plan);
        expect(await world.git('rev-list', '--count', 'main')).toBe('2');
        expect(await world.git('rev-parse', 'v1.2.0^{commit}')).toBe(await world.git('rev-parse', 'main'));
        trees.add(await world.git('rev-parse', 'main^{tree}'));
        expect(world.repository.runs).toHaveLength(1);
        requests = Math.max(requests, nth);
        await world.world.close();
      }
    }
    expect(requests).toBeGreaterThan(12);
    expect(trees.size).toBe(1);
  }, 180_000);

  it('a release commit survives a lost response to its commit mutation', async () => {
    const world = await openWorld();
    const fault = {
      on: { host: 'api.github.com', path: /^\/graphql$/ },
      effect: { kind: 'reset-after-commit' },
    } as const;
    world.world.gateway.faults.add(fault);
    const result = await makeReleaseCommit(world.open(), await planOf(world));
    expect(result).toMatchObject({ outcome: 'tagged', made: true });
    expect(world.world.gateway.faults.strikes).toBe(1);
  });

  it('nothing is written when the branch moves before or during the release', async () => {
    const world = await openWorld();
    const plan = await planOf(world);
    const tree = await world.git('rev-parse', 'main^{tree}');
    const other = await world.git('commit-tree', tree, '-p', 'main', '-m', 'fix: other');
    let moved = false;
    const racing = {
      request: async (request: Parameters<typeof world.http.request>[0]) => {
        if (!moved && request.url.endsWith('/graphql')) {
          moved = true;
          await world.git('update-ref', 'refs/heads/main', other);
        }
        return world.http.request(request);
      },
    };
    const result = await makeReleaseCommit(world.open(undefined, racing), plan);
    expect(result).toEqual({ outcome: 'moved', headSha: other });
    expect(await world.git('tag', '--list')).toBe('');
    expect(await world.git('rev-parse', 'main')).toBe(other);
    const later = await makeReleaseCommit(world.open(), plan);
    expect(later).toEqual({ outcome: 'moved', headSha: other });
  });

  it('nothing is written when the branch is reset to an earlier commit during the release', async () => {
    const world = await openWorld();
    const earlier = await world.git('rev-parse', 'main');
    const base = await world.git('commit-tree', 'main^{tree}', '-p', earlier, '-m', 'feat: withdrawn');
    await world.git('update-ref', 'refs/heads/main', base);
    const plan = await planOf(world);
    const racing = {
      request: async (request: Parameters<typeof world.http.request>[0]) => {
        if (request.url.endsWith('/graphql')) await world.git('update-ref', 'refs/heads/main', earlier);
        return world.http.request(request);
      },
    };
    const result = await makeReleaseCommit(world.open(undefined, racing), plan);
    expect(result).toEqual({ outcome: 'moved', headSha: earlier });
    expect(await world.git('rev-parse', 'main')).toBe(earlier);
    expect(await world.git('tag', '--list')).toBe('');
  });

  it('two concurrent runs of a release produce one commit and report the same result', async () => {
    const world = await openWorld();
    const plan = await planOf(world);
    const results = await Promise.all([1, 2].map(() => makeReleaseCommit(world.open(), plan)));
    const commitSha = await world.git('rev-parse', 'main');
    expect(results).toMatchObject([
      { outcome: 'tagged', commitSha },
      { outcome: 'tagged', commitSha },
    ]);
    expect(await world.git('rev-list', '--count', 'main')).toBe('2');
  });

  it('a symbolic link is deleted as any other file', async () => {
    const world = await openWorld();
    const plan = await planOf(world);
    const changes = [...plan.changes, { path: 'link.toml', contents: undefined }];
    const made = await makeReleaseCommit(world.open(), { ...plan, changes });
    expect(made).toMatchObject({ outcome: 'tagged', made: true });
    expect(await world.git('ls-tree', '--name-only', 'main', '--', 'link.toml')).toBe('');
  });

  it('a foreign tag, a workflow file and new contents for a symbolic link are rejected before anything is written', async () => {
    const world = await openWorld();
    const plan = await planOf(world);
    const attempt = (changes: Partial<ReleaseCommitPlan>): Promise<unknown> =>
      makeReleaseCommit(world.open(), { ...plan, ...changes });
    await expect(
      attempt({ changes: [{ path: '.github/workflows/release.yml', contents: bytes('x') }] }),
    ).rejects.toMatchObject({ code: 'E_GITHUB_WORKFLOW_FILE' });
    await expect(attempt({ changes: [{ path: 'link.toml', contents: bytes('x') }] })).rejects.toMatchObject({
      code: 'E_GITHUB_SYMBOLIC_LINK',
    });
    await world.git('tag', 'v1.2.0', 'main');
    await expect(attempt({})).rejects.toMatchObject({ code: 'E_GITHUB_TAG_TAKEN' });
    expect(await world.git('rev-parse', 'main')).toBe(plan.baseSha);
  });

  it('the blocking rule and the missing permission are named in the error', async () => {
    const world = await openWorld({
      protections: [{ pattern: 'refs/heads/main', source: 'ruleset', requirePullRequest: true }],
    });
    const plan = await planOf(world);
    await expect(makeReleaseCommit(world.open(), plan)).rejects.toMatchObject({
      code: 'E_GITHUB_RULES',
      message: expect.stringContaining('Changes must be made through a pull request.'),
    });
    expect(await world.git('tag', '--list')).toBe('');
    await expect(makeReleaseCommit(world.open({ contents: 'read' }), plan)).rejects.toMatchObject({
      code: 'E_GITHUB_PERMISSION',
      hint: 'Add "contents: write" to the "permissions" of the job.',
    });
  });

  it('the existing commit is tagged when no file changes', async () => {
    const world = await openWorld();
    const plan = await planOf(world, { changes: [] });
    const result = await makeReleaseCommit(world.open(), plan);
    expect(result).toEqual({ outcome: 'tagged', commitSha: plan.baseSha, made: true });
    expect((await findRef(world.open(), 'tags/v1.2.0'))?.type).toBe('tag');
  });
});

describe('dispatchWorkflow', () => {
  it('a workflow is started once when the response is lost', async () => {
    const world = await openWorld();
    await makeReleaseCommit(world.open(), await planOf(world));
    const sha = await world.git('rev-parse', 'main');
    world.world.gateway.faults.add({
      on: { host: 'api.github.com', method: 'POST', path: /dispatches$/ },
      effect: { kind: 'reset-after-commit' },
    });
    const run = await dispatchWorkflow(
      world.open(),
      { workflow: 'release.yml', ref: 'refs/tags/v1.2.0', sha },
      createManualClock(),
    );
    expect(run.url).toMatch(/^https:\/\/github\.com\/octo\/demo\/actions\/runs\/\d+$/);
    expect(world.repository.runs).toHaveLength(1);
  });

  it('a rejected dispatch quotes GitHub and names the missing permission', async () => {
    const world = await openWorld();
    const sha = await world.git('rev-parse', 'main');
    const start = (workflow: string, permissions?: object): Promise<unknown> =>
      dispatchWorkflow(
        world.open(permissions),
        { workflow, ref: 'refs/tags/nowhere', sha },
        createManualClock(),
      );
    await expect(start('release.yml')).rejects.toMatchObject({
      code: 'E_GITHUB_DISPATCH',
      message: expect.stringContaining('No ref found for: refs/tags/nowhere'),
    });
    await expect(start('release.yml', { contents: 'write', actions: 'read' })).rejects.toMatchObject({
      code: 'E_GITHUB_PERMISSION',
      hint: 'Add "actions: write" to the "permissions" of the job.',
    });
  });
});
