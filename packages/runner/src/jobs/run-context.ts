import type { RunWorkflowOptions } from '../options.ts';
import type { ResolveRepository } from '../platform.ts';
import type { WorkflowInstance } from '../workflow/workflow-instance.ts';
import type { FinishedWorkflow } from './finished.ts';

/** What the whole run shares. */
export interface RunContext {
  readonly options: RunWorkflowOptions;
  readonly resolveRepository: ResolveRepository;
  readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
  readonly shutdown: AbortSignal;
  /** Runs the jobs of a called workflow; `runAll` keeps nothing from the attempt before. */
  runCalled(workflow: WorkflowInstance, cancel: AbortSignal, runAll: boolean): Promise<FinishedWorkflow>;
}
