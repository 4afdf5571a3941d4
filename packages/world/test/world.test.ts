import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { call, openConnect } from '@slipway/testkit/client';
import { serviceOf } from '@slipway/testkit/gateway';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { openWorld } from '@slipway/testkit/world';
import { describe, expect, it, onTestFinished } from 'vitest';

/** A server of one fixed text on a loopback port, in the place of a package index. */
async function serveText(text: string): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).write(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

describe('createWorld', () => {
  it('two worlds that are open at the same time share nothing', async () => {
    const worlds = await Promise.all([openWorld(), openWorld()]);
    const jobs = worlds.map((world) => world.tokens.issueJob(jobIdentity()));
    expect(worlds[0]?.gateway.port).not.toBe(worlds[1]?.gateway.port);
    expect(jobs[0]?.token).not.toBe(jobs[1]?.token);
    const [first, second] = worlds;
    const [own] = jobs;
    if (first === undefined || second === undefined || own === undefined)
      throw new Error('two worlds were opened');
    expect(second.tokens.find(own.token)).toBeUndefined();
    const headers = { authorization: `Bearer ${own.idTokenRequestToken ?? ''}` };
    expect((await call(first.gateway, own.idTokenRequestUrl ?? '', { headers })).status).toBe(200);
    expect((await call(second.gateway, own.idTokenRequestUrl ?? '', { headers })).status).toBe(401);
    expect(await readFile(first.gateway.caPath, 'utf8')).not.toBe(
      await readFile(second.gateway.caPath, 'utf8'),
    );
    await first.close();
    expect((await call(second.gateway, own.idTokenRequestUrl ?? '')).status).toBe(401);
  });

  it('the services of a world share its tokens', async () => {
    const world = await openWorld({
      services: ({ tokens }) => ({
        handles: undefined,
        services: [
          serviceOf(['api.github.com'], async ({ headers }) => ({
            status: 200,
            body: tokens.find(headers['authorization'] ?? '')?.kind ?? 'unknown',
          })),
        ],
      }),
    });
    const token = world.tokens.issuePersonal({ login: 'octocat', scopes: ['repo'] });
    expect(token).toMatch(/^ghp_[A-Za-z0-9]{36}$/);
    expect(
      (await call(world.gateway, 'https://api.github.com/', { headers: { authorization: token } })).body,
    ).toBe('personal');
  });

  it('a tunnel passes bytes unchanged and is recorded, even through the proxy of the user', async () => {
    const port = await serveText('bytes of the index');
    const direct = await openWorld({ tunnels: [`127.0.0.1:${port}`] });
    const inner = await openWorld({
      tunnels: [`127.0.0.1:${port}`],
      userEnvironment: { https_proxy: `http://127.0.0.1:${direct.gateway.port}` },
    });
    for (const world of [direct, inner]) {
      const { socket } = await openConnect(world.gateway, `127.0.0.1:${port}`);
      const received = await new Promise((resolve) =>
        socket?.once('data', (chunk: Buffer) => resolve(String(chunk))),
      );
      expect(received).toBe('bytes of the index');
      socket?.destroy();
      await expect.poll(() => world.journal.entries.length).toBeGreaterThan(0);
      expect(world.journal.entries[0]).toMatchObject({ outcome: 'tunnel', status: 200, responseBytes: 18 });
    }
    await expect.poll(() => direct.journal.entries.length).toBe(2);
    expect(await openConnect(direct.gateway, `127.0.0.1:${port + 1}`)).toMatchObject({ status: 403 });
  });

  it('the CA bundle contains the authority of the world and those the user trusts, each once', async () => {
    const directory = await temporaryDirectory();
    const own = rootCertificates[0] ?? '';
    const path = join(directory, 'own.pem');
    await writeFile(path, `${own}\n`);
    const world = await openWorld({
      userEnvironment: { PIP_CERT: path, SSL_CERT_FILE: join(directory, 'missing') },
    });
    const bundle = await readFile(world.gateway.bundlePath, 'utf8');
    const blocks = bundle.match(/-----BEGIN CERTIFICATE-----/g) ?? [];
    expect(new Set(bundle.split('-----BEGIN CERTIFICATE-----')).size).toBe(blocks.length + 1);
    expect(bundle).toContain(own.trim());
    expect(bundle).toContain((await readFile(world.gateway.caPath, 'utf8')).trim());
    expect(blocks.length).toBeGreaterThan(2);
  });
});
