import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';
import { compareVersions } from '../version/compare-versions.ts';
import { parseVersion, tryParseVersion, type Version } from '../version/parse-version.ts';
import { listNestedProjects } from './copies/package-files.ts';
import type { ProjectTree } from './places/project-tree.ts';
import { findCfgOption } from './places/setup-cfg.ts';
import { parseToml, readTable, type TomlDocument } from './places/toml-document.ts';
import { locateTomlString } from './places/toml-location.ts';
import { describeLocation, type ReadProjectFile, type VersionLocation } from './places/version-location.ts';
import { findTagTool } from './sources/tag-tools.ts';
import type { ProjectFiles } from './sources/version-origin.ts';
import { refuseVirtualRoot } from './workspace/workspace-members.ts';

/** A Python project and where its version comes from. */
export interface PythonProject {
  /** As written; undefined if the project file has none. */
  readonly name: string | undefined;
  /** `build-backend` of pyproject.toml, or setuptools' for a project without one. */
  readonly backend: string;
  /** Undefined if it comes from git. */
  readonly version: Version | undefined;
  /** Every place that makes up the version and is edited with it; empty if it comes from git. */
  readonly locations: readonly VersionLocation[];
  /** The tool that derives the version from git. */
  readonly tagTool: string | undefined;
  /** The input `version-file` that the project was found with. */
  readonly versionFile?: string | undefined;
}

const legacyBackend = 'setuptools.build_meta:__legacy__';

/**
 * Finds the project of a folder and the places that contain its version, following the build backend's own configuration. No code of
 * the project is run.
 * @param source reads files of the folder, and lists them, so that the members of a workspace can be named
 * @param versionFile value of the input `version-file`, which comes before what the backend is configured to read
 * @throws InputError E_PROJECT_MISSING, E_PROJECT_INVALID, E_WORKSPACE_ROOT, E_VERSION_SOURCE, E_VERSION_DISAGREE, E_VERSION_INVALID
 */
export async function discoverProject(
  source: ReadProjectFile | ProjectTree,
  versionFile?: string,
): Promise<PythonProject> {
  const tree: ProjectTree = typeof source === 'function' ? { read: source } : source;
  const looked = new Set<string>();
  const read: ReadProjectFile = async (path) => {
    const content = await tree.read(path);
    if (content !== undefined) looked.add(path);
    return content;
  };
  const content = await read('pyproject.toml');
  const pyproject = content === undefined ? undefined : parseToml(content, 'pyproject.toml');
  const files: ProjectFiles = { read, pyproject };
  const cfg = await read('setup.cfg');
  const script = await read('setup.py');
  if (pyproject === undefined && cfg === undefined && script === undefined) {
    throw await refuseMissing(tree, 'There is no pyproject.toml, setup.cfg or setup.py in this folder.');
  }
  if (pyproject !== undefined)
    await refuseVirtualRoot(tree, pyproject, cfg !== undefined || script !== undefined);
  if (pyproject !== undefined && cfg === undefined && script === undefined && isOnlySettings(pyproject)) {
    throw await refuseMissing(
      tree,
      'pyproject.toml has no [project], no [tool.poetry] and no [build-system]: it only configures tools.',
    );
  }
  const backend = readBackend(pyproject);
  // The reader of Python is loaded for projects that need it: most have their name and version in pyproject.toml.
  const name =
    readName(pyproject, cfg) ??
    (script === undefined ? undefined : await (await import('./sources/setuptools.ts')).readSetupName(files));
  const tagTool = findTagTool({ pyproject, script, cfg });
  const fields = pyproject === undefined ? [] : listStaticFields(pyproject, tagTool);
  if (versionFile !== undefined) {
    const { findInVersionFile } = await import('./sources/version-file.ts');
    const named = await findInVersionFile(files, versionFile, name);
    if (named.kind === 'file') {
      const project = createProject(name, backend, named.version, [...named.locations, ...fields]);
      return { ...project, versionFile };
    }
  }
  const [field] = fields;
  if (field !== undefined) return createProject(name, backend, field.version, fields);
  const origin =
    tagTool === undefined
      ? await (await import('./sources/find-origin.ts')).findOrigin(files, backend)
      : ({ kind: 'tag', tool: tagTool } as const);
  if (origin === undefined) {
    throw new InputError(pythonErrors.E_VERSION_SOURCE, {
      message: `No version was found: ${describeMissing(pyproject)}, and the backend "${neutralizeLine(backend, 80)}" is not configured to read it from a file. Files checked: ${[...looked].slice(0, 8).join(', ')}.`,
    });
  }
  if (origin.kind === 'file') return createProject(name, backend, origin.version, origin.locations);
  return { name, backend, version: undefined, locations: [], tagTool: origin.tool };
}

function isOnlySettings({ data }: TomlDocument): boolean {
  const poetry = readTable(data, 'tool', 'poetry');
  return !('project' in data) && !('build-system' in data) && Object.keys(poetry).length === 0;
}

const maxNamedProjects = 10;

/** E_PROJECT_MISSING with the projects that are in folders below. */
async function refuseMissing(tree: ProjectTree, what: string): Promise<InputError> {
  const folders = [...new Set(listNestedProjects((await tree.list?.('')) ?? []))].sort(
    (left, right) => left.split('/').length - right.split('/').length || (left < right ? -1 : 1),
  );
  const named = folders.slice(0, maxNamedProjects).map((folder) => `"path: ${neutralizeLine(folder, 200)}"`);
  const more = folders.length > maxNamedProjects ? `, and ${folders.length - maxNamedProjects} more` : '';
  return new InputError(pythonErrors.E_PROJECT_MISSING, {
    message: named.length === 0 ? what : `${what} Projects were found at ${named.join(', ')}${more}.`,
  });
}

const describeMissing = (pyproject: TomlDocument | undefined): string =>
  pyproject === undefined
    ? 'there is no pyproject.toml'
    : 'pyproject.toml has no [project].version or [tool.poetry].version';

function readBackend(pyproject: TomlDocument | undefined): string {
  const backend = readTable(pyproject?.data ?? {}, 'build-system')['build-backend'];
  return typeof backend === 'string' && backend !== '' ? backend : legacyBackend;
}

function readName(pyproject: TomlDocument | undefined, cfg: string | undefined): string | undefined {
  const data = pyproject?.data ?? {};
  const candidates = [
    readTable(data, 'project')['name'],
    readTable(data, 'tool', 'poetry')['name'],
    readTable(data, 'tool', 'flit', 'metadata')['module'],
    cfg === undefined ? undefined : findCfgOption(cfg, 'metadata', 'name')?.value,
  ];
  return candidates.find((value): value is string => typeof value === 'string' && value !== '');
}

function listStaticFields(pyproject: TomlDocument, tagTool: string | undefined): VersionLocation[] {
  const project = locateTomlString(pyproject, ['project', 'version'], '[project].version');
  const poetry = locateTomlString(pyproject, ['tool', 'poetry', 'version'], '[tool.poetry].version');
  // poetry-dynamic-versioning and Poetry 2 require a placeholder version if a different place contains the real one.
  const isPlaceholder =
    poetry !== undefined &&
    /^0(\.0)*$/.test(poetry.version) &&
    (tagTool !== undefined || project !== undefined);
  return [project, isPlaceholder ? undefined : poetry].filter((location) => location !== undefined);
}

function createProject(
  name: string | undefined,
  backend: string,
  text: string,
  locations: readonly VersionLocation[],
): PythonProject {
  const [first, ...others] = locations;
  if (first === undefined) throw new Error('a project with a version has a place that holds it');
  const version = parseVersion(text, describeLocation(first));
  for (const other of others) {
    if (other.spelling !== undefined) continue;
    const same = tryParseVersion(other.version);
    if (same === undefined || compareVersions(version, same) !== 0) {
      throw new InputError(pythonErrors.E_VERSION_DISAGREE, {
        message: `${describeLocation(first)} says "${first.version}", ${describeLocation(other)} says "${neutralizeLine(other.version, 80)}".`,
      });
    }
  }
  return { name, backend, version, locations, tagTool: undefined };
}
