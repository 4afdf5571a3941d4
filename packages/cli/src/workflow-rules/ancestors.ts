import type { JobModel, WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { readSlipwayUse } from './rule.ts';
import { listTreeJobs, type WorkflowTree } from './workflow-tree.ts';

const listStepActions = (job: JobModel): string[] =>
  job.steps.flatMap((step) => readSlipwayUse(step)?.action ?? []);

/** The actions of Slipway in a job, or in the workflow that it calls. */
export function listOwnActions(job: JobModel, calls: WorkflowTree['calls']): string[] {
  const called = calls.get(job.id);
  if (called === undefined) return listStepActions(job);
  return listTreeJobs(called).flatMap((each) => listStepActions(each.job));
}

/** Whether a job comes after one that `isWanted`, over any number of `needs`. */
export function hasAncestor(
  jobs: WorkflowModel['jobs'],
  job: JobModel,
  isWanted: (job: JobModel) => boolean,
): boolean {
  return job.needs.some((id) => {
    const need = jobs.find((each) => each.id === id);
    return need !== undefined && (isWanted(need) || hasAncestor(jobs, need, isWanted));
  });
}
