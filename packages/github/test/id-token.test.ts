import { readJobEnvironment } from '@slipway/core/job-environment';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { idTokenRequestHost } from '@slipway/emulators/tokens';
import { describe, expect, it } from 'vitest';
import { decodeClaims, requestIdToken } from '../src/id-token.ts';
import { jobOf, openWorld, type TestWorld } from './world.ts';

function request(world: TestWorld, masked: string[], requestUrl?: string, requestToken?: string) {
  const job = readJobEnvironment({
    ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
  });
  const log = { ...createMemoryLog(), mask: (secret: string): void => void masked.push(secret) };
  return requestIdToken({ http: world.http, log, job }, 'sigstore');
}

describe('an ID token', () => {
  it('is given for the audience and masked before anybody has it', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({ 'id-token': 'write' }));
    const masked: string[] = [];
    const token = await request(world, masked, job.idTokenRequestUrl, job.idTokenRequestToken);
    expect(masked).toEqual([token]);
    expect(decodeClaims(token)).toMatchObject({ aud: 'sigstore', repository: 'octo/demo' });
  });

  it('is missing with the words that help when the job has no permission', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({}));
    await expect(request(world, [], job.idTokenRequestUrl, job.idTokenRequestToken)).rejects.toMatchObject({
      code: 'E_GITHUB_ID_TOKEN_PERMISSION',
      hint: expect.stringContaining('id-token: write'),
    });
  });

  it.each([
    ['a failure that lasts', { kind: 'status', status: 500, body: '{}' }],
    ['a page for people', { kind: 'html' }],
    ['an answer without a value', { kind: 'status', status: 200, body: '{"count":0,"value":""}' }],
  ] as const)('is not taken from %s', async (_, effect) => {
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

  it('comes after a failure that passes', async () => {
    const world = await openWorld();
    const job = world.world.tokens.issueJob(jobOf({ 'id-token': 'write' }));
    world.world.gateway.faults.add({
      on: { host: idTokenRequestHost },
      effect: { kind: 'status', status: 500 },
    });
    expect(await request(world, [], job.idTokenRequestUrl, job.idTokenRequestToken)).toContain('.');
  });
});
