import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { Clock } from '@slipway/core/ports';
import type { GitHubClient } from './client.ts';
import { type RepositoryName, repositoryPath } from './repository.ts';

export interface WorkflowDispatch {
  /** File name below `.github/workflows`, or the number of the workflow. */
  readonly workflow: string;
  /** Branch or tag without `refs/…/`. */
  readonly refName: string;
  /** The commit the ref stands for: a run for another one is not this one. */
  readonly sha: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface WorkflowRun {
  readonly id: number;
  readonly url: string;
  /** False when the run had been started before. */
  readonly started: boolean;
}

interface RestRun {
  readonly id: number;
  readonly html_url: string;
}

const lookUps = 6;
const firstWaitMs = 1000;

/** The newest run of a workflow that was started by a dispatch for this ref and commit. */
async function findDispatchedRun(
  client: GitHubClient,
  repository: RepositoryName,
  { workflow, refName, sha }: WorkflowDispatch,
): Promise<RestRun | undefined> {
  const query = new URLSearchParams({ event: 'workflow_dispatch', branch: refName, head_sha: sha });
  const { workflow_runs: runs } = await client.rest<{ workflow_runs: readonly RestRun[] }>(
    'GET',
    `${repositoryPath(repository)}/actions/workflows/${encodeURIComponent(workflow)}/runs?${query.toString()}`,
  );
  return runs[0];
}

/**
 * Starts a workflow once for a ref and commit: a run that is there already is not started again, and neither is one whose
 * start was answered by nothing.
 * @throws RemoteError E_GITHUB_DISPATCH with the words of GitHub; EnvironmentError E_GITHUB_PERMISSION
 */
export async function dispatchWorkflow(
  client: GitHubClient,
  repository: RepositoryName,
  dispatch: WorkflowDispatch,
  clock: Clock,
): Promise<WorkflowRun> {
  const known = await findDispatchedRun(client, repository, dispatch);
  if (known !== undefined) return { id: known.id, url: known.html_url, started: false };
  const { workflow, refName, inputs } = dispatch;
  const path = `${repositoryPath(repository)}/actions/workflows/${encodeURIComponent(workflow)}/dispatches`;
  const body = { ref: refName, ...(inputs === undefined ? {} : { inputs }), return_run_details: true };
  let failure: unknown;
  try {
    const answer = await client.request('POST', path, { body });
    if (answer.status === 200) {
      const run = answer.json() as { workflow_run_id: number; html_url: string };
      return { id: run.workflow_run_id, url: run.html_url, started: true };
    }
  } catch (error) {
    const refused = error instanceof RemoteError && error.status !== undefined && error.status < 500;
    if (!(error instanceof RemoteError)) throw error;
    if (refused) throw explain(dispatch, error);
    failure = error;
  }
  // Servers that know no run details, and answers that were lost: the run appears in the list after a while.
  for (let attempt = 0; attempt < lookUps; attempt += 1) {
    await clock.sleep(firstWaitMs * 2 ** attempt);
    const run = await findDispatchedRun(client, repository, dispatch);
    if (run !== undefined) return { id: run.id, url: run.html_url, started: true };
  }
  throw explain(dispatch, failure);
}

function explain({ workflow, refName }: WorkflowDispatch, cause: unknown): RemoteError {
  const reason = cause instanceof ActionError ? cause.message : 'no run of it appeared.';
  return new RemoteError('E_GITHUB_DISPATCH', {
    message: `${neutraliseLine(workflow)} was not started at ${neutraliseLine(refName)}: ${reason}`,
    cause,
  });
}
