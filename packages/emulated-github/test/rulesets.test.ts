import { describe, expect, it } from 'vitest';
import type { RefProtection } from '../src/model.ts';
import { openWorld, type TestWorld } from './world.ts';

const put = async (world: TestWorld, token: string, branch = 'main'): Promise<[number, unknown]> => {
  const body = { message: 'x', content: Buffer.from(String(Math.random())).toString('base64'), branch };
  const answer = await world.api(token, 'PUT', '/contents/x.txt', body);
  return [answer.status, answer.json['message']];
};

const onMain = (rules: Partial<RefProtection>): readonly RefProtection[] => [
  { pattern: 'refs/heads/main', source: 'ruleset', ...rules },
];

describe('protected refs', () => {
  it.each<[rules: Partial<RefProtection>, words: string]>([
    [{ requiredStatusChecks: ['ci'] }, 'Required status check "ci" is expected.'],
    [{ requiredStatusChecks: ['a', 'b'] }, '2 of 2 required status checks are expected.'],
    [{ locked: true }, 'Cannot change this locked branch'],
    [{ restrictPushes: true }, "You're not authorized to push to this branch."],
  ])('a branch with the rules %j is not changed by a job', async (rules, words) => {
    const world = await openWorld({ protections: onMain(rules) });
    const [status, message] = await put(world, world.jobToken({ contents: 'write' }));
    expect(status).toBeGreaterThanOrEqual(409);
    expect(message).toContain(words);
  });

  it('a protected branch is changed by a bypass actor, and an excluded branch by anyone', async () => {
    const bypass = await openWorld({
      protections: onMain({ update: true, bypass: ['github-actions[bot]'] }),
    });
    expect((await put(bypass, bypass.jobToken({ contents: 'write' })))[0]).toBe(201);
    const excluded = await openWorld({
      protections: [
        { pattern: ['refs/heads/**/*'], exclude: ['refs/heads/main'], source: 'ruleset', update: true },
      ],
    });
    expect((await put(excluded, excluded.jobToken({ contents: 'write' })))[0]).toBe(201);
  });

  it('a star in a pattern does not match a slash', async () => {
    const world = await openWorld({
      protections: [{ pattern: 'refs/tags/v*', source: 'ruleset', creation: true }],
    });
    const token = world.jobToken({ contents: 'write' });
    const sha = (await world.api<{ sha: string }>(token, 'GET', '/commits/main')).json.sha;
    const create = async (tag: string) =>
      (await world.api(token, 'POST', '/git/refs', { ref: `refs/tags/${tag}`, sha })).status;
    expect(await create('v1.0')).toBe(422);
    expect(await create('v/1.0')).toBe(201);
  });
});

describe('rulesets and branch protection over REST', () => {
  it('rules are visible to everyone and bypass actors only to administrators', async () => {
    const world = await openWorld({
      protections: [
        {
          id: 77,
          name: 'tags',
          pattern: ['refs/tags/v*'],
          source: 'ruleset',
          deletion: true,
          bypass: ['github-actions[bot]'],
        },
        { pattern: 'refs/heads/main', source: 'branch-protection', requirePullRequest: true, deletion: true },
      ],
    });
    const admin = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const job = world.jobToken({ contents: 'read' });
    expect((await world.api(job, 'GET', '/rulesets')).json).toMatchObject([
      { id: 77, name: 'tags', target: 'tag' },
    ]);
    expect((await world.api(job, 'GET', '/rulesets?targets=branch')).json).toEqual([]);
    const seen = (await world.api(job, 'GET', '/rulesets/77')).json;
    expect(seen).toMatchObject({
      conditions: { ref_name: { include: ['refs/tags/v*'], exclude: [] } },
      rules: [{ type: 'deletion' }],
    });
    expect(seen).not.toHaveProperty('bypass_actors');
    expect((await world.api(admin, 'GET', '/rulesets/77')).json).toMatchObject({
      bypass_actors: [{ actor_type: 'Integration', actor_id: 15_368, bypass_mode: 'always' }],
    });
    expect((await world.api(job, 'GET', '/rulesets/2')).status).toBe(404);
    const path = '/branches/main/protection';
    expect((await world.api(job, 'GET', path)).status).toBe(403);
    expect((await world.api(admin, 'GET', path)).json).toMatchObject({
      required_pull_request_reviews: { required_approving_review_count: 0 },
      allow_deletions: { enabled: false },
      allow_force_pushes: { enabled: true },
    });
    const open = await openWorld();
    const owner = open.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const missing = await open.api(owner, 'GET', path);
    expect([missing.status, missing.json['message']]).toEqual([404, 'Branch not protected']);
  });
});
