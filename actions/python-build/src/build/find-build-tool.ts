import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Inputs } from '../inputs.ts';
import { fetchTool, type ToolPorts } from './fetch-tool.ts';
import { findPython, listPythonNames } from './find-python.ts';

export type { ToolPorts } from './fetch-tool.ts';

/** What is built, from which folder and into which. */
export interface BuildRequest {
  /** Folder of the project. */
  readonly source: string;
  /** Folder for the files. */
  readonly output: string;
  /** `both` builds the wheel from the sdist. */
  readonly formats: 'both' | 'sdist' | 'wheel';
  /** `KEY=VALUE` for the backend (PEP 517). */
  readonly configSettings: readonly string[];
}

/** A front end of PEP 517. */
export interface BuildTool {
  /** Name and version, for the log. */
  readonly title: string;
  readonly file: string;
  args(request: BuildRequest): readonly string[];
}

// The last one that runs on Python 3.9.
const buildTool = { name: 'build', requirements: ['build==1.4.0'] };

/**
 * The front end to build with; `build` is installed into a folder of the job if Python does not have it.
 * @param python input `python`: a version, a name or a path
 * @throws EnvironmentError E_TOOL_MISSING naming the missing tool
 */
export async function findBuildTool(
  wanted: Inputs['build-tool'],
  ports: ToolPorts,
  python?: string,
): Promise<BuildTool> {
  const uv = wanted === 'build' ? undefined : await findUv(ports, python);
  if (uv !== undefined) return uv;
  if (wanted === 'uv') {
    throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
      message: 'Input "build-tool" is "uv", but uv is not on PATH.',
      hint: 'Add an astral-sh/setup-uv step before this one, or set "build-tool" to "auto".',
    });
  }
  const found = await findPython(listPythonNames(python), 9, ports, python);
  const title = `build (Python ${found.version.join('.')})`;
  // Isolated mode: neither the project's own folder "build" nor PYTHON* variables stand in front of the module.
  if (found.hasBuild)
    return {
      title,
      file: found.file,
      args: (request) => ['-I', '-m', 'build', ...describeForBuild(request)],
    };
  const folder = await fetchTool(buildTool, found, ports);
  const start =
    'import sys; sys.path.insert(0, sys.argv.pop(1)); from build.__main__ import main; main(sys.argv[1:], "build")';
  return {
    title,
    file: found.file,
    args: (request) => ['-I', '-c', start, folder, ...describeForBuild(request)],
  };
}

const chooseFormat = ({ formats }: BuildRequest): string[] => (formats === 'both' ? [] : [`--${formats}`]);

function describeForBuild(request: BuildRequest): string[] {
  const settings = request.configSettings.map((setting) => `--config-setting=${setting}`);
  return [...chooseFormat(request), ...settings, '--outdir', request.output, request.source];
}

async function findUv(
  { exec, environment, signal }: ToolPorts,
  python: string | undefined,
): Promise<BuildTool | undefined> {
  try {
    const { stdout } = await exec.run('uv', ['--version'], { env: environment, signal });
    const options = [
      '--no-progress',
      '--color',
      'never',
      ...(python === undefined ? [] : ['--python', python]),
    ];
    return {
      title: neutralizeLine(stdout, 80),
      file: 'uv',
      args: (request) => [
        'build',
        ...options,
        ...chooseFormat(request),
        ...request.configSettings.map((setting) => `--config-setting=${setting}`),
        '--out-dir',
        request.output,
        request.source,
      ],
    };
  } catch (cause) {
    if (cause instanceof EnvironmentError) return undefined;
    throw cause;
  }
}
