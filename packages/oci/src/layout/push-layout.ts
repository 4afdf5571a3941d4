import { runParallel } from '@slipway/core/async/run-parallel';
import { type BlobState, type UploadOptions, uploadBlob } from '../blobs/upload-blob.ts';
import type { Descriptor } from '../descriptor.ts';
import type { Digest } from '../digest.ts';
import { putManifest } from '../manifests.ts';
import { isForeignLayer, isIndexType } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import type { TreeNode } from '../walk-tree.ts';
import type { Layout } from './layout.ts';
import { refuseLayout } from './layout-error.ts';
import { readLayoutNodes } from './layout-nodes.ts';

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

const defaultParallel = 4;

type Blobs = Map<Digest, Descriptor>;

/** Every blob that the manifests of a tree point to, each once; sizes are those of the files. */
async function collectBlobs(layout: Layout, nodes: readonly TreeNode[]): Promise<Blobs> {
  const blobs: Blobs = new Map();
  for (const { listed, content } of nodes) {
    if (isIndexType(listed.mediaType)) continue;
    const wanted = [content.config, ...(content.layers ?? [])].filter((each) => each !== undefined);
    for (const blob of wanted) if (!isForeignLayer(blob.mediaType)) await addBlob(layout, blobs, blob);
  }
  return blobs;
}

async function addBlob(layout: Layout, blobs: Blobs, blob: Descriptor): Promise<void> {
  const known = blobs.get(blob.digest);
  const size = known?.size ?? (await layout.sizeOf(blob.digest));
  if (size !== blob.size) {
    const found = size === undefined ? 'is missing' : `has ${size} bytes instead of ${blob.size}`;
    throw refuseLayout(layout.path, `blob ${blob.digest} ${found}`);
  }
  blobs.set(blob.digest, blob);
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
  const { tree } = await readLayoutNodes(layout, root);
  const blobs = await collectBlobs(layout, tree.nodes);
  const states = new Map<Digest, BlobState>();
  await runParallel([...blobs.values()], options.parallel ?? defaultParallel, async ({ digest, size }) => {
    const source = { digest, size, open: (start: number) => layout.open(digest, start) };
    states.set(digest, await uploadBlob(repository, source, options));
  });
  for (const { listed, bytes } of tree.childrenFirst)
    await putManifest(repository, listed.digest, bytes, listed.mediaType);
  return { root, manifests: tree.childrenFirst.map(({ listed }) => listed), blobs: states };
}
