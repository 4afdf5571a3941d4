import { Readable } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import type { FileWindow } from './file-window.ts';
import type { ZipMember } from './zip-layout.ts';

/** The only two methods that every installer reads (APPNOTE.TXT 4.4.5). */
export const stored = 0;
export const deflated = 8;

/** Up to these sizes a member is read at once: a stream for each costs more than all the work on its bytes. */
const maxSmallPacked = 256 * 1024;
const maxSmallUnpacked = 1024 * 1024;
const pieceBytes = 256 * 1024;
/** So large that it is never part of the memory that small buffers share. */
const minChunkBytes = 64 * 1024;

/** Whether a member is small enough for `readSmallMember`. */
export function isSmall({ packedSize, size }: ZipMember): boolean {
  return packedSize <= maxSmallPacked && size <= maxSmallUnpacked;
}

/**
 * Reads a small member at once; inflating stops at the size in its header.
 * @param start where its data begins
 * @param use sees its bytes, which are gone when it returns
 * @throws Error if the data is not what its header says
 */
export async function readSmallMember(
  file: FileWindow,
  member: ZipMember,
  start: number,
  use: (bytes: Buffer) => void,
): Promise<void> {
  const { packedSize, method, size } = member;
  const packed = await file.read(start, packedSize);
  if (packed.byteLength !== packedSize) throw new Error('the archive is truncated');
  if (method === stored) {
    use(packed);
    return;
  }
  // One byte more than there is, or zlib prepares a second piece.
  const chunkSize = Math.max(minChunkBytes, size + 1);
  const bytes = inflateRawSync(packed, { chunkSize, maxOutputLength: Math.max(size, 1) });
  if (bytes.byteLength !== size) throw describeSize(member, bytes.byteLength);
  use(bytes);
  // Frees the memory now: the garbage collector waits for 64 MiB of it.
  if (bytes.buffer.byteLength < minChunkBytes) return;
  // `transfer` is for Node 21 and later; this detaches the memory in the same way.
  if ('transfer' in bytes.buffer) bytes.buffer.transfer(0);
  else structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
}

/** The bytes of a member of any size in pieces; it stops at the size in its header. @throws Error as above */
export async function* readLargeMember(
  file: FileWindow,
  member: ZipMember,
  start: number,
): AsyncGenerator<Buffer, void, undefined> {
  const packed = readPieces(file, start, member.packedSize);
  let size = 0;
  for await (const chunk of member.method === deflated ? inflate(packed) : packed) {
    size += chunk.byteLength;
    if (size > member.size) throw describeSize(member, size);
    yield chunk;
  }
  if (size !== member.size) throw describeSize(member, size);
}

function describeSize(member: ZipMember, size: number): Error {
  return new Error(`a member has ${size} bytes, but its header says ${member.size}`);
}

async function* readPieces(file: FileWindow, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length; ) {
    const piece = await file.read(start + at, Math.min(pieceBytes, length - at));
    if (piece.byteLength === 0) return;
    at += piece.byteLength;
    // Inflating happens on another thread, while the next range is read into the same memory.
    yield Buffer.from(piece);
  }
}

async function* inflate(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(packed);
  const unpacked = createInflateRaw({ chunkSize: pieceBytes });
  source.once('error', (cause) => unpacked.destroy(cause));
  try {
    yield* source.pipe(unpacked) as AsyncIterable<Buffer>;
  } finally {
    source.destroy();
  }
}
