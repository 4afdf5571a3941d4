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

/** Errors that come before anything was sent. */
const unsentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether an exchange that broke may be tried again. */
export function mayRetryFailure(failure: unknown, idempotent: boolean): boolean {
  if (idempotent) return true;
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    if (unsentCodes.has((cause as NodeJS.ErrnoException).code ?? '')) return true;
  }
  return false;
}

/** What the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit. */
export function readRequestedDelayMs({ status, headers }: AnswerHead, nowMs: number): number | undefined {
  const after = headers['retry-after']?.trim();
  if (after !== undefined) {
    if (/^\d{1,12}$/.test(after)) return Number(after) * 1000;
    const date = Date.parse(after);
    if (!Number.isNaN(date)) return Math.max(0, date - nowMs);
  }
  const reset = headers['x-ratelimit-reset'];
  if ((status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0' && reset !== undefined) {
    return Math.max(0, Number(reset) * 1000 - nowMs) || 0;
  }
  return undefined;
}

/** Exponential backoff with full jitter: a random part of a bound that doubles. `random` gives 0 to 1. */
export function chooseDelayMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt));
}
