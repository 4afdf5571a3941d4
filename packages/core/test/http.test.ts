import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { client, serve } from './http-server.ts';

const closedPort = 'http://127.0.0.1:9';

describe('HTTP client', () => {
  it('a GET is retried after an outage with growing pauses until it succeeds', async () => {
    const { url, requests } = await serve((_request, response, attempt) => {
      response.writeHead(attempt < 3 ? 502 : 200).end(attempt < 3 ? '<html>Unicorn</html>' : '{"a":1}');
    });
    const { http, clock } = client();
    const response = await http.request({ method: 'GET', url });
    expect(response.json()).toEqual({ a: 1 });
    expect(requests).toHaveLength(3);
    expect(clock.sleeps).toEqual([1000, 2000]);
  });

  it('a POST with an unclear outcome is retried only if it is marked idempotent', async () => {
    const { url, requests } = await serve((request, response, attempt) => {
      if (attempt % 2 === 1) request.socket.resetAndDestroy();
      else response.end('ok');
    });
    const { http } = client();
    await expect(http.request({ method: 'POST', url, body: 'x' })).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
    });
    expect(requests).toHaveLength(1);
    await http.request({ method: 'POST', url, body: 'x' });
    await http.request({ method: 'POST', url, body: 'x', idempotent: true });
    expect(requests).toHaveLength(4);
  });

  it('a rejected request reports the status, the request ID and a redacted response', async () => {
    const { url } = await serve((_request, response) => {
      response
        .writeHead(404, { 'x-github-request-id': 'AB:1' })
        .end('no\u001b[31m such ::error::thing ghs_0123456789abcdefghij');
    });
    const { http } = client();
    const failure = await http.request({ method: 'GET', url: `${url}/x?token=hush` }).catch(String);
    expect(failure).toContain('/x?… returned status 404 (request AB:1)');
    expect(failure).toContain('such :\u200C:error:\u200C:thing ***');
    for (const leak of ['hush', 'ghs_', '\u001b']) expect(failure).not.toContain(leak);
  });

  it('a refused connection fails with ECONNREFUSED', async () => {
    const { http } = client();
    await expect(http.request({ method: 'POST', url: closedPort })).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('a stalled or truncated response is retried', async () => {
    const { url, requests } = await serve((_request, response, attempt) => {
      if (attempt === 1) return;
      response.writeHead(200, { 'content-length': '10' });
      if (attempt === 2) response.write('half', () => response.socket?.destroy());
      else response.end('whole body');
    });
    const { http } = client();
    expect((await http.request({ method: 'GET', url, attemptTimeoutMs: 200 })).text()).toBe('whole body');
    expect(requests).toHaveLength(3);
  });

  it('a streamed body is reopened for each attempt and sent with its length', async () => {
    const bodies: string[] = [];
    const { url, requests } = await serve((request, response, attempt) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += String(chunk);
      });
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(attempt === 1 ? 503 : 200).end();
      });
    });
    const { http } = client();
    const body = {
      size: 6,
      async *open() {
        yield Buffer.from('abc');
        yield Buffer.from('def');
      },
    };
    await http.request({ method: 'PUT', url, body });
    expect(bodies).toEqual(['abcdef', 'abcdef']);
    expect(requests[0]?.headers['content-length']).toBe('6');
  });

  it('an oversized or compressed response is rejected', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end('bomb');
      else response.end('x'.repeat(2000));
    });
    const { http } = client();
    await expect(http.request({ method: 'GET', url, maxResponseBytes: 1000 })).rejects.toMatchObject({
      code: 'E_HTTP_BODY_TOO_LARGE',
    });
    await expect(http.request({ method: 'GET', url: `${url}/gzip` })).rejects.toMatchObject({
      code: 'E_HTTP_MALFORMED',
    });
  });

  it('a response streamed into a sink is not retried once bytes were written', async () => {
    const { url, requests } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '8' });
      if (request.url === '/cut')
        response.write('1234', () => setTimeout(() => response.socket?.destroy(), 50));
      else response.end('12345678');
    });
    const { http } = client();
    let text = '';
    const sink = (chunk: Uint8Array): void => {
      text += Buffer.from(chunk).toString();
    };
    expect((await http.request({ method: 'GET', url, sink })).body).toHaveLength(0);
    expect(text).toBe('12345678');
    await expect(http.request({ method: 'GET', url: `${url}/cut`, sink })).rejects.toMatchObject({
      code: 'E_HTTP_NETWORK',
    });
    expect(requests).toHaveLength(2);
  });

  it('a redirect to a different origin drops credentials, and a POST is never redirected', async () => {
    const target = await serve((_request, response) => response.end('there'));
    const { url } = await serve((_request, response) =>
      response.writeHead(302, { location: `${target.url}/x` }).end(),
    );
    const { http } = client();
    const headers = { authorization: 'Bearer hush', accept: 'text/plain', 'X-Own-Token': 'hush' };
    const response = await http.request({ method: 'GET', url, headers, secretHeaders: ['x-own-TOKEN'] });
    expect(response.text()).toBe('there');
    expect(response.url).toBe(`${target.url}/x`);
    expect(target.requests[0]?.headers).toMatchObject({ accept: 'text/plain' });
    for (const name of ['authorization', 'x-own-token']) {
      expect(target.requests[0]?.headers).not.toHaveProperty(name);
    }
    await expect(http.request({ method: 'POST', url, headers })).rejects.toMatchObject({
      code: 'E_HTTP_REDIRECT',
    });
  });

  it('a redirect within an origin keeps credentials, and a redirect loop is rejected', async () => {
    const { url, requests } = await serve((request, response) => {
      if (request.url === '/end') response.end('ok');
      else response.writeHead(307, { location: request.url === '/loop' ? '/loop' : '/end' }).end();
    });
    const { http } = client();
    const headers = { authorization: 'Bearer x', 'x-own-token': 'y' };
    await http.request({ method: 'GET', url, headers, secretHeaders: ['x-own-token'] });
    expect(requests[1]?.headers).toMatchObject(headers);
    await expect(http.request({ method: 'GET', url: `${url}/loop` })).rejects.toThrow('for the 6th time');
  });

  it('a non-JSON response is quoted when JSON is expected', async () => {
    const { url } = await serve((_request, response) => response.end('<html><title>Sorry</title>'));
    const { http } = client();
    const response = await http.request({ method: 'GET', url });
    expect(() => response.json()).toThrow('is not JSON: "<html><title>Sorry</title>"');
  });

  it('a request uses the proxy from the environment unless no_proxy lists the host', async () => {
    const proxied: string[] = [];
    const proxy = createServer((request, response) => {
      proxied.push(String(request.url));
      response.end('by proxy');
    });
    proxy.on('connect', (request, socket) => {
      proxied.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const direct = await serve((_request, response) => response.end('direct'));
    const address = `http://user:hush@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { http } = client({ HTTPS_PROXY: address, no_proxy: '127.0.0.1' });
    expect((await http.request({ method: 'GET', url: direct.url })).text()).toBe('direct');
    const failure = await http.request({ method: 'POST', url: 'https://host.example/x' }).catch(String);
    expect(proxied).toEqual(['CONNECT host.example:443']);
    expect(failure).not.toContain('hush');
  });

  it('disabled certificate verification and an invalid proxy address are rejected', async () => {
    await expect(
      client({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }).http.request({ method: 'GET', url: closedPort }),
    ).rejects.toMatchObject({ code: 'E_PROXY' });
    await expect(
      client({ http_proxy: 'socks5://127.0.0.1:1' }).http.request({ method: 'GET', url: closedPort }),
    ).rejects.toThrow('HTTP_PROXY is "socks5://127.0.0.1:1"');
  });

  it('an aborted request fails with the abort reason', async () => {
    const { url } = await serve(() => undefined);
    const { http } = client();
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('cancelled by hand')), 50);
    await expect(http.request({ method: 'GET', url, signal: controller.signal })).rejects.toThrow(
      'cancelled by hand',
    );
  });
});
