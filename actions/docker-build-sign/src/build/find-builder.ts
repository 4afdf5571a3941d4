import { randomBytes } from 'node:crypto';
import { ActionError, EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec, ExecResult, Log } from '@slipway/core/ports';
import { imageErrors } from '../errors.ts';
import { type BuilderDescription, canExport, parseBuilder } from './builder-description.ts';

export interface BuildxPorts {
  readonly exec: Exec;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
}

/** How buildx is started: as a part of Docker's client, or by itself. */
export type BuildxProgram = readonly [file: string, ...args: string[]];

/** A builder that can write OCI layouts. */
export interface Builder extends BuilderDescription {
  readonly buildx: BuildxProgram;
}

const podman = /\b(?:podman|buildah)\b/i;
const programs: readonly BuildxProgram[] = [['docker', 'buildx'], ['buildx']];
// Removal is short, and comes when the job may be cancelled already.
const removalMs = 6000;

/** Runs buildx. @throws as `Exec.run` */
function runBuildx(
  [file, ...first]: BuildxProgram,
  args: readonly string[],
  {
    exec,
    environment,
    signal,
  }: Pick<BuildxPorts, 'exec' | 'environment'> & { readonly signal?: AbortSignal },
  onLine?: (line: string) => void,
): Promise<ExecResult> {
  return exec.run(file, [...first, ...args], {
    env: environment,
    ...(signal === undefined ? { timeoutMs: removalMs } : { signal }),
    ...(onLine === undefined ? {} : { onLine }),
  });
}

const isFailure = (cause: unknown): cause is ActionError =>
  cause instanceof ActionError && ['E_TOOL_MISSING', 'E_EXEC_FAILED'].includes(cause.code);

/** Finds `docker buildx`, else `buildx` by itself. @throws EnvironmentError E_TOOL_MISSING */
async function findBuildx(ports: BuildxPorts): Promise<BuildxProgram> {
  const seen: string[] = [];
  for (const program of programs) {
    try {
      const { stdout } = await runBuildx(program, ['version'], ports);
      // Podman's "docker" answers for buildx with the version of Buildah, and has none of its commands.
      if (podman.test(stdout)) {
        seen.push(`"${program[0]}" is Podman (${neutralizeLine(stdout, 100)}), which has no buildx`);
        continue;
      }
      ports.log.info(`Using ${program.join(' ')}: ${neutralizeLine(stdout, 200)}`);
      return program;
    } catch (cause) {
      if (!isFailure(cause)) throw cause;
      const isPodman = podman.test(cause.message);
      seen.push(
        cause.code === 'E_TOOL_MISSING'
          ? `"${program[0]}" is not on PATH`
          : isPodman
            ? `"${program[0]}" is Podman, which has no buildx`
            : cause.message,
      );
    }
  }
  const message = `buildx was not found: ${seen.join('; ')}`.replace(/\.?$/, '.');
  throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
    message,
    hint: podman.test(message)
      ? 'Run the job on a machine with Docker, such as a GitHub-hosted Linux runner, or put a "buildx" program on PATH and name a builder with the driver remote in "builder".'
      : 'Add a docker/setup-buildx-action step before this one, or install docker-buildx-plugin on the runner. GitHub-hosted Linux runners include it.',
  });
}

/**
 * Finds a builder that can write OCI layouts: the named one, or the current one, or one that is made for `body` alone and
 * removed after it, however it ended.
 * @param name the input `builder`; nothing takes the place of a builder that was asked for
 * @throws EnvironmentError E_TOOL_MISSING, E_DOCKER_BUILDER
 */
export async function withBuilder<Result>(
  name: string | undefined,
  ports: BuildxPorts,
  body: (builder: Builder) => Promise<Result>,
): Promise<Result> {
  const buildx = await findBuildx(ports);
  const found = await inspect(buildx, name, ports);
  if (typeof found !== 'string' && canExport(found)) {
    ports.log.info(describe(found));
    return body({ ...found, buildx });
  }
  const problem = typeof found === 'string' ? found : describeLack(found);
  if (name !== undefined) {
    throw new EnvironmentError(imageErrors.E_DOCKER_BUILDER, {
      message: `The builder "${neutralizeLine(name, 100)}" cannot be used: ${problem}`,
      hint: 'Choose a builder with the driver docker-container, remote or kubernetes, or leave "builder" empty.',
    });
  }
  return withOwnBuilder(buildx, problem, ports, body);
}

async function withOwnBuilder<Result>(
  buildx: BuildxProgram,
  problem: string,
  ports: BuildxPorts,
  body: (builder: Builder) => Promise<Result>,
): Promise<Result> {
  const { log, exec, environment } = ports;
  const name = `slipway-${randomBytes(6).toString('hex')}`;
  log.info(`Creating a builder for this run: ${problem}`);
  const fail = (words: string, cause?: unknown): EnvironmentError =>
    new EnvironmentError(imageErrors.E_DOCKER_BUILDER, {
      message: `The current builder cannot be used: ${problem} Creating a builder for this run failed: ${words}`,
      cause,
    });
  try {
    try {
      const create = ['create', '--driver', 'docker-container', '--name', name];
      await runBuildx(buildx, create, ports, (line) => log.info(line));
    } catch (cause) {
      throw isFailure(cause) ? fail(cause.message, cause) : cause;
    }
    const made = await inspect(buildx, name, ports);
    if (typeof made === 'string' || !canExport(made))
      throw fail(typeof made === 'string' ? made : describeLack(made));
    log.info(describe(made));
    return await body({ ...made, buildx });
  } finally {
    await runBuildx(buildx, ['rm', '--force', name], { exec, environment }).catch((cause: unknown) =>
      log.debug(
        `The builder ${name} could not be removed: ${cause instanceof Error ? cause.message : String(cause)}`,
      ),
    );
  }
}

/** The description of a builder that was started if need be; a sentence where there is none. */
async function inspect(
  buildx: BuildxProgram,
  name: string | undefined,
  ports: BuildxPorts,
): Promise<BuilderDescription | string> {
  try {
    const args = ['inspect', '--bootstrap', ...(name === undefined ? [] : [name])];
    const { stdout } = await runBuildx(buildx, args, ports, (line) => ports.log.debug(line));
    return parseBuilder(stdout);
  } catch (cause) {
    if (!isFailure(cause)) throw cause;
    return cause.message;
  }
}

function describe({ name, driver, version, platforms }: BuilderDescription): string {
  const shown = [version === '' ? '' : `BuildKit ${version}`, platforms.join(', ')].filter(
    (part) => part !== '',
  );
  return `Builder ${name} (${[driver, ...shown].join('; ')})`;
}

function describeLack({ name, driver, error }: BuilderDescription): string {
  const shown = neutralizeLine(name, 100);
  if (error !== '') return `"${shown}" reports: ${neutralizeLine(error, 400)}.`;
  return driver === 'docker'
    ? `"${shown}" uses Docker without the containerd image store, which cannot export an OCI layout.`
    : `"${shown}" has the driver "${neutralizeLine(driver, 60)}", which is not known to export OCI layouts.`;
}
