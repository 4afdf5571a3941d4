import { constants, gunzipSync } from 'node:zlib';

/** The names in a `.tar.gz`, as Python's `tarfile` reports them. */
export interface TarListing {
  /** Without a trailing slash. */
  readonly names: readonly string[];
  readonly hasSparseMember: boolean;
}

/** `tarfile.ReadError`: not a gzip stream or not a tar archive in it. */
export class BadTarFile extends Error {}

const blockBytes = 512;
/** Of a compressed stream: deflate gives a header back from fewer bytes than it has. */
const probeBytes = 600;
const maxUnpackedBytes = 1024 * 1024 * 1024;

function readText(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString('utf8');
}

function readNumber(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  if (first === 0x80 || first === 0xff) {
    // GNU base-256.
    let value = 0n;
    for (const byte of block.subarray(start + 1, start + length)) value = (value << 8n) | BigInt(byte);
    return Number(first === 0xff ? value - (1n << BigInt(8 * (length - 1))) : value);
  }
  const text = readText(block, start, length).trim();
  if (!/^[0-7]*$/.test(text)) throw new BadTarFile('invalid header');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function hasChecksum(block: Buffer): boolean {
  let sum = 0;
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  return sum === readNumber(block, 148, 8);
}

function parsePax(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.byteLength; ) {
    const length = Number.parseInt(data.subarray(at, at + 20).toString('latin1'), 10);
    if (!(length > 0)) break;
    const record = data
      .subarray(at, at + length)
      .toString('utf8')
      .replace(/^\d+ /, '')
      .replace(/\n$/, '');
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch {
    throw new BadTarFile('not a gzip file');
  }
}

/** Lists a `.tar.gz` with the extensions of POSIX pax and GNU. @throws BadTarFile */
export function listTar(bytes: Buffer): TarListing {
  const tar = unpack(bytes);
  const names: string[] = [];
  let hasSparseMember = false;
  let pax: ReadonlyMap<string, string> = new Map();
  let longName: string | undefined;
  let seen = false;
  for (let at = 0; at + blockBytes <= tar.byteLength; ) {
    const block = tar.subarray(at, at + blockBytes);
    if (block.every((byte) => byte === 0)) break;
    if (!hasChecksum(block)) {
      if (!seen) throw new BadTarFile('invalid header');
      break;
    }
    seen = true;
    const type = String.fromCharCode(block[156] ?? 0);
    const size = Number(pax.get('size') ?? readNumber(block, 124, 12));
    if (size < 0) throw new BadTarFile('invalid header');
    const data = tar.subarray(at + blockBytes, at + blockBytes + size);
    const hasData = !'123456'.includes(type);
    at += blockBytes + (hasData ? Math.ceil(size / blockBytes) * blockBytes : 0);
    if (type === 'x' || type === 'X') pax = parsePax(data);
    else if (type === 'L') longName = readText(data, 0, data.byteLength);
    else if (type !== 'g' && type !== 'K') {
      const prefix = block.subarray(257, 262).toString('latin1') === 'ustar' ? readText(block, 345, 155) : '';
      const short = readText(block, 0, 100);
      const plain = prefix === '' || block[262] === 0x20 ? short : `${prefix}/${short}`;
      const sparse = type === 'S' || [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
      hasSparseMember ||= sparse;
      names.push((pax.get('path') ?? longName ?? plain).replace(/\/+$/, ''));
      pax = new Map();
      longName = undefined;
    }
  }
  if (!seen && tar.byteLength < 2 * blockBytes) throw new BadTarFile('empty file');
  return { names, hasSparseMember };
}

/** `tarfile.is_tarfile`: the first header is one, in a gzip stream or bare; what follows is not looked at. */
export function isTarFile(bytes: Buffer): boolean {
  if (hasChecksumSafely(bytes.subarray(0, blockBytes))) return true;
  // A shorter start of a short stream leaves out what stands behind it, which would be an error.
  for (let length = probeBytes; length >= 64; length = Math.floor(length / 2))
    try {
      const start = gunzipSync(bytes.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
      return hasChecksumSafely(start.subarray(0, blockBytes));
    } catch {
      // Not a gzip stream, or too much of the file.
    }
  return false;
}

function hasChecksumSafely(block: Buffer): boolean {
  try {
    return block.byteLength === blockBytes && block.some((byte) => byte !== 0) && hasChecksum(block);
  } catch {
    return false;
  }
}
