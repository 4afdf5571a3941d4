import { call } from '@slipway/testkit/client';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { openWorld } from '@slipway/testkit/world';
import type { World } from '@slipway/world/world';
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { JobCredentials } from '../../src/jobs/identity.ts';
import { deriveNumericId } from '../../src/jobs/repository-facts.ts';

const issuer = 'https://token.actions.githubusercontent.com';

function ask(world: World, job: JobCredentials, query = '', authorization?: string) {
  const headers = { authorization: authorization ?? `Bearer ${job.idTokenRequestToken ?? ''}` };
  return call(world.gateway, `${job.idTokenRequestUrl ?? ''}${query}`, { headers });
}

async function verify(world: World, token: string, audience: string) {
  const discovery = JSON.parse(
    (await call(world.gateway, `${issuer}/.well-known/openid-configuration`)).body,
  );
  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri), {
    [customFetch]: async (address: string | URL) => {
      const answer = await call(world.gateway, String(address));
      return new Response(answer.body, { status: answer.status });
    },
  });
  return jwtVerify(token, keys, { issuer: discovery.issuer, audience, algorithms: ['RS256'] });
}

async function claimsOf(world: World, changes: Parameters<typeof jobIdentity>[0]) {
  const { value } = JSON.parse((await ask(world, world.tokens.issueJob(jobIdentity(changes)))).body);
  return (await verify(world, value, 'https://github.com/octo')).payload;
}

describe('ID token', () => {
  it('an ID token is verified through discovery and contains the claims of the job as strings', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity({ environment: 'pypi' }));
    const answer = await ask(world, job, '&audience=pypi');
    const { value, count } = JSON.parse(answer.body);
    expect(count).toBe(value.length);
    const { payload, protectedHeader } = await verify(world, value, 'pypi');
    expect(Object.keys(protectedHeader).sort()).toEqual(['alg', 'kid', 'typ', 'x5t']);
    const { iat = 0, nbf, exp, jti, environment_node_id: node, ...claims } = payload;
    expect([nbf, exp]).toEqual([iat - 600, iat + 300]);
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(node).toMatch(/^EN_/);
    const workflow = 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
    const { sha } = jobIdentity();
    expect(claims).toEqual({
      iss: issuer,
      aud: 'pypi',
      sub: 'repo:octo/demo:environment:pypi',
      ref: 'refs/tags/v1.2.0',
      ref_type: 'tag',
      ref_protected: 'false',
      sha,
      repository: 'octo/demo',
      repository_id: String(deriveNumericId('repository', 'octo/demo')),
      repository_owner: 'octo',
      repository_owner_id: String(deriveNumericId('account', 'octo')),
      repository_visibility: 'public',
      run_id: '7001',
      run_number: '12',
      run_attempt: '1',
      check_run_id: '90001',
      actor: 'octocat',
      actor_id: String(deriveNumericId('account', 'octocat')),
      workflow: 'release',
      workflow_ref: workflow,
      workflow_sha: sha,
      job_workflow_ref: workflow,
      job_workflow_sha: sha,
      head_ref: '',
      base_ref: '',
      event_name: 'push',
      runner_environment: 'github-hosted',
      environment: 'pypi',
    });
  });

  it('an ID token without an audience is for the owner and is different each time', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    const [first, second] = await Promise.all([ask(world, job), ask(world, job, '&audience=')]);
    const payloads = await Promise.all(
      [first, second].map(({ body }) => verify(world, JSON.parse(body).value, 'https://github.com/octo')),
    );
    expect(new Set(payloads.map(({ payload }) => payload.jti)).size).toBe(2);
  });

  it('the subject is the environment, else the pull request, else the ref', async () => {
    const world = await openWorld();
    expect((await claimsOf(world, {})).sub).toBe('repo:octo/demo:ref:refs/tags/v1.2.0');
    const pull = { eventName: 'pull_request', ref: 'refs/pull/3/merge', headRef: 'fix', baseRef: 'main' };
    expect(await claimsOf(world, pull)).toMatchObject({
      sub: 'repo:octo/demo:pull_request',
      ref_type: 'branch',
      head_ref: 'fix',
      base_ref: 'main',
    });
    expect((await claimsOf(world, { ...pull, environment: 'a:b' })).sub).toBe(
      'repo:octo/demo:environment:a%3Ab',
    );
  });

  it('an immutable subject contains the ids of owner and repository', async () => {
    const world = await openWorld({
      subjectFormat: 'immutable',
      describeRepository: () => ({ repositoryId: 22, ownerId: 11, visibility: 'private' }),
      isRefProtected: () => true,
    });
    expect(await claimsOf(world, {})).toMatchObject({
      sub: 'repo:octo@11/demo@22:ref:refs/tags/v1.2.0',
      repository_visibility: 'private',
      ref_protected: 'true',
    });
  });

  it('a called workflow has its own job_workflow_ref', async () => {
    const world = await openWorld();
    const jobWorkflowRef = 'octo/shared/.github/workflows/build.yml@refs/heads/main';
    expect(await claimsOf(world, { jobWorkflowRef })).toMatchObject({
      workflow_ref: 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
      job_workflow_ref: jobWorkflowRef,
    });
  });
});

describe('ID token endpoint', () => {
  it('the authorization scheme is accepted in any case', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    const answer = await ask(world, job, '', `bearer ${job.idTokenRequestToken ?? ''}`);
    expect(decodeProtectedHeader(JSON.parse(answer.body).value).alg).toBe('RS256');
  });

  it('a job without "id-token: write" gets no endpoint', async () => {
    const world = await openWorld();
    for (const level of ['read', 'none'] as const) {
      const job = world.tokens.issueJob(jobIdentity({ permissions: { 'id-token': level } }));
      expect(job.idTokenRequestUrl).toBeUndefined();
      expect(job.idTokenRequestToken).toBeUndefined();
    }
  });

  it('an unknown, wrong, foreign or revoked token is rejected', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    const other = world.tokens.issueJob(jobIdentity({ jobId: 'other', checkRunId: 2 }));
    for (const wrong of ['', 'Bearer nothing', `Bearer ${job.token}`, `Bearer ${job.runtimeToken}`]) {
      const answer = await ask(world, job, '', wrong);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.body).message).toContain('Client authentication required');
    }
    expect((await ask(world, job, '', `Bearer ${other.idTokenRequestToken ?? ''}`)).status).toBe(403);
    world.tokens.revokeJob(job);
    expect((await ask(world, job)).status).toBe(401);
  });
});
