import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the runner gives the bundle of an action to work with. */
export interface BundleStart {
  /** Path of its `index.js`. */
  readonly bundle: string;
  /** Options of node, before the bundle. */
  readonly nodeOptions?: readonly string[];
  /** Where the runner keeps its files, which are emptied first. */
  readonly directory: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the main part saved, for the part after the job. */
  readonly state?: Readonly<Record<string, string>>;
  /** Further variables, which win over those of the above; an undefined one is not set. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What one run of a bundle left. */
export interface BundleRun {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** What it wrote to either stream. */
  readonly output: string;
  /** Last value of each output. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Likewise of what it saved. */
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A bundle that runs. */
export interface StartedBundle {
  readonly ended: Promise<BundleRun>;
  /** Ends the process as nobody can prepare for. */
  kill(): void;
}

/** For tests: starts the shipped bundle of an action as the runner does, in a process of its own. */
export function startBundle({
  bundle,
  nodeOptions = [],
  directory,
  inputs = {},
  state = {},
  variables,
}: BundleStart): StartedBundle {
  const files = {
    GITHUB_OUTPUT: join(directory, 'output'),
    GITHUB_STATE: join(directory, 'state'),
    GITHUB_STEP_SUMMARY: join(directory, 'summary'),
  };
  for (const path of Object.values(files)) writeFileSync(path, '');
  const env = {
    PATH: process.env['PATH'],
    ...files,
    ...renameKeys(inputs, (name) => `INPUT_${name.toUpperCase()}`),
    ...renameKeys(state, (name) => `STATE_${name}`),
    ...variables,
  };
  const child = spawn(process.execPath, [...nodeOptions, bundle], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const readRun = (exitCode: number | null): BundleRun => ({
    exitCode,
    output,
    outputs: readEntries(files.GITHUB_OUTPUT),
    state: readEntries(files.GITHUB_STATE),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
  });
  return {
    ended: new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).then(readRun),
    kill: () => void child.kill('SIGKILL'),
  };
}

/**
 * For tests: runs the shipped bundle of an action to its end.
 * @param killWhen ends the process when it returns true; asked every millisecond
 */
export async function runBundle(start: BundleStart, killWhen?: () => boolean): Promise<BundleRun> {
  const started = startBundle(start);
  if (killWhen === undefined) return started.ended;
  const watch = setInterval(() => {
    if (killWhen()) started.kill();
  }, 1);
  return started.ended.finally(() => clearInterval(watch));
}

/** For tests: code and words of the error that a run ended with; empty when there was none. */
export function errorOf({ output }: Pick<BundleRun, 'output'>): string {
  return /^::error title=([A-Z_0-9]+)::(.*)$/m.exec(output)?.slice(1).join(' ') ?? '';
}

function renameKeys(
  entries: Readonly<Record<string, string>>,
  rename: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [rename(name), value]));
}

/** The entries of a file of the runner; one that a killed process left half written is none. */
function readEntries(path: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [, name = '', , value = ''] of readFileSync(path, 'utf8').matchAll(
    /^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm,
  ))
    entries[name] = value;
  return entries;
}
