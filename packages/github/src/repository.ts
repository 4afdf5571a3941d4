import type { GitHubClient } from './client.ts';

/** `owner/name`. */
export type RepositoryName = string;

/** Path of the REST interface for a repository. */
export const repositoryPath = (repository: RepositoryName): string => `/repos/${repository}`;

/** A path with its slashes kept and everything else encoded. */
export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** What a ref points at: the tag object for an annotated tag. */
export interface RefTarget {
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly type: 'commit' | 'tag' | 'tree' | 'blob';
}

export interface CommitSummary {
  readonly sha: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly authorName: string;
  /** Account behind the author; undefined when GitHub knows none. */
  readonly authorLogin: string | undefined;
  /** ISO 8601. */
  readonly committedAt: string;
}

interface RestCommit {
  readonly sha: string;
  readonly commit: {
    readonly message: string;
    readonly tree: { readonly sha: string };
    readonly author: { readonly name?: string } | null;
    readonly committer: { readonly date?: string } | null;
  };
  readonly author: { readonly login?: string } | null;
  readonly parents: readonly { readonly sha: string }[];
}

const commitFields = [
  'sha:string',
  'commit.message:string',
  'commit.tree.sha:string',
  'commit.author?.name?:string',
  'commit.committer?.date?:string',
  'author?.login?:string',
  'parents[].sha:string',
];
const refFields = ['ref:string', 'object.sha:string', 'object.type:string'];

function summarize({ sha, commit, author, parents }: RestCommit): CommitSummary {
  return {
    sha,
    message: commit.message,
    parents: parents.map((parent) => parent.sha),
    tree: commit.tree.sha,
    authorName: commit.author?.name ?? '',
    authorLogin: author?.login,
    committedAt: commit.committer?.date ?? '',
  };
}

export interface RepositorySettings {
  /** Global number for GraphQL. */
  readonly nodeId: string;
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
}

/** @throws as GitHubClient.request */
export async function readRepository(
  client: GitHubClient,
  repository: RepositoryName,
): Promise<RepositorySettings> {
  const found = await client.rest<{
    node_id: string;
    full_name: string;
    default_branch: string;
    private: boolean;
  }>('GET', repositoryPath(repository), [
    'node_id:string',
    'full_name:string',
    'default_branch:string',
    'private:boolean',
  ]);
  return {
    nodeId: found.node_id,
    fullName: found.full_name,
    defaultBranch: found.default_branch,
    isPrivate: found.private,
  };
}

/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.request */
export async function findRef(
  client: GitHubClient,
  repository: RepositoryName,
  ref: string,
): Promise<RefTarget | undefined> {
  const found = await client.find<{ ref: string; object: { sha: string; type: RefTarget['type'] } }>(
    `${repositoryPath(repository)}/git/ref/${encodePath(ref)}`,
    refFields,
  );
  return found === undefined ? undefined : { ref: found.ref, sha: found.object.sha, type: found.object.type };
}

/** A commit by its name, branch or tag. @throws as GitHubClient.request */
export async function readCommit(
  client: GitHubClient,
  repository: RepositoryName,
  revision: string,
): Promise<CommitSummary> {
  return summarize(
    await client.rest<RestCommit>(
      'GET',
      `${repositoryPath(repository)}/commits/${encodePath(revision)}`,
      commitFields,
    ),
  );
}

/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.request */
export async function listTags(
  client: GitHubClient,
  repository: RepositoryName,
  prefix = '',
): Promise<readonly RefTarget[]> {
  const found = await client.list<{ ref: string; object: { sha: string; type: RefTarget['type'] } }>(
    `${repositoryPath(repository)}/git/matching-refs/tags/${encodePath(prefix)}`,
    refFields,
  );
  return found.map(({ ref, object }) => ({ ref, sha: object.sha, type: object.type }));
}

/**
 * Commits that `head` has and `base` has not, oldest first; all of them, page by page.
 * @throws RemoteError E_GITHUB_NOT_FOUND when there is no common ancestor, and as GitHubClient.request
 */
export async function listCommitsBetween(
  client: GitHubClient,
  repository: RepositoryName,
  base: string,
  head: string,
): Promise<readonly CommitSummary[]> {
  const path = `${repositoryPath(repository)}/compare/${encodePath(base)}...${encodePath(head)}`;
  const commits: CommitSummary[] = [];
  for (let page = 1; ; page += 1) {
    const { total_commits: total, commits: found } = await client.rest<{
      total_commits: number;
      commits: readonly RestCommit[];
    }>('GET', `${path}?per_page=100&page=${page}`, [
      'total_commits:number',
      'commits:list',
      ...commitFields.map((field) => `commits[].${field}`),
    ]);
    commits.push(...found.map(summarize));
    if (commits.length >= total || found.length === 0) return commits;
  }
}

/** Commits reachable from `head`, newest first, at most `limit`. @throws as GitHubClient.request */
export async function listCommits(
  client: GitHubClient,
  repository: RepositoryName,
  head: string,
  limit: number,
): Promise<readonly CommitSummary[]> {
  const found = await client.list<RestCommit>(
    `${repositoryPath(repository)}/commits?sha=${encodeURIComponent(head)}`,
    commitFields,
    limit,
  );
  return found.map(summarize);
}

/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.request */
export async function readFileAt(
  client: GitHubClient,
  repository: RepositoryName,
  path: string,
  revision: string,
): Promise<Uint8Array | undefined> {
  const answer = await client.request(
    'GET',
    `${repositoryPath(repository)}/contents/${encodePath(path)}?ref=${encodeURIComponent(revision)}`,
    { media: 'raw', acceptedStatuses: [404] },
  );
  return answer.status === 404 ? undefined : answer.body;
}

/** Kinds of the rules of rulesets for a branch, for example `pull_request`; classic protection is not among them. */
export async function listBranchRules(
  client: GitHubClient,
  repository: RepositoryName,
  branch: string,
): Promise<readonly string[]> {
  const rules = await client.list<{ type: string }>(
    `${repositoryPath(repository)}/rules/branches/${encodePath(branch)}`,
    ['type:string'],
  );
  return [...new Set(rules.map(({ type }) => type))].sort();
}
