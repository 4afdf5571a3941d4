import { spawn } from 'node:child_process';

/** What one run of a program took, from its start to its end. */
export interface Cost {
  readonly seconds: number;
  /** MiB; 0 when it was not measured. */
  readonly peak: number;
  readonly exitCode: number | null;
  /** Both of its outputs. */
  readonly output: string;
}

// Says on the error output how much memory the program behind it took at the most.
const measurePeak = `import resource,subprocess,sys
code=subprocess.call(sys.argv[1:])
print('peak',resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,file=sys.stderr)
sys.exit(code)`;

/** A call through Python, which tells the peak memory of what it calls. */
export function measured(
  python: string,
  file: string,
  args: readonly string[],
): readonly [file: string, ...args: string[]] {
  return [python, '-c', measurePeak, file, ...args];
}

/** Runs a program with this process's PATH and what else is given. */
export async function runProgram(
  [file, ...args]: readonly [file: string, ...args: string[]],
  env: Readonly<Record<string, string>>,
): Promise<Cost> {
  const startedMs = performance.now();
  const child = spawn(file, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk);
    });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - startedMs) / 1000;
  return { seconds, exitCode, output, peak: Number(/^peak (\d+)$/m.exec(output)?.[1] ?? 0) / 1024 };
}
