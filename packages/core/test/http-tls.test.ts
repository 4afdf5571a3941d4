import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Certificates, createCertificates } from '@slipway/gateway/certificates';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHttp } from '../src/http.ts';
import type { Http } from '../src/ports.ts';
import { createManualClock } from '../src/testing/manual-clock.ts';
import { createMemoryLog } from '../src/testing/memory-log.ts';

let folder: string;
let authority: Certificates;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-tls-'));
  authority = await createCertificates({ directory: folder, hosts: ['localhost'], userTrust: '' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

/** A server whose certificate comes from an authority that nobody knows. */
async function serveTls(handler: RequestListener): Promise<number> {
  const { certificate, privateKey } = authority;
  return listen(createServer({ cert: certificate, key: privateKey, keepAlive: false }, handler));
}

function client(environment: Record<string, string>): Http {
  const clock = createManualClock();
  return createHttp({ log: createMemoryLog(), clock, userAgent: 'test/1', environment });
}

const answer: RequestListener = (_request, response) =>
  void response.writeHead(200, { connection: 'close' }).end('ok');

describe('HTTP client over TLS', () => {
  it('the authorities of SSL_CERT_FILE and NODE_EXTRA_CA_CERTS are trusted together', async () => {
    const url = `https://localhost:${await serveTls(answer)}/`;
    const own = client({ SSL_CERT_FILE: authority.caPath });
    expect((await own.request({ method: 'GET', url })).text()).toBe('ok');
    const stranger = await createCertificates({
      directory: join(folder, 'other'),
      hosts: ['x'],
      userTrust: '',
    });
    const both = client({ SSL_CERT_FILE: stranger.caPath, NODE_EXTRA_CA_CERTS: authority.caPath });
    expect((await both.request({ method: 'GET', url })).text()).toBe('ok');
  });

  it('the authorities of Node remain trusted when SSL_CERT_FILE is set', async () => {
    const url = `https://localhost:${await serveTls(answer)}/`;
    const directory = join(folder, 'unrelated');
    const { caPath: unrelated } = await createCertificates({ directory, hosts: ['x'], userTrust: '' });
    const module = (path: string): string => new URL(`../src/${path}`, import.meta.url).href;
    const program = `import { systemClock as clock } from '${module('clock.ts')}';
import { createHttp } from '${module('http.ts')}';
import { createMemoryLog } from '${module('testing/memory-log.ts')}';
const environment = { SSL_CERT_FILE: process.argv[1] };
const http = createHttp({ log: createMemoryLog(), clock, userAgent: 'test/1', environment });
const request = { method: 'GET', url: '${url}', idempotent: false };
console.log(await http.request(request).then((response) => response.text(), ({ message }) => message));
process.exit();`;
    const run = async (variables: Record<string, string>, file = unrelated): Promise<string> => {
      const args = ['--input-type=module', '-e', program, file];
      return (await promisify(execFile)(process.execPath, args, { env: variables })).stdout.trim();
    };
    // Node adds the file of this variable to its list at its start; here it stands for any of the list.
    expect(await run({ NODE_EXTRA_CA_CERTS: authority.caPath })).toBe('ok');
    expect(await run({})).toContain('certificate');
    // The same file in both variables.
    expect(await run({ NODE_EXTRA_CA_CERTS: authority.caPath }, authority.caPath)).toBe('ok');
  });

  it('a client with connections of its own trusts SSL_CERT_FILE beside the authorities of Node', async () => {
    const url = `https://localhost:${await serveTls(answer)}/`;
    const directory = join(folder, 'beside');
    const { caPath: unrelated } = await createCertificates({ directory, hosts: ['x'], userTrust: '' });
    const module = new URL('../src/http/certificates.ts', import.meta.url).href;
    const program = `import { get } from 'node:https';
import { trustAuthoritiesEverywhere } from '${module}';
if (process.argv[1] === 'trust') trustAuthoritiesEverywhere();
const request = get('${url}', (response) => { console.log(response.statusCode); process.exit(); });
request.once('error', ({ message }) => { console.log(message); process.exit(); });`;
    const run = async (word: string, env: Record<string, string>): Promise<string> => {
      const args = ['--input-type=module', '-e', program, word];
      return (await promisify(execFile)(process.execPath, args, { env })).stdout.trim();
    };
    expect(await run('trust', { SSL_CERT_FILE: authority.caPath })).toBe('200');
    expect(await run('', { SSL_CERT_FILE: authority.caPath })).toContain('certificate');
    const both = { SSL_CERT_FILE: unrelated, NODE_EXTRA_CA_CERTS: authority.caPath };
    expect(await run('trust', both)).toBe('200');
  });

  it.each([
    ['an untrusted authority', 'localhost', false, /certificate/],
    [
      'a host that the certificate does not cover',
      '127.0.0.1',
      { trusted: true },
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
  ])('a request body is never sent to %s', async (_what, host, trusted, reason) => {
    let requests = 0;
    const port = await serveTls((request, response) => {
      requests += 1;
      answer(request, response);
    });
    const http = client(trusted ? { SSL_CERT_FILE: authority.caPath } : {});
    await expect(
      http.request({ method: 'POST', url: `https://${host}:${port}/`, body: 'hush' }),
    ).rejects.toMatchObject({ code: 'E_HTTP_NETWORK', message: expect.stringMatching(reason) });
    expect(requests).toBe(0);
  });

  it('an unreadable certificate file is named in the error', async () => {
    const missing = join(folder, 'missing.pem');
    await expect(
      client({ SSL_CERT_FILE: missing }).request({ method: 'GET', url: 'https://localhost:9/' }),
    ).rejects.toMatchObject({ code: 'E_PROXY', message: expect.stringContaining('missing.pem') });
  });

  it('a redirect from https to http is not followed', async () => {
    let reached = 0;
    const plain = await listen(
      createPlainServer((request, response) => {
        reached += 1;
        answer(request, response);
      }),
    );
    const port = await serveTls((_request, response) =>
      response.writeHead(302, { location: `http://localhost:${plain}/`, connection: 'close' }).end(),
    );
    await expect(
      client({ SSL_CERT_FILE: authority.caPath }).request({
        method: 'GET',
        url: `https://localhost:${port}/`,
      }),
    ).rejects.toMatchObject({
      code: 'E_HTTP_REDIRECT',
      message: expect.stringContaining(`from https to http://localhost:${plain}/`),
    });
    expect(reached).toBe(0);
  });
});
