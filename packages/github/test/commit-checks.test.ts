import { describe, expect, it } from 'vitest';
import { listForbiddingRules } from '../src/repository/branch-rules.ts';
import { listCheckRuns, listRequiredChecks, listStatuses } from '../src/repository/commit-checks.ts';
import { openWorld } from './world.ts';

describe('checks of a commit', () => {
  it('the newest run of each name counts, and neutral and skipped ones are green', async () => {
    const { repository, git, open } = await openWorld();
    const sha = await git('rev-parse', 'main');
    const run = (name: string, state: string, more = {}) =>
      void repository.checks.push({ kind: 'check run', sha, name, state, ...more });
    run('test', 'failure', { runId: 7 });
    run('test', 'success', { runId: 8 });
    run('lint', 'skipped');
    run('docs', 'neutral');
    run('slow', 'in_progress');
    run('old', 'cancelled', { appId: 99 });
    repository.checks.push({ kind: 'check run', sha: 'f'.repeat(40), name: 'elsewhere', state: 'failure' });
    const found = await listCheckRuns(open({ checks: 'read' }), sha);
    expect(found.map(({ name, state, isGreen }) => [name, state, isGreen])).toEqual([
      ['test', 'success', true],
      ['lint', 'skipped', true],
      ['docs', 'neutral', true],
      ['slow', 'in_progress', false],
      ['old', 'cancelled', false],
    ]);
    expect(found[0]?.url).toContain('/actions/runs/8/');
    expect(found.at(-1)?.appId).toBe(99);
    await expect(listCheckRuns(open({ contents: 'write' }), sha)).rejects.toMatchObject({
      hint: expect.stringContaining('checks: read'),
    });
  });

  it('a commit with more checks than a page has is read whole', async () => {
    const { repository, git, open } = await openWorld();
    const sha = await git('rev-parse', 'main');
    for (let number = 0; number < 130; number += 1)
      repository.checks.push({ kind: 'check run', sha, name: `job ${number}`, state: 'success' });
    expect(await listCheckRuns(open({ checks: 'read' }), sha)).toHaveLength(130);
  });

  it('statuses are read apart from runs, with a right of their own', async () => {
    const { repository, git, open } = await openWorld();
    const sha = await git('rev-parse', 'main');
    repository.checks.push({ kind: 'status', sha, name: 'ci/old', state: 'pending' });
    expect(await listStatuses(open({ statuses: 'read' }), sha)).toMatchObject([
      { name: 'ci/old', state: 'pending', isGreen: false },
    ]);
    await expect(listStatuses(open({ checks: 'read' }), sha)).rejects.toMatchObject({
      hint: expect.stringContaining('statuses: read'),
    });
  });

  it('the checks that classic protection requires are listed, with the right to read contents only', async () => {
    const { repository, open } = await openWorld();
    const rule = {
      pattern: 'refs/heads/main',
      source: 'branch-protection',
      requiredStatusChecks: ['test'],
    } as const;
    repository.protections = [rule];
    expect(await listRequiredChecks(open({ contents: 'read' }), 'main')).toEqual([
      { name: 'test', appId: undefined },
    ]);
    repository.protections = [rule, { ...rule, source: 'ruleset', requiredStatusChecks: ['test', 'lint'] }];
    const both = await listRequiredChecks(open({ contents: 'read' }), 'main');
    expect(both.map(({ name }) => name).sort()).toEqual(['lint', 'test']);
    repository.protections = [
      { pattern: 'refs/heads/main', source: 'branch-protection', requirePullRequest: true },
    ];
    expect(await listRequiredChecks(open({ contents: 'read' }), 'main')).toEqual([]);
  });

  it('the checks that the rules of a branch require are listed once', async () => {
    const { repository, open } = await openWorld();
    const rule = {
      pattern: 'refs/heads/main',
      source: 'ruleset',
      requiredStatusChecks: ['test', 'lint'],
    } as const;
    repository.protections = [rule, { ...rule, requiredStatusChecks: ['test'] }];
    const required = await listRequiredChecks(open({ contents: 'read' }), 'main');
    expect(required.map(({ name }) => name)).toEqual(['test', 'lint']);
    expect(await listRequiredChecks(open({ contents: 'read' }), 'other')).toEqual([]);
  });

  it('a branch of a private repository on the free plan has no rules, and the answer of 403 is no missing permission', async () => {
    const { repository, open } = await openWorld({ private: true, plan: 'free' });
    const rule = { pattern: 'refs/heads/main', source: 'ruleset', requiredStatusChecks: ['test'] } as const;
    repository.protections = [rule];
    expect(await listRequiredChecks(open({ contents: 'read' }), 'main')).toEqual([]);
    expect(await listForbiddingRules(open({ contents: 'read' }), 'main')).toEqual([]);
  });
});
