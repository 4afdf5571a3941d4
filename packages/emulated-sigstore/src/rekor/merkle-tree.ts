import { createHash } from 'node:crypto';

/** An append-only tree of RFC 6962, section 2.1, over SHA-256. */
export interface MerkleTree {
  readonly size: number;
  /** Appends the hash of a leaf and answers its index. */
  append(leafHash: Buffer): number;
  root(): Buffer;
  /** The path from a leaf to the root of the tree as it is now, lowest first. */
  prove(index: number): Buffer[];
}

/** RFC 6962, 2.1: the hash of a leaf. */
export function hashLeaf(data: Uint8Array): Buffer {
  return createHash('sha256')
    .update(Buffer.from([0]))
    .update(data)
    .digest();
}

function hashNode(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(left)
    .update(right)
    .digest();
}

/** The largest power of two that is smaller than `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return only;
  const split = splitOf(leaves.length);
  return hashNode(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function pathTo(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  return index < split
    ? [...pathTo(leaves.slice(0, split), index), rootOf(leaves.slice(split))]
    : [...pathTo(leaves.slice(split), index - split), rootOf(leaves.slice(0, split))];
}

/** Makes an empty tree. It is for logs of a few hundred entries: every proof walks the whole of it. */
export function createMerkleTree(): MerkleTree {
  const leaves: Buffer[] = [];
  return {
    get size() {
      return leaves.length;
    },
    append: (leafHash) => leaves.push(leafHash) - 1,
    root: () => rootOf(leaves),
    prove: (index) => pathTo(leaves, index),
  };
}
