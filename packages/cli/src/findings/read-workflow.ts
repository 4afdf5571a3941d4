import { parseWorkflowFile } from '@slipway/runner/parse-workflow-file';
import { listActionUses, readOutputs, type UseContext } from '../expectations/action-uses.ts';
import type { ReadWorkflow } from './workflow-findings.ts';

/** Reads a workflow file with everything its steps use. @throws InputError E_WORKFLOW_INVALID */
export async function readWorkflow(path: string, text: string, context: UseContext): Promise<ReadWorkflow> {
  const workflow = await parseWorkflowFile(path, text);
  const uses = await listActionUses(workflow, context);
  return { workflow, uses, outputsOf: await readOutputs(uses) };
}
