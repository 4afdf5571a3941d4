import type { ZipArchive } from './zip-reader.ts';

/** The words behind "ZIP archive not accepted". */
class InvalidZipFile extends Error {}

const signatures = {
  central: 0x02014b50,
  local: 0x04034b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50,
} as const;
const malformed = 'Malformed zip file';
/** Extras that may not come twice: ZIP64 and the Unicode path of Info-ZIP. */
const zip64 = 0x0001;
const unicodePath = 0x7075;

function hasUnprintable(bytes: Buffer): boolean {
  return bytes.some((byte) => byte < 0x20 || byte === 0x7f);
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}

interface Sizes {
  readonly compressed: number;
  readonly size: number;
}

/** Reads the records of an archive one after the other. */
class Cursor {
  position = 0;
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  take(length: number): Buffer {
    if (this.position + length > this.bytes.byteLength) throw new InvalidZipFile(malformed);
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }
}

function applyZip64(data: Buffer, method: number, sizes: Sizes): Sizes {
  const { compressed, size } = sizes;
  const isOpen = (value: number): boolean => value === 0xffffffff;
  if (![0, 8, 16, 24, 28].includes(data.byteLength)) throw new InvalidZipFile(malformed);
  if (data.byteLength === 0) {
    if (isOpen(compressed) || isOpen(size)) throw new InvalidZipFile(malformed);
    return sizes;
  }
  const whole = Number(data.readBigUInt64LE(0));
  if (data.byteLength === 8) {
    if (method !== 0) throw new InvalidZipFile(malformed);
    return { compressed: whole, size: isOpen(size) ? whole : size };
  }
  return { compressed: Number(data.readBigUInt64LE(8)), size: isOpen(size) ? whole : size };
}

function readExtras(extra: Buffer, method: number, sizes: Sizes): Sizes {
  const seen = new Set<number>();
  let result = sizes;
  for (let at = 0; at < extra.byteLength; ) {
    if (extra.byteLength - at < 4) throw new InvalidZipFile(malformed);
    const id = extra.readUInt16LE(at);
    const data = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    if (data.byteLength !== extra.readUInt16LE(at + 2)) throw new InvalidZipFile(malformed);
    if (seen.has(id) && (id === zip64 || id === unicodePath))
      throw new InvalidZipFile('Invalid duplicate extra in local file');
    seen.add(id);
    if (id === zip64) result = applyZip64(data, method, result);
    if (id === unicodePath) {
      const name = data.subarray(5);
      if (hasUnprintable(name)) throw new InvalidZipFile('Invalid character in filename');
      if (!isUtf8(name)) throw new InvalidZipFile('Filename not valid UTF-8');
    }
    at += 4 + data.byteLength;
  }
  return result;
}

function readLocalHeader(cursor: Cursor, expected: ReadonlyMap<string, Sizes>): string {
  const head = cursor.take(26);
  const method = head.readUInt16LE(4);
  const filename = cursor.take(head.readUInt16LE(22));
  const extra = cursor.take(head.readUInt16LE(24));
  if (hasUnprintable(filename)) throw new InvalidZipFile('Invalid character in filename');
  const sizes = readExtras(extra, method, { compressed: head.readUInt32LE(14), size: head.readUInt32LE(18) });
  if ((head.readUInt16LE(2) & 0x08) !== 0) throw new InvalidZipFile('ZIP contains a data descriptor');
  if (!isUtf8(filename)) throw new InvalidZipFile('Filename not unicode');
  const entry = expected.get(filename.toString('utf8'));
  if (entry === undefined) throw new InvalidZipFile('Filename not in central directory');
  if (entry.compressed !== sizes.compressed) throw new InvalidZipFile('Mis-matched data size');
  if (entry.size !== sizes.size) throw new InvalidZipFile('Mis-matched file size');
  // Like a seek of a file: past the end is found out by the next read.
  cursor.position += sizes.compressed;
  return filename.toString('utf8');
}

interface Directory {
  readonly records: number;
  readonly size: number;
  readonly offset: number;
}

function readEnd(cursor: Cursor): Directory {
  const data = cursor.take(18);
  if (data.readUInt16LE(4) !== data.readUInt16LE(6)) throw new InvalidZipFile(malformed);
  cursor.position += data.readUInt16LE(16);
  return { records: data.readUInt16LE(6), size: data.readUInt32LE(8), offset: data.readUInt32LE(12) };
}

function readEnd64(cursor: Cursor): Directory {
  const data = cursor.take(52);
  const number = (at: number): number => Number(data.readBigUInt64LE(at));
  if (number(20) !== number(28)) throw new InvalidZipFile(malformed);
  if (number(0) !== 44) throw new InvalidZipFile('ZIP64 extensible data not allowed');
  return { records: number(28), size: number(36), offset: number(44) };
}

function readRecords(cursor: Cursor, expected: ReadonlyMap<string, Sizes>): void {
  const local = new Set<string>();
  const central = new Set<string>();
  let offset: number | undefined;
  let size = 0;
  let end64: Directory | undefined;
  let hasLocator = false;
  for (;;) {
    const start = cursor.position;
    const signature = cursor.take(4).readUInt32LE(0);
    if (signature === signatures.local) {
      const name = readLocalHeader(cursor, expected);
      if (local.has(name)) throw new InvalidZipFile('Duplicate filename in local headers');
      local.add(name);
    } else if (signature === signatures.central) {
      offset ??= start;
      const head = cursor.take(42);
      if (head.readUInt16LE(28) !== 0) throw new InvalidZipFile('Comment in central directory');
      const filename = cursor.take(head.readUInt16LE(24));
      size += 46 + filename.byteLength + cursor.take(head.readUInt16LE(26)).byteLength;
      if (hasUnprintable(filename)) throw new InvalidZipFile('Invalid character in filename');
      const name = filename.toString('utf8');
      if (central.has(name)) throw new InvalidZipFile('Duplicate filename in central directory');
      if (!local.has(name)) throw new InvalidZipFile('Missing filename in local headers');
      central.add(name);
    } else if (signature === signatures.end64) end64 = readEnd64(cursor);
    else if (signature === signatures.locator) {
      cursor.take(16);
      hasLocator = true;
    } else if (signature === signatures.end) {
      if (end64 !== undefined && !hasLocator) throw new InvalidZipFile(malformed);
      const plain = readEnd(cursor);
      const end = end64 ?? plain;
      if (end.records !== central.size) throw new InvalidZipFile('Mismatched central directory records');
      if (end.offset !== (offset ?? start)) throw new InvalidZipFile('Mismatched central directory offset');
      if (end.size !== size) throw new InvalidZipFile('Mismatched central directory size');
      break;
    } else throw new InvalidZipFile('Unknown record signature');
  }
  if (central.size !== local.size)
    throw new InvalidZipFile('Mis-matched local headers and central directory');
  if (cursor.position !== cursor.bytes.byteLength) throw new InvalidZipFile('Trailing data');
}

/**
 * `validate_zipfile` of warehouse/utils/zipfiles.py: an archive that two kinds of reader would read differently is
 * refused. Returns the objection, or undefined.
 */
export function objectToZipFraming(archive: ZipArchive): string | undefined {
  const expected = new Map(
    archive.entries.map(({ name, compressedSize, size }) => [name, { compressed: compressedSize, size }]),
  );
  try {
    readRecords(new Cursor(archive.bytes), expected);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidZipFile) return error.message;
    throw error;
  }
}
