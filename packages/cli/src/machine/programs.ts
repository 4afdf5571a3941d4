import { spawn } from 'node:child_process';

export interface ProgramCall {
  readonly cwd: string;
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, its whole process group with it: an abort leaves nothing of the group. */
export type RunProgram = (file: string, args: readonly string[], call: ProgramCall) => Promise<ProgramResult>;

/** Programs of the rehearsal itself; `signal` ends them. @returns a function that rejects only when a program cannot be started or was ended */
export function createPrograms(signal: AbortSignal): RunProgram {
  return (file, args, call) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const child = spawn(file, [...args], {
        cwd: call.cwd,
        env: { ...call.env },
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const stop = (): void => {
        if (child.pid === undefined) return;
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch (cause) {
          if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
        }
      };
      const out: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      // A program that refuses early closes its input: its exit code says so.
      child.stdin.on('error', () => undefined);
      child.stdin.end(call.input ?? '');
      signal.addEventListener('abort', stop, { once: true });
      child.on('error', (cause) => {
        signal.removeEventListener('abort', stop);
        reject(cause);
      });
      child.on('close', (code) => {
        signal.removeEventListener('abort', stop);
        if (signal.aborted) reject(signal.reason as Error);
        resolve({
          exitCode: code ?? 128,
          stdout: Buffer.concat(out).toString('utf8'),
          stderr: Buffer.concat(errors).toString('utf8'),
        });
      });
    });
}

/** Runs a program that has to end with 0 and returns what it printed. @throws Error with its last words */
export async function runOrThrow(
  run: RunProgram,
  file: string,
  args: readonly string[],
  call: ProgramCall,
): Promise<string> {
  const { exitCode, stdout, stderr } = await run(file, args, call);
  if (exitCode === 0) return stdout;
  const words = `${stdout}\n${stderr}`.trim().split('\n').slice(-6).join('\n');
  throw new Error(`${file} ${args[0] ?? ''} failed with exit code ${exitCode}: ${words}`);
}
