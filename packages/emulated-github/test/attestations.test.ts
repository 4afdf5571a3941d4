import { describe, expect, it } from 'vitest';
import { signedBundle } from './fixtures/signed-bundle.ts';
import { openWorld } from './world.ts';

const sha256 = 'a'.repeat(64);
const write = { attestations: 'write' } as const;
const list = `/attestations/sha256:${sha256}`;

describe('attestations of the emulated GitHub', () => {
  it('an attestation is stored once per request and found by the digest of each subject', async () => {
    const world = await openWorld();
    const token = world.jobToken(write);
    expect((await world.api(token, 'GET', list)).status).toBe(404);
    const bundle = await signedBundle({ sha256: [sha256, 'b'.repeat(64)] });
    const created = await world.api(token, 'POST', '/attestations', { bundle });
    expect([created.status, typeof created.json['id']]).toEqual([201, 'number']);
    for (const digest of [sha256, 'b'.repeat(64)]) {
      const found = await world.api(token, 'GET', `/attestations/sha256:${digest}`);
      expect(found.json).toMatchObject({ attestations: [{ bundle, initiator: 'user' }] });
    }
    const provenance = await world.api(token, 'GET', `${list}?predicate_type=provenance`);
    expect(provenance.status).toBe(200);
    expect((await world.api(token, 'GET', `${list}?predicate_type=release`)).status).toBe(404);
    // Everybody may read what is public.
    expect((await world.api(undefined, 'GET', list)).status).toBe(200);
  });

  it('storing an attestation takes the permission to write attestations', async () => {
    const world = await openWorld();
    const bundle = await signedBundle({ sha256: [sha256] });
    for (const permissions of [{}, { attestations: 'read' }, { contents: 'write' }] as const) {
      const refused = await world.api(world.jobToken(permissions), 'POST', '/attestations', { bundle });
      expect([refused.status, refused.json['message']]).toEqual([
        403,
        'Resource not accessible by integration',
      ]);
      expect(refused.headers['x-accepted-github-permissions']).toBe('attestations=write');
    }
  });

  it.each([
    ['User', 'team', 'Feature not available for user-owned private repositories. To enable'],
    ['Organization', 'team', 'Feature not available for the octo organization. To enable'],
  ] as const)(
    'a private repository of a %s below Enterprise Cloud has no attestations',
    async (ownerType, plan, words) => {
      const world = await openWorld({ private: true, ownerType, plan });
      const bundle = await signedBundle({ sha256: [sha256] });
      const refused = await world.api(world.jobToken(write), 'POST', '/attestations', { bundle });
      expect([refused.status, refused.json['message']]).toEqual([403, expect.stringContaining(words)]);
    },
  );

  it('a private repository of Enterprise Cloud has attestations', async () => {
    const world = await openWorld({ private: true, ownerType: 'Organization', plan: 'enterprise' });
    const bundle = await signedBundle({ sha256: [sha256] });
    expect((await world.api(world.jobToken(write), 'POST', '/attestations', { bundle })).status).toBe(201);
  });

  it('an attestation that a workflow of another repository signed is rejected', async () => {
    const world = await openWorld();
    const bundle = await signedBundle({ sha256: [sha256], repository: 'mallory/demo' });
    const refused = await world.api(world.jobToken(write), 'POST', '/attestations', { bundle });
    expect([refused.status, refused.json['message']]).toEqual([
      422,
      'Invalid Argument - values do not match: https://github.com/mallory/demo != https://github.com/octo/demo',
    ]);
  });

  it.each([
    ['nothing', {}, '"bundle" wasn'],
    ['no envelope', { bundle: {} }, 'The bundle has no statement'],
    ['no certificate', { bundle: { dsseEnvelope: envelope([{ digest: { sha256 } }]) } }, 'no certificate'],
    ['no subjects', { bundle: { dsseEnvelope: envelope([]) } }, 'The statement has no subjects'],
    [
      'another digest',
      { bundle: { dsseEnvelope: envelope([{ digest: { sha1: 'a' } }]) } },
      'no sha256 digest',
    ],
  ])('a request with %s is rejected', async (_what, body, words) => {
    const world = await openWorld();
    const refused = await world.api(world.jobToken(write), 'POST', '/attestations', body);
    expect([refused.status, refused.json['message']]).toEqual([422, expect.stringContaining(words)]);
  });
});

function envelope(subject: readonly unknown[]): unknown {
  const statement = { subject, predicateType: 'https://slsa.dev/provenance/v1' };
  return { payload: Buffer.from(JSON.stringify(statement)).toString('base64') };
}
