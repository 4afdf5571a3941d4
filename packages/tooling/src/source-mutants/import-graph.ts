import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** From each file to the files of the project that it imports; paths relative to the root, with forward slashes. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

interface WorkspacePackage {
  readonly folder: string;
  /** Entry points: `./errors`, or a pattern such as `./*`, to a file in the folder. */
  readonly exports: Readonly<Record<string, string>>;
}

/** Reads the packages of the workspace, by name. */
async function readPackages(root: string, files: readonly string[]): Promise<Map<string, WorkspacePackage>> {
  const packages = new Map<string, WorkspacePackage>();
  for (const file of files.filter((path) => /^(packages|actions)\/[^/]+\/package\.json$/.test(path))) {
    const { name, exports = {} } = JSON.parse(await readFile(join(root, file), 'utf8')) as {
      name: string;
      exports?: Record<string, string>;
    };
    packages.set(name, { folder: dirname(file), exports });
  }
  return packages;
}

function resolveSpecifier(
  from: string,
  specifier: string,
  packages: ReadonlyMap<string, WorkspacePackage>,
): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [, name = '', rest = ''] = /^(@[^/]+\/[^/]+)\/?(.*)$/.exec(specifier) ?? [];
  const found = packages.get(name);
  if (found === undefined) return undefined;
  for (const [entry, target] of Object.entries(found.exports)) {
    const [before = '', after] = entry.split('*');
    const asked = rest === '' ? '.' : `./${rest}`;
    if (after === undefined ? asked === entry : asked.startsWith(before) && asked.endsWith(after)) {
      const middle = after === undefined ? '' : asked.slice(before.length, asked.length - after.length);
      return posix.join(found.folder, target.replace('*', middle));
    }
  }
  return undefined;
}

/** Reads which file imports which, type-only imports left out where the whole statement is one. */
export async function readImportGraph(root: string, files: readonly string[]): Promise<ImportGraph> {
  const packages = await readPackages(root, files);
  const known = new Set(files);
  const graph = new Map<string, string[]>();
  for (const file of files.filter((path) => path.endsWith('.ts'))) {
    const text = await readFile(join(root, file), 'utf8');
    const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    graph.set(
      file,
      imports
        .flatMap((name) => resolveSpecifier(file, name, packages) ?? [])
        .filter((path) => known.has(path)),
    );
  }
  return graph;
}

/** Every file that reaches `target` by imports, with the number of steps; itself with 0. */
export function findImporters(graph: ImportGraph, target: string): Map<string, number> {
  const importers = new Map<string, string[]>();
  for (const [from, targets] of graph)
    for (const to of targets) importers.set(to, [...(importers.get(to) ?? []), from]);
  const steps = new Map([[target, 0]]);
  for (const [file, distance] of steps)
    for (const importer of importers.get(file) ?? [])
      if (!steps.has(importer)) steps.set(importer, distance + 1);
  return steps;
}

/** Every file that `start` reaches by imports, itself included. */
export function findImported(graph: ImportGraph, start: readonly string[]): Set<string> {
  const found = new Set(start);
  for (const file of found) for (const imported of graph.get(file) ?? []) found.add(imported);
  return found;
}
