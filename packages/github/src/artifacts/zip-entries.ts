import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import type { FileList } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import * as yauzl from 'yauzl';
import { githubErrors } from '../errors.ts';
import { assertBounds } from './zip-bounds.ts';

/** One file of an archive. */
export interface ZipFileEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

export interface ReadZipOptions {
  /** Each file is stored here under its name; without it the files are only hashed. */
  readonly directory?: string;
  /** What is known about the files: their sizes are held against the archive before a byte is written. */
  readonly promised?: FileList | undefined;
}

const maxFiles = 1000;
const symbolicLink = 0o120_000;
const typeMask = 0o170_000;

/**
 * Reads a ZIP of files without folders. Its directory is judged as a whole before anything is unpacked: a name with a slash,
 * a backslash or a control character, a name twice (in any case of its letters), a link, an encrypted file, files that share
 * bytes, and sizes other than the promised ones are refused.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM
 */
export async function readFlatZip(
  zipPath: string,
  { directory, promised }: ReadZipOptions = {},
): Promise<readonly ZipFileEntry[]> {
  const archive = await openArchive(zipPath);
  const files: ZipFileEntry[] = [];
  try {
    const entries: yauzl.Entry[] = [];
    const names = new Set<string>();
    for await (const entry of archive.eachEntry()) {
      assertFlat(entry, names);
      entries.push(entry);
    }
    const listed = entries.map((entry) => ({
      name: entry.fileName,
      compressedSize: entry.compressedSize,
      size: entry.uncompressedSize,
      offset: entry.relativeOffsetOfLocalHeader,
    }));
    assertBounds(listed, (await stat(zipPath)).size, promised);
    for (const entry of entries) files.push(await readEntry(archive, entry, directory));
  } catch (cause) {
    if (cause instanceof IntegrityError) throw cause;
    throw (
      describeFileSystemError(cause) ??
      new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The archive of the artifact cannot be read: ${neutralizeLine(String(cause), 200)}.`,
        cause,
      })
    );
  } finally {
    archive.close();
  }
  return files.sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function readEntry(
  archive: yauzl.ZipFile,
  entry: yauzl.Entry,
  directory: string | undefined,
): Promise<ZipFileEntry> {
  const hash = createHash('sha256');
  let size = 0;
  let sum = 0;
  async function* measure(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      hash.update(chunk);
      sum = crc32(chunk, sum);
      size += chunk.byteLength;
      yield chunk;
    }
  }
  // Ends with an error when there are more or fewer bytes than the directory says.
  const stream = await archive.openReadStreamPromise(entry);
  if (directory === undefined) await pipeline(stream, measure, drain);
  // `wx`: a file that is there is never overwritten.
  else await pipeline(stream, measure, createWriteStream(join(directory, entry.fileName), { flags: 'wx' }));
  if (sum !== entry.crc32) {
    throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
      message: `The file "${neutralizeLine(entry.fileName, 200)}" of the artifact is damaged (CRC-32).`,
    });
  }
  return { name: entry.fileName, size, sha256: hash.digest('hex') };
}

async function drain(source: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of source);
}

async function openArchive(path: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw (
      describeFileSystemError(cause) ??
      new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: 'The artifact is not a ZIP archive.',
        cause,
      })
    );
  }
}

function assertFlat(entry: yauzl.Entry, names: Set<string>): void {
  const { fileName } = entry;
  const mode = (entry.externalFileAttributes >>> 16) & typeMask;
  const key = fileName.normalize('NFC').toLowerCase();
  const reason =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    /[/\\\u0000-\u001F]/.test(fileName) || fileName === '' || fileName === '.' || fileName === '..'
      ? 'is not a plain file name'
      : mode === symbolicLink
        ? 'is a symbolic link'
        : entry.isEncrypted()
          ? 'is encrypted'
          : names.has(key)
            ? 'is there twice'
            : names.size >= maxFiles
              ? `is one of more than ${maxFiles} files`
              : undefined;
  names.add(key);
  if (reason === undefined) return;
  throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The artifact is refused: "${neutralizeLine(fileName, 200)}" ${reason}.`,
  });
}
