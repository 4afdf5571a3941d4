import type { Value } from './expression.ts';
import type { Job } from './job.ts';

/** An input of `workflow_dispatch`. */
export interface WorkflowInput {
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'choice';
  readonly default: string | boolean;
  /** The values of a choice. */
  readonly options?: readonly string[];
}

/** One workflow file. It grants nothing at the top; each job declares its own permissions. */
export interface Workflow {
  /** Path in the repository, with forward slashes. */
  readonly path: string;
  readonly name: string;
  /** Written at the top, one string per line; an empty string becomes an empty comment line. */
  readonly comment: readonly string[];
  readonly dispatchInputs: Readonly<Record<string, WorkflowInput>>;
  /** Patterns of tags whose push starts a run. */
  readonly pushedTags: readonly string[];
  /** Written above `permissions: {}`. */
  readonly permissionsComment: readonly string[];
  readonly concurrency: {
    readonly comment: readonly string[];
    readonly group: Value;
    readonly cancelInProgress: boolean;
  };
  /** How this file names the actions of this repository: `repository/actions/NAME@ref`. */
  readonly ownActions: { readonly repository: string; readonly ref: string };
  readonly jobs: readonly Job[];
}
