import { readTable, type TomlDocument, type TomlValue } from './toml-document.ts';

// Tools that derive the version from git, by the table that enables them.
const tables: readonly (readonly [path: readonly string[], tool: string])[] = [
  [['tool', 'setuptools_scm'], 'setuptools-scm'],
  [['tool', 'setuptools-scm'], 'setuptools-scm'],
  [['tool', 'vcs-versioning'], 'vcs-versioning'],
  [['tool', 'versioneer'], 'versioneer'],
  [['tool', 'versioningit'], 'versioningit'],
  [['tool', 'setuptools-git-versioning'], 'setuptools-git-versioning'],
];

/** The tool that derives the version of a project from git; undefined if a file contains it. */
export function findTagTool(pyproject: TomlDocument, setupScript: string | undefined): string | undefined {
  const { data } = pyproject;
  for (const [path, tool] of tables) {
    const parent = readTable(data, ...path.slice(0, -1));
    if (Object.hasOwn(parent, path.at(-1) ?? '')) return tool;
  }
  if (readTable(data, 'tool', 'poetry-dynamic-versioning')['enable'] === true)
    return 'poetry-dynamic-versioning';
  const provider = readTable(data, 'tool', 'scikit-build', 'metadata', 'version')['provider'];
  if (provider === 'scikit_build_core.metadata.setuptools_scm') return 'setuptools-scm (scikit-build-core)';
  if (setupScript !== undefined && /\buse_scm_version\b/.test(setupScript))
    return 'setuptools-scm (setup.py)';
  return requiresScm(readTable(data, 'build-system')['requires']) && isDynamic(data)
    ? 'setuptools-scm'
    : undefined;
}

// Since setuptools-scm 8.1, the requirement by itself enables it, with a dynamic version that nothing else provides.
function requiresScm(requires: TomlValue | undefined): boolean {
  if (!Array.isArray(requires)) return false;
  return requires.some((requirement) => /^setuptools[-_.]scm\b/i.test(String(requirement)));
}

function isDynamic(data: TomlDocument['data']): boolean {
  const { dynamic } = readTable(data, 'project');
  const other = readTable(data, 'tool', 'setuptools', 'dynamic');
  return Array.isArray(dynamic) && dynamic.includes('version') && !Object.hasOwn(other, 'version');
}
