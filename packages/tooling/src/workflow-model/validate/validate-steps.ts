import type { ActionMetadata } from '../../pages/action-metadata.ts';
import type { Job } from '../model/job.ts';
import { listReads } from '../model/list-reads.ts';
import type { Step } from '../model/step.ts';

type OwnActions = ReadonlyMap<string, ActionMetadata>;

const nameOf = (step: Step): string => step.name ?? step.id ?? ('uses' in step ? 'uses' : 'run');

function validateAction(where: string, step: Step, actions: OwnActions): string[] {
  if (!('uses' in step) || !('own' in step.uses)) return [];
  const { own } = step.uses;
  const action = actions.get(own);
  if (action === undefined) return [`${where} uses the action "${own}", which does not exist`];
  return Object.keys(step.with ?? {})
    .filter((input) => !action.inputs.has(input))
    .map((input) => `${where} sets the input "${input}", which "${own}" does not have`);
}

/** Finds what `part` reads from a step that is not one of `steps`, and outputs that a step does not set. */
function validateStepReads(
  where: string,
  part: unknown,
  steps: readonly Step[],
  actions: OwnActions,
): string[] {
  return listReads(part).references.flatMap((reference) => {
    if (reference.kind !== 'step-output') return [];
    const { step: id, output } = reference;
    const step = steps.find((candidate) => candidate.id === id);
    if (step === undefined) return [`${where} reads from step "${id}", which does not run before`];
    const sets =
      'uses' in step && 'own' in step.uses ? actions.get(step.uses.own)?.outputs.has(output) : false;
    return sets === false ? [`${where} reads the output "${output}", which step "${id}" does not set`] : [];
  });
}

function validateOutputs(job: Job, actions: OwnActions): string[] {
  return Object.entries(job.outputs ?? {}).flatMap(([name, value]) => {
    const where = `output "${name}" of job "${job.id}"`;
    const isSet = listReads(value).references.some(({ kind }) => kind === 'step-output');
    return isSet ? validateStepReads(where, value, job.steps, actions) : [`${where} is set by no step`];
  });
}

/** Inputs and outputs that the called workflow does not have. */
function validateCall({ id, calls, outputs = {} }: Job): string[] {
  if (calls === undefined) return [];
  const { path, triggers } = calls.workflow;
  const { inputs = {}, outputs: offered = {} } = triggers;
  const missing = Object.entries(inputs).filter(
    ([name, { required }]) => required === true && !(name in calls.with),
  );
  return [
    ...Object.keys(calls.with)
      .filter((name) => !(name in inputs))
      .map((name) => `job "${id}" sets the input "${name}", which ${path} does not have`),
    ...missing.map(([name]) => `job "${id}" does not set the input "${name}" of ${path}`),
    ...Object.keys(outputs)
      .filter((name) => !(name in offered))
      .map((name) => `job "${id}" passes on the output "${name}", which ${path} does not have`),
  ];
}

/** Checks the inside of one job: actions, their inputs, step ids, and outputs that no step sets. */
export function validateSteps(job: Job, actions: OwnActions): string[] {
  if (job.calls !== undefined) return validateCall(job);
  const ids = job.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const doubled = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...doubled.map((id) => `job "${job.id}" has two steps with the id "${id}"`),
    ...job.steps.flatMap((step, index) => {
      const where = `step "${nameOf(step)}" of job "${job.id}"`;
      return [
        ...validateAction(where, step, actions),
        ...validateStepReads(where, step, job.steps.slice(0, index), actions),
      ];
    }),
    ...validateOutputs(job, actions),
  ];
}
