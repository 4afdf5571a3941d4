import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../../errors.ts';
import type { ProjectTree } from '../places/project-tree.ts';
import {
  isTable,
  parseToml,
  readTable,
  type TomlDocument,
  type TomlTable,
  type TomlValue,
} from '../places/toml-document.ts';

/** A package of a workspace. */
export interface WorkspaceMember {
  /** Folder relative to the root, without a slash at its end. */
  readonly path: string;
  /** As written; undefined if its project file has none. */
  readonly name: string | undefined;
}

const maxMembers = 500;

const strings = (value: TomlValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** Patterns of members and of what is left out, in the form of uv (and of Rye, whose successor it is). */
function readPatterns(data: TomlTable): { readonly members: string[]; readonly exclude: string[] } {
  const uv = readTable(data, 'tool', 'uv', 'workspace');
  const rye = readTable(data, 'tool', 'rye', 'workspace');
  return {
    members: [...strings(uv['members']), ...strings(rye['members'])],
    exclude: strings(uv['exclude']),
  };
}

/** Poetry has no workspaces: the packages of such a repository are dependencies with a path. */
function listPoetryPaths(data: TomlTable): string[] {
  const poetry = readTable(data, 'tool', 'poetry');
  const groups = Object.values(readTable(poetry, 'group')).filter(isTable);
  const tables = [
    readTable(poetry, 'dependencies'),
    ...groups.map((group) => readTable(group, 'dependencies')),
  ];
  return tables.flatMap((table) =>
    Object.values(table).flatMap((dependency) =>
      isTable(dependency) && typeof dependency['path'] === 'string' ? [dependency['path']] : [],
    ),
  );
}

/** Whether a pyproject.toml is the root of a workspace with members. */
export function isWorkspaceRoot({ data }: TomlDocument): boolean {
  return readPatterns(data).members.length > 0 || isTable(readTable(data, 'tool', 'uv')['workspace']);
}

/**
 * The members of a workspace whose root is a folder.
 * @param root relative to the project's folder, with a slash at its end unless it is empty
 */
export async function listMembers(
  tree: ProjectTree,
  root: string,
  { data }: TomlDocument,
): Promise<WorkspaceMember[]> {
  const { members, exclude } = readPatterns(data);
  const plain = [...members.filter((pattern) => !/[*?[{]/.test(pattern)), ...listPoetryPaths(data)];
  const globs = members.filter((pattern) => /[*?[{]/.test(pattern)).map(toPattern);
  const excluded = exclude.map(toPattern);
  const listed = globs.length === 0 ? [] : ((await tree.list?.(root)) ?? []);
  const folders = listed
    .filter((path) => path.startsWith(root) && path.endsWith('/pyproject.toml'))
    .map((path) => path.slice(root.length, -'/pyproject.toml'.length))
    .filter((folder) => globs.some((glob) => glob.test(folder)));
  const all = [...new Set([...plain.map((path) => path.replace(/^\.\//, '').replace(/\/$/, '')), ...folders])]
    .filter((folder) => folder !== '' && folder !== '.' && !excluded.some((glob) => glob.test(folder)))
    .sort();
  return Promise.all(
    all
      .slice(0, maxMembers)
      .map(async (path) => ({ path, name: await readName(tree, `${root}${path}/pyproject.toml`) })),
  );
}

async function readName({ read }: ProjectTree, path: string): Promise<string | undefined> {
  const content = await read(path);
  if (content === undefined) return undefined;
  const { data } = parseToml(content, path);
  const name = readTable(data, 'project')['name'] ?? readTable(data, 'tool', 'poetry')['name'];
  return typeof name === 'string' ? name : undefined;
}

// Globs as uv expands them: `*` and `?` stay in one folder, `**` does not.
function toPattern(glob: string): RegExp {
  const plain = glob.replace(/^\.\//, '').replace(/\/$/, '');
  const source = plain.replace(/\*\*\/?|\*|\?|\[!?[^\]]*\]|[^\w/]/g, (part) => {
    if (part.startsWith('**')) return '(?:.*/)?';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[')) return part.replace(/^\[!/, '[^');
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

/** Why a pyproject.toml is no package; undefined if it is one. */
function describeVirtualRoot({ data }: TomlDocument, hasScript: boolean): string | undefined {
  const uv = readTable(data, 'tool', 'uv');
  if (uv['package'] === false) return 'sets [tool.uv] package = false';
  if (readTable(data, 'tool', 'poetry')['package-mode'] === false)
    return 'sets [tool.poetry] package-mode = false';
  if (readTable(data, 'tool', 'rye')['virtual'] === true) return 'sets [tool.rye] virtual = true';
  const hasProject = isTable(data['project']) || Object.keys(readTable(data, 'tool', 'poetry')).length > 0;
  if (!isTable(uv['workspace']) || hasScript) return undefined;
  if (!hasProject) return 'has a [tool.uv.workspace] and no [project]';
  // https://docs.astral.sh/uv/concepts/projects/config/#project-packaging
  return isTable(data['build-system']) || uv['package'] === true
    ? undefined
    : 'has a [tool.uv.workspace] and no [build-system], so that uv does not package it';
}

const maxNamed = 20;

/**
 * Rejects the root of a workspace that is not a package, and names what can be released instead.
 * @throws InputError E_WORKSPACE_ROOT
 */
export async function refuseVirtualRoot(
  tree: ProjectTree,
  document: TomlDocument,
  hasScript: boolean,
): Promise<void> {
  const reason = describeVirtualRoot(document, hasScript);
  if (reason === undefined) return;
  const members = await listMembers(tree, '', document);
  const named = members
    .slice(0, maxNamed)
    .map(({ path, name }) => `${neutralizeLine(name ?? path, 80)} ("path: ${neutralizeLine(path, 200)}")`);
  const more = members.length > maxNamed ? `, and ${members.length - maxNamed} more` : '';
  const patterns = readPatterns(document.data).members;
  const shown =
    named.length > 0
      ? `Its members are ${named.join(', ')}${more}.`
      : patterns.length > 0
        ? `Its members are ${neutralizeLine(patterns.join(', '), 300)}.`
        : 'It names no members.';
  throw new InputError(pythonErrors.E_WORKSPACE_ROOT, {
    message: `pyproject.toml ${reason}. ${shown}`,
  });
}
