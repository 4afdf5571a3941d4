import { readdir, readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import type { ProjectTree } from './project-tree.ts';

// What tools put there is not part of the project.
const skipped = new Set(['.git', '.hg', '.venv', 'venv', 'node_modules', '__pycache__', '.tox', '.nox']);

const maxFiles = 50_000;

/** The files of a project's folder on this machine. */
export function openFolderTree(directory: string): ProjectTree {
  return {
    async read(path) {
      try {
        return await readFile(join(directory, path), 'utf8');
      } catch {
        return undefined;
      }
    },
    async list(folder) {
      const found: string[] = [];
      const walk = async (inside: string): Promise<boolean> => {
        const entries = await readdir(normalize(join(directory, folder, inside)), {
          withFileTypes: true,
        }).catch(() => []);
        for (const entry of entries) {
          if (found.length > maxFiles) return false;
          if (entry.isFile()) found.push(`${folder}${inside}${entry.name}`);
          else if (
            entry.isDirectory() &&
            !skipped.has(entry.name) &&
            !(await walk(`${inside}${entry.name}/`))
          )
            return false;
        }
        return true;
      };
      return (await walk('')) ? found.sort() : undefined;
    },
  };
}
