import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PlannedJob, RunWorkflowOptions } from '@slipway/runner/options';
import type { JobResult } from '@slipway/runner/result';
import { runWorkflow } from '@slipway/runner/run-workflow';
import { reports } from './job-role.ts';

/** What becomes of one job in a run that went well. */
export interface Turn {
  /** Key of a job of the workflow file. */
  readonly jobId: string;
  /** A job may fail before it has set an output, or after its last one; the run may be cancelled during it or after it. */
  readonly event: 'fails' | 'fails at its end' | 'is cancelled' | 'is the last before a cancellation';
}

/** The jobs that would start, in order; `after` those that start although the run was cancelled. */
export interface SimulatedRun {
  readonly started: readonly PlannedJob[];
  readonly after: readonly PlannedJob[];
  /** All jobs as they would end; those that only report have really run. */
  readonly jobs: readonly JobResult[];
}

function successOf({ id, name }: PlannedJob): JobResult {
  return {
    ...{ id, name, result: 'success', seconds: 0, permissionsAsked: {}, outputs: {}, annotations: [] },
    ...{ summary: '', missingOutputs: [], steps: [], environment: undefined },
  };
}

/**
 * Goes through the conditions of a run once more with GitHub's own evaluator, as if one of its jobs had ended otherwise.
 * Every other job ends as it did, with the outputs that it had; nothing of it runs.
 * @param known the jobs of the run
 * @param reporting run the jobs that only write a summary, so that it can be read
 */
export async function simulateRun(
  options: RunWorkflowOptions,
  known: readonly JobResult[],
  turn: Turn,
  reporting = false,
): Promise<SimulatedRun> {
  const { reporter: _reporter, unshown, previous: _previous, signal: _signal, ...rest } = options;
  const cancellation = new AbortController();
  const started: PlannedJob[] = [];
  let startedBefore = Number.POSITIVE_INFINITY;
  const answerJob = async (job: PlannedJob): Promise<JobResult | undefined> => {
    started.push(job);
    const before = known.find(
      ({ id, name, result }) => id === job.id && name === job.name && result === 'success',
    );
    const success = before ?? successOf(job);
    // Jobs that wait for nothing have all started before one of them ends.
    await nextTurn();
    if (job.id !== turn.jobId && !job.id.startsWith(`${turn.jobId}/`))
      return reporting && reports(job) ? undefined : success;
    if (turn.event === 'fails at its end') return { ...success, result: 'failure' };
    if (turn.event === 'fails') return { ...success, result: 'failure', outputs: {} };
    startedBefore = Math.min(startedBefore, started.length);
    cancellation.abort();
    return turn.event === 'is cancelled' ? { ...success, result: 'cancelled', outputs: {} } : success;
  };
  const { jobs } = await runWorkflow({
    ...rest,
    // Said once, by the run itself.
    ...(unshown === undefined ? {} : { unshown: { ...unshown, note: () => undefined } }),
    ...{ cancel: cancellation.signal, answerJob },
  });
  return { started, after: started.slice(startedBefore), jobs };
}
