import { type JobResult, type NamedJob, type Reference, resultOf } from './reference.ts';

/** One term of a condition. The terms of a condition are joined by "and". */
export type Term =
  /** The run is on a branch or at a tag. */
  | { readonly is: 'at'; readonly ref: 'branch' | 'tag' }
  /** No earlier job failed, and the run was not canceled. Unlike the default, this also runs a job whose needs were skipped. */
  | { readonly is: 'unbroken' }
  /** An earlier job failed. */
  | { readonly is: 'broken' }
  | { readonly is: 'succeeded'; readonly result: JobResult }
  | { readonly is: 'equal'; readonly value: Reference; readonly to: string }
  | { readonly is: 'unequal'; readonly value: Reference; readonly to: string }
  /** At least one of the conditions holds; the terms of each are joined by "and". */
  | { readonly is: 'either'; readonly conditions: readonly (readonly Term[])[] }
  | { readonly is: 'given'; readonly value: Reference }
  /** A boolean input is off. */
  | { readonly is: 'off'; readonly value: Reference }
  | { readonly is: 'file'; readonly path: string };

/** When a job or a step runs. The comment is written above it, one string per line. */
export interface Condition {
  readonly terms: readonly Term[];
  readonly comment?: readonly string[];
}

/** A condition that is true when all of `terms` are. */
export function when(...terms: readonly Term[]): Condition {
  return { terms };
}

/** `condition` with the comment that is written above it. */
export function explained(condition: Condition, ...comment: readonly string[]): Condition {
  return { ...condition, comment };
}

/** The run is on a branch or at a tag. */
export const at = (ref: 'branch' | 'tag'): Term => ({ is: 'at', ref });

/** Skipped needs are fine, failed and cancelled ones are not; each of `jobs` must have succeeded. */
export const afterSuccessOf = (...jobs: readonly NamedJob[]): readonly Term[] => [
  { is: 'unbroken' },
  ...jobs.map(succeeded),
];

/** The job succeeded. */
export const succeeded = (job: NamedJob): Term => ({ is: 'succeeded', result: resultOf(job) });

/** An earlier job failed. */
export const afterFailure: Term = { is: 'broken' };

/** The value is exactly `to`. */
export const equal = (value: Reference, to: string): Term => ({ is: 'equal', value, to });

/** The value is not `to`. */
export const unequal = (value: Reference, to: string): Term => ({ is: 'unequal', value, to });

/** At least one of `conditions` holds. */
export const either = (...conditions: readonly (readonly Term[])[]): Term => ({ is: 'either', conditions });

/** The value is not empty. */
export const given = (value: Reference): Term => ({ is: 'given', value });

/** The boolean input is off. */
export const off = (value: Reference): Term => ({ is: 'off', value });

/** The workspace contains this file. */
export const fileExists = (path: string): Term => ({ is: 'file', path });
