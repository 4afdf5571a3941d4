import { open } from 'node:fs/promises';
import { refuseLayout } from './layout-error.ts';

/** Where the bytes of a file of an archive are. */
export interface TarPlace {
  readonly offset: number;
  readonly size: number;
}

const blockBytes = 512;
const longestHeaderData = 1024 * 1024;
const mostEntries = 100_000;

/** A number of a header: octal text, or base 256 when the first bit is set (GNU). */
function readNumber(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.readBigUInt64BE(field.byteLength - 8);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
  }
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

function readText(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.byteLength : end).toString('utf8');
}

function hasValidChecksum(header: Buffer): boolean {
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  return sum === readNumber(header.subarray(148, 156));
}

/** `size` and `path` of a pax record (POSIX.1-2017, pax, "Extended Header"). */
function readPax(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.byteLength; ) {
    const space = data.indexOf(0x20, at);
    const length = Number(data.subarray(at, space).toString('latin1'));
    if (space < 0 || !(length > space - at) || at + length > data.byteLength) break;
    const record = data.subarray(space + 1, at + length - 1).toString('utf8');
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/**
 * Finds the regular files of an uncompressed tar archive without unpacking it; the last of a name counts.
 * @throws InputError E_OCI_LAYOUT for what is no such archive
 */
export async function scanTar(path: string, fileSize: number): Promise<ReadonlyMap<string, TarPlace>> {
  const files = new Map<string, TarPlace>();
  const handle = await open(path);
  try {
    const readAt = async (offset: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead < length) throw refuseLayout(path, 'the archive ends in the middle of a file');
      return buffer;
    };
    let longName: string | undefined;
    let pax: ReadonlyMap<string, string> = new Map();
    for (let at = 0, entries = 0; at + blockBytes <= fileSize; entries += 1) {
      const header = await readAt(at, blockBytes);
      if (header.every((byte) => byte === 0)) break;
      if (!hasValidChecksum(header) || entries > mostEntries)
        throw refuseLayout(path, 'it is no tar archive');
      const type = String.fromCharCode(header[156] ?? 0);
      const stated = pax.get('size');
      const size = stated === undefined ? readNumber(header.subarray(124, 136)) : Number(stated);
      const offset = at + blockBytes;
      if (!Number.isSafeInteger(size) || size < 0 || offset + size > fileSize)
        throw refuseLayout(path, 'the archive ends in the middle of a file');
      at = offset + Math.ceil(size / blockBytes) * blockBytes;
      if (type === 'x' || type === 'L') {
        if (size > longestHeaderData) throw refuseLayout(path, 'a header of the archive is too long');
        const data = await readAt(offset, size);
        if (type === 'x') pax = readPax(data);
        else longName = readText(data);
        continue;
      }
      if (type === '0' || type === '\0') {
        const prefix =
          header.subarray(257, 262).toString('latin1') === 'ustar' ? readText(header.subarray(345, 500)) : '';
        const plain = readText(header.subarray(0, 100));
        const name = pax.get('path') ?? longName ?? (prefix === '' ? plain : `${prefix}/${plain}`);
        files.set(name.replace(/^(?:\.\/)+/, ''), { offset, size });
      }
      longName = undefined;
      if (type !== 'g') pax = new Map();
    }
    return files;
  } finally {
    await handle.close();
  }
}
