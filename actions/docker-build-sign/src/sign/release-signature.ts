import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { ActionError, EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { describeServer, isIssuerOf } from '@slipway/github/job/server';
import { readStoredSignatures } from '@slipway/oci/attachments/stored-signatures';
import type { Digest } from '@slipway/oci/digest';
import type { SigstoreInstance } from '@slipway/sigstore/instance';
import { checkReleaseSigner, type ReleaseSigner } from '@slipway/sigstore/signing/release-signer';
import { signerOf } from '@slipway/sigstore/signing/run-identity';
import { parseBundle } from '@slipway/sigstore/statements/attestation';
import { imageSignatureType } from '@slipway/sigstore/statements/image-statement';
import { provenanceType } from '@slipway/sigstore/statements/provenance';
import { parseSimpleSigning, readPayloadDigest } from '@slipway/sigstore/statements/simple-signing';
import { loadTrustedRoot, trustedRootOf } from '@slipway/sigstore/verification/trusted-root';
import { invalid, verifyPromisedBlob, verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import type { SigningIdentity } from './sign-identity.ts';

type Trust = SigstoreInstance['trust'];

/** What a signature has to show to count. */
export interface SignaturePolicy {
  /** A part that is left out may be anything. */
  readonly signer: Partial<ReleaseSigner>;
  /** The root of trust of an instance of Sigstore. @throws IntegrityError for an instance that does not count */
  loadRoot(trust: Trust): Promise<TrustedRoot>;
}

// What says "this workflow made this image"; an SBOM or a scan may be about an image of anybody.
const countedTypes: readonly string[] = [imageSignatureType, provenanceType];

/** The policy for signatures by this run, with the ID token that says who it is: by the instance that it signs with. */
export function policyOf({ job }: Context, identity: SigningIdentity): SignaturePolicy {
  const { instance, trustedRoot } = identity;
  return {
    signer: signerOf(identity, job.serverUrl),
    async loadRoot(trust) {
      if (trust === instance.trust) return trustedRoot;
      throw invalid('it is from a different Sigstore instance than the one this run uses');
    },
  };
}

/**
 * The policy for signatures by this run, for a job without an ID token: by either instance that knows GitHub's workflows.
 * @throws EnvironmentError E_NOT_IN_JOB where the runner does not name the workflow
 */
export function policyWithoutToken({ job, http, log }: Context): SignaturePolicy {
  if (job.workflowRef === '') {
    throw new EnvironmentError(coreErrors.E_NOT_IN_JOB, {
      message:
        'GITHUB_WORKFLOW_REF is not set, so this job cannot determine which workflow must have signed the image.',
      hint: 'GitHub sets this variable. On a different runner, set it to "owner/name/.github/workflows/file.yml@ref", or use "sign: false".',
    });
  }
  const loaded = new Map<Trust, Promise<TrustedRoot>>();
  const server = describeServer(job);
  return {
    signer: {
      isIssuer: (found) => isIssuerOf(server, found),
      repository: `${job.serverUrl}/${job.repository}`,
      ref: job.ref,
      commit: job.sha,
      workflow: `${job.serverUrl}/${job.workflowRef}`,
    },
    loadRoot(trust) {
      const root =
        loaded.get(trust) ??
        loadTrustedRoot({
          ...trustedRootOf(job),
          trust,
          http,
          log,
        });
      loaded.set(trust, root);
      return root;
    },
  };
}

/**
 * Looks for a signature of one digest that a policy accepts, in either format. Anyone who may write can attach anything, so what
 * cannot be read or does not verify is one reason more and stops nothing.
 * @returns undefined when there is one, else why each of those that are stored does not count
 * @throws RemoteError E_OCI_*, E_HTTP_*, E_SIGSTORE_TRUST
 */
export async function explainUnsigned(
  { repository }: Image,
  digest: Digest,
  policy: SignaturePolicy,
): Promise<string | undefined> {
  const stored = await readStoredSignatures(repository, digest).catch(explainUnreadable);
  if (typeof stored === 'string') return stored;
  const { bundles, legacy } = stored;
  const attempts = [
    ...bundles.map(
      ({ bytes }) =>
        () =>
          verifyBundle(bytes, digest, policy),
    ),
    ...legacy.map(
      ({ payload, annotations }) =>
        () =>
          verifyLegacy(payload, annotations, digest, policy),
    ),
  ];
  const reasons: string[] = [];
  for (const attempt of attempts) {
    try {
      await attempt();
      return undefined;
    } catch (cause) {
      if (!(cause instanceof ActionError) || cause.code !== 'E_ATTESTATION_INVALID') throw cause;
      reasons.push(cause.message);
    }
  }
  return reasons.join('; ') || 'it has no signature';
}

/** Whoever stored something else where signatures are looked for has signed nothing. */
function explainUnreadable(cause: unknown): string {
  if (cause instanceof ActionError && ['E_OCI_REFERRERS', 'E_OCI_DIGEST'].includes(cause.code))
    return cause.message;
  throw cause;
}

async function verifyBundle(bytes: Uint8Array, digest: Digest, policy: SignaturePolicy): Promise<void> {
  const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
  const trust = bundle.verificationMaterial.tlogEntries.length > 0 ? 'public-good' : 'github';
  const verified = verifySignedStatement(bundle, await policy.loadRoot(trust), trust);
  const { subject, predicateType } = verified.statement;
  const sha256 = digest.replace('sha256:', '');
  if (!subject.some((each) => each.digest['sha256'] === sha256))
    throw invalid('its statement describes a different image');
  if (!countedTypes.includes(predicateType))
    throw invalid(
      `its statement is of type ${predicateType}, which does not identify the builder of the image`,
    );
  checkReleaseSigner(verified, policy.signer);
}

async function verifyLegacy(
  payload: Uint8Array,
  annotations: Readonly<Record<string, string>>,
  digest: Digest,
  policy: SignaturePolicy,
): Promise<void> {
  const signature = parseSimpleSigning(annotations, payload);
  const signer = verifyPromisedBlob(signature, payload, await policy.loadRoot('public-good'));
  // A signature of one image can be copied to the tag of another.
  if (readPayloadDigest(payload) !== digest) throw invalid('it describes a different image');
  checkReleaseSigner(signer, policy.signer);
}
