import type { Condition } from './condition.ts';
import type { Expression } from './expression.ts';
import type { Permissions } from './permissions.ts';
import type { Reference } from './reference.ts';
import type { Step } from './step.ts';

/** The outputs of a job by name. */
export type JobOutputs = Readonly<Record<string, Reference | Expression>>;

/** The environment of a job, which an input of the release may choose. */
export interface DeploymentEnvironment {
  /** Every name that it can have. */
  readonly names: readonly string[];
  readonly name: Expression;
}

/** One job, in the shape of GitHub's workflow syntax. The jobs it needs are objects instead of ids. */
export interface Job<Outputs extends JobOutputs = JobOutputs> {
  readonly id: string;
  /** Written above the job, one string per line. */
  readonly comment?: readonly string[];
  readonly needs?: readonly Job[];
  readonly condition?: Condition;
  /** The legs of a matrix; `runsOn` and the steps read them as `matrix.…`. */
  readonly matrix?: readonly Readonly<Record<string, string>>[];
  readonly runsOn: string;
  readonly timeoutMinutes: number;
  /** The deployment environment whose protection rules apply to the job. */
  readonly environment?: DeploymentEnvironment;
  readonly permissions: Permissions;
  readonly outputs?: Outputs;
  readonly steps: readonly Step[];
}

/** Returns `job`, typed with the names of its outputs. */
export function defineJob<Outputs extends JobOutputs = Record<never, never>>(
  job: Job<Outputs>,
): Job<Outputs> {
  return job;
}
