import { type Attached, attachBlobs } from './attach.ts';
import { readBlob } from './blobs.ts';
import type { Descriptor } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { getManifest } from './manifests.ts';
import { isManifestType } from './media-types.ts';
import { listReferrers } from './referrers.ts';
import type { Repository } from './registry.ts';
import type { SettleOptions } from './shared-list.ts';

/** Media type of a Sigstore bundle, version 0.3, and of what is attached as one. */
export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const bundlePrefix = 'application/vnd.dev.sigstore.bundle';
// Beyond what Rekor takes of an envelope, with what a bundle adds to it.
const largestBundleBytes = 40 * 1024 * 1024;

/** A bundle around a statement, to be attached. */
export interface NewBundle {
  /** JSON. */
  readonly bytes: Uint8Array;
  /** Of the statement in it. */
  readonly predicateType: string;
  /** RFC 3339. */
  readonly created: string;
}

/** A bundle that is attached to a manifest. */
export interface StoredBundle {
  /** Of the manifest that attaches it. */
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/**
 * Attaches bundles around statements to one manifest as cosign does
 * (https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md).
 * @throws like `attachBlobs`
 */
export function attachBundles(
  repository: Repository,
  subject: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>,
  bundles: readonly NewBundle[],
  options: SettleOptions = {},
): Promise<readonly Attached[]> {
  const attachments = bundles.map(({ bytes, predicateType, created }) => ({
    subject,
    artifactType: bundleMediaType,
    mediaType: bundleMediaType,
    bytes,
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': predicateType,
      'org.opencontainers.image.created': created,
    },
  }));
  return attachBlobs(repository, attachments, options);
}

/**
 * Every bundle that is attached to a manifest, found as cosign finds them: whatever type the list says, by the one layer that
 * is a bundle. What is attached and gone, or is something else, is passed over as cosign does.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
export async function listBundles(repository: Repository, subject: Digest): Promise<readonly StoredBundle[]> {
  const { entries } = await listReferrers(repository, subject);
  const bundles: StoredBundle[] = [];
  for (const descriptor of entries) {
    if (!isManifestType(descriptor.mediaType)) continue;
    const stored = await getManifest(repository, descriptor.digest);
    const [layer, ...more] = stored?.content.layers ?? [];
    if (layer === undefined || more.length > 0 || !layer.mediaType.startsWith(bundlePrefix)) continue;
    if (layer.size > largestBundleBytes) continue;
    bundles.push({ descriptor, bytes: await readBlob(repository, layer) });
  }
  return bundles;
}
