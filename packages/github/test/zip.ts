import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a ZIP made for a test. */
export interface ZipEntry {
  readonly name: string;
  readonly mode?: number;
  /** Default: one byte. */
  readonly bytes?: Buffer;
  readonly deflated?: boolean;
  /** What the directory says instead of the size. */
  readonly declaredSize?: number;
  /** Number of the entry whose header and data this one shares; nothing is written for it. */
  readonly sharesWith?: number;
}

/** A ZIP (APPNOTE.TXT 4.3) with names, sizes and places that no tool would write. */
export function createZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  const offsets: number[] = [];
  // Packed once: many entries of a test have the same large content.
  const packed = new Map<Buffer, { readonly data: Buffer; readonly sum: number }>();
  let end = 0;
  for (const { name, mode = 0o100_644, bytes = Buffer.from('x'), ...more } of entries) {
    const encoded = Buffer.from(name);
    const { data, sum } = packed.get(bytes) ?? {
      data: more.deflated === true ? deflateRawSync(bytes) : bytes,
      sum: crc32(bytes),
    };
    packed.set(bytes, { data, sum });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(more.deflated === true ? 8 : 0, 4);
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(data.byteLength, 14);
    common.writeUInt32LE(more.declaredSize ?? bytes.byteLength, 18);
    common.writeUInt16LE(encoded.byteLength, 22);
    const offset = more.sharesWith === undefined ? end : (offsets[more.sharesWith] ?? 0);
    offsets.push(offset);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    // Made by UNIX: the upper half of the attributes is the mode.
    centrals.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), common, tail, encoded]),
    );
    if (more.sharesWith !== undefined) continue;
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, encoded, data]);
    locals.push(local);
    end += local.byteLength;
  }
  const central = Buffer.concat(centrals);
  const tail = Buffer.alloc(22);
  tail.write('PK\u0005\u0006', 0, 'latin1');
  tail.writeUInt16LE(entries.length, 8);
  tail.writeUInt16LE(entries.length, 10);
  tail.writeUInt32LE(central.byteLength, 12);
  tail.writeUInt32LE(end, 16);
  return Buffer.concat([...locals, central, tail]);
}
