import { runParallel } from '@slipway/core/async/run-parallel';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { hasBlob } from './blobs/blobs.ts';
import type { Descriptor } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { refuseImage } from './image/image-tree.ts';
import { getManifest, type StoredManifest } from './manifests.ts';
import { isForeignLayer, isIndexType } from './media-types.ts';
import type { Repository } from './registry.ts';
import { type TreeNode, walkTree } from './walk-tree.ts';

const parallelLooks = 8;

/** A registry that has wrong bytes for a digest has as good as nothing. */
function isCorrupt(cause: unknown): boolean {
  return cause instanceof IntegrityError && cause.code === 'E_OCI_DIGEST';
}

/**
 * Checks every manifest and every blob that an image refers to, without downloading blobs.
 * @returns digests of missing or different content, in the order of the tree; empty for a complete image
 * @throws RemoteError E_OCI_*, E_HTTP_*; InputError E_OCI_IMAGE for an image that is nested too deep or too large
 */
export async function findMissingParts(
  repository: Repository,
  { mediaType, digest, bytes, content }: StoredManifest,
): Promise<readonly Digest[]> {
  const missing = new Set<Digest>();
  const read = async (listed: Descriptor): Promise<TreeNode> => {
    const found = await getManifest(repository, listed.digest).catch((cause: unknown) => {
      if (isCorrupt(cause)) return undefined;
      throw cause;
    });
    if (found !== undefined) return { listed, bytes: found.bytes, content: found.content };
    missing.add(listed.digest);
    const empty = isIndexType(listed.mediaType) ? { manifests: [] } : {};
    return { listed, bytes: new Uint8Array(), content: { schemaVersion: 2, ...empty } };
  };
  const root: TreeNode = { listed: { mediaType, digest, size: bytes.byteLength }, bytes, content };
  const { nodes } = await walkTree(root, { read, refuse: refuseImage(repository, digest) });
  const blobs = new Map<Digest, Descriptor>();
  for (const { listed, content: each } of nodes) {
    if (isIndexType(listed.mediaType)) continue;
    for (const blob of [each.config, ...(each.layers ?? [])])
      if (blob !== undefined && !isForeignLayer(blob.mediaType)) blobs.set(blob.digest, blob);
  }
  const absent = new Set<Digest>();
  await runParallel([...blobs.values()], parallelLooks, async (blob) => {
    const isThere = await hasBlob(repository, blob).catch((cause: unknown) => {
      if (isCorrupt(cause)) return false;
      throw cause;
    });
    if (!isThere) absent.add(blob.digest);
  });
  return [...missing, ...[...blobs.keys()].filter((each) => absent.has(each))];
}
