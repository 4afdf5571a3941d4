import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program of the peer suite by its variable, else in the cache. @throws Error when it is missing */
export function findPeer(name: string, variable: string): string {
  const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
  const path = process.env[variable] ?? join(cache, `${name}-debian`, name);
  if (existsSync(path)) return path;
  throw new Error(`there is no ${path}; "npm run test:peers" installs it`);
}

/** An empty registry of Docker's (distribution 2.8) on this machine. */
export interface EmptyRegistry {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** Stops it and removes what it holds. */
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts an empty registry whose blobs are below `home`. */
export async function openEmptyRegistry(program: string, home: string): Promise<EmptyRegistry> {
  const directory = mkdtempSync(join(home, 'registry-'));
  mkdirSync(join(directory, 'data'));
  const port = await freePort();
  const config = join(directory, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: ${join(directory, 'data')}\nhttp:\n  addr: 127.0.0.1:${port}\n`,
  );
  const child: ChildProcess = spawn(program, ['serve', config], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined))
      return { host: `127.0.0.1:${port}`, close };
    await sleep(50);
  }
  await close();
  throw new Error(`${program} did not start`);
}
