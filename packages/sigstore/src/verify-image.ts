import type { SerializedBundle } from '@sigstore/bundle';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { ActionError } from '@slipway/core/errors/action-error';
import { parseBundle } from './attestation.ts';
import type { InTotoStatement } from './in-toto.ts';
import type { SigstoreInstance } from './instance.ts';
import { parseSimpleSigning, readPayloadDigest } from './simple-signing.ts';
import {
  invalid,
  type VerifiedSigner,
  type VerifiedStatement,
  verifyPromisedBlob,
  verifySignedStatement,
} from './verify-bundle.ts';

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
}

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md: the issuer as a text of its own (8), and as raw bytes (1).
const issuerExtension = 8;

function checkSigner(signer: VerifiedSigner, { identity, issuer }: ImagePolicy): void {
  if (signer.identity !== identity)
    throw invalid(`it is by ${signer.identity || 'nobody known'} instead of ${identity}`);
  const found = signer.extension(issuerExtension);
  if (found !== issuer) throw invalid(`its issuer is ${found ?? 'missing'} instead of ${issuer}`);
}

/**
 * Verifies one bundle by the rules of `cosign verify` (version 3): an envelope around a statement of any type with the digest
 * among its subjects, by exactly this identity.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifyImageBundle(bundle: SerializedBundle, policy: ImagePolicy): VerifiedStatement {
  const verified = verifySignedStatement(bundle, policy.trustedRoot, policy.trust);
  const sha256 = policy.digest.replace('sha256:', '');
  if (!verified.statement.subject.some(({ digest }) => digest['sha256'] === sha256))
    throw invalid(`its statement is not about ${policy.digest}`);
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
  const digest = readPayloadDigest(payload);
  if (digest !== policy.digest)
    throw invalid(`it is about ${digest ?? 'no image'} instead of ${policy.digest}`);
  checkSigner(signer, policy);
  return signer;
}

/** What cosign makes of everything that is stored beside one digest. */
export interface CosignJudgement {
  /** By place in what was stored: the statement of each bundle that holds, undefined for the others. */
  readonly bundles: readonly (InTotoStatement | undefined)[];
  readonly hasLegacy: boolean;
  /** Why `cosign verify` of version 3 fails; undefined when it holds. */
  readonly cosign3: string | undefined;
  /** Why that of version 2 up to 2.6.2, which reads the older format alone, fails. */
  readonly cosign2: string | undefined;
}

/**
 * Judges what is stored as cosign does. As soon as there is any bundle, whoever attached it, version 3 reads bundles alone:
 * one of them has to hold. Without any it reads the older format, as version 2 always does.
 * Source: https://github.com/sigstore/cosign, `cmd/cosign/cli/verify/verify.go` and `pkg/cosign/verify.go`, `GetBundles`.
 */
export function judgeAsCosign(
  stored: { readonly bundles: readonly Uint8Array[]; readonly legacy: readonly SimpleSignature[] },
  policy: ImagePolicy,
): CosignJudgement {
  const failures: string[] = [];
  const attempt = <Result>(verify: () => Result): Result | undefined => {
    try {
      return verify();
    } catch (cause) {
      if (!(cause instanceof ActionError)) throw cause;
      failures.push(cause.message);
      return undefined;
    }
  };
  const readable = stored.bundles.map((bytes) => attempt(() => readNewBundle(bytes)));
  const bundles = readable.map((bundle) =>
    bundle === undefined ? undefined : attempt(() => verifyImageBundle(bundle, policy).statement),
  );
  const bundleFailures = failures.splice(0);
  const hasLegacy = stored.legacy
    .map((signature) => attempt(() => verifySimpleSigning(signature, policy)))
    .some((signer) => signer !== undefined);
  const explain = (words: readonly string[], none: string): string =>
    words.length === 0 ? none : words.join('; ');
  const cosign2 = hasLegacy ? undefined : explain(failures, 'no signatures found');
  // What cannot be read counts for nothing, as in cosign.
  const readsBundles = readable.some((bundle) => bundle !== undefined);
  const holds = bundles.some((statement) => statement !== undefined);
  const cosign3 = !readsBundles ? cosign2 : holds ? undefined : explain(bundleFailures, 'no bundle holds');
  return { bundles, hasLegacy, cosign3, cosign2 };
}

/** @throws IntegrityError E_ATTESTATION_INVALID for what cosign passes over: older than version 0.3, or no bundle */
function readNewBundle(bytes: Uint8Array): SerializedBundle {
  const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
  const version = /version=0\.([12])$|bundle\.v0\.[12]\+json$/.test(bundle.mediaType);
  if (version) throw invalid('its bundle is older than version 0.3');
  return bundle;
}
