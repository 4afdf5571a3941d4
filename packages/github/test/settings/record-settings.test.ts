import { describe, expect, it } from 'vitest';
import { recordSettings } from '../../src/settings/record-settings.ts';
import { openWorld } from '../world.ts';

const path = /\/actions\/permissions$/;
const refusal = (message: string, headers: Readonly<Record<string, string>> = {}) => ({
  ...{ kind: 'status' as const, status: 403, body: JSON.stringify({ message }) },
  headers: { 'content-type': 'application/json', ...headers },
});

describe('recordSettings', () => {
  it.each<[string, Parameters<typeof refusal>]>([
    ['the primary rate limit', ['API rate limit exceeded for user ID 1.', { 'x-ratelimit-remaining': '0' }]],
    ['a secondary rate limit without headers', ['You have exceeded a secondary rate limit.']],
  ])('%s ends the recording instead of being recorded as a refusal', async (_what, words) => {
    const world = await openWorld();
    world.world.gateway.faults.add({
      on: { path, times: Number.POSITIVE_INFINITY },
      effect: refusal(...words),
    });
    await expect(recordSettings(world.open(), { environments: [] })).rejects.toMatchObject({
      blame: 'remote',
      message: expect.stringContaining('rate limit'),
    });
  });

  it('what the token may not see is recorded as GitHub refused it', async () => {
    const recording = await recordSettings((await openWorld()).open(), { environments: [] });
    expect(recording['GET /repos/octo/demo/actions/permissions']).toMatchObject({ status: '403' });
  });

  it('rules of a private repository on the free plan are recorded as GitHub refuses them', async () => {
    const { open } = await openWorld({ private: true, plan: 'free' });
    const recording = await recordSettings(open(), { environments: [] });
    const upgrade = { status: '403', message: expect.stringContaining('Upgrade to GitHub Pro') };
    for (const place of ['rulesets', 'rules/branches/main'])
      expect(recording[`GET /repos/octo/demo/${place}`], place).toMatchObject(upgrade);
  });
});
