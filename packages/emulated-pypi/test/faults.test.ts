import { call } from '@slipway/testkit/client';
import { findNamedFault } from '@slipway/world/named-faults';
import { describe, expect, it } from 'vitest';
import { idToken, mint, openPypiWorld, upload } from './world.ts';

async function struckBy(name: string) {
  const of = await openPypiWorld({ faults: findNamedFault(name)?.faults ?? [] });
  return { of, token: of.pypi.addToken('alice') };
}

describe('faults between a release and PyPI', () => {
  it('a lost mint response leaves the ID token used', async () => {
    const { of } = await struckBy('mint-answer-lost');
    const token = await idToken(of);
    await expect(mint(of, token)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(JSON.parse((await mint(of, token)).body).errors[0].code).toBe('invalid-reuse-token');
    expect((await mint(of, await idToken(of))).status).toBe(200);
  });

  it('a failed mint leaves the ID token unused', async () => {
    const { of } = await struckBy('mint-500');
    const token = await idToken(of);
    expect((await mint(of, token)).status).toBe(500);
    expect((await mint(of, token)).status).toBe(200);
  });

  it('a 503 for an upload leaves the file stored or not, as the fault says', async () => {
    for (const [name, kept] of [
      ['upload-503', 0],
      ['upload-503-after-commit', 1],
    ] as const) {
      const { of, token } = await struckBy(name);
      expect((await upload(of, token)).status).toBe(503);
      expect(of.pypi.listFiles().length).toBe(kept);
      expect((await upload(of, token)).status).toBe(200);
      expect(of.pypi.listFiles().length).toBe(1);
    }
  });

  it('a stale index hides a new project from its first readers', async () => {
    const { of, token } = await struckBy('index-stale');
    await upload(of, token);
    const read = async () => (await call(of.world.gateway, `${of.index}/simple/demo/`)).status;
    expect([await read(), await read(), await read(), await read()]).toEqual([404, 404, 404, 200]);
  });
});
