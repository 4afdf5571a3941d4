import type { JobPermissions, Platform } from './platform.ts';
import type { Reporter } from './reporter.ts';
import type { JobResult, WorkflowResult } from './result.ts';
import type { StandIn } from './stand-ins/stand-in.ts';
import type { Scope } from './workflow/expressions.ts';
import type { CalledWorkflow } from './workflow/workflow-instance.ts';
import type { StepModel, WorkflowModel } from './workflow/workflow-model.ts';

/** A job whose condition holds, so that it would start now. */
export interface PlannedJob {
  /** Key of the job; jobs of a called workflow are `caller/job`. */
  readonly id: string;
  /** With the values of its matrix. */
  readonly name: string;
  readonly steps: readonly StepModel[];
  /** Labels of the machine that it asks for. */
  readonly runsOn: string;
  /** Every scope, those that are not granted too. */
  readonly permissions: JobPermissions;
}

export interface RepositoryDescription {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly ownerId: number;
  readonly private: boolean;
  readonly defaultBranch: string;
}

export interface RunWorkflowOptions {
  /** `.github/workflows/release.yml`. */
  readonly workflowPath: string;
  readonly workflowText: string;
  /** What `parseWorkflowFile` made of the text, for a caller who runs one file many times. */
  readonly model?: WorkflowModel;
  /** What `loadCalls` made of it, with `model`. */
  readonly calls?: ReadonlyMap<string, CalledWorkflow>;
  /** Text of another file of the same commit, for `uses: ./.github/workflows/x.yml`; undefined when there is none. */
  readonly loadFile: (path: string) => Promise<string | undefined>;
  readonly event: { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };
  readonly repository: RepositoryDescription;
  /** Full reference: `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string;
  readonly sha: string;
  readonly actor: { readonly login: string; readonly id: number };
  /** Of `workflow_dispatch`, as typed by the user. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly runId: number;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly platform: Platform;
  /** Existing folder; everything the run writes is under it. */
  readonly directory: string;
  /** Base environment of every step; nothing else of the host reaches one. */
  readonly environment: Readonly<Record<string, string>>;
  /** The `node` that runs JavaScript actions. */
  readonly nodePath: string;
  readonly reporter?: Reporter;
  /** Built-in replacements of actions by `owner/name` or `owner/name/path`, lower case; `*` is any owner. */
  readonly standIns?: ReadonlyMap<string, StandIn>;
  readonly signal?: AbortSignal;
  /** What "Cancel workflow" does: a job that has not started yet does so only if its condition still holds. */
  readonly cancel?: AbortSignal;
  /** Answers for a job instead of running it, which shows what would start; without an answer it runs. `scope` is what it sees. */
  readonly answerJob?: (job: PlannedJob, scope: Scope) => Promise<JobResult | undefined>;
  /** Jobs that this machine cannot stand in for the runner of: they are skipped when they would start. */
  readonly unshown?: {
    /** Why it cannot, as a clause; undefined if it can. */
    readonly explain: (job: PlannedJob) => string | undefined;
    /** Called when such a job would have started. */
    readonly note: (job: PlannedJob, reason: string) => void;
  };
  /** The attempt before: its successful jobs are kept, the others and those that need them run again. */
  readonly previous?: WorkflowResult;
  /** Jobs at the same time; default 4. */
  readonly maxParallel?: number;
  /** What GITHUB_TOKEN may do when the workflow says nothing (a setting of the repository); default `read`. */
  readonly defaultPermissions?: 'read' | 'write';
}
