import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMerkleTree, hashLeaf } from '../src/rekor/merkle-tree.ts';

function hashNode(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([1]), left, right]))
    .digest();
}

/** RFC 9162, 2.1.3.2: the root that a leaf and its path lead to. */
function climb(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer {
  let [first, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (first % 2 === 1 || first === last) {
      hash = hashNode(sibling, hash);
      while (first % 2 === 0 && first !== 0) [first, last] = [first >> 1, last >> 1];
    } else hash = hashNode(hash, sibling);
    [first, last] = [first >> 1, last >> 1];
  }
  expect(last).toBe(0);
  return hash;
}

describe('createMerkleTree', () => {
  it('an empty tree and a tree with one leaf have the roots of RFC 6962', () => {
    const tree = createMerkleTree();
    expect(tree.root().toString('hex')).toBe(createHash('sha256').digest('hex'));
    tree.append(hashLeaf(Buffer.alloc(0)));
    expect(tree.root().toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('every leaf of a tree of any size has a valid inclusion proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), (size) => {
        const tree = createMerkleTree();
        const leaves = Array.from({ length: size }, (_, index) => hashLeaf(Buffer.from(String(index))));
        for (const leaf of leaves) tree.append(leaf);
        for (const [index, leaf] of leaves.entries())
          expect(climb(leaf, index, size, tree.prove(index))).toEqual(tree.root());
      }),
    );
  });
});
