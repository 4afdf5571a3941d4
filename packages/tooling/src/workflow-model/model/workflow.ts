import type { Condition } from './condition.ts';
import type { Expression, Text, Value } from './expression.ts';
import type { Job } from './job.ts';

/** An input of `workflow_dispatch` or `workflow_call`. */
export interface WorkflowInput {
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'choice';
  readonly default?: string | boolean;
  /** The values of a choice. */
  readonly options?: readonly string[];
  /** Only for `workflow_call`. */
  readonly required?: boolean;
}

/** An output of a called workflow. Its value reads jobs as `jobs.…`. */
export interface WorkflowOutput {
  readonly description: string;
  readonly value: Expression | Text | Condition;
}

/** The workflow is started: by "Run workflow", and by pushed tags. */
export interface StartTriggers {
  readonly kind: 'started';
  readonly dispatchInputs: Readonly<Record<string, WorkflowInput>>;
  /** Patterns of tags whose push starts a run; none when it is empty. */
  readonly pushedTags: readonly string[];
  /** Patterns of branches whose push starts a run. */
  readonly pushedBranches?: readonly string[];
  /** A person who publishes a draft starts a run. */
  readonly publishedReleases?: boolean;
}

/** Another workflow calls it. */
export interface CallTriggers {
  readonly kind: 'called';
  readonly inputs: Readonly<Record<string, WorkflowInput>>;
  readonly outputs: Readonly<Record<string, WorkflowOutput>>;
}

/**
 * What a part of a release takes from the others. The jobs of an earlier part are read from its input `handover`, which contains
 * `{"inputs": …, "jobs": …}` in the shape of these contexts. A job of no part at all does not exist in this edition of the release.
 */
export interface PartOfRelease {
  readonly earlier: readonly Job[];
  /** Inputs that were given to the first part, and travel in the handover. */
  readonly inputs: Readonly<Record<string, WorkflowInput>>;
  /** They have not run yet. */
  readonly later: readonly Job[];
  /** The job of the calling file that runs before this part. Its result comes in the input `result`, its outputs in the handover. */
  readonly before?: { readonly job: Job; readonly result: string };
}

/** One workflow file. It grants nothing at the top; each job declares its own permissions. */
export interface Workflow {
  /** Path in the repository, with forward slashes. */
  readonly path: string;
  readonly name: string;
  /** Written at the top, one string per line; an empty string becomes an empty comment line. */
  readonly comment: readonly string[];
  readonly triggers: StartTriggers | CallTriggers;
  /** Written above `permissions: {}`. */
  readonly permissionsComment: readonly string[];
  /** A called workflow has none: a group with the name of the caller's would cancel the caller. */
  readonly concurrency?: {
    readonly comment: readonly string[];
    readonly group: Value;
    readonly cancelInProgress: boolean;
  };
  /** How this file names the actions of this repository: `repository/actions/NAME@ref`, or `$/actions/NAME`. */
  readonly ownActions: { readonly repository: string; readonly ref: string } | 'own commit';
  /** Set when this file has only a part of the jobs of a release. */
  readonly part?: PartOfRelease;
  readonly jobs: readonly Job[];
}

/** The inputs that expressions of a workflow may read. */
export function listInputs({ triggers }: Workflow): Readonly<Record<string, WorkflowInput>> {
  return triggers.kind === 'called' ? triggers.inputs : triggers.dispatchInputs;
}
