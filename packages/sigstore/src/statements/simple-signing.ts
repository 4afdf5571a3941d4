import { createHash, X509Certificate } from 'node:crypto';
import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import { serializeBundle } from '../serialize-bundle.ts';
import { invalid } from '../verify-bundle.ts';

/** Annotations of a layer in cosign's older format: https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md. */
const names = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
} as const;

/** What is signed: the claim that a digest belongs to an image (containers-signature.5, "simple signing"). */
export function simpleSigningPayload(image: { readonly reference: string; readonly digest: string }): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': image.reference },
        image: { 'docker-manifest-digest': image.digest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  );
}

/** What a payload claims; undefined for anything else. */
export function readPayload(
  payload: Uint8Array,
): { readonly digest: string; readonly annotations: unknown } | undefined {
  try {
    const { critical, optional } = JSON.parse(Buffer.from(payload).toString('utf8')) as {
      critical?: { image?: Readonly<Record<string, unknown>>; type?: unknown };
      optional?: unknown;
    };
    const digest = critical?.image?.['docker-manifest-digest'];
    const isCosign = critical?.type === 'cosign container image signature';
    return isCosign && typeof digest === 'string' ? { digest, annotations: optional } : undefined;
  } catch {
    return undefined;
  }
}

/** The digest that a payload names; undefined for anything else. */
export function readPayloadDigest(payload: Uint8Array): string | undefined {
  return readPayload(payload)?.digest;
}

/**
 * The annotations for the signature of a payload. The log of API v1 has to have promised the entry: the older format has no
 * place for anything else.
 * @param bundle from `Signer.signBlob`
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function simpleSigningAnnotations(bundle: SerializedBundle): Readonly<Record<string, string>> {
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  const [entry] = tlogEntries;
  const signature = bundle.messageSignature?.signature;
  if (signature === undefined || certificate === undefined || !entry?.inclusionPromise?.signedEntryTimestamp)
    throw invalid('it has no inclusion promise of the log, which the older cosign format requires');
  return {
    [names.signature]: signature,
    [names.certificate]: new X509Certificate(Buffer.from(certificate.rawBytes, 'base64')).toString(),
    // The verifier has the chain in its trusted root.
    [names.chain]: '',
    [names.bundle]: JSON.stringify({
      SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
      Payload: {
        body: entry.canonicalizedBody,
        integratedTime: Number(entry.integratedTime),
        logIndex: Number(entry.logIndex),
        logID: Buffer.from(entry.logId?.keyId ?? '', 'base64').toString('hex'),
      },
    }),
  };
}

interface LoggedPayload {
  readonly body?: unknown;
  readonly integratedTime?: unknown;
  readonly logIndex?: unknown;
  readonly logID?: unknown;
}

/**
 * The bundle that annotations stand for; its entry has a promise and no proof.
 * @throws IntegrityError E_ATTESTATION_INVALID for annotations that are not whole
 */
export function parseSimpleSigning(
  annotations: Readonly<Record<string, string>>,
  payload: Uint8Array,
): SerializedBundle {
  try {
    const { SignedEntryTimestamp: promise, Payload: logged } = JSON.parse(
      annotations[names.bundle] ?? '',
    ) as {
      SignedEntryTimestamp?: unknown;
      Payload?: LoggedPayload;
    };
    const certificate = new X509Certificate(annotations[names.certificate] ?? '');
    const bundle = bundleFromJSON({
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
      verificationMaterial: {
        x509CertificateChain: { certificates: [{ rawBytes: certificate.raw.toString('base64') }] },
        tlogEntries: [
          {
            logIndex: String(logged?.logIndex),
            logId: { keyId: Buffer.from(String(logged?.logID), 'hex').toString('base64') },
            kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
            integratedTime: String(logged?.integratedTime),
            inclusionPromise: { signedEntryTimestamp: String(promise) },
            canonicalizedBody: String(logged?.body),
          },
        ],
      },
      messageSignature: {
        messageDigest: {
          algorithm: 'SHA2_256',
          digest: createHash('sha256').update(payload).digest('base64'),
        },
        signature: annotations[names.signature] ?? '',
      },
    });
    return serializeBundle(bundle);
  } catch (cause) {
    throw invalid('its annotations do not follow the older cosign signature format', cause);
  }
}
