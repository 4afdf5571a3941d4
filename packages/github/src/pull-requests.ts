import { type GitHubClient, readAnswer } from './client.ts';
import { type RepositoryName, repositoryPath } from './repository.ts';

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

interface RestPull {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body: string | null;
}

const pullFields = ['number:number', 'html_url:string', 'title:string', 'body?:string'];

/** The open pull request between two branches of one repository. @throws as GitHubClient.request */
async function findPullRequest(
  client: GitHubClient,
  repository: RepositoryName,
  { head, base }: PullRequestPlan,
): Promise<RestPull | undefined> {
  const owner = repository.split('/')[0] ?? '';
  const query = new URLSearchParams({ state: 'open', head: `${owner}:${head}`, base });
  const [found] = await client.rest<readonly RestPull[]>(
    'GET',
    `${repositoryPath(repository)}/pulls?${query.toString()}`,
    [':list', ...pullFields.map((field) => `[].${field}`)],
  );
  return found;
}

/**
 * Opens the pull request, or brings the open one up to date.
 * @throws EnvironmentError E_GITHUB_PERMISSION, also when the repository does not let Actions open pull requests; and as
 * GitHubClient.request
 */
export async function ensurePullRequest(
  client: GitHubClient,
  repository: RepositoryName,
  plan: PullRequestPlan,
): Promise<PullRequest> {
  const path = `${repositoryPath(repository)}/pulls`;
  const known = await findPullRequest(client, repository, plan);
  if (known === undefined) {
    // A second one for the same branches is refused by GitHub, so the request may be repeated; what is there is read then.
    const answer = await client.request('POST', path, {
      body: plan,
      idempotent: true,
      acceptedStatuses: [422],
    });
    if (answer.status !== 422) {
      const made = readAnswer<RestPull>('POST', answer, pullFields);
      return { number: made.number, url: made.html_url };
    }
    const other = await findPullRequest(client, repository, plan);
    if (other !== undefined) return { number: other.number, url: other.html_url };
    // Refused for another reason: asked again without accepting it, the answer becomes the error.
    const made = await client.rest<RestPull>('POST', path, pullFields, plan);
    return { number: made.number, url: made.html_url };
  }
  if (known.title !== plan.title || known.body !== plan.body) {
    await client.request('PATCH', `${path}/${known.number}`, {
      body: { title: plan.title, body: plan.body },
      idempotent: true,
    });
  }
  return { number: known.number, url: known.html_url };
}
