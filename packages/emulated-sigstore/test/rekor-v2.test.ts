import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { EmulatorRequest } from '@slipway/gateway/service';
import { describe, expect, it } from 'vitest';
import { handleRekorV2 } from '../src/rekor/rekor-v2.ts';
import { createTileLog } from '../src/rekor/tile-log.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicDer = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const keyDetails = 'PKIX_ECDSA_P256_SHA_256';

async function open() {
  const log = await createTileLog();
  const ask = async (body: unknown, method = 'POST', path = '/api/v2/log/entries') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request: EmulatorRequest = {
      method,
      host: 'log2025-1.rekor.sigstore.dev',
      url: new URL(`https://log2025-1.rekor.sigstore.dev${path}`),
      headers: { 'content-type': 'application/json' },
      bytes: async () => Buffer.from(text),
      async *stream() {},
    };
    const { status, headers, body: answer } = await handleRekorV2(log, request);
    return { status, headers, body: JSON.parse(String(answer)) };
  };
  return { log, ask };
}

function proposal(signed: string, changes: object = {}, signature: object = {}) {
  const digest = createHash('sha256').update(signed).digest('base64');
  const content = sign('sha256', Buffer.from(signed), keys.privateKey).toString('base64');
  const verifier = { publicKey: { rawBytes: publicDer }, keyDetails };
  return { hashedRekordRequestV002: { digest, signature: { content, verifier, ...signature }, ...changes } };
}

describe('Rekor API v2', () => {
  it('a new entry is answered with an inclusion proof and without a time', async () => {
    const { log, ask } = await open();
    const asked = proposal('an image');
    const { status, body } = await ask(asked);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      logIndex: '1',
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
      integratedTime: '0',
      inclusionPromise: null,
      inclusionProof: { logIndex: '1', treeSize: '2' },
    });
    const { digest, signature } = asked.hashedRekordRequestV002;
    // RFC 8785: names in order, no spaces.
    expect(Buffer.from(body.canonicalizedBody, 'base64').toString()).toBe(
      `{"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"${digest}"},"signature":{"content":"${signature.content}","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","publicKey":{"rawBytes":"${publicDer}"}}}}}}`,
    );
    const [note = '', line = ''] = body.inclusionProof.checkpoint.envelope.split('\n\n');
    expect(note).toBe(`log2025-1.rekor.sigstore.dev\n2\n${body.inclusionProof.rootHash}`);
    const [, name, encoded = ''] = line.trimEnd().split(' ');
    expect(name).toBe('log2025-1.rekor.sigstore.dev');
    const bytes = Buffer.from(encoded, 'base64');
    expect(bytes.subarray(0, 4)).toEqual(
      createHash('sha256').update(log.keys.publicDer).digest().subarray(0, 4),
    );
    const key = createPublicKey({ key: log.keys.publicDer, format: 'der', type: 'spki' });
    expect(verify('sha256', Buffer.from(`${note}\n`), key, bytes.subarray(4))).toBe(true);
  });

  it('an equal entry is answered with 409 and the existing index', async () => {
    const { log, ask } = await open();
    const asked = proposal('an image');
    await ask(asked);
    const { status, headers, body } = await ask(asked);
    expect(status).toBe(409);
    expect(headers?.['x-log-index']).toBe('1');
    expect(body).toEqual({
      code: 6,
      message: 'an equivalent entry already exists in the transparency log with index 1',
      details: [],
    });
    expect((await ask(proposal('an image'))).status).toBe(201);
    expect(log.size).toBe(2);
  });

  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const otherDer = other.export({ format: 'der', type: 'spki' }).toString('base64');
  const invalid = 'invalid hashedrekord request';
  const good = proposal('an image').hashedRekordRequestV002;
  it.each([
    [
      'an envelope as @sigstore/sign sends it',
      { dsseRequestV002: { envelope: {} } },
      'invalid type, must be hashedrekord',
    ],
    ['an empty request', {}, 'invalid type, must be hashedrekord'],
    ['a body that is not JSON', '{', 'proto: syntax error (line 1:1)'],
    ['an unknown field', { ...proposal('an image'), more: 1 }, 'proto: (line 1:2): unknown field "more"'],
    ['an unknown inner field', proposal('an image', { more: 1 }), 'unknown field "more"'],
    ['a missing digest', proposal('an image', { digest: '' }), invalid],
    ['a digest of a wrong length', proposal('an image', { digest: 'AAAA' }), invalid],
    [
      'a signature over different data',
      proposal('an image', { digest: proposal('x').hashedRekordRequestV002.digest }),
      invalid,
    ],
    ['a missing signature', proposal('an image', {}, { content: '' }), invalid],
    ['a missing key', proposal('an image', {}, { verifier: {} }), invalid],
    [
      'a different key',
      proposal('an image', {}, { verifier: { publicKey: { rawBytes: otherDer }, keyDetails } }),
      invalid,
    ],
    [
      'an invalid key',
      proposal('an image', {}, { verifier: { publicKey: { rawBytes: 'AAAA' }, keyDetails } }),
      invalid,
    ],
    [
      'a different kind of key',
      proposal('an image', {}, { verifier: { ...good.signature.verifier, keyDetails: 'PKIX_ED25519' } }),
      invalid,
    ],
  ])('%s is rejected and not logged', async (_, body, words) => {
    const { log, ask } = await open();
    const answer = await ask(body);
    expect([answer.status, answer.body.code]).toEqual([400, 3]);
    expect(answer.body.message).toContain(words);
    expect(log.size).toBe(0);
  });

  it('other paths and methods are rejected', async () => {
    const { ask } = await open();
    expect((await ask({}, 'POST', '/api/v1/log/entries')).status).toBe(404);
    expect((await ask({}, 'GET')).status).toBe(501);
  });
});
