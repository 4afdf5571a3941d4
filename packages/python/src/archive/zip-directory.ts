import * as yauzl from 'yauzl';
import { type MemberCollector, quoteName, refuseArchive } from './archive.ts';
import type { FileWindow } from './file-window.ts';
import type { ZipDirectory, ZipMember } from './zip-layout.ts';
import { deflated, stored } from './zip-members.ts';

const typeMask = 0o170_000;
const regularFile = 0o100_000;
const directoryType = 0o040_000;

/** Gives yauzl the ranges of the directory, which it reads in two small pieces for each member. */
class DirectoryReader extends yauzl.RandomAccessReader {
  readonly #window: FileWindow;

  constructor(window: FileWindow) {
    super();
    this.#window = window;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const finish = (range: Buffer): void => callback(null, range.copy(buffer, offset));
    const range = this.#window.peek(position, length);
    if (range === undefined) this.#window.read(position, length).then(finish, callback);
    else finish(range);
  }
}

/**
 * The members that the directory lists, in its order.
 * @throws InputError E_DISTRIBUTION_INVALID for a name or a kind of member that is unsafe, or that installers read differently
 */
export async function readDirectory(
  window: FileWindow,
  fileBytes: number,
  fileName: string,
  directory: ZipDirectory,
  collector: MemberCollector,
): Promise<ZipMember[]> {
  const zip = await yauzl.fromRandomAccessReaderPromise(new DirectoryReader(window), fileBytes, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
  });
  const members: ZipMember[] = [];
  let directoryBytes = 0;
  for await (const entry of zip.eachEntry()) {
    collector.admit(entry.fileName);
    const refusal = findRefusal(entry);
    if (refusal !== undefined)
      throw refuseArchive(fileName, `the member ${quoteName(entry.fileName)} ${refusal}`);
    members.push(shrink(entry));
    directoryBytes += 46 + entry.fileNameLength + entry.extraFieldLength;
  }
  if (directoryBytes !== directory.size || members.length !== directory.entries) {
    throw refuseArchive(fileName, 'the size of its ZIP directory is wrong');
  }
  return members;
}

function shrink(entry: yauzl.Entry): ZipMember {
  const rawName = entry.fileNameRaw.toString('latin1');
  return {
    name: entry.fileName,
    // One string for both in nearly every archive.
    rawName: rawName === entry.fileName ? entry.fileName : rawName,
    offset: entry.relativeOffsetOfLocalHeader,
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    mode: entry.externalFileAttributes >>> 16,
    crc32: entry.crc32,
    packedSize: entry.compressedSize,
    size: entry.uncompressedSize,
  };
}

function findRefusal(entry: yauzl.Entry): string | undefined {
  const type = (entry.externalFileAttributes >>> 16) & typeMask;
  if (entry.isEncrypted()) return 'is encrypted';
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    return `uses compression method ${entry.compressionMethod}; only "stored" and "deflated" are supported everywhere`;
  }
  if (entry.fileCommentLength !== 0) return 'has a comment';
  if (type !== 0 && type !== regularFile && type !== directoryType) return 'is a link or a device';
  if (entry.fileName.endsWith('/') && entry.compressedSize !== 0) return 'is a folder that contains data';
  // Installers read the name from the header; other tools read it from this field (Info-ZIP Unicode path).
  if (entry.extraFields.some(({ id }) => id === 0x7075)) return 'has a second name in an extra field';
  return undefined;
}
