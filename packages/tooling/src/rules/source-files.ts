import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

// In a worktree of git, `.git` is a file with the path of the repository.
const foreignNames = new Set(['node_modules', '.git', '.slipway', 'dist']);

/** Paths of the project's own files below `root`, with forward slashes, sorted; bundles and dependencies are left out. */
export async function listSourceFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (foreignNames.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await visit(path);
      if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  await visit(root);
  return found.sort();
}
