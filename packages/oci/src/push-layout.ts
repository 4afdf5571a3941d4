import { runParallel } from '@slipway/core/run-parallel';
import { type Descriptor, parseManifest } from './descriptor.ts';
import type { Digest } from './digest.ts';
import type { Layout } from './layout.ts';
import { refuseLayout } from './layout-error.ts';
import { putManifest } from './manifests.ts';
import { isForeignLayer, isIndexType, isManifestType } from './media-types.ts';
import type { Repository } from './registry.ts';
import { type BlobState, type UploadOptions, uploadBlob } from './upload-blob.ts';

export interface PushOptions extends UploadOptions {
  /** Blobs under way at the same time. Default 4. */
  readonly parallel?: number;
}

/** A tree that was pushed by digest; no tag was touched. */
export interface PushedTree {
  readonly root: Descriptor;
  /** Every index and manifest of the tree, children before what lists them, the root last. */
  readonly manifests: readonly Descriptor[];
  readonly blobs: ReadonlyMap<Digest, BlobState>;
}

interface Tree {
  readonly manifests: Map<Digest, { readonly descriptor: Descriptor; readonly bytes: Uint8Array }>;
  readonly blobs: Map<Digest, Descriptor>;
}

const deepestIndex = 8;
const mostManifests = 1000;
const defaultParallel = 4;

async function collectTree(layout: Layout, descriptor: Descriptor, tree: Tree, depth: number): Promise<void> {
  const { digest, mediaType } = descriptor;
  if (tree.manifests.has(digest)) return;
  if (depth > deepestIndex || tree.manifests.size >= mostManifests)
    throw refuseLayout(layout.path, 'its indexes are nested too deep, or list too much');
  const bytes = await layout.read(descriptor);
  const content = parseManifest(bytes);
  const type = content?.mediaType ?? mediaType;
  if (content === undefined || type !== mediaType)
    throw refuseLayout(layout.path, `${digest} is listed as ${mediaType} and is something else`);
  if (isIndexType(mediaType)) {
    for (const child of content.manifests ?? []) await collectTree(layout, child, tree, depth + 1);
  } else if (isManifestType(mediaType)) {
    const blobs = [content.config, ...(content.layers ?? [])].filter((each) => each !== undefined);
    for (const blob of blobs) if (!isForeignLayer(blob.mediaType)) await addBlob(layout, tree, blob);
  } else
    throw refuseLayout(layout.path, `${digest} has the type ${mediaType}, which is not that of an image`);
  // A map keeps its order: whatever is listed comes before what lists it.
  tree.manifests.set(digest, { descriptor, bytes });
}

async function addBlob(layout: Layout, tree: Tree, blob: Descriptor): Promise<void> {
  const known = tree.blobs.get(blob.digest);
  const size = known?.size ?? (await layout.sizeOf(blob.digest));
  if (size !== blob.size) {
    const found = size === undefined ? 'is not in it' : `has ${size} bytes instead of ${blob.size}`;
    throw refuseLayout(layout.path, `blob ${blob.digest} ${found}`);
  }
  tree.blobs.set(blob.digest, blob);
}

/**
 * Pushes one entry of a layout by digest: blobs, then manifests, then the indexes that list them, the root last. The whole
 * tree is checked before anything is sent; what several platforms share is sent once.
 * @throws InputError E_OCI_LAYOUT, IntegrityError E_OCI_DIGEST, RemoteError E_OCI_*, E_HTTP_*
 */
export async function pushLayout(
  repository: Repository,
  layout: Layout,
  root: Descriptor,
  options: PushOptions = {},
): Promise<PushedTree> {
  const tree: Tree = { manifests: new Map(), blobs: new Map() };
  await collectTree(layout, root, tree, 0);
  const states = new Map<Digest, BlobState>();
  await runParallel(
    [...tree.blobs.values()],
    options.parallel ?? defaultParallel,
    async ({ digest, size }) => {
      const source = { digest, size, open: (start: number) => layout.open(digest, start) };
      states.set(digest, await uploadBlob(repository, source, options));
    },
  );
  for (const { descriptor, bytes } of tree.manifests.values())
    await putManifest(repository, descriptor.digest, bytes, descriptor.mediaType);
  return { root, manifests: [...tree.manifests.values()].map(({ descriptor }) => descriptor), blobs: states };
}
