import type { Reporter } from '@slipway/runner/reporter';
import type { Check } from '../report/check.ts';

/** Tells what happens as it happens. */
export interface Progress {
  readonly reporter: Reporter;
  /** What is rehearsed, as the first line. */
  title(text: string): void;
  note(text: string): void;
  /** Lines to read before the run begins, in full: they are copied. */
  help(lines: readonly string[]): void;
  /** A run begins. @param jobs keys of those that wait for their turn */
  run(title: string, jobs: readonly string[]): void;
  /** What comes next, as the status line shows it. */
  heading(text: string): void;
  check(check: Check): void;
  /** Removes what shows what is going on, and leaves what has happened. */
  end(): void;
}
