import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { createRegistry, type EmulatedRegistry, ghcrHost } from '@slipway/emulated-registry/registry';
import type { Service } from '@slipway/gateway/service';
import { packageRepository } from '@slipway/oci/pyoci/package-name';
import { planRelease } from '@slipway/oci/pyoci/plan-release';
import { writeRelease } from '@slipway/oci/pyoci/write-release';
import { openRegistry, type Repository } from '@slipway/oci/registry';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';

const sources = [process.execPath, fileURLToPath(new URL('../../src/main.ts', import.meta.url))];

/** A distribution to publish. */
export interface Distribution {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly requiresPython?: string;
  /** Hex. */
  readonly metadataSha256?: string;
}

export interface CliRun {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A registry in a world with a way to publish to it, and the command line beside it. */
export interface ReaderWorld {
  readonly world: World;
  readonly registry: EmulatedRegistry;
  /** An empty folder. */
  folder(): string;
  repository(project: string): Repository;
  publish(project: string, version: string, files: readonly Distribution[]): Promise<void>;
  /** A token of the owner that may read packages. */
  readToken(): string;
  run(words: readonly string[], variables?: Readonly<Record<string, string>>): Promise<CliRun>;
  /** Starts `slipway serve` on a free port; ended when the test is over. @returns address of the simple API */
  serve(words?: readonly string[], variables?: Readonly<Record<string, string>>): Promise<string>;
  /** As `serve`, with what the command has printed so far. */
  startServe(
    words?: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): Promise<{ readonly url: string; output(): string }>;
}

export const namespace = 'octo/demo/pypi';

/**
 * Opens the world; everything ends with the test.
 * @param command what starts `slipway`
 */
export async function openReaderWorld(
  further: readonly Service[] = [],
  command: readonly string[] = sources,
): Promise<ReaderWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-reader-'));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: ({ directory: folder, tokens, now }) => {
      const created = createRegistry({ directory: folder, tokens, now });
      return { services: [created.service, ...further], handles: { created } };
    },
  });
  onTestFinished(async () => {
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { created: registry } = world.handles;
  const log = createMemoryLog();
  const http = createHttp({ log, clock: systemClock, userAgent: 'test/1', environment: world.env });
  const password = world.tokens.issuePersonal({ login: 'octo', scopes: ['write:packages'] });
  const connection = openRegistry({
    http,
    clock: { now: Date.now, sleep: async () => undefined },
    log,
    registry: ghcrHost,
    credentials: { kind: 'basic', username: 'octo', password },
  });
  const folder = (): string => mkdtempSync(join(directory, 'folder-'));
  const repository = (project: string): Repository =>
    connection.repository(packageRepository(namespace, project));
  const environment = (variables: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder(),
    TMPDIR: folder(),
    ...world.env,
    ...variables,
  });
  const start = (words: readonly string[], variables?: Readonly<Record<string, string>>) =>
    spawn(command[0] ?? '', [...command.slice(1), ...words], {
      env: environment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const startServe = async (words: readonly string[] = [], variables?: Readonly<Record<string, string>>) => {
    const child = start(['serve', '--namespace', namespace, '--port', '0', ...words], variables);
    onTestFinished(async () => {
      const ended = new Promise((done) => child.once('close', done));
      child.kill('SIGTERM');
      await ended;
    });
    let output = '';
    const url = await new Promise<string>((done, fail) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output += String(chunk);
          const found = /Serving \S+ at (\S+)/.exec(output)?.[1];
          if (found !== undefined) done(found);
        });
      child.once('close', () => fail(new Error(`serve ended: ${output}`)));
    });
    return { url, output: () => output };
  };
  return {
    world,
    registry,
    folder,
    repository,
    async publish(project, version, files) {
      const sources = files.map(({ name, bytes, requiresPython, metadataSha256 }) => ({
        fileName: name,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.byteLength,
        requiresPython,
        metadataSha256,
        projectUrls: {},
        async *open(from: number) {
          yield bytes.subarray(from);
        },
      }));
      const facts = { project, version, created: '2026-01-02T03:04:05Z', annotations: {} };
      await writeRelease(await planRelease(repository(project), sources, facts), () => undefined);
    },
    readToken: () => world.tokens.issuePersonal({ login: 'octo', scopes: ['read:packages'] }),
    async run(words, variables) {
      const child = start(words, variables);
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          output += String(chunk);
        });
      const exitCode = await new Promise<number | null>((done) => child.once('close', done));
      return { exitCode, output };
    },
    startServe,
    serve: async (words, variables) => (await startServe(words, variables)).url,
  };
}
