import { json } from '@sigstore/core';
import { createKeyPair, type KeyPair } from '../key-pair.ts';
import { createMerkleTree, hashLeaf } from './merkle-tree.ts';

/** Host of the transparency log; the origin of its checkpoints as well. */
export const rekorHost = 'rekor.sigstore.dev';

/** An entry in the form of Rekor's API v1, under its identifier. */
export type LogEntry = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The log: entries are kept for the life of the world and never changed. */
export interface TransparencyLog {
  readonly keys: KeyPair;
  readonly size: number;
  /** Appends a body. `added` is false when an equal one is there already, which then is the one named. */
  append(body: Buffer): { readonly entryId: string; readonly added: boolean };
  /** The entry with a proof for the tree as it is now; by its 80 digits or the 64 of its leaf. */
  find(entryId: string): LogEntry | undefined;
  findByIndex(index: number): LogEntry | undefined;
}

interface Leaf {
  readonly body: Buffer;
  readonly integratedTime: number;
  readonly index: number;
}

// Sixteen hexadecimal digits in front of every identifier; the number of the tree is in the checkpoint.
const treeId = 1_193_050_959_916_656_506n;
// Indexes go on from those of the trees before this one. They are never 0, which the JSON form of a message leaves out.
const entriesBefore = 4_163_431;
const firstLeaf = hashLeaf(Buffer.from('An entry that was there before this world began.', 'utf8'));

/** Opens an empty log. @param now milliseconds since the epoch */
export async function createTransparencyLog(now: () => number): Promise<TransparencyLog> {
  const keys = await createKeyPair();
  const tree = createMerkleTree();
  tree.append(firstLeaf);
  const leaves = new Map<string, Leaf>();
  const order: string[] = [];

  /** The signed note of https://github.com/transparency-dev/formats/tree/main/log, with the key hint of Rekor v1. */
  const signCheckpoint = (): string => {
    const origin = `${rekorHost} - ${treeId}`;
    const note = `${origin}\n${tree.size}\n${tree.root().toString('base64')}\n`;
    const signature = Buffer.concat([keys.keyId.subarray(0, 4), keys.sign(Buffer.from(note, 'utf8'))]);
    return `${note}\n\u2014 ${rekorHost} ${signature.toString('base64')}\n`;
  };

  const render = (leafId: string, leaf: Leaf): LogEntry => {
    const logID = keys.keyId.toString('hex');
    const entry = {
      body: leaf.body.toString('base64'),
      integratedTime: leaf.integratedTime,
      logID,
      logIndex: entriesBefore + leaf.index,
    };
    const promise = keys.sign(Buffer.from(json.canonicalize(entry), 'utf8'));
    return {
      [`${treeId.toString(16)}${leafId}`]: {
        ...entry,
        verification: {
          inclusionProof: {
            checkpoint: signCheckpoint(),
            hashes: tree.prove(leaf.index).map((hash) => hash.toString('hex')),
            logIndex: leaf.index,
            rootHash: tree.root().toString('hex'),
            treeSize: tree.size,
          },
          signedEntryTimestamp: promise.toString('base64'),
        },
      },
    };
  };

  const findLeaf = (leafId: string): LogEntry | undefined => {
    const leaf = leaves.get(leafId);
    return leaf === undefined ? undefined : render(leafId, leaf);
  };

  return {
    keys,
    get size() {
      return leaves.size;
    },
    append(body) {
      const leafHash = hashLeaf(body);
      const leafId = leafHash.toString('hex');
      const entryId = `${treeId.toString(16)}${leafId}`;
      if (leaves.has(leafId)) return { entryId, added: false };
      const index = tree.append(leafHash);
      leaves.set(leafId, { body, integratedTime: Math.floor(now() / 1000), index });
      order.push(leafId);
      return { entryId, added: true };
    },
    find: (entryId) => findLeaf(entryId.slice(-64)),
    findByIndex: (index) => findLeaf(order[index - entriesBefore - 1] ?? ''),
  };
}
