import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeZip, type ZipPart } from '../../../../packages/python/test/zip-writer.ts';

/** A file that a release could try to upload. */
export interface OfferedFile {
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Lines of its METADATA or PKG-INFO, which also fill the form of the upload. */
  readonly metadata: readonly string[];
}

const folder = 'demo-1.2.0.dist-info';

/** Lines of valid metadata, in which some are replaced, by the names of their fields. */
function metadataLines(changes: readonly string[] = []): string[] {
  const nameOf = (line: string): string => line.split(':')[0] ?? '';
  const base = ['Metadata-Version: 2.4', 'Name: demo', 'Version: 1.2.0', 'Summary: A demo'];
  const removed = new Set(changes.map(nameOf));
  // A field without a value leaves it out.
  return [
    ...base.filter((line) => !removed.has(nameOf(line))),
    ...changes.filter((line) => !line.endsWith(':')),
  ];
}

export interface WheelChanges {
  readonly fileName?: string;
  readonly metadata?: readonly string[];
  /** Further members, or other bytes of one; undefined leaves it out. */
  readonly members?: Readonly<Record<string, string | undefined>>;
  /** Of `.dist-info`. */
  readonly folder?: string;
  /** Changes the finished list of members. */
  readonly parts?: (parts: ZipPart[]) => ZipPart[];
  readonly end?: Parameters<typeof writeZip>[1];
}

/** A wheel of `demo` 1.2.0 with a true RECORD, which is valid without changes. */
export function wheelFile(changes: WheelChanges = {}): OfferedFile {
  const info = changes.folder ?? folder;
  const metadata = metadataLines(changes.metadata);
  const members: Record<string, string | undefined> = {
    'demo/__init__.py': '',
    [`${info}/METADATA`]: `${metadata.join('\n')}\n\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    ...changes.members,
  };
  const there = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const rows = there.map(([name, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${name},sha256=${digest},${Buffer.byteLength(text)}\n`;
  });
  const record = `${info}/RECORD`;
  const parts: ZipPart[] = there.map(([name, bytes]) => ({ name, bytes }));
  if (!(record in members)) parts.push({ name: record, bytes: `${rows.join('')}${record},,\n` });
  return {
    fileName: changes.fileName ?? 'demo-1.2.0-py3-none-any.whl',
    bytes: writeZip(changes.parts?.(parts) ?? parts, changes.end),
    metadata,
  };
}

export interface TarPart {
  readonly name: string;
  readonly text?: string;
  /** Default: a file. */
  readonly type?: string;
  readonly linkName?: string;
}

export interface SdistChanges {
  readonly fileName?: string;
  readonly metadata?: readonly string[];
  readonly parts?: (parts: TarPart[]) => TarPart[];
  readonly bytes?: (bytes: Buffer) => Buffer;
}

/** An sdist of `demo` 1.2.0, which is valid without changes. */
export function sdistFile(changes: SdistChanges = {}): OfferedFile {
  const metadata = metadataLines(changes.metadata);
  const parts: TarPart[] = [
    { name: 'demo-1.2.0/PKG-INFO', text: `${metadata.join('\n')}\n\n` },
    { name: 'demo-1.2.0/pyproject.toml', text: '[project]\nname = "demo"\n' },
  ];
  const bytes = gzipSync(writeTar(changes.parts?.(parts) ?? parts));
  return {
    fileName: changes.fileName ?? 'demo-1.2.0.tar.gz',
    bytes: changes.bytes?.(bytes) ?? bytes,
    metadata,
  };
}

function writeTar(parts: readonly TarPart[]): Buffer {
  const blocks = parts.flatMap(({ name, text = '', type = '0', linkName = '' }) => {
    const data = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${data.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write(' '.repeat(8), 148);
    header.write(type, 156);
    header.write(linkName, 157, 100);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, data, Buffer.alloc((512 - (data.byteLength % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
