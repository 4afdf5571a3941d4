import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { hashFiles } from '@slipway/core/hash';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type Distribution, inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { buildErrors } from '../errors.ts';
import type { BuildRequest, BuildTool } from './find-build-tool.ts';
import { type BuildPorts, runBuild } from './run-build.ts';

export type { BuildPorts } from './run-build.ts';

/** A distribution with what the file list says of it. */
export interface BuiltDistribution extends Distribution {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Builds a project into a folder of its own and reads what came out; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID
 */
export async function buildInto(
  tool: BuildTool,
  request: BuildRequest,
  ports: BuildPorts,
): Promise<BuiltDistribution[]> {
  await mkdir(request.output, { recursive: true });
  await ports.log.group(`Building with ${tool.title}`, () =>
    runBuild({ file: tool.file, args: tool.args(request), cwd: request.source }, ports),
  );
  return readBuilt(request.output, ports.signal);
}

/**
 * Reads the distributions of a folder, sorted by name.
 * @throws InputError E_BUILD_FAILED for any other file, E_DISTRIBUTION_INVALID
 */
export async function readBuilt(folder: string, signal: AbortSignal): Promise<BuiltDistribution[]> {
  // uv writes a .gitignore next to the files.
  const names = (await readdir(folder)).filter((name) => name !== '.gitignore').sort();
  const foreign = names.find((name) => !name.endsWith('.whl') && !name.endsWith('.tar.gz'));
  if (foreign !== undefined) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The build produced "${neutralizeLine(foreign, 200)}", which is neither a wheel nor a source distribution.`,
    });
  }
  return readDistributions(
    names.map((name) => join(folder, name)),
    signal,
  );
}

/** Reads distributions with their digests, in the given order. @throws InputError E_DISTRIBUTION_INVALID */
export async function readDistributions(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<BuiltDistribution[]> {
  const built: BuiltDistribution[] = [];
  for (const { path, sha256, size } of await hashFiles(paths, { signal }))
    built.push({ ...(await inspectDistribution(path)), sha256, size });
  return built;
}
