/** The shape of the source tree: no imports in a circle, no folder that takes more than a glance. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { listSourceFiles } from './source-files.ts';

const maxFilesPerFolder = 20;

/** Imports by file: paths relative to the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Folders below a `src` that hold more than 20 source files at one level, as `path: reason`. */
export function findCrowdedFolders(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = posix.dirname(file);
    if (/\/src(\/|$)/.test(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > maxFilesPerFolder)
    .map(
      ([folder, count]) => `${folder}: ${count} source files at one level, more than ${maxFilesPerFolder}`,
    );
}

/** Files that import each other, directly or not: one line for each circle (Tarjan's algorithm). */
export function findCircles(graph: ImportGraph): string[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    const depth = stack.push(file) - 1;
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      else if (!stack.includes(target)) continue;
      lowest.set(file, Math.min(lowest.get(file) ?? own, lowest.get(target) ?? own));
    }
    if (lowest.get(file) !== own) return;
    const members = stack.splice(depth);
    if (members.length > 1) circles.push(members);
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles.map((members) => `import circle: ${members.sort().join(', ')}`);
}

/** The file that a specifier means; undefined for a package of others. */
function resolveImport(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  const [, name, path] = /^@slipway\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  return name === undefined ? undefined : `packages/${name}/src/${path}.ts`;
}

/** The project's own files that each source file imports or exports from; types count as well. */
export async function readImports(root: string, files: readonly string[]): Promise<ImportGraph> {
  const graph = new Map<string, readonly string[]>();
  for (const file of files) {
    const { importedFiles } = ts.preProcessFile(await readFile(join(root, file), 'utf8'), true, true);
    graph.set(
      file,
      importedFiles.flatMap(({ fileName }) => resolveImport(file, fileName) ?? []),
    );
  }
  return graph;
}

/** Every finding of these rules below `root`. */
export async function checkRooms(root: string): Promise<string[]> {
  const files = (await listSourceFiles(root)).filter((file) => /\/src\/.*\.ts$/.test(file));
  return [...findCrowdedFolders(files), ...findCircles(await readImports(root, files))];
}
