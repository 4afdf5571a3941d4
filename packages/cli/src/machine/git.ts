import { type ProgramResult, type RunProgram, runOrThrow } from './programs.ts';

/** Git without anybody's settings, hooks, credentials or prompts. */
export interface Git {
  /** What git printed, without the last newline. @throws Error when git does not end with 0 */
  read(directory: string, args: readonly string[], call?: GitCall): Promise<string>;
  try(directory: string, args: readonly string[], call?: GitCall): Promise<ProgramResult>;
}

export interface GitCall {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GitOptions {
  readonly run: RunProgram;
  readonly path: string;
  readonly home: string;
  /** A file that says which folders may be read whoever owns them: it has to reach git's own children too. */
  readonly configPath: string;
  readonly trackingId: string;
}

/** Prepares git for the rehearsal's own use; it uses no optional locks, so that a repository that it reads is not modified. */
export function createGit(options: GitOptions): Git {
  const env = {
    PATH: options.path,
    HOME: options.home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: options.configPath,
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    RUNNER_TRACKING_ID: options.trackingId,
  };
  const prepare = (directory: string, args: readonly string[], call: GitCall = {}) => {
    const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];
    const input = call.input === undefined ? {} : { input: call.input };
    return {
      args: [...settings, '-C', directory, ...args],
      call: { cwd: options.home, env: { ...env, ...call.env }, ...input },
    };
  };
  return {
    async read(directory, args, call) {
      const prepared = prepare(directory, args, call);
      return (await runOrThrow(options.run, 'git', prepared.args, prepared.call)).replace(/\n$/, '');
    },
    try(directory, args, call) {
      const prepared = prepare(directory, args, call);
      return options.run('git', prepared.args, prepared.call);
    },
  };
}
