import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createGitMemory, isAboutObjectsAlone } from './git-memory.ts';
import type { GitOutcome } from './git-outcome.ts';

export interface GitCall {
  readonly input?: string | Uint8Array;
  /** Added to the clean environment, for example an alternative index or object directory. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Git refused or failed; the message is git's own last line. */
class GitError extends Error {
  readonly exitCode: number;

  constructor(args: readonly string[], outcome: GitOutcome) {
    const said = outcome.stderr.trim().split('\n').at(-1) ?? '';
    super(`git ${args[0] ?? ''} ended with ${outcome.exitCode}: ${said}`);
    this.name = 'GitError';
    this.exitCode = outcome.exitCode;
  }
}

/** Nothing of the user's own git settings, hooks, credentials or repository variables reaches the emulator. */
export function cleanGitEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: tmpdir(),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

const memory = createGitMemory();

/**
 * Runs git and hands back whatever it did; throws only when git cannot be started. What it said of objects alone is not asked
 * twice: a process for every look is what an emulated API call takes most of its time for.
 */
export async function tryGit(
  directory: string,
  args: readonly string[],
  call: GitCall = {},
): Promise<GitOutcome> {
  const isLasting = call.env === undefined && call.input === undefined && isAboutObjectsAlone(args);
  const known = isLasting ? memory.find(directory, args) : undefined;
  if (known !== undefined) return known;
  const outcome = await runGit(directory, args, call);
  if (isLasting) memory.keep(directory, args, outcome);
  return outcome;
}

function runGit(directory: string, args: readonly string[], call: GitCall): Promise<GitOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-c', 'core.hooksPath=/dev/null', '-C', directory, ...args], {
      env: { ...cleanGitEnvironment(), ...call.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    // A git that refuses early closes its input: the outcome says why, the broken pipe does not.
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        exitCode: code ?? 128,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(errors).toString('utf8'),
      }),
    );
    child.stdin.end(call.input ?? '');
  });
}

/** @throws GitError when git does not end with 0 */
export async function git(directory: string, args: readonly string[], call: GitCall = {}): Promise<Buffer> {
  const outcome = await tryGit(directory, args, call);
  if (outcome.exitCode !== 0) throw new GitError(args, outcome);
  return outcome.stdout;
}

/** The same as text without the closing newline. */
export async function gitText(
  directory: string,
  args: readonly string[],
  call: GitCall = {},
): Promise<string> {
  return (await git(directory, args, call)).toString('utf8').replace(/\n$/, '');
}

/** Resolves a revision to the object of the wanted type, or undefined when there is none. */
export async function resolveObject(
  directory: string,
  revision: string,
  type: 'commit' | 'tree' | 'blob' | 'tag' | 'object' = 'commit',
): Promise<string | undefined> {
  // A leading dash would be read as an option by rev-parse.
  if (revision === '' || revision.startsWith('-')) return undefined;
  const outcome = await tryGit(directory, ['rev-parse', '--verify', '--quiet', `${revision}^{${type}}`]);
  return outcome.exitCode === 0 ? outcome.stdout.toString('utf8').trim() : undefined;
}
