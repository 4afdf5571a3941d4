import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import type { ErrorKind } from '@slipway/core/errors/define-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, HttpResponse } from '@slipway/core/ports';
import { redactText } from '@slipway/core/redact';
import { bindFetch, type Fetch, type FetchResponse } from '@slipway/fetch-port';
import { isTransient } from './transient.ts';

/** How a witness makes its requests. */
export interface WitnessOptions {
  readonly http: Http;
  /** Ends the requests when it fires. */
  readonly signal?: AbortSignal | undefined;
}

/** One service of Sigstore, and how its requests are made. */
export interface Service extends WitnessOptions {
  /** The subject of a sentence: `Rekor`. */
  readonly name: string;
  /** Of its errors. */
  readonly kind: ErrorKind;
  /** What it should have answered, for an error about something else: `an entry with its proof`. */
  readonly expected: string;
  readonly accept: string;
  /** Whether the same request may be sent again within one attempt. */
  readonly idempotent: boolean;
  /** For all attempts of one request with their waits. */
  readonly deadlineMs: number;
  /** Masked in everything that is quoted from it. */
  readonly secrets?: readonly string[];
  /** The end of a `Location` that names an existing entry; the library fetches it after a 409. */
  readonly existing?: RegExp;
  /** The error for a refusal that quotes it. Default: a RemoteError with its status. */
  readonly refuse?: (message: string) => ActionError;
}

const maxAnswerBytes = 1024 * 1024;
// The library's own transport knows no redirect that it would follow, and no other status that says anything.
const acceptedStatuses = [400, 401, 403, 404, 405, 409, 422];

/**
 * Calls a client of `@sigstore/sign` with its requests sent through the `Http` port. What the port throws comes out as it is,
 * named by the service, and not in the words of the library, which quote what was sent and what was answered.
 * @throws RemoteError with the code of the service; whatever ended `signal`
 */
export async function askService<Answer>(service: Service, ask: () => Promise<Answer>): Promise<Answer> {
  const failures: unknown[] = [];
  const note = (cause: unknown): never => {
    failures.push(cause);
    throw cause;
  };
  const send: Fetch = (url, { method, headers, body, timeout }) =>
    service.http
      .request({
        method,
        url,
        headers: {
          accept: service.accept,
          ...(body === undefined ? {} : { 'content-type': headers['Content-Type'] ?? 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        ...(timeout === undefined ? {} : { attemptTimeoutMs: timeout }),
        ...(service.signal === undefined ? {} : { signal: service.signal }),
        idempotent: service.idempotent,
        acceptedStatuses,
        deadlineMs: service.deadlineMs,
        maxResponseBytes: maxAnswerBytes,
      })
      .then((response) => toFetchResponse(service, response, note))
      .catch(note);
  try {
    return await bindFetch(send, ask);
  } catch {
    throw failures.length === 0 ? malformed(service) : explain(service, failures[0]);
  }
}

function toFetchResponse(
  service: Service,
  response: HttpResponse,
  note: (cause: unknown) => never,
): FetchResponse {
  const { status } = response;
  const ok = status < 400;
  const existing = service.existing?.exec(response.headers['location'] ?? '')?.[0];
  if (!ok && (status !== 409 || existing === undefined)) throw refusal(service, response);
  return {
    ok,
    status,
    statusText: '',
    headers: {
      get: (name) => (name.toLowerCase() === 'location' && existing !== undefined ? existing : null),
    },
    async json() {
      try {
        return response.json();
      } catch (cause) {
        return note(cause);
      }
    },
    buffer: async () => Buffer.from(response.body),
  };
}

function refusal({ name, kind, secrets = [], refuse }: Service, response: HttpResponse): ActionError {
  const { status } = response;
  const message = `${name} returned status ${status}: ${neutralizeLine(redactText(response.text(), secrets), 400)}`;
  return refuse === undefined ? new RemoteError(kind, { message, status }) : refuse(message);
}

/** The error for an answer that is not what was asked for; the next attempt may be answered better. */
export function malformed({
  name,
  kind,
  expected,
}: Pick<Service, 'name' | 'kind' | 'expected'>): RemoteError {
  return new RemoteError(kind, { message: `${name} did not return ${expected}.`, retryable: true });
}

/** Names the service in an error of the transport; an error that has its reason already stays as it is. */
function explain({ name, kind }: Service, cause: unknown): unknown {
  if (!(cause instanceof ActionError) || !cause.code.startsWith('E_HTTP_')) return cause;
  return new RemoteError(kind, {
    message: `${name} could not be used: ${cause.message}`,
    cause,
    // A transient error keeps its mark, because an outage page can have any status.
    status: cause instanceof RemoteError && !isTransient(cause) ? cause.status : undefined,
    retryable: isTransient(cause),
  });
}
