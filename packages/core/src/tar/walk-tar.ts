import { neutralizeLine } from '../neutralize.ts';
import { judgePaxRecords, type PaxNames, parsePaxRecords } from './pax-records.ts';
import { decodeTarText, parseTarHeader, type TarHeader, tarBlockBytes } from './tar-header.ts';
import { TarProblem } from './tar-problem.ts';

/** Where the bytes of an archive come from, in order. */
export interface TarSource {
  /** The next bytes; fewer than requested only at the end. */
  read(length: number): Promise<Buffer>;
  /** Skips bytes. @returns how many there were */
  skip(length: number): Promise<number>;
}

/** One member of an archive. */
export interface TarMember {
  readonly type: 'file' | 'hard-link' | 'symbolic-link' | 'folder';
  readonly name: string;
  /** Empty for files and folders. */
  readonly linkName: string;
  /** Bytes; 0 for anything but a file. */
  readonly size: number;
  /** Where its bytes begin in the archive. */
  readonly offset: number;
  /** The owner may execute it. */
  readonly isExecutable: boolean;
  /** The bytes of a file; read them once, before the next member is requested. */
  read(): AsyncIterable<Buffer>;
}

/** Information before the header of a member that applies to it. */
interface Announced {
  readonly pax: PaxNames | undefined;
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
}

const maxHeaderBytes = 1024 * 1024;
const maxChunkBytes = 64 * 1024;
const nothing: Announced = { pax: undefined, longName: undefined, longLink: undefined };
const types: Readonly<Record<string, TarMember['type']>> = {
  '0': 'file',
  '1': 'hard-link',
  '2': 'symbolic-link',
  '5': 'folder',
};

const pad = (size: number): number => Math.ceil(size / tarBlockBytes) * tarBlockBytes;

/**
 * Walks over the members of a tar archive that every reader sees in the same way, by name, size and bytes. If Python's
 * `tarfile`, GNU tar and others read an archive differently, it is rejected: it could contain different files for those who
 * check it and those who unpack it.
 * @throws TarProblem
 */
export async function* walkTar(source: TarSource): AsyncGenerator<TarMember, void, undefined> {
  let at = 0;
  let announced = nothing;
  // Python fails if the last header is about members that do not follow, even if it is global.
  let isAwaited = false;
  for (;;) {
    const block = await source.read(tarBlockBytes);
    if (block.byteLength > 0 && block.byteLength < tarBlockBytes)
      throw new TarProblem('the archive ends in the middle of a block');
    if (block.every((byte) => byte === 0)) {
      if (isAwaited) throw new TarProblem('the archive ends with a header that belongs to no member');
      return block.byteLength === 0 ? undefined : assertEnd(source);
    }
    at += tarBlockBytes;
    const header = parseTarHeader(block);
    if ('xgLK'.includes(header.type)) {
      announced = announce(header, await readData(source, header.size), announced);
      at += pad(header.size);
      isAwaited = true;
      continue;
    }
    const member = settle(header, announced);
    announced = nothing;
    isAwaited = false;
    let left = member.size;
    const read = async function* (): AsyncGenerator<Buffer, void, undefined> {
      while (left > 0) {
        const chunk = await source.read(Math.min(left, maxChunkBytes));
        if (chunk.byteLength === 0) throw new TarProblem('the archive ends in the middle of a file');
        left -= chunk.byteLength;
        yield chunk;
      }
    };
    yield { ...member, offset: at, read };
    const rest = left + pad(member.size) - member.size;
    if ((await source.skip(rest)) < rest) throw new TarProblem('the archive ends in the middle of a file');
    at += pad(member.size);
  }
}

/** A header about the member after it. At most one of each kind: readers differ in which of two counts. */
function announce(header: TarHeader, data: Buffer, before: Announced): Announced {
  if (header.type === 'g') {
    if (before !== nothing)
      throw new TarProblem('the archive has a global header between a header and its member');
    judgePaxRecords(parsePaxRecords(data), true);
    return before;
  }
  if (before.pax !== undefined || (header.type === 'x' && before !== nothing))
    throw new TarProblem('a member of the archive has several headers');
  if (header.type === 'x') return { ...before, pax: judgePaxRecords(parsePaxRecords(data), false) };
  const text = data.at(-1) === 0 ? data.subarray(0, -1) : data;
  if (text.byteLength === 0 || text.includes(0))
    throw new TarProblem('a long name in the archive is invalid');
  const key = header.type === 'L' ? 'longName' : 'longLink';
  if (before[key] !== undefined) throw new TarProblem('a member of the archive has several headers');
  return { ...before, [key]: decodeTarText(text) };
}

function settle(
  header: TarHeader,
  { pax, longName, longLink }: Announced,
): Omit<TarMember, 'offset' | 'read'> {
  const name = pax?.path ?? longName ?? header.name;
  const shown = `the member "${neutralizeLine(name, 200)}"`;
  const type = Object.hasOwn(types, header.type) ? types[header.type] : undefined;
  if (type === undefined)
    throw new TarProblem(`${shown} is not a file, folder or link (type "${neutralizeLine(header.type, 4)}")`);
  // For some readers, a slash at the end turns a file into a folder. A long name may be cut off behind one.
  const hasSlash = name.endsWith('/') || (header.isOldFile && header.name.endsWith('/'));
  if (type !== 'folder' && hasSlash) throw new TarProblem(`${shown} has the name of a folder`);
  if (pax?.size !== undefined && pax.size !== header.size) throw new TarProblem(`${shown} has two sizes`);
  if (type !== 'file' && header.size !== 0)
    throw new TarProblem(`${shown} is a ${type === 'folder' ? 'folder' : 'link'} that contains data`);
  const isLink = type === 'hard-link' || type === 'symbolic-link';
  const linkName = pax?.linkPath ?? longLink ?? header.linkName;
  if (!isLink && (pax?.linkPath !== undefined || longLink !== undefined))
    throw new TarProblem(`${shown} has a link target but is not a link`);
  return {
    type,
    name,
    linkName: isLink ? linkName : '',
    size: header.size,
    isExecutable: header.isExecutable,
  };
}

async function readData(source: TarSource, size: number): Promise<Buffer> {
  if (size > maxHeaderBytes)
    throw new TarProblem(`a header in the archive has more than ${maxHeaderBytes} bytes`);
  const data = await source.read(pad(size));
  if (data.byteLength < pad(size)) throw new TarProblem('the archive ends in the middle of a header');
  return data.subarray(0, size);
}

/** Readers stop at the first block of zeros, unless told otherwise. */
async function assertEnd(source: TarSource): Promise<void> {
  for (;;) {
    const rest = await source.read(maxChunkBytes);
    if (rest.byteLength === 0) return;
    if (rest.some((byte) => byte !== 0)) throw new TarProblem('the archive contains data after its end');
  }
}
