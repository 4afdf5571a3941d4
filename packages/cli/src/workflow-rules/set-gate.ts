import { isMapping } from '@slipway/runner/workflow/github-parser';
import { readMapping, type WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { readConstant } from './constant-text.ts';

/** Whether a workflow file sets its gate itself: a job or a step is given `gate: release`. */
export function setsReleaseGate({ jobs }: WorkflowModel): boolean {
  return jobs.some(({ properties, steps }) => {
    const call = properties.get('with');
    const given = [
      ...(call !== undefined && isMapping(call) ? [readMapping(call).get('gate')] : []),
      ...steps.map((step) => readMapping(step.with).get('gate')),
    ];
    return given.some((value) => value !== undefined && readConstant(value) === 'release');
  });
}
