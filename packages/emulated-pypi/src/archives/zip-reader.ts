import { inflateRawSync } from 'node:zlib';

/** One entry of the central directory. */
export interface ZipEntry {
  /** As the archive has it, decoded. */
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly localOffset: number;
}

/** A ZIP archive read by its central directory, as Python's `zipfile` does. */
export interface ZipArchive {
  readonly bytes: Buffer;
  readonly entries: readonly ZipEntry[];
  /** The content of the last entry of that name; undefined when there is none. */
  read(name: string): Buffer | undefined;
}

/** `zipfile.BadZipFile`. */
export class BadZipFile extends Error {}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const maxReadBytes = 256 * 1024 * 1024;

function findEnd(bytes: Buffer): number {
  // At most 22 bytes of record and 65,535 of comment.
  for (let at = bytes.byteLength - 22; at >= Math.max(0, bytes.byteLength - 65_557); at -= 1)
    if (bytes.readUInt32LE(at) === endSignature && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.byteLength)
      return at;
  return -1;
}

/** `zipfile.is_zipfile`: there is an end-of-central-directory record. */
export function isZipFile(bytes: Buffer): boolean {
  return findEnd(bytes) >= 0;
}

function zip64Value(extra: Buffer, position: number): number | undefined {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1 && at + 12 + position * 8 <= extra.byteLength)
      return Number(extra.readBigUInt64LE(at + 4 + position * 8));
  return undefined;
}

function readEntries(bytes: Buffer): readonly ZipEntry[] {
  const end = findEnd(bytes);
  if (end < 0) throw new BadZipFile('File is not a zip file');
  let count = bytes.readUInt16LE(end + 10);
  let offset = bytes.readUInt32LE(end + 16);
  if (end >= 20 && bytes.readUInt32LE(end - 20) === 0x07064b50) {
    const record = Number(bytes.readBigUInt64LE(end - 12));
    if (record + 56 > bytes.byteLength || bytes.readUInt32LE(record) !== 0x06064b50)
      throw new BadZipFile('Bad magic number for zip64 end of central directory');
    count = Number(bytes.readBigUInt64LE(record + 32));
    offset = Number(bytes.readBigUInt64LE(record + 48));
  }
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > bytes.byteLength || bytes.readUInt32LE(offset) !== centralSignature)
      throw new BadZipFile('Bad magic number for central directory');
    const nameSize = bytes.readUInt16LE(offset + 28);
    const extraSize = bytes.readUInt16LE(offset + 30);
    const extra = bytes.subarray(offset + 46 + nameSize, offset + 46 + nameSize + extraSize);
    const plain = [24, 20, 42].map((at) => bytes.readUInt32LE(offset + at));
    let position = 0;
    const [size = 0, compressedSize = 0, localOffset = 0] = plain.map((value) => {
      if (value !== 0xffffffff) return value;
      position += 1;
      return zip64Value(extra, position - 1) ?? value;
    });
    const name = bytes.subarray(offset + 46, offset + 46 + nameSize).toString('utf8');
    entries.push({ name, method: bytes.readUInt16LE(offset + 10), compressedSize, size, localOffset });
    offset += 46 + nameSize + extraSize + bytes.readUInt16LE(offset + 32);
  }
  return entries;
}

/** Opens an archive. @throws BadZipFile */
export function openZip(bytes: Buffer): ZipArchive {
  let entries: readonly ZipEntry[];
  try {
    entries = readEntries(bytes);
  } catch (error) {
    throw error instanceof BadZipFile ? error : new BadZipFile('truncated');
  }
  return {
    bytes,
    entries,
    read(name) {
      const entry = entries.findLast((candidate) => candidate.name === name);
      if (entry === undefined) return undefined;
      const { localOffset, compressedSize, method, size } = entry;
      if (localOffset + 30 > bytes.byteLength) throw new BadZipFile('Bad magic number for file header');
      const start =
        localOffset + 30 + bytes.readUInt16LE(localOffset + 26) + bytes.readUInt16LE(localOffset + 28);
      const packed = bytes.subarray(start, start + compressedSize);
      if (method === 0) return packed;
      try {
        return inflateRawSync(packed, { maxOutputLength: Math.min(Math.max(size, 1), maxReadBytes) });
      } catch {
        throw new BadZipFile(`Bad CRC-32 for file ${name}`);
      }
    },
  };
}
