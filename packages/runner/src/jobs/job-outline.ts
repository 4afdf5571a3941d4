import { findMissingNeeds, type OfferedOutputs } from '../captures/missing-outputs.ts';
import type { JobPermissions } from '../platform.ts';
import type { JobResult, Result } from '../result.ts';
import { evaluateText, type Scope } from '../workflow/expressions.ts';
import { isBasicExpression } from '../workflow/github-parser.ts';
import { describeCombination, type MatrixCombination } from '../workflow/matrix.ts';
import { grantedPermissions, readPermissions } from '../workflow/permissions.ts';
import { readCallOutputs } from '../workflow/workflow-inputs.ts';
import type { WorkflowInstance } from '../workflow/workflow-instance.ts';
import { type JobModel, readMapping } from '../workflow/workflow-model.ts';

// JobNameBuilder of GitHub's parser.
const maxNameLength = 100;

/** The job's own `permissions`, else the workflow's, else those of the caller or of the repository. */
export function effectivePermissions(workflow: WorkflowInstance, job: JobModel): JobPermissions {
  return (
    readPermissions(job.properties.get('permissions')) ??
    readPermissions(workflow.model.properties.get('permissions')) ??
    workflow.permissions
  );
}

/** Labels that a job asks for; empty for a call. */
export function readRunsOn(job: JobModel): string {
  const token = job.properties.get('runs-on');
  if (token === undefined) return '';
  const mapping = readMapping(token);
  return String(mapping.size > 0 ? (mapping.get('labels') ?? '') : token);
}

/** The name GitHub shows: an expression as it evaluates, else the name with the values of the combination. */
export function nameJob(
  workflow: WorkflowInstance,
  job: JobModel,
  scope: Scope,
  matrix: MatrixCombination,
): string {
  const token = job.properties.get('name');
  const name =
    token !== undefined && isBasicExpression(token)
      ? evaluateText(token, scope)
      : describeCombination(token === undefined ? job.id : String(token), matrix);
  return (
    workflow.namePrefix + (name.length > maxNameLength ? `${name.slice(0, maxNameLength - 3)}...` : name)
  );
}

/** The names of the outputs that a job of a workflow has for those that need it. */
export function offeredBy(workflow: WorkflowInstance): OfferedOutputs {
  return (id) => {
    const needed = workflow.model.jobs.find((job) => job.id.toLowerCase() === id.toLowerCase());
    if (needed === undefined) return undefined;
    const called = workflow.calls.get(needed.id);
    if (called !== undefined) return [...readCallOutputs(called.model).keys()];
    return needed.uses === undefined ? [...readMapping(needed.properties.get('outputs')).keys()] : undefined;
  };
}

/** The report of a job that did not start. An empty message adds no annotation. */
export function describeUnrun(
  workflow: WorkflowInstance,
  job: JobModel,
  result: Result,
  message: string,
  name: string = workflow.namePrefix + String(job.properties.get('name') ?? job.id),
): JobResult {
  return {
    id: workflow.idPrefix + job.id,
    name,
    result,
    seconds: 0,
    permissionsAsked: grantedPermissions(effectivePermissions(workflow, job)),
    outputs: {},
    annotations: message === '' ? [] : [{ level: 'error', message, properties: {} }],
    summary: '',
    missingOutputs: findMissingNeeds(job, offeredBy(workflow)),
    steps: [],
    environment: undefined,
  };
}
