import type { JobResult, Result } from '../result.ts';

/** How a job or call ended, as the jobs that need it see it. */
export interface FinishedJob {
  /** What `needs.<id>.result` says: a failure under `continue-on-error` counts as success. */
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  /** False when everything of it was kept from the attempt before. */
  readonly reran: boolean;
}

/** How all jobs of a workflow ended. */
export interface FinishedWorkflow {
  readonly result: Result;
  readonly jobs: readonly JobResult[];
  /** `on.workflow_call.outputs`; empty for a workflow that was started. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly reran: boolean;
}
