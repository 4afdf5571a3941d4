import { type ChildProcess, spawn } from 'node:child_process';
import { EnvironmentError } from './errors/action-error.ts';
import { OutputCollector } from './exec/output-collector.ts';
import { neutraliseLine } from './neutralise.ts';
import type { Exec, ExecOptions, ExecResult } from './ports.ts';

const defaultOutputBytes = 16 * 1024 * 1024;
// Time to end by itself after SIGTERM, before it is killed.
const terminationGraceMs = 2000;

/** How a child ended. */
interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Programs started from an argument array, each as a process group of its own that ends as a whole. */
export function createExec(): Exec {
  return { run };
}

async function run(file: string, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  options.signal?.throwIfAborted();
  const limit = options.maxOutputBytes ?? defaultOutputBytes;
  const child = spawn(file, [...args], {
    cwd: options.cwd,
    env: { ...options.env },
    shell: false,
    // A group of its own: what the program starts is ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stdout = new OutputCollector(limit, (line) => options.onLine?.(line, 'stdout'));
  const stderr = new OutputCollector(limit, (line) => options.onLine?.(line, 'stderr'));
  child.stdout.on('data', (chunk: Buffer) => stdout.accept(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.accept(chunk));
  // A program that does not read its input is no error of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);

  const limits = watchLimits(child, options);
  const ending = await awaitEnd(child, file, options).finally(() => limits.stop());
  stdout.finish();
  stderr.finish();
  if (limits.reason === 'aborted') throw options.signal?.reason;
  if (limits.reason === 'timeout') {
    throw new EnvironmentError('E_EXEC_FAILED', {
      message: `${describe(file, args)} did not end within ${options.timeoutMs} ms and was stopped.`,
    });
  }
  return judge(file, args, options, ending, { stdout: stdout.text, stderr: stderr.text });
}

function judge(
  file: string,
  args: readonly string[],
  options: ExecOptions,
  { exitCode, signal }: Ending,
  output: { readonly stdout: string; readonly stderr: string },
): ExecResult {
  const accepted = options.acceptedExitCodes ?? [0];
  if (exitCode !== null && accepted.includes(exitCode)) return { exitCode, ...output };
  const how = exitCode === null ? `was ended by ${signal}` : `ended with exit code ${exitCode}`;
  const said = output.stderr.trim().split('\n').at(-1) ?? '';
  throw new EnvironmentError('E_EXEC_FAILED', {
    message: `${describe(file, args)} ${how}${said === '' ? '' : `: ${neutraliseLine(said, 500)}`}.`,
  });
}

function awaitEnd(child: ChildProcess, file: string, options: ExecOptions): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      // A missing folder gives the same code as a missing program.
      const what =
        options.cwd === undefined ? '' : `, or the folder ${neutraliseLine(options.cwd, 300)} does not exist`;
      const missing = cause.code === 'ENOENT' || cause.code === 'EACCES';
      reject(
        new EnvironmentError(missing ? 'E_TOOL_MISSING' : 'E_EXEC_FAILED', {
          message: missing
            ? `The program "${neutraliseLine(file, 300)}" cannot be started: it is not there${what}.`
            : `The program "${neutraliseLine(file, 300)}" cannot be started: ${cause.message}.`,
          cause,
        }),
      );
    });
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

/** Stops the child when its time is over or it is no longer wanted. */
function watchLimits(
  child: ChildProcess,
  { signal, timeoutMs }: ExecOptions,
): { readonly reason: 'timeout' | 'aborted' | undefined; stop(): void } {
  const state: { reason: 'timeout' | 'aborted' | undefined; stop(): void } = { reason: undefined, stop };
  const timers: NodeJS.Timeout[] = [];
  const end = (reason: 'timeout' | 'aborted'): void => {
    state.reason ??= reason;
    killGroup(child, 'SIGTERM');
    timers.push(setTimeout(() => killGroup(child, 'SIGKILL'), terminationGraceMs));
  };
  const abort = (): void => end('aborted');
  if (timeoutMs !== undefined) timers.push(setTimeout(() => end('timeout'), timeoutMs));
  signal?.addEventListener('abort', abort, { once: true });
  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    // What the program left running in its group would outlive the step.
    if (state.reason !== undefined) killGroup(child, 'SIGKILL');
  }
  return state;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It is gone.
  }
}

function describe(file: string, args: readonly string[]): string {
  return `"${neutraliseLine([file, ...args].join(' '), 300)}"`;
}
