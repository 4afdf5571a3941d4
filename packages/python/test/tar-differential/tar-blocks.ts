/** A header block as it shall be written, field by field; nothing is checked. */
export interface RawHeader {
  readonly name: Buffer | string;
  readonly type: string;
  readonly size: number | string | Buffer;
  readonly link?: string;
  readonly mode?: string;
  readonly uid?: string | Buffer;
  readonly gid?: string | Buffer;
  readonly mtime?: string | Buffer;
  /** Magic and version, 8 bytes. */
  readonly magic?: string;
  readonly devMajor?: string;
  readonly prefix?: string | Buffer;
  /** Bytes written over the finished block, before its checksum is made. */
  readonly patches?: readonly (readonly [offset: number, bytes: Buffer])[];
  readonly checksum?: 'signed' | 'wrong' | 'spaces' | 'zeros' | 'unterminated';
}

export const posixMagic = 'ustar\u000000';
export const gnuMagic = 'ustar  \0';

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;

/** 512 bytes of header. */
export function renderHeader(header: RawHeader): Buffer {
  const block = Buffer.alloc(512);
  const put = (offset: number, length: number, value: Buffer | string): void => {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    bytes.copy(block, offset, 0, Math.min(length, bytes.length));
  };
  put(0, 100, header.name);
  put(100, 8, header.mode ?? '0000644\0');
  put(108, 8, header.uid ?? '0001750\0');
  put(116, 8, header.gid ?? '0001750\0');
  put(124, 12, typeof header.size === 'number' ? octal(header.size, 11) : header.size);
  put(136, 12, header.mtime ?? '14371573000\0');
  put(156, 1, header.type);
  put(157, 100, header.link ?? '');
  put(257, 8, header.magic ?? posixMagic);
  put(265, 32, 'root');
  put(297, 32, 'root');
  put(329, 8, header.devMajor ?? '0000000\0');
  put(337, 8, '0000000\0');
  put(345, 155, header.prefix ?? '');
  for (const [offset, bytes] of header.patches ?? []) put(offset, 512 - offset, bytes);
  put(148, 8, renderChecksum(block, header.checksum));
  return block;
}

function renderChecksum(block: Buffer, form: RawHeader['checksum']): string {
  let sum = 8 * 0x20;
  for (let at = 0; at < 512; at += 1) {
    if (at >= 148 && at < 156) continue;
    sum += form === 'signed' ? block.readInt8(at) : (block[at] ?? 0);
  }
  if (form === 'wrong') sum += 1;
  const digits = Math.max(0, sum).toString(8);
  if (form === 'spaces') return `${digits.padStart(6)}\0 `;
  if (form === 'zeros') return `${digits.padStart(7, '0')}\0`;
  if (form === 'unterminated') return digits.padStart(8, '0');
  return `${digits.padStart(6, '0')}\0 `;
}

/** Data with the zeros that fill its last block. */
export function padBlocks(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** One record of an extended header, with its own length. */
export function renderPaxRecord(key: string, value: Buffer | string): Buffer {
  const tail = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as string), Buffer.from('\n')]);
  let length = tail.length;
  while (String(length).length + tail.length !== length) length = String(length).length + tail.length;
  return Buffer.concat([Buffer.from(String(length)), tail]);
}

/** An extended header with its data. */
export function renderPax(type: string, data: Buffer): Buffer {
  return Buffer.concat([renderHeader({ name: './PaxHeaders/x', type, size: data.length }), padBlocks(data)]);
}

/** A long name of GNU tar (`L`) or a long target of a link (`K`). */
export function renderLongName(type: 'L' | 'K', text: Buffer | string): Buffer {
  const data = Buffer.concat([Buffer.from(text as string), Buffer.alloc(1)]);
  return Buffer.concat([
    renderHeader({ name: '././@LongLink', type, size: data.length, magic: gnuMagic }),
    padBlocks(data),
  ]);
}
