import type { ActionMetadata } from '../../pages/action-metadata.ts';
import type { Workflow } from '../model/workflow.ts';
import { validateJobs } from './validate-jobs.ts';
import { validateSteps } from './validate-steps.ts';

/**
 * Checks that a model does not contradict itself or the actions. Returns one sentence per finding. The compiler reports
 * some of these faults earlier; this function also checks a model that was assembled at run time.
 * @param actions the actions of this repository, as their `action.yml` describes them
 */
export function validateWorkflow(workflow: Workflow, actions: ReadonlyMap<string, ActionMetadata>): string[] {
  const findings = [
    ...validateJobs(workflow),
    ...workflow.jobs.flatMap((job) => validateSteps(job, actions)),
  ];
  return [...new Set(findings)].map((finding) => `${workflow.path}: ${finding}`);
}
