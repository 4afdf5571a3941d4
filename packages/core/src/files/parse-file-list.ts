import { InputError, IntegrityError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import { neutralizeLine } from '../neutralize.ts';
import type { FileEntry, FileList } from './file-list.ts';

const kinds = new Set(['wheel', 'sdist', 'other']);

function compareNames(left: FileEntry, right: FileEntry): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function isFileEntry(value: unknown): value is FileEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { name, sha256, size, kind } = value as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    // A name must never be a path, because it is joined to a folder later.
    /^[^/\\\0]+$/.test(name) &&
    name !== '.' &&
    name !== '..' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(size) &&
    (size as number) >= 0 &&
    kinds.has(kind as string)
  );
}

/**
 * Reads the JSON form of a file list; the result is sorted by name.
 * @param what names the text in an error, e.g. `Input "digests"`
 * @throws InputError E_INPUT_INVALID; an empty or truncated text is never read as an empty list
 */
export function parseFileList(json: string, what = 'The file list'): FileList {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `${what} is not valid JSON (${json.length} characters): "${neutralizeLine(json, 80)}".`,
      hint: 'Pass the "files" output of an action unchanged; GitHub empties an output that contains a secret and truncates one that is too long.',
      cause,
    });
  }
  if (!Array.isArray(value))
    throw new InputError(coreErrors.E_INPUT_INVALID, { message: `${what} is not a list of files.` });
  const wrong = value.findIndex((entry) => !isFileEntry(entry));
  if (wrong >= 0) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `${what}: entry ${wrong + 1} does not have the form {name, sha256, size, kind}: "${neutralizeLine(JSON.stringify(value[wrong]) ?? '', 200)}".`,
    });
  }
  const entries = (value as FileEntry[])
    .map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind }))
    .sort(compareNames);
  const twice = entries.find(({ name }, index) => entries[index + 1]?.name === name);
  if (twice !== undefined) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `${what} lists "${neutralizeLine(twice.name)}" twice.`,
    });
  }
  return entries;
}

/**
 * Joins the lists of several jobs; the result is sorted by name.
 * @throws InputError E_INPUT_INVALID for a name that two lists contain, even with the same digest: only one job may build a file
 */
export function joinFileLists(lists: readonly FileList[], what = 'The file lists'): FileList {
  const joined = lists.flat().sort(compareNames);
  const twice = joined.filter(({ name }, index) => joined[index + 1]?.name === name).map(({ name }) => name);
  if (twice.length > 0) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `${what}: several jobs list ${neutralizeLine([...new Set(twice)].slice(0, 10).join(', '), 500)}.`,
      hint: 'Each file must come from exactly one job. Check that the jobs build different wheels, and pass each list once.',
    });
  }
  return joined;
}

/** The JSON form: one line, keys in a fixed order, sorted by name. */
export function renderFileList(files: FileList): string {
  return JSON.stringify(
    [...files].sort(compareNames).map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind })),
  );
}

/**
 * Compares the files found with the files promised.
 * @throws IntegrityError E_FILES_DIFFER naming every missing, unexpected and different file
 */
export function compareFileList(promised: FileList, found: FileList): void {
  const findings: string[] = [];
  const byName = new Map(found.map((file) => [file.name, file]));
  for (const { name, sha256, size } of promised) {
    const other = byName.get(name);
    byName.delete(name);
    if (other === undefined) findings.push(`missing: ${name}`);
    else if (other.sha256 !== sha256)
      findings.push(`different: ${name} (expected sha256 ${sha256}, found ${other.sha256})`);
    else if (other.size !== size)
      findings.push(`different: ${name} (expected ${size} bytes, found ${other.size})`);
  }
  for (const name of byName.keys()) findings.push(`unexpected: ${name}`);
  if (findings.length > 0) {
    throw new IntegrityError(coreErrors.E_FILES_DIFFER, {
      message: `The files do not match the list: ${findings.map((text) => neutralizeLine(text)).join('; ')}.`,
    });
  }
}

/** The kind of a file with this name (PEP 427, PEP 625). */
export function kindOfFile(name: string): FileEntry['kind'] {
  if (name.endsWith('.whl')) return 'wheel';
  return name.endsWith('.tar.gz') ? 'sdist' : 'other';
}
