import { createHash } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import { TSAWitness } from '@sigstore/sign/dist/witness/tsa/index.js';
import type { SignatureBundle, Witness } from '@sigstore/sign/dist/witness/witness.js';
import { sigstoreErrors } from '../errors.ts';
import { askService, malformed, type WitnessOptions } from './ask-service.ts';

/**
 * A timestamp authority that is asked once for each signature. That a time is by it is found out when the bundle is verified.
 * @param url of the authority, with its path
 * @throws RemoteError E_SIGSTORE_TIMESTAMP from `testify`
 */
export function createTimeWitness(url: string, options: WitnessOptions): Witness {
  const service = {
    ...options,
    name: 'The timestamp authority',
    kind: sigstoreErrors.E_SIGSTORE_TIMESTAMP,
    expected: 'a timestamp for the signature',
    accept: 'application/timestamp-reply',
    idempotent: true,
    deadlineMs: 60_000,
  } as const;
  const authority = new TSAWitness({ tsaBaseURL: url, timeout: 30_000 });
  return {
    async testify(content) {
      const material = await askService(service, () => authority.testify(content));
      const signature = signatureOf(content);
      // The library returns the body of any answer as a timestamp.
      if (!material.rfc3161Timestamps.every((each) => isTimestampOf(each.signedTimestamp, signature)))
        throw malformed(service);
      return material;
    },
  };
}

function signatureOf(content: SignatureBundle): Buffer {
  return content.$case === 'dsseEnvelope'
    ? (content.dsseEnvelope.signatures[0]?.sig ?? Buffer.alloc(0))
    : content.messageSignature.signature;
}

/** Whether a TimeStampResp (RFC 3161 §2.4.2) was granted for a signature. */
function isTimestampOf(response: Buffer, signature: Buffer): boolean {
  try {
    const { status, tstInfo } = RFC3161Timestamp.parse(Buffer.from(response));
    const hash = createHash('sha256').update(signature).digest();
    return (status === 0n || status === 1n) && tstInfo.messageImprintHashedMessage.equals(hash);
  } catch {
    return false;
  }
}
