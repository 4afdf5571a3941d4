import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec, Log } from '@slipway/core/ports';
import type { Inputs } from './inputs.ts';

/** A front end of PEP 517 that builds a source distribution, and the wheel from it. */
export interface BuildTool {
  /** Name and version, for the log. */
  readonly title: string;
  readonly file: string;
  /** @param source folder of the project @param output folder for the files */
  args(source: string, output: string): readonly string[];
}

export interface ToolPorts {
  readonly exec: Exec;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
  /** For a front end that has to be fetched. */
  readonly temporaryDirectory: string;
}

// The last one that runs on Python 3.9.
const buildRequirement = 'build==1.4.0';
const probe = [
  'import importlib.util as u, json, sys',
  'has = lambda name: u.find_spec(name) is not None',
  'print(json.dumps([list(sys.version_info[:3]), has("build.__main__") if has("build") else False, has("pip"), has("venv")]))',
].join('\n');

interface Python {
  readonly file: string;
  readonly version: readonly number[];
  readonly hasBuild: boolean;
  readonly hasPip: boolean;
  readonly hasVenv: boolean;
}

/**
 * The front end to build with; `build` is installed into a folder of the job if Python does not have it.
 * @throws EnvironmentError E_TOOL_MISSING naming the missing tool
 */
export async function findBuildTool(wanted: Inputs['build-tool'], ports: ToolPorts): Promise<BuildTool> {
  const uv = wanted === 'build' ? undefined : await findUv(ports);
  if (uv !== undefined) return uv;
  if (wanted === 'uv') {
    throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
      message: 'Input "build-tool" is "uv", but uv is not on PATH.',
      hint: 'Add an astral-sh/setup-uv step before this one, or set "build-tool" to "auto".',
    });
  }
  const python = await findPython(ports);
  const title = `build (Python ${python.version.join('.')})`;
  // Isolated mode: neither the project's own folder "build" nor PYTHON* variables stand in front of the module.
  if (python.hasBuild) {
    return {
      title,
      file: python.file,
      args: (source, output) => ['-I', '-m', 'build', '--outdir', output, source],
    };
  }
  const folder = await fetchBuild(python, ports);
  const start =
    'import sys; sys.path.insert(0, sys.argv.pop(1)); from build.__main__ import main; main(sys.argv[1:], "build")';
  return {
    title,
    file: python.file,
    args: (source, output) => ['-I', '-c', start, folder, '--outdir', output, source],
  };
}

async function findUv({ exec, environment, signal }: ToolPorts): Promise<BuildTool | undefined> {
  try {
    const { stdout } = await exec.run('uv', ['--version'], { env: environment, signal });
    return {
      title: neutralizeLine(stdout, 80),
      file: 'uv',
      args: (source, output) => ['build', '--no-progress', '--color', 'never', '--out-dir', output, source],
    };
  } catch (cause) {
    if (cause instanceof EnvironmentError) return undefined;
    throw cause;
  }
}

async function findPython({ exec, environment, signal }: ToolPorts): Promise<Python> {
  const seen: string[] = [];
  for (const file of ['python', 'python3']) {
    try {
      const { stdout } = await exec.run(file, ['-I', '-c', probe], { env: environment, signal });
      const [version, hasBuild, hasPip, hasVenv] = JSON.parse(stdout) as [
        number[],
        boolean,
        boolean,
        boolean,
      ];
      const [major = 0, minor = 0] = version;
      if (major === 3 && minor >= 9) return { file, version, hasBuild, hasPip, hasVenv };
      seen.push(`${file} is Python ${version.join('.')}`);
    } catch (cause) {
      if (!(cause instanceof EnvironmentError) && !(cause instanceof SyntaxError)) throw cause;
    }
  }
  throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
    message: `Python 3.9 or later was not found on PATH${seen.length === 0 ? '' : ` (${seen.join(', ')})`}.`,
    hint: 'Add an actions/setup-python step before this one.',
  });
}

async function fetchBuild(python: Python, ports: ToolPorts): Promise<string> {
  const { exec, environment, signal, log, temporaryDirectory } = ports;
  const version = python.version.join('.');
  if (!python.hasPip || !python.hasVenv) {
    const missing = [python.hasPip ? '' : 'pip', python.hasVenv ? '' : 'venv'].filter((name) => name !== '');
    throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
      message: `Python ${version} ("${python.file}") has no ${missing.join(' and no ')}.`,
      hint: 'Add an actions/setup-python step before this one. On Debian and Ubuntu, install python3-pip and python3-venv.',
    });
  }
  const folder = join(temporaryDirectory, 'build-tool');
  await mkdir(folder, { recursive: true });
  await log.group(`Fetching ${buildRequirement}`, async () => {
    try {
      await exec.run(
        python.file,
        [
          '-m',
          'pip',
          'install',
          '--no-compile',
          '--no-user',
          '--progress-bar',
          'off',
          '--target',
          folder,
          buildRequirement,
        ],
        {
          // An empty folder: nothing of the project stands in front of pip.
          cwd: folder,
          env: { ...environment, PIP_ROOT_USER_ACTION: 'ignore' },
          signal,
          onLine: (line) => log.info(line),
        },
      );
    } catch (cause) {
      if (!(cause instanceof EnvironmentError)) throw cause;
      throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
        message: `${buildRequirement} cannot be installed: ${cause.message}`,
        hint: 'Make a package index reachable (PIP_INDEX_URL, proxy), or install "build" or "uv" before this step.',
        cause,
      });
    }
  });
  return folder;
}
