import { runParallel } from '@slipway/core/async/run-parallel';
import type { Descriptor, ManifestContent } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { isIndexType } from './media-types.ts';

/** One index or manifest of a tree. */
export interface TreeNode {
  /** As the index that lists it first has it. */
  readonly listed: Descriptor;
  readonly bytes: Uint8Array;
  readonly content: ManifestContent;
}

/** Everything below an index or a manifest, each once. */
export interface Tree {
  /** The root first, then children in the order of their index. */
  readonly nodes: readonly TreeNode[];
  /** Whatever is listed comes before what lists it; the root last. */
  readonly childrenFirst: readonly TreeNode[];
}

/** Where a tree is read. */
export interface TreeSource {
  /** Reads what an index lists; digest and size are checked. */
  read(listed: Descriptor): Promise<TreeNode>;
  /** The error for a tree that cannot be used. */
  refuse(what: string): Error;
}

const deepestIndex = 8;
const maxManifests = 1000;
// distribution-spec, "Pushing Manifests": what every registry has to take.
const maxManifestLength = 4 * 1024 * 1024;
// A bound for the memory of it all; a hundred platforms of a thousand layers have a quarter of it.
const maxBytes = 64 * 1024 * 1024;
const parallelReads = 8;

function listChildren({ listed, content }: TreeNode): readonly Descriptor[] {
  return isIndexType(listed.mediaType) ? (content.manifests ?? []) : [];
}

/** A document that is an index to one reader and a manifest to another shows each another image (CVE-2021-41190). */
function isAmbiguous({ listed, content }: TreeNode): boolean {
  const { manifests, layers, config } = content;
  return isIndexType(listed.mediaType)
    ? manifests === undefined || layers !== undefined || config !== undefined
    : manifests !== undefined;
}

/** Reads a tree level by level, what a level lists side by side. @throws what `read` throws and `refuse` makes */
export async function walkTree(root: TreeNode, { read, refuse }: TreeSource): Promise<Tree> {
  const nodes = new Map<Digest, TreeNode>();
  let level: readonly TreeNode[] = [root];
  let bytes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    for (const node of level) {
      if (isAmbiguous(node))
        throw refuse(`${node.listed.digest} is neither an index nor a manifest, or both`);
      nodes.set(node.listed.digest, node);
    }
    const wanted = new Map<Digest, Descriptor>();
    for (const child of level.flatMap(listChildren))
      if (!nodes.has(child.digest) && !wanted.has(child.digest)) wanted.set(child.digest, child);
    if (wanted.size > 0 && depth >= deepestIndex)
      throw refuse(`its indexes are nested more than ${deepestIndex} levels deep`);
    if (nodes.size + wanted.size > maxManifests) throw refuse(`it lists more than ${maxManifests} manifests`);
    for (const { digest, size } of wanted.values()) {
      bytes += size;
      if (size > maxManifestLength) throw refuse(`its manifest ${digest} is too large (${size} bytes)`);
    }
    if (bytes > maxBytes) throw refuse(`its manifests have more than ${maxBytes} bytes in total`);
    const found = new Map<Digest, TreeNode>();
    await runParallel([...wanted.values()], parallelReads, async (child) => {
      found.set(child.digest, await read(child));
    });
    level = [...wanted.keys()].flatMap((digest) => found.get(digest) ?? []);
  }
  return orderTree(root, nodes);
}

function orderTree(root: TreeNode, nodes: ReadonlyMap<Digest, TreeNode>): Tree {
  const seen = new Set<TreeNode>();
  const childrenFirst: TreeNode[] = [];
  const visit = (node: TreeNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const { digest } of listChildren(node)) {
      const child = nodes.get(digest);
      if (child !== undefined) visit(child);
    }
    childrenFirst.push(node);
  };
  visit(root);
  return { nodes: [...seen], childrenFirst };
}
