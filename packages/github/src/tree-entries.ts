import type { GitHubClient } from './client.ts';
import { type RepositoryName, repositoryPath } from './repository.ts';

/** One entry of a tree of git. */
export interface TreeEntry {
  /** Base name. */
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
}

/** Finds entries by their path, folder by folder, so that a large repository costs no more than the folders on the way. */
export interface TreeReader {
  /** @throws as GitHubClient.request */
  find(path: string): Promise<TreeEntry | undefined>;
}

/** @param rootTree name of the tree of a commit */
export function createTreeReader(
  client: GitHubClient,
  repository: RepositoryName,
  rootTree: string,
): TreeReader {
  const known = new Map<string, Promise<readonly TreeEntry[]>>();
  const read = (sha: string): Promise<readonly TreeEntry[]> => {
    const reading =
      known.get(sha) ??
      client
        .rest<{ tree: readonly TreeEntry[] }>('GET', `${repositoryPath(repository)}/git/trees/${sha}`, [
          'tree[].path:string',
          'tree[].mode:string',
          'tree[].type:string',
          'tree[].sha:string',
        ])
        .then(({ tree }) => tree);
    known.set(sha, reading);
    return reading;
  };
  return {
    async find(path) {
      const parts = path.split('/');
      let sha = rootTree;
      for (const [index, part] of parts.entries()) {
        const entry = (await read(sha)).find((candidate) => candidate.path === part);
        if (entry === undefined || index === parts.length - 1) return entry;
        if (entry.type !== 'tree') return undefined;
        sha = entry.sha;
      }
      return undefined;
    },
  };
}
