import type { Clock } from '../ports.ts';

/** A clock that only moves when a test sleeps or sets it. */
export interface ManualClock extends Clock {
  /** Every sleep so far, in milliseconds. */
  readonly sleeps: readonly number[];
  advance(milliseconds: number): void;
}

/** For tests of code that waits: a sleep takes no real time and advances the clock. */
export function createManualClock(startMs: number = Date.UTC(2026, 0, 1)): ManualClock {
  let nowMs = startMs;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => nowMs,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      nowMs += milliseconds;
    },
    advance(milliseconds) {
      nowMs += milliseconds;
    },
  };
}
