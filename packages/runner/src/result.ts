import type { JobPermissions } from './platform.ts';

export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** An entry of the `steps` context. */
export interface StepRecord {
  readonly outputs: Record<string, string>;
  readonly outcome: Result;
  readonly conclusion: Result;
}

/** The log of one step, secrets masked, cut where it is longer than a report keeps. */
export interface CapturedLog {
  /** The first lines, then the last ones. */
  readonly lines: readonly string[];
  /** Lines left out between the two. */
  readonly dropped: number;
}

/** What one step left for people and for other steps; every text is masked and bounded. */
export interface CapturedStep {
  /** Markdown that the step wrote to GITHUB_STEP_SUMMARY. */
  readonly summary: string;
  /** Values by name, cut at 16,384 UTF-16 units; at most 200. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: CapturedLog;
  /** Lines of the step that read like a workflow command, and that GitHub prints instead of carrying out. */
  readonly strayCommands: readonly string[];
}

/** An output that the workflow reads and that nothing sets: GitHub puts the empty text in its place, in silence. */
export interface MissingOutput {
  /** `steps.build.outputs.files` */
  readonly reference: string;
  readonly reader: string;
  /** In words, without a period. */
  readonly reason: string;
}

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
