import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';

/** One member to write; what is not given is as it should be. */
export interface ZipPart {
  readonly name: string;
  readonly bytes: string | Buffer;
  readonly method?: number;
  readonly flags?: number;
  readonly mode?: number;
  readonly crc?: number;
  /** The bytes are already deflated. */
  readonly raw?: boolean;
  /** The unpacked size that both headers say instead. */
  readonly size?: number;
  /** What the header before the data says instead. */
  readonly local?: { readonly name?: string; readonly size?: number; readonly flags?: number };
  /** Bytes between this member and the next. */
  readonly gap?: Buffer;
  readonly comment?: string;
}

/** Writes a ZIP archive byte by byte, so that a wrong one can be written too. @param end `isReversed`: the directory lists the last first */
export function writeZip(
  parts: readonly ZipPart[],
  end: {
    readonly trailing?: Buffer;
    readonly prefix?: Buffer;
    readonly comment?: string;
    readonly isReversed?: boolean;
  } = {},
): Buffer {
  const chunks: Buffer[] = end.prefix === undefined ? [] : [end.prefix];
  const directory: Buffer[] = [];
  let offset = end.prefix?.length ?? 0;
  for (const part of parts) {
    const bytes = Buffer.from(part.bytes);
    const method = part.method ?? 8;
    const data = method === 8 && part.raw !== true ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(part.name);
    const localName = Buffer.from(part.local?.name ?? part.name);
    const comment = Buffer.from(part.comment ?? '');
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(part.flags ?? 0x800, 2);
    header.writeUInt16LE(method, 4);
    header.writeUInt32LE(part.crc ?? crc32(bytes), 10);
    header.writeUInt32LE(data.length, 14);
    header.writeUInt32LE(part.size ?? bytes.length, 18);
    header.writeUInt16LE(name.length, 22);
    const local = Buffer.from(header);
    local.writeUInt32LE(part.local?.size ?? part.size ?? bytes.length, 18);
    local.writeUInt16LE(part.local?.flags ?? part.flags ?? 0x800, 2);
    local.writeUInt16LE(localName.length, 22);
    const gap = part.gap ?? Buffer.alloc(0);
    chunks.push(Buffer.from('PK\x03\x04'), local, localName, data, gap);
    const tail = Buffer.alloc(14);
    tail.writeUInt16LE(comment.length, 0);
    tail.writeUInt32LE(((part.mode ?? 0o100_644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), header, tail, name, comment]));
    offset += 4 + local.length + localName.length + data.length + gap.length;
  }
  const central = Buffer.concat(end.isReversed === true ? directory.reverse() : directory);
  const comment = Buffer.from(end.comment ?? '');
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 0, 'latin1');
  last.writeUInt16LE(parts.length, 8);
  last.writeUInt16LE(parts.length, 10);
  last.writeUInt32LE(central.length, 12);
  last.writeUInt32LE(offset, 16);
  last.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...chunks, central, last, comment, end.trailing ?? Buffer.alloc(0)]);
}

/** The members of a sound wheel `demo-1.2.0`. @param files further members @param metadata lines of METADATA */
export function wheelParts(files: Readonly<Record<string, string>> = {}, metadata = demoMetadata): ZipPart[] {
  const folder = 'demo-1.2.0.dist-info';
  const all: Record<string, string> = {
    'demo/__init__.py': '"""Demo."""\n',
    ...files,
    [`${folder}/METADATA`]: metadata,
    [`${folder}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const rows = Object.entries(all).map(([name, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${name.includes(',') ? `"${name}"` : name},sha256=${digest},${Buffer.byteLength(text)}`;
  });
  all[`${folder}/RECORD`] = [...rows, `${folder}/RECORD,,`, ''].join('\n');
  return Object.entries(all).map(([name, bytes]) => ({ name, bytes }));
}

export const demoMetadata =
  'Metadata-Version: 2.4\nName: demo\nVersion: 1.2.0\nSummary: A demo\nRequires-Python: >=3.9\nRequires-Dist: attrs>=20\nDescription-Content-Type: text/markdown\n\n# Demo\n';
