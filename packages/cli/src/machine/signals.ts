import { constants } from 'node:os';

/** A signal asked the process to end. */
export class Interruption extends Error {
  /** What a shell reports for a process ended by this signal. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`terminated by ${signal}`);
    this.name = 'Interruption';
    this.exitCode = 128 + (constants.signals[signal] ?? 0);
  }
}

/** Turns the signals that ask for an end into an abort, so that everything can be cleared away first. */
export function watchSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => controller.abort(new Interruption(signal)));
  // Nobody reads any more what is said.
  process.stdout.on('error', () => controller.abort(new Interruption('SIGPIPE')));
  return controller.signal;
}
