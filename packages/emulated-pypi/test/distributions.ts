import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** A member of an archive that a test writes, with the liberties it wants to take. */
export interface Member {
  readonly name: string;
  readonly text: string;
  /** Compressed by DEFLATE instead of stored. */
  readonly deflate?: boolean;
  /** Another compression method in the headers. */
  readonly method?: number;
  /** General purpose bits. */
  readonly flags?: number;
  /** Left out of the central directory. */
  readonly hidden?: boolean;
}

/** Writes a ZIP archive; `comment` and `trailing` bytes are what a strict reader refuses. */
export function zip(members: readonly Member[], trailing = ''): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, text, deflate = false, method, flags = 0, hidden = false } of members) {
    const plain = Buffer.from(text);
    const packed = deflate ? deflateRawSync(plain) : plain;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method ?? (deflate ? 8 : 0), 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.byteLength, 14);
    fields.writeUInt32LE(plain.byteLength, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    if (!hidden)
      centrals.push(
        Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, tail, Buffer.from(name)]),
      );
    locals.push(local);
    offset += local.byteLength;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(centrals.length, 4);
  end.writeUInt16LE(centrals.length, 6);
  end.writeUInt32LE(directory.byteLength, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end, Buffer.from(trailing)]);
}

/** Writes a `.tar.gz`; a type other than "0" makes the member something else than a file. */
export function tarGz(
  members: readonly { readonly name: string; readonly text?: string; readonly type?: string }[],
): Buffer {
  const blocks = members.flatMap(({ name, text = '', type = '0' }) => {
    const data = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${data.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, data, Buffer.alloc((512 - (data.byteLength % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** The members of a well-made wheel of `demo`. */
export function wheelMembers(version = '1.2.0', extra: readonly Member[] = []): readonly Member[] {
  const info = `demo-${version}.dist-info`;
  const members: Member[] = [
    { name: 'demo/__init__.py', text: `__version__ = "${version}"\n`, deflate: true },
    ...extra,
    { name: `${info}/METADATA`, text: `Metadata-Version: 2.1\nName: demo\nVersion: ${version}\n` },
    { name: `${info}/WHEEL`, text: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n' },
  ];
  const record = [...members.map(({ name }) => `${name},,`), `${info}/RECORD,,`].join('\n');
  return [...members, { name: `${info}/RECORD`, text: `${record}\n` }];
}

/** A wheel that PyPI takes and pip installs. */
export function wheel(version = '1.2.0', extra: readonly Member[] = []): Buffer {
  return zip(wheelMembers(version, extra));
}

/** An sdist that PyPI takes. */
export function sdist(
  version = '1.2.0',
  extra: readonly { name: string; text?: string; type?: string }[] = [],
): Buffer {
  const top = `demo-${version}`;
  return tarGz([
    { name: `${top}/`, type: '5' },
    { name: `${top}/PKG-INFO`, text: `Metadata-Version: 2.1\nName: demo\nVersion: ${version}\n` },
    ...extra.map((member) => ({ ...member, name: `${top}/${member.name}` })),
  ]);
}
