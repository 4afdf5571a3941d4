import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import type { SignatureBundle } from '@sigstore/sign/dist/witness/witness.js';
import { ActionError } from '@slipway/core/errors/action-error';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogWitness } from '../src/signing/log-witness.ts';
import { requestIdentity } from '../src/signing/signing-identity.ts';
import { createTimeWitness } from '../src/signing/time-witness.ts';
import { loadTrustedRoot } from '../src/verification/trusted-root.ts';

/** A server that gives one answer to everything, and a client of it. */
async function answering(body: string, status: number) {
  const server = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const log = createMemoryLog();
  const clock = createManualClock();
  const http = createHttp({ log, clock, userAgent: 'test/1', environment: {} });
  return { http, clock, log, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-shapes-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

type Of = Awaited<ReturnType<typeof answering>>;
const signature = Buffer.from('x');
const messageDigest = { algorithm: HashAlgorithm.SHA2_256, digest: Buffer.alloc(32) };
const signed: SignatureBundle = { $case: 'messageSignature', messageSignature: { messageDigest, signature } };
const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const claims = Buffer.from(JSON.stringify({ sub: 'octo' })).toString('base64url');
const calls: Readonly<Record<string, (of: Of) => Promise<unknown>>> = {
  'a certificate of Fulcio': ({ http, clock, log, url }) =>
    requestIdentity({
      http,
      clock,
      log,
      instance: { fulcioUrl: url, trust: 'github' },
      requestIdToken: async () => `e30.${claims}.x`,
    }),
  'an entry of Rekor': ({ http, url }) =>
    createLogWitness({ url, version: 1 }, { http }).testify(signed, pem),
  'an entry of Rekor, version 2': ({ http, url }) =>
    createLogWitness({ url, version: 2 }, { http }).testify(signed, pem),
  'a timestamp': ({ http, url }) => createTimeWitness(url, { http }).testify(signed, pem),
  'the trusted root': async ({ http, log, url }) =>
    loadTrustedRoot({
      http,
      log,
      cacheDirectory: await temporaryDirectory(),
      repository: { url, root: { signed: null, signatures: {} } },
    }),
};

const chain = (chain: unknown): string => JSON.stringify({ signedCertificateEmbeddedSct: { chain } });
const hash = '00'.repeat(32);
const proof = { checkpoint: 'x', hashes: [], logIndex: 0, rootHash: hash, treeSize: 1 };
const verification = { signedEntryTimestamp: 'eA==', inclusionProof: proof };
const body = Buffer.from('{"kind":"hashedrekord","apiVersion":"0.0.1"}').toString('base64');
const entry = { body, integratedTime: 1, logID: hash, logIndex: 0, verification };
const entryOf = (changes: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ id: { ...entry, ...changes } });
const bodies = [
  'null',
  '[]',
  '{}',
  '"x"',
  '7',
  'true',
  '1e999',
  '[null]',
  '{"a":null}',
  '{"a":7}',
  '<html>Sorry</html>',
  '',
  '{"a":{"body":',
  '{"a":'.repeat(20_000),
];
const ofOneCall: Readonly<Record<string, readonly string[]>> = {
  'a certificate of Fulcio': [
    '{"signedCertificateEmbeddedSct":null}',
    '{"signedCertificateEmbeddedSct":7}',
    '{"signedCertificateDetachedSct":{"chain":"x"}}',
    chain(null),
    chain([]),
    chain({ certificates: 'x' }),
    chain({ certificates: [] }),
    chain({ certificates: [null] }),
    chain({ certificates: ['x'] }),
    chain({ certificates: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] }),
  ],
  'an entry of Rekor': [
    JSON.stringify({ a: entry, b: entry }),
    entryOf({ body: 7 }),
    entryOf({ body: null }),
    entryOf({ integratedTime: 'x' }),
    entryOf({ integratedTime: 1e300 }),
    entryOf({ logIndex: 1.5 }),
    entryOf({ logID: ['00'] }),
    entryOf({ logID: 'x' }),
    entryOf({ verification: null }),
    entryOf({ verification: 'x' }),
    entryOf({ verification: { ...verification, signedEntryTimestamp: undefined } }),
    entryOf({ verification: { ...verification, inclusionProof: null } }),
    entryOf({ verification: { ...verification, inclusionProof: [] } }),
    entryOf({ verification: { ...verification, inclusionProof: { ...proof, hashes: 'x' } } }),
    entryOf({ verification: { ...verification, inclusionProof: { ...proof, hashes: [{}] } } }),
    entryOf({ verification: { ...verification, inclusionProof: { ...proof, treeSize: -1 } } }),
    entryOf({ verification: { ...verification, inclusionProof: { ...proof, rootHash: null } } }),
  ],
  'an entry of Rekor, version 2': [
    '{"logIndex":"x"}',
    '{"logId":null,"kindVersion":null,"inclusionProof":null,"canonicalizedBody":null}',
    '{"logId":{"keyId":"eA=="},"kindVersion":{},"inclusionProof":{"checkpoint":null},"canonicalizedBody":"eA=="}',
    '{"logId":{"keyId":7},"kindVersion":7,"inclusionProof":{"checkpoint":{"envelope":"x"},"hashes":7},"canonicalizedBody":"eA=="}',
    '{"logId":{},"kindVersion":{},"inclusionProof":{"checkpoint":{"envelope":"x"}},"canonicalizedBody":""}',
  ],
  'a timestamp': ['\x30\x80', '\x30\x03\x02\x01\x00', `\x30\x84${'\x7f'.repeat(4)}`, '0'.repeat(100_000)],
  'the trusted root': [
    '{"signed":{},"signatures":[]}',
    '{"signed":{"_type":"root","version":1e300},"signatures":[]}',
    '{"signed":{"_type":"timestamp","spec_version":"1.0","version":"x","expires":"never","meta":null},"signatures":[]}',
  ],
};

describe('undocumented Sigstore answers', () => {
  it.each(Object.keys(calls))('an undocumented answer fails with one short error for %s', async (name) => {
    for (const body of [...bodies, ...(ofOneCall[name] ?? [])]) {
      const failure: unknown = await calls[name]?.(await answering(body, 201)).then(
        (value) => ({ accepted: value }),
        (error: unknown) => error,
      );
      expect([body, failure]).toEqual([body, expect.any(ActionError)]);
      expect(failure).toMatchObject({
        code: expect.stringMatching(/^E_(?:HTTP_MALFORMED|SIGSTORE_(?:CERTIFICATE|LOG|TIMESTAMP|TRUST))$/),
      });
      expect((failure as Error).message.length).toBeLessThan(900);
    }
  });

  it.each(Object.keys(calls))('an undocumented 400 answer fails with an error for %s', async (name) => {
    for (const body of bodies.slice(0, -1)) {
      const failure: unknown = await calls[name]?.(await answering(body, 400)).catch(
        (error: unknown) => error,
      );
      expect([body, failure]).toEqual([body, expect.any(ActionError)]);
    }
  });
});

describe('trusted root file', () => {
  it.each([
    ...bodies,
    '{"certificateAuthorities":7}',
    '{"certificateAuthorities":[null],"tlogs":[null]}',
    '{"certificateAuthorities":[{}],"tlogs":[{"publicKey":{"validFor":{"start":"never"}}}]}',
    '{"certificateAuthorities":[{"certChain":{"certificates":[{"rawBytes":7}]}}],"tlogs":[{}]}',
  ])('a file that is not a TrustedRoot message is rejected: %.60s', async (text) => {
    const { http, log } = await answering('', 404);
    const path = join(await temporaryDirectory(), 'root.json');
    await writeFile(path, text);
    await expect(loadTrustedRoot({ path, http, log, cacheDirectory: '/nowhere' })).rejects.toMatchObject({
      code: 'E_SIGSTORE_TRUST',
    });
  });
});
