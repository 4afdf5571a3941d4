import { createStepCapture, readStepCapture } from './captures/step-capture.ts';
import { performStep, recordStep } from './run-step.ts';
import type { StepExecution } from './step-execution.ts';
import type { StepFrame } from './step-frame.ts';

/** Post parts run in the reverse order of their main parts. */
export async function runPostSteps(frame: StepFrame): Promise<void> {
  const { job } = frame;
  for (let post = job.postSteps.pop(); post !== undefined; post = job.postSteps.pop()) {
    const { name, condition, run } = post;
    const startedMs = Date.now();
    const execution: StepExecution = {
      ...post.execution,
      name,
      frame: { ...post.execution.frame, compositeStatus: undefined },
      environment: { ...job.environment, ...post.execution.ownEnvironment },
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
      body: () => run(execution),
      continueOnError: () => false,
    });
    if (ended.conclusion === 'failure' && job.status !== 'cancelled') job.status = 'failure';
    recordStep(frame, {
      name,
      result: ended.conclusion,
      ...ended,
      seconds: (Date.now() - startedMs) / 1000,
      standIn: false,
      id: '',
      captured: readStepCapture(execution.capture, {}, job.masker),
    });
  }
}
