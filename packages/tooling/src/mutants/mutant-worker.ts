import type { RehearsalCell } from './cells.ts';
import { type RehearsalVerdict, rehearseMutant } from './rehearse-mutant.ts';

/** One rehearsal that a worker process is asked for. */
export interface MutantOrder {
  readonly workflowText: string;
  readonly cell: RehearsalCell;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What it answers: how the rehearsal ended, or why there was none. */
export type MutantAnswer = { readonly verdict: RehearsalVerdict } | { readonly failure: string };

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
let rehearsals = 0;
// Without the process that asks there is nobody to answer.
process.on('disconnect', () => {
  if (rehearsals === 0) process.exit(0);
  stop.abort(new Error('nobody listens any more'));
});

process.on('message', (order: MutantOrder) => {
  rehearsals += 1;
  const answer = (message: MutantAnswer): void => {
    rehearsals -= 1;
    if (process.connected) process.send?.(message);
    if (!stop.signal.aborted) return;
    process.stderr.write(`A rehearsal was broken off: ${String(stop.signal.reason)}\n`);
    process.exit(1);
  };
  rehearseMutant({ ...order, signal: stop.signal, toTheEnd: false, write: () => undefined }).then(
    (verdict) => answer({ verdict }),
    (cause: unknown) =>
      answer({ failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  );
});
