/**
 * A value that an expression reads from elsewhere in the release. It stays data until it is written, because its name depends on
 * the form: a called workflow reads it from an input, a composite action from an earlier step.
 */
export type Reference =
  | { readonly kind: 'job-output'; readonly job: string; readonly output: string }
  | { readonly kind: 'job-outputs'; readonly job: string }
  | JobResult
  | { readonly kind: 'step-output'; readonly step: string; readonly output: string }
  | { readonly kind: 'input'; readonly input: string }
  | RepositoryVariable
  | Received;

/** A configuration variable of the repository, which a composite action cannot read. */
export interface RepositoryVariable {
  readonly kind: 'variable';
  readonly name: string;
}

/** The handover that this part of a release was given. A file that has all jobs is given none. */
export interface Received {
  readonly kind: 'received';
}

/** The result of a job: `success`, `failure`, `cancelled` or `skipped`. */
export interface JobResult {
  readonly kind: 'job-result';
  readonly job: string;
}

/** What a reference needs of a job. */
export interface NamedJob<Outputs = unknown> {
  readonly id: string;
  readonly outputs?: Outputs;
}

/** One output of a job; the compiler rejects an output that the job does not have. */
export function outputOf<Outputs>(job: NamedJob<Outputs>, output: keyof Outputs & string): Reference {
  return { kind: 'job-output', job: job.id, output };
}

/** All outputs of a job as one object. */
export function allOutputsOf(job: NamedJob): Reference {
  return { kind: 'job-outputs', job: job.id };
}

/** The result of a job. */
export function resultOf(job: NamedJob): JobResult {
  return { kind: 'job-result', job: job.id };
}

/** One output of an earlier step of the same job. */
export function stepOutput(step: string, output: string): Reference {
  return { kind: 'step-output', step, output };
}

/** What the part before handed over. A step that reads it stops when that part is of a different version of Slipway. */
export const received: Received = { kind: 'received' };

/** Job outputs that pass on the outputs of one of its steps under the same names. */
export function passOn<Output extends string>(
  step: string,
  ...outputs: readonly Output[]
): Readonly<Record<Output, Reference>> {
  const entries = outputs.map((output) => [output, stepOutput(step, output)] as const);
  return Object.fromEntries(entries) as Record<Output, Reference>;
}
