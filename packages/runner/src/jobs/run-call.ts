import { evaluateTextMap, evaluateToken, type Scope } from '../workflow/expressions.ts';
import { readCallSecrets, readWorkflowInputs } from '../workflow/workflow-inputs.ts';
import type { CalledWorkflow, WorkflowInstance } from '../workflow/workflow-instance.ts';
import type { FinishedJob } from './finished.ts';
import type { JobOrder } from './job-order.ts';
import { effectivePermissions } from './job-outline.ts';

/** Runs the jobs of a called workflow with the inputs, secrets and permissions that the calling job passes. */
export async function runCall(order: JobOrder, called: CalledWorkflow, name: string): Promise<FinishedJob> {
  const { run, workflow, job, scope, results, cancel } = order;
  const secretsToken = job.properties.get('secrets');
  const inherit = secretsToken !== undefined && String(secretsToken) === 'inherit';
  const secretScope: Scope = { ...scope, contexts: { ...scope.contexts, secrets: workflow.secrets } };
  const given = inherit ? workflow.secrets : evaluateTextMap(secretsToken, secretScope);
  const values = (evaluateToken(job.properties.get('with'), scope) ?? {}) as Record<string, unknown>;
  const inner: WorkflowInstance = {
    ...called,
    idPrefix: `${workflow.idPrefix}${job.id}/`,
    namePrefix: `${name} / `,
    contexts: {
      ...workflow.contexts,
      inputs: readWorkflowInputs(called.model, 'workflow_call', values, scope),
    },
    secrets: readCallSecrets(called.model, given),
    permissions: effectivePermissions(workflow, job),
  };
  const done = await run.runCalled(inner, cancel, order.kept.length === 0);
  results.push(...done.jobs);
  return { result: done.result, outputs: done.outputs, reran: done.reran };
}
