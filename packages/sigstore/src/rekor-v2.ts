import type { TransparencyLogEntry } from '@sigstore/bundle';
import { TransparencyLogEntry as LogEntryMessage } from '@sigstore/protobuf-specs';
import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http } from '@slipway/core/ports';
import { sigstoreErrors } from './errors.ts';

export interface LogRequestV2 {
  readonly http: Http;
  /** Of a log of the API v2, such as `https://log2025-1.rekor.sigstore.dev`. */
  readonly rekorUrl: string;
  /** SHA-256 of what was signed; for an envelope that is its pre-authentication encoding (DSSE). */
  readonly digest: Buffer;
  /** DER. */
  readonly signature: Buffer;
  /** DER of the certificate. */
  readonly certificate: Buffer;
}

/**
 * One attempt at an entry of type `hashedrekord` 0.0.2, the only one that verifiers of images read. The answer comes once the
 * entry is in the tree. It is undefined when an equal entry was there before, after a lost answer: this API hands out no entry a
 * second time. Source: https://github.com/sigstore/rekor-tiles, `internal/server/service.go`, `POST /api/v2/log/entries`.
 * @throws RemoteError E_SIGSTORE_LOG and those of `Http`
 */
export async function createLogEntryV2(request: LogRequestV2): Promise<TransparencyLogEntry | undefined> {
  const { http, rekorUrl, digest, signature, certificate } = request;
  const response = await http.request({
    method: 'POST',
    url: `${rekorUrl}/api/v2/log/entries`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      hashedRekordRequestV002: {
        digest: digest.toString('base64'),
        signature: {
          content: signature.toString('base64'),
          verifier: {
            x509Certificate: { rawBytes: certificate.toString('base64') },
            keyDetails: 'PKIX_ECDSA_P256_SHA_256',
          },
        },
      },
    }),
    // The same entry again is no second leaf.
    idempotent: true,
    acceptedStatuses: [400, 404, 405, 409],
    attemptTimeoutMs: 30_000,
    deadlineMs: 90_000,
  });
  if (response.status === 409) return undefined;
  if (response.status >= 400) {
    throw new RemoteError(sigstoreErrors.E_SIGSTORE_LOG, {
      message: `Rekor answered ${response.status} to a new entry: ${neutralizeLine(response.text(), 400)}`,
      status: response.status,
    });
  }
  const entry = readEntry(response.json());
  if (entry !== undefined) return entry;
  throw new RemoteError(sigstoreErrors.E_SIGSTORE_LOG, {
    message: 'Rekor answered without an entry that has its proof and a checkpoint.',
    retryable: true,
  });
}

function readEntry(answer: unknown): TransparencyLogEntry | undefined {
  let entry: LogEntryMessage;
  try {
    entry = LogEntryMessage.fromJSON(answer);
  } catch {
    return undefined;
  }
  const isWhole =
    entry.logId !== undefined &&
    entry.kindVersion !== undefined &&
    entry.inclusionProof?.checkpoint?.envelope !== undefined &&
    entry.canonicalizedBody.length > 0;
  return isWhole ? (entry as TransparencyLogEntry) : undefined;
}
