import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { PassThrough } from 'node:stream';

/** How the process of a library is to be started. */
export interface Adoption {
  /** As a process group of its own, so that it can be ended with what it starts. */
  readonly detached: boolean;
  /** Nothing is started once this has fired. */
  readonly signal?: AbortSignal | undefined;
  readonly onStart: (child: ChildProcess) => void;
  /** Called at most once, with the error of the system. */
  readonly onFailure: (failure: unknown) => void;
}

/** `child_process.spawn` calls this on the process that it has created and announced. Node does not document it. */
interface Spawning {
  spawn(options: object): unknown;
}

const adoptions = new AsyncLocalStorage<{ readonly adoption: Adoption; isUsed: boolean }>();
let isSubscribed = false;

/**
 * Runs `start` and takes part in the start of the first process that it creates, of which `@actions/exec` shows nothing: not
 * its number, not its signals, not its input. Node announces each process before it is started, see
 * https://nodejs.org/api/diagnostics_channel.html#child-process.
 */
export function adoptProcess<Result>(adoption: Adoption, start: () => Promise<Result>): Promise<Result> {
  if (!isSubscribed) subscribe('child_process', adopt);
  isSubscribed = true;
  return adoptions.run({ adoption, isUsed: false }, start);
}

function adopt(message: unknown): void {
  const current = adoptions.getStore();
  if (current === undefined || current.isUsed) return;
  current.isUsed = true;
  const { adoption } = current;
  const { process: child } = message as { readonly process: ChildProcess & Spawning };
  const { spawn } = child;
  child.spawn = (options) => {
    child.once('error', adoption.onFailure);
    try {
      adoption.signal?.throwIfAborted();
      const result = Reflect.apply(spawn, child, [
        { ...options, detached: adoption.detached, windowsHide: true },
      ]);
      if (child.pid !== undefined) adoption.onStart(child);
      return result;
    } catch (failure) {
      // Arguments that are too long are thrown, and the library would lose what is thrown: it would wait for ever.
      queueMicrotask(() => child.emit('error', failure));
      return undefined;
    } finally {
      // The library insists on an input, and a program that does not read its own is no error.
      child.stdin ??= new PassThrough();
      child.stdin.on('error', () => undefined);
    }
  };
}
