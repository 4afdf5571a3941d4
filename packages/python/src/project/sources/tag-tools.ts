import { readTable, type TomlDocument, type TomlTable, type TomlValue } from '../places/toml-document.ts';

// Tools that derive the version from git, by the table that enables them.
const tables: readonly (readonly [path: readonly string[], tool: string])[] = [
  [['tool', 'setuptools_scm'], 'setuptools-scm'],
  [['tool', 'setuptools-scm'], 'setuptools-scm'],
  [['tool', 'vcs-versioning'], 'vcs-versioning'],
  [['tool', 'versioneer'], 'versioneer'],
  [['tool', 'versioningit'], 'versioningit'],
  [['tool', 'setuptools-git-versioning'], 'setuptools-git-versioning'],
];

// Calls and keywords of setup.py that derive the version from git.
const scriptSigns: readonly (readonly [sign: RegExp, tool: string])[] = [
  [/\buse_scm_version\b/, 'setuptools-scm (setup.py)'],
  [/\bversioneer\.get_version\s*\(/, 'versioneer'],
  [/\bsetuptools_git_versioning\s*=/, 'setuptools-git-versioning (setup.py)'],
  [/\bversioningit\b.*\bget_(?:cmdclasses|version)\b/, 'versioningit'],
  [/\bpbr\s*=\s*True\b/, 'pbr'],
  [/\bfrom\s+setuptools_scm\s+import\s+get_version\b/, 'setuptools-scm (setup.py)'],
];

/** Files that may say how a project's version is made. */
export interface TagToolFiles {
  readonly pyproject: TomlDocument | undefined;
  readonly script: string | undefined;
  readonly cfg: string | undefined;
}

/** The tool that derives the version of a project from git; undefined if a file contains it. */
export function findTagTool({ pyproject, script, cfg }: TagToolFiles): string | undefined {
  const data = pyproject?.data ?? {};
  for (const [path, tool] of tables) {
    const parent = readTable(data, ...path.slice(0, -1));
    if (Object.hasOwn(parent, path.at(-1) ?? '') && !isSwitchedOff(readTable(data, ...path))) return tool;
  }
  if (readTable(data, 'tool', 'poetry-dynamic-versioning')['enable'] === true)
    return 'poetry-dynamic-versioning';
  const backend = readTable(data, 'build-system')['build-backend'];
  if (typeof backend === 'string') {
    if (backend.startsWith('flit_scm')) return 'flit-scm';
    if (/^pbr\b/.test(backend)) return 'pbr';
  }
  if (cfg !== undefined && /^\[versioneer\]\s*$/m.test(cfg)) return 'versioneer';
  const plain = script?.replace(/#[^\n]*/g, '') ?? '';
  const sign = scriptSigns.find(([form]) => form.test(plain));
  if (sign !== undefined) return sign[1];
  return requiresScm(readTable(data, 'build-system')['requires']) && isDynamic(data)
    ? 'setuptools-scm'
    : undefined;
}

// setuptools-git-versioning does nothing unless it is enabled.
const isSwitchedOff = (table: TomlTable): boolean => table['enabled'] === false;

// Since setuptools-scm 8.1, the requirement by itself enables it, with a dynamic version that nothing else provides.
function requiresScm(requires: TomlValue | undefined): boolean {
  if (!Array.isArray(requires)) return false;
  return requires.some((requirement) =>
    /^(?:setuptools[-_.]scm|vcs[-_.]versioning)\b/i.test(String(requirement)),
  );
}

function isDynamic(data: TomlDocument['data']): boolean {
  const { dynamic } = readTable(data, 'project');
  const other = readTable(data, 'tool', 'setuptools', 'dynamic');
  return Array.isArray(dynamic) && dynamic.includes('version') && !Object.hasOwn(other, 'version');
}
