import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';

/**
 * Runs something that writes, and says in words what the machine refuses: a full disk, a folder without rights, a file in
 * the way of a folder.
 * @throws EnvironmentError E_FILE_UNREADABLE
 */
export async function onDisk<T>(path: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    const { code, syscall } = (cause ?? {}) as NodeJS.ErrnoException;
    if (!(cause instanceof Error) || code === undefined || syscall === undefined) throw cause;
    throw new EnvironmentError(coreErrors.E_FILE_UNREADABLE, {
      message: `${neutralizeLine(path, 400)} cannot be written: ${neutralizeLine(cause.message, 400)}.`,
      hint: 'Free disk space, allow yourself to write there, or choose a different folder.',
      cause,
    });
  }
}
