import { findStandIn } from '../actions/find-stand-in.ts';
import { runProcess } from '../process-group.ts';
import type { StandInRun } from '../stand-ins/stand-in.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import { runPostStep } from './run-post-step.ts';
import { annotate, type StepExecution, takeOutputLine, writeLog } from './step-execution.ts';
import { warnUnexpectedInputs } from './unexpected-inputs.ts';

function createStandInRun(execution: StepExecution, inputs: Readonly<Record<string, string>>): StandInRun {
  const { job } = execution.frame;
  const path = [
    ...job.prependPath.toReversed(),
    execution.environment['PATH'] ?? job.options.environment['PATH'] ?? '',
  ];
  const environment = {
    ...job.options.environment,
    ...job.credentials.environment,
    ...execution.environment,
    PATH: path.filter(Boolean).join(':'),
  };
  return {
    inputs,
    workspace: job.directories.workspace,
    temporaryDirectory: job.directories.temp,
    environment,
    repository: `${job.options.repository.owner}/${job.options.repository.name}`,
    ref: job.options.ref,
    sha: job.options.sha,
    serverUrl: job.options.platform.serverUrl,
    token: job.credentials.token,
    signal: execution.signal,
    log: (line) => writeLog(execution, line),
    mask: (secret) => job.masker.add(secret),
    setOutput: (name, value) => {
      execution.outputs[name] = value;
    },
    exec: async (file, args, extra = {}) => {
      const lines: string[] = [];
      const exitCode = await runProcess({
        file,
        args,
        cwd: job.directories.workspace,
        env: { ...environment, ...extra, RUNNER_TRACKING_ID: job.trackingId },
        onLine: (line) => {
          lines.push(line);
          writeLog(execution, line);
        },
        signal: execution.signal,
      });
      if (exitCode !== 0) throw new Error(`The process '${file}' failed with exit code ${exitCode}`);
      return lines.join('\n');
    },
  };
}

/** Runs the stand-in of an action when there is one. */
export async function runStandIn(
  execution: StepExecution,
  step: StepModel,
  uses: string,
  given: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { job } = execution.frame;
  const standIn = findStandIn(job.options, uses);
  if (standIn === undefined || 'directory' in standIn) return false;
  takeOutputLine(execution, `::group::Run ${uses}`);
  writeLog(execution, 'A built-in stand-in replaces this action.');
  writeLog(execution, '##[endgroup]');
  if (standIn.inputs !== 'any') warnUnexpectedInputs(execution, given, standIn.inputs);
  const { post } = standIn;
  if (post !== undefined) {
    const part = {
      name: `Post ${execution.name}`,
      condition: 'always()',
      main: execution,
      body: (postExecution: StepExecution) => post(createStandInRun(postExecution, given)),
    };
    job.postSteps.push({ step, run: () => runPostStep(part) });
  }
  try {
    await standIn.main(createStandInRun(execution, given));
  } catch (cause) {
    annotate(execution, 'error', cause instanceof Error ? cause.message : String(cause));
    execution.commandFailed = true;
  }
  return true;
}
