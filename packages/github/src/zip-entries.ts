import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import * as yauzl from 'yauzl';

/** One file of an archive. */
export interface ZipFileEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

const mostFiles = 1000;
const symbolicLink = 0o120_000;
const typeMask = 0o170_000;

/**
 * Reads a ZIP of files without folders, and stores each under its name in `directory` when that is given. A name with a
 * slash, a backslash, a control character, a name twice (in any case of its letters), or a link is refused before its bytes
 * are written.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS
 */
export async function readFlatZip(zipPath: string, directory?: string): Promise<readonly ZipFileEntry[]> {
  const archive = await openArchive(zipPath);
  const names = new Set<string>();
  const files: ZipFileEntry[] = [];
  try {
    for await (const entry of archive.eachEntry()) {
      assertFlat(entry, names);
      const hash = createHash('sha256');
      let size = 0;
      async function* measured(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        for await (const chunk of source) {
          hash.update(chunk);
          size += chunk.byteLength;
          yield chunk;
        }
      }
      const stream = await archive.openReadStreamPromise(entry);
      if (directory === undefined) await pipeline(stream, measured, drain);
      // `wx`: a file that is there is never overwritten.
      else
        await pipeline(stream, measured, createWriteStream(join(directory, entry.fileName), { flags: 'wx' }));
      files.push({ name: entry.fileName, size, sha256: hash.digest('hex') });
    }
  } catch (cause) {
    if (cause instanceof IntegrityError) throw cause;
    throw new IntegrityError('E_GITHUB_ARTIFACT_DIFFERS', {
      message: `The archive of the artifact cannot be read: ${neutraliseLine(String(cause), 200)}.`,
      cause,
    });
  } finally {
    archive.close();
  }
  return files.sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function drain(source: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of source);
}

async function openArchive(path: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw new IntegrityError('E_GITHUB_ARTIFACT_DIFFERS', {
      message: 'The artifact is not a ZIP archive.',
      cause,
    });
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
        : names.has(key)
          ? 'is there twice'
          : names.size >= mostFiles
            ? `is one of more than ${mostFiles} files`
            : undefined;
  names.add(key);
  if (reason === undefined) return;
  throw new IntegrityError('E_GITHUB_ARTIFACT_DIFFERS', {
    message: `The artifact is refused: "${neutraliseLine(fileName, 200)}" ${reason}.`,
  });
}
