import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';
import { compareVersions } from '../version/compare-versions.ts';
import { parseVersion, tryParseVersion, type Version } from '../version/parse-version.ts';
import {
  findCargoOrigin,
  findFlitOrigin,
  findHatchOrigin,
  findPdmOrigin,
  findSetuptoolsOrigin,
  locateTomlString,
  type ProjectFiles,
  type VersionOrigin,
} from './backend-sources.ts';
import { findCfgOption } from './setup-cfg.ts';
import { readSetupPyName } from './setup-py.ts';
import { findTagTool } from './tag-tools.ts';
import { parseToml, readTable, type TomlDocument } from './toml-document.ts';
import { describeLocation, type ReadProjectFile, type VersionLocation } from './version-location.ts';

/** A Python project and where its version comes from. */
export interface PythonProject {
  /** As written; undefined if the project file has none. */
  readonly name: string | undefined;
  /** `build-backend` of pyproject.toml, or setuptools' for a project without one. */
  readonly backend: string;
  /** Undefined if it comes from git. */
  readonly version: Version | undefined;
  /** Every place that contains the version and is edited with it; empty if it comes from git. */
  readonly locations: readonly VersionLocation[];
  /** The tool that derives the version from git. */
  readonly tagTool: string | undefined;
}

const legacyBackend = 'setuptools.build_meta:__legacy__';

/**
 * Finds the project of a folder and the places that contain its version, following the build backend's own configuration.
 * @throws InputError E_PROJECT_MISSING, E_PROJECT_INVALID, E_VERSION_SOURCE, E_VERSION_DISAGREE, E_VERSION_INVALID
 */
export async function discoverProject(read: ReadProjectFile): Promise<PythonProject> {
  const content = await read('pyproject.toml');
  const pyproject = content === undefined ? undefined : parseToml(content, 'pyproject.toml');
  const files: ProjectFiles = { read, pyproject };
  const cfg = await read('setup.cfg');
  const script = await read('setup.py');
  if (pyproject === undefined && cfg === undefined && script === undefined) {
    throw new InputError(pythonErrors.E_PROJECT_MISSING, {
      message: 'There is no pyproject.toml, setup.cfg or setup.py in this folder.',
    });
  }
  const backend = readBackend(pyproject);
  const name = readName(pyproject, cfg) ?? (script === undefined ? undefined : readSetupPyName(script));
  const fields = pyproject === undefined ? [] : listStaticFields(pyproject);
  if (fields.length > 0) return createProject(name, backend, fields);

  const tagTool = pyproject === undefined ? undefined : findTagTool(pyproject, script);
  const origin: VersionOrigin | undefined =
    tagTool === undefined ? await findOrigin(files, backend) : { kind: 'tag', tool: tagTool };
  if (origin === undefined) {
    throw new InputError(pythonErrors.E_VERSION_SOURCE, {
      message: `No version was found: [project].version and [tool.poetry].version are missing, and the backend "${neutralizeLine(backend, 80)}" points to no file that holds one.`,
    });
  }
  if (origin.kind === 'file') return createProject(name, backend, [origin.location]);
  return { name, backend, version: undefined, locations: [], tagTool: origin.tool };
}

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

function listStaticFields(pyproject: TomlDocument): VersionLocation[] {
  return [
    locateTomlString(pyproject, ['project', 'version'], '[project].version'),
    locateTomlString(pyproject, ['tool', 'poetry', 'version'], '[tool.poetry].version'),
  ].filter((location) => location !== undefined && !isPlaceholder(location, pyproject)) as VersionLocation[];
}

// poetry-dynamic-versioning and Poetry 2 require a placeholder version if a different place contains the real one.
function isPlaceholder({ label, version }: VersionLocation, pyproject: TomlDocument): boolean {
  if (label !== '[tool.poetry].version' || !/^0(\.0)*$/.test(version)) return false;
  return (
    findTagTool(pyproject, undefined) !== undefined ||
    pyproject.findString(['project', 'version']) !== undefined
  );
}

async function findOrigin(files: ProjectFiles, backend: string): Promise<VersionOrigin | undefined> {
  if (backend.startsWith('hatchling')) return findHatchOrigin(files);
  if (backend.startsWith('flit')) return findFlitOrigin(files);
  if (backend.startsWith('pdm')) return findPdmOrigin(files);
  if (backend.startsWith('maturin')) return findCargoOrigin(files);
  // Every other backend with a setup.py or setup.cfg wraps setuptools.
  return findSetuptoolsOrigin(files);
}

function createProject(
  name: string | undefined,
  backend: string,
  locations: readonly VersionLocation[],
): PythonProject {
  const [first, ...others] = locations;
  if (first === undefined) throw new Error('a project with a version has a place that holds it');
  const version = parseVersion(first.version, describeLocation(first));
  for (const other of others) {
    const same = tryParseVersion(other.version);
    if (same === undefined || compareVersions(version, same) !== 0) {
      throw new InputError(pythonErrors.E_VERSION_DISAGREE, {
        message: `${describeLocation(first)} says "${first.version}", ${describeLocation(other)} says "${neutralizeLine(other.version, 80)}".`,
      });
    }
  }
  return { name, backend, version, locations, tagTool: undefined };
}
