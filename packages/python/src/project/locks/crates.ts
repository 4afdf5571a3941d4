import { compareVersions } from '../../version/compare-versions.ts';
import type { Version } from '../../version/parse-version.ts';
import { locateCrateVersions } from '../copies/toml-versions.ts';
import type { PythonProject } from '../discover-project.ts';
import type { ProjectTree } from '../places/project-tree.ts';
import { containsVersion, readVersionAt } from '../places/spell-version.ts';
import { isTable, parseToml, readTable } from '../places/toml-document.ts';
import type { VersionLocation } from '../places/version-location.ts';
import { type CrateVersion, findCrateVersion, readManifestPath } from '../sources/cargo.ts';
import { locateInCargoLock } from './cargo-lock.ts';

const maxManifests = 200;

/**
 * What moves with a crate of the project: its manifest where the Python version stands elsewhere, requirements with its path and
 * version, and its entries in Cargo.lock, without which `cargo build --locked` fails.
 */
export async function locateCrates(
  tree: ProjectTree,
  project: PythonProject,
  locations: readonly VersionLocation[],
  current: Version,
): Promise<VersionLocation[]> {
  const manifests = new Set(
    locations.map(({ path }) => path).filter((path) => /(?:^|\/)Cargo\.toml$/.test(path)),
  );
  if (project.backend.startsWith('maturin')) manifests.add(await readManifest(tree));
  const found: VersionLocation[] = [];
  for (const manifest of manifests) {
    const crate = await findCrateVersion(tree.read, manifest);
    if (crate === undefined || !isCurrent(crate.location, current)) continue;
    found.push(crate.location, ...(await locateAround(tree, crate, current)));
  }
  return found;
}

async function readManifest({ read }: ProjectTree): Promise<string> {
  const content = await read('pyproject.toml');
  return readManifestPath(content === undefined ? undefined : parseToml(content, 'pyproject.toml'));
}

function isCurrent(location: VersionLocation, current: Version): boolean {
  const found = readVersionAt(location);
  return found !== undefined && compareVersions(found, current) === 0;
}

async function locateAround(
  tree: ProjectTree,
  crate: CrateVersion,
  current: Version,
): Promise<VersionLocation[]> {
  const found: VersionLocation[] = [];
  for (const path of new Set([crate.manifest, `${crate.workspace}Cargo.toml`])) {
    const content = await tree.read(path);
    const all = content === undefined ? [] : locateCrateVersions(content, path);
    found.push(
      ...all.filter(
        ({ label, ...place }) =>
          label.includes('dependencies') && containsVersion({ label, ...place }, current),
      ),
    );
  }
  const lock = `${crate.workspace}Cargo.lock`;
  const text = await tree.read(lock);
  if (text === undefined) return found;
  const names = crate.isInherited
    ? await listInheriting(tree, crate)
    : crate.name === undefined
      ? []
      : [crate.name];
  found.push(
    ...locateInCargoLock(text, lock, names).filter((location) => containsVersion(location, current)),
  );
  return found;
}

/** Crates of a workspace that have its version; without a list of files, the one crate that is known. */
async function listInheriting(tree: ProjectTree, crate: CrateVersion): Promise<string[]> {
  const listed = (await tree.list?.(crate.workspace)) ?? [];
  const manifests = new Set([
    crate.manifest,
    ...listed.filter((path) => /(?:^|\/)Cargo\.toml$/.test(path)).slice(0, maxManifests),
  ]);
  const names: string[] = [];
  for (const path of manifests) {
    const content = await tree.read(path);
    const own = content === undefined ? {} : readTable(parseToml(content, path).data, 'package');
    const { name, version } = own;
    if (typeof name === 'string' && isTable(version) && version['workspace'] === true) names.push(name);
  }
  return names;
}
