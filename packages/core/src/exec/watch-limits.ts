import type { ChildProcess } from 'node:child_process';
import type { ExecOptions } from '../ports.ts';
import { type Host, signalTree } from './host.ts';

// Time to end by itself after SIGTERM before it is killed, and to be gone before its output is given up.
const terminationGraceMs = 2000;

/** Why a program was ended before it ended by itself. */
export type EndReason = 'timeout' | 'aborted';

/** A program that is ended, with everything it started, when its time is over or it is no longer wanted. */
export interface Limits {
  readonly reason: EndReason | undefined;
  /** The program has ended. */
  stop(): void;
}

/** Watches a program that was just started. */
export function watchLimits(
  host: Host,
  child: ChildProcess,
  { signal, timeoutMs }: Pick<ExecOptions, 'signal' | 'timeoutMs'>,
): Limits {
  const state: { reason: EndReason | undefined; stop(): void } = { reason: undefined, stop };
  const timers: NodeJS.Timeout[] = [];
  const later = (delayMs: number, act: () => void): void => void timers.push(setTimeout(act, delayMs));
  const send = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined) signalTree(host, child.pid, name);
  };
  const end = (reason: EndReason): void => {
    if (state.reason !== undefined) return;
    state.reason = reason;
    send('SIGTERM');
    later(terminationGraceMs, () => send('SIGKILL'));
    // A process that left the group may still hold the output, which would never be complete.
    later(2 * terminationGraceMs, () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
  };
  const abort = (): void => end('aborted');
  if (timeoutMs !== undefined) later(timeoutMs, () => end('timeout'));
  signal?.addEventListener('abort', abort, { once: true });
  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    // What the program left running in its group would outlive the step.
    if (state.reason !== undefined) send('SIGKILL');
  }
  return state;
}
