import { RemoteError } from '@slipway/core/errors/action-error';
import type { Clock, Log } from '@slipway/core/ports';

const firstWaitMs = 1_000;
const maxWaitMs = 60_000;

/** Whether a failure may be gone at the next attempt: no connection, an outage page, a refusal for now. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return false;
  // An outage page comes with any status, 200 included.
  if (error.code === 'E_HTTP_MALFORMED') return true;
  if (error.status !== undefined)
    return error.status === 408 || error.status === 429 || (error.status >= 500 && error.status !== 501);
  return error.retryable || error.code === 'E_HTTP_NETWORK' || error.code === 'E_HTTP_DEADLINE';
}

export interface BudgetOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since the epoch after which no further attempt begins. */
  readonly giveUpAtMs: number;
  /** What is attempted, as the subject of a sentence. */
  readonly what: string;
  /** Ends the waiting when it fires. */
  readonly signal?: AbortSignal | undefined;
}

/** Attempts something again, with waits of one second to one minute, while its failures are transient and time is left. */
export async function retryWithinBudget<T>(options: BudgetOptions, attempt: () => Promise<T>): Promise<T> {
  const { clock, log, giveUpAtMs, what, signal } = options;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, maxWaitMs)) {
    try {
      return await attempt();
    } catch (cause) {
      const leftMs = giveUpAtMs - clock.now();
      if (!isTransient(cause) || leftMs <= 0) throw cause;
      const seconds = Math.round(leftMs / 1000);
      const reason = cause instanceof Error ? cause.message : '';
      log.info(`${what} did not respond (${reason}). Retrying for up to ${seconds} s more`);
      await clock.sleep(Math.min(waitMs, leftMs), signal);
    }
  }
}
