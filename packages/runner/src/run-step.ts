import { runActionStep } from './action-step.ts';
import { createStepCapture, readStepCapture } from './captures/step-capture.ts';
import { evaluateExpression, evaluateText, evaluateTextMap, evaluateToken, isTruthy } from './expressions.ts';
import type { Result, StepResult } from './result.ts';
import { findStandIn } from './run-stand-in.ts';
import { runScriptStep } from './script-step.ts';
import { annotate, type StepExecution } from './step-execution.ts';
import { createStepScope, type StepFrame } from './step-frame.ts';
import type { StepModel } from './workflow-model.ts';

/** The name GitHub shows: `name:`, else `Run <first line or action>`. */
function describeStep(execution: StepExecution, step: StepModel): string {
  const scope = createStepScope(execution.frame, execution.environment, execution.github);
  if (step.name !== undefined) return evaluateText(step.name, scope);
  if (step.uses !== undefined) return `Run ${step.uses}`;
  return `Run ${evaluateText(step.run, scope).trimStart().split('\n')[0] ?? ''}`;
}

function tryDescribe(execution: StepExecution, step: StepModel): string {
  try {
    return describeStep(execution, step);
  } catch {
    // A name that cannot be evaluated (yet) is shown as written.
    return String(step.name ?? step.uses ?? step.run ?? step.id);
  }
}

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

/** Runs one step of a frame and records it. `outer` is the step that uses the composite action this step is part of. */
export async function runStep(frame: StepFrame, step: StepModel, outer?: StepExecution): Promise<void> {
  const { job } = frame;
  const startedMs = Date.now();
  const unnamed: StepExecution = {
    frame,
    name: outer?.name ?? '',
    contextName: step.id,
    environment: { ...job.environment, ...frame.environment },
    ownEnvironment: frame.environment,
    outputs: {},
    state: job.states.get(step) ?? {},
    github: {
      action: step.id,
      action_repository: '',
      action_ref: '',
      ...(outer === undefined ? {} : frame.github),
    },
    signal: outer?.signal ?? new AbortController().signal,
    commandFailed: false,
    commands: { resumeToken: undefined, echo: false },
    capture: outer?.capture ?? createStepCapture(),
  };
  const execution = outer === undefined ? { ...unnamed, name: tryDescribe(unnamed, step) } : unnamed;
  const scope = (): ReturnType<typeof createStepScope> =>
    createStepScope(frame, execution.environment, execution.github);
  if (outer === undefined) {
    job.emit({ type: 'step-started', jobId: job.id, jobName: job.name, step: execution.name });
  }
  const { outcome, conclusion } = await performStep({
    execution,
    condition: step.if,
    timeoutMinutes: () => Number(evaluateToken(step.timeoutMinutes, scope()) ?? 0),
    prepare() {
      execution.ownEnvironment = { ...frame.environment, ...evaluateTextMap(step.env, scope()) };
      execution.environment = { ...job.environment, ...execution.ownEnvironment };
    },
    body: () =>
      step.uses === undefined ? runScriptStep(execution, step) : runActionStep(execution, step, step.uses),
    continueOnError: () => isTruthy(evaluateToken(step.continueOnError, scope())),
  });
  // Identifiers that the parser made up are not addressable in the workflow.
  if (!step.id.startsWith('__'))
    frame.steps[step.id] = { outputs: { ...execution.outputs }, outcome, conclusion };
  if (conclusion === 'failure') {
    if (outer === undefined) job.status = job.status === 'cancelled' ? 'cancelled' : 'failure';
    else frame.compositeStatus = 'failure';
  }
  if (outer !== undefined) return;
  recordStep(frame, {
    name: execution.name,
    result: conclusion,
    outcome,
    conclusion,
    seconds: (Date.now() - startedMs) / 1000,
    standIn: step.uses !== undefined && findStandIn(job.options, step.uses) !== undefined,
    id: step.id.startsWith('__') ? '' : step.id,
    captured: readStepCapture(execution.capture, execution.outputs, job.masker),
  });
}

/** Adds a finished step to the report. */
export function recordStep(frame: StepFrame, result: StepResult): void {
  const { job } = frame;
  const masked = { ...result, name: job.masker.mask(result.name) };
  job.stepResults.push(masked);
  job.emit({ type: 'step-finished', jobId: job.id, jobName: job.name, step: masked });
}
