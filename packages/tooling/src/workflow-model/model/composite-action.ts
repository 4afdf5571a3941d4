import type { Term } from './condition.ts';
import type { Job } from './job.ts';
import type { Step } from './step.ts';

/** One step of a composite action: a step of a job of the release. */
export interface CompositeStep {
  readonly step: Step;
  readonly job: Job;
  /** All of them hold when the step runs. */
  readonly terms: readonly Term[];
}

/** A composite action that is made of steps of the jobs of a release. Its inputs are texts. */
export interface CompositeAction {
  /** Path in the repository, with forward slashes. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>
  >;
  /** Outputs of jobs that are not among the steps, and the inputs that have them instead. */
  readonly jobInputs: readonly { readonly job: Job; readonly output: string; readonly input: string }[];
  /** Inputs that are booleans in a workflow. */
  readonly flags: readonly string[];
  readonly steps: readonly CompositeStep[];
  readonly outputs: Readonly<
    Record<string, { readonly description: string; readonly job: Job; readonly output: string }>
  >;
}
