import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { createHttp } from '../src/http.ts';
import type { Http } from '../src/ports.ts';
import { createManualClock, type ManualClock } from '../src/testing/manual-clock.ts';
import { createMemoryLog } from '../src/testing/memory-log.ts';

interface Door {
  readonly port: number;
  /** Every connection that was accepted. */
  readonly sockets: Socket[];
  /** What was sent over all of them. */
  readonly received: () => string;
}

/** A TCP server that answers the first bytes of each connection in its own way. */
async function open(answer: (socket: Socket, attempt: number) => void = () => undefined): Promise<Door> {
  const sockets: Socket[] = [];
  const chunks: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const attempt = sockets.length;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('data', () => answer(socket, attempt));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, sockets, received: () => Buffer.concat(chunks).toString('latin1') };
}

function client(environment: Record<string, string> = {}): { http: Http; clock: ManualClock } {
  const clock = createManualClock();
  const http = createHttp({
    log: createMemoryLog(),
    clock,
    userAgent: 'test/1',
    environment,
    random: () => 1,
  });
  return { http, clock };
}

const url = 'https://host.example/x';
const throughProxy = ({ port }: Door) => client({ HTTPS_PROXY: `http://user:hu%25sh@127.0.0.1:${port}` });

/** Answers CONNECT so slowly that the end never comes. */
function drip(socket: Socket): void {
  const timer = setInterval(() => void socket.write('x'), 20);
  socket.write('HTTP/1.1 200 ');
  socket.once('close', () => clearInterval(timer));
}

describe('a proxy connection', () => {
  it.each([
    ['closes the connection', (socket: Socket) => void socket.end()],
    ['resets the connection', (socket: Socket) => void socket.resetAndDestroy()],
    ['closes it in the middle of its answer', (socket: Socket) => void socket.end('HTTP/1.1 200 Conn')],
    ['answers with 502', (socket: Socket) => void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')],
    ['is not a proxy', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ])('a connection is attempted eight times with growing pauses when the proxy %s', async (_, answer) => {
    const proxy = await open(answer);
    const { http, clock } = throughProxy(proxy);
    await expect(http.request({ method: 'GET', url })).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
      message: expect.stringContaining(`GET ${url} failed: `),
    });
    expect(proxy.sockets).toHaveLength(8);
    expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  it('a POST is retried when the proxy connection fails, because none of it was sent', async () => {
    const proxy = await open((socket) => void socket.end());
    const { http } = throughProxy(proxy);
    await expect(http.request({ method: 'POST', url, body: 'secret body' })).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
    });
    expect(proxy.sockets).toHaveLength(8);
    expect(proxy.received()).not.toContain('secret body');
  });

  it.each([
    ['407 Proxy Authentication Required', /Add the proxy user and password to HTTPS_PROXY/],
    ['403 Forbidden', /Allow host\.example:443 in the proxy/],
  ])('a connection fails without a retry when the proxy answers %s', async (status, hint) => {
    const proxy = await open((socket) => void socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`));
    const { http } = throughProxy(proxy);
    const failure = await http.request({ method: 'GET', url }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'E_HTTP_NETWORK',
      message: expect.stringContaining(`rejected CONNECT host.example:443 with status ${status}`),
      hint: expect.stringMatching(hint),
    });
    expect(String(failure)).not.toContain('hu%sh');
    expect(proxy.sockets).toHaveLength(1);
  });

  it('a CONNECT request carries the proxy credentials from the URL and the host with its port', async () => {
    const proxy = await open((socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await throughProxy(proxy)
      .http.request({ method: 'GET', url })
      .catch(() => undefined);
    expect(proxy.received()).toMatch(/^CONNECT host\.example:443 HTTP\/1\.1\r\n/);
    expect(proxy.received()).toContain(
      `proxy-authorization: Basic ${Buffer.from('user:hu%sh').toString('base64')}\r\n`,
    );
  });

  it.each([
    ['never answers CONNECT', () => undefined],
    ['answers CONNECT byte by byte', drip],
    ['stalls in TLS behind it', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n')],
  ])('an attempt times out and its socket is closed when the proxy %s', async (_, answer) => {
    const proxy = await open(answer);
    const { http } = throughProxy(proxy);
    const request = { method: 'GET', url, attemptTimeoutMs: 150, maxAttempts: 2 } as const;
    await expect(http.request(request)).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
      message: expect.stringMatching(
        /within 150 ms, no connection .*\((?:connecting through the proxy|TLS handshake)/,
      ),
    });
    expect(proxy.sockets).toHaveLength(2);
    // What was given up does not stay open behind the caller's back.
    await expect.poll(() => proxy.sockets.every((socket) => socket.destroyed)).toBe(true);
  });
});

describe('connection', () => {
  it('an attempt times out and its socket is closed when the server stalls in TLS', async () => {
    const server = await open();
    const { http } = client();
    const request = {
      method: 'GET',
      url: `https://127.0.0.1:${server.port}/`,
      attemptTimeoutMs: 150,
    } as const;
    await expect(http.request({ ...request, maxAttempts: 3 })).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
      message: expect.stringContaining('TLS handshake'),
    });
    expect(server.sockets).toHaveLength(3);
    await expect.poll(() => server.sockets.every((socket) => socket.destroyed)).toBe(true);
  });

  it('a stalled connection fails at the deadline of all attempts', async () => {
    const server = await open();
    const http = createHttp({
      log: createMemoryLog(),
      clock: systemClock,
      userAgent: 'test/1',
      environment: {},
    });
    const request = { method: 'GET', url: `https://127.0.0.1:${server.port}/`, deadlineMs: 300 } as const;
    await expect(http.request(request)).rejects.toMatchObject({ code: 'E_HTTP_NETWORK' });
    expect(server.sockets).toHaveLength(1);
  });

  it.each([
    ['in the TLS handshake', false],
    ['at the proxy', true],
  ])('an aborted request fails with the abort reason while its connection waits %s', async (_, viaProxy) => {
    const server = await open();
    const { http } = viaProxy ? throughProxy(server) : client();
    const controller = new AbortController();
    const address = viaProxy ? url : `https://127.0.0.1:${server.port}/`;
    const pending = http.request({ method: 'GET', url: address, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('cancelled by hand')), 100);
    await expect(pending).rejects.toThrow('cancelled by hand');
    await expect.poll(() => server.sockets.every((socket) => socket.destroyed)).toBe(true);
    expect(server.sockets).toHaveLength(1);
  });

  it('a connection that breaks in the TLS handshake is attempted eight times with growing pauses', async () => {
    const server = await open((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { http, clock } = client();
    await expect(
      http.request({ method: 'GET', url: `https://127.0.0.1:${server.port}/` }),
    ).rejects.toMatchObject({ code: 'E_HTTP_NETWORK' });
    expect(server.sockets).toHaveLength(8);
    expect(clock.sleeps).toHaveLength(7);
  });

  it('an aborted request does not affect a concurrent request to the same host', async () => {
    const server = await open((socket, attempt) => {
      if (attempt === 2) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
    const { http } = client();
    const address = `http://127.0.0.1:${server.port}/`;
    const controller = new AbortController();
    const given = http.request({ method: 'GET', url: address, signal: controller.signal });
    await wait(50);
    const kept = http.request({ method: 'GET', url: address });
    controller.abort(new Error('cancelled by hand'));
    await expect(given).rejects.toThrow('cancelled by hand');
    expect((await kept).text()).toBe('ok');
  });
});
