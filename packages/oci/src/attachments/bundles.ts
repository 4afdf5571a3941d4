import { runParallel } from '@slipway/core/async/run-parallel';
import { findBlob } from '../blobs/blobs.ts';
import type { Descriptor } from '../descriptor.ts';
import type { Digest } from '../digest.ts';
import { getManifest } from '../manifests.ts';
import { isManifestType } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { type Attachments, attachBlobs } from './attach.ts';
import { listReferrers } from './referrers.ts';

/** Media type of a Sigstore bundle, version 0.3, and of what is attached as one. */
export const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const predicateAnnotation = 'dev.sigstore.bundle.predicateType';
const parallelReads = 8;
const bundlePrefix = 'application/vnd.dev.sigstore.bundle';
// Beyond what Rekor takes of an envelope, with what a bundle adds to it.
const maxBundleBytes = 40 * 1024 * 1024;

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
  /** What who attached it says is in it; only the signed statement says it for sure. */
  readonly predicateType: string | undefined;
  /** The referrers API of the registry answers and does not list it: cosign does not find it. */
  readonly isUnlisted: boolean;
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
): Promise<Attachments> {
  const attachments = bundles.map(({ bytes, predicateType, created }) => ({
    subject,
    artifactType: bundleMediaType,
    mediaType: bundleMediaType,
    bytes,
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      [predicateAnnotation]: predicateType,
      'org.opencontainers.image.created': created,
    },
  }));
  return attachBlobs(repository, attachments);
}

/**
 * Every bundle that is attached to a manifest, found as cosign finds them (pkg/cosign/verify.go, GetBundles): whatever type
 * the list says, by the one layer that is a bundle. What is attached and gone, or is something else, is passed over as cosign
 * does. cosign also passes over a bundle of a version before 0.3, which its `mediaType` says.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
export async function listBundles(repository: Repository, subject: Digest): Promise<readonly StoredBundle[]> {
  const { entries, unlisted } = await listReferrers(repository, subject);
  const found = new Map<Descriptor, StoredBundle>();
  await runParallel(entries, parallelReads, async (descriptor) => {
    const bundle = await findBundle(repository, descriptor);
    const isUnlisted = unlisted?.has(descriptor.digest) === true;
    if (bundle !== undefined) found.set(descriptor, { ...bundle, isUnlisted });
  });
  return entries.flatMap((descriptor) => found.get(descriptor) ?? []);
}

async function findBundle(
  repository: Repository,
  descriptor: Descriptor,
): Promise<Omit<StoredBundle, 'isUnlisted'> | undefined> {
  if (!isManifestType(descriptor.mediaType)) return undefined;
  const stored = await getManifest(repository, descriptor.digest);
  const [layer, ...more] = stored?.content.layers ?? [];
  if (layer === undefined || more.length > 0 || !layer.mediaType.startsWith(bundlePrefix)) return undefined;
  if (layer.size > maxBundleBytes) {
    repository.log.warning(`The bundle ${layer.digest} is too large to read (${layer.size} bytes).`);
    return undefined;
  }
  const bytes = await findBlob(repository, layer);
  // The list need not have the annotations: cosign writes it without them.
  const named: unknown = stored?.content.annotations?.[predicateAnnotation];
  return bytes && { descriptor, predicateType: typeof named === 'string' ? named : undefined, bytes };
}
