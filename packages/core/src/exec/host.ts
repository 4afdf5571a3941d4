import { access, constants, stat } from 'node:fs/promises';
import { win32 } from 'node:path';
import { exec } from '@actions/exec';
import { quoteCommand } from './quote-command.ts';

/** What starting and ending programs needs of the machine. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** Whether `path` is a file that may be executed. */
  isProgram(path: string): Promise<boolean>;
  /** As `process.kill`: a negative number is a process group. */
  signal(pid: number, signal: NodeJS.Signals): void;
  /** Ends a process and its descendants on Windows, which has no process groups. */
  endWindowsTree(pid: number): void;
}

/** This machine. */
export const thisHost: Host = {
  platform: process.platform,
  async isProgram(path) {
    try {
      await access(path, constants.X_OK);
      return (await stat(path)).isFile();
    } catch {
      return false;
    }
  },
  signal: (pid, signal) => void process.kill(pid, signal),
  endWindowsTree(pid) {
    const taskkill = quoteCommand(
      win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32/taskkill.exe'),
    );
    const options = { silent: true, ignoreReturnCode: true };
    // It fails when the process is gone, which is what was wanted.
    exec(taskkill, ['/PID', String(pid), '/T', '/F'], options).catch(() => undefined);
  },
};

/** Sends a signal to a process and all that it started, as far as they are still there. */
export function signalTree(host: Host, pid: number, signal: NodeJS.Signals): void {
  try {
    // A console program of Windows cannot be asked to end.
    if (host.platform === 'win32') host.endWindowsTree(pid);
    else host.signal(-pid, signal);
  } catch {
    // It is gone.
  }
}
