import { AsyncLocalStorage } from 'node:async_hooks';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { buildConnector } from 'undici';
import { ConnectFailure } from './connect-failure.ts';
import { openProxyTunnel } from './proxy-tunnel.ts';

/** Maximum time for a connection including name lookup, proxy and TLS. */
const maxConnectMs = 30_000;

/** How connections are made. */
export interface ConnectSettings {
  /** Authorities to trust; those of Node by default. */
  readonly secureContext: SecureContext | undefined;
  readonly proxy: URL | undefined;
}

/** The host to connect to: a name, or an address without brackets. */
export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** Whether to use TLS. */
  readonly secure: boolean;
}

/** What an exchange waits for until it has a connection. */
export interface Waiting {
  /** Ends the connection that is being made. */
  readonly signal: AbortSignal;
  /** The current step; undefined once there is a connection. */
  step: string | undefined;
}

// undici makes connections for itself and passes nothing of the exchange to the connector. It does so in the same asynchronous
// context, so the exchange can be found there.
const waiting = new AsyncLocalStorage<Waiting>();

/** Runs `send` so that connections made within it end with `wait.signal` and report their steps. */
export function whileWaiting<Result>(wait: Waiting, send: () => Promise<Result>): Promise<Result> {
  return waiting.run(wait, send);
}

/**
 * Makes connections for undici; a time limit and the signal of the exchange apply to every step. undici's own proxy client
 * reconnects endlessly to a proxy that drops connections, and obeys neither limit (nodejs/undici#3897).
 */
export function createConnector(settings: ConnectSettings): buildConnector.connector {
  return ({ hostname, protocol, port }, callback) => {
    const secure = protocol === 'https:';
    const target = { host: hostname, port: Number(port) || (secure ? 443 : 80), secure };
    const wait = waiting.getStore() ?? { signal: new AbortController().signal, step: undefined };
    connect(target, settings, wait).then(
      (socket) => callback(null, socket),
      // undici retries by itself for some error codes, but never for an error without a code.
      (cause: unknown) => callback(describeFailure(target, wait.step, cause), null),
    );
  };
}

function describeFailure({ host, port }: ConnectTarget, step: string | undefined, cause: unknown): Error {
  return cause instanceof ConnectFailure
    ? cause
    : new ConnectFailure(`no connection to ${host}:${port}${step === undefined ? '' : ` (${step})`}`, {
        cause,
      });
}

async function connect(
  target: ConnectTarget,
  { secureContext, proxy }: ConnectSettings,
  wait: Waiting,
): Promise<Socket> {
  const bound = new AbortController();
  const timer = setTimeout(
    () => bound.abort(new Error(`did not finish within ${maxConnectMs} ms`)),
    maxConnectMs,
  );
  const signal = AbortSignal.any([wait.signal, bound.signal]);
  let socket: Socket | undefined;
  try {
    if (proxy === undefined) {
      wait.step = 'connecting';
      socket = await untilReady(connectSocket(target), 'connect', signal);
    } else {
      wait.step = `connecting through the proxy ${proxy.protocol}//${proxy.host}`;
      socket = await openProxyTunnel(target, proxy, secureContext, signal);
    }
    if (target.secure) {
      wait.step = 'TLS handshake';
      socket = await speakTls(target, socket, secureContext, signal);
    }
    socket.setKeepAlive(true, 60_000).setNoDelay(true);
    wait.step = undefined;
    return socket;
  } catch (cause) {
    socket?.destroy();
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

async function speakTls(
  { host, port }: ConnectTarget,
  socket: Socket,
  secureContext: SecureContext | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  const secured = connectTls({
    socket,
    // RFC 6066, section 3: an IP address is not a server name.
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ALPNProtocols: ['http/1.1'],
    ...(secureContext === undefined ? {} : { secureContext }),
  });
  try {
    return await untilReady(secured, 'secureConnect', signal);
  } catch (cause) {
    // Typed as an Error; it is an error code (Node's documentation, "X509 certificate error codes").
    const refused = secured.authorizationError as unknown;
    if (typeof refused !== 'string') throw cause;
    throw new ConnectFailure(`the certificate of ${host}:${port} is not trusted`, {
      passing: false,
      ...(/ISSUER|SIGNED|SIGNATURE|CHAIN/.test(refused)
        ? { hint: 'Set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of its authority.' }
        : {}),
      cause,
    });
  }
}

/** Waits for the event that makes a socket usable; destroys the socket if the signal fires first. */
function untilReady(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const abort = (): void => void socket.destroy(asError(signal.reason));
    const settle = (outcome: () => void): void => {
      signal.removeEventListener('abort', abort);
      outcome();
    };
    socket.once(event, () => settle(() => resolve(socket)));
    // Keep this listener: an error without a listener would end the process.
    socket.on('error', (cause) => settle(() => reject(cause)));
    socket.once('close', () => settle(() => reject(new Error('the server closed the connection'))));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
