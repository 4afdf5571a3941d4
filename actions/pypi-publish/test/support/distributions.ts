import { createHash } from 'node:crypto';
import { crc32, gzipSync } from 'node:zlib';

/** What a test changes in a well-made distribution. */
export interface Recipe {
  readonly name?: string;
  readonly version?: string;
  /** Tags of the wheel. */
  readonly tags?: string;
  /** Lines of METADATA behind Name and Version. */
  readonly headers?: readonly string[];
  readonly description?: string;
  /** Bytes of the one module, so that wheels differ. */
  readonly module?: string;
}

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();

function metadataOf({
  name = 'demo',
  version = '1.2.0',
  headers = [],
  description = '# demo\n',
}: Recipe): string {
  const lines = [
    'Metadata-Version: 2.4',
    `Name: ${name}`,
    `Version: ${version}`,
    'Summary: A demo',
    'Description-Content-Type: text/markdown',
    ...headers,
  ];
  return `${lines.join('\n')}\n\n${description}`;
}

/** A stored ZIP archive (APPNOTE 6.3). */
function zip(members: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of members) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.byteLength, 14);
    fields.writeUInt32LE(data.byteLength, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, tail, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.byteLength;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.byteLength, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

const fileNameOf = (name: string): string => name.replace(/[-_.]+/g, '_').toLowerCase();

/** A wheel with a true RECORD. */
export function wheel(recipe: Recipe = {}): { name: string; bytes: Buffer } {
  const { name = 'demo', version = '1.2.0', tags = 'py3-none-any', module = '' } = recipe;
  const stem = `${fileNameOf(name)}-${version}`;
  const info = `${stem}.dist-info`;
  const members: [string, Buffer][] = [
    [`${fileNameOf(name)}/__init__.py`, Buffer.from(`__version__ = "${version}"\n${module}`)],
    [`${info}/METADATA`, Buffer.from(metadataOf(recipe))],
    [
      `${info}/WHEEL`,
      Buffer.from(`Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tags}\n`),
    ],
  ];
  const rows = members.map(
    ([path, data]) => `${path},sha256=${sha256(data).toString('base64url')},${data.byteLength}`,
  );
  members.push([`${info}/RECORD`, Buffer.from(`${[...rows, `${info}/RECORD,,`].join('\n')}\n`)]);
  return { name: `${stem}-${tags}.whl`, bytes: zip(members) };
}

/** An sdist with PKG-INFO and a pyproject.toml. */
export function sdist(recipe: Recipe = {}): { name: string; bytes: Buffer } {
  const { name = 'demo', version = '1.2.0' } = recipe;
  const stem = `${fileNameOf(name)}-${version}`;
  const files = [
    [`${stem}/PKG-INFO`, metadataOf(recipe)],
    [`${stem}/pyproject.toml`, '[build-system]\nrequires = []\n'],
  ] as const;
  const blocks = files.flatMap(([path, text]) => {
    const data = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(path, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${data.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write('0', 156);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, data, Buffer.alloc((512 - (data.byteLength % 512)) % 512)];
  });
  return { name: `${stem}.tar.gz`, bytes: gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])) };
}
