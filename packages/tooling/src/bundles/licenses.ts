import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** A third-party package of which at least one module is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its package.json, or `UNKNOWN`. */
  readonly license: string;
  /** Texts of its license and notice files, in file-name order. */
  readonly texts: readonly string[];
}

const textFile = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly license?: unknown;
  /** The form that npm gave up in 2014. */
  readonly licenses?: unknown;
}

/**
 * The packages that the module files at `paths` belong to, sorted by name and version. Files outside any `node_modules`
 * folder are the project's own and are left out.
 */
export function findPackages(paths: Iterable<string>): BundledPackage[] {
  const byFolder = new Map<string, BundledPackage>();
  const known = new Map<string, string>();
  for (const path of paths) {
    if (!path.includes(`${sep}node_modules${sep}`)) continue;
    const folder = findPackageFolder(dirname(path), known);
    if (!byFolder.has(folder)) byFolder.set(folder, readPackage(folder));
  }
  const unique = new Map([...byFolder.values()].map((found) => [`${found.name}@${found.version}`, found]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

// A package may hold further package.json files ({"type":"module"} in a build folder); the root has a name and a version.
function findPackageFolder(start: string, known: Map<string, string>): string {
  const cached = known.get(start);
  if (cached !== undefined) return cached;
  const manifest = readManifest(start);
  const isRoot = typeof manifest?.name === 'string' && typeof manifest.version === 'string';
  const parent = dirname(start);
  if (!isRoot && parent === start)
    throw new Error(`no package.json with a name and a version above ${start}`);
  const folder = isRoot ? start : findPackageFolder(parent, known);
  known.set(start, folder);
  return folder;
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

function readLicense(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(readLicense).join(' OR ');
  return typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : '';
}

function readPackage(folder: string): BundledPackage {
  const manifest = readManifest(folder);
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && textFile.test(entry.name))
    .map((entry) => entry.name)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return {
    name: String(manifest?.name),
    version: String(manifest?.version),
    license: readLicense(manifest?.license ?? manifest?.licenses) || 'UNKNOWN',
    texts,
  };
}

/** The text of `licenses.txt`: one section a package with name, version, SPDX id and every license text it ships. */
export function renderLicenses(packages: readonly BundledPackage[]): string {
  const sections = packages.map(({ name, version, license, texts }) => {
    const body =
      texts.length > 0
        ? texts.join('\n\n')
        : `The package ships no license text; its package.json says ${license}.`;
    return `${name} ${version}\n${license}\n\n${body}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `Third-party packages in this bundle: ${packages.length}\n${rule}${sections.join(rule)}`;
}
