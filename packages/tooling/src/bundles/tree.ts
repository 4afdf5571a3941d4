import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** Files of one folder: path relative to it, with forward slashes, to bytes. */
export type Tree = ReadonlyMap<string, Uint8Array>;

/** Reads every regular file below `folder`; an absent folder is an empty tree. */
export async function readTree(folder: string): Promise<Tree> {
  const tree = new Map<string, Uint8Array>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    tree.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One way in which a folder is not what it should be. */
export interface TreeDifference {
  readonly path: string;
  readonly kind: 'missing' | 'changed' | 'stale';
}

/** Differences of `actual` from `expected`, sorted by path; `stale` is a file that should not be there. */
export function compareTrees(expected: Tree, actual: Tree): TreeDifference[] {
  const differences: TreeDifference[] = [];
  for (const [path, bytes] of expected) {
    const found = actual.get(path);
    if (found === undefined) differences.push({ path, kind: 'missing' });
    else if (Buffer.compare(found, bytes) !== 0) differences.push({ path, kind: 'changed' });
  }
  for (const path of actual.keys()) {
    if (!expected.has(path)) differences.push({ path, kind: 'stale' });
  }
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Makes `folder` hold exactly `tree` and returns what had to change. Each file is put in place with a rename, so that
 * whoever runs a bundle meanwhile never sees half of one; files that are right already are left alone.
 */
export async function writeTree(folder: string, tree: Tree): Promise<TreeDifference[]> {
  const differences = compareTrees(tree, await readTree(folder));
  for (const { path, kind } of differences) {
    const target = join(folder, path);
    const bytes = tree.get(path);
    if (kind === 'stale' || bytes === undefined) {
      await rm(target, { force: true });
      await removeEmptyFolders(folder, dirname(target));
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    const partial = `${target}.${process.pid}.partial`;
    await writeFile(partial, bytes);
    await rename(partial, target);
  }
  return differences;
}

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let current = folder; current.startsWith(root); current = dirname(current)) {
    const rest = await readdir(current).catch(() => ['gone']);
    if (rest.length > 0) return;
    await rmdir(current);
  }
}
