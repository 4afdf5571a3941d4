import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A blob whose block list was put: from then on it can be read. */
export interface Blob {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly contentType: string;
  readonly etag: string;
  readonly modifiedAtMs: number;
}

/** Block blobs on disk, named by their path on the blob host. */
export interface BlobStore {
  /** Keeps a block until it is committed; the same name again replaces it. Resolves to the MD5 of its bytes in base64. */
  putBlock(path: string, blockId: string, bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /** Makes the blob of the blocks named, in that order; undefined when one of them was never put. */
  commit(path: string, blockIds: readonly string[], contentType: string): Promise<Blob | undefined>;
  find(path: string): Blob | undefined;
  /** Bytes `start` to `end`, both included. */
  read(path: string, start: number, end: number): AsyncIterable<Uint8Array>;
  remove(path: string): Promise<void>;
}

/** Opens the store in a directory of its own. */
export function createBlobStore(directory: string, now: () => number): BlobStore {
  const blobs = new Map<string, Blob>();
  const blocks = new Map<string, Set<string>>();
  let sequence = 0;
  const folderOf = (path: string): string => join(directory, createHash('sha256').update(path).digest('hex'));
  const blockFile = (path: string, blockId: string): string =>
    join(folderOf(path), `block-${Buffer.from(blockId).toString('hex')}`);
  const contentFile = (path: string): string => join(folderOf(path), 'content');

  return {
    async putBlock(path, blockId, bytes) {
      await mkdir(folderOf(path), { recursive: true });
      sequence += 1;
      const partial = join(folderOf(path), `partial-${sequence}`);
      const md5 = createHash('md5');
      try {
        await pipeline(
          bytes,
          async function* (source: AsyncIterable<Uint8Array>) {
            for await (const chunk of source) {
              md5.update(chunk);
              yield chunk;
            }
          },
          createWriteStream(partial, { flags: 'wx' }),
        );
        await rename(partial, blockFile(path, blockId));
      } catch (error) {
        // A request that broke off leaves no block.
        await rm(partial, { force: true });
        throw error;
      }
      const known = blocks.get(path) ?? new Set();
      blocks.set(path, known.add(blockId));
      return md5.digest('base64');
    },
    async commit(path, blockIds, contentType) {
      const known = blocks.get(path) ?? new Set();
      if (blockIds.some((id) => !known.has(id))) return undefined;
      await mkdir(folderOf(path), { recursive: true });
      const hash = createHash('sha256');
      let size = 0;
      sequence += 1;
      const partial = join(folderOf(path), `partial-${sequence}`);
      await pipeline(
        async function* () {
          for (const id of blockIds)
            for await (const chunk of createReadStream(blockFile(path, id)) as AsyncIterable<Buffer>) {
              hash.update(chunk);
              size += chunk.byteLength;
              yield chunk;
            }
        },
        createWriteStream(partial, { flags: 'wx' }),
      );
      await rename(partial, contentFile(path));
      blocks.delete(path);
      await Promise.all([...known].map((id) => rm(blockFile(path, id), { force: true })));
      const etag = `"0x${sequence.toString(16).toUpperCase().padStart(15, '8DC')}"`;
      const blob = { size, sha256: hash.digest('hex'), contentType, etag, modifiedAtMs: now() };
      blobs.set(path, blob);
      return blob;
    },
    find: (path) => blobs.get(path),
    read: (path, start, end) => createReadStream(contentFile(path), { start, end }) as AsyncIterable<Buffer>,
    async remove(path) {
      blobs.delete(path);
      blocks.delete(path);
      await rm(folderOf(path), { recursive: true, force: true });
    },
  };
}
