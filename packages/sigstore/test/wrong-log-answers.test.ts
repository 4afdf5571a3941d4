import { describe, expect, it } from 'vitest';
import type { LogInstance } from '../src/instance.ts';
import { createLogWitness } from '../src/signing/log-witness.ts';
import { type Answer, answerAlways } from './support/answer-always.ts';
import { envelope, pem } from './support/signed-envelope.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const logged = (fields: object): string => base64(JSON.stringify(fields));

async function record(version: LogInstance['version'], answer: Answer) {
  const { http, asked } = answerAlways(answer);
  const witness = createLogWitness({ url: 'https://log.example.com', version }, { http });
  const outcome = await witness.testify(envelope, pem).catch((error: unknown) => error);
  return { outcome, asked: asked.map(({ method, url }) => `${method} ${url}`) };
}

// The form of https://github.com/sigstore/rekor/blob/main/openapi.yaml, `LogEntry`.
const proof = {
  checkpoint: 'log.example.com\n1\nAAAA\n',
  hashes: ['ab'.repeat(32)],
  logIndex: 0,
  rootHash: 'cd'.repeat(32),
  treeSize: 1,
};
const verification = { signedEntryTimestamp: base64('promise'), inclusionProof: proof };
const entry = {
  body: logged({ kind: 'dsse', apiVersion: '0.0.1' }),
  integratedTime: 1_793_534_400,
  logID: 'ef'.repeat(32),
  logIndex: 7,
  verification,
};
const inEntry = (changes: object): unknown => ({ id: { ...entry, ...changes } });
const inVerification = (changes: object) => inEntry({ verification: { ...verification, ...changes } });
const inProof = (changes: object) => inVerification({ inclusionProof: { ...proof, ...changes } });

describe('log of version 1', () => {
  it('an entry with every field is accepted', async () => {
    const { outcome } = await record(1, { status: 201, body: JSON.stringify(inEntry({})) });
    expect(outcome).toMatchObject({ tlogEntries: [{ logIndex: '7', integratedTime: '1793534400' }] });
  });

  it.each<[string, unknown]>([
    ['no entry', {}],
    ['null', null],
    ['a list', []],
    ['two entries', { id: entry, other: entry }],
    ['an entry that is null', { id: null }],
    ['no body', inEntry({ body: undefined })],
    ['a body that is a number', inEntry({ body: 7 })],
    ['a body that is not JSON', inEntry({ body: base64('not JSON') })],
    ['a body of a different kind', inEntry({ body: logged({ kind: 'hashedrekord', apiVersion: '0.0.1' }) })],
    ['a body of a different version', inEntry({ body: logged({ kind: 'dsse', apiVersion: '0.0.2' }) })],
    ['a time as text', inEntry({ integratedTime: 'yesterday' })],
    ['no time', inEntry({ integratedTime: null })],
    ['a fraction as its index', inEntry({ logIndex: 1.5 })],
    ['an index below zero', inEntry({ logIndex: -1 })],
    ['an index that JavaScript rounds', inEntry({ logIndex: 2 ** 60 })],
    ['a number as the identifier of the log', inEntry({ logID: 7 })],
    ['no verification', inEntry({ verification: undefined })],
    ['no inclusion promise', inVerification({ signedEntryTimestamp: undefined })],
    ['an empty promise', inVerification({ signedEntryTimestamp: '' })],
    ['a promise that is a number', inVerification({ signedEntryTimestamp: 7 })],
    ['no proof', inVerification({ inclusionProof: undefined })],
    ['no checkpoint', inProof({ checkpoint: undefined })],
    ['an empty checkpoint', inProof({ checkpoint: '' })],
    ['a checkpoint that is a number', inProof({ checkpoint: 7 })],
    ['hashes that are not a list', inProof({ hashes: 'none' })],
    ['hashes that are numbers', inProof({ hashes: [7] })],
    ['a hash that is not hexadecimal', inProof({ hashes: [`${'ab'.repeat(31)}xy`] })],
    ['a root hash that is cut', inProof({ rootHash: 'cd'.repeat(31) })],
    ['an identifier of the log that is not hexadecimal', inEntry({ logID: 'log' })],
    ['a root hash that is a number', inProof({ rootHash: 7 })],
    ['a tree size as text', inProof({ treeSize: 'large' })],
  ])('an answer with %s is rejected', async (_, answer) => {
    const { outcome } = await record(1, { status: 201, body: JSON.stringify(answer) });
    expect(outcome).toMatchObject({
      code: 'E_SIGSTORE_LOG',
      retryable: true,
      message: 'Rekor did not return an entry with its promise, proof and checkpoint.',
    });
  });

  const id = '5'.repeat(64);
  const post = 'POST https://log.example.com/api/v1/log/entries';

  it.each([
    ['nowhere', ''],
    ['something below it', `/api/v1/log/entries/${id}/x`],
    ['something above it', '/api/v1/log/entries/../../v2'],
    ['a query', `/api/v1/log/entries/${id}?logIndex=1`],
    ['a part of an identifier', `/api/v1/log/entries/${id.slice(1)}`],
    ['the end of something longer', `/api/v1/log/entries/0${id}`],
  ])('an existing entry is not fetched when the 409 points to %s', async (_, location) => {
    const { outcome, asked } = await record(1, { status: 409, headers: { location }, body: 'exists' });
    expect(outcome).toMatchObject({
      code: 'E_SIGSTORE_LOG',
      status: 409,
      message: 'Rekor returned status 409: exists',
    });
    expect(asked).toEqual([post]);
  });

  it('an existing entry is fetched from the same log, whatever host the 409 names', async () => {
    const location = `https://elsewhere.example.com/api/v1/log/entries/${id}`;
    const { asked } = await record(1, { status: 409, headers: { location }, body: 'exists' });
    expect(asked).toEqual([post, `GET https://log.example.com/api/v1/log/entries/${id}`]);
  });
});

// The form of https://github.com/sigstore/protobuf-specs, `TransparencyLogEntry`.
const tileEntry = {
  logIndex: '7',
  logId: { keyId: base64('log') },
  kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
  inclusionProof: {
    logIndex: '7',
    rootHash: base64('r'.repeat(32)),
    treeSize: '8',
    hashes: [base64('h'.repeat(32))],
    checkpoint: { envelope: 'log.example.com\n8\nAAAA\n' },
  },
  canonicalizedBody: base64('{}'),
};

describe('log of version 2', () => {
  it('an entry with every field is accepted', async () => {
    const { outcome } = await record(2, { status: 201, body: JSON.stringify(tileEntry) });
    expect(outcome).toMatchObject({ tlogEntries: [{ logIndex: '7' }] });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['nothing in it', {}],
    ['no identifier of the log', { ...tileEntry, logId: undefined }],
    ['a different kind', { ...tileEntry, kindVersion: { kind: 'dsse', version: '0.0.2' } }],
    ['no body', { ...tileEntry, canonicalizedBody: '' }],
    ['no proof', { ...tileEntry, inclusionProof: undefined }],
    ['no checkpoint', { ...tileEntry, inclusionProof: { ...tileEntry.inclusionProof, checkpoint: {} } }],
    [
      'a root hash that is cut',
      { ...tileEntry, inclusionProof: { ...tileEntry.inclusionProof, rootHash: base64('root') } },
    ],
    ['text as its index', { ...tileEntry, logIndex: 'first' }],
  ])('an answer with %s is rejected', async (_, answer) => {
    const { outcome } = await record(2, { status: 201, body: JSON.stringify(answer) });
    expect(outcome).toMatchObject({
      code: 'E_SIGSTORE_LOG',
      retryable: true,
      message: 'Rekor did not return an entry with its proof and checkpoint.',
    });
  });

  it('an existing entry is never fetched: this API does not offer that', async () => {
    const location = `/api/v2/log/entries/${'5'.repeat(64)}`;
    const { outcome, asked } = await record(2, { status: 409, headers: { location }, body: 'exists' });
    expect(outcome).toMatchObject({ code: 'E_SIGSTORE_LOG', status: 409 });
    expect(asked).toEqual(['POST https://log.example.com/api/v2/log/entries']);
  });
});
