import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { neutralizeLine } from '../neutralize.ts';
import { ConnectFailure } from './connect-failure.ts';

/** RFC 7617: user and password of the proxy's address. */
function readCredentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = [username, password].map(decodePart).join(':');
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** A percent sign that encodes nothing is taken literally, as in curl. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Opens a connection through an HTTP proxy with CONNECT (RFC 9110 §9.3.6).
 * @param signal ends it at any point
 * @throws ConnectFailure if the proxy rejects the request
 */
export function openProxyTunnel(
  target: { readonly host: string; readonly port: number },
  proxy: URL,
  secureContext: SecureContext | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const open = proxy.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const request = open({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
      path: authority,
      headers: { host: authority, ...readCredentials(proxy) },
      agent: false,
      ...(secureContext === undefined ? {} : { secureContext }),
    });
    const abort = (): void =>
      void request.destroy(signal.reason instanceof Error ? signal.reason : undefined);
    const settle = (outcome: () => void): void => {
      signal.removeEventListener('abort', abort);
      outcome();
    };
    request.once('connect', (response, socket, head) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        socket.on('error', () => undefined).destroy();
        settle(() => reject(refuse(proxy, authority, status, response.statusMessage ?? '')));
        return;
      }
      if (head.byteLength > 0) socket.unshift(head);
      // It belongs to the caller from here on, who may not be listening yet.
      socket.on('error', () => undefined);
      settle(() => resolve(socket as Socket));
    });
    request.on('error', (cause) => settle(() => reject(cause)));
    request.once('close', () => settle(() => reject(new Error('the proxy closed the connection'))));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    request.end();
  });
}

function refuse(proxy: URL, authority: string, status: number, text: string): ConnectFailure {
  const shown = `${proxy.protocol}//${proxy.host}`;
  const message = `the proxy ${shown} rejected CONNECT ${authority} with status ${status}${text === '' ? '' : ` ${neutralizeLine(text, 100)}`}`;
  if (status === 407) {
    return new ConnectFailure(message, {
      passing: false,
      hint: 'Add the proxy user and password to HTTPS_PROXY, percent-encoded: http://user:password@host:port.',
    });
  }
  // RFC 9110 §15.5: the same request gets the same response, except after a timeout (408) or a rate limit (429).
  const passing = status < 400 || status > 499 || status === 408 || status === 429;
  return new ConnectFailure(message, {
    passing,
    ...(passing ? {} : { hint: `Allow ${authority} in the proxy, or add the host to NO_PROXY.` }),
  });
}
