import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../errors.ts';
import { formatVersion } from '../version/format-version.ts';
import type { Version } from '../version/parse-version.ts';
import { findCompanions } from './companions.ts';
import type { PythonProject } from './discover-project.ts';
import { replaceVersions } from './edit-version.ts';
import { locateInExtraFile, parseExtraFile } from './extra-files.ts';
import { updateUvLock } from './uv-lock.ts';
import type { ReadProjectFile, VersionLocation } from './version-location.ts';

/** One file before and after the edit. */
export interface FileEdit {
  /** Relative to the folder of the project. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface VersionEdits {
  /** Files that change, sorted by path. */
  readonly edits: readonly FileEdit[];
  /** `__version__` assignments with a different version than the project; they are left unchanged. */
  readonly strangers: readonly VersionLocation[];
}

/**
 * Every edit that bumps a project to a version: the places the backend reads, `__version__` in addition to them, the extra
 * files, and the project's own entry in uv.lock. Nothing is written.
 * @param extraFiles lines of the input `extra-files`
 * @throws InputError E_EXTRA_FILE, E_LOCK_FILE
 */
export async function planVersionEdits(
  read: ReadProjectFile,
  project: PythonProject,
  version: Version,
  extraFiles: readonly string[] = [],
): Promise<VersionEdits> {
  const text = formatVersion(version);
  const companions = await findCompanions(read, project);
  const locations = [...project.locations, ...companions.same];
  if (project.version !== undefined) {
    for (const line of extraFiles) locations.push(...(await locateExtra(read, line, project.version)));
  } else if (extraFiles.length > 0) {
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `extra-files cannot be edited: the version comes from git (${project.tagTool}), so the present one is in no file.`,
    });
  }
  const edits: FileEdit[] = [];
  for (const path of new Set(locations.map((location) => location.path))) {
    const before = (await read(path)) ?? '';
    const own = locations.filter((location) => location.path === path);
    const after = replaceVersions(before, dropRepeated(own), text);
    if (after !== before) edits.push({ path, before, after });
  }
  const lock = await read('uv.lock');
  if (lock !== undefined && project.name !== undefined && project.version !== undefined) {
    const after = updateUvLock(lock, project.name, text);
    if (after !== lock) edits.push({ path: 'uv.lock', before: lock, after });
  }
  edits.sort((left, right) => (left.path < right.path ? -1 : 1));
  return { edits, strangers: companions.other };
}

async function locateExtra(
  read: ReadProjectFile,
  line: string,
  version: Version,
): Promise<VersionLocation[]> {
  const extra = parseExtraFile(line);
  const text = await read(extra.path);
  if (text === undefined) {
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `extra-files: there is no file ${extra.path}.`,
    });
  }
  return locateInExtraFile(text, extra, version);
}

// A place may be named twice: by the backend and by an extra file.
function dropRepeated(locations: readonly VersionLocation[]): VersionLocation[] {
  return [...new Map(locations.map((location) => [location.start, location])).values()];
}
