import { shortRef } from '@slipway/core/text/short-ref';
import type { RunConclusion, RunStatus, WorkflowRun } from '@slipway/emulated-github/model';

/** A run of the workflow that has been started and waits for its turn. */
export interface PendingRun {
  readonly runId: number;
  readonly eventName: 'workflow_dispatch' | 'push' | 'release';
  readonly workflowPath: string;
  /** Full reference. */
  readonly ref: string;
  /** Commit. */
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The run as the emulated GitHub lists it. */
export function describeRun(
  run: PendingRun,
  facts: { number: number; attempt: number; actor: string; status: RunStatus; conclusion: RunConclusion },
): WorkflowRun {
  const nowMs = Date.now();
  return {
    id: run.runId,
    name: run.workflowPath,
    path: run.workflowPath,
    event: run.eventName,
    headBranch: shortRef(run.ref),
    headSha: run.sha,
    runNumber: facts.number,
    runAttempt: facts.attempt,
    actor: facts.actor,
    status: facts.status,
    conclusion: facts.conclusion,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
}
