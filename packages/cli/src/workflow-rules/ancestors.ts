import type { JobModel, WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { readSlipwayUse } from './rule.ts';

/** The actions of Slipway in a job. */
export const listOwnActions = (job: JobModel): string[] =>
  job.steps.flatMap((step) => readSlipwayUse(step)?.action ?? []);

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
