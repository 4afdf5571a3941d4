import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../errors.ts';
import { compareVersions } from '../version/compare-versions.ts';
import { formatVersion } from '../version/format-version.ts';
import type { Version } from '../version/parse-version.ts';
import { findCopies } from './copies/find-copies.ts';
import { discoverProject, type PythonProject } from './discover-project.ts';
import { locateInExtraFile, parseExtraFile } from './extra-files.ts';
import { locateCrates } from './locks/crates.ts';
import { replaceVersions } from './places/edit-version.ts';
import type { ProjectTree } from './places/project-tree.ts';
import { containsVersion, spellVersion } from './places/spell-version.ts';
import { describeLocation, type ReadProjectFile, type VersionLocation } from './places/version-location.ts';
import { locateInWorkspace } from './workspace/locate-in-workspace.ts';

/** One file before and after the edit. */
export interface FileEdit {
  /** Relative to the folder of the project; `../` leads to the workspace around it. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface VersionEdits {
  /** Files that change, sorted by path. */
  readonly edits: readonly FileEdit[];
  /** Places with the present version that are not edited, so that they are out of date after the release. */
  readonly stale: readonly VersionLocation[];
  /** Places with a version that is not the project's: out of date already, or meant to be different. */
  readonly strangers: readonly VersionLocation[];
}

export interface EditRequest {
  readonly version: Version;
  /** Lines of the input `extra-files`. */
  readonly extraFiles?: readonly string[];
  /** The present version of a project whose version comes from git. */
  readonly tagged?: Version | undefined;
  /** Version texts of the project, such as those of its tags, that show whether leading zeros are kept; newest first. */
  readonly habits?: readonly string[];
}

/**
 * Every edit that bumps a project to a version: the places the backend reads, `__version__` in addition to them, the extra files,
 * the project's own entries in lock files, and exact pins of it in the same workspace. Nothing is written.
 * @throws InputError E_EXTRA_FILE, E_LOCK_FILE, E_VERSION_SPELLING
 */
export async function planVersionEdits(
  tree: ProjectTree,
  project: PythonProject,
  request: EditRequest,
): Promise<VersionEdits> {
  const { version, extraFiles = [], tagged, habits = [] } = request;
  const current = project.version ?? tagged;
  if (current === undefined) {
    if (extraFiles.length === 0) return { edits: [], stale: [], strangers: [] };
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `extra-files cannot be edited: the version comes from git (${project.tagTool}), which has no version tag yet.`,
    });
  }
  const locations = [...project.locations];
  for (const line of extraFiles) locations.push(...(await locateExtra(tree, line, current, project.name)));
  const copies = await findCopies(tree, { name: project.name, version: current, locations });
  // A version from git is written into the files of the package by the tool that derives it.
  if (project.tagTool === undefined) locations.push(...copies.own);
  locations.push(...(await locateCrates(tree, project, locations, current)));
  if (project.tagTool === undefined)
    locations.push(...(await locateInWorkspace(tree, project, locations, current)));
  const texts = [...project.locations.map((location) => location.version), ...habits];
  const edits: FileEdit[] = [];
  for (const path of new Set(locations.map((location) => location.path))) {
    const before = (await tree.read(path)) ?? '';
    const own = dropRepeated(locations.filter((location) => location.path === path));
    const places = own.map((location) => ({ location, text: spellVersion(location, version, texts) }));
    const after = replaceVersions(before, places);
    if (after !== before) edits.push({ path, before, after });
  }
  edits.sort((left, right) => (left.path < right.path ? -1 : 1));
  await assertResult(tree, project, edits, version);
  const isEdited = ({ path, start }: VersionLocation): boolean =>
    locations.some((location) => location.path === path && location.start === start);
  // What stays right, such as "1.2" for 1.2.3 after 1.2.2, does not go stale.
  const stale = copies.same.filter((copy) => !isEdited(copy) && !containsVersion(copy, version));
  return { edits, stale, strangers: copies.other };
}

/** Reads the edited project again: what cannot express the version is found before anything is written. */
async function assertResult(
  tree: ProjectTree,
  project: PythonProject,
  edits: readonly FileEdit[],
  version: Version,
): Promise<void> {
  if (project.version === undefined) return;
  const edited = new Map(edits.map(({ path, after }) => [path, after]));
  const read: ReadProjectFile = async (path) => edited.get(path) ?? tree.read(path);
  const found = await readVersion({ ...tree, read }, project);
  if (found !== undefined && compareVersions(found, version) === 0) return;
  const [place] = project.locations;
  throw new InputError(pythonErrors.E_VERSION_SPELLING, {
    message: `${place === undefined ? 'The project' : describeLocation(place)} reads as ${found === undefined ? 'no version' : formatVersion(found)} when it is set to ${formatVersion(version)}. Nothing was written.`,
  });
}

async function readVersion(tree: ProjectTree, { versionFile }: PythonProject): Promise<Version | undefined> {
  try {
    return (await discoverProject(tree, versionFile)).version;
  } catch (cause) {
    if (cause instanceof InputError) return undefined;
    throw cause;
  }
}

async function locateExtra(
  { read }: ProjectTree,
  line: string,
  version: Version,
  name: string | undefined,
): Promise<VersionLocation[]> {
  const extra = parseExtraFile(line);
  const text = await read(extra.path);
  if (text === undefined) {
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `extra-files: there is no file ${extra.path}.`,
    });
  }
  return locateInExtraFile(text, extra, version, name);
}

// A place may be named twice: by the backend and by an extra file.
function dropRepeated(locations: readonly VersionLocation[]): VersionLocation[] {
  return [...new Map(locations.map((location) => [location.start, location])).values()];
}
