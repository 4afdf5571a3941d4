import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { TarProblem } from '@slipway/core/tar/tar-problem';

/** RFC 1952, 2.3.1: flags that say which fields follow the fixed ones. */
const hasHeaderSum = 0x02;
const hasExtra = 0x04;
const hasName = 0x08;
const hasComment = 0x10;
const reservedFlags = 0xe0;

const fixedBytes = 10;
const trailerBytes = 8;
const maxHeaderBytes = 64 * 1024;

/**
 * The content of a gzip file (RFC 1952) with exactly one member: some readers continue with a second one, others stop before
 * it.
 * @throws TarProblem for anything else, and for content that does not match its checksum
 */
export async function* gunzipFile(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path);
  let headerBytes: number;
  let size: number;
  const trailer = Buffer.alloc(trailerBytes);
  try {
    ({ size } = await file.stat());
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeaderBytes), 0, maxHeaderBytes, 0);
    headerBytes = measureHeader(buffer.subarray(0, bytesRead));
    if (size < headerBytes + trailerBytes) throw new TarProblem('the archive is truncated');
    await file.read(trailer, 0, trailerBytes, size - trailerBytes);
  } finally {
    await file.close();
  }
  const inflate = createInflateRaw();
  // Failures reach the reader of the last stream.
  pipeline(
    createReadStream(path, { start: headerBytes, end: size - trailerBytes - 1 }),
    inflate,
    () => undefined,
  );
  let sum = 0;
  let length = 0;
  for await (const chunk of inflate as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum);
    length += chunk.byteLength;
    yield chunk;
  }
  if (inflate.bytesWritten !== size - headerBytes - trailerBytes)
    throw new TarProblem('the archive has data after its end');
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== length % 2 ** 32)
    throw new TarProblem('the archive is damaged (CRC-32)');
}

function measureHeader(bytes: Buffer): number {
  const flags = bytes[3] ?? reservedFlags;
  if (bytes.readUInt16BE(0) !== 0x1f8b || bytes[2] !== 8 || (flags & reservedFlags) !== 0)
    throw new TarProblem('the archive is not compressed with gzip');
  let end = fixedBytes;
  if ((flags & hasExtra) !== 0) end += 2 + (end + 2 <= bytes.byteLength ? bytes.readUInt16LE(end) : 0);
  for (const flag of [hasName, hasComment]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, end);
    end = zero < 0 ? bytes.byteLength : zero + 1;
  }
  if ((flags & hasHeaderSum) !== 0) end += 2;
  return end;
}
