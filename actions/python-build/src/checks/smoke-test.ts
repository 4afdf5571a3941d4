import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { readField } from '@slipway/python/metadata/parse-core-metadata';
import type { BuiltDistribution } from '../build/build-into.ts';
import type { ToolPorts } from '../build/fetch-tool.ts';
import {
  findPython,
  listNewerPythons,
  listPythonNames,
  type Python,
  probePython,
} from '../build/find-python.ts';
import { runBuild } from '../build/run-build.ts';
import { buildErrors } from '../errors.ts';
import { listImportNames } from './import-names.ts';
import { smokeScript } from './smoke-script.ts';

// Wheels that a Python can install, as its pip decides it: by the tags of the file name, and by Requires-Python, of which pip
// skips what is not a set of version specifiers. The argument is a JSON list of [file name, Requires-Python].
const selectScript = [
  'import json, sys',
  'from pip._internal.models.wheel import Wheel',
  'from pip._internal.utils.compatibility_tags import get_supported',
  'from pip._vendor.packaging.specifiers import InvalidSpecifier, SpecifierSet',
  'tags = get_supported()',
  'version = ".".join(map(str, sys.version_info[:3]))',
  'def takes(requires):',
  '    try: return SpecifierSet(requires).contains(version, prereleases=True)',
  '    except InvalidSpecifier: return True',
  'print(json.dumps([name for name, requires in json.loads(sys.argv[1]) if Wheel(name).supported(tags) and takes(requires)]))',
].join('\n');

interface Trial {
  readonly python: Python;
  readonly wheel: BuiltDistribution;
}

/**
 * Installs the built wheels into clean environments, with the oldest and the newest Python on this machine that can install one,
 * and imports what they contain.
 * @param python input `python`; with it, only that Python is used
 * @throws InputError E_SMOKE_TEST; EnvironmentError E_TOOL_MISSING for a Python that cannot create an environment; a machine
 * without a fitting Python is only a notice
 */
export async function smokeTest(
  wheels: readonly BuiltDistribution[],
  python: string | undefined,
  ports: ToolPorts,
): Promise<void> {
  const tested: string[] = [];
  for (const { python: found, wheel } of await chooseTrials(wheels, python, ports)) {
    const version = found.version.join('.');
    await ports.log.group(`Testing ${wheel.fileName} with Python ${version}`, () =>
      testWheel(wheel, found, ports),
    );
    tested.push(version);
  }
  if (tested.length > 0)
    ports.log.info(`The wheel works in a clean environment with Python ${tested.join(' and ')}.`);
  else
    ports.log.notice(
      `The wheels were not tested: ${python === undefined ? 'no Python on this machine' : `no Python "${neutralizeLine(python, 100)}" on this machine`} that has pip, venv and ensurepip can install one of them.`,
    );
}

/** The oldest and the newest Python that can install a wheel. */
async function chooseTrials(
  wheels: readonly BuiltDistribution[],
  wanted: string | undefined,
  ports: ToolPorts,
): Promise<readonly Trial[]> {
  const pythons = await listPythons(wanted, ports);
  const findFirst = async (ordered: readonly Python[]): Promise<Trial | undefined> => {
    for (const python of ordered) {
      const wheel = await selectWheel(wheels, python, ports);
      if (wheel !== undefined) return { python, wheel };
    }
    return undefined;
  };
  const oldest = await findFirst(pythons);
  if (oldest === undefined) return [];
  const later = pythons.slice(pythons.indexOf(oldest.python) + 1);
  const newest = await findFirst(later.reverse());
  return newest === undefined ? [oldest] : [oldest, newest];
}

/** The Pythons on PATH that can make an environment with pip, one for each version, oldest first; or the one of the input. */
async function listPythons(wanted: string | undefined, ports: ToolPorts): Promise<Python[]> {
  const isUsable = ({ version: [major], hasPip, hasVenv, hasEnsurepip }: Python): boolean =>
    major === 3 && hasPip && hasVenv && hasEnsurepip;
  if (wanted !== undefined) {
    const python = await findWanted(wanted, ports);
    return python !== undefined && isUsable(python) ? [python] : [];
  }
  const found = new Map<number, Python>();
  for (const name of [...listPythonNames(undefined), ...listNewerPythons(9)]) {
    const python = await probePython(name, ports);
    const minor = python?.version[1] ?? 0;
    if (python !== undefined && isUsable(python) && !found.has(minor)) found.set(minor, python);
  }
  return [...found].sort(([left], [right]) => left - right).map(([, python]) => python);
}

/** Undefined for a Python that only uv has. */
async function findWanted(wanted: string, ports: ToolPorts): Promise<Python | undefined> {
  try {
    return await findPython(listPythonNames(wanted), 0, ports, wanted);
  } catch (cause) {
    if (cause instanceof EnvironmentError && cause.code === 'E_TOOL_MISSING') return undefined;
    throw cause;
  }
}

/** The first wheel that a Python can install. */
async function selectWheel(
  wheels: readonly BuiltDistribution[],
  python: Python,
  { exec, environment, signal }: ToolPorts,
): Promise<BuiltDistribution | undefined> {
  const asked = wheels.map(({ fileName, metadata }) => [
    fileName,
    readField(metadata, 'Requires-Python') ?? '',
  ]);
  const { stdout } = await exec.run(python.file, ['-I', '-c', selectScript, JSON.stringify(asked)], {
    env: environment,
    signal,
  });
  const fitting = new Set(JSON.parse(stdout) as string[]);
  return wheels.find(({ fileName }) => fitting.has(fileName));
}

async function testWheel(wheel: BuiltDistribution, python: Python, ports: ToolPorts): Promise<void> {
  const version = python.version.join('.');
  const folder = join(ports.temporaryDirectory, `smoke-${version}`);
  const cwd = join(folder, 'empty');
  await mkdir(cwd, { recursive: true });
  const environment = join(folder, 'venv');
  const bin = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const facts = JSON.stringify({
    name: wheel.project,
    version: wheel.version,
    imports: listImportNames(wheel),
  });
  const command = { cwd, activity: 'testing' };
  await runBuild(
    {
      ...command,
      file: python.file,
      args: ['-I', '-m', 'venv', environment],
      toError: (why, cause) =>
        new EnvironmentError(coreErrors.E_TOOL_MISSING, {
          message: `Python ${version} ("${neutralizeLine(python.file, 100)}") cannot create a virtual environment: ${why}`,
          hint: 'Add an actions/setup-python step before this one. On Debian and Ubuntu, install python3-venv.',
          cause,
        }),
    },
    ports,
  );
  const toError = (why: string, cause: Error): InputError =>
    new InputError(buildErrors.E_SMOKE_TEST, {
      message: `${neutralizeLine(wheel.fileName, 200)} does not work with Python ${version} in a clean environment: ${why}`,
      cause,
    });
  const install = ['-I', '-m', 'pip', 'install', '--quiet', '--progress-bar', 'off', wheel.path];
  await runBuild({ ...command, file: bin, args: install, toError }, ports);
  await runBuild({ ...command, file: bin, args: ['-I', '-c', smokeScript, facts], toError }, ports);
}
