import { createHash, X509Certificate } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { MessageImprint, TimeStampReq } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { RFC3161Timestamp } from '@sigstore/core';
import type { EmulatorRequest } from '@slipway/gateway/service';
import { describe, expect, it } from 'vitest';
import { createTimestampAuthority } from '../src/timestamps/timestamp-authority.ts';
import { handleTimestamps } from '../src/timestamps/timestamp-service.ts';

const data = Buffer.from('a signature');
const hash = createHash('sha256').update(data).digest();
const nowMs = Date.UTC(2026, 10, 1, 12, 0, 0, 789);
const sha256 = '2.16.840.1.101.3.4.2.1';
const sha1 = '1.3.14.3.2.26';

interface Asking {
  readonly method?: string;
  readonly path?: string;
  readonly type?: string;
}

async function open() {
  const organization = 'sigstore.dev (emulated)';
  const authority = await createTimestampAuthority({ now: () => nowMs, organization });
  const ask = async (body: string | Uint8Array, asking: Asking = {}) => {
    const { method = 'POST', path = '/api/v1/timestamp', type = 'application/json' } = asking;
    const request: EmulatorRequest = {
      method,
      host: 'timestamp.sigstore.dev',
      url: new URL(`https://timestamp.sigstore.dev${path}`),
      headers: { 'content-type': type },
      bytes: async () => Buffer.from(body),
      async *stream() {},
    };
    const { status, body: answer } = await handleTimestamps(authority, request);
    const bytes = Buffer.from(answer as Uint8Array);
    return { status, bytes, text: bytes.toString('utf8') };
  };
  return { authority, ask };
}

function jsonOf(changes: object = {}): string {
  const artifactHash = hash.toString('base64');
  return JSON.stringify({ artifactHash, hashAlgorithm: 'sha256', certificates: true, ...changes });
}

function derOf(changes: Partial<TimeStampReq> = {}, algorithm = sha256): Uint8Array {
  const messageImprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm, parameters: null }),
    hashedMessage: new OctetString(hash),
  });
  return new Uint8Array(
    AsnConvert.serialize(new TimeStampReq({ messageImprint, certReq: true, ...changes })),
  );
}

describe('timestamp authority', () => {
  it.each([
    ['JSON', jsonOf(), 'application/json'],
    ['DER', derOf(), 'application/timestamp-query'],
  ])('a timestamp over a hash sent as %s is valid', async (_, body, type) => {
    const { authority, ask } = await open();
    const { status, bytes } = await ask(body, { type });
    expect(status).toBe(200);
    const [leaf, root] = authority.chain.map((der) => new X509Certificate(der));
    if (leaf === undefined || root === undefined) throw new Error('the chain is not whole');
    const timestamp = RFC3161Timestamp.parse(bytes);
    timestamp.verify(data, leaf.publicKey);
    expect(timestamp.signingTime.toISOString()).toBe('2026-11-01T12:00:00.000Z');
    expect(() => timestamp.verify(Buffer.from('another'), leaf.publicKey)).toThrow();
    expect(() => timestamp.verify(data, root.publicKey)).toThrow();
    expect(bytes.includes(leaf.raw)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
  });

  it('a timestamp contains its certificate only on request', async () => {
    const { authority, ask } = await open();
    const { bytes } = await ask(jsonOf({ certificates: false }));
    const [leaf = Buffer.from('?')] = authority.chain;
    expect(bytes.includes(leaf)).toBe(false);
    RFC3161Timestamp.parse(bytes).verify(data, new X509Certificate(leaf).publicKey);
  });

  it.each([0x7fn, 0x80n, 2n ** 40n])('the nonce %i is repeated in the timestamp', async (nonce) => {
    const { ask } = await open();
    const { bytes } = await ask(`${jsonOf().slice(0, -1)},"nonce":${nonce}}`);
    const hex = nonce.toString(16);
    const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
    const number = /^[89a-f]/.test(digits) ? `00${digits}` : digits;
    const element = `02${(number.length / 2).toString(16).padStart(2, '0')}${number}`;
    expect(bytes.toString('hex')).toContain(element);
  });

  const failed = 'Error generating timestamp response';
  const length = 'Message digest has incorrect length for specified algorithm';
  const weak = 'Weak hash algorithm in timestamp request';
  const policy = 'unaccepted policy: requested TSA policy is not supported by the TSA';
  it.each([
    ['a body that is not JSON', '{', {}, 400, failed],
    ['an unsupported algorithm', jsonOf({ hashAlgorithm: 'md5' }), {}, 400, failed],
    ['a weak algorithm', jsonOf({ hashAlgorithm: 'SHA1' }), {}, 400, weak],
    ['a hash that is not base64', jsonOf({ artifactHash: '*' }), {}, 400, failed],
    ['a hash of a wrong length', jsonOf({ artifactHash: 'AAAA' }), {}, 400, length],
    ['an unknown policy', jsonOf({ tsaPolicyOID: '1.2.3' }), {}, 400, policy],
    ['a body that is not DER', 'text', { type: 'application/timestamp-query' }, 400, failed],
    ['a weak algorithm in DER', derOf({}, sha1), { type: 'application/timestamp-query' }, 400, weak],
    [
      'an unsupported content type',
      jsonOf(),
      { type: 'text/plain' },
      415,
      'unsupported media type "text/plain"',
    ],
    ['an unknown path', jsonOf(), { path: '/api/v1/stamp' }, 404, 'was not found'],
    ['an unsupported method', jsonOf(), { method: 'PUT' }, 405, 'method PUT is not allowed'],
  ] as const)('%s is rejected', async (_, body, asking, expected, words) => {
    const { ask } = await open();
    const { status, text } = await ask(body, asking);
    expect(status).toBe(expected);
    expect(JSON.parse(text).message).toContain(words);
  });

  it('the certificate chain is served', async () => {
    const { authority, ask } = await open();
    const { text } = await ask('', { method: 'GET', path: '/api/v1/timestamp/certchain' });
    const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    expect(found.map((pem) => new X509Certificate(pem).raw)).toEqual(authority.chain);
  });
});
