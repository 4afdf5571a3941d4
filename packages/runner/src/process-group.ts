import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

export interface ProcessOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

// GitHub waits 7.5 s after SIGINT and 2.5 s after SIGTERM; nobody waits that long for a rehearsal to stop.
const interruptGraceMs = 1_500;
const terminateGraceMs = 500;
/** A child that keeps the pipe open after its parent ended may not hold the step, nor may one that keeps talking. */
const idleAfterExitMs = 250;
const maxAfterExitMs = 5_000;

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

function splitLines(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    push(chunk) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    },
    end() {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}

/** Runs a program in a process group of its own and resolves with its exit code; an abort ends the whole group. */
export function runProcess(options: ProcessOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.file, [...options.args], {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timers: NodeJS.Timeout[] = [];
    const stop = (): void => {
      const pid = child.pid;
      if (pid === undefined) return;
      signalGroup(pid, 'SIGINT');
      timers.push(setTimeout(() => signalGroup(pid, 'SIGTERM'), interruptGraceMs));
      timers.push(setTimeout(() => signalGroup(pid, 'SIGKILL'), interruptGraceMs + terminateGraceMs));
    };
    let exitCode: number | undefined;
    let idle: NodeJS.Timeout | undefined;
    const streams = [child.stdout, child.stderr].map((stream) => {
      const lines = splitLines(options.onLine);
      stream.on('data', (chunk: Buffer) => {
        lines.push(chunk);
        idle?.refresh();
      });
      return { stream, lines };
    });
    let finished = false;
    const finish = (): void => {
      if (finished) return;
      finished = true;
      clearTimeout(idle);
      for (const timer of timers) clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      // After an abort nothing of the group may stay, whatever it did with the signals.
      if (options.signal.aborted && child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      for (const { stream, lines } of streams) {
        lines.end();
        stream.destroy();
      }
      resolve(exitCode ?? 1);
    };
    child.on('error', (cause) => {
      options.signal.removeEventListener('abort', stop);
      reject(cause);
    });
    child.on('exit', (code, signal) => {
      exitCode = code ?? (signal === null ? 1 : 128 + signalNumber(signal));
      idle = setTimeout(finish, idleAfterExitMs);
      timers.push(setTimeout(finish, maxAfterExitMs));
    });
    child.on('close', finish);
    if (options.signal.aborted) stop();
    else options.signal.addEventListener('abort', stop, { once: true });
  });
}

function signalNumber(signal: NodeJS.Signals): number {
  return (
    { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 }[
      signal as 'SIGINT'
    ] ?? 0
  );
}

/**
 * Ends every process that carries RUNNER_TRACKING_ID=`trackingId` in its environment, as GitHub's runner does when a
 * job completes. Needs /proc; elsewhere only the process groups of steps are ended.
 */
export async function killOrphans(trackingId: string): Promise<number> {
  let killed = 0;
  // A process may have started another one between the listing and its own end: look until none is left.
  for (let round = 0; round < maxRounds; round += 1) {
    const found = await killTracked(trackingId);
    if (found === 0) break;
    killed += found;
  }
  return killed;
}

const maxRounds = 20;

async function killTracked(trackingId: string): Promise<number> {
  const pids = await readdir('/proc').catch(() => []);
  let killed = 0;
  for (const pid of pids.filter((name) => /^\d+$/.test(name) && name !== String(process.pid))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
      killed += 1;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
    }
  }
  return killed;
}
