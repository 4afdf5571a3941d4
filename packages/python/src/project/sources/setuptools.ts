import { neutralizeLine } from '@slipway/core/neutralize';
import { createPythonReader } from '../../static-python/python-reader.ts';
import { findCfgOption, locateCfgVersion, readCfgPairs } from '../places/setup-cfg.ts';
import { isTable, readTable, type TomlTable } from '../places/toml-document.ts';
import { followName } from './follow-python.ts';
import { originOfValue } from './origin-of-value.ts';
import { fromPlace, type ProjectFiles, refuseSource, text, type VersionOrigin } from './version-origin.ts';
import { locateWholeFile } from './whole-file.ts';

/** `package_dir`: folder of a package, by its name; of all others, by the empty name. */
type PackageFolders = ReadonlyMap<string, string>;

/** setuptools: `[tool.setuptools.dynamic]`, then what setup.py passes to `setup()`, then setup.cfg. */
export async function findSetuptoolsOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const tool = readTable(files.pyproject?.data ?? {}, 'tool', 'setuptools');
  const cfg = await files.read('setup.cfg');
  const folders = new Map([...readFolders(tool), ...readCfgPairs(cfg ?? '', 'options', 'package_dir')]);
  const roots = listRoots(tool, folders);
  const dynamic = readTable(tool, 'dynamic')['version'];
  if (isTable(dynamic)) return findTarget(files, dynamic, folders, roots, '[tool.setuptools.dynamic]');
  const script = await findScriptOrigin(files, roots);
  if (script !== undefined && 'origin' in script) return script.origin;
  if (cfg !== undefined) {
    const located = locateCfgVersion(cfg, 'setup.cfg');
    if (located !== undefined) return fromPlace(located);
    const value = findCfgOption(cfg, 'metadata', 'version')?.value ?? '';
    const [, kind, target = ''] = /^(attr|file)\s*:\s*(.+)$/.exec(value) ?? [];
    if (kind !== undefined) return findTarget(files, { [kind]: target }, folders, roots, 'setup.cfg');
  }
  if (script !== undefined)
    throw refuseSource(`The version that setup.py passes to setup() ${script.problem}.`);
  return undefined;
}

function readFolders(tool: TomlTable): PackageFolders {
  const folders = Object.entries(readTable(tool, 'package-dir'));
  return new Map(
    folders.flatMap(([name, folder]) => (typeof folder === 'string' ? [[name, folder] as const] : [])),
  );
}

function listRoots(tool: TomlTable, folders: PackageFolders): string[] {
  const { where } = readTable(tool, 'packages', 'find');
  const searched = Array.isArray(where) ? where.filter((folder) => typeof folder === 'string') : [];
  const named = [folders.get(''), ...searched].filter((folder) => folder !== undefined && folder !== '');
  const found = named.map((folder) =>
    folder === '.' ? '' : `${String(folder).replace(/^\.\//, '').replace(/\/$/, '')}/`,
  );
  return [...new Set([...found, '', 'src/', 'lib/'])];
}

/** What setup.py passes as `version`; undefined if it passes none. */
async function findScriptOrigin(files: ProjectFiles, roots: readonly string[]) {
  if ((await files.read('setup.py')) === undefined) return undefined;
  const reader = createPythonReader(files.read, roots);
  const passed = (await reader.readSetupCalls('setup.py')).map(({ named }) => named.get('version'));
  const value =
    passed.find((each) => each !== undefined && each.kind !== 'unknown') ??
    passed.find((each) => each !== undefined);
  return value === undefined ? undefined : originOfValue(files.read, value, 'setup(version=…)');
}

/** The name that setup.py passes to `setup()`. */
export async function readSetupName(files: ProjectFiles): Promise<string | undefined> {
  if ((await files.read('setup.py')) === undefined) return undefined;
  const reader = createPythonReader(files.read, ['', 'src/']);
  for (const { named } of await reader.readSetupCalls('setup.py')) {
    const name = named.get('name');
    if (name?.kind === 'text') return name.pieces.map((piece) => piece.text).join('');
  }
  return undefined;
}

async function findTarget(
  files: ProjectFiles,
  target: TomlTable,
  folders: PackageFolders,
  roots: readonly string[],
  setting: string,
): Promise<VersionOrigin> {
  const file = Array.isArray(target['file']) ? target['file'][0] : target['file'];
  if (text(file) !== undefined)
    return locateWholeFile(files, String(file).split(',')[0]?.trim() ?? '', setting);
  const attribute = text(target['attr'])?.trim() ?? '';
  const at = attribute.lastIndexOf('.');
  const module = at < 1 ? '__init__' : attribute.slice(0, at);
  const paths = listPaths(module, folders, roots);
  const found = await followName(files, { paths, names: [attribute.slice(at + 1)], roots });
  if (found !== undefined) return found;
  throw refuseSource(
    `${setting} takes the version from "${neutralizeLine(attribute, 120)}", which is not found in ${neutralizeLine(paths.slice(0, 4).join(', '), 200)}.`,
  );
}

// setuptools/config/expand.py, `_find_module`: the folder of the longest package name that begins the module's.
function listPaths(module: string, folders: PackageFolders, roots: readonly string[]): string[] {
  const parts = module.split('.');
  const bases: string[] = [];
  for (let length = parts.length; length > 0; length -= 1) {
    const folder = folders.get(parts.slice(0, length).join('.'));
    if (folder !== undefined)
      bases.push([folder.replace(/^\.\//, '').replace(/\/$/, ''), ...parts.slice(length)].join('/'));
  }
  bases.push(...roots.map((root) => `${root}${parts.join('/')}`));
  return bases.flatMap((base) => [`${base}.py`, `${base}/__init__.py`]);
}
