import { crc32 } from 'node:zlib';

const contents = Buffer.from('x');

/** A ZIP of stored files of one byte (APPNOTE.TXT 4.3), with names that no tool would write. */
export function createZip(entries: readonly { readonly name: string; readonly mode?: number }[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, mode = 0o100_644 } of entries) {
    const encoded = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(contents), 10);
    common.writeUInt32LE(contents.byteLength, 14);
    common.writeUInt32LE(contents.byteLength, 18);
    common.writeUInt16LE(encoded.byteLength, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, encoded, contents]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    // Made by UNIX: the upper half of the attributes is the mode.
    centrals.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003', 'latin1'), common, tail, encoded]),
    );
    locals.push(local);
    offset += local.byteLength;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
