import { expecting, expectingEach, findOptional, type GitHubClient, listPages } from './client.ts';
import type { Octokit } from './octokit.ts';

/** A repository as one token sees it. */
export interface Repository extends GitHubClient {
  /** `owner/name`. */
  readonly name: string;
  /** The parameters of every endpoint of a repository. */
  readonly at: { readonly owner: string; readonly repo: string };
}

/** @param name `owner/name` */
export function openRepository(client: GitHubClient, name: string): Repository {
  const [owner = '', repo = ''] = name.split('/');
  return { ...client, name, at: { owner, repo } };
}

/** What a ref points at: the tag object for an annotated tag. */
export interface RefTarget {
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly type: string;
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

type Answered<Call extends (...args: never) => Promise<{ data: unknown }>> = Awaited<
  ReturnType<Call>
>['data'];
type RestRef = Answered<Octokit['rest']['git']['getRef']>;
type RestCommit = Answered<Octokit['rest']['repos']['getCommit']>;

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
    // The schema also allows an empty object.
    authorLogin: (author as { readonly login?: string } | null | undefined)?.login,
    committedAt: commit.committer?.date ?? '',
  };
}

const readTarget = ({ ref, object }: RestRef): RefTarget => ({ ref, sha: object.sha, type: object.type });

export interface RepositorySettings {
  /** Global number for GraphQL. */
  readonly nodeId: string;
  readonly defaultBranch: string;
}

/** @throws as GitHubClient.rest */
export async function readRepository({ rest, at }: Repository): Promise<RepositorySettings> {
  const fields = ['node_id:string', 'default_branch:string'];
  const { data } = await rest.repos.get({ ...at, ...expecting(fields) });
  return { nodeId: data.node_id, defaultBranch: data.default_branch };
}

/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.rest */
export async function findRef({ rest, at }: Repository, ref: string): Promise<RefTarget | undefined> {
  const found = await findOptional(rest.git.getRef({ ...at, ref, ...expecting(refFields) }));
  return found && readTarget(found);
}

/** A commit by its name, branch or tag. @throws as GitHubClient.rest */
export async function readCommit({ rest, at }: Repository, ref: string): Promise<CommitSummary> {
  const { data } = await rest.repos.getCommit({ ...at, ref, ...expecting(commitFields) });
  return summarize(data);
}

/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.rest */
export async function listTags({ rest, at }: Repository, prefix = ''): Promise<readonly RefTarget[]> {
  const ref = `tags/${prefix}`;
  const found = await listPages((page) =>
    rest.git.listMatchingRefs({ ...at, ref, ...page, ...expectingEach(refFields) }),
  );
  return found.map(readTarget);
}

/**
 * Commits that `head` has and `base` has not, oldest first; all of them, page by page.
 * @throws RemoteError E_GITHUB_NOT_FOUND when there is no common ancestor, and as GitHubClient.rest
 */
export async function listCommitsBetween(
  { rest, at }: Repository,
  base: string,
  head: string,
): Promise<readonly CommitSummary[]> {
  const fields = [
    'total_commits:number',
    'commits:list',
    ...commitFields.map((field) => `commits[].${field}`),
  ];
  const commits: CommitSummary[] = [];
  for (let page = 1; ; page += 1) {
    const basehead = `${base}...${head}`;
    const { data } = await rest.repos.compareCommitsWithBasehead({
      ...{ ...at, basehead, per_page: 100, page },
      ...expecting(fields),
    });
    commits.push(...data.commits.map(summarize));
    if (commits.length >= data.total_commits || data.commits.length === 0) return commits;
  }
}

/**
 * How `head` is related to `base`; undefined when they have no history in common.
 * @throws as GitHubClient.rest
 */
export async function compareCommits(
  { rest, at }: Repository,
  base: string,
  head: string,
): Promise<'ahead' | 'behind' | 'diverged' | 'identical' | undefined> {
  const basehead = `${base}...${head}`;
  const found = await findOptional(
    rest.repos.compareCommitsWithBasehead({ ...at, basehead, per_page: 1, ...expecting(['status:string']) }),
  );
  return found?.status;
}

/** Commits reachable from `head`, newest first, at most `limit`. @throws as GitHubClient.rest */
export async function listCommits(
  { rest, at }: Repository,
  head: string,
  limit: number,
): Promise<readonly CommitSummary[]> {
  const found = await listPages(
    (page) => rest.repos.listCommits({ ...at, sha: head, ...page, ...expectingEach(commitFields) }),
    limit,
  );
  return found.map(summarize);
}

/** The answer is the file itself instead of a JSON object with its base64. */
const rawMedia = { headers: { accept: 'application/vnd.github.raw+json' } };

/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.rest */
export async function readFileAt(
  { rest, at }: Repository,
  path: string,
  ref: string,
): Promise<Uint8Array | undefined> {
  const found: unknown = await findOptional(rest.repos.getContent({ ...at, path, ref, ...rawMedia }));
  return found as Uint8Array | undefined;
}

/** The bytes of a blob of git. @throws as GitHubClient.rest */
export async function readBlob({ rest, at }: Repository, sha: string): Promise<Uint8Array> {
  const { data }: { data: unknown } = await rest.git.getBlob({ ...at, file_sha: sha, ...rawMedia });
  return data as Uint8Array;
}

/** Kinds of the rules of rulesets for a branch, for example `pull_request`; classic protection is not among them. */
export async function listBranchRules({ rest, at }: Repository, branch: string): Promise<readonly string[]> {
  const rules = await listPages((page) =>
    rest.repos.getBranchRules({ ...at, branch, ...page, ...expectingEach(['type:string']) }),
  );
  return [...new Set(rules.map(({ type }) => type))].sort();
}
