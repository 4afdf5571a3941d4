import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { dsse, json } from '@sigstore/core';
import { verifyDigest } from './hashed-entry.ts';

/** A proposed entry that Rekor does not take; the message is Rekor's own. */
export class EntryRefused extends Error {}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordAt(record: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = record[key];
  return isRecord(value) ? value : {};
}

function textAt(record: Readonly<Record<string, unknown>>, key: string): string {
  const value = record[key];
  return typeof value === 'string' ? value : '';
}

/** A certificate or a key in the one spelling Rekor keeps: PEM in lines of 64. */
function readVerifier(encoded: string): { readonly key: KeyObject; readonly canonical: string } {
  const pem = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    if (pem.includes('BEGIN CERTIFICATE')) {
      const certificate = new X509Certificate(pem);
      return { key: certificate.publicKey, canonical: certificate.toString() };
    }
    const key = createPublicKey(pem);
    return { key, canonical: key.export({ format: 'pem', type: 'spki' }).toString() };
  } catch {
    throw new EntryRefused('invalid public key');
  }
}

/**
 * Type `dsse` 0.0.1: the envelope is verified and thrown away; its hashes, signatures and verifiers are what is logged.
 * Source: https://github.com/sigstore/rekor/tree/main/pkg/types/dsse
 */
function canonicalizeDsse(spec: Readonly<Record<string, unknown>>): unknown {
  const proposed = recordAt(spec, 'proposedContent');
  const envelopeText = textAt(proposed, 'envelope');
  if (envelopeText === '') throw new EntryRefused('proposed content envelope is missing');
  let envelope: unknown;
  try {
    envelope = JSON.parse(envelopeText);
  } catch {
    throw new EntryRefused('invalid character in DSSE envelope');
  }
  if (!isRecord(envelope)) throw new EntryRefused('invalid DSSE envelope');
  const signatures = (
    Array.isArray(envelope['signatures']) ? envelope['signatures'].filter(isRecord) : []
  ).map((signature) => textAt(signature, 'sig'));
  if (signatures.length === 0) throw new EntryRefused('DSSE envelope must contain 1 or more signatures');
  const encoded = Array.isArray(proposed['verifiers']) ? proposed['verifiers'] : [];
  const verifiers = encoded.map((verifier) => readVerifier(typeof verifier === 'string' ? verifier : ''));
  const payload = Buffer.from(textAt(envelope, 'payload'), 'base64');
  const signed = dsse.preAuthEncoding(textAt(envelope, 'payloadType'), payload);
  const verified = signatures.map((signature) => {
    const verifier = verifiers.find(({ key }) =>
      verify('sha256', signed, key, Buffer.from(signature, 'base64')),
    );
    if (verifier === undefined) throw new EntryRefused('could not verify envelope');
    return { signature, verifier: Buffer.from(verifier.canonical, 'utf8').toString('base64') };
  });
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: {
        algorithm: 'sha256',
        value: createHash('sha256').update(envelopeText, 'utf8').digest('hex'),
      },
      payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
      signatures: verified.sort((a, b) => (a.signature < b.signature ? -1 : 1)),
    },
  };
}

/**
 * Type `hashedrekord` 0.0.1: the digest, the signature and the verifier as they were sent, after the signature held.
 * Source: https://github.com/sigstore/rekor/tree/main/pkg/types/hashedrekord
 */
function canonicalizeHashedRekord(spec: Readonly<Record<string, unknown>>): unknown {
  const signature = recordAt(spec, 'signature');
  const hash = recordAt(recordAt(spec, 'data'), 'hash');
  const value = textAt(hash, 'value').toLowerCase();
  const content = textAt(signature, 'content');
  if (content === '') throw new EntryRefused('missing signature');
  if (textAt(hash, 'algorithm') !== 'sha256' || !/^[0-9a-f]{64}$/.test(value))
    throw new EntryRefused('invalid value for hash');
  const { key, canonical } = readVerifier(textAt(recordAt(signature, 'publicKey'), 'content'));
  if (!verifyDigest(key, Buffer.from(value, 'hex'), Buffer.from(content, 'base64')))
    throw new EntryRefused('verifying signature: invalid signature when validating ASN.1 encoded signature');
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value } },
      signature: { content, publicKey: { content: Buffer.from(canonical, 'utf8').toString('base64') } },
    },
  };
}

const canonicalizers: Readonly<
  Record<string, ((spec: Readonly<Record<string, unknown>>) => unknown) | undefined>
> = { dsse: canonicalizeDsse, hashedrekord: canonicalizeHashedRekord };

/** The canonical body (RFC 8785) of a proposed entry. @throws EntryRefused with the words of Rekor */
export function canonicalizeEntry(proposed: unknown): Buffer {
  const entry = isRecord(proposed) ? proposed : {};
  const kind = textAt(entry, 'kind');
  const version = textAt(entry, 'apiVersion');
  const canonicalize = Object.hasOwn(canonicalizers, kind) ? canonicalizers[kind] : undefined;
  if (canonicalize === undefined) throw new EntryRefused(`could not load initializer for type '${kind}'`);
  if (version !== '0.0.1') throw new EntryRefused(`${kind} type does not support version '${version}'`);
  return Buffer.from(json.canonicalize(canonicalize(recordAt(entry, 'spec'))), 'utf8');
}
