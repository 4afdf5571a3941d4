import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock } from '@slipway/core/ports';
import { shortRef } from '@slipway/core/text/short-ref';
import { expecting } from '../client.ts';
import { githubErrors } from '../errors.ts';
import { findRef, type Repository } from '../repository.ts';

export interface WorkflowDispatch {
  /** File name below `.github/workflows`, or the number of the workflow. */
  readonly workflow: string;
  /** In full, `refs/tags/v1.2.0`: GitHub takes a short name for that of a branch first. */
  readonly ref: string;
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

const lookUps = 6;
const firstWaitMs = 1000;

/** Runs of a workflow that were started by a dispatch for this name and commit, newest first. */
async function listDispatchedRuns(
  repository: Repository,
  { workflow, ref, sha }: WorkflowDispatch,
): Promise<readonly Pick<WorkflowRun, 'id' | 'url'>[]> {
  const query = { event: 'workflow_dispatch', branch: shortRef(ref), head_sha: sha };
  const { data } = await repository.rest.actions.listWorkflowRuns({
    ...{ ...repository.at, workflow_id: workflow, ...query },
    ...expecting(['workflow_runs[].id:number', 'workflow_runs[].html_url:string']),
  });
  return data.workflow_runs.map(({ id, html_url: url }) => ({ id, url }));
}

/** Whether a branch and a tag have the name: the list of runs does not say which of them a run is for. */
async function isNameShared(repository: Repository, ref: string): Promise<boolean> {
  const other = ref.startsWith('refs/tags/') ? 'heads' : 'tags';
  return (await findRef(repository, `${other}/${shortRef(ref)}`)) !== undefined;
}

/**
 * Starts a workflow once for a ref and commit: a run that is there already is not started again, and neither is one whose
 * start was answered by nothing.
 * @throws RemoteError E_GITHUB_DISPATCH with the words of GitHub; EnvironmentError E_GITHUB_PERMISSION
 */
export async function dispatchWorkflow(
  repository: Repository,
  dispatch: WorkflowDispatch,
  clock: Clock,
): Promise<WorkflowRun> {
  const before = await listDispatchedRuns(repository, dispatch);
  const [known] = before;
  // A run for the branch of this name is not one for the tag. One run too many finds everything done; one too few loses a release.
  if (known !== undefined && !(await isNameShared(repository, dispatch.ref)))
    return { ...known, started: false };
  const { workflow, ref, inputs } = dispatch;
  const body = { ref, ...(inputs === undefined ? {} : { inputs }), return_run_details: true };
  let failure: unknown;
  try {
    // The types of the library know only the answer without run details, 204.
    const answer: { status: number; data: unknown } = await repository.rest.actions.createWorkflowDispatch({
      ...{ ...repository.at, workflow_id: workflow, ...body },
      ...expecting(['workflow_run_id:number', 'html_url:string']),
    });
    if (answer.status === 200) {
      const run = answer.data as { workflow_run_id: number; html_url: string };
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
    const runs = await listDispatchedRuns(repository, dispatch);
    const run = runs.find(({ id }) => before.every((earlier) => earlier.id !== id));
    if (run !== undefined) return { ...run, started: true };
  }
  throw explain(dispatch, failure);
}

function explain({ workflow, ref }: WorkflowDispatch, cause: unknown): RemoteError {
  const reason = cause instanceof ActionError ? cause.message : 'no run of it appeared.';
  return new RemoteError(githubErrors.E_GITHUB_DISPATCH, {
    message: `${neutralizeLine(workflow)} was not started at ${neutralizeLine(ref)}: ${reason}`,
    cause,
  });
}
