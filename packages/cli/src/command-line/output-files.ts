import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Reject } from './option-table.ts';

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

/**
 * Holds the file that an option names against what exists, before anything runs that would be lost.
 * @throws what `reject` makes of it when its folder does not exist, or it is a folder itself
 */
export function checkOutputFile(option: string, path: string | undefined, reject: Reject): void {
  if (path === undefined) return;
  const refuse = (reason: string, hint: string): Error => reject(`${option} "${path}": ${reason}`, hint);
  if (path === '') throw refuse('the name is empty', 'Pass the name of a file.');
  const absolute = resolve(path);
  const folder = dirname(absolute);
  if (statOf(absolute)?.isDirectory() === true)
    throw refuse('this is a folder', 'Pass the name of a file in it.');
  if (statOf(folder)?.isDirectory() !== true)
    throw refuse(`the folder "${folder}" does not exist`, 'Create the folder, or choose a different one.');
}
