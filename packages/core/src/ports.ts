/** The effects of a domain package. They are passed in, so that the same code runs in an action, on the command line and in a test. */

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  /** For messages that the user must see; shown on the run page. */
  notice(message: string): void;
  warning(message: string): void;
  /** Runs `body` inside a named, foldable group; the name is a noun phrase. */
  group<T>(name: string, body: () => Promise<T>): Promise<T>;
  /** Registers a secret, which is masked in every log line from now on. */
  mask(secret: string): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface ExecOptions {
  readonly cwd?: string;
  /** The complete environment of the child: it inherits nothing else. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Called with each complete line of standard output and standard error, already escaped. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Maximum bytes of each stream that are kept in the result; the rest is dropped. Default 16 MiB. */
  readonly maxOutputBytes?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Exit codes that are not an error. Default [0]. */
  readonly acceptedExitCodes?: readonly number[];
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts programs from an argument array, never through a shell. */
export interface Exec {
  /** @throws ActionError E_TOOL_MISSING, E_EXEC_FAILED */
  run(file: string, args: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Bytes, or a factory that reopens the same bytes for every attempt. */
export type HttpBody = string | Uint8Array | { readonly size: number; open(): AsyncIterable<Uint8Array> };

export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names of headers, in any case, that are sent only to the origin of `url`; `authorization` and similar headers always are. */
  readonly secretHeaders?: readonly string[];
  readonly body?: HttpBody;
  /** Whether to retry after an unclear outcome. Default: true for GET, HEAD, PUT and DELETE. */
  readonly idempotent?: boolean;
  /** Statuses that are returned instead of thrown; 2xx always are. */
  readonly acceptedStatuses?: readonly number[];
  /** Default 32 MiB; a larger response is an error. */
  readonly maxResponseBytes?: number;
  /** If set, the body of a 2xx response is streamed into it, and `body` of the response is empty. */
  readonly sink?: (chunk: Uint8Array) => void | Promise<void>;
  /** One attempt, from the first byte sent to the last received. Default 60,000. */
  readonly attemptTimeoutMs?: number;
  /** All attempts including their waits. Default 300,000. */
  readonly deadlineMs?: number;
  /** Default 8. Use 1 if a retry needs a different body. */
  readonly maxAttempts?: number;
  /**
   * `follow` never sends credentials to a different origin and never leaves https. Default `follow` for GET and HEAD, otherwise
   * `error`.
   */
  readonly redirect?: 'follow' | 'error' | 'manual';
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The URL that answered, after redirects. */
  readonly url: string;
  readonly body: Uint8Array;
  /** UTF-8. */
  text(): string;
  /** @throws RemoteError E_HTTP_MALFORMED if the body is not JSON */
  json(): unknown;
}

export interface Http {
  /** @throws RemoteError E_HTTP_STATUS, E_HTTP_NETWORK, E_HTTP_DEADLINE, E_HTTP_REDIRECT, E_HTTP_BODY_TOO_LARGE */
  request(request: HttpRequest): Promise<HttpResponse>;
}
