import type { Version } from '../../version/parse-version.ts';
import type { PythonProject } from '../discover-project.ts';
import { locateInUvLock } from '../locks/uv-lock.ts';
import { listFoldersAbove, type ProjectTree } from '../places/project-tree.ts';
import { containsVersion } from '../places/spell-version.ts';
import { parseToml, readTable, type TomlDocument } from '../places/toml-document.ts';
import type { VersionLocation } from '../places/version-location.ts';
import { locateSiblingPins } from './sibling-pins.ts';
import { isWorkspaceRoot, listMembers } from './workspace-members.ts';

/**
 * What the workspace of a project contains of its version: entries of `uv.lock`, and pins of siblings.
 * @param edited places that are edited anyway; a member whose version is among them moves with the project
 */
export async function locateInWorkspace(
  tree: ProjectTree,
  project: PythonProject,
  edited: readonly VersionLocation[],
  current: Version,
): Promise<VersionLocation[]> {
  const names = [...(project.name === undefined ? [] : [project.name]), ...(await listMoved(tree, edited))];
  if (names.length === 0) return [];
  const root = await findRoot(tree);
  const lock = `${root?.folder ?? ''}uv.lock`;
  const text = await tree.read(lock);
  const entries =
    text === undefined ? [] : [...new Set(names)].flatMap((name) => locateInUvLock(text, lock, name));
  // The lock may be older than the version in the project file: its own entry is set, and a pin only from the present version.
  const found = entries.filter((place) => place.label === 'own entry' || containsVersion(place, current));
  if (root === undefined) return found;
  const members = await listMembers(tree, root.folder, root.document);
  for (const path of ['', ...members.map((member) => `${member.path}/`)]) {
    const manifest = `${root.folder}${path}pyproject.toml`;
    const content = await tree.read(manifest);
    if (content !== undefined) found.push(...locateSiblingPins(content, manifest, names, current));
  }
  return found;
}

/** Names of other members whose project file is edited. */
async function listMoved({ read }: ProjectTree, edited: readonly VersionLocation[]): Promise<string[]> {
  const names: string[] = [];
  for (const { path, label } of edited) {
    if (!path.endsWith('/pyproject.toml') || !/\[(?:project|tool\.poetry)\]\.version/.test(label)) continue;
    const { data } = parseToml((await read(path)) ?? '', path);
    const name = readTable(data, 'project')['name'] ?? readTable(data, 'tool', 'poetry')['name'];
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

async function findRoot({
  read,
}: ProjectTree): Promise<{ readonly folder: string; readonly document: TomlDocument } | undefined> {
  for (const folder of ['', ...listFoldersAbove()]) {
    const path = `${folder}pyproject.toml`;
    const content = await read(path);
    if (content === undefined) continue;
    const document = parseToml(content, path);
    if (isWorkspaceRoot(document)) return { folder, document };
  }
  return undefined;
}
