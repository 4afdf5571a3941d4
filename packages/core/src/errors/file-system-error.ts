import { neutralizeLine } from '../neutralize.ts';
import { EnvironmentError } from './action-error.ts';
import { coreErrors } from './core-errors.ts';

/** What the machine lacks, by the errno(3) codes that report it, and what to do about it. */
const reasons: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Free disk space or use a runner with a larger disk, then re-run the job.'],
  EDQUOT: ['the disk quota is used up', 'Free disk space or raise the quota, then re-run the job.'],
  EFBIG: ['the file would be larger than this machine allows', 'Raise the limit on file sizes (ulimit -f).'],
  EROFS: ['the file system is read-only', 'Choose a folder that can be written to.'],
  EACCES: ['permission denied', 'Give the user of the job access to the file and its folder.'],
  EPERM: ['operation not permitted', 'Give the user of the job access to the file and its folder.'],
  EMFILE: ['too many open files', 'Raise the limit on open files (ulimit -n), then re-run the job.'],
  ENFILE: ['too many open files on this machine', 'Re-run the job on a machine with less load.'],
  ENAMETOOLONG: ['the path is too long', 'Use a workspace with a shorter path.'],
  EIO: ['the disk failed', 'Re-run the job on a different machine.'],
  ESTALE: ['the network file system lost the file', 'Re-run the job.'],
};

/** System calls on files, as Node names them; sockets and programs have errors of their own. */
const fileCalls =
  /^(?:access|append|chmod|chown|close|copyfile|cp|f?stat|f?truncate|fdatasync|fsync|futime|link|lstat|lutime|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|symlink|unlink|utime|write)/;

/**
 * The error for a failure of the file system that the caller's code did not cause: a full disk, a missing permission, too many
 * open files. Undefined for anything else.
 */
export function describeFileSystemError(failure: unknown): EnvironmentError | undefined {
  if (!(failure instanceof Error)) return undefined;
  const { code = '', syscall = '', path } = failure as NodeJS.ErrnoException;
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (reason === undefined || !fileCalls.test(syscall)) return undefined;
  const [what, hint] = reason;
  const where = path === undefined ? '' : ` of "${neutralizeLine(path, 400)}"`;
  return new EnvironmentError(coreErrors.E_FILE_SYSTEM, {
    message: `${syscall}${where} failed: ${what} (${code}).`,
    hint,
    cause: failure,
  });
}
