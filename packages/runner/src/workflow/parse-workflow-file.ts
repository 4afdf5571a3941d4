import { InputError } from '@slipway/core/errors/action-error';
import { runnerErrors } from '../errors.ts';
import { flattenScalars } from './flatten-scalars.ts';
import {
  convertWorkflowTemplate,
  isSequence,
  NoOperationTraceWriter,
  parseWorkflow,
} from './github-parser.ts';
import { type JobModel, readMapping, readStep, readText, type WorkflowModel } from './workflow-model.ts';

/**
 * Reads a workflow file with GitHub's parser: unknown keys, unknown functions and contexts, missing `needs` are refused.
 * @throws InputError E_WORKFLOW_INVALID with every complaint of the parser
 */
export async function parseWorkflowFile(path: string, text: string): Promise<WorkflowModel> {
  const { context, value } = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());
  const template = value === undefined ? undefined : await convertWorkflowTemplate(context, value);
  const complaints = context.errors.getErrors().map((error) => error.message);
  if (value === undefined || template === undefined || complaints.length > 0) {
    throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
      message: `The workflow is not valid. ${complaints.join('; ') || `${path} is empty`}`,
    });
  }
  const flat = flattenScalars(text);
  if (flat !== text) return parseWorkflowFile(path, flat);
  const properties = readMapping(value);
  const written = readMapping(properties.get('jobs'));
  const jobs = template.jobs.map((converted): JobModel => {
    const own = readMapping(written.get(converted.id.value));
    const stepTokens = own.get('steps');
    const steps = stepTokens !== undefined && isSequence(stepTokens) ? Array.from(stepTokens) : [];
    const convertedSteps = converted.type === 'job' ? converted.steps : [];
    return {
      id: converted.id.value,
      if: converted.if.expression,
      needs: (converted.needs ?? []).map((need) => need.value),
      properties: own,
      uses: readText(own.get('uses')),
      steps: steps.flatMap((step, index) => {
        const step_ = convertedSteps[index];
        return step_ === undefined ? [] : [readStep(step, step_ as Parameters<typeof readStep>[1])];
      }),
    };
  });
  return { path, properties, jobs };
}
