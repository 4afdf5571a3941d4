import {
  listExpressionReferences,
  listReferences,
  type Reference,
} from '@slipway/runner/workflow/list-references';
import {
  type JobModel,
  readMapping,
  type StepModel,
  type WorkflowModel,
} from '@slipway/runner/workflow/workflow-model';
import { type ReadActionOutputs, readSlipwayUse, type WorkflowRule } from './rule.ts';

const stepKeys = [
  'name',
  'env',
  'continueOnError',
  'timeoutMinutes',
  'run',
  'workingDirectory',
  'with',
] as const;

function referencesOfStep(step: StepModel): readonly Reference[] {
  return [...listExpressionReferences(step.if), ...stepKeys.flatMap((key) => listReferences(step[key]))];
}

function referencesOfJob({ if: condition, properties }: JobModel): readonly Reference[] {
  const parts = [...properties].filter(([key]) => !['steps', 'if', 'needs'].includes(key));
  return [...listExpressionReferences(condition), ...parts.flatMap(([, token]) => listReferences(token))];
}

function checkNeeds(
  model: WorkflowModel,
  job: JobModel,
  [, from = '', member = '', name]: Reference,
): string[] {
  if (from === '') return [];
  const source = model.jobs.find(({ id }) => id.toLowerCase() === from.toLowerCase());
  if (source === undefined) return [`job "${job.id}" reads needs.${from}, but that job does not exist`];
  if (!job.needs.includes(source.id))
    return [`job "${job.id}" reads needs.${from} without naming it in "needs"`];
  // The outputs of a called workflow are in another file.
  if (member.toLowerCase() !== 'outputs' || name === undefined || source.uses !== undefined) return [];
  const outputs = [...readMapping(source.properties.get('outputs')).keys()];
  if (outputs.some((output) => output.toLowerCase() === name.toLowerCase())) return [];
  return [`job "${job.id}" reads needs.${from}.outputs.${name}, which job "${source.id}" does not have`];
}

async function checkSteps(
  job: JobModel,
  before: readonly StepModel[],
  [, from = '', member = '', name]: Reference,
  readOutputs: ReadActionOutputs,
): Promise<string[]> {
  if (from === '') return [];
  const source = before.find(({ id }) => id.toLowerCase() === from.toLowerCase());
  if (source === undefined) return [`job "${job.id}" reads steps.${from}, but no earlier step has this id`];
  const use = readSlipwayUse(source);
  if (member.toLowerCase() !== 'outputs' || name === undefined || use === undefined) return [];
  const outputs = await readOutputs(use.action);
  if (outputs === undefined || outputs.has(name)) return [];
  return [`job "${job.id}" reads steps.${from}.outputs.${name}, which ${use.action} does not have`];
}

/** Names of the inputs that can be given to a run. */
function listInputs({ properties }: WorkflowModel): Set<string> {
  const on = readMapping(properties.get('on'));
  const names = ['workflow_dispatch', 'workflow_call'].flatMap((event) => [
    ...readMapping(readMapping(on.get(event)).get('inputs')).keys(),
  ]);
  return new Set(names.map((name) => name.toLowerCase()));
}

/** GitHub silently evaluates a missing job, step, output or input to an empty string. */
export const referencesRule: WorkflowRule = {
  name: 'every value that the workflow reads is set',
  async find({ model, readActionOutputs }) {
    const inputs = listInputs(model);
    const findings: string[] = [];
    for (const job of model.jobs) {
      const check = async (references: readonly Reference[], before: readonly StepModel[]): Promise<void> => {
        for (const reference of references) {
          const [context = '', name] = reference;
          if (context === 'needs') findings.push(...checkNeeds(model, job, reference));
          if (context === 'steps')
            findings.push(...(await checkSteps(job, before, reference, readActionOutputs)));
          if (context === 'inputs' && name !== undefined && !inputs.has(name.toLowerCase()))
            findings.push(`job "${job.id}" reads inputs.${name}, but the workflow has no such input`);
        }
      };
      await check(referencesOfJob(job), job.steps);
      for (const [index, step] of job.steps.entries())
        await check(referencesOfStep(step), job.steps.slice(0, index));
    }
    return [...new Set(findings)];
  },
};
