import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { type RunProgram, runOrThrow } from '../machine/programs.ts';
import type { ImageBuilding } from './image-building.ts';

/** A builder that is ready, and the variables through which buildx finds it. */
export interface ImageBuilder {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const startWithinMs = 20_000;
const builderName = 'rehearsal';

export interface ImageBuilderOptions {
  readonly building: Exclude<ImageBuilding, { kind: 'none' }>;
  /** Empty folder. */
  readonly directory: string;
  readonly path: string;
  /** The user's own way to registries, from which base images come. */
  readonly userVariables: Readonly<Record<string, string | undefined>>;
  readonly trackingId: string;
  readonly run: RunProgram;
  readonly signal: AbortSignal;
}

/** Variables by which programs find a proxy, certificates, and Docker's engine. */
const passed =
  /^(?:(?:https?|no|all)_proxy|ssl_cert_(?:file|dir)|docker_(?:host|context|cert_path|tls_verify))$/i;

/**
 * Prepares a builder. With Docker, it is Docker's own; otherwise buildkitd runs only for this rehearsal.
 * @throws EnvironmentError E_TOOL_MISSING if buildkitd does not start, with its last output
 */
export async function openImageBuilder(options: ImageBuilderOptions): Promise<ImageBuilder> {
  const { building, directory, path, userVariables } = options;
  const own = Object.fromEntries(
    Object.entries(userVariables).filter((entry): entry is [string, string] => passed.test(entry[0])),
  );
  const base = { PATH: path, HOME: directory, BUILDX_CONFIG: join(directory, 'buildx') };
  if (building.kind === 'docker') {
    const docker = Object.entries(own).filter(([name]) => /^docker_/i.test(name));
    return {
      environment: { ...Object.fromEntries(docker), BUILDX_CONFIG: base.BUILDX_CONFIG },
      close: async () => undefined,
    };
  }
  const daemon = await startDaemon(options, { ...base, ...own });
  try {
    const [file, ...args] = building.buildx;
    const create = ['create', '--driver', 'remote', '--name', builderName, daemon.address];
    await runOrThrow(options.run, file, [...args, ...create], { cwd: directory, env: base });
    return {
      environment: { BUILDX_CONFIG: base.BUILDX_CONFIG, BUILDX_BUILDER: builderName },
      close: daemon.stop,
    };
  } catch (cause) {
    await daemon.stop();
    throw cause;
  }
}

async function startDaemon(
  { directory, trackingId, signal }: ImageBuilderOptions,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  // The address of a socket has at most 107 characters (unix(7)), however deep the folder is that is to be kept.
  const sockets = mkdtempSync(join(tmpdir(), 'slipway-bk-'));
  const socket = join(sockets, 'buildkitd.sock');
  const child = spawn(
    'buildkitd',
    [
      ...['--addr', `unix://${socket}`, '--root', join(directory, 'buildkit')],
      // Without a network and a file system of its own it runs inside a container as well.
      ...['--containerd-worker=false', '--oci-worker-snapshotter=native', '--oci-worker-net=host'],
    ],
    {
      cwd: directory,
      env: { ...env, RUNNER_TRACKING_ID: trackingId },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${String(chunk)}`.slice(-4000);
  });
  let failure: unknown;
  const ended = new Promise<void>((resolve) => {
    child.once('error', (cause) => {
      failure = cause;
      resolve();
    });
    child.once('close', () => resolve());
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && failure === undefined) child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(killer);
    rmSync(sockets, { recursive: true, force: true });
  };
  for (let waitedMs = 0; !existsSync(socket); waitedMs += 50) {
    const hasEnded = failure !== undefined || child.exitCode !== null;
    if (!hasEnded && waitedMs < startWithinMs && !signal.aborted) {
      await sleep(50);
      continue;
    }
    await stop();
    signal.throwIfAborted();
    const words = said.trim().split('\n').slice(-3).join(' ');
    throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
      message: `buildkitd failed to start: ${failure instanceof Error ? failure.message : words}`,
      hint: 'Start it by hand to see why, or remove it from PATH to skip the image.',
    });
  }
  return { address: `unix://${socket}`, stop };
}
