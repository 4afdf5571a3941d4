import type { Condition } from './condition.ts';
import type { Expression, Value } from './expression.ts';
import type { Permissions } from './permissions.ts';
import type { Reference } from './reference.ts';
import type { NotedValue, Step } from './step.ts';

/** The outputs of a job by name. */
export type JobOutputs = Readonly<Record<string, Reference | Expression>>;

/** The environment of a job, which an input of the release may choose. */
export interface DeploymentEnvironment {
  /** Every name that it can have. */
  readonly names: readonly string[];
  readonly name: Expression;
}

/** A workflow that a job calls instead of having steps. */
export interface Call {
  /** A workflow of the model; of its triggers, the inputs and outputs of a call. */
  readonly workflow: {
    readonly path: string;
    readonly triggers: {
      readonly kind: string;
      readonly inputs?: Readonly<Record<string, { readonly required?: boolean }>>;
      readonly outputs?: Readonly<Record<string, unknown>>;
    };
  };
  readonly with: Readonly<Record<string, Value | NotedValue>>;
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
  /** Such a job has no steps; its outputs are those of the called workflow, and it names no runner. */
  readonly calls?: Call;
  readonly steps: readonly Step[];
}

/** Returns `job`, typed with the names of its outputs. */
export function defineJob<Outputs extends JobOutputs = Record<never, never>>(
  job: Job<Outputs>,
): Job<Outputs> {
  return job;
}

/** A job that calls a workflow, typed with the names of the outputs that it passes on. */
export function defineCall<Output extends string>(
  job: Pick<Job, 'id' | 'comment' | 'needs' | 'condition' | 'permissions'> & { readonly calls: Call },
  ...outputs: readonly Output[]
): Job<Readonly<Record<Output, Reference>>> {
  const own = outputs.map((output): [Output, Reference] => [
    output,
    { kind: 'job-output', job: job.id, output },
  ]);
  return {
    ...job,
    runsOn: '',
    timeoutMinutes: 0,
    steps: [],
    outputs: Object.fromEntries(own) as Readonly<Record<Output, Reference>>,
  };
}
