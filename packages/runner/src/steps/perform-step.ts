import type { Result, StepResult } from '../result.ts';
import { evaluateExpression, isTruthy } from '../workflow/expressions.ts';
import { annotate, type StepExecution } from './step-execution.ts';
import { createStepScope, type StepFrame } from './step-frame.ts';

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Aborts when the run shuts down, the time is up, or the job is cancelled and `condition` no longer holds. */
function watchStep(
  frame: StepFrame,
  condition: () => boolean,
  timeoutMinutes: number,
): { signal: AbortSignal; timedOut(): boolean; end(): void } {
  const { job } = frame;
  const controller = new AbortController();
  let timedOut = false;
  const onCancel = (): void => {
    job.status = 'cancelled';
    if (!condition()) controller.abort();
  };
  const onShutdown = (): void => {
    job.status = 'cancelled';
    controller.abort();
  };
  const timer =
    timeoutMinutes > 0
      ? setTimeout(() => {
          timedOut = true;
          controller.abort();
        }, timeoutMinutes * 60_000)
      : undefined;
  if (job.cancel.aborted) job.status = 'cancelled';
  else job.cancel.addEventListener('abort', onCancel, { once: true });
  if (job.shutdown.aborted) onShutdown();
  else job.shutdown.addEventListener('abort', onShutdown, { once: true });
  return {
    signal: controller.signal,
    timedOut: () => timedOut,
    end() {
      clearTimeout(timer);
      job.cancel.removeEventListener('abort', onCancel);
      job.shutdown.removeEventListener('abort', onShutdown);
    },
  };
}

export interface StepRun {
  readonly execution: StepExecution;
  readonly condition: string;
  readonly timeoutMinutes: () => number;
  /** Fills the environment of the step; runs before the condition. */
  prepare(): void;
  body(): Promise<void>;
  continueOnError(): boolean;
}

/** Condition, time limit, body and `continue-on-error` of one step, as GitHub's StepsRunner orders them. */
export async function performStep(run: StepRun): Promise<{ outcome: Result; conclusion: Result }> {
  const { execution } = run;
  const { job } = execution.frame;
  const holds = (): boolean =>
    isTruthy(
      evaluateExpression(
        run.condition,
        createStepScope(execution.frame, execution.environment, execution.github),
      ),
    );
  if (job.shutdown.aborted) return { outcome: 'skipped', conclusion: 'skipped' };
  if (job.cancel.aborted) job.status = 'cancelled';
  let watch: ReturnType<typeof watchStep> | undefined;
  let outcome: Result = 'success';
  let started = false;
  try {
    run.prepare();
    if (!holds()) return { outcome: 'skipped', conclusion: 'skipped' };
    started = true;
    const timeoutMinutes = run.timeoutMinutes();
    watch = watchStep(execution.frame, holds, timeoutMinutes);
    execution.signal = watch.signal;
    await run.body();
    if (watch.timedOut()) {
      annotate(
        execution,
        'error',
        `The action '${execution.name}' has timed out after ${timeoutMinutes} minutes.`,
      );
      outcome = 'failure';
    } else if (watch.signal.aborted) {
      annotate(execution, 'error', 'The operation was canceled.');
      outcome = 'cancelled';
    } else if (execution.commandFailed) {
      outcome = 'failure';
    }
  } catch (cause) {
    annotate(execution, 'error', messageOf(cause));
    outcome = watch?.signal.aborted === true && !watch.timedOut() ? 'cancelled' : 'failure';
  } finally {
    watch?.end();
  }
  // A step whose `env:` or `if:` cannot be evaluated fails whatever `continue-on-error` says.
  if (outcome !== 'failure' || !started) return { outcome, conclusion: outcome };
  try {
    return { outcome, conclusion: run.continueOnError() ? 'success' : 'failure' };
  } catch (cause) {
    annotate(execution, 'error', messageOf(cause));
    return { outcome, conclusion: 'failure' };
  }
}

/** Adds a finished step to the report. */
export function recordStep({ job }: StepFrame, result: StepResult): void {
  const masked = { ...result, name: job.masker.mask(result.name) };
  job.stepResults.push(masked);
  job.emit({ type: 'step-finished', jobId: job.id, jobName: job.name, step: masked });
}
