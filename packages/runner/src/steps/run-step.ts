import { findStandIn } from '../actions/find-stand-in.ts';
import { createStepCapture, readStepCapture } from '../captures/step-capture.ts';
import { evaluateText, evaluateTextMap, evaluateToken, isTruthy } from '../workflow/expressions.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import { runActionStep } from './action-step.ts';
import { performStep, recordStep } from './perform-step.ts';
import { runScriptStep } from './script-step.ts';
import type { StepExecution } from './step-execution.ts';
import { createStepScope, type StepFrame } from './step-frame.ts';

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
      step.uses === undefined
        ? runScriptStep(execution, step)
        : runActionStep(execution, step, step.uses, runStep),
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
