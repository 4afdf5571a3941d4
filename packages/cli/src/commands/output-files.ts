import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { cliErrors } from '../errors.ts';

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

/**
 * Holds the file that an option names against what exists, before anything runs that would be lost.
 * @throws InputError E_REHEARSE_USAGE when its folder does not exist, or it is a folder itself
 */
export function checkOutputFile(option: string, path: string | undefined): void {
  if (path === undefined) return;
  const reject = (reason: string, hint: string): InputError =>
    new InputError(cliErrors.E_REHEARSE_USAGE, { message: `${option} "${path}": ${reason}`, hint });
  if (path === '') throw reject('the name is empty', 'Pass the name of a file.');
  const absolute = resolve(path);
  const folder = dirname(absolute);
  if (statOf(absolute)?.isDirectory() === true)
    throw reject('this is a folder', 'Pass the name of a file in it.');
  if (statOf(folder)?.isDirectory() !== true)
    throw reject(`the folder "${folder}" does not exist`, 'Create the folder, or choose a different one.');
}
