import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { json } from '@sigstore/core';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { verifyDigest } from './hashed-entry.ts';
import type { TileLog } from './tile-log.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A request that the log does not take: what it says, and what it writes into its own log alone. */
class EntryRefused extends Error {
  constructor(said: string, reason: string) {
    super(said, { cause: reason });
  }
}

const maxBodyLength = 4 * 1024 * 1024;
// Numbers of gRPC, https://github.com/grpc/grpc/blob/master/doc/statuscodes.md.
const invalidArgument = 3;
const notFound = 5;
const alreadyExists = 6;
const unimplemented = 12;

function answer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}) {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

function refuse(status: number, code: number, message: string, headers?: Readonly<Record<string, string>>) {
  return answer(status, { code, message, details: [] }, headers);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordAt(fields: Fields | undefined, name: string): Fields | undefined {
  const value = fields?.[name];
  return isRecord(value) ? value : undefined;
}

function bytesAt(fields: Fields | undefined, name: string): Buffer {
  const value = fields?.[name];
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

/** Fields of the message, by the name of what holds them; the gateway takes no others. */
const knownFields: Readonly<Record<string, readonly string[]>> = {
  // The second is of the message still, deprecated; what is in it is not looked at.
  '': ['hashedRekordRequestV002', 'dsseRequestV002'],
  hashedRekordRequestV002: ['signature', 'digest'],
  signature: ['content', 'verifier'],
  verifier: ['publicKey', 'x509Certificate', 'keyDetails'],
  publicKey: ['rawBytes'],
  x509Certificate: ['rawBytes'],
};

function refuseUnknown(fields: Fields, holder = ''): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!knownFields[holder]?.includes(name))
      throw new EntryRefused(`proto: (line 1:2): unknown field "${name}"`, holder);
    if (isRecord(value) && name !== 'dsseRequestV002') refuseUnknown(value, name);
  }
}

function readKey(verifier: Fields): KeyObject {
  const certificate = recordAt(verifier, 'x509Certificate');
  if (certificate !== undefined) return new X509Certificate(bytesAt(certificate, 'rawBytes')).publicKey;
  const key = bytesAt(recordAt(verifier, 'publicKey'), 'rawBytes');
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

/** https://github.com/sigstore/rekor-tiles/blob/main/pkg/types/hashedrekord/hashedrekord.go, `ToLogEntry`. */
function canonicalizeRequest(request: Fields): Buffer {
  refuseUnknown(request);
  const hashed = recordAt(request, 'hashedRekordRequestV002');
  if (hashed === undefined) throw new EntryRefused('invalid type, must be hashedrekord', 'no request');
  // What is wrong with it is told to nobody outside.
  const require = (holds: boolean, reason: string): void => {
    if (!holds) throw new EntryRefused('invalid hashedrekord request', reason);
  };
  const signature = recordAt(hashed, 'signature');
  const content = bytesAt(signature, 'content');
  const verifier = recordAt(signature, 'verifier') ?? {};
  const digest = bytesAt(hashed, 'digest');
  require(content.length > 0, 'missing signature');
  require(Object.keys(verifier).length > 0, 'missing verifier');
  require(digest.length > 0, 'missing digest');
  require(verifier['keyDetails'] === 'PKIX_ECDSA_P256_SHA_256', 'unsupported algorithm');
  require(digest.length === 32, 'digest length does not match');
  let key: KeyObject | undefined;
  try {
    key = readKey(verifier);
  } catch {
    require(false, 'parsing verifier');
  }
  require(key !== undefined && verifyDigest(key, digest, content), 'verifying signature');
  const spec = {
    hashedRekordV002: {
      data: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
      signature: { content: content.toString('base64'), verifier },
    },
  };
  return Buffer.from(json.canonicalize({ apiVersion: '0.0.2', kind: 'hashedrekord', spec }), 'utf8');
}

/**
 * Rekor's API v2, whose one kind of entry is `hashedrekord` 0.0.2. Source: https://github.com/sigstore/rekor-tiles,
 * `api/proto/rekor/v2/rekor_service.proto` and `internal/server/service.go` of 2.3.0.
 */
export async function handleRekorV2(log: TileLog, request: EmulatorRequest): Promise<EmulatorResponse> {
  if (request.url.pathname !== '/api/v2/log/entries') return refuse(404, notFound, 'Not Found');
  if (request.method !== 'POST') return refuse(501, unimplemented, 'Method Not Allowed');
  const bytes = Buffer.from(await request.bytes());
  if (bytes.length > maxBodyLength) return refuse(400, invalidArgument, 'http: request body too large');
  let body: Buffer;
  try {
    const fields: unknown = JSON.parse(bytes.toString('utf8'));
    if (!isRecord(fields)) return refuse(400, invalidArgument, 'proto: syntax error (line 1:1)');
    body = canonicalizeRequest(fields);
  } catch (cause) {
    if (cause instanceof EntryRefused) return refuse(400, invalidArgument, cause.message);
    if (cause instanceof SyntaxError) return refuse(400, invalidArgument, 'proto: syntax error (line 1:1)');
    throw cause;
  }
  const { index, entry } = log.append(body);
  if (entry === undefined)
    return refuse(
      409,
      alreadyExists,
      `an equivalent entry already exists in the transparency log with index ${index}`,
      { 'x-log-index': String(index) },
    );
  return answer(201, { ...entry, kindVersion: { kind: 'hashedrekord', version: '0.0.2' } });
}
