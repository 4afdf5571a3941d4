import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { type Answer, call } from '@slipway/testkit/client';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { openWorld } from '@slipway/testkit/world';
import type { World } from '@slipway/world/world';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readIssuerKeys } from '../src/fulcio/identity-token.ts';
import { createGithubSigstoreService } from '../src/github-instance.ts';
import { createSigstoreService, type SigstoreService } from '../src/sigstore-service.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const jsonHeaders = { 'content-type': 'application/json' };

interface Place {
  readonly world: World;
  readonly sigstore: SigstoreService;
  token(audience?: string): Promise<string>;
}

async function open(now: () => number = Date.now): Promise<Place> {
  const world = await openWorld({
    now,
    services: ({ idTokens }) => {
      const sigstore = createSigstoreService({ issuerKeys: () => readIssuerKeys(idTokens), now });
      return { services: [sigstore], handles: { sigstore } };
    },
  });
  const { sigstore } = world.handles;
  const job = world.tokens.issueJob(jobIdentity());
  return {
    world,
    sigstore,
    async token(audience = 'sigstore') {
      const headers = { authorization: `bearer ${job.idTokenRequestToken ?? ''}` };
      const address = `${job.idTokenRequestUrl ?? ''}&audience=${audience}`;
      return JSON.parse((await call(world.gateway, address, { headers })).body).value;
    },
  };
}

function subjectOf(token: string): string {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;
}

function askFulcio(world: World, token: string, proofOf: string = subjectOf(token)): Promise<Answer> {
  const body = JSON.stringify({
    credentials: { oidcIdentityToken: token },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: publicKey },
      proofOfPossession: sign('sha256', Buffer.from(proofOf), keys.privateKey).toString('base64'),
    },
  });
  const address = 'https://fulcio.sigstore.dev/api/v2/signingCert';
  return call(world.gateway, address, { method: 'POST', headers: jsonHeaders, body });
}

async function certificateOf(place: Place): Promise<X509Certificate> {
  const answer = await askFulcio(place.world, await place.token());
  expect(answer.status).toBe(200);
  return new X509Certificate(JSON.parse(answer.body).signedCertificateEmbeddedSct.chain.certificates[0]);
}

function propose(world: World, entry: unknown): Promise<Answer> {
  const address = 'https://rekor.sigstore.dev/api/v1/log/entries';
  return call(world.gateway, address, { method: 'POST', headers: jsonHeaders, body: JSON.stringify(entry) });
}

function dsseEntry(certificate: X509Certificate, text: string, signed: string = text): unknown {
  const payloadType = 'application/vnd.in-toto+json';
  const signature = sign('sha256', dsse.preAuthEncoding(payloadType, Buffer.from(signed)), keys.privateKey);
  const envelope = JSON.stringify({
    payload: Buffer.from(text).toString('base64'),
    payloadType,
    signatures: [{ sig: signature.toString('base64'), keyid: '' }],
  });
  const verifiers = [Buffer.from(certificate.toString()).toString('base64')];
  return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers } } };
}

describe('certificate authority', () => {
  it('a certificate names the workflow and is valid for ten minutes', async () => {
    const certificate = await certificateOf(await open());
    const workflow = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
    expect(certificate.subjectAltName).toBe(`URI:${workflow}`);
    expect(certificate.subject ?? '').toBe('');
    expect(Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)).toBe(600_000);
    const text = certificate.raw.toString('latin1');
    for (const value of [
      'https://token.actions.githubusercontent.com',
      'https://github.com/octo/demo/actions/runs/7001/attempts/1',
      'refs/tags/v1.2.0',
      'github-hosted',
      'public',
    ])
      expect(text).toContain(value);
  });

  it('an ID token with a wrong audience or one that expired is rejected without a reason', async () => {
    let nowMs = Date.now();
    const place = await open(() => nowMs);
    const refused = { code: 3, message: 'There was an error processing the identity token', details: [] };
    const wrongAudience = await askFulcio(place.world, await place.token('pypi'));
    expect([wrongAudience.status, JSON.parse(wrongAudience.body)]).toEqual([400, refused]);
    const token = await place.token();
    nowMs += 301_000;
    const expired = await askFulcio(place.world, token);
    expect([expired.status, JSON.parse(expired.body)]).toEqual([400, refused]);
  });

  it('an ID token that the issuer did not sign is rejected', async () => {
    const place = await open();
    const token = await place.token();
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
    const forged = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
    expect((await askFulcio(place.world, forged)).status).toBe(400);
  });

  it('a proof of possession for a different subject is rejected', async () => {
    const place = await open();
    const answer = await askFulcio(place.world, await place.token(), 'repo:octo/other:ref:refs/heads/main');
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).message).toBe(
      'The signature supplied in the request could not be verified',
    );
  });
});

describe('transparency log', () => {
  it('an entry contains the hashes and the signature of an envelope, not the envelope', async () => {
    const place = await open();
    const certificate = await certificateOf(place);
    const entry = dsseEntry(certificate, '{"a":1}') as {
      readonly spec: { readonly proposedContent: { readonly envelope: string } };
    };
    const answer = await propose(place.world, entry);
    expect(answer.status).toBe(201);
    const [[id, logged] = ['', undefined]] = Object.entries<{ readonly body: string }>(
      JSON.parse(answer.body),
    );
    expect(id).toMatch(/^[0-9a-f]{80}$/);
    expect(answer.headers['location']).toBe(`/api/v1/log/entries/${id}`);
    const { envelope } = entry.spec.proposedContent;
    expect(JSON.parse(Buffer.from(logged?.body ?? '', 'base64').toString())).toEqual({
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        envelopeHash: { algorithm: 'sha256', value: createHash('sha256').update(envelope).digest('hex') },
        payloadHash: { algorithm: 'sha256', value: createHash('sha256').update('{"a":1}').digest('hex') },
        signatures: [
          {
            signature: JSON.parse(envelope).signatures[0].sig,
            verifier: Buffer.from(certificate.toString()).toString('base64'),
          },
        ],
      },
    });
  });

  it('an equal entry is answered with 409 and the address of the first', async () => {
    const place = await open();
    const entry = dsseEntry(await certificateOf(place), '{"a":1}');
    const first = await propose(place.world, entry);
    const second = await propose(place.world, entry);
    expect(second.status).toBe(409);
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(JSON.parse(second.body).message).toContain('an equivalent entry already exists');
    const read = await call(place.world.gateway, `https://rekor.sigstore.dev${first.headers['location']}`);
    expect(read.status).toBe(200);
    expect(Object.keys(JSON.parse(read.body))).toEqual(Object.keys(JSON.parse(first.body)));
    expect(await place.sigstore.entryCount()).toBe(1);
  });

  it('an envelope with a wrong signature and an unknown kind are rejected', async () => {
    const place = await open();
    const certificate = await certificateOf(place);
    const forged = await propose(place.world, dsseEntry(certificate, '{"a":1}', '{"a":2}'));
    expect([forged.status, JSON.parse(forged.body)]).toEqual([
      400,
      { code: 400, message: 'error processing entry: could not verify envelope' },
    ]);
    expect((await propose(place.world, { apiVersion: '0.0.1', kind: 'alpine', spec: {} })).status).toBe(400);
    const absent = `https://rekor.sigstore.dev/api/v1/log/entries/${'0'.repeat(80)}`;
    expect((await call(place.world.gateway, absent)).status).toBe(404);
  });

  it('a signature over a digest is accepted, and one over a different digest is rejected', async () => {
    const place = await open();
    const certificate = await certificateOf(place);
    const value = createHash('sha256').update('an image').digest('hex');
    const entry = (signed: string) => ({
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: 'sha256', value } },
        signature: {
          content: sign('sha256', Buffer.from(signed), keys.privateKey).toString('base64'),
          publicKey: { content: Buffer.from(certificate.toString()).toString('base64') },
        },
      },
    });
    const good = entry('an image');
    const answer = await propose(place.world, good);
    expect(answer.status).toBe(201);
    const [logged] = Object.values<{ readonly body: string }>(JSON.parse(answer.body));
    expect(JSON.parse(Buffer.from(logged?.body ?? '', 'base64').toString())).toEqual(good);
    expect((await propose(place.world, entry('another image'))).status).toBe(400);
  });
});

describe('Sigstore instance of GitHub', () => {
  it("a certificate from GitHub's own authority is not in any log", async () => {
    const place = await open();
    const github = createGithubSigstoreService({
      issuerKeys: async () => {
        const { body } = await call(
          place.world.gateway,
          'https://token.actions.githubusercontent.com/.well-known/jwks',
        );
        return JSON.parse(body);
      },
    });
    const world = await openWorld({ services: () => ({ services: [github], handles: undefined }) });
    const token = await place.token();
    const body = JSON.stringify({
      credentials: { oidcIdentityToken: token },
      publicKeyRequest: {
        publicKey: { algorithm: 'ECDSA', content: publicKey },
        proofOfPossession: sign('sha256', Buffer.from(subjectOf(token)), keys.privateKey).toString('base64'),
      },
    });
    const address = 'https://fulcio.githubapp.com/api/v2/signingCert';
    const answer = await call(world.gateway, address, { method: 'POST', headers: jsonHeaders, body });
    expect(answer.status).toBe(200);
    const { signedCertificateDetachedSct: detached } = JSON.parse(answer.body);
    expect(detached.signedCertificateTimestamp).toBe('');
    const [leaf, intermediate] = detached.chain.certificates.map((pem: string) => new X509Certificate(pem));
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    // RFC 6962, 3.3: the extension with timestamps of a log, 1.3.6.1.4.1.11129.2.4.2.
    const extension = Buffer.from('060a2b06010401d679020402', 'hex');
    expect(leaf.raw.includes(extension)).toBe(false);
    expect((await certificateOf(place)).raw.includes(extension)).toBe(true);
    const root = await github.trustedRoot();
    expect([root['tlogs'], root['ctlogs']]).toEqual([[], []]);
    expect(JSON.stringify(root)).toContain(intermediate.raw.toString('base64'));
    expect(JSON.stringify(await place.sigstore.trustedRoot())).not.toContain(
      intermediate.raw.toString('base64'),
    );
  });
});
