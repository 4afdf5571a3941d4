import type { MissingOutput } from './captures/missing-outputs.ts';
import type { CapturedStep } from './captures/step-capture.ts';
import type { JobPermissions } from './platform.ts';

export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  /** `title`, `file`, `line`, `col`, … as given to the workflow command. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  /** The conclusion. */
  readonly result: Result;
  /** Before `continue-on-error`. */
  readonly outcome: Result;
  /** After `continue-on-error`. */
  readonly conclusion: Result;
  readonly seconds: number;
  /** The step ran a built-in replacement of a third-party action. */
  readonly standIn: boolean;
  /** `id:` as written; empty without one. */
  readonly id: string;
  readonly captured: CapturedStep;
}

export interface JobResult {
  /** Key of the job; jobs of a called workflow are `caller/job`. */
  readonly id: string;
  readonly name: string;
  readonly result: Result;
  readonly seconds: number;
  readonly permissionsAsked: JobPermissions;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  /** Markdown of all steps, secrets masked. */
  readonly summary: string;
  /** Outputs that expressions of this job read and that nothing sets. */
  readonly missingOutputs: readonly MissingOutput[];
  readonly steps: readonly StepResult[];
  readonly environment: { readonly name: string; readonly url: string } | undefined;
}

export interface WorkflowResult {
  readonly conclusion: Result;
  readonly runAttempt: number;
  readonly jobs: readonly JobResult[];
  /** What the run could not do as GitHub would, e.g. a macOS label that ran on this machine. */
  readonly notes: readonly string[];
}

/** The worst of several results: failure, then cancelled, then success; skipped only when all were. */
export function mergeResults(results: readonly Result[]): Result {
  for (const result of ['failure', 'cancelled', 'success'] as const) {
    if (results.includes(result)) return result;
  }
  return 'skipped';
}
