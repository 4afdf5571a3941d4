import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createCertificates } from './certificates.ts';
import { createFaultPlan, type Fault, type FaultPlan } from './faults.ts';
import { doorEnvironment, gatewayEnvironment } from './gateway-environment.ts';
import { runExchange } from './gateway-exchange.ts';
import { forwardPlainRequest, joinStreams, openTunnel } from './gateway-tunnel.ts';
import { createJournal, type Journal } from './journal.ts';
import type { JournalEntry, Service } from './service.ts';

export interface GatewayOptions {
  /** An existing or new directory of the caller's; `ca.pem` and `bundle.pem` are written into it. */
  readonly directory: string;
  readonly services: readonly Service[];
  /** Hosts passed through untouched: `host` for the usual ports, `host:port` for that port, or a decision of one's own. */
  readonly tunnels?: readonly string[] | ((host: string, port: number) => boolean);
  /** PEM of the authorities the user trusts; needed by tunnels, whose certificates are real. */
  readonly userTrust?: string;
  /** The user's own proxy on the way to a tunnelled host, as a URL; undefined for a direct way. */
  readonly upstreamProxy?: (host: string, secure: boolean) => string | undefined;
  readonly faults?: readonly Fault[];
  /** Closes the gateway when it fires. */
  readonly signal?: AbortSignal;
}

/** A running gateway. */
export interface Gateway {
  /** What a child process needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens one more port; what a child process needs besides `env`, so that the journal shows its requests under a name. */
  openDoor(client: string): Promise<Readonly<Record<string, string>>>;
  readonly port: number;
  readonly caPath: string;
  readonly bundlePath: string;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  /** Exceptions services let out: each is a bug of an emulator. */
  readonly serviceErrors: readonly unknown[];
  /** Destroys every connection at once, frees the port and closes the services; may be called twice. */
  close(): Promise<void>;
}

// Real services keep idle connections for longer than clients do; a shorter time makes races of its own.
const keepAliveTimeoutMs = 120_000;

function tunnelDecision(tunnels: GatewayOptions['tunnels']): (host: string, port: number) => boolean {
  if (typeof tunnels === 'function') return tunnels;
  const names = new Set(tunnels);
  return (host, port) => names.has(`${host}:${port}`) || (names.has(host) && (port === 443 || port === 80));
}

function parseAuthority(authority: string): { host: string; port: number } | undefined {
  const match = /^(?<host>[^:[\]]+|\[[0-9a-fA-F:]+\]):(?<port>\d{1,5})$/.exec(authority);
  const { host, port } = match?.groups ?? {};
  return host === undefined || port === undefined
    ? undefined
    : { host: host.toLowerCase(), port: Number(port) };
}

function refusal(host: string): string {
  return `slipway: the host "${host}" is not part of this rehearsal; nothing was sent to it\n`;
}

function answerConnect(socket: Duplex, status: string, text: string): void {
  const head = [`HTTP/1.1 ${status}`, 'content-type: text/plain; charset=utf-8', 'connection: close'];
  socket.end(`${head.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

/**
 * Starts the one door of an emulated world: an HTTP proxy on a random loopback port that ends TLS for the hosts of the
 * services, passes tunnels through, and refuses everything else.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const services = new Map(
    options.services.flatMap((service) => service.hosts.map((host) => [host, service] as const)),
  );
  const certificates = await createCertificates({
    directory: options.directory,
    hosts: services.size > 0 ? [...services.keys()] : ['localhost'],
    userTrust: options.userTrust ?? '',
  });
  const journal = createJournal();
  const faults = createFaultPlan(options.faults);
  const mayTunnel = tunnelDecision(options.tunnels);
  const closing = new AbortController();
  const open = new Set<Duplex>();
  const running = new Set<Promise<void>>();
  // The TLS layer hides the socket it stands on; the client's port leads back to it and to the host it asked for.
  const connections = new Map<
    number,
    { readonly socket: Socket; readonly host: string; readonly client: string }
  >();
  const serviceErrors: unknown[] = [];

  const track = <T extends Duplex>(socket: T): T => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A client that breaks off is no event of ours.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const keep = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const record = (
    host: string,
    method: string,
    path: string,
    result: Pick<JournalEntry, 'status' | 'outcome'> &
      Partial<Pick<JournalEntry, 'client' | 'requestBytes' | 'responseBytes'>>,
    startedAtMs = Date.now(),
  ): void =>
    journal.record({
      client: '',
      requestBytes: 0,
      responseBytes: 0,
      ...result,
      startedAtMs,
      host,
      method,
      path,
    });

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAtMs = Date.now();
    const connection = connections.get(message.socket.remotePort ?? 0);
    const named = (message.headers.host ?? '').toLowerCase().replace(/:443$/, '');
    const method = message.method ?? 'GET';
    const path = message.url ?? '/';
    const service = connection === undefined ? undefined : services.get(connection.host);
    if (connection === undefined || service === undefined || named !== connection.host) {
      // RFC 9110, 7.4: a request for a host this connection was not opened for.
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end(refusal(named));
      record(named, method, path, { status: 421, outcome: 'refused' }, startedAtMs);
      return;
    }
    const { host, socket, client } = connection;
    const effect = faults.strikeRequest({ host, method, path });
    const result = await runExchange({
      message,
      response,
      host,
      service,
      effect,
      reset: () => socket.resetAndDestroy(),
      signal: closing.signal,
      onServiceError: (error) => serviceErrors.push(error),
    });
    record(host, method, path, { ...result, client }, startedAtMs);
  };

  const tlsServer = createHttpsServer(
    {
      cert: certificates.certificate,
      key: certificates.privateKey,
      keepAliveTimeout: keepAliveTimeoutMs,
      requestTimeout: 0,
    },
    (message, response) => keep(answer(message, response)),
  );
  tlsServer.on('tlsClientError', (_error, socket) => socket.destroy());
  tlsServer.on('secureConnection', track);

  const tunnel = async (
    client: Duplex,
    { host, port, head, name }: { host: string; port: number; head: Buffer; name: string },
  ): Promise<void> => {
    const startedAtMs = Date.now();
    try {
      const upstream = track(await openTunnel({ host, port }, options.upstreamProxy?.(host, true)));
      if (closing.signal.aborted) upstream.destroy();
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.byteLength > 0) client.unshift(head);
      const { sent, received } = await joinStreams(client, upstream);
      const bytes = { requestBytes: sent, responseBytes: received, client: name };
      record(host, 'CONNECT', `:${port}`, { status: 200, outcome: 'tunnel', ...bytes }, startedAtMs);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      answerConnect(client, '502 Bad Gateway', `slipway: "${host}" could not be reached: ${reason}\n`);
      record(host, 'CONNECT', `:${port}`, { status: 502, outcome: 'tunnel', client: name }, startedAtMs);
    }
  };

  const connectClient = (name: string, message: IncomingMessage, client: Duplex, head: Buffer): void => {
    const { host, port } = parseAuthority(message.url ?? '') ?? { host: message.url ?? '', port: 0 };
    const strike = faults.strikeConnection(host);
    const served = port === 443 && services.has(host);
    if (strike?.kind === 'unknown-host' || (!served && !mayTunnel(host, port))) {
      answerConnect(client, '403 Forbidden', refusal(host));
      record(host, 'CONNECT', `:${port}`, { status: 403, outcome: 'refused', client: name });
    } else if (strike !== undefined) {
      answerConnect(client, '502 Bad Gateway', `slipway: "${host}" could not be reached\n`);
      record(host, 'CONNECT', `:${port}`, { status: 502, outcome: 'fault', client: name });
    } else if (served) {
      const socket = message.socket;
      const { remotePort = 0 } = socket;
      connections.set(remotePort, { socket, host, client: name });
      socket.once('close', () => connections.delete(remotePort));
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.byteLength > 0) socket.unshift(head);
      tlsServer.emit('connection', socket);
    } else keep(tunnel(client, { host, port, head, name }));
  };

  const answerPlain = async (
    client: string,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const startedAtMs = Date.now();
    const method = message.method ?? 'GET';
    const url = URL.parse(message.url ?? '');
    const host = url?.hostname ?? (message.headers.host ?? '').replace(/:\d+$/, '');
    const path = url === null ? (message.url ?? '/') : `${url.pathname}${url.search}`;
    if (url?.protocol === 'http:' && !services.has(host) && mayTunnel(host, Number(url.port || 80))) {
      const forwarded = await forwardPlainRequest(
        message,
        response,
        url,
        options.upstreamProxy?.(host, false),
      ).catch(() => undefined);
      if (forwarded === undefined && !response.headersSent)
        response.writeHead(502).end(`slipway: "${host}" could not be reached\n`);
      const result = { status: forwarded?.status ?? 502, responseBytes: forwarded?.received ?? 0 };
      record(host, method, path, { ...result, outcome: 'tunnel', client }, startedAtMs);
      return;
    }
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refusal(host));
    record(host, method, path, { status: 403, outcome: 'refused', client }, startedAtMs);
  };

  const doors: Server[] = [];
  const openDoor = async (client: string): Promise<number> => {
    const refuseClosed = (): void => {
      if (closing.signal.aborted) throw new Error('The gateway is closed and opens no port.');
    };
    refuseClosed();
    const door = createHttpServer({ requestTimeout: 0 }, (message, response) =>
      keep(answerPlain(client, message, response)),
    );
    door.on('connection', track);
    door.on('connect', (message, socket, head) => connectClient(client, message, socket, head));
    door.on('clientError', (_error, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      door.once('error', reject);
      door.listen(0, '127.0.0.1', resolve);
    });
    // Closing goes through the list of what is open, and may have passed in the meantime.
    if (closing.signal.aborted) door.close();
    refuseClosed();
    doors.push(door);
    return (door.address() as AddressInfo).port;
  };
  const port = await openDoor('');

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= (async () => {
      options.signal?.removeEventListener('abort', closeOnSignal);
      closing.abort();
      const stopped = doors.map((door) => new Promise<void>((resolve) => door.close(() => resolve())));
      for (const socket of open) socket.destroy();
      await Promise.all([...stopped, ...options.services.map((service) => service.close?.())]);
      await Promise.all(running);
    })();
    return closed;
  };
  const closeOnSignal = (): void => void close();
  options.signal?.addEventListener('abort', closeOnSignal, { once: true });
  if (options.signal?.aborted === true) await close();

  return {
    env: gatewayEnvironment(port, certificates),
    openDoor: async (client) => doorEnvironment(await openDoor(client)),
    port,
    caPath: certificates.caPath,
    bundlePath: certificates.bundlePath,
    journal,
    faults,
    serviceErrors,
    close,
  };
}
