import type { FileHandle } from 'node:fs/promises';
import type { Entry } from 'yauzl';

const endSignature = 0x06054b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const localBytes = 30;
const zip64 = 0xffffffff;

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The location of an archive's directory (APPNOTE.TXT 4.3.16). */
export interface ZipDirectory {
  readonly offset: number;
  readonly size: number;
  readonly entries: number;
}

/** Reads the end record; returns a reason if the file contains anything other than one plain archive. */
export async function readZipEnd(file: FileHandle, fileBytes: number): Promise<ZipDirectory | string> {
  if (fileBytes < endBytes) return 'the file is not a ZIP archive';
  const end = await readBytes(file, fileBytes - endBytes, endBytes);
  if (end.readUInt32LE(0) !== endSignature || end.readUInt16LE(20) !== 0) {
    return 'the file is not a ZIP archive, or has a comment or other data after its end';
  }
  const entries = end.readUInt16LE(10);
  const size = end.readUInt32LE(12);
  const offset = end.readUInt32LE(16);
  if (entries === 0xffff || offset === zip64) return 'the ZIP64 archive has too many members';
  if (end.readUInt16LE(8) !== entries || end.readUInt32LE(4) !== 0)
    return 'the file is one part of a split ZIP archive';
  if (offset + size + endBytes !== fileBytes)
    return 'the archive has bytes before its first member or around its directory';
  return { offset, size, entries };
}

/**
 * Compares the headers before the data with the directory, so that a reader from the front and a reader from the back see the
 * same: every header agrees, and members follow each other without a gap.
 * @returns the first difference
 */
export async function findLayoutProblem(
  file: FileHandle,
  entries: readonly Entry[],
  directory: ZipDirectory,
): Promise<string | undefined> {
  let expected = 0;
  const inOrder = [...entries].sort(
    (left, right) => left.relativeOffsetOfLocalHeader - right.relativeOffsetOfLocalHeader,
  );
  for (const entry of inOrder) {
    const name = entry.fileNameRaw;
    if (entry.relativeOffsetOfLocalHeader !== expected) return 'the archive has bytes between its members';
    const header = await readBytes(file, expected, localBytes + name.length);
    if (header.length < localBytes + name.length || header.readUInt32LE(0) !== localSignature) {
      return 'a member has no local header';
    }
    const flags = header.readUInt16LE(6);
    if ((flags & 0x08) !== 0) return 'a member stores its size after its data (data descriptor)';
    const extraBytes = header.readUInt16LE(28);
    const extra = await readBytes(file, expected + localBytes + name.length, extraBytes);
    const sizes = readSizes(header, extra);
    const same =
      header.readUInt16LE(26) === name.length &&
      header.subarray(localBytes).equals(name) &&
      flags === entry.generalPurposeBitFlag &&
      header.readUInt16LE(8) === entry.compressionMethod &&
      header.readUInt32LE(14) === entry.crc32 &&
      sizes?.compressed === entry.compressedSize &&
      sizes.uncompressed === entry.uncompressedSize;
    if (!same) return 'the header of a member differs from the directory';
    expected += localBytes + name.length + extraBytes + entry.compressedSize;
  }
  return expected === directory.offset
    ? undefined
    : 'the archive has bytes between its last member and its directory';
}

// APPNOTE.TXT 4.5.3: if the sizes in the header are all ones, they are in the extra field.
function readSizes(
  header: Buffer,
  extra: Buffer,
): { readonly compressed: number; readonly uncompressed: number } | undefined {
  const compressed = header.readUInt32LE(18);
  const uncompressed = header.readUInt32LE(22);
  if (compressed !== zip64 && uncompressed !== zip64) return { compressed, uncompressed };
  if (extra.length < 20 || extra.readUInt16LE(0) !== 1) return undefined;
  return {
    uncompressed: uncompressed === zip64 ? Number(extra.readBigUInt64LE(4)) : uncompressed,
    compressed: compressed === zip64 ? Number(extra.readBigUInt64LE(12)) : compressed,
  };
}
