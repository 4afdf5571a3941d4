import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { cliErrors } from '../../errors.ts';
import { loopback } from '../own-host.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Other indexes, which could serve a stranger's package under the same name, and the token, which an installer has no use for. */
const withheld = [
  ...['PIP_EXTRA_INDEX_URL', 'UV_INDEX', 'UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_NO_INDEX', 'PIP_NO_INDEX'],
  ...['GITHUB_TOKEN', 'GH_TOKEN'],
];

/** The environment in which pip and uv install from the index at `url`, and reach it without a proxy. */
export function indexEnvironment(variables: Variables, url: string): Record<string, string | undefined> {
  const direct = [variables['no_proxy'] ?? variables['NO_PROXY'], loopback].filter(Boolean).join(',');
  return {
    ...Object.fromEntries(Object.entries(variables).filter(([name]) => !withheld.includes(name))),
    ...{ PIP_INDEX_URL: url, UV_DEFAULT_INDEX: url, NO_PROXY: direct, no_proxy: direct },
  };
}

/**
 * Runs a command on this terminal until it ends.
 * @param signal ends it
 * @returns its exit code, or 128 and the number of the signal that ended it
 * @throws EnvironmentError E_GHP_COMMAND if it cannot be started
 */
export function runWithIndex(
  [file = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env: environment, stdio: 'inherit' });
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', (cause) =>
      reject(
        new EnvironmentError(cliErrors.E_GHP_COMMAND, {
          message: `"${neutralizeLine(file, 200)}" cannot be started.`,
          cause,
        }),
      ),
    );
    child.once('close', (code, ended) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 128 + (ended === null ? 0 : constants.signals[ended]));
    });
    if (signal.aborted) stop();
  });
}
