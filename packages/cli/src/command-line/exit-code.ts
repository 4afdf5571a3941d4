import { ActionError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import { Interruption } from '../machine/signals.ts';

/** The error of a command that has a code, or that of the file system in words; undefined for a bug. */
export function readFailure(thrown: unknown): ActionError | undefined {
  const failure = describeFileSystemError(thrown) ?? thrown;
  return failure instanceof ActionError ? failure : undefined;
}

/** 2: the input is wrong; 3: the machine or a token is; 1: anything else. */
export function exitCodeOf(failure: ActionError | undefined): number {
  return failure?.blame === 'input' ? 2 : failure?.blame === 'environment' ? 3 : 1;
}

/**
 * Runs a command and turns its error into text and an exit code. A signal ends it without words.
 * @throws what has no code, which is a bug
 */
export async function guardCommand(
  signal: AbortSignal | undefined,
  show: (failure: ActionError) => void,
  body: () => Promise<number>,
): Promise<number> {
  try {
    return await body();
  } catch (thrown) {
    if (signal?.reason instanceof Interruption) return signal.reason.exitCode;
    const failure = readFailure(thrown);
    if (failure === undefined) throw thrown;
    show(failure);
    return exitCodeOf(failure);
  }
}
