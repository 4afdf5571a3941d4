import type { TransparencyLogEntry } from '@sigstore/bundle';
import { TransparencyLogEntry as LogEntryMessage } from '@sigstore/protobuf-specs';
import { RemoteError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { Http, HttpResponse } from '@slipway/core/ports';

export interface LogRequest {
  readonly http: Http;
  /** `https://rekor.sigstore.dev` for the public-good instance; it has to speak the API v1. */
  readonly rekorUrl: string;
  /** The envelope (DSSE) as JSON. */
  readonly envelope: string;
  /** PEM of the certificate that verifies it. */
  readonly certificatePem: string;
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
    Number.isSafeInteger(entry.logIndex) &&
    typeof entry.logID === 'string' &&
    typeof signedEntryTimestamp === 'string' &&
    typeof proof?.checkpoint === 'string' &&
    typeof proof.rootHash === 'string' &&
    Number.isSafeInteger(proof.logIndex) &&
    Number.isSafeInteger(proof.treeSize) &&
    Array.isArray(proof.hashes)
  );
}

function base64OfHex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

/** The answer of the API v1 as the message a bundle holds. */
function toLogEntry(response: HttpResponse): TransparencyLogEntry {
  const answer = response.json();
  const entries = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
  const [entry] = entries;
  if (entries.length !== 1 || !isEntry(entry))
    throw new RemoteError('E_SIGSTORE_LOG', {
      message: 'Rekor answered without an entry that has its promise, its proof and a checkpoint.',
      // Asked again, the log has the entry already and hands it out whole.
      retryable: true,
    });
  const proof = entry.verification.inclusionProof;
  const message = LogEntryMessage.fromJSON({
    logIndex: String(entry.logIndex),
    logId: { keyId: base64OfHex(entry.logID) },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: base64OfHex(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map((hash) => base64OfHex(String(hash))),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  });
  return message as TransparencyLogEntry;
}

/**
 * One attempt at an entry of type `dsse` 0.0.1: what PyPI verifies, and what Rekor's API v2 no longer takes. An equal
 * entry that is there already is fetched, so the same envelope may be sent again after a lost answer.
 * @throws RemoteError E_SIGSTORE_LOG and those of `Http`
 */
export async function createLogEntry(request: LogRequest): Promise<TransparencyLogEntry> {
  const { http, rekorUrl, envelope, certificatePem } = request;
  const verifier = Buffer.from(certificatePem, 'utf8').toString('base64');
  const response = await http.request({
    method: 'POST',
    url: `${rekorUrl}/api/v1/log/entries`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: { proposedContent: { envelope, verifiers: [verifier] } },
    }),
    idempotent: true,
    acceptedStatuses: [400, 404, 409, 422],
    attemptTimeoutMs: 30_000,
    deadlineMs: 60_000,
  });
  if (response.status < 400) return toLogEntry(response);
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
    );
  const said = neutraliseLine(response.text(), 400);
  throw new RemoteError('E_SIGSTORE_LOG', {
    message: `Rekor answered ${response.status} to a new entry: ${said}`,
    status: response.status,
  });
}
