import { Readable } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import type { HttpBody, HttpMethod } from '../ports.ts';
import { readTrustedAuthorities } from './certificates.ts';
import { createConnector, type Waiting, whileWaiting } from './connect.ts';
import { ConnectFailure, findConnectFailure } from './connect-failure.ts';
import { chooseProxy } from './proxy.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** One exchange on the wire, without retries and redirects. */
export interface Exchange {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpBody | undefined;
  readonly signal: AbortSignal;
}

/** The head of a response, with its body still unread. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Chunks as they arrive; must be read or discarded. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection without reading the rest. */
  discard(): void;
}

/** Sends exchanges; it owns the connections and the proxy and certificate settings. */
export type Transport = (exchange: Exchange) => Promise<Answer>;

// undici has its own timeouts; here the signal of the attempt limits the time, and long uploads are allowed.
const timeouts = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * The transport of a process: proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, authorities by
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`.
 * @throws EnvironmentError E_PROXY
 */
export async function createTransport(variables: Variables): Promise<Transport> {
  const ca = readTrustedAuthorities(variables);
  // One context for all connections: a context per connection would read every authority again, which takes longer than a
  // handshake.
  const secureContext = ca === undefined ? undefined : createSecureContext({ ca });
  // A large module, loaded at the first request.
  const { Agent, request } = await import('undici');
  const agents = new Map<string, Dispatcher>();
  const choose = (url: string): Dispatcher => {
    const proxy = chooseProxy(variables, url);
    const key = proxy?.href ?? '';
    const agent =
      agents.get(key) ?? new Agent({ connect: createConnector({ secureContext, proxy }), ...timeouts });
    agents.set(key, agent);
    return agent;
  };
  return async ({ method, url, headers, body, signal }) => {
    const size = typeof body === 'object' && 'open' in body ? { 'content-length': String(body.size) } : {};
    const dispatcher = choose(url);
    const answer = await untilAborted(signal, () =>
      request(url, {
        method,
        // Compressed responses would need two limits; the few large ones are streamed anyway.
        headers: { 'accept-encoding': 'identity', ...headers, ...size },
        body: openBody(body),
        dispatcher,
        signal,
      }),
    );
    return {
      status: answer.statusCode,
      headers: joinHeaders(answer.headers),
      body: answer.body,
      discard: () => {
        answer.body.on('error', () => undefined);
        answer.body.destroy();
      },
    };
  };
}

/**
 * Sends, and ends with the signal even before there is a connection, for which undici waits regardless of its signal. A
 * canceled exchange is never written, even if its connection is established later.
 */
async function untilAborted<Result>(signal: AbortSignal, send: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  const wait: Waiting = { signal, step: undefined };
  let give = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    give = (): void => {
      const cause: unknown = signal.reason;
      reject(
        wait.step === undefined
          ? cause
          : new ConnectFailure(`no connection was made (${wait.step})`, { cause }),
      );
    };
    signal.addEventListener('abort', give, { once: true });
  });
  try {
    return await Promise.race([whileWaiting(wait, send), aborted]);
  } catch (failure) {
    // undici's own message is omitted.
    throw findConnectFailure(failure) ?? failure;
  } finally {
    signal.removeEventListener('abort', give);
  }
}

function openBody(body: HttpBody | undefined): string | Uint8Array | Readable | null {
  if (body === undefined) return null;
  return typeof body === 'object' && 'open' in body
    ? Readable.from(body.open(), { objectMode: false })
    : body;
}

function joinHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const joined: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
