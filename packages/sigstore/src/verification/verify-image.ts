import type { SerializedBundle } from '@sigstore/bundle';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { ActionError } from '@slipway/core/errors/action-error';
import type { InTotoStatement } from '../in-toto.ts';
import type { SigstoreInstance } from '../instance.ts';
import { parseBundle } from '../statements/attestation.ts';
import { parseSimpleSigning, readPayload } from '../statements/simple-signing.ts';
import {
  invalid,
  type VerifiedSigner,
  type VerifiedStatement,
  verifyPromisedBlob,
  verifySignedStatement,
} from '../verify-bundle.ts';

/** Who has to have signed, and in what to trust. */
export interface ImagePolicy {
  /** `sha256:<hex>` of the index or manifest. */
  readonly digest: string;
  /** URI of the workflow file at its ref. */
  readonly identity: string;
  /** `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  readonly trustedRoot: TrustedRoot;
  readonly trust: SigstoreInstance['trust'];
  /** What the signer has to have noted, as `cosign verify -a` compares it; nothing by default. */
  readonly annotations?: Readonly<Record<string, string>>;
}

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md: the issuer as a text of its own (8), and as raw bytes (1).
const issuerExtension = 8;

function checkSigner(signer: VerifiedSigner, { identity, issuer }: ImagePolicy): void {
  if (signer.identity !== identity)
    throw invalid(`its signer is ${signer.identity || 'unknown'} instead of ${identity}`);
  const found = signer.extension(issuerExtension);
  if (found !== issuer) throw invalid(`its issuer is ${found ?? 'missing'} instead of ${issuer}`);
}

function checkAnnotations(found: unknown, { annotations = {} }: ImagePolicy): void {
  const noted = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>;
  for (const [name, expected] of Object.entries(annotations)) {
    const value = Object.hasOwn(noted, name) ? noted[name] : undefined;
    if (value !== expected)
      throw invalid(`its annotation ${name} is ${String(value)} instead of ${expected}`);
  }
}

/**
 * Verifies one bundle by the rules of `cosign verify` (version 3): an envelope around a statement of any type with the digest
 * among its subjects, by exactly this identity.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifyImageBundle(bundle: SerializedBundle, policy: ImagePolicy): VerifiedStatement {
  const verified = verifySignedStatement(bundle, policy.trustedRoot, policy.trust);
  const sha256 = policy.digest.replace('sha256:', '');
  // The first that fits decides of the annotations, as in cosign.
  const subject = verified.statement.subject.find(({ digest }) => digest['sha256'] === sha256);
  if (subject === undefined) throw invalid(`its statement does not describe ${policy.digest}`);
  checkAnnotations(subject.annotations, policy);
  checkSigner(verified, policy);
  return verified;
}

/** A signature in cosign's older format, as it is stored. */
export interface SimpleSignature {
  readonly payload: Uint8Array;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Verifies one signature in the older format by the rules of `cosign verify` (version 2). @throws IntegrityError E_ATTESTATION_INVALID */
export function verifySimpleSigning(signature: SimpleSignature, policy: ImagePolicy): VerifiedSigner {
  const { payload, annotations } = signature;
  const signer = verifyPromisedBlob(parseSimpleSigning(annotations, payload), payload, policy.trustedRoot);
  const claim = readPayload(payload);
  if (claim?.digest !== policy.digest)
    throw invalid(`it describes ${claim?.digest ?? 'no image'} instead of ${policy.digest}`);
  checkAnnotations(claim.annotations, policy);
  checkSigner(signer, policy);
  return signer;
}

/** How cosign judges all attachments of one digest. */
export interface CosignJudgement {
  /** By place in what was stored: the statement of each bundle that holds, undefined for the others. */
  readonly bundles: readonly (InTotoStatement | undefined)[];
  readonly hasLegacy: boolean;
  /** Why `cosign verify` of version 3, and of version 2 from 2.6.3 on, fails by what it finds; undefined when it holds. */
  readonly cosign3: string | undefined;
  /** Why verification with versions 2.0 to 2.6.2, which only read the older format, fails. */
  readonly cosign2: string | undefined;
  /** Why each stored bundle is invalid, by its position; undefined for valid ones. */
  readonly reasons: {
    readonly bundles: readonly (string | undefined)[];
    readonly legacy: readonly (string | undefined)[];
  };
}

/** What came of verifying one thing that is stored. */
type Attempt<Result> = { readonly result: Result } | { readonly reason: string };

function attempt<Result>(verify: () => Result): Attempt<Result> {
  try {
    return { result: verify() };
  } catch (cause) {
    if (!(cause instanceof ActionError)) throw cause;
    return { reason: cause.message };
  }
}

function reasonsOf(attempts: readonly Attempt<unknown>[]): (string | undefined)[] {
  return attempts.map((each) => ('reason' in each ? each.reason : undefined));
}

/** Undefined as soon as one holds. */
function explain(attempts: readonly Attempt<unknown>[]): string | undefined {
  if (attempts.some((each) => 'result' in each)) return undefined;
  return reasonsOf(attempts).join('; ') || 'no signatures found';
}

/**
 * Judges the attachments as cosign does. If there is any bundle, whoever attached it, version 3 only reads bundles, and
 * one of them must be valid. Without a bundle it reads the older format, as version 2 always does. Source:
 * https://github.com/sigstore/cosign, `cmd/cosign/cli/verify/verify.go` and `pkg/cosign/verify.go`, `GetBundles`.
 */
export function judgeAsCosign(
  stored: {
    /** Those that the registry does not list where cosign looks are judged and hidden from it. */
    readonly bundles: readonly { readonly bytes: Uint8Array; readonly isUnlisted?: boolean }[];
    readonly legacy: readonly SimpleSignature[];
  },
  policy: ImagePolicy,
): CosignJudgement {
  const isFound = (_: unknown, place: number): boolean => stored.bundles[place]?.isUnlisted !== true;
  const readable = stored.bundles.map(({ bytes }) => attempt(() => readNewBundle(bytes)));
  const bundles = readable.map((read) =>
    'reason' in read ? read : attempt(() => verifyImageBundle(read.result, policy).statement),
  );
  const legacy = stored.legacy.map((signature) => attempt(() => verifySimpleSigning(signature, policy)));
  const cosign2 = explain(legacy);
  // What cannot be read counts for nothing, as in cosign.
  const readsBundles = readable.filter(isFound).some((read) => 'result' in read);
  return {
    bundles: bundles.map((each) => ('result' in each ? each.result : undefined)),
    hasLegacy: cosign2 === undefined,
    cosign3: readsBundles ? explain(bundles.filter(isFound)) : cosign2,
    cosign2,
    reasons: { bundles: reasonsOf(bundles), legacy: reasonsOf(legacy) },
  };
}

/** Types of entry that cosign reads; a bundle with any other is none to it. */
const readEntries = [
  'dsse 0.0.1',
  'hashedrekord 0.0.1',
  'hashedrekord 0.0.2',
  'intoto 0.0.1',
  'intoto 0.0.2',
];

/** @throws IntegrityError E_ATTESTATION_INVALID for what cosign passes over: older than version 0.3, or no bundle */
function readNewBundle(bytes: Uint8Array): SerializedBundle {
  const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
  const isOld = /version=0\.([12])$|bundle\.v0\.[12]\+json$/.test(bundle.mediaType);
  if (isOld) throw invalid('its bundle is older than version 0.3');
  for (const { kindVersion: type } of bundle.verificationMaterial.tlogEntries) {
    const name = `${type?.kind} ${type?.version}`;
    if (!readEntries.includes(name)) throw invalid(`cosign does not read entries of type ${name}`);
  }
  return bundle;
}
