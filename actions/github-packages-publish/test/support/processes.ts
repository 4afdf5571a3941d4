import { spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A port of this machine that nothing listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Runs a program to its end. @returns both its outputs, one behind the other as they came */
export function runProgram(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += String(chunk);
      });
    child.once('error', fail).once('close', (exitCode) => done({ exitCode, output }));
  });
}

/** Starts a server that ends with the test, and waits until it answers at `url`. @throws Error with what it printed */
export async function startServer(
  [file = '', ...args]: readonly string[],
  url: string,
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk);
    });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  // Python programs are slow to start on a busy machine.
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    if ((await fetch(url).catch(() => undefined)) !== undefined) return;
    await sleep(100);
  }
  throw new Error(`${file} did not start: ${output}`);
}
