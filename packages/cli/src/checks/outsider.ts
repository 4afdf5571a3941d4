import { fileURLToPath } from 'node:url';
import { type ProgramResult, type RunProgram, runOrThrow } from '../machine/programs.ts';

/** Somebody without any credentials, who only sees what the release made public. */
export interface Outsider {
  /** Empty folder of the outsider's own. */
  readonly directory: string;
  run(file: string, args: readonly string[], cwd?: string): Promise<ProgramResult>;
  /** Downloads each address to a path. @returns the HTTP statuses, in order */
  fetch(wanted: readonly { readonly url: string; readonly path: string }[]): Promise<number[]>;
}

const fetchProgram = fileURLToPath(new URL('fetch-files.ts', import.meta.url));

/** @param environment of the world: the gateway and the package index */
export function createOutsider(
  program: RunProgram,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Outsider {
  return {
    directory,
    run: (file, args, cwd = directory) => program(file, args, { cwd, env: environment }),
    async fetch(wanted) {
      const call = { cwd: directory, env: environment, input: JSON.stringify(wanted) };
      return JSON.parse(await runOrThrow(program, process.execPath, [fetchProgram], call)) as number[];
    },
  };
}
