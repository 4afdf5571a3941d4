import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DeploymentPolicy, EnvironmentOptions } from '../src/settings/environments.ts';
import { matchesRefPattern } from '../src/settings/ref-pattern.ts';
import { openWorld, type TestWorld } from './world.ts';

// What `File.fnmatch(pattern, name, File::FNM_PATHNAME)` of Ruby 3.4.1 says.
const verdictsOfRuby = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/fnmatch.json'), 'utf8'),
) as [pattern: string, name: string, matches: boolean][];

describe('matchesRefPattern', () => {
  it('every pattern matches the same names as File.fnmatch in Ruby', () => {
    const wrong = verdictsOfRuby.filter(
      ([pattern, name, matches]) => matchesRefPattern(pattern, name) !== matches,
    );
    expect(wrong).toEqual([]);
    expect(verdictsOfRuby.filter(([, , matches]) => matches).length).toBeGreaterThan(60);
  });
});

const selected = (name: string, type: DeploymentPolicy['type']): Partial<EnvironmentOptions> => ({
  policies: [{ name, type }],
});

async function openWithEnvironment(options: Partial<EnvironmentOptions>): Promise<TestWorld> {
  return openWorld({ environments: [{ name: 'pypi', ...options }] });
}

describe('deployments to an environment', () => {
  it.each<[policy: string, options: Partial<EnvironmentOptions>, ref: string]>([
    ['no restriction', {}, 'refs/tags/v1.2.0'],
    ['the tags v*', selected('v*', 'tag'), 'refs/tags/v1.2.0'],
    ['the tags [0-9]*', selected('[0-9]*', 'tag'), 'refs/tags/24.1.0'],
    ['the branch main', selected('main', 'branch'), 'refs/heads/main'],
    ['the branches release/*/*', selected('release/*/*', 'branch'), 'refs/heads/release/1/2'],
    ['protected branches, of which none exist', { refs: 'protected-branches' }, 'refs/heads/topic'],
  ])('a deployment to an environment with %s is allowed', async (_policy, options, ref) => {
    const { github } = await openWithEnvironment(options);
    expect(github.requestDeployment('octo/demo', 'pypi', ref)).toMatchObject({
      refusals: [],
      created: false,
    });
  });

  it.each<[policy: string, options: Partial<EnvironmentOptions>, ref: string, words: string]>([
    ['the branch main', selected('main', 'branch'), 'refs/tags/v1.2.0', 'Tag "v1.2.0"'],
    ['the branches v*', selected('v*', 'branch'), 'refs/tags/v1.2.0', 'Tag "v1.2.0"'],
    ['the tags v*', selected('v*', 'tag'), 'refs/tags/24.1.0', 'Tag "24.1.0"'],
    ['the tags *', selected('*', 'tag'), 'refs/tags/liba/v1.0', 'Tag "liba/v1.0"'],
    ['the tags main', selected('main', 'tag'), 'refs/heads/main', 'Branch "main"'],
    [
      'the branches release/*',
      selected('release/*', 'branch'),
      'refs/heads/release/1/2',
      'Branch "release/1/2"',
    ],
    ['selected refs, of which none exist', { refs: 'selected' }, 'refs/tags/v1.2.0', 'Tag "v1.2.0"'],
    ['protected branches only', { refs: 'protected-branches' }, 'refs/tags/v1.2.0', 'Tag "v1.2.0"'],
  ])('a deployment to an environment with %s is rejected', async (_policy, options, ref, words) => {
    const { github } = await openWithEnvironment(options);
    expect(github.requestDeployment('octo/demo', 'PyPI', ref).refusals).toEqual([
      `${words} is not allowed to deploy to pypi due to environment protection rules.`,
      "The deployment was rejected or didn't satisfy other protection rules.",
    ]);
  });

  it('only a protected branch may deploy once a branch is protected', async () => {
    const { github } = await openWorld({
      environments: [{ name: 'pypi', refs: 'protected-branches' }],
      protections: [{ pattern: 'refs/heads/main', source: 'branch-protection', deletion: true }],
    });
    const ask = (ref: string) => github.requestDeployment('octo/demo', 'pypi', ref).refusals.length;
    expect(ask('refs/heads/main')).toBe(0);
    expect(ask('refs/heads/topic')).toBe(2);
    expect(ask('refs/tags/main')).toBe(2);
  });

  it('a missing environment is created without rules', async () => {
    const { github } = await openWorld();
    const first = github.requestDeployment('octo/demo', 'pypy', 'refs/tags/v1');
    expect(first).toMatchObject({ refusals: [], created: true, environment: { name: 'pypy', refs: 'any' } });
    expect(github.requestDeployment('octo/demo', 'pypy', 'refs/tags/v1').created).toBe(false);
  });
});

describe('environments over REST', () => {
  it('an environment and its tag policy are created by an administrator and read by a job', async () => {
    const world = await openWorld();
    const admin = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const job = world.jobToken({ actions: 'read' });
    const path = '/environments/pypi';
    expect((await world.api(job, 'GET', path)).status).toBe(404);
    const policy = { protected_branches: false, custom_branch_policies: true };
    expect((await world.api(job, 'PUT', path, { deployment_branch_policy: policy })).status).toBe(403);
    expect((await world.api(admin, 'PUT', path, { deployment_branch_policy: policy })).json).toMatchObject({
      name: 'pypi',
      protection_rules: [{ type: 'branch_policy' }],
      deployment_branch_policy: policy,
    });
    const patterns = `${path}/deployment-branch-policies`;
    const wanted = { name: 'v*', type: 'tag' };
    expect((await world.api(admin, 'POST', patterns, wanted)).json).toMatchObject(wanted);
    expect((await world.api(admin, 'POST', patterns, wanted)).status).toBe(303);
    expect((await world.api(job, 'GET', patterns)).json).toMatchObject({
      total_count: 1,
      branch_policies: [wanted],
    });
    expect(world.github.requestDeployment('octo/demo', 'pypi', 'refs/tags/v1').refusals).toEqual([]);
    expect((await world.api(job, 'GET', '/environments')).json).toMatchObject({
      total_count: 1,
      environments: [{ name: 'pypi' }],
    });
    // Another PUT that leaves the policy out takes it back, patterns included.
    await world.api(admin, 'PUT', path, { wait_timer: 30 });
    expect((await world.api(job, 'GET', path)).json).toMatchObject({
      protection_rules: [{ type: 'wait_timer', wait_timer: 30 }],
      deployment_branch_policy: null,
    });
    expect((await world.api(job, 'GET', patterns)).status).toBe(404);
    expect((await world.api(admin, 'POST', patterns, wanted)).status).toBe(404);
  });

  it('an environment of a private repository has rules only if the plan includes them', async () => {
    const policies = [{ name: 'main', type: 'branch' }] as const;
    const options = { private: true, environments: [{ name: 'pypi', policies }] };
    const ask = async (plan: 'free' | 'team'): Promise<number> => {
      const { github } = await openWorld({ ...options, plan });
      return github.requestDeployment('octo/demo', 'pypi', 'refs/tags/v1').refusals.length;
    };
    expect([await ask('free'), await ask('team')]).toEqual([0, 2]);
    const world = await openWorld({ private: true });
    const admin = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const refused = await world.api(admin, 'PUT', '/environments/new', { wait_timer: 5 });
    expect([refused.status, refused.json['message']]).toEqual([
      422,
      'Failed to create the environment protection rule. Please ensure the billing plan supports the wait timer protection rule.',
    ]);
    expect((await world.api(admin, 'GET', '/environments/new')).json).toMatchObject({ protection_rules: [] });
  });

  it('required reviewers are returned, and invalid rules are rejected', async () => {
    const world = await openWorld({
      environments: [
        {
          name: 'pypi',
          reviewers: [
            { type: 'User', name: 'mona' },
            { type: 'Team', name: 'releasers' },
          ],
          preventSelfReview: true,
        },
      ],
    });
    const admin = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const path = '/environments/pypi';
    expect((await world.api(admin, 'GET', path)).json).toMatchObject({
      protection_rules: [
        {
          type: 'required_reviewers',
          prevent_self_review: true,
          reviewers: [
            { type: 'User', reviewer: { login: 'mona' } },
            { type: 'Team', reviewer: { slug: 'releasers' } },
          ],
        },
      ],
    });
    const put = async (body: unknown): Promise<unknown> => {
      const answer = await world.api(admin, 'PUT', path, body);
      return [answer.status, answer.json['message']];
    };
    expect(
      await put({ deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } }),
    ).toEqual([422, '"custom_branch_policies" and "protected_branches" cannot have the same value']);
    expect(await put({ wait_timer: 43_201 })).toEqual([422, expect.stringContaining('43201')]);
    expect(await put({ reviewers: [{ type: 'User', id: 1 }] })).toEqual([422, 'Validation Failed']);
    expect((await world.api(admin, 'GET', path)).json).toMatchObject({
      protection_rules: [{ type: 'required_reviewers' }],
    });
  });
});
