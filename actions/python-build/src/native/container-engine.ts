import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { PythonPorts } from '../build/find-python.ts';
import { buildErrors } from '../errors.ts';

/**
 * Why no container can be started here; undefined if one can. The engine is `docker`, or what CIBW_CONTAINER_ENGINE begins with
 * (`podman; create_args: …`).
 */
export async function findEngineProblem({
  exec,
  signal,
  environment,
}: PythonPorts): Promise<string | undefined> {
  const engine = /^[\w./-]+/.exec(environment['CIBW_CONTAINER_ENGINE'] ?? '')?.[0] ?? 'docker';
  try {
    // Fails without a daemon, which `--version` does not notice.
    await exec.run(engine, ['info'], {
      env: environment,
      signal,
      timeoutMs: 60_000,
      maxOutputBytes: 64 * 1024,
    });
    return undefined;
  } catch (cause) {
    if (!(cause instanceof EnvironmentError)) throw cause;
    return neutralizeLine(cause.message, 300);
  }
}

/** E_CONTAINER_ENGINE with the way out. */
export function refuseWithoutEngine(problem: string): EnvironmentError {
  return new EnvironmentError(buildErrors.E_CONTAINER_ENGINE, {
    message: `cibuildwheel builds Linux wheels in a container, and no container can be started here: ${problem}`,
    hint: 'Use a runner with Docker or Podman; all GitHub-hosted Linux runners have Docker. For Podman, set CIBW_CONTAINER_ENGINE to "podman". Only for trying it out, set SLIPWAY_WITHOUT_CONTAINERS to "host": the wheels are then built on this machine, and work only on systems as new as it.',
  });
}
