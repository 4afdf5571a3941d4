import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitText } from './git.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  /** Bytes of a blob. */
  readonly size: number | undefined;
  readonly path: string;
}

/** `git ls-tree`, with sizes; `args` may say `-r -t` or name paths. */
export async function listTree(
  directory: string,
  tree: string,
  flags: readonly string[] = [],
  paths: readonly string[] = [],
): Promise<TreeEntry[]> {
  const output = await git(directory, ['ls-tree', '-z', '--long', ...flags, tree, '--', ...paths]);
  return output
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
      return {
        mode,
        type: type as TreeEntry['type'],
        sha,
        // `-` for what has none, `BAD` for a blob that a partial clone lacks.
        size: /^\d+$/.test(size) ? Number(size) : undefined,
        path: line.slice(tab + 1),
      };
    });
}

/** One change of a tree: `sha` undefined removes the path. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | undefined;
}

/** Writes the tree that comes from `base` by the changes; everything else of `base` keeps its mode and content. */
export async function writeTree(
  directory: string,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  const folder = await mkdtemp(join(directory, 'index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (base !== undefined) await git(directory, ['read-tree', base], { env });
    const lines = changes.map(({ path, mode, sha }) =>
      sha === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
    );
    await git(directory, ['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    return await gitText(directory, ['write-tree', '--missing-ok'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
