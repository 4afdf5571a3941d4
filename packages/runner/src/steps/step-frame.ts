import { data } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { hashFiles } from '../hash-files.ts';
import type { JobRuntime } from '../job-runtime.ts';
import type { StepRecord } from '../result.ts';
import type { Scope } from '../workflow/expressions.ts';
import type { SourceRepository } from '../workflow/workflow-instance.ts';

/** The steps of a job, or of one use of a composite action: what they see of each other. */
export interface StepFrame {
  readonly job: JobRuntime;
  readonly inputs: unknown;
  readonly steps: Record<string, StepRecord>;
  /** `env:` of the steps around a composite action. */
  readonly environment: Readonly<Record<string, string>>;
  /** `github.action_path` and the like inside a composite action. */
  readonly github: Readonly<Record<string, string>>;
  readonly source: SourceRepository;
  readonly defaults: { readonly shell: string; readonly workingDirectory: string };
  /** Undefined for the job itself; the state of its own steps inside a composite action. */
  compositeStatus: 'success' | 'failure' | undefined;
  /** By identifier of a step that ran an action: the outputs that the file of the action declares. */
  readonly declaredOutputs: Map<string, readonly string[]>;
}

function defineFunction(name: string, value: () => boolean): [string, FunctionDefinition] {
  return [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value()) }];
}

/** The status functions over a status that is read when they are called. */
export function defineStatusFunctions(status: {
  success(): boolean;
  failure(): boolean;
  cancelled(): boolean;
}): [string, FunctionDefinition][] {
  return [
    defineFunction('success', status.success),
    defineFunction('failure', status.failure),
    defineFunction('cancelled', status.cancelled),
    defineFunction('always', () => true),
  ];
}

/** What the expressions of a step see. */
export function createStepScope(
  frame: StepFrame,
  environment: Readonly<Record<string, string>>,
  github: Readonly<Record<string, string>>,
): Scope {
  const { job } = frame;
  const status = (): string =>
    job.status === 'cancelled' ? 'cancelled' : (frame.compositeStatus ?? job.status);
  return {
    contexts: {
      ...job.contexts,
      github: { ...job.github, ...frame.github, ...github },
      env: environment,
      inputs: frame.inputs,
      steps: frame.steps,
      job: { ...(job.contexts['job'] as object), status: job.status },
    },
    functions: new Map([
      ...defineStatusFunctions({
        success: () => status() === 'success',
        failure: () => status() === 'failure',
        cancelled: () => job.status === 'cancelled',
      }),
      [
        'hashfiles',
        {
          name: 'hashFiles',
          minArgs: 1,
          maxArgs: 255,
          call: (...patterns: data.ExpressionData[]) =>
            new data.StringData(
              hashFiles(
                job.directories.workspace,
                patterns.map((pattern) => pattern.coerceString()),
              ),
            ),
        },
      ],
    ]),
  };
}
