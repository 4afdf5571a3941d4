import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { InputError } from '@slipway/core/errors/action-error';
import * as yauzl from 'yauzl';
import { type Archive, MemberCollector, quoteName, refuseArchive, type WantMember } from './archive.ts';
import { findLayoutProblem, readZipEnd, type ZipDirectory } from './zip-layout.ts';

const typeMask = 0o170_000;
const regularFile = 0o100_000;
const directoryType = 0o040_000;
const stored = 0;
const deflated = 8;

/**
 * Reads a wheel without unpacking it, one member at a time, and counts and hashes every byte.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for anything that installers read differently or that is unsafe to unpack
 */
export async function readWheel(path: string, want: WantMember = () => false): Promise<Archive> {
  const fileName = basename(path);
  const file = await openFile(path, fileName);
  try {
    const { size } = await file.stat();
    const directory = await readZipEnd(file, size);
    if (typeof directory === 'string') throw refuseArchive(fileName, directory);
    const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
    try {
      const collector = new MemberCollector(fileName, size, want);
      const entries = await readEntries(zip, fileName, directory, collector);
      const problem = await findLayoutProblem(file, entries, directory);
      if (problem !== undefined) throw refuseArchive(fileName, problem);
      for (const entry of entries) {
        if (!entry.fileName.endsWith('/')) await readEntry(zip, entry, fileName, collector);
      }
      return collector.finish();
    } finally {
      zip.close();
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw refuseArchive(fileName, `the wheel is not a valid ZIP archive (${String(cause)})`, cause);
  } finally {
    await file.close();
  }
}

async function openFile(path: string, fileName: string) {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw refuseArchive(fileName, 'the wheel cannot be opened', cause);
  }
}

async function readEntries(
  zip: yauzl.ZipFile,
  fileName: string,
  directory: ZipDirectory,
  collector: MemberCollector,
): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  let directoryBytes = 0;
  for await (const entry of zip.eachEntry()) {
    collector.admit(entry.fileName);
    const refusal = findRefusal(entry);
    if (refusal !== undefined)
      throw refuseArchive(fileName, `the member ${quoteName(entry.fileName)} ${refusal}`);
    entries.push(entry);
    directoryBytes += 46 + entry.fileNameLength + entry.extraFieldLength;
  }
  if (directoryBytes !== directory.size || entries.length !== directory.entries) {
    throw refuseArchive(fileName, 'the size of its ZIP directory is wrong');
  }
  return entries;
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

async function readEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  fileName: string,
  collector: MemberCollector,
): Promise<void> {
  let sum = 0;
  const stream = await zip.openReadStreamPromise(entry);
  await collector.take(entry.fileName, stream, (chunk) => {
    collector.count(chunk.byteLength);
    sum = crc32(chunk, sum);
  });
  if (sum !== entry.crc32)
    throw refuseArchive(fileName, `the member ${quoteName(entry.fileName)} is damaged (CRC-32)`);
}
