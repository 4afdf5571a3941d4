import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../errors.ts';
import { findPythonAssignment } from './python-assignment.ts';
import { findCfgOption, locateCfgVersion } from './setup-cfg.ts';
import { followSetupPyVersion, locateSetupPyVersion } from './setup-py.ts';
import { isTable, parseToml, readTable, type TomlDocument, type TomlTable } from './toml-document.ts';
import { lineOfOffset, type ReadProjectFile, type VersionLocation } from './version-location.ts';

/** Where a backend reads the version: a file, or git, in which case no file changes. */
export type VersionOrigin =
  | { readonly kind: 'file'; readonly location: VersionLocation }
  | { readonly kind: 'tag'; readonly tool: string };

/** What a search reads. */
export interface ProjectFiles {
  readonly read: ReadProjectFile;
  readonly pyproject: TomlDocument | undefined;
}

const fromFile = (location: VersionLocation | undefined): VersionOrigin | undefined =>
  location === undefined ? undefined : { kind: 'file', location };

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function refuse(message: string): InputError {
  return new InputError(pythonErrors.E_VERSION_SOURCE, { message });
}

async function locateAssignment(
  { read }: ProjectFiles,
  paths: readonly string[],
  names: readonly string[],
): Promise<VersionOrigin | undefined> {
  for (const path of paths) {
    const content = await read(path);
    if (content === undefined) continue;
    const found = findPythonAssignment(content, names, path);
    if (found === 'not a string') {
      throw refuse(
        `${path} assigns something to ${names.join(' or ')} that is no plain string, so it cannot be edited.`,
      );
    }
    if (found !== undefined) return fromFile(found);
  }
  return undefined;
}

/** A file whose whole content is the version. */
async function locateWholeFile({ read }: ProjectFiles, path: string): Promise<VersionOrigin> {
  const content = await read(path);
  const version = content?.trim();
  if (content === undefined || version === undefined || version === '' || version.includes('\n')) {
    throw refuse(
      `The version should be in ${path}, which ${content === undefined ? 'is not there' : 'holds something else'}.`,
    );
  }
  const start = content.indexOf(version);
  return {
    kind: 'file',
    location: {
      path,
      label: 'the whole file',
      line: lineOfOffset(content, start),
      version,
      start,
      end: start + version.length,
    },
  };
}

// A module by its dotted name, in the usual folders of packages.
function listModulePaths(dotted: string, roots: readonly string[]): string[] {
  const path = dotted.replaceAll('.', '/');
  return roots.flatMap((root) => [`${root}${path}.py`, `${root}${path}/__init__.py`]);
}

/** setuptools: `[tool.setuptools.dynamic]`, setup.cfg, setup.py. */
export async function findSetuptoolsOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const tool = readTable(files.pyproject?.data ?? {}, 'tool');
  const dynamic = readTable(tool, 'setuptools', 'dynamic')['version'];
  const packageDirectory = text(readTable(tool, 'setuptools', 'package-dir')['']);
  const roots = [...(packageDirectory === undefined ? [] : [`${packageDirectory}/`]), '', 'src/', 'lib/'];
  if (isTable(dynamic)) return findSetuptoolsTarget(files, dynamic, roots);
  const cfg = await files.read('setup.cfg');
  if (cfg !== undefined) {
    const located = locateCfgVersion(cfg, 'setup.cfg');
    if (located !== undefined) return fromFile(located);
    const [, kind, value = ''] =
      /^(attr|file)\s*:\s*(.+)$/.exec(findCfgOption(cfg, 'metadata', 'version')?.value ?? '') ?? [];
    const directory = findCfgOption(cfg, 'options', 'package_dir')?.value.replace(/^=\s*/, '');
    const cfgRoots = directory === undefined || directory === '' ? roots : [`${directory}/`, ...roots];
    if (kind !== undefined) return findSetuptoolsTarget(files, { [kind]: value }, cfgRoots);
  }
  const script = await files.read('setup.py');
  if (script === undefined) return undefined;
  const located = locateSetupPyVersion(script, 'setup.py') ?? followSetupPyVersion(script, 'setup.py');
  return typeof located === 'string'
    ? findSetuptoolsTarget(files, { attr: located }, roots)
    : fromFile(located);
}

async function findSetuptoolsTarget(
  files: ProjectFiles,
  target: TomlTable,
  roots: readonly string[],
): Promise<VersionOrigin> {
  const file = Array.isArray(target['file']) ? target['file'][0] : target['file'];
  if (text(file) !== undefined) return locateWholeFile(files, String(file));
  const attribute = text(target['attr']) ?? '';
  const at = attribute.lastIndexOf('.');
  const found =
    at < 1
      ? undefined
      : await locateAssignment(files, listModulePaths(attribute.slice(0, at), roots), [
          attribute.slice(at + 1),
        ]);
  if (found === undefined) {
    throw refuse(
      `setuptools takes the version from "${attribute}", which is not found as a string in a module of the project.`,
    );
  }
  return found;
}

/** hatchling: `[tool.hatch.version]` with `path` and perhaps a pattern. */
export async function findHatchOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const version = readTable(files.pyproject?.data ?? {}, 'tool', 'hatch', 'version');
  const source = text(version['source']) ?? 'regex';
  if (['vcs', 'uv-dynamic-versioning', 'versioningit'].includes(source))
    return { kind: 'tag', tool: `hatch (${source})` };
  const path = text(version['path']);
  if (path === undefined) return undefined;
  if (source === 'nodejs') return undefined;
  const pattern = version['pattern'];
  if (typeof pattern === 'string') return findByPattern(files, path, pattern);
  return locateAssignment(files, [path], ['__version__', '__VERSION__', 'VERSION', 'version']);
}

/** A pattern of Python with a group `version`. */
async function findByPattern(files: ProjectFiles, path: string, pattern: string): Promise<VersionOrigin> {
  const content = await files.read(path);
  if (content === undefined) throw refuse(`The version should be in ${path}, which is not there.`);
  let expression: RegExp;
  try {
    expression = new RegExp(
      pattern
        .replace(/^\(\?[a-z]+\)/, '')
        .replaceAll('(?P<', '(?<')
        .replace(/\(\?P=(\w+)\)/g, '\\k<$1>'),
      'dm',
    );
  } catch (cause) {
    throw new InputError(pythonErrors.E_VERSION_SOURCE, {
      message: `The pattern for ${path} is one of Python that cannot be used here.`,
      cause,
    });
  }
  const span = expression.exec(content)?.indices?.groups?.['version'];
  if (span === undefined) throw refuse(`The pattern for ${path} matches nothing there.`);
  const [start, end] = span;
  return {
    kind: 'file',
    location: {
      path,
      label: 'pattern',
      line: lineOfOffset(content, start),
      version: content.slice(start, end),
      start,
      end,
    },
  };
}

/** flit: `__version__` of the module. */
export async function findFlitOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const data = files.pyproject?.data ?? {};
  const module =
    text(readTable(data, 'tool', 'flit', 'module')['name']) ??
    text(readTable(data, 'project')['name'])?.replaceAll('-', '_');
  if (module === undefined) return undefined;
  const paths = ['', 'src/'].flatMap((root) => {
    const path = `${root}${module.replaceAll('.', '/')}`;
    return [`${path}/__init__.py`, `${path}.py`];
  });
  return locateAssignment(files, paths, ['__version__']);
}

/** pdm-backend: `[tool.pdm.version]`. */
export async function findPdmOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const version = readTable(files.pyproject?.data ?? {}, 'tool', 'pdm', 'version');
  const source = text(version['source']);
  if (source === 'scm') return { kind: 'tag', tool: 'pdm (scm)' };
  const path = text(version['path']);
  if (source === 'call') throw refuse('pdm computes the version by a call, so no file holds it.');
  return path === undefined ? undefined : locateAssignment(files, [path], ['__version__', 'version']);
}

/** maturin: `[package].version` of Cargo.toml, or that of the workspace. */
export async function findCargoOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const manifest =
    text(readTable(files.pyproject?.data ?? {}, 'tool', 'maturin')['manifest-path']) ?? 'Cargo.toml';
  for (const [path, label, ...keys] of [
    [manifest, '[package].version', 'package', 'version'],
    ['Cargo.toml', '[workspace.package].version', 'workspace', 'package', 'version'],
  ] as const) {
    const content = await files.read(path);
    const found = content === undefined ? undefined : locateTomlString(parseToml(content, path), keys, label);
    if (found !== undefined) return fromFile(found);
  }
  return undefined;
}

/** A string of a TOML document as a place that contains the version. */
export function locateTomlString(
  document: TomlDocument,
  keys: readonly string[],
  label: string,
): VersionLocation | undefined {
  const found = document.findString(keys);
  if (found === undefined) return undefined;
  const { value: version, start, end, line } = found;
  const quote = /^("""|'''|"|')/.exec(document.text.slice(start, end))?.[1]?.length ?? 1;
  return { path: document.path, label, line, version, start: start + quote, end: end - quote };
}
