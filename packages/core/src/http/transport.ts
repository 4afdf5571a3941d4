import { Readable } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import type { HttpBody, HttpMethod } from '../ports.ts';
import { readTrustedAuthorities } from './certificates.ts';
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

/** The head of an answer, with its body still to be read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Chunks as they arrive; must be read or given up. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection without reading the rest. */
  discard(): void;
}

/** Sends exchanges; the connections and the settings of proxy and certificates are behind it. */
export type Transport = (exchange: Exchange) => Promise<Answer>;

// undici times out by itself; here the signal of the attempt does, and long uploads are wanted.
const timeouts = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * The transport of a process: proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, authorities by
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`.
 * @throws EnvironmentError E_PROXY
 */
export async function createTransport(variables: Variables): Promise<Transport> {
  const ca = readTrustedAuthorities(variables);
  // One context for all connections: each of its own would read every authority again, which takes longer than a handshake.
  const connect = ca === undefined ? {} : { secureContext: createSecureContext({ ca }) };
  // A large module: it is loaded when the first request is made.
  const { Agent, ProxyAgent, request } = await import('undici');
  const direct = new Agent({ connect, ...timeouts });
  const proxies = new Map<string, Dispatcher>();
  const choose = (url: string): Dispatcher => {
    const proxy = chooseProxy(variables, url);
    if (proxy === undefined) return direct;
    const agent =
      proxies.get(proxy.href) ??
      new ProxyAgent({ uri: proxy.href, requestTls: connect, proxyTls: connect, ...timeouts });
    proxies.set(proxy.href, agent);
    return agent;
  };
  return async ({ method, url, headers, body, signal }) => {
    const size = typeof body === 'object' && 'open' in body ? { 'content-length': String(body.size) } : {};
    const answer = await request(url, {
      method,
      // Compressed answers would have to be bounded twice; the few that are large are streamed anyway.
      headers: { 'accept-encoding': 'identity', ...headers, ...size },
      body: openBody(body),
      dispatcher: choose(url),
      signal,
    });
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
