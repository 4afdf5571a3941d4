import type { ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { exec } from '@actions/exec';
import { EnvironmentError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';
import { adoptProcess } from './exec/adopt-process.ts';
import { findProgram } from './exec/find-program.ts';
import { type Host, thisHost } from './exec/host.ts';
import { OutputCollector } from './exec/output-collector.ts';
import { quoteCommand } from './exec/quote-command.ts';
import { type EndReason, type Limits, watchLimits } from './exec/watch-limits.ts';
import { neutralizeLine } from './neutralize.ts';
import type { Exec, ExecOptions, ExecResult } from './ports.ts';

const defaultOutputBytes = 16 * 1024 * 1024;
// The longest time of a timer, 24 days: output counts until it ends, as long as the program may run.
const maxTimerMs = 2 ** 31 - 1;

/**
 * Programs started by `@actions/exec` from an argument array, each as a process group of its own that ends as a whole.
 * What the library lacks is added here: bounds of time and output, the PATH that was given, the signal that ended it.
 */
export function createExec(host: Host = thisHost): Exec {
  return { run: (file, args, options) => run(host, file, args, options) };
}

async function run(
  host: Host,
  file: string,
  args: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  options.signal?.throwIfAborted();
  const env = { ...options.env };
  refuseNullBytes(file, args, env);
  const path = await locate(host, file, env, options.cwd);
  const maxBytes = options.maxOutputBytes ?? defaultOutputBytes;
  const { onLine } = options;
  const stdout = new OutputCollector(maxBytes, onLine && ((line) => onLine(line, 'stdout')));
  const stderr = new OutputCollector(maxBytes, onLine && ((line) => onLine(line, 'stderr')));
  const ending = await start(host, file, options, () =>
    exec(quoteCommand(path), [...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env,
      // Without one, the input of the program would stay open.
      input: Buffer.from(options.input ?? ''),
      silent: true,
      ignoreReturnCode: true,
      delay: maxTimerMs,
      listeners: { stdout: collectInto(stdout), stderr: collectInto(stderr) },
    }),
  );
  stdout.finish();
  stderr.finish();
  const output = { stdout: stdout.text, stderr: stderr.text };
  const called = `"${neutralizeLine([file, ...args].join(' '), 300)}"`;
  if (ending.reason === 'aborted') throw options.signal?.reason;
  if (ending.reason === 'timeout') {
    throw new EnvironmentError(coreErrors.E_EXEC_FAILED, {
      message: `${called} did not finish within ${options.timeoutMs} ms and was stopped.`,
    });
  }
  const { exitCode } = ending;
  if (exitCode !== null && (options.acceptedExitCodes ?? [0]).includes(exitCode))
    return { exitCode, ...output };
  const how = exitCode === null ? `was terminated by ${ending.signal}` : `failed with exit code ${exitCode}`;
  const last = output.stderr.trim().split('\n').at(-1) ?? '';
  throw new EnvironmentError(coreErrors.E_EXEC_FAILED, {
    message: `${called} ${how}${last === '' ? '' : `: ${neutralizeLine(last, 500)}`}.`,
  });
}

/** How a program ended: by itself, by a signal, or because it was ended here. */
interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null | undefined;
  readonly reason: EndReason | undefined;
}

/** Starts a program by a call of the library, within the limits. @throws EnvironmentError when it cannot be started */
async function start(
  host: Host,
  file: string,
  options: ExecOptions,
  call: () => Promise<number | null>,
): Promise<Ending> {
  const state: { child?: ChildProcess; limits?: Limits; failure?: unknown } = {};
  const adoption = {
    detached: host.platform !== 'win32',
    signal: options.signal,
    onStart(child: ChildProcess): void {
      state.child = child;
      state.limits = watchLimits(host, child, options);
    },
    onFailure(failure: unknown): void {
      state.failure = failure;
    },
  };
  try {
    const exitCode = await adoptProcess(adoption, call);
    return { exitCode, signal: state.child?.signalCode, reason: state.limits?.reason };
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw describeFailure(file, state.failure ?? cause);
  } finally {
    state.limits?.stop();
  }
}

/**
 * The library keeps everything since the last line feed and searches all of it again at each chunk, whether or not anybody
 * asks for lines: 64 MB without one do not end within minutes. To it, a chunk that was taken here is an empty text.
 */
function collectInto(collector: OutputCollector): (chunk: Buffer) => void {
  return (chunk) => {
    collector.accept(chunk);
    chunk.toString = () => '';
  };
}

// Node throws for one, and the library loses what is thrown at the start of a program.
function refuseNullBytes(file: string, args: readonly string[], env: Readonly<Record<string, string>>): void {
  if (![...args, ...Object.entries(env).flat()].some((text) => text.includes('\0'))) return;
  throw new EnvironmentError(coreErrors.E_EXEC_FAILED, {
    message: `The program "${neutralizeLine(file, 300)}" cannot be started: an argument or a variable contains a null byte.`,
  });
}

/** @throws EnvironmentError E_TOOL_MISSING when there is no such program, or no folder to start it in */
async function locate(
  host: Host,
  file: string,
  env: Readonly<Record<string, string>>,
  cwd: string | undefined,
): Promise<string> {
  const missing = (why: string): EnvironmentError =>
    new EnvironmentError(coreErrors.E_TOOL_MISSING, {
      message: `The program "${neutralizeLine(file, 300)}" cannot be started: ${why}.`,
    });
  const isFolder = cwd === undefined || (await stat(cwd).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) throw missing(`the folder ${neutralizeLine(cwd, 300)} does not exist`);
  const path = await findProgram(host, file, env, cwd ?? process.cwd());
  if (path === undefined) throw missing('the program was not found');
  return path;
}

function describeFailure(file: string, cause: unknown): EnvironmentError {
  const { code, message } = cause as NodeJS.ErrnoException;
  // The script is there; its interpreter is not.
  const isMissing = code === 'ENOENT' || code === 'EACCES';
  return new EnvironmentError(isMissing ? coreErrors.E_TOOL_MISSING : coreErrors.E_EXEC_FAILED, {
    message: `The program "${neutralizeLine(file, 300)}" cannot be started: ${neutralizeLine(String(message), 300)}.`,
    cause,
  });
}
