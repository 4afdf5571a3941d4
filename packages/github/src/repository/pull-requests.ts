import { RemoteError } from '@slipway/core/errors/action-error';
import { expecting, expectingEach } from '../client.ts';
import type { Repository } from '../repository.ts';

export interface PullRequestPlan {
  /** Branch without `refs/heads/`, in the same repository. */
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
}

const pullFields = ['number:number', 'html_url:string', 'title:string', 'body?:string'];

/** The open pull request between two branches of one repository. @throws as GitHubClient.rest */
async function findPullRequest({ rest, at }: Repository, { head, base }: PullRequestPlan) {
  const query = { state: 'open', head: `${at.owner}:${head}`, base } as const;
  const { data } = await rest.pulls.list({ ...at, ...query, ...expectingEach(pullFields) });
  return data[0];
}

/**
 * Opens the pull request, or brings the open one up to date.
 * @throws EnvironmentError E_GITHUB_PERMISSION, also when the repository does not let Actions open pull requests; and as
 * GitHubClient.rest
 */
export async function ensurePullRequest(repository: Repository, plan: PullRequestPlan): Promise<PullRequest> {
  const { rest, at } = repository;
  const known = await findPullRequest(repository, plan);
  if (known === undefined) {
    try {
      // A second one for the same branches is refused by GitHub, so the request may be repeated; what is there is read then.
      const made = await rest.pulls.create({
        ...at,
        ...plan,
        ...expecting(pullFields, { idempotent: true }),
      });
      return { number: made.data.number, url: made.data.html_url };
    } catch (error) {
      const other =
        error instanceof RemoteError && error.status === 422
          ? await findPullRequest(repository, plan)
          : undefined;
      if (other === undefined) throw error;
      return { number: other.number, url: other.html_url };
    }
  }
  const { number, html_url: url } = known;
  const { title, body } = plan;
  if (known.title !== title || known.body !== body)
    await rest.pulls.update({
      ...at,
      pull_number: number,
      title,
      body,
      ...expecting([], { idempotent: true }),
    });
  return { number, url };
}
