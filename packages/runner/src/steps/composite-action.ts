import type { ActionDefinition } from '../actions/action-definition.ts';
import { evaluateText } from '../workflow/expressions.ts';
import type { SourceRepository } from '../workflow/workflow-instance.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import type { StepExecution } from './step-execution.ts';
import { createStepScope, type StepFrame } from './step-frame.ts';

/** Runs one step inside a composite action; `outer` is the step that uses the action. */
export type RunNestedStep = (frame: StepFrame, step: StepModel, outer: StepExecution) => Promise<void>;

/** Runs the steps of a composite action in a frame of their own, then evaluates its outputs. */
export async function runCompositeAction(
  execution: StepExecution,
  definition: ActionDefinition,
  inputs: Readonly<Record<string, string>>,
  source: SourceRepository,
  runNestedStep: RunNestedStep,
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
    await runNestedStep(frame, step, execution);
    if (execution.signal.aborted) break;
  }
  const scope = createStepScope(frame, { ...frame.job.environment, ...frame.environment }, frame.github);
  for (const [name, token] of definition.outputs) execution.outputs[name] = evaluateText(token, scope);
  if (frame.compositeStatus === 'failure') execution.commandFailed = true;
}
