import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { EnvironmentError } from './errors/action-error.ts';

/** Where the commands of an action go. */
export interface CommandOutput {
  /** Writes one line to standard output. */
  writeLine(line: string): void;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

// The escapes of the runner: actions/runner, ActionCommand.cs; data first, the separators of properties besides.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One workflow command, `::name key=value::data`. */
export function renderCommand(
  name: string,
  data: string,
  properties: Readonly<Record<string, string>> = {},
): string {
  const rendered = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(value)}`)
    .join(',');
  return `::${name}${rendered === '' ? '' : ` ${rendered}`}::${escapeData(data)}`;
}

/**
 * One entry of an environment file (`GITHUB_OUTPUT`, `GITHUB_STATE`), between delimiters that nobody can guess.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
export function renderFileEntry(name: string, value: string): string {
  const delimiter = `ghadelimiter_${randomUUID()}`;
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

/** Adds an entry to the file that a variable names. @throws EnvironmentError E_NOT_IN_JOB when the runner gave none */
export function appendToCommandFile(
  output: CommandOutput,
  variable: string,
  name: string,
  value: string,
): void {
  const path = output.variables[variable];
  if (path === undefined || path === '') {
    throw new EnvironmentError('E_NOT_IN_JOB', {
      message: `${variable} is not set, so "${name}" cannot be handed on.`,
    });
  }
  // At once and synchronously: what is known stays known however the process ends.
  appendFileSync(path, renderFileEntry(name, value));
}
