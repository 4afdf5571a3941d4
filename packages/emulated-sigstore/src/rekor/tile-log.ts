import { createKeyPair, type KeyPair } from '../key-pair.ts';
import { createMerkleTree, hashLeaf } from './merkle-tree.ts';

/** Host of the log of API v2, one of the public-good instance's for 2025; the origin of its checkpoints as well. */
export const rekorV2Host = 'log2025-1.rekor.sigstore.dev';

/** A log of tiles: it proves that an entry is in the tree, and tells no time. */
export interface TileLog {
  readonly keys: KeyPair;
  readonly size: number;
  /** Appends a body with a proof for the tree as it then is. `entry` is undefined when an equal one is there already. */
  append(body: Buffer): { readonly index: number; readonly entry: TileLogEntry | undefined };
}

/** Where an entry is, in the JSON form of a TransparencyLogEntry without its kind. */
export type TileLogEntry = Readonly<Record<string, unknown>>;

const firstLeaf = hashLeaf(Buffer.from('An entry that was there before this world began.', 'utf8'));

/** Opens an empty log. */
export async function createTileLog(): Promise<TileLog> {
  const keys = await createKeyPair();
  const tree = createMerkleTree();
  tree.append(firstLeaf);
  const indexes = new Map<string, number>();

  /**
   * The signed note of https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md. The name of an ECDSA key is the start of the
   * SHA-256 of the key: https://github.com/sigstore/rekor-tiles/blob/main/pkg/note/note.go, `ecdsaKeyHash`.
   */
  const signCheckpoint = (): string => {
    const note = `${rekorV2Host}\n${tree.size}\n${tree.root().toString('base64')}\n`;
    const signature = Buffer.concat([keys.keyId.subarray(0, 4), keys.sign(Buffer.from(note, 'utf8'))]);
    return `${note}\n\u2014 ${rekorV2Host} ${signature.toString('base64')}\n`;
  };

  return {
    keys,
    get size() {
      return indexes.size;
    },
    append(body) {
      const leafHash = hashLeaf(body);
      const id = leafHash.toString('hex');
      const known = indexes.get(id);
      if (known !== undefined) return { index: known, entry: undefined };
      const index = tree.append(leafHash);
      indexes.set(id, index);
      return {
        index,
        entry: {
          logIndex: String(index),
          logId: { keyId: keys.keyId.toString('base64') },
          // A gateway of gRPC that writes every field, those without a value as well.
          integratedTime: '0',
          inclusionPromise: null,
          inclusionProof: {
            logIndex: String(index),
            rootHash: tree.root().toString('base64'),
            treeSize: String(tree.size),
            hashes: tree.prove(index).map((hash) => hash.toString('base64')),
            checkpoint: { envelope: signCheckpoint() },
          },
          canonicalizedBody: body.toString('base64'),
        },
      };
    },
  };
}
