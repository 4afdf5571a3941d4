import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EmulatorRequest } from '../../src/service.ts';
import { handleRekorV2 } from '../../src/sigstore/rekor-v2.ts';
import { createTileLog } from '../../src/sigstore/tile-log.ts';

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

describe('the log of API v2', () => {
  it('answers with the entry and its proof, which tells no time', async () => {
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

  it('answers an equal entry with 409 and its index alone', async () => {
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
      'an envelope, as @sigstore/sign sends it',
      { dsseRequestV002: { envelope: {} } },
      'invalid type, must be hashedrekord',
    ],
    ['nothing', {}, 'invalid type, must be hashedrekord'],
    ['no JSON', '{', 'proto: syntax error (line 1:1)'],
    [
      'a field it does not know',
      { ...proposal('an image'), more: 1 },
      'proto: (line 1:2): unknown field "more"',
    ],
    ['an inner field it does not know', proposal('an image', { more: 1 }), 'unknown field "more"'],
    ['no digest', proposal('an image', { digest: '' }), invalid],
    ['a digest of another length', proposal('an image', { digest: 'AAAA' }), invalid],
    [
      'a signature of other data',
      proposal('an image', { digest: proposal('x').hashedRekordRequestV002.digest }),
      invalid,
    ],
    ['no signature', proposal('an image', {}, { content: '' }), invalid],
    ['no key', proposal('an image', {}, { verifier: {} }), invalid],
    [
      'another key',
      proposal('an image', {}, { verifier: { publicKey: { rawBytes: otherDer }, keyDetails } }),
      invalid,
    ],
    [
      'what is no key',
      proposal('an image', {}, { verifier: { publicKey: { rawBytes: 'AAAA' }, keyDetails } }),
      invalid,
    ],
    [
      'another kind of key',
      proposal('an image', {}, { verifier: { ...good.signature.verifier, keyDetails: 'PKIX_ED25519' } }),
      invalid,
    ],
  ])('refuses %s', async (_, body, words) => {
    const { log, ask } = await open();
    const answer = await ask(body);
    expect([answer.status, answer.body.code]).toEqual([400, 3]);
    expect(answer.body.message).toContain(words);
    expect(log.size).toBe(0);
  });

  it('has no other address and no other method', async () => {
    const { ask } = await open();
    expect((await ask({}, 'POST', '/api/v1/log/entries')).status).toBe(404);
    expect((await ask({}, 'GET')).status).toBe(501);
  });
});
