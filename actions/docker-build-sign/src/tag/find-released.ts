import type { Digest } from '@slipway/oci/digest';
import { getManifest, type StoredManifest } from '@slipway/oci/manifests';
import { findMissingParts } from '@slipway/oci/missing-parts';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import { explainUnsigned, policyOf, policyWithoutToken } from '../sign/release-signature.ts';
import type { SigningIdentity } from '../sign/sign-identity.ts';
import { planTags } from './image-tags.ts';

/** What the registry has under the tag of a version. */
export interface VersionTag {
  readonly tag: string;
  /** The tag is a series too ("1.0"), which moves on to later versions. */
  readonly isSeries: boolean;
  readonly stored: StoredManifest | undefined;
}

/** An image under the tag of a version that this very workflow, ref and commit signed. */
export interface ReleasedImage {
  readonly stored: StoredManifest;
  /** Manifests and blobs that the registry has lost since. */
  readonly missing: readonly Digest[];
}

/** What is known of the image under the tag of a version before anything is built. */
export interface ReleaseLookup {
  /** Undefined when there is none, or nothing shows that it is of this release. */
  readonly released: ReleasedImage | undefined;
  /** Why the image that is there was not recognized; empty when there is none. */
  readonly reason: string;
}

/** Reads the tag of a version. @throws InputError E_VERSION_INVALID, E_DOCKER_TAG; RemoteError E_OCI_* */
export async function readVersionTag(image: Image, version: string): Promise<VersionTag> {
  const { versionTag: tag, floating } = planTags({ version, existing: [], latest: 'auto' });
  const isSeries = floating.some((each) => each.tag === tag);
  return { tag, isSeries, stored: await getManifest(image.repository, tag) };
}

/**
 * Checks whether a version is already released. Only a signature by this workflow at this ref and commit proves that:
 * anyone who can push can write labels and annotations. A job of mode `stage` that signs nothing builds a part of what
 * a later job of its workflow signs, so it recognizes that signature too; in any other mode, "sign: false" is a release
 * without signatures.
 * @param identity undefined when this job signs nothing
 * @throws RemoteError E_OCI_*, E_HTTP_*, E_SIGSTORE_TRUST
 */
export async function findReleased(
  context: Context,
  image: Image,
  version: string,
  identity: SigningIdentity | undefined,
): Promise<ReleaseLookup> {
  if (version === '') return { released: undefined, reason: '' };
  const { stored } = await readVersionTag(image, version);
  if (stored === undefined) return { released: undefined, reason: '' };
  if (identity === undefined && context.inputs.mode !== 'stage')
    return {
      released: undefined,
      reason: 'Without signatures ("sign: false"), released images cannot be recognized',
    };
  const policy = identity === undefined ? policyWithoutToken(context) : policyOf(context, identity);
  const unsigned = await explainUnsigned(image, stored.digest, policy);
  if (unsigned !== undefined) {
    const workflow = identity?.claims.job_workflow_ref ?? context.job.workflowRef;
    const commit = identity?.claims.sha ?? context.job.sha;
    return {
      released: undefined,
      reason: `It has no signature by ${workflow} at commit ${commit} (${unsigned})`,
    };
  }
  return { released: { stored, missing: await findMissingParts(image.repository, stored) }, reason: '' };
}
