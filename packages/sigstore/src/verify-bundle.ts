import {
  type Bundle,
  bundleFromJSON,
  isBundleWithDsseEnvelope,
  type SerializedBundle,
} from '@sigstore/bundle';
import { ASN1Obj } from '@sigstore/core';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { type Signer, toSignedEntity, Verifier } from '@sigstore/verify';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { sigstoreErrors } from './errors.ts';
import { type InTotoStatement, olderStatementType, statementPayloadType, statementType } from './in-toto.ts';
import type { SigstoreInstance } from './instance.ts';
import { knowTrust } from './verification/known-trust.ts';

/** What the certificate of a verified bundle says of the signer. */
export interface VerifiedSigner {
  /** URI in the subject alternative name: the workflow file that signed. */
  readonly identity: string;
  /** Text of an extension of Fulcio, by the last number of its identifier (8: issuer, 18: build config). */
  extension(number: number): string | undefined;
}

/** What a verified bundle says, and who signed it. */
export interface VerifiedStatement extends VerifiedSigner {
  readonly statement: InTotoStatement;
}

const arc = [1, 3, 6, 1, 4, 1, 57264, 1];

/** The error for an invalid attestation; `reason` may contain foreign text. */
export function invalid(reason: string, cause?: unknown): IntegrityError {
  return new IntegrityError(sigstoreErrors.E_ATTESTATION_INVALID, {
    message: `The attestation is not valid: ${neutralizeLine(reason, 600)}`,
    cause,
  });
}

function isStatement(value: unknown, types: readonly string[]): value is InTotoStatement {
  const statement = value as InTotoStatement | null;
  return (
    typeof statement === 'object' &&
    statement !== null &&
    types.includes(statement._type) &&
    typeof statement.predicateType === 'string' &&
    Array.isArray(statement.subject) &&
    statement.subject.every((subject) => typeof subject?.digest === 'object' && subject.digest !== null)
  );
}

function decodeText(der: Buffer): string | undefined {
  try {
    return ASN1Obj.parseBuffer(Buffer.from(der)).value.toString('utf8');
  } catch {
    return undefined;
  }
}

function checkForm(bundle: SerializedBundle, expected: 'dsse' | 'hashedrekord'): void {
  const entries = bundle.verificationMaterial.tlogEntries;
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1)
    throw invalid(`it has ${entries.length} entries of the transparency log instead of one`);
  const { kind = '(none)', version = '' } = entry.kindVersion ?? {};
  if (kind !== expected || version !== '0.0.1')
    throw invalid(`its entry in the log is of type ${kind} ${version} instead of ${expected} 0.0.1`);
  if (!entry.inclusionPromise?.signedEntryTimestamp)
    throw invalid('its entry in the log has no inclusion promise, so its time is not verified');
  const { inclusionProof: proof } = entry;
  if (!proof?.checkpoint?.envelope)
    throw invalid('its entry in the log has no inclusion proof with a checkpoint');
  // The verifier only uses the checkpoint; PyPI's also compares the tree of the proof.
  const [, treeSize, rootHash] = proof.checkpoint.envelope.split('\n');
  if (proof.treeSize !== treeSize || proof.rootHash !== rootHash)
    throw invalid('its inclusion proof is for a different tree than its checkpoint');
}

function describeSigner({ identity }: Signer): VerifiedSigner {
  const oids = identity?.oids ?? [];
  return {
    identity: identity?.subjectAlternativeName ?? '',
    extension(number) {
      const identifier = [...arc, number].join('.');
      const found = oids.find(({ oid }) => oid?.id.join('.') === identifier);
      return found === undefined ? undefined : decodeText(found.value);
    },
  };
}

/** How a bundle has to be made, and what it has to show. */
interface Demands {
  /** What was signed; undefined for an envelope, which has it inside. */
  readonly blob?: Uint8Array | undefined;
  /** Checks what the library's verification does not. @throws IntegrityError */
  readonly checkForm?: (bundle: SerializedBundle) => void;
  /** Default: one entry of the log, one timestamp of the log of certificates, one time. */
  readonly thresholds?: ConstructorParameters<typeof Verifier>[1];
}

function verifyBundle(
  serialized: SerializedBundle,
  trustedRoot: TrustedRoot,
  { blob, checkForm: check, thresholds }: Demands,
): { readonly bundle: Bundle; readonly signer: VerifiedSigner } {
  try {
    const bundle = bundleFromJSON(serialized);
    check?.(serialized);
    const { material, adopt } = knowTrust(trustedRoot);
    const entity = toSignedEntity(bundle, blob === undefined ? undefined : Buffer.from(blob));
    const signer = new Verifier(material, thresholds).verify(adopt(entity, readCertificate(bundle)));
    return { bundle, signer: describeSigner(signer) };
  } catch (cause) {
    if (cause instanceof IntegrityError) throw cause;
    throw invalid(cause instanceof Error ? cause.message : 'the certificate cannot be read', cause);
  }
}

/** The certificate of the signer, where a bundle of any version has it. */
function readCertificate({ verificationMaterial: { content } }: Bundle): Uint8Array | undefined {
  if (content.$case === 'certificate') return content.certificate.rawBytes;
  return content.$case === 'x509CertificateChain'
    ? content.x509CertificateChain.certificates[0]?.rawBytes
    : undefined;
}

/**
 * Verifies a bundle with the signature of bytes, as `verifyStatementBundle` does one around a statement.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifyBlobBundle(
  serialized: SerializedBundle,
  blob: Uint8Array,
  trustedRoot: TrustedRoot,
): VerifiedSigner {
  return verifyBundle(serialized, trustedRoot, {
    blob,
    checkForm: (bundle) => checkForm(bundle, 'hashedrekord'),
  }).signer;
}

/**
 * Verifies a bundle around a statement: certificate chain, its logged timestamp, time of signing, entry in the log with
 * promise and proof, signature. Who signed is for the caller to judge.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifyStatementBundle(
  serialized: SerializedBundle,
  trustedRoot: TrustedRoot,
): VerifiedStatement {
  const form = (bundle: SerializedBundle): void => checkForm(bundle, 'dsse');
  return readStatement(verifyBundle(serialized, trustedRoot, { checkForm: form }), [statementType]);
}

function readStatement(
  { bundle, signer }: ReturnType<typeof verifyBundle>,
  types: readonly string[],
): VerifiedStatement {
  if (!isBundleWithDsseEnvelope(bundle)) throw invalid('it is not an envelope around a statement');
  const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
  if (payloadType !== statementPayloadType) throw invalid(`its payload is of type ${payloadType}`);
  if (signatures.length !== 1) throw invalid(`it has ${signatures.length} signatures instead of one`);
  let statement: unknown;
  try {
    statement = JSON.parse(payload.toString('utf8'));
  } catch (cause) {
    throw invalid('its payload is not valid JSON', cause);
  }
  if (!isStatement(statement, types))
    throw invalid(`its payload is not an in-toto statement (${types.join(', ')})`);
  return { ...signer, statement };
}

/** What each instance shows: GitHub's has neither a log of signatures nor one of certificates. */
const thresholdsOf = (trust: SigstoreInstance['trust']): Demands['thresholds'] =>
  trust === 'github' ? { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 } : undefined;

/**
 * Verifies a bundle around a statement in any form that verifiers of images read: with a log of API v1 or v2, or of GitHub's
 * instance. Who signed is for the caller to judge.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifySignedStatement(
  serialized: SerializedBundle,
  trustedRoot: TrustedRoot,
  trust: SigstoreInstance['trust'],
): VerifiedStatement {
  const verified = verifyBundle(serialized, trustedRoot, { thresholds: thresholdsOf(trust) });
  return readStatement(verified, [statementType, olderStatementType]);
}

/**
 * Verifies a bundle with the signature of bytes in any form that `signBytes` makes. Who signed is for the caller to judge.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifySignedBytes(
  serialized: SerializedBundle,
  bytes: Uint8Array,
  trustedRoot: TrustedRoot,
  trust: SigstoreInstance['trust'],
): VerifiedSigner {
  return verifyBundle(serialized, trustedRoot, { blob: bytes, thresholds: thresholdsOf(trust) }).signer;
}

/**
 * Verifies the signature of bytes only by the log's inclusion promise, as in cosign's older format. @throws
 * IntegrityError E_ATTESTATION_INVALID
 */
export function verifyPromisedBlob(
  serialized: SerializedBundle,
  blob: Uint8Array,
  trustedRoot: TrustedRoot,
): VerifiedSigner {
  return verifyBundle(serialized, trustedRoot, { blob }).signer;
}
