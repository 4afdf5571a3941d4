import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import type { Clock } from '@slipway/core/ports';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import type { Permissions } from '@slipway/emulated-github/jobs/identity';
import { createRegistry, type EmulatedRegistry } from '@slipway/emulated-registry/registry';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { createWorld, type World, type WorldOptions } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { openRegistry, type Registry } from '../src/registry.ts';
import type { Credentials } from '../src/sign-in/credentials.ts';

/** A directory that is removed when the test is over. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-oci-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Time that passes a hundred times as fast for who waits, so that retries do not slow a test down. */
export const hastyClock: Clock = {
  now: () => systemClock.now(),
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
};

export interface OciWorld {
  readonly world: World;
  readonly emulated: EmulatedRegistry;
  readonly log: MemoryLog;
  /** A client with credentials of its own; without an argument those of a job that may write packages. */
  connect(credentials?: Credentials | 'anonymous', clock?: Clock): Registry;
  /** The token of a job. */
  jobToken(permissions?: Permissions, repository?: string): string;
}

/** ghcr.io behind a gateway, and clients of it. */
export async function openOciWorld(options: Pick<WorldOptions, 'faults'> = {}): Promise<OciWorld> {
  const world = await createWorld({
    directory: await temporaryDirectory(),
    userEnvironment: {},
    services: ({ directory, tokens, now }) => {
      const registry = createRegistry({ directory, tokens, now });
      return { services: [registry.service], handles: { registry } };
    },
    ...options,
  });
  onTestFinished(() => world.close());
  const { registry: emulated } = world.handles;
  const log = createMemoryLog();
  const jobToken = (permissions: Permissions = { packages: 'write' }, repository = 'octo/demo'): string =>
    world.tokens.issueJob(jobIdentity({ repository, jobId: 'publish', permissions })).token;
  return {
    world,
    emulated,
    log,
    jobToken,
    connect(credentials = { kind: 'basic', username: 'octocat', password: jobToken() }, clock = hastyClock) {
      const http = createHttp({ log, clock, userAgent: 'slipway-test', environment: world.env });
      return openRegistry({
        http,
        clock,
        log,
        registry: 'ghcr.io',
        credentials: credentials === 'anonymous' ? undefined : credentials,
      });
    },
  };
}

export interface LocalRegistry {
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly log: MemoryLog;
  connect(credentials?: Credentials): Registry;
}

/** A server on this machine that answers as a test wants, and clients of it. */
export async function serveRegistry(
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): Promise<LocalRegistry> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks)));
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, ...connectTo(host) };
}

/** Clients of a registry that is reached directly. @param clock how long they wait before another attempt */
export function connectTo(host: string, clock: Clock = hastyClock): Pick<LocalRegistry, 'log' | 'connect'> {
  const log = createMemoryLog();
  const http = createHttp({ log, clock, userAgent: 'slipway-test', environment: {} });
  return {
    log,
    connect: (credentials) => openRegistry({ http, clock, log, registry: host, credentials }),
  };
}
