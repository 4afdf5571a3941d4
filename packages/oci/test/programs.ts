import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createExec } from '@slipway/core/exec';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './world.ts';

/** The path of a program by the variable of the peer suite, else on PATH; undefined when it is missing. */
export function findProgram(name: string, variable?: string): string | undefined {
  const named = variable === undefined ? undefined : process.env[variable];
  if (named !== undefined) return named;
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Runs a client in a home of its own. @param options further variables, and the folder to run it in */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, ...variables }: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string }> {
  const home = await temporaryDirectory();
  return createExec().run(program, args, {
    env: { ...variables, HOME: home, DOCKER_CONFIG: home, XDG_RUNTIME_DIR: home },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startServer(program: string, args: readonly string[], port: number): Promise<string> {
  const child: ChildProcess = spawn(program, [...args], {
    stdio: 'ignore',
    env: { OTEL_TRACES_EXPORTER: 'none' },
  });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answered = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined);
    if (answered !== undefined) return `127.0.0.1:${port}`;
    await sleep(50);
  }
  throw new Error(`${program} did not start`);
}

/** distribution 2.8 as Debian has it: no referrers API, like ghcr.io. @param folder for what it stores, in `data` */
export async function startDistribution(program: string, folder?: string): Promise<string> {
  const directory = folder ?? (await temporaryDirectory());
  const port = await freePort();
  const config = join(directory, 'config.yml');
  await mkdir(join(directory, 'data'));
  const storage = `storage:\n  filesystem:\n    rootdirectory: ${join(directory, 'data')}\n`;
  await writeFile(config, `version: 0.1\n${storage}http:\n  addr: 127.0.0.1:${port}\n`);
  return startServer(program, ['serve', config], port);
}

/** The registry of go-containerregistry, in memory, with the referrers API. */
export async function startGoRegistry(program: string): Promise<string> {
  const port = await freePort();
  return startServer(program, ['-port', String(port)], port);
}
