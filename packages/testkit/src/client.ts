import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Gateway } from '@slipway/gateway/gateway';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** Reads an answer to its end; a body that ends too early is an error. */
async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Asks the gateway for a connection to `authority`; resolves to its answer, with the socket when it was granted. */
export function openConnect(
  gateway: Gateway,
  authority: string,
): Promise<{ status: number; body: string; socket: Duplex | undefined }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: gateway.port,
      method: 'CONNECT',
      path: authority,
      agent: false,
    });
    request.once('error', reject);
    request.once('connect', (response, socket, head) => {
      if (response.statusCode === 200) {
        if (head.byteLength > 0) socket.unshift(head);
        resolve({ status: 200, body: '', socket });
        return;
      }
      let body = head.toString('utf8');
      socket.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8');
      });
      socket.once('error', reject);
      socket.once('close', () => resolve({ status: response.statusCode ?? 0, body, socket: undefined }));
    });
    request.end();
  });
}

/** One request through the gateway with the certificate verified against the world's own authority. */
export async function call(gateway: Gateway, address: string, options: Call = {}): Promise<Answer> {
  const url = new URL(address);
  const { socket, status, body } = await openConnect(gateway, `${url.hostname}:443`);
  if (socket === undefined) return { status, headers: {}, body };
  const ca = readFileSync(gateway.caPath);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      url,
      {
        method: options.method ?? 'GET',
        defaultPort: 443,
        headers: options.headers ?? {},
        createConnection: () => connectTls({ socket, servername: url.hostname, ca }),
      },
      (message) => {
        readBody(message)
          .then(
            (text) => resolve({ status: message.statusCode ?? 0, headers: message.headers, body: text }),
            reject,
          )
          .finally(() => socket.destroy());
      },
    );
    request.once('error', (error) => {
      socket.destroy();
      reject(error);
    });
    void send(request, options.body).catch(reject);
  });
}

async function send(request: ReturnType<typeof httpsRequest>, body: Call['body']): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    request.end(body);
    return;
  }
  for await (const chunk of body) request.write(chunk);
  request.end();
}
