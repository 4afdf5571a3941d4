import { readJobEnvironment } from '@slipway/core/job-environment';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { idTokenRequestHost } from '@slipway/emulated-github/jobs/tokens';
import { describe, expect, it } from 'vitest';
import { decodeClaims, requestIdToken } from '../src/job/id-token.ts';
import { jobOf, openWorld, type TestWorld } from './world.ts';

function request(world: TestWorld, masked: string[], requestUrl?: string, requestToken?: string) {
  const job = readJobEnvironment({
    ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
  });
  const log = { ...createMemoryLog(), mask: (secret: string): void => void masked.push(secret) };
  return requestIdToken({ http: world.http, log, job }, 'sigstore');
}

describe('ID token', () => {
  it('an ID token is masked before it is returned for its audience', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({ 'id-token': 'write' }));
    const masked: string[] = [];
    const token = await request(world, masked, job.idTokenRequestUrl, job.idTokenRequestToken);
    expect(masked).toEqual([token]);
    expect(decodeClaims(token)).toMatchObject({ aud: 'sigstore', repository: 'octo/demo' });
  });

  it('a missing id-token permission is named in the hint', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({}));
    await expect(request(world, [], job.idTokenRequestUrl, job.idTokenRequestToken)).rejects.toMatchObject({
      code: 'E_GITHUB_ID_TOKEN_PERMISSION',
      hint: expect.stringContaining('id-token: write'),
    });
  });

  it.each([
    ['a permanent server error', { kind: 'status', status: 500, body: '{}' }],
    ['an HTML page', { kind: 'html' }],
    ['a response without a value', { kind: 'status', status: 200, body: '{"count":0,"value":""}' }],
  ] as const)('an ID token request fails on %s', async (_, effect) => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({ 'id-token': 'write' }));
    world.world.gateway.faults.add({
      on: { host: idTokenRequestHost, times: Number.POSITIVE_INFINITY },
      effect,
    });
    const failure = await request(world, [], job.idTokenRequestUrl, job.idTokenRequestToken).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'E_GITHUB_ID_TOKEN' });
    expect(String(failure)).not.toContain(job.idTokenRequestToken);
  });

  it('an ID token is returned after a temporary failure', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({ 'id-token': 'write' }));
    world.world.gateway.faults.add({
      on: { host: idTokenRequestHost },
      effect: { kind: 'status', status: 500 },
    });
    expect(await request(world, [], job.idTokenRequestUrl, job.idTokenRequestToken)).toContain('.');
  });
});
