import { isTable, parseToml, readTable, type TomlDocument } from '../places/toml-document.ts';
import { locateTomlString } from '../places/toml-location.ts';
import type { ReadProjectFile, VersionLocation } from '../places/version-location.ts';
import { fromPlace, type ProjectFiles, text, type VersionOrigin } from './version-origin.ts';

/** The manifest of a crate and the place of its version, which may be in the manifest of its workspace. */
export interface CrateVersion {
  readonly name: string | undefined;
  readonly manifest: string;
  readonly location: VersionLocation;
  /** Folder of the workspace, with a slash at its end unless it is the project's own; that of the crate outside of one. */
  readonly workspace: string;
  readonly isInherited: boolean;
}

/** The manifest that maturin builds (https://www.maturin.rs/config). */
export function readManifestPath(pyproject: TomlDocument | undefined): string {
  return text(readTable(pyproject?.data ?? {}, 'tool', 'maturin')['manifest-path']) ?? 'Cargo.toml';
}

/** maturin: the version of the crate. */
export async function findCargoOrigin({ read, pyproject }: ProjectFiles): Promise<VersionOrigin | undefined> {
  return fromPlace((await findCrateVersion(read, readManifestPath(pyproject)))?.location);
}

/** The version of a crate: `[package].version`, or `[workspace.package].version` that it inherits. */
export async function findCrateVersion(
  read: ReadProjectFile,
  manifest: string,
): Promise<CrateVersion | undefined> {
  const content = await read(manifest);
  if (content === undefined) return undefined;
  const document = parseToml(content, manifest);
  const own = readTable(document.data, 'package');
  const name = text(own['name']);
  const workspace = await findCargoWorkspace(read, manifest, text(own['workspace']));
  const found = locateTomlString(document, ['package', 'version'], '[package].version');
  if (found !== undefined) {
    const location = asCargo(found);
    return {
      name,
      manifest,
      location,
      workspace: workspace?.folder ?? folderOf(manifest),
      isInherited: false,
    };
  }
  const inherits = isTable(own['version']) && own['version']['workspace'] === true;
  if (!inherits || workspace === undefined) return undefined;
  const shared = locateTomlString(
    workspace.document,
    ['workspace', 'package', 'version'],
    '[workspace.package].version',
  );
  return shared === undefined
    ? undefined
    : { name, manifest, location: asCargo(shared), workspace: workspace.folder, isInherited: true };
}

// Cargo's order of versions is that of Semantic Versioning; the Python version is read from its spelling (pep440_rs).
function asCargo(location: VersionLocation): VersionLocation {
  return { ...location, spelling: { kind: 'semver', allowsPost: true } };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The nearest manifest with a `[workspace]`, from the crate upwards. */
async function findCargoWorkspace(
  read: ReadProjectFile,
  manifest: string,
  named: string | undefined,
): Promise<{ readonly folder: string; readonly document: TomlDocument } | undefined> {
  const start = folderOf(manifest);
  const folders = named === undefined ? listFoldersUp(start) : [`${start}${named.replace(/\/?$/, '/')}`];
  for (const folder of folders) {
    const path = `${folder}Cargo.toml`;
    const content = await read(path);
    if (content === undefined) continue;
    const document = parseToml(content, path);
    if (isTable(document.data['workspace'])) return { folder, document };
  }
  return undefined;
}

const maxFoldersUp = 4;

/** A folder and those above it, up to some above the project. */
function listFoldersUp(folder: string): string[] {
  const folders = [folder];
  let at = folder;
  while (/[^/]+\/$/.test(at) && !at.endsWith('../')) {
    at = at.replace(/[^/]+\/$/, '');
    folders.push(at);
  }
  for (let up = 0; up < maxFoldersUp; up += 1) folders.push(`${folders.at(-1) ?? ''}../`);
  return folders;
}
