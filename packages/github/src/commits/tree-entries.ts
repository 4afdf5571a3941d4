import { expecting } from '../client.ts';
import type { Repository } from '../repository.ts';

/** One entry of a tree of git. */
export interface TreeEntry {
  /** Base name. */
  readonly path: string;
  readonly mode: string;
  /** `blob`, `tree` or `commit`. */
  readonly type: string;
  readonly sha: string;
}

/**
 * The paths of all files below a tree, in one request.
 * @param isComplete false when GitHub cut the list, which it does at 100,000 entries or 7 MB
 * https://docs.github.com/rest/git/trees#get-a-tree
 */
export async function listTreeFiles(
  { rest, at }: Repository,
  tree: string,
): Promise<{ readonly paths: readonly string[]; readonly isComplete: boolean }> {
  const fields = ['tree[].path:string', 'tree[].type:string', 'truncated:boolean'];
  const query = { ...at, tree_sha: tree, recursive: '1', ...expecting(fields) };
  const { data } = await rest.git.getTree(query);
  return {
    paths: data.tree.flatMap((entry) => (entry.type === 'blob' ? [entry.path] : [])),
    isComplete: !data.truncated,
  };
}

/** Finds entries by their path, folder by folder, so that a large repository costs no more than the folders on the way. */
export interface TreeReader {
  /** @throws as GitHubClient.rest */
  find(path: string): Promise<TreeEntry | undefined>;
  /** The entries of a folder, the root being `''`; undefined when there is no such folder. @throws as GitHubClient.request */
  list(folder: string): Promise<readonly TreeEntry[] | undefined>;
}

/** @param rootTree name of the tree of a commit */
export function createTreeReader({ rest, at }: Repository, rootTree: string): TreeReader {
  const fields = ['path', 'mode', 'type', 'sha'].map((name) => `tree[].${name}:string`);
  const known = new Map<string, Promise<readonly TreeEntry[]>>();
  const read = (tree_sha: string): Promise<readonly TreeEntry[]> => {
    const reading =
      known.get(tree_sha) ??
      rest.git.getTree({ ...at, tree_sha, ...expecting(fields) }).then(({ data }) => data.tree);
    known.set(tree_sha, reading);
    return reading;
  };
  const find = async (path: string): Promise<TreeEntry | undefined> => {
    const parts = path.split('/');
    let sha = rootTree;
    for (const [index, part] of parts.entries()) {
      const entry = (await read(sha)).find((candidate) => candidate.path === part);
      if (entry === undefined || index === parts.length - 1) return entry;
      if (entry.type !== 'tree') return undefined;
      sha = entry.sha;
    }
    return undefined;
  };
  return {
    find,
    async list(folder) {
      if (folder === '') return read(rootTree);
      const entry = await find(folder);
      return entry?.type === 'tree' ? read(entry.sha) : undefined;
    },
  };
}
