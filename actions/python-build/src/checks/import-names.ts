import type { Distribution } from '@slipway/python/distribution/inspect-distribution';

// Folders that some wheels contain by mistake or on purpose, and that need more than the wheel to be imported.
const notImported = new Set([
  'test',
  'tests',
  'testing',
  'doc',
  'docs',
  'example',
  'examples',
  'benchmarks',
  'scripts',
  'tools',
]);
const isIdentifier = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);
const module = /^([A-Za-z_]\w*)(?:\.[\w-]+)?\.(?:py|so|pyd)$/;
// Namespaces are seldom nested deeper.
const maxDepth = 4;

/**
 * Names to import of a wheel: its modules, its packages, and for a folder without `__init__.py` (a namespace) the packages in it.
 * Names that begin with an underscore are imported by those without.
 */
export function listImportNames({ members }: Pick<Distribution, 'members'>): readonly string[] {
  const paths = members.map(({ name }) => rootOf(name.split('/'))).filter((parts) => parts !== undefined);
  const names = new Set<string>();
  const packages = new Set(
    paths
      .filter((parts) => /^__init__\.(?:py|[\w-]+\.(?:so|pyd)|so|pyd)$/.test(parts.at(-1) ?? ''))
      .map((parts) => parts.slice(0, -1).join('.')),
  );
  for (const parts of paths) {
    const folders = parts.slice(0, -1);
    if (!folders.every(isIdentifier) || folders.length > maxDepth) continue;
    // The outermost regular package stands for all below it.
    const depth = folders.findIndex((_, index) => packages.has(folders.slice(0, index + 1).join('.')));
    if (depth >= 0) names.add(folders.slice(0, depth + 1).join('.'));
    else {
      const [, found] = module.exec(parts.at(-1) ?? '') ?? [];
      if (found !== undefined) names.add([...folders, found].join('.'));
    }
  }
  return [...names]
    .filter(
      (name) =>
        !notImported.has(name.split('.')[0] ?? '') && !name.split('.').some((part) => part.startsWith('_')),
    )
    .sort();
}

/** The path below site-packages; undefined for metadata and other data. */
function rootOf(parts: readonly string[]): readonly string[] | undefined {
  const [first = '', second = ''] = parts;
  if (first.endsWith('.dist-info') || first.endsWith('.libs')) return undefined;
  if (!first.endsWith('.data')) return parts;
  return second === 'purelib' || second === 'platlib' ? parts.slice(2) : undefined;
}
