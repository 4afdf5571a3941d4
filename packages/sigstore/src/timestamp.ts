import { createHash } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import { RemoteError } from '@slipway/core/errors/action-error';
import type { Http } from '@slipway/core/ports';
import { sigstoreErrors } from './errors.ts';

/** A time that an authority signed over a signature. */
export interface SignedTimestamp {
  /** DER of a TimeStampResp (RFC 3161 §2.4.2), as a bundle holds it. */
  readonly bytes: Buffer;
  /** Milliseconds since the epoch. */
  readonly signedAtMs: number;
}

export interface TimestampRequest {
  readonly http: Http;
  readonly timestampUrl: string;
  /** DER; what is signed again is its SHA-256. */
  readonly signature: Buffer;
}

function malformed(message: string, cause?: unknown): RemoteError {
  return new RemoteError(sigstoreErrors.E_SIGSTORE_TIMESTAMP, { message, cause, retryable: true });
}

/**
 * One attempt at a timestamp of a signature. That it is by the authority is found out when the bundle is verified.
 * Source: https://github.com/sigstore/timestamp-authority/blob/main/openapi.yaml, `POST /api/v1/timestamp` with JSON.
 * @throws RemoteError E_SIGSTORE_TIMESTAMP and those of `Http`
 */
export async function requestTimestamp(request: TimestampRequest): Promise<SignedTimestamp> {
  const { http, timestampUrl, signature } = request;
  const hash = createHash('sha256').update(signature).digest();
  const response = await http.request({
    method: 'POST',
    url: timestampUrl,
    headers: { 'content-type': 'application/json', accept: 'application/timestamp-reply' },
    body: JSON.stringify({
      artifactHash: hash.toString('base64'),
      hashAlgorithm: 'sha256',
      certificates: true,
    }),
    idempotent: true,
    attemptTimeoutMs: 30_000,
    deadlineMs: 60_000,
    maxResponseBytes: 1024 * 1024,
  });
  const bytes = Buffer.from(response.body);
  try {
    const timestamp = RFC3161Timestamp.parse(Buffer.from(bytes));
    if (timestamp.status !== 0n && timestamp.status !== 1n)
      throw malformed(`The timestamp authority refused the request (status ${timestamp.status}).`);
    if (!timestamp.tstInfo.messageImprintHashedMessage.equals(hash))
      throw malformed('The timestamp authority answered with a timestamp of something else.');
    return { bytes, signedAtMs: timestamp.signingTime.getTime() };
  } catch (cause) {
    if (cause instanceof RemoteError) throw cause;
    throw malformed('The timestamp authority answered with something that is not a timestamp.', cause);
  }
}
