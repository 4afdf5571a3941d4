import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { hashFiles } from '@slipway/core/hash';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec, Log } from '@slipway/core/ports';
import { type Distribution, inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { buildErrors } from './errors.ts';
import type { BuildTool } from './find-build-tool.ts';

/** A distribution with what the file list says of it. */
export interface BuiltDistribution extends Distribution {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface BuildPorts {
  readonly exec: Exec;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
}

// What is behind is in nobody's way of reading a log; a build may print without end.
const maxLoggedLines = 20_000;

/**
 * Builds a project into a folder of its own and reads what came out; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID
 */
export async function buildInto(
  tool: BuildTool,
  source: string,
  output: string,
  ports: BuildPorts,
): Promise<BuiltDistribution[]> {
  await mkdir(output, { recursive: true });
  await ports.log.group(`Building with ${tool.title}`, () => runTool(tool, source, output, ports));
  // uv writes a .gitignore next to the files.
  const names = (await readdir(output)).filter((name) => name !== '.gitignore').sort();
  const paths = names.map((name) => join(output, name));
  const foreign = names.find((name) => !name.endsWith('.whl') && !name.endsWith('.tar.gz'));
  if (foreign !== undefined) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The build produced "${neutralizeLine(foreign, 200)}", which is neither a wheel nor a source distribution.`,
    });
  }
  const hashed = await hashFiles(paths, { signal: ports.signal });
  const built: BuiltDistribution[] = [];
  for (const { path, sha256, size } of hashed)
    built.push({ ...(await inspectDistribution(path)), sha256, size });
  return built;
}

async function runTool(
  tool: BuildTool,
  source: string,
  output: string,
  { exec, log, signal, environment }: BuildPorts,
): Promise<void> {
  let lines = 0;
  try {
    await exec.run(tool.file, tool.args(source, output), {
      cwd: source,
      env: environment,
      signal,
      maxOutputBytes: 1024 * 1024,
      onLine: (line) => {
        lines += 1;
        if (lines <= maxLoggedLines) log.info(line);
        else if (lines === maxLoggedLines + 1)
          log.info(`(more than ${maxLoggedLines} lines; the rest is omitted)`);
      },
    });
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) || cause.code !== 'E_EXEC_FAILED') throw cause;
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The build failed: ${cause.message}`,
      cause,
    });
  }
}
