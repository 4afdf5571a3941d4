import type { StoredBundle } from '@slipway/oci/attachments/bundles';
import { readStoredSignatures } from '@slipway/oci/attachments/stored-signatures';
import type { Digest } from '@slipway/oci/digest';
import type { TreeEntry } from '@slipway/oci/image/image-tree';
import { judgeAsCosign } from '@slipway/sigstore/verification/verify-image';
import type { SignatureFormat } from '../inputs/named-lists.ts';
import type { Image } from '../open-image.ts';
import type { SigningIdentity } from './sign-identity.ts';

/** A bundle that verifies with the identity of this workflow. */
export interface OwnBundle extends StoredBundle {
  readonly predicateType: string;
}

/** The attachments of one manifest, and how cosign judges them. */
export interface StoredJudgement {
  readonly entry: TreeEntry;
  readonly digest: Digest;
  readonly own: readonly OwnBundle[];
  /** Whether a signature in the older format verifies with the identity of this workflow. */
  readonly hasLegacy: boolean;
  /** Why `cosign verify` with this identity would fail, by version; empty when it holds. */
  readonly failures: readonly string[];
  /** The bundles are stored and hold, and no cosign finds them: the registry does not list what is attached. */
  readonly isHidden: boolean;
}

/**
 * Reads all attachments of a manifest and judges them as cosign does for both formats. Foreign attachments count: any
 * bundle hides a signature in the older format from cosign 3.
 * @throws RemoteError E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
export async function judgeStored(
  { repository }: Image,
  entry: TreeEntry,
  { identity, issuer, trustedRoot, instance }: SigningIdentity,
  formats: readonly SignatureFormat[],
): Promise<StoredJudgement> {
  const { digest } = entry.descriptor;
  const stored = await readStoredSignatures(repository, digest);
  const policy = { digest, identity, issuer, trustedRoot, trust: instance.trust };
  const judged = judgeAsCosign(stored, policy);
  const own = judged.bundles.flatMap((statement, index) => {
    const bundle = stored.bundles[index];
    if (statement === undefined || bundle === undefined) return [];
    return [{ ...bundle, predicateType: statement.predicateType }];
  });
  // The older format is found by its own tag.
  const isHidden = own.length > 0 && own.every(({ isUnlisted }) => isUnlisted) && !formats.includes('legacy');
  return {
    entry,
    digest,
    own,
    hasLegacy: judged.hasLegacy,
    failures: [
      ...(judged.cosign3 === undefined || isHidden ? [] : [`cosign 3: ${judged.cosign3}`]),
      ...(judged.cosign2 === undefined || !formats.includes('legacy') ? [] : [`cosign 2: ${judged.cosign2}`]),
    ],
    isHidden,
  };
}
