import { findStandIn } from '../actions/find-stand-in.ts';
import { createStepCapture, readStepCapture } from '../captures/step-capture.ts';
import { evaluateTextMap } from '../workflow/expressions.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import { collectInputs, locateAction, registerPost, runNodeFile } from './action-step.ts';
import { performStep, recordStep } from './perform-step.ts';
import type { StepExecution } from './step-execution.ts';
import { createStepScope, type StepFrame } from './step-frame.ts';

/** Runs the pre parts of a job's actions before its first step; those of local actions are not known yet then. */
export async function runPreSteps(frame: StepFrame, steps: readonly StepModel[]): Promise<void> {
  for (const step of steps) {
    const { uses } = step;
    if (uses === undefined || uses.startsWith('./')) continue;
    if (findStandIn(frame.job.options, uses) === undefined) await runPreStep(frame, step, uses);
  }
}

async function runPreStep(frame: StepFrame, step: StepModel, uses: string): Promise<void> {
  const { job } = frame;
  const startedMs = Date.now();
  const state: Record<string, string> = {};
  const execution: StepExecution = {
    frame,
    name: `Pre ${step.name === undefined ? `Run ${uses}` : String(step.name)}`,
    contextName: step.id,
    environment: { ...job.environment },
    ownEnvironment: {},
    outputs: {},
    state,
    github: { action: step.id, action_repository: '', action_ref: '' },
    signal: new AbortController().signal,
    commandFailed: false,
    commands: { resumeToken: undefined, echo: false },
    capture: createStepCapture(),
  };
  const { definition, github } = await locateAction(execution, uses);
  const { runs } = definition;
  if (runs.using === 'composite' || runs.pre === undefined) return;
  const { pre, preIf } = runs;
  execution.github = { ...execution.github, ...github };
  job.states.set(step, state);
  job.emit({ type: 'step-started', jobId: job.id, jobName: job.name, step: execution.name });
  const ended = await performStep({
    execution,
    condition: preIf,
    timeoutMinutes: () => 0,
    prepare() {
      const scope = createStepScope(frame, execution.environment, execution.github);
      execution.ownEnvironment = evaluateTextMap(step.env, scope);
      execution.environment = { ...job.environment, ...execution.ownEnvironment };
    },
    async body() {
      const scope = createStepScope(frame, execution.environment, execution.github);
      const inputs = collectInputs(execution, evaluateTextMap(step.with, scope), definition);
      registerPost({ ...execution, name: execution.name.slice('Pre '.length) }, step, definition, inputs);
      await runNodeFile(execution, definition, inputs, pre);
    },
    continueOnError: () => false,
  });
  if (ended.conclusion === 'failure' && job.status !== 'cancelled') job.status = 'failure';
  recordStep(frame, {
    name: execution.name,
    result: ended.conclusion,
    ...ended,
    seconds: (Date.now() - startedMs) / 1000,
    standIn: false,
    id: '',
    captured: readStepCapture(execution.capture, {}, job.masker),
  });
}
