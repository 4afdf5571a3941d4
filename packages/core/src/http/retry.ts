import { findConnectFailure } from './connect-failure.ts';

const firstDelayMs = 500;
const longestDelayMs = 20_000;

// RFC 9110 and RFC 6585: what says that the same request may be answered otherwise later.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Head of an answer, as far as a retry is decided by it. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Whether GitHub turned the request away for its rate limits: 403 or 429 with these headers.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimited({ status, headers }: AnswerHead): boolean {
  if (status === 429) return true;
  return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}

/** Whether an answer may be tried again; one that was turned away unread may also when the request is not idempotent. */
export function mayRetryAnswer(head: AnswerHead, idempotent: boolean): boolean {
  return isRateLimited(head) || (idempotent && passingStatuses.has(head.status));
}

/** Whether an exchange that broke may be tried again: nothing was sent where there was no connection. */
export function mayRetryFailure(failure: unknown, idempotent: boolean): boolean {
  const unconnected = findConnectFailure(failure);
  return unconnected === undefined ? idempotent : unconnected.passing;
}

/**
 * What the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit. Undefined
 * for what asks for nothing (zero, a time that has passed, no number and no date): the ordinary back-off is kept then.
 */
export function readRequestedDelayMs(head: AnswerHead, nowMs: number): number | undefined {
  const delayMs = readRetryAfterMs(head, nowMs) ?? readResetMs(head, nowMs);
  return delayMs !== undefined && delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : undefined;
}

function readRetryAfterMs({ headers }: AnswerHead, nowMs: number): number | undefined {
  const after = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(after)) return Number(after) * 1000;
  // `Date.parse` takes much for a date: "-5", "5 minutes". RFC 9110 §5.6.7: each form begins with a day; one has no zone.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(after)) return undefined;
  const date = Date.parse(/GMT$/.test(after) ? after : `${after} GMT`);
  return Number.isNaN(date) ? undefined : date - nowMs;
}

function readResetMs({ status, headers }: AnswerHead, nowMs: number): number | undefined {
  const reset = headers['x-ratelimit-reset']?.trim() ?? '';
  const isUsedUp = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0';
  return isUsedUp && /^\d+$/.test(reset) ? Number(reset) * 1000 - nowMs : undefined;
}

/** Exponential backoff with full jitter: a random part of a bound that doubles. `random` gives 0 to 1. */
export function chooseDelayMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt));
}
