import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Exec, Log } from '@slipway/core/ports';
import type { Python } from './find-python.ts';

export interface ToolPorts {
  readonly exec: Exec;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
  /** For a tool that has to be fetched. */
  readonly temporaryDirectory: string;
}

/** A tool that pip installs into a folder of the job. */
export interface FetchedTool {
  readonly name: string;
  /** Exact versions: `build==1.4.0`. */
  readonly requirements: readonly string[];
}

/**
 * Installs a pinned tool into a folder of the job, which neither the machine's Python nor the build's environment sees.
 * @returns the folder
 * @throws EnvironmentError E_TOOL_MISSING for a Python without pip, and for an index that does not have it
 */
export async function fetchTool(tool: FetchedTool, python: Python, ports: ToolPorts): Promise<string> {
  const { exec, environment, signal, log, temporaryDirectory } = ports;
  const [title = ''] = tool.requirements;
  if (!python.hasPip || !python.hasVenv) {
    const missing = [python.hasPip ? '' : 'pip', python.hasVenv ? '' : 'venv'].filter((name) => name !== '');
    throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
      message: `Python ${python.version.join('.')} ("${python.file}") has no ${missing.join(' and no ')}.`,
      hint: 'Add an actions/setup-python step before this one. On Debian and Ubuntu, install python3-pip and python3-venv.',
    });
  }
  const folder = join(temporaryDirectory, `${tool.name}-tool`);
  await mkdir(folder, { recursive: true });
  const options = ['--no-compile', '--no-user', '--progress-bar', 'off', '--target', folder];
  await log.group(`Fetching ${title}`, async () => {
    try {
      await exec.run(python.file, ['-m', 'pip', 'install', ...options, ...tool.requirements], {
        // An empty folder: nothing of the project stands in front of pip.
        cwd: folder,
        env: { ...environment, PIP_ROOT_USER_ACTION: 'ignore' },
        signal,
        onLine: (line) => log.info(line),
      });
    } catch (cause) {
      if (!(cause instanceof EnvironmentError)) throw cause;
      throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
        message: `${title} cannot be installed: ${cause.message}`,
        hint: `Make a package index reachable (PIP_INDEX_URL, proxy)${tool.name === 'build' ? ', or install "build" or "uv" before this step' : ''}.`,
        cause,
      });
    }
  });
  return folder;
}

/** Arguments for Python that run a module of a fetched tool. Isolated: no folder and no PYTHON* variable stands in front of it. */
export function runModule(folder: string, module: string, program: string): readonly string[] {
  const start = `import sys; sys.path.insert(0, sys.argv.pop(1)); from ${module} import main; sys.argv[0] = "${program}"; sys.exit(main())`;
  return ['-I', '-c', start, folder];
}
