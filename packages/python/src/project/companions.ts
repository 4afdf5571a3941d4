import { fileNameOf } from '../names.ts';
import { compareVersions } from '../version/compare-versions.ts';
import { tryParseVersion, type Version } from '../version/parse-version.ts';
import type { PythonProject } from './discover-project.ts';
import { findPythonAssignment } from './python-assignment.ts';
import type { ReadProjectFile, VersionLocation } from './version-location.ts';

/** `__version__` of the package itself, in addition to the place that the backend reads. */
export interface Companions {
  /** These contain the version of the project and are bumped with it. */
  readonly same: readonly VersionLocation[];
  /** These contain a different version, which may be intentional. */
  readonly other: readonly VersionLocation[];
}

const files = ['__init__.py', '__about__.py', '_version.py', 'version.py', '__version__.py'];

/** Searches for `__version__` in the package that has the name of the project. */
export async function findCompanions(read: ReadProjectFile, project: PythonProject): Promise<Companions> {
  const { name, version, locations } = project;
  const same: VersionLocation[] = [];
  const other: VersionLocation[] = [];
  if (name === undefined || version === undefined) return { same, other };
  const packageName = fileNameOf(name);
  const known = new Set(locations.map(({ path }) => path));
  const paths = ['', 'src/'].flatMap((root) => [
    ...files.map((file) => `${root}${packageName}/${file}`),
    `${root}${packageName}.py`,
  ]);
  for (const path of paths.filter((candidate) => !known.has(candidate))) {
    const text = await read(path);
    const found = text === undefined ? undefined : findPythonAssignment(text, ['__version__'], path);
    if (found === undefined || found === 'not a string') continue;
    (isVersion(found.version, version) ? same : other).push(found);
  }
  return { same, other };
}

function isVersion(text: string, version: Version): boolean {
  const found = tryParseVersion(text);
  return found !== undefined && compareVersions(found, version) === 0;
}
