import { spawn } from 'node:child_process';

/** How a program ended, and everything it said on both streams, in the order it arrived. */
export interface ToolResult {
  /** 127 when the program could not be started. */
  readonly exitCode: number;
  readonly output: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shows the output as it comes instead of keeping it. */
  readonly live?: boolean;
}

/** Runs a program from an argument array, without a shell and without input; never throws. */
export function runTool(
  file: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const stream = options.live === true ? 'inherit' : 'pipe';
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', stream, stream],
    });
    const said: string[] = [];
    const keep = (chunk: Buffer): unknown => said.push(chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (cause) => resolve({ exitCode: 127, output: `${file}: ${cause.message}` }));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: said.join('') }));
  });
}
