import { createHash, verify, X509Certificate } from 'node:crypto';
import { bundleFromJSON } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import {
  type SignedEntity,
  type TrustMaterial,
  toSignedEntity,
  toTrustMaterial,
  Verifier,
} from '@sigstore/verify';
import {
  AttestationRejected,
  type AttestationVerifier,
  type PypiAttestation,
} from '@slipway/emulated-pypi/upload/attestation-policy';
import { openCertificates } from './read-certificate.ts';
import type { SigstoreService } from './sigstore-service.ts';

const payloadType = 'application/vnd.in-toto+json';

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
      payloadType,
      signatures: [{ sig: signature }],
    },
  };
  try {
    return bundleFromJSON(bundle);
  } catch {
    throw new AttestationRejected('invalid transparency log entry');
  }
}

/** sigstore-python looks at the signature before the body of the entry, and there at the payload before the signatures. */
function explainBody({ envelope, verification_material: material }: PypiAttestation): AttestationRejected {
  const payload = Buffer.from(envelope.statement, 'base64');
  const { publicKey } = new X509Certificate(Buffer.from(material.certificate, 'base64'));
  const signed = dsse.preAuthEncoding(payloadType, payload);
  if (!verify('sha256', signed, publicKey, Buffer.from(envelope.signature, 'base64')))
    return new AttestationRejected('DSSE: invalid signature');
  const body = Buffer.from(String(material.transparency_entries[0]?.['canonicalizedBody']), 'base64');
  return new AttestationRejected(
    body.includes(createHash('sha256').update(payload).digest('hex'))
      ? 'log entry signatures do not match bundle'
      : 'log entry payload hash does not match bundle',
  );
}

/** What sigstore-python says in the place of each failure of sigstore-js. */
function translate(cause: unknown, attestation: PypiAttestation): AttestationRejected {
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
      return explainBody(attestation);
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
  let known: { readonly root: string; readonly material: TrustMaterial } | undefined;
  const read = openCertificates();
  const readMaterial = (root: TrustedRoot): TrustMaterial => {
    const material = toTrustMaterial(root);
    const certificateAuthorities = material.certificateAuthorities.map((authority, index) => ({
      ...authority,
      certChain: (root.certificateAuthorities[index]?.certChain?.certificates ?? []).map(({ rawBytes }) =>
        read(rawBytes),
      ),
    }));
    return { ...material, certificateAuthorities };
  };
  const readTrust = async (): Promise<TrustMaterial> => {
    const json = await sigstore.trustedRoot();
    const root = JSON.stringify(json);
    if (known?.root !== root) known = { root, material: readMaterial(TrustedRoot.fromJSON(json)) };
    return known.material;
  };
  return {
    async verify(attestation) {
      const bundle = readBundle(attestation);
      const [entry] = attestation.verification_material.transparency_entries;
      const kindVersion = entry?.['kindVersion'];
      const { kind, version } = isRecord(kindVersion) ? kindVersion : {};
      // Version 1 of the attestation object has no place for a signed timestamp: the log's promise is the only clock.
      if (`${String(kind)}/${String(version)}` !== 'dsse/0.0.1')
        throw new AttestationRejected('Integrated time only supported for dsse/hashedrekord 0.0.1 types');
      if (!isRecord(entry?.['inclusionPromise']))
        throw new AttestationRejected('bundle must contain an inclusion promise or signed timestamp(s)');
      try {
        const certificate = read(Buffer.from(attestation.verification_material.certificate, 'base64'));
        const entity: SignedEntity = {
          ...toSignedEntity(bundle),
          key: { $case: 'certificate', certificate },
        };
        new Verifier(await readTrust()).verify(entity);
      } catch (cause) {
        throw translate(cause, attestation);
      }
    },
  };
}
