import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, openConnect } from '@slipway/testkit/client';
import { openGateway, serviceOf } from '@slipway/testkit/gateway';
import { runChild } from '@slipway/testkit/run-child';
import { describe, expect, it } from 'vitest';

const echo = () =>
  serviceOf(['github.com', 'api.github.com'], async (request) => ({
    status: 200,
    headers: { 'content-type': 'text/plain', 'x-host': request.host },
    body: `${request.method} ${request.url.href} ${Buffer.from(await request.bytes()).toString()}`,
  }));

describe('gateway', () => {
  it('a request reaches the service of its host over verified TLS and is recorded', async () => {
    const gateway = await openGateway({ services: [echo()] });
    const answer = await call(gateway, 'https://api.github.com/a%20b?c=d', { method: 'POST', body: 'hello' });
    expect(answer).toMatchObject({ status: 200, body: 'POST https://api.github.com/a%20b?c=d hello' });
    expect(answer.headers['x-host']).toBe('api.github.com');
    expect(gateway.journal.entries).toMatchObject([
      {
        sequence: 1,
        host: 'api.github.com',
        method: 'POST',
        status: 200,
        outcome: 'answered',
        requestBytes: 5,
      },
    ]);
  });

  it('a request through a door of its own is recorded under the name of the door', async () => {
    const gateway = await openGateway({ services: [echo()] });
    const { HTTPS_PROXY = '' } = await gateway.openDoor('job-1');
    const door = { ...gateway, port: Number(new URL(HTTPS_PROXY).port) };
    expect(await call(door, 'https://github.com/')).toMatchObject({ status: 200 });
    await openConnect(door, 'telemetry.example:443');
    expect(await call(gateway, 'https://api.github.com/')).toMatchObject({ status: 200 });
    expect(gateway.journal.entries.map(({ host, client }) => [host, client])).toEqual([
      ['github.com', 'job-1'],
      ['telemetry.example', 'job-1'],
      ['api.github.com', ''],
    ]);
    expect(gateway.journal.hosts('job-1')).toEqual([{ host: 'github.com', requests: 1 }]);
  });

  it('an unknown host is refused, named and recorded', async () => {
    const gateway = await openGateway({ services: [echo()] });
    const answer = await openConnect(gateway, 'telemetry.example:443');
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('"telemetry.example"') });
    expect(gateway.journal.entries).toMatchObject([
      { host: 'telemetry.example', outcome: 'refused', status: 403 },
    ]);
    expect(gateway.journal.refusedHosts()).toEqual(['telemetry.example']);
    expect(gateway.journal.hosts()).toEqual([]);
  });

  it('an unexpected port, a subdomain and a malformed authority are refused', async () => {
    const gateway = await openGateway({ services: [echo()] });
    for (const authority of [
      'github.com:22',
      'evil.github.com:443',
      'github.com',
      '[::1]:443',
      'github.com:443:443',
    ])
      expect(await openConnect(gateway, authority), authority).toMatchObject({ status: 403 });
  });

  it('a request for a different host than its connection is refused', async () => {
    const service = echo();
    const gateway = await openGateway({ services: [service] });
    const answer = await call(gateway, 'https://github.com/', { headers: { host: 'api.github.com' } });
    expect(answer.status).toBe(421);
    expect(service.seen).toEqual([]);
  });

  it('plain HTTP is refused, even for an emulated host', async () => {
    const service = echo();
    const gateway = await openGateway({ services: [service] });
    const result = await runChild('curl', ['-s', '-w', '%{http_code}', 'http://github.com/x'], gateway.env);
    expect(result.stdout).toContain('403');
    expect(service.seen).toEqual([]);
    expect(gateway.journal.refusedHosts()).toEqual(['github.com']);
  });

  it('a large body is streamed to the service completely', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 7);
    const count = 200;
    const service = serviceOf(['uploads.github.com'], async (request) => {
      const hash = createHash('sha256');
      for await (const part of request.stream()) hash.update(part);
      return { status: 201, body: hash.digest('hex') };
    });
    const gateway = await openGateway({ services: [service] });
    const whole = createHash('sha256');
    async function* body() {
      for (let index = 0; index < count; index += 1) {
        whole.update(chunk);
        yield chunk;
        // Lets the socket take what was written, as a file would.
        await sleep(0);
      }
    }
    const answer = await call(gateway, 'https://uploads.github.com/', { method: 'PUT', body: body() });
    expect(answer.body).toBe(whole.digest('hex'));
    expect(gateway.journal.entries[0]).toMatchObject({ requestBytes: count * chunk.byteLength });
  });

  it('a HEAD request gets headers without a body, and a body sent after 100-continue is read', async () => {
    const gateway = await openGateway({ services: [echo()] });
    const head = await call(gateway, 'https://github.com/x', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
    const args = ['-sS', '-H', 'Expect: 100-continue', '-d', 'late', 'https://github.com/x'];
    expect((await runChild('curl', args, gateway.env)).stdout).toBe('POST https://github.com/x late');
  });

  it('a failing service answers 500 and its error is kept', async () => {
    const service = serviceOf(['github.com'], async () => Promise.reject(new Error('broken emulator')));
    const gateway = await openGateway({ services: [service] });
    expect(await call(gateway, 'https://github.com/x')).toMatchObject({ status: 500 });
    expect(gateway.serviceErrors).toEqual([new Error('broken emulator')]);
  });

  it('closing the gateway ends open connections, frees the port and closes its services once', async () => {
    let closed = 0;
    let started = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      started = resolve;
    });
    const service = {
      ...serviceOf(['github.com'], async (request) => {
        started();
        await request.bytes();
        return { status: 200 };
      }),
      close: async () => {
        closed += 1;
      },
    };
    const gateway = await openGateway({ services: [service] });
    const idle = await openConnect(gateway, 'github.com:443');
    const endless = async function* () {
      yield Buffer.from('begin');
      await new Promise(() => undefined);
    };
    const pending = call(gateway, 'https://github.com/', { method: 'POST', body: endless() }).catch(
      (error) => error,
    );
    await waiting;
    await gateway.close();
    await gateway.close();
    expect(await pending).toBeInstanceOf(Error);
    await new Promise((resolve) =>
      idle.socket?.destroyed === true ? resolve(0) : idle.socket?.once('close', resolve),
    );
    const code = await new Promise((resolve) => {
      connect(gateway.port, '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(code).toBe('ECONNREFUSED');
    expect(closed).toBe(1);
  });

  it('a closed gateway opens no port for another client, also when it closes in the meantime', async () => {
    const listening = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const before = listening();
    const gateway = await openGateway({ services: [echo()] });
    const opening = gateway.openDoor('job-1').catch((error: unknown) => error);
    await gateway.close();
    expect(await opening).toBeInstanceOf(Error);
    await expect(gateway.openDoor('job-2')).rejects.toThrow('The gateway is closed');
    await expect.poll(listening).toBe(before);
  });

  it('an aborted signal closes the gateway', async () => {
    const controller = new AbortController();
    const gateway = await openGateway({ services: [echo()], signal: controller.signal });
    controller.abort();
    await gateway.close();
    await expect(openConnect(gateway, 'github.com:443')).rejects.toThrow(/ECONNREFUSED/);
  });
});
