import type { JobResult } from '../result.ts';
import type { Scope } from '../workflow/expressions.ts';
import type { WorkflowInstance } from '../workflow/workflow-instance.ts';
import type { JobModel } from '../workflow/workflow-model.ts';
import type { RunContext } from './run-context.ts';

/** One job with everything its combinations share. */
export interface JobOrder {
  readonly run: RunContext;
  readonly workflow: WorkflowInstance;
  readonly job: JobModel;
  readonly scope: Scope;
  /** Reports of jobs that have ended; added to. */
  readonly results: JobResult[];
  readonly cancel: AbortSignal;
  /** What the attempt before knows of this job, empty when a job it needs ran again. */
  readonly kept: readonly JobResult[];
}
