import type { Reference } from '../model/reference.ts';
import { listInputs, type Workflow } from '../model/workflow.ts';

/** Where a file finds what other jobs of the release said: in this file, in the handover, or nowhere. */
export interface Reader {
  /** Text of a reference inside `${{ }}`. */
  read(reference: Reference): string;
  /** The edition of the release has what the reference names. */
  knows(reference: Reference): boolean;
  /** What the reference names may have ended when a job of this file starts. */
  mayHaveEnded(reference: Reference): boolean;
  /** Terms that hold when no earlier job failed or was cancelled. */
  readonly unbroken: readonly string[];
  /** Holds when an earlier job failed. */
  readonly broken: string;
}

const handover = 'fromJSON(inputs.handover)';

type Place = 'here' | 'earlier' | 'before' | 'later' | 'nowhere';

function placeOf({ jobs, part }: Workflow, id: string): Place {
  const has = (list: readonly { readonly id: string }[] = []): boolean => list.some((job) => job.id === id);
  if (has(jobs)) return 'here';
  if (part?.before?.job.id === id) return 'before';
  if (has(part?.earlier)) return 'earlier';
  return has(part?.later) ? 'later' : 'nowhere';
}

function readJob(
  workflow: Workflow,
  context: 'needs' | 'jobs',
  reference: Reference & { job: string },
): string {
  const { job } = reference;
  const place = placeOf(workflow, job);
  const member =
    reference.kind === 'job-result'
      ? 'result'
      : reference.kind === 'job-outputs'
        ? 'outputs'
        : reference.kind === 'job-output'
          ? `outputs.${reference.output}`
          : '';
  if (place === 'here') return `${context}.${job}.${member}`;
  if (place === 'before' && reference.kind === 'job-result') return `inputs.${workflow.part?.before?.result}`;
  if (place === 'earlier' || place === 'before') return `${handover}.jobs.${job}.${member}`;
  return reference.kind === 'job-result' ? "'skipped'" : "''";
}

/** Reads as the jobs of `workflow` do; `context` is `jobs` for the outputs of a called workflow. */
export function createReader(workflow: Workflow, context: 'needs' | 'jobs' = 'needs'): Reader {
  const inputs = listInputs(workflow);
  const result = workflow.part?.before?.result;
  return {
    read(reference) {
      switch (reference.kind) {
        case 'step-output':
          return `steps.${reference.step}.outputs.${reference.output}`;
        case 'input':
          // The part that ran first was given it, and hands it on.
          return reference.input in inputs
            ? `inputs.${reference.input}`
            : `${handover}.inputs.${reference.input}`;
        case 'variable':
          return `vars.${reference.name}`;
        case 'received':
          return 'inputs.handover';
        case 'job-output':
        case 'job-outputs':
        case 'job-result':
          return readJob(workflow, context, reference);
      }
    },
    knows: (reference) =>
      reference.kind === 'received'
        ? workflow.part?.before !== undefined
        : !('job' in reference) || placeOf(workflow, reference.job) !== 'nowhere',
    mayHaveEnded: (reference) =>
      !('job' in reference) || !['later', 'nowhere'].includes(placeOf(workflow, reference.job)),
    unbroken: [
      '!failure()',
      '!cancelled()',
      // What fails in the calling file is not seen by the functions in here.
      ...(result === undefined ? [] : [`(inputs.${result} == 'success' || inputs.${result} == 'skipped')`]),
    ],
    broken: result === undefined ? 'failure()' : `(failure() || inputs.${result} == 'failure')`,
  };
}
