import { existsSync } from 'node:fs';
import { saveState, setOutput } from '@actions/core';
import { EnvironmentError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';

/**
 * Adds an output to the file of the runner, immediately and synchronously, so that it survives however the process
 * ends.
 * @throws EnvironmentError E_NOT_IN_JOB if the runner provides no file
 */
export function writeOutput(name: string, value: string): void {
  requireCommandFile('GITHUB_OUTPUT', name);
  setOutput(name, value);
}

/** Likewise a value that the step after the job can read. */
export function writeState(name: string, value: string): void {
  requireCommandFile('GITHUB_STATE', name);
  saveState(name, value);
}

// Without the variable, `@actions/core` prints `::set-output` or `::save-state`, which the runner no longer obeys.
function requireCommandFile(variable: string, name: string): void {
  const path = process.env[variable] ?? '';
  if (path !== '' && existsSync(path)) return;
  const what = path === '' ? 'is not set' : `is "${path}", which does not exist`;
  throw new EnvironmentError(coreErrors.E_NOT_IN_JOB, {
    message: `${variable} ${what}; cannot write "${name}".`,
  });
}
