import { RemoteError } from '@slipway/core/errors/action-error';
import { expecting, expectingEach } from '../client.ts';
import type { Repository } from '../repository.ts';

/** Two branches of one repository, without `refs/heads/`. */
export interface PullRequestBranches {
  readonly head: string;
  readonly base: string;
}

export interface PullRequestPlan extends PullRequestBranches {
  readonly title: string;
  readonly body: string;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  /** Opened with the token of a job: GitHub starts no workflow on it before a person approves that. */
  readonly isByJob: boolean;
}

const actionsLogin = 'github-actions[bot]';
const pullFields = [
  'number:number',
  'html_url:string',
  'title:string',
  'body?:string',
  'user?.login?:string',
];

interface ListedPull {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body?: string | null;
  readonly user?: { readonly login?: string } | null;
}

const toPullRequest = ({ number, html_url: url, user }: ListedPull): PullRequest => ({
  ...{ number, url, isByJob: user?.login === actionsLogin },
});

/** The open pull request between two branches. @throws as GitHubClient.rest */
async function findListed(
  { rest, at }: Repository,
  { head, base }: PullRequestBranches,
): Promise<ListedPull | undefined> {
  const query = { state: 'open', head: `${at.owner}:${head}`, base } as const;
  const { data } = await rest.pulls.list({ ...at, ...query, ...expectingEach(pullFields) });
  return data[0];
}

/** The open pull request between two branches of one repository. @throws as GitHubClient.rest */
export async function findPullRequest(
  repository: Repository,
  branches: PullRequestBranches,
): Promise<PullRequest | undefined> {
  const found = await findListed(repository, branches);
  return found && toPullRequest(found);
}

/**
 * Opens the pull request, or brings the open one up to date.
 * @throws EnvironmentError E_GITHUB_PERMISSION, also when the repository does not let Actions open pull requests; and as
 * GitHubClient.rest
 */
export async function ensurePullRequest(repository: Repository, plan: PullRequestPlan): Promise<PullRequest> {
  const { rest, at } = repository;
  const known = await findListed(repository, plan);
  if (known === undefined) {
    try {
      // A second one for the same branches is refused by GitHub, so the request may be repeated; what is there is read then.
      const made = await rest.pulls.create({
        ...at,
        ...plan,
        ...expecting(pullFields, { idempotent: true }),
      });
      return toPullRequest(made.data);
    } catch (error) {
      const other =
        error instanceof RemoteError && error.status === 422 ? await findListed(repository, plan) : undefined;
      if (other === undefined) throw error;
      return updatePullRequest(repository, other, plan);
    }
  }
  return updatePullRequest(repository, known, plan);
}

async function updatePullRequest(
  { rest, at }: Repository,
  known: ListedPull,
  { title, body }: PullRequestPlan,
): Promise<PullRequest> {
  // GitHub stores the line endings of a form.
  const isSame = known.title === title && (known.body ?? '').replaceAll('\r\n', '\n') === body;
  if (!isSame)
    await rest.pulls.update({
      ...{ ...at, pull_number: known.number, title, body },
      ...expecting([], { idempotent: true }),
    });
  return toPullRequest(known);
}

/** Closes a pull request without merging it. @throws as GitHubClient.rest */
export async function closePullRequest({ rest, at }: Repository, number: number): Promise<void> {
  await rest.pulls.update({
    ...{ ...at, pull_number: number, state: 'closed' },
    ...expecting([], { idempotent: true }),
  });
}

/** A pull request, open or closed. */
export interface PullRequestState {
  readonly number: number;
  readonly isOpen: boolean;
  readonly body: string;
  /** The commit on the base branch: of the merge, the squash, or the last one of a rebase; undefined if it was not merged. */
  readonly mergedSha: string | undefined;
}

/** The newest pull requests between two branches, in whatever state, the newest first. @throws as GitHubClient.rest */
export async function listPullRequests(
  { rest, at }: Repository,
  { head, base }: PullRequestBranches,
): Promise<readonly PullRequestState[]> {
  const query = { state: 'all', head: `${at.owner}:${head}`, base, per_page: 30 } as const;
  const fields = [
    ...['number:number', 'state:string', 'body?:string'],
    ...['merged_at?:string', 'merge_commit_sha?:string'],
  ];
  const { data } = await rest.pulls.list({ ...at, ...query, ...expectingEach(fields) });
  return data.map(({ number, state, body, merged_at: mergedAt, merge_commit_sha: sha }) => ({
    ...{ number, isOpen: state === 'open', body: body ?? '' },
    mergedSha: mergedAt == null || sha == null ? undefined : sha,
  }));
}
