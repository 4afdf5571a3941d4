import type { ActionDefinition } from './action-definition.ts';
import { evaluateText } from './expressions.ts';
import type { SourceRepository } from './job-runtime.ts';
import { runStep } from './run-step.ts';
import type { StepExecution } from './step-execution.ts';
import { createStepScope, type StepFrame } from './step-frame.ts';

/** Runs the steps of a composite action in a frame of their own, then evaluates its outputs. */
export async function runCompositeAction(
  execution: StepExecution,
  definition: ActionDefinition,
  inputs: Readonly<Record<string, string>>,
  source: SourceRepository,
): Promise<void> {
  if (definition.runs.using !== 'composite') return;
  const frame: StepFrame = {
    job: execution.frame.job,
    inputs,
    steps: {},
    environment: execution.ownEnvironment,
    github: { ...execution.github, action_path: definition.directory },
    source,
    defaults: { shell: '', workingDirectory: '' },
    compositeStatus: 'success',
    declaredOutputs: new Map(),
  };
  for (const step of definition.runs.steps) {
    await runStep(frame, step, execution);
    if (execution.signal.aborted) break;
  }
  const scope = createStepScope(frame, { ...frame.job.environment, ...frame.environment }, frame.github);
  for (const [name, token] of definition.outputs) execution.outputs[name] = evaluateText(token, scope);
  if (frame.compositeStatus === 'failure') execution.commandFailed = true;
}
