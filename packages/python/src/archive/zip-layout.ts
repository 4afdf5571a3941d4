import type { FileWindow } from './file-window.ts';

const endSignature = 0x06054b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const localBytes = 30;
const zip64 = 0xffffffff;

/** The location of an archive's directory (APPNOTE.TXT 4.3.16). */
export interface ZipDirectory {
  readonly offset: number;
  readonly size: number;
  readonly entries: number;
}

/** What the directory says of one file or folder, without what nothing asks for: an archive can have 65,534 of them. */
export interface ZipMember {
  readonly name: string;
  /** The bytes of the name as the archive has them, one character each. */
  readonly rawName: string;
  /** Where its local header begins. */
  readonly offset: number;
  readonly flags: number;
  readonly method: number;
  /** Of the file system; 0 if the archive has none. */
  readonly mode: number;
  readonly crc32: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  readonly size: number;
}

/** Reads the end record; returns a reason if the file contains anything other than one plain archive. */
export async function readZipEnd(file: FileWindow, fileBytes: number): Promise<ZipDirectory | string> {
  if (fileBytes < endBytes) return 'the file is not a ZIP archive';
  const end = await file.read(fileBytes - endBytes, endBytes);
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
 * Compares the header before the data of a member with the directory, so that a reader from the front and a reader from the back
 * see the same: every header agrees, and members follow each other without a gap.
 * @param expected where the member before it ended; 0 for the first
 * @returns where its data begins, or what differs
 */
export async function findMemberData(
  file: FileWindow,
  member: ZipMember,
  expected: number,
  directory: ZipDirectory,
): Promise<number | string> {
  if (member.offset !== expected) return 'the archive has bytes between its members';
  const nameEnd = localBytes + member.rawName.length;
  const start = await file.read(expected, nameEnd);
  if (start.length < nameEnd || start.readUInt32LE(0) !== localSignature)
    return 'a member has no local header';
  if ((start.readUInt16LE(6) & 0x08) !== 0)
    return 'a member stores its size after its data (data descriptor)';
  const dataStart = nameEnd + start.readUInt16LE(28);
  const header = await file.read(expected, dataStart);
  if (header.length < dataStart || !agrees(header, member))
    return 'the header of a member differs from the directory';
  if (expected + dataStart + member.packedSize > directory.offset)
    return 'a member reaches beyond the start of the directory';
  return expected + dataStart;
}

function agrees(header: Buffer, { rawName, flags, method, crc32, packedSize, size }: ZipMember): boolean {
  const nameEnd = localBytes + rawName.length;
  const sizes = readSizes(header, header.subarray(nameEnd));
  return (
    header.readUInt16LE(26) === rawName.length &&
    header.toString('latin1', localBytes, nameEnd) === rawName &&
    header.readUInt16LE(6) === flags &&
    header.readUInt16LE(8) === method &&
    header.readUInt32LE(14) === crc32 &&
    sizes?.compressed === packedSize &&
    sizes.uncompressed === size
  );
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
