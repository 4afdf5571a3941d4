import { loadCalls } from '@slipway/runner/jobs/load-calls';
import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import type { CalledWorkflow } from '@slipway/runner/workflow/workflow-instance';
import type { JobModel, WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { resolveSlipway } from '../project/action-repositories.ts';

/** A workflow file with those that its jobs call, by the key of the calling job. */
export type WorkflowTree = Pick<CalledWorkflow, 'model' | 'calls'>;

/** For a workflow that is looked at without the other files of its commit. */
export const loadNothing = async (): Promise<undefined> => undefined;

/** A job anywhere in a tree. */
export interface TreeJob {
  /** `caller/job` in a called workflow. */
  readonly id: string;
  readonly job: JobModel;
  /** The file of the job, and what that calls. */
  readonly file: WorkflowTree;
}

/**
 * Reads a workflow file and those that it calls. Where one of them is in the repository of somebody else, none is known.
 * @param loadFile text of another file of the same commit; undefined when there is none
 * @throws InputError E_WORKFLOW_INVALID for the file itself
 */
export async function readTree(
  path: string,
  text: string,
  loadFile: (path: string) => Promise<string | undefined>,
): Promise<WorkflowTree> {
  const model = await parseWorkflowFile(path, text);
  const source = { repository: 'octo-org/demo', sha: '0'.repeat(40) };
  // The run says what is wrong with a called workflow.
  const calls = await loadCalls(resolveSlipway, { model, source, ref: '', read: loadFile }).catch(
    () => new Map(),
  );
  return { model, calls };
}

/** Every job that runs steps, in the order of the files. */
export function listTreeJobs(file: WorkflowTree, prefix = ''): readonly TreeJob[] {
  return file.model.jobs.flatMap((job) => {
    const called = file.calls.get(job.id);
    const id = `${prefix}${job.id}`;
    return called === undefined ? [{ id, job, file }] : listTreeJobs(called, `${id}/`);
  });
}

/** A job by its key: that of the file itself, or one of a called workflow. */
export function findTreeJob({ model, calls }: WorkflowTree, id: string): JobModel | undefined {
  const [key = '', ...rest] = id.split('/');
  const called = calls.get(key);
  if (rest.length > 0) return called === undefined ? undefined : findTreeJob(called, rest.join('/'));
  return model.jobs.find((job) => job.id === key);
}

/** The jobs that a job of a file ends with: itself, or those of its called workflow that no other one waits for. */
function listEnds({ model, calls }: WorkflowTree, prefix: string, id: string): readonly string[] {
  const called = calls.get(id);
  const key = `${prefix}${id}`;
  if (called === undefined) return model.jobs.some((job) => job.id === id) ? [key] : [];
  const { jobs } = called.model;
  const last = jobs.filter((job) => jobs.every(({ needs }) => !needs.includes(job.id)));
  return last.flatMap((job) => listEnds(called, `${key}/`, job.id));
}

/**
 * What each job waits for, as keys of jobs that run steps. The first jobs of a called workflow wait for what its call needs; a call
 * has an entry of its own, for when it is skipped as a whole.
 */
export function listTreeNeeds(
  file: WorkflowTree,
  prefix = '',
  before: readonly string[] = [],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    file.model.jobs.flatMap((job) => {
      const id = `${prefix}${job.id}`;
      const own = job.needs.length === 0 ? before : job.needs.flatMap((need) => listEnds(file, prefix, need));
      const called = file.calls.get(job.id);
      return [[id, own] as const, ...(called === undefined ? [] : listTreeNeeds(called, `${id}/`, own))];
    }),
  );
}

/** The file itself, and every file that is called from it, each once. */
export function listFiles(file: WorkflowTree): readonly WorkflowModel[] {
  const all = [file.model, ...[...file.calls.values()].flatMap(listFiles)];
  return [...new Map(all.map((model) => [model.path, model])).values()];
}
