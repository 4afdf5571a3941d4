import type { Version } from '../../version/parse-version.ts';
import type { ProjectTree } from '../places/project-tree.ts';
import { containsVersion, readVersionAt } from '../places/spell-version.ts';
import type { VersionLocation } from '../places/version-location.ts';
import { locateByKind } from './locate-by-kind.ts';
import { guessPackageFiles, listNestedProjects, listPackageFiles } from './package-files.ts';

/** Places that contain the version in addition to those that the backend reads. */
export interface Copies {
  /** `__version__` of the project's own package: these are bumped with the project. */
  readonly own: readonly VersionLocation[];
  /** Other places with the version of the project: these are bumped when they are listed as extra files. */
  readonly same: readonly VersionLocation[];
  /** Places with a different version, which were stale before, or are meant to be different. */
  readonly other: readonly VersionLocation[];
}

/** What the search needs to know of the project. */
export interface CopySubject {
  readonly name: string | undefined;
  /** The version that the project has now. */
  readonly version: Version;
  /** Places that the backend reads. */
  readonly locations: readonly VersionLocation[];
}

const maxPackageFiles = 40;
const maxOtherFiles = 40;

// Files that describe a project, and where they lie.
const describing =
  /^(?:CITATION\.cff|codemeta\.json|package\.json|[\w-]+\/package\.json|(?:[\w-]+\/){0,3}Chart\.ya?ml|meson\.build|\.bumpversion\.(?:cfg|toml)|\.?cz\.toml|\.?tbump\.toml|bumpver\.toml|setup\.cfg|pyproject\.toml|(?:docs?|documentation)\/(?:[\w-]+\/)?conf\.py|conf\.py|[\w.-]*Dockerfile[\w.-]*|README(?:\.\w+)?|docs?\/(?:source\/)?(?:index|readme|install|installation|installing|quickstart|getting[-_]started|usage)\.\w+)$/i;
// With another version than the project's, these are out of date; any other file may count for itself.
const binding =
  /^(?:CITATION\.cff|codemeta\.json|\.bumpversion\.(?:cfg|toml)|\.?cz\.toml|\.?tbump\.toml|bumpver\.toml|setup\.cfg|pyproject\.toml|meson\.build)$/i;

/** Searches the project for copies of its version. */
export async function findCopies(tree: ProjectTree, subject: CopySubject): Promise<Copies> {
  const listed = (await tree.list?.('')) ?? undefined;
  const nested = listed === undefined ? [] : listNestedProjects(listed);
  const paths = listed?.filter((path) => !nested.some((folder) => path.startsWith(`${folder}/`)));
  const copies = {
    own: [] as VersionLocation[],
    same: [] as VersionLocation[],
    other: [] as VersionLocation[],
  };
  const known = new Set(subject.locations.map(({ path, start }) => `${path}:${start}`));
  const { name } = subject;
  const inPackage =
    name === undefined ? [] : paths === undefined ? guessPackageFiles(name) : listPackageFiles(paths, name);
  for (const path of new Set(inPackage.slice(0, maxPackageFiles))) await sortInto(path, true);
  const around = (
    paths ?? ['pyproject.toml', 'CITATION.cff', 'codemeta.json', '.bumpversion.cfg', 'setup.cfg']
  ).filter((path) => describing.test(path));
  for (const path of around.slice(0, maxOtherFiles)) await sortInto(path, false);
  return copies;

  async function sortInto(path: string, isPackage: boolean): Promise<void> {
    const content = await tree.read(path);
    const found = content === undefined ? [] : readSafely(content, path, name);
    for (const location of found.filter(({ start }) => !known.has(`${path}:${start}`))) {
      const isVersion = location.label === '__version__';
      if (containsVersion(location, subject.version)) {
        if (isPackage && isVersion) copies.own.push(location);
        else if (!isPackage || isStrong(location)) copies.same.push(location);
      } else if ((isPackage && isVersion) || (!isPackage && binding.test(path))) {
        if (readVersionAt(location) !== undefined) copies.other.push(location);
      }
    }
  }
}

// `version = "1.2.3"` deep in a package may be anything; the dunder names and tuples are not.
const isStrong = ({ label, spelling }: VersionLocation): boolean =>
  /^__\w+__$/.test(label) || /version/i.test(label) || spelling?.kind === 'tuple';

// A copy that cannot be read is for the tool that reads it to report.
function readSafely(content: string, path: string, name: string | undefined): VersionLocation[] {
  try {
    return locateByKind(content, path, name) ?? [];
  } catch {
    return [];
  }
}
