import { IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { FileEntry, FileList } from '@slipway/core/files/file-list';
import { kindOfFile } from '@slipway/core/files/parse-file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '../errors.ts';

/** What the directory of a ZIP says about one file. */
export interface ListedFile {
  readonly name: string;
  /** Bytes in the archive. */
  readonly compressedSize: number;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Where its header begins. */
  readonly offset: number;
}

/** GitHub's limit for one artifact: https://docs.github.com/actions/reference/limits. */
export const maxArchiveBytes = 10 * 2 ** 30;

/** Files beside the distributions (checksums, signatures, bills of materials) are not promised; together they are no larger. */
const maxCompanionBytes = 64 * 2 ** 20;
/** Nobody packs distributions better than this; what does is made to fill a disk. */
const maxRatio = 50;
const ratioFreeBytes = 64 * 2 ** 20;
/** APPNOTE.TXT 4.3.7: the shortest header before a file's data, without its name. */
const minLocalHeaderBytes = 30;

const refuse = (reason: string): IntegrityError =>
  new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The artifact is refused, and nothing of it was written: ${reason}.`,
  });

/** Most bytes that an archive of the promised files may have, whatever else belongs to them. */
export function boundArchive(promised: FileList): number {
  return maxCompanionBytes + promised.reduce((sum, { size }) => sum + size + 2048, 0);
}

/**
 * Judges an archive by its directory alone: no two files may share bytes, and none may be larger than promised.
 * @param archiveBytes size of the archive itself
 * @param promised undefined when nothing is known about the files
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER
 */
export function assertBounds(
  files: readonly ListedFile[],
  archiveBytes: number,
  promised: FileList | undefined,
): void {
  let end = 0;
  for (const file of files.toSorted((left, right) => left.offset - right.offset)) {
    if (file.offset < end)
      throw refuse(`"${neutralizeLine(file.name, 200)}" shares its bytes with another file`);
    end = file.offset + minLocalHeaderBytes + Buffer.byteLength(file.name) + file.compressedSize;
    if (end > archiveBytes) throw refuse(`"${neutralizeLine(file.name, 200)}" is longer than the archive`);
  }
  if (promised !== undefined) assertPromised(files, promised);
  const unpacked = files.reduce((sum, { size }) => sum + size, 0);
  const wanted = new Set(promised?.map(({ name }) => name));
  const others = files.filter(({ name }) => !wanted.has(name)).reduce((sum, { size }) => sum + size, 0);
  if (promised !== undefined && others > maxCompanionBytes) {
    throw refuse(
      `the files beside the promised ones have ${others} bytes; at most ${maxCompanionBytes} are read`,
    );
  }
  if (promised === undefined && unpacked > ratioFreeBytes && unpacked > archiveBytes * maxRatio) {
    throw refuse(`its ${archiveBytes} bytes unpack to ${unpacked}, more than ${maxRatio} times as many`);
  }
}

function assertPromised(files: readonly ListedFile[], promised: FileList): void {
  const byName = new Map<string, FileEntry>(promised.map((file) => [file.name, file]));
  const findings: string[] = [];
  for (const { name, size } of files) {
    const wanted = byName.get(name);
    if (wanted !== undefined && wanted.size !== size)
      findings.push(`different: ${name} (promised ${wanted.size} bytes, found ${size})`);
    else if (wanted === undefined && kindOfFile(name) !== 'other') findings.push(`not promised: ${name}`);
  }
  if (findings.length === 0) return;
  throw new IntegrityError(coreErrors.E_FILES_DIFFER, {
    message: `The artifact does not contain the expected files: ${findings.map((text) => neutralizeLine(text)).join('; ')}. Nothing was written.`,
  });
}
