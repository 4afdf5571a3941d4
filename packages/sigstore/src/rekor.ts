import type { TransparencyLogEntry } from '@sigstore/bundle';
import { TransparencyLogEntry as LogEntryMessage } from '@sigstore/protobuf-specs';
import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, HttpResponse } from '@slipway/core/ports';
import { sigstoreErrors } from './errors.ts';

/** What the log is asked to record, in version 0.0.1 of its type. */
export interface ProposedEntry {
  readonly apiVersion: '0.0.1';
  readonly kind: 'dsse' | 'hashedrekord';
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface LogRequest {
  readonly http: Http;
  /** `https://rekor.sigstore.dev` for the public-good instance; it has to speak the API v1. */
  readonly rekorUrl: string;
  readonly entry: ProposedEntry;
}

/**
 * The entry for an envelope: of type `dsse`, which PyPI verifies and Rekor's API v2 no longer takes.
 * @param envelope DSSE as JSON
 * @param certificatePem what verifies it
 */
export function proposeEnvelope(envelope: string, certificatePem: string): ProposedEntry {
  const verifiers = [base64Of(certificatePem)];
  return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers } } };
}

/** The entry for a signature of bytes that have a digest, of type `hashedrekord`. @param sha256 hexadecimal */
export function proposeSignature(sha256: string, signature: Buffer, certificatePem: string): ProposedEntry {
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: sha256 } },
      signature: { content: signature.toString('base64'), publicKey: { content: base64Of(certificatePem) } },
    },
  };
}

function base64Of(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

interface EntryFields {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly checkpoint: string;
      readonly hashes: readonly string[];
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
    };
  };
}

function isEntry(value: unknown): value is EntryFields {
  const entry = value as EntryFields | null;
  const { signedEntryTimestamp, inclusionProof: proof } = entry?.verification ?? {};
  return (
    typeof entry?.body === 'string' &&
    Number.isSafeInteger(entry.integratedTime) &&
    isCount(entry.logIndex) &&
    isHex(entry.logID) &&
    typeof signedEntryTimestamp === 'string' &&
    typeof proof?.checkpoint === 'string' &&
    isHex(proof.rootHash) &&
    isCount(proof.logIndex) &&
    isCount(proof.treeSize) &&
    Array.isArray(proof.hashes) &&
    proof.hashes.every(isHex)
  );
}

const isHex = (value: unknown): boolean => typeof value === 'string' && /^(?:[0-9a-f]{2})+$/i.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function base64OfHex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

/** The answer of the API v1 as the message a bundle holds. */
function toLogEntry(response: HttpResponse, { kind, apiVersion }: ProposedEntry): TransparencyLogEntry {
  const answer = response.json();
  const entries = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
  const [entry] = entries;
  if (entries.length !== 1 || !isEntry(entry))
    throw new RemoteError(sigstoreErrors.E_SIGSTORE_LOG, {
      message: 'Rekor answered without an entry that has its promise, its proof and a checkpoint.',
      // Asked again, the log has the entry already and hands it out whole.
      retryable: true,
    });
  const proof = entry.verification.inclusionProof;
  const message = LogEntryMessage.fromJSON({
    logIndex: String(entry.logIndex),
    logId: { keyId: base64OfHex(entry.logID) },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: base64OfHex(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map((hash) => base64OfHex(hash)),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  });
  return message as TransparencyLogEntry;
}

/**
 * One attempt at an entry. An equal one that is there already is fetched, so that the same may be sent again after a lost
 * answer. Source: Rekor's API v1, `POST /api/v1/log/entries`.
 * @throws RemoteError E_SIGSTORE_LOG and those of `Http`
 */
export async function createLogEntry(request: LogRequest): Promise<TransparencyLogEntry> {
  const { http, rekorUrl, entry } = request;
  const response = await http.request({
    method: 'POST',
    url: `${rekorUrl}/api/v1/log/entries`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(entry),
    idempotent: true,
    acceptedStatuses: [400, 404, 409, 422],
    attemptTimeoutMs: 30_000,
    deadlineMs: 60_000,
  });
  if (response.status < 400) return toLogEntry(response, entry);
  // Only the identifier is taken from the answer: the address stays the one of the log.
  const id = /\/(?<id>[0-9a-f]{64}|[0-9a-f]{80})$/i.exec(response.headers['location'] ?? '')?.groups?.['id'];
  if (response.status === 409 && id !== undefined)
    return toLogEntry(
      await http.request({
        method: 'GET',
        url: `${rekorUrl}/api/v1/log/entries/${id}`,
        headers: { accept: 'application/json' },
        attemptTimeoutMs: 30_000,
        deadlineMs: 60_000,
      }),
      entry,
    );
  const said = neutralizeLine(response.text(), 400);
  throw new RemoteError(sigstoreErrors.E_SIGSTORE_LOG, {
    message: `Rekor answered ${response.status} to a new entry: ${said}`,
    status: response.status,
  });
}
