import { findConnectFailure } from './connect-failure.ts';

const firstDelayMs = 500;
const maxDelayMs = 20_000;

// RFC 9110 and RFC 6585: statuses for which the same request may succeed later.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The head of a response, as far as a retry depends on it. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Whether GitHub rejected the request because of its rate limits: 403 or 429 with these headers.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimited({ status, headers }: AnswerHead): boolean {
  if (status === 429) return true;
  return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}

/** Whether to retry after a response. A request that was rejected unread is retried even if it is not idempotent. */
export function mayRetryAnswer(head: AnswerHead, idempotent: boolean): boolean {
  return isRateLimited(head) || (idempotent && passingStatuses.has(head.status));
}

/** Whether a broken exchange may be retried: without a connection, nothing was sent. */
export function mayRetryFailure(failure: unknown, idempotent: boolean): boolean {
  const unconnected = findConnectFailure(failure);
  return unconnected === undefined ? idempotent : unconnected.passing;
}

/**
 * How long the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit.
 * Undefined if it asks for nothing (zero, a time in the past, neither a number nor a date): the ordinary backoff then applies.
 */
export function readRequestedDelayMs(head: AnswerHead, nowMs: number): number | undefined {
  const delayMs = readRetryAfterMs(head, nowMs) ?? readResetMs(head, nowMs);
  return delayMs !== undefined && delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : undefined;
}

function readRetryAfterMs({ headers }: AnswerHead, nowMs: number): number | undefined {
  const after = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(after)) return Number(after) * 1000;
  // `Date.parse` accepts too much: "-5", "5 minutes". RFC 9110 §5.6.7: each form begins with a day of the week, and one has no
  // zone.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(after)) return undefined;
  const date = Date.parse(/GMT$/.test(after) ? after : `${after} GMT`);
  return Number.isNaN(date) ? undefined : date - nowMs;
}

function readResetMs({ status, headers }: AnswerHead, nowMs: number): number | undefined {
  const reset = headers['x-ratelimit-reset']?.trim() ?? '';
  const isUsedUp = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0';
  return isUsedUp && /^\d+$/.test(reset) ? Number(reset) * 1000 - nowMs : undefined;
}

/** Exponential backoff with full jitter: a random part of a limit that doubles. `random` returns 0 to 1. */
export function chooseDelayMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(maxDelayMs, firstDelayMs * 2 ** attempt));
}
