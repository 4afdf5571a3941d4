import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import {
  AttestationRejected,
  type AttestationVerifier,
  type PypiAttestation,
} from '../pypi/attestation-policy.ts';
import type { SigstoreService } from './sigstore-service.ts';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** `Attestation.to_bundle` of pypi_attestations: the first entry of the log is the one that counts. */
function readBundle(attestation: PypiAttestation): ReturnType<typeof bundleFromJSON> {
  const { certificate, transparency_entries: entries } = attestation.verification_material;
  const { statement, signature } = attestation.envelope;
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: certificate }, tlogEntries: entries.slice(0, 1) },
    dsseEnvelope: {
      payload: statement,
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: signature }],
    },
  };
  try {
    return bundleFromJSON(bundle);
  } catch {
    throw new AttestationRejected('invalid transparency log entry');
  }
}

/** What sigstore-python says in the place of each failure of sigstore-js. */
function translate(cause: unknown): AttestationRejected {
  const { code = '', message } = cause as { readonly code?: string; readonly message: string };
  switch (code) {
    case 'CERTIFICATE_ERROR':
      return new AttestationRejected(
        message.includes('SCT')
          ? `failed to verify SCT on signing certificate: ${message}`
          : `failed to build timestamp certificate chain: ${message}`,
      );
    case 'TIMESTAMP_ERROR':
      return new AttestationRejected('not enough sources of verified time');
    case 'SIGNATURE_ERROR':
      return new AttestationRejected('DSSE: invalid signature');
    case 'TLOG_BODY_ERROR':
      return new AttestationRejected(
        message.includes('hash')
          ? 'log entry payload hash does not match bundle'
          : `invalid DSSE log entry: ${message}`,
      );
    default:
      return new AttestationRejected(`invalid log entry: ${message}`);
  }
}

/**
 * Verifies attestations as the index does, but by the trusted root of this world. It shares no code with the side that
 * signs; who may sign, and what, is decided by the index itself.
 */
export function createAttestationVerifier(
  sigstore: Pick<SigstoreService, 'trustedRoot'>,
): AttestationVerifier {
  return {
    async verify(attestation) {
      const bundle = readBundle(attestation);
      const [entry] = attestation.verification_material.transparency_entries;
      const kindVersion = entry?.['kindVersion'];
      const { kind, version } = isRecord(kindVersion) ? kindVersion : {};
      // Version 1 of the attestation object has no place for a signed timestamp: the log's promise is the only clock.
      if (!isRecord(entry?.['inclusionPromise']))
        throw new AttestationRejected('not enough sources of verified time');
      try {
        const trustedRoot = TrustedRoot.fromJSON(await sigstore.trustedRoot());
        new Verifier(toTrustMaterial(trustedRoot)).verify(toSignedEntity(bundle));
      } catch (cause) {
        throw translate(cause);
      }
      if (kind !== 'dsse' || version !== '0.0.1')
        throw new AttestationRejected(`Unsupported DSSE log entry type: ${String(kind)}/${String(version)}`);
    },
  };
}
