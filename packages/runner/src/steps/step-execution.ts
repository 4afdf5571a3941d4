import { noteStrayCommand, type StepCapture } from '../captures/step-capture.ts';
import type { Annotation } from '../result.ts';
import { isStopToken, type LogCommand, parseLogCommand } from './log-command.ts';
import type { StepFrame } from './step-frame.ts';

/** One run of a step (or of its pre or post part): its environment, its output, what commands it gave. */
export interface StepExecution {
  readonly frame: StepFrame;
  /** As shown; nested steps keep the name of the outermost. */
  readonly name: string;
  readonly contextName: string;
  /** `env` as the step sees it: the job's, those of the steps around it, its own. */
  environment: Readonly<Record<string, string>>;
  /** The part of it that comes from `env:` of this step and those around it. */
  ownEnvironment: Readonly<Record<string, string>>;
  readonly outputs: Record<string, string>;
  /** What `GITHUB_STATE` saved; shared by pre, main and post. */
  readonly state: Record<string, string>;
  /** `github.action`, `github.action_repository`, … */
  github: Record<string, string>;
  signal: AbortSignal;
  /** A command of the step could not be carried out: the step fails. */
  commandFailed: boolean;
  readonly commands: { resumeToken: string | undefined; echo: boolean };
  /** What the step leaves for the report. */
  readonly capture: StepCapture;
}

/** Commands whose line is never shown, also with `echo` on. */
const unechoedCommands: ReadonlySet<string> = new Set([
  'add-mask',
  'debug',
  'echo',
  'error',
  'notice',
  'warning',
  'group',
  'endgroup',
]);
const unsafeCommandText = (name: string): string =>
  `The \`${name}\` command is disabled. Please upgrade to using Environment Files or opt into unsecure command execution by setting the \`ACTIONS_ALLOW_UNSECURE_COMMANDS\` environment variable to \`true\`. For more information see: https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/`;

/** Writes one line of the step's log, secrets masked. */
export function writeLog(execution: StepExecution, line: string): void {
  const { job } = execution.frame;
  const masked = job.masker.mask(line);
  execution.capture.log.add(masked);
  job.emit({ type: 'log', jobId: job.id, jobName: job.name, step: execution.name, line: masked });
}

/** Adds an annotation to the job and shows it in the log. */
export function annotate(
  execution: StepExecution,
  level: Annotation['level'],
  message: string,
  properties: Readonly<Record<string, string>> = {},
): void {
  const { job } = execution.frame;
  writeLog(execution, `##[${level}]${message}`);
  const annotation = {
    level,
    message: job.masker.mask(message),
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, job.masker.mask(value)]),
    ),
  };
  job.annotations.push(annotation);
  job.emit({ type: 'annotation', jobId: job.id, jobName: job.name, annotation });
}

/** Takes one line of a step's output: a workflow command is carried out, everything else goes to the log. */
export function takeOutputLine(execution: StepExecution, line: string): void {
  const { commands } = execution;
  const command = parseLogCommand(line, commands.resumeToken);
  if (command === undefined) {
    if (commands.resumeToken === undefined)
      noteStrayCommand(execution.capture, execution.frame.job.masker.mask(line));
    writeLog(execution, line);
  } else if (commands.resumeToken !== undefined) {
    if (command.name === commands.resumeToken.toLowerCase()) commands.resumeToken = undefined;
    writeLog(execution, line);
  } else {
    if (commands.echo && !unechoedCommands.has(command.name)) writeLog(execution, line);
    try {
      carryOut(execution, command, line);
    } catch (cause) {
      const shown = unechoedCommands.has(command.name) ? command.name : line;
      annotate(execution, 'error', `Unable to process command '${shown}' successfully.`);
      annotate(execution, 'error', cause instanceof Error ? cause.message : String(cause));
      execution.commandFailed = true;
    }
  }
}

function requireName(command: LogCommand): string {
  const name = command.properties['name'];
  if (name === undefined || name === '') {
    throw new Error(`Required field 'name' is missing in ##[${command.name}] command.`);
  }
  return name;
}

function carryOut(execution: StepExecution, command: LogCommand, line: string): void {
  const { job } = execution.frame;
  switch (command.name) {
    case 'add-mask':
      if (command.data.trim() === '') {
        annotate(execution, 'warning', "Can't add secret mask for empty string in ##[add-mask] command.");
      } else {
        job.masker.add(command.data);
        if (execution.commands.echo) writeLog(execution, '::add-mask::***');
      }
      return;
    case 'error':
    case 'warning':
    case 'notice':
      annotate(execution, command.name, command.data, command.properties);
      return;
    case 'group':
      writeLog(execution, `##[group]${command.data}`);
      return;
    case 'endgroup':
      writeLog(execution, '##[endgroup]');
      return;
    case 'debug':
      if (job.options.variables?.['ACTIONS_STEP_DEBUG'] === 'true')
        writeLog(execution, `##[debug]${command.data}`);
      return;
    case 'echo': {
      const wanted = command.data.trim().toLowerCase();
      if (wanted !== 'on' && wanted !== 'off') {
        throw new Error(
          `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${command.data}'.`,
        );
      }
      execution.commands.echo = wanted === 'on';
      return;
    }
    case 'stop-commands':
      if (!isStopToken(command.data)) {
        throw new Error(
          "You cannot use a endToken that is an empty string, the string 'pause-logging', or another workflow command. For more information see: https://docs.github.com/actions/learn-github-actions/workflow-commands-for-github-actions#example-stopping-and-starting-workflow-commands or opt into insecure command execution by setting the `ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS` environment variable to `true`.",
        );
      }
      execution.commands.resumeToken = command.data;
      // Who reads the log must not be able to resume commands of another step with it.
      if (command.data.length > 6) job.masker.add(command.data);
      writeLog(execution, line);
      return;
    case 'save-state':
      execution.state[requireName(command)] = command.data;
      warnDeprecated(execution, command.name);
      return;
    case 'set-output':
      execution.outputs[requireName(command)] = command.data;
      warnDeprecated(execution, command.name);
      return;
    case 'add-matcher':
    case 'remove-matcher':
      job.emit({
        type: 'note',
        message: `Problem matchers are ignored (::${command.name}:: in '${execution.name}').`,
      });
      return;
    default:
      runUnsafeCommand(execution, command);
  }
}

function warnDeprecated(execution: StepExecution, name: string): void {
  annotate(
    execution,
    'warning',
    `The \`${name}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files. For more information see: https://github.blog/changelog/2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/`,
  );
}

/** `set-env` and `add-path`: only for who opted in. */
function runUnsafeCommand(execution: StepExecution, command: LogCommand): void {
  if (execution.environment['ACTIONS_ALLOW_UNSECURE_COMMANDS']?.toLowerCase() !== 'true') {
    throw new Error(unsafeCommandText(command.name));
  }
  const { job } = execution.frame;
  if (command.name === 'add-path') {
    job.prependPath.push(command.data);
    return;
  }
  const name = requireName(command);
  if (name.toUpperCase() === 'NODE_OPTIONS') {
    annotate(execution, 'error', `Can't update NODE_OPTIONS environment variable using ::set-env:: command.`);
    return;
  }
  job.environment[name] = command.data;
}
