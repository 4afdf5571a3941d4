import { ActionError, RemoteError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';
import { findConnectFailure } from './http/connect-failure.ts';
import { createResponse, excerpt, readBody, readRequestId } from './http/read-response.ts';
import { planRedirect, type RedirectStep } from './http/redirects.ts';
import { chooseDelayMs, mayRetryAnswer, mayRetryFailure, readRequestedDelayMs } from './http/retry.ts';
import { createTransport, type Transport } from './http/transport.ts';
import { neutralizeLine } from './neutralize.ts';
import type { Clock, Http, HttpRequest, HttpResponse, Log } from './ports.ts';
import { redactText, redactUrl } from './redact.ts';

export interface HttpOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly userAgent: string;
  /** Proxy and certificate settings are read from it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** 0 to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Ends every request when it fires. */
  readonly signal?: AbortSignal;
}

const defaultAttemptTimeoutMs = 60_000;
const defaultDeadlineMs = 300_000;
const defaultResponseBytes = 32 * 1024 * 1024;
const defaultAttempts = 8;

/** An attempt that produced no response for the caller. */
interface FailedAttempt {
  readonly error: RemoteError;
  readonly retry: boolean;
  /** How long the service asks to wait. */
  readonly delayMs: number | undefined;
}

/** How much of a response reached the caller. */
interface Progress {
  sunk: boolean;
  /** What the caller's sink threw. The exchange itself did not fail. */
  sinkFailure: { readonly cause: unknown } | undefined;
}

/** An HTTP client that retries idempotent requests until a deadline, and reports precisely why it gave up. */
export function createHttp(options: HttpOptions): Http {
  const { log, clock } = options;
  const random = options.random ?? Math.random;
  let transport: Promise<Transport> | undefined;
  return {
    async request(request) {
      transport ??= createTransport(options.environment);
      const send = await transport;
      const startedMs = clock.now();
      const { deadlineMs = defaultDeadlineMs, maxAttempts = defaultAttempts } = request;
      for (let attempt = 1; ; attempt += 1) {
        const remainingMs = deadlineMs - (clock.now() - startedMs);
        const outcome = await attemptRequest(send, request, options, Math.max(1, remainingMs));
        if (!('error' in outcome)) return outcome;
        const delayMs = outcome.delayMs ?? chooseDelayMs(attempt, random);
        const leftMs = deadlineMs - (clock.now() - startedMs) - delayMs;
        if (!outcome.retry || attempt >= maxAttempts) throw outcome.error;
        if (leftMs <= 0) throw exceedDeadline(request, outcome, deadlineMs, delayMs, attempt);
        log.debug(`${outcome.error.message} Retrying in ${delayMs} ms.`);
        await clock.sleep(delayMs, joinSignals(request.signal, options.signal));
      }
    },
  };
}

function joinSignals(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}

async function attemptRequest(
  send: Transport,
  request: HttpRequest,
  options: HttpOptions,
  remainingMs: number,
): Promise<HttpResponse | FailedAttempt> {
  const cancelled = joinSignals(request.signal, options.signal);
  const timeoutMs = Math.min(request.attemptTimeoutMs ?? defaultAttemptTimeoutMs, remainingMs);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const progress: Progress = { sunk: false, sinkFailure: undefined };
  try {
    return await followRedirects(send, request, options, joinSignals(cancelled, timeout.signal), progress);
  } catch (cause) {
    if (cancelled.aborted) throw cancelled.reason;
    if (progress.sinkFailure !== undefined) throw progress.sinkFailure.cause;
    if (cause instanceof ActionError && !(cause instanceof RemoteError && cause.retryable)) throw cause;
    const error =
      cause instanceof RemoteError ? cause : describeBroken(request, cause, timeout.signal, timeoutMs);
    // Bytes that were written to a sink cannot be taken back.
    const retry = !progress.sunk && mayRetryFailure(cause, isIdempotent(request));
    return { error, retry, delayMs: undefined };
  } finally {
    clearTimeout(timer);
  }
}

async function followRedirects(
  send: Transport,
  request: HttpRequest,
  options: HttpOptions,
  signal: AbortSignal,
  progress: Progress,
): Promise<HttpResponse | FailedAttempt> {
  let step: RedirectStep = {
    url: request.url,
    headers: { 'user-agent': options.userAgent, ...request.headers },
  };
  for (let followed = 0; ; followed += 1) {
    const { method, body } = request;
    const answer = await send({ method, url: step.url, headers: step.headers, body, signal });
    const next = planRedirect(request, step, answer, followed);
    options.log.debug(`${method} ${redactUrl(step.url)} returned ${answer.status}`);
    if (next !== undefined) {
      answer.discard();
      step = next;
      continue;
    }
    const { status } = answer;
    const good = status >= 200 && status < 300;
    const accepted =
      good ||
      request.acceptedStatuses?.includes(status) === true ||
      (status < 400 && request.redirect === 'manual');
    const sink = good ? request.sink : undefined;
    const bytes = await readBody(
      answer,
      step.url,
      request.maxResponseBytes ?? defaultResponseBytes,
      sink === undefined
        ? undefined
        : async (chunk) => {
            progress.sunk = true;
            try {
              await sink(chunk);
            } catch (cause) {
              progress.sinkFailure = { cause };
              throw cause;
            }
          },
    );
    const response = createResponse(answer, step.url, bytes);
    return accepted ? response : rejectStatus(request, response, options.clock.now());
  }
}

function rejectStatus(request: HttpRequest, response: HttpResponse, nowMs: number): FailedAttempt {
  const retry = mayRetryAnswer(response, isIdempotent(request));
  const delayMs = readRequestedDelayMs(response, nowMs);
  const requestId = readRequestId(response.headers);
  const error = new RemoteError(coreErrors.E_HTTP_STATUS, {
    message: `${label(request)} returned status ${response.status}${requestId === undefined ? '' : ` (request ${neutralizeLine(requestId, 80)})`}: "${excerpt(response.text())}".`,
    status: response.status,
    url: redactUrl(request.url),
    requestId,
    retryable: retry,
    retryAfterMs: delayMs,
  });
  return { error, retry, delayMs };
}

function exceedDeadline(
  request: HttpRequest,
  { error }: FailedAttempt,
  deadlineMs: number,
  delayMs: number,
  attempts: number,
): RemoteError {
  // Distinguish a service that was never reached from a slow one.
  const unconnected = findConnectFailure(error) !== undefined;
  return new RemoteError(unconnected ? coreErrors.E_HTTP_NETWORK : coreErrors.E_HTTP_DEADLINE, {
    message: `${label(request)} did not succeed within ${Math.round(deadlineMs / 1000)} s (${attempts} attempts, ${Math.round(delayMs / 1000)} s until the next retry). Last error: ${error.message}`,
    status: error.status,
    url: error.url,
    requestId: error.requestId,
    retryable: true,
    cause: error,
  });
}

function isIdempotent({ idempotent, method }: HttpRequest): boolean {
  return idempotent ?? (method !== 'POST' && method !== 'PATCH');
}

const label = ({ method, url }: HttpRequest): string => `${method} ${redactUrl(url)}`;

/** The error for an exchange without a response. @param timeout fired when it took too long */
function describeBroken(
  request: HttpRequest,
  cause: unknown,
  timeout: AbortSignal,
  timeoutMs: number,
): RemoteError {
  const unconnected = findConnectFailure(cause);
  const late = timeout.aborted;
  const what =
    unconnected === undefined
      ? late
        ? `received no response within ${timeoutMs} ms`
        : `failed: ${describeFailure(cause)}`
      : `failed: ${late ? `within ${timeoutMs} ms, ` : ''}${describeFailure(unconnected)}`;
  return new RemoteError(
    late && unconnected === undefined ? coreErrors.E_HTTP_DEADLINE : coreErrors.E_HTTP_NETWORK,
    {
      message: `${label(request)} ${what}.`,
      hint: unconnected?.hint,
      url: redactUrl(request.url),
      retryable: unconnected?.passing ?? true,
      cause,
    },
  );
}

/** Names and codes along the chain of causes: "fetch failed" by itself helps nobody. */
function describeFailure(failure: unknown): string {
  const parts: string[] = [];
  for (let cause = failure; cause instanceof Error && parts.length < 4; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    parts.push(typeof code === 'string' ? `${code} ${cause.message}` : cause.message);
  }
  return neutralizeLine(redactText(parts.join(', ')), 400);
}
