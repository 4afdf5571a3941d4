import type { Exec } from '@slipway/core/ports';

/** Starts git in a checkout. */
export interface Git {
  /** @throws EnvironmentError E_TOOL_MISSING, E_EXEC_FAILED */
  run(args: readonly string[]): Promise<string>;
}

// A commit has a few hundred bytes; more than this is the history of no project.
const maxOutputBytes = 512 * 1024 * 1024;
const timeoutMs = 300_000;

/**
 * git that reads one repository and nothing else: no configuration of the machine, no program that the configuration of the
 * repository names, no network, and no object that stands in for another.
 */
export function createGit(exec: Exec, directory: string, path: string): Git {
  const settings = [
    // A checkout in a container often belongs to another user.
    `safe.directory=${directory}`,
    'core.fsmonitor=false',
    'log.showSignature=false',
    'i18n.logOutputEncoding=UTF-8',
  ];
  const env = {
    PATH: path,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  const common = ['--no-pager', '-C', directory, ...settings.flatMap((setting) => ['-c', setting])];
  return {
    async run(args) {
      const { stdout } = await exec.run('git', [...common, ...args], { env, maxOutputBytes, timeoutMs });
      return stdout;
    },
  };
}
