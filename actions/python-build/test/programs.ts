import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Exec, ExecOptions } from '@slipway/core/ports';

/** Standard output by the words of a call; a call that is not in it fails as a program that is not there. */
export interface FakePrograms {
  readonly exec: Exec;
  readonly calls: { readonly words: string; readonly options: ExecOptions | undefined }[];
}

/** Stands in for programs on PATH. @param answers by the first words of a call */
export function fakePrograms(answers: Readonly<Record<string, string | Error>>): FakePrograms {
  const calls: FakePrograms['calls'] = [];
  return {
    calls,
    exec: {
      async run(file, args, options) {
        const words = [file, ...args].join(' ');
        calls.push({ words, options });
        const answer = Object.entries(answers).find(([start]) => words.startsWith(start))?.[1];
        if (answer === undefined)
          throw new EnvironmentError(coreErrors.E_TOOL_MISSING, { message: `no ${file}` });
        if (answer instanceof Error) throw answer;
        return { exitCode: 0, stdout: answer, stderr: '' };
      },
    },
  };
}
