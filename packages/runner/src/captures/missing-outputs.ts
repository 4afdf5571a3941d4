import type { MissingOutput, StepRecord } from '../result.ts';
import type { JobModel } from '../workflow/workflow-model.ts';
import { listOutputReferences, type OutputReference } from './output-references.ts';

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

function describe({ context, from, output, reader }: OutputReference, reason: string): MissingOutput {
  return { reference: `${context}.${from}.outputs.${output}`, reader, reason };
}

/** The steps of a job as they ended, and the outputs that the file of each action declares. */
export interface EndedSteps {
  readonly records: Readonly<Record<string, StepRecord>>;
  /** By identifier of the step; absent for a script, a stand-in, or a step that did not run. */
  readonly declared: ReadonlyMap<string, readonly string[]>;
  /** Identifiers of steps that a stand-in ran for: what the action would set is not known. */
  readonly standIns: ReadonlySet<string>;
}

/**
 * References to outputs of steps that cannot have a value. A step that was skipped or failed may have had
 * no reason to set anything; a name that its action does not have is wrong all the same.
 */
export function findMissingStepOutputs(job: JobModel, ended: EndedSteps): MissingOutput[] {
  return listOutputReferences(job).flatMap((reference): MissingOutput[] => {
    const { context, from, output, isJobOutput } = reference;
    if (context !== 'steps') return [];
    const step = job.steps.find(({ id }) => same(id, from));
    if (step === undefined) return [describe(reference, `no step of the job has the id "${from}"`)];
    const record = ended.records[step.id];
    if (record === undefined || ended.standIns.has(step.id)) return [];
    if (Object.keys(record.outputs).some((name) => same(name, output))) return [];
    const declared = ended.declared.get(step.id);
    if (declared?.some((name) => same(name, output)) === false)
      return [describe(reference, `the action ${step.uses ?? ''} has no such output`)];
    if (record.outcome !== 'success') return [];
    if (declared === undefined) return [describe(reference, 'the script succeeded without setting it')];
    // An action may leave out what it does not know, unless other jobs rely on it.
    return isJobOutput ? [describe(reference, 'the action succeeded without setting it')] : [];
  });
}

/** What a job offers to the jobs that need it: the names of its outputs; undefined when that is not known. */
export type OfferedOutputs = (job: string) => readonly string[] | undefined;

/** References to outputs of other jobs that cannot have a value, whatever happens in the run. */
export function findMissingNeeds(job: JobModel, offered: OfferedOutputs): MissingOutput[] {
  return listOutputReferences(job).flatMap((reference): MissingOutput[] => {
    const { context, from, output } = reference;
    if (context !== 'needs') return [];
    if (!job.needs.some((need) => same(need, from)))
      return [describe(reference, `the job does not name "${from}" in its "needs"`)];
    const names = offered(from);
    if (names === undefined || names.some((name) => same(name, output))) return [];
    return [describe(reference, `the job "${from}" has no such output`)];
  });
}
