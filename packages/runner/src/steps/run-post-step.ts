import { createStepCapture, readStepCapture } from '../captures/step-capture.ts';
import { performStep, recordStep } from './perform-step.ts';
import type { StepExecution } from './step-execution.ts';
import type { StepFrame } from './step-frame.ts';

/** The post part of an action: its name and condition, the step it belongs to, and what it runs. */
export interface PostPart {
  readonly name: string;
  readonly condition: string;
  readonly main: StepExecution;
  body(execution: StepExecution): Promise<void>;
}

/** Runs the post part of an action with the environment as it is now, and records it. */
export async function runPostStep({ name, condition, main, body }: PostPart): Promise<void> {
  const { job } = main.frame;
  const startedMs = Date.now();
  const execution: StepExecution = {
    ...main,
    name,
    frame: { ...main.frame, compositeStatus: undefined },
    environment: { ...job.environment, ...main.ownEnvironment },
    commandFailed: false,
    commands: { resumeToken: undefined, echo: false },
    capture: createStepCapture(),
  };
  job.emit({ type: 'step-started', jobId: job.id, jobName: job.name, step: name });
  const ended = await performStep({
    execution,
    condition,
    timeoutMinutes: () => 0,
    prepare: () => undefined,
    body: () => body(execution),
    continueOnError: () => false,
  });
  if (ended.conclusion === 'failure' && job.status !== 'cancelled') job.status = 'failure';
  recordStep(main.frame, {
    name,
    result: ended.conclusion,
    ...ended,
    seconds: (Date.now() - startedMs) / 1000,
    standIn: false,
    id: '',
    captured: readStepCapture(execution.capture, {}, job.masker),
  });
}

/** Post parts run in the reverse order of their main parts. */
export async function runPostSteps({ job }: StepFrame): Promise<void> {
  for (let post = job.postSteps.pop(); post !== undefined; post = job.postSteps.pop()) await post.run();
}
