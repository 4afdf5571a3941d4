import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
}

function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function connectDirectly({ host, port }: TunnelTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

function connectThroughProxy({ host, port }: TunnelTarget, proxy: URL): Promise<Duplex> {
  const open = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const authority = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    const request = open(proxy, {
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      agent: false,
    });
    request.once('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the upstream proxy answered ${response.statusCode ?? 'nothing'} for ${authority}`));
        return;
      }
      if (head.byteLength > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once('response', (response) => {
      response.resume();
      reject(new Error(`the upstream proxy answered ${response.statusCode ?? 'nothing'} for ${authority}`));
    });
    request.once('error', reject);
    request.end();
  });
}

/** Opens the connection of a tunnel, through the user's own proxy where one is given. */
export function openTunnel(target: TunnelTarget, proxy: string | undefined): Promise<Duplex> {
  return proxy === undefined ? connectDirectly(target) : connectThroughProxy(target, new URL(proxy));
}

/** Joins both ends until either closes; resolves to the bytes carried each way. */
export function joinStreams(client: Duplex, upstream: Duplex): Promise<{ sent: number; received: number }> {
  return new Promise((resolve) => {
    let sent = 0;
    let received = 0;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
      resolve({ sent, received });
    };
    for (const stream of [client, upstream]) {
      stream.once('error', end);
      stream.once('close', end);
    }
    client.on('data', (chunk: Buffer) => {
      sent += chunk.byteLength;
    });
    upstream.on('data', (chunk: Buffer) => {
      received += chunk.byteLength;
    });
    client.pipe(upstream);
    upstream.pipe(client);
  });
}

/** Passes a plain-http request on to an index of the user that has no TLS; resolves to status and bytes received. */
export function forwardPlainRequest(
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
  proxy: string | undefined,
): Promise<{ status: number; received: number }> {
  return new Promise((resolve, reject) => {
    const {
      'proxy-connection': _connection,
      'proxy-authorization': _authorization,
      ...headers
    } = message.headers;
    const upstreamProxy = proxy === undefined ? undefined : new URL(proxy);
    const request = httpRequest(upstreamProxy ?? url, {
      method: message.method ?? 'GET',
      path: upstreamProxy === undefined ? `${url.pathname}${url.search}` : url.href,
      headers: { ...headers, ...(upstreamProxy === undefined ? {} : proxyAuthorization(upstreamProxy)) },
      agent: false,
    });
    request.once('error', reject);
    request.once('response', (answer) => {
      let received = 0;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        received += chunk.byteLength;
      });
      answer.once('error', reject);
      answer.pipe(response);
      response.once('close', () => {
        request.destroy();
        resolve({ status: answer.statusCode ?? 502, received });
      });
    });
    message.pipe(request);
  });
}
