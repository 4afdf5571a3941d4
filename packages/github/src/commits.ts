import type { Octokit } from './client/octokit.ts';
import { expecting, expectingEach, findOptional, listPages } from './client.ts';
import type { Repository } from './repository.ts';

/** What is read of a commit. */
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

type RestCommit = Awaited<ReturnType<Octokit['rest']['repos']['getCommit']>>['data'];

const commitFields = [
  'sha:string',
  'commit.message:string',
  'commit.tree.sha:string',
  'commit.author?.name?:string',
  'commit.committer?.date?:string',
  'author?.login?:string',
  'parents[].sha:string',
];

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

/** A commit by its name, branch or tag. @throws as GitHubClient.rest */
export async function readCommit({ rest, at }: Repository, ref: string): Promise<CommitSummary> {
  const { data } = await rest.repos.getCommit({ ...at, ref, ...expecting(commitFields) });
  return summarize(data);
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
