import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { listActionUses, type UseContext } from '../expectations/action-uses.ts';
import type { ReadWorkflow } from './workflow-findings.ts';

/** Reads a workflow file with everything its steps use. @throws InputError E_WORKFLOW_INVALID */
export async function readWorkflow(path: string, text: string, context: UseContext): Promise<ReadWorkflow> {
  const workflow = await parseWorkflowFile(path, text);
  return { workflow, uses: await listActionUses(workflow, context) };
}
