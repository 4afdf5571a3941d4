import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec, Log } from '@slipway/core/ports';
import type { BuiltDistribution } from '../build/build-into.ts';
import { findFailureCause } from '../build/failure-cause.ts';
import { listNewerPythons, listPythonNames, type Python, probePython } from '../build/find-python.ts';
import { buildErrors } from '../errors.ts';
import { listImportNames } from './import-names.ts';
import { smokeScript } from './smoke-script.ts';

export interface SmokePorts {
  readonly exec: Exec;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
  readonly temporaryDirectory: string;
}

/** Wheels that this machine's Pythons can install, as pip decides it. */
const selectScript = [
  'import json, sys',
  'from pip._internal.models.wheel import Wheel',
  'from pip._internal.utils.compatibility_tags import get_supported',
  'tags = get_supported()',
  'print(json.dumps([name for name in sys.argv[1:] if Wheel(name).supported(tags)]))',
].join('\n');

/**
 * Installs the built wheels into clean environments, with the oldest and the newest Python on this machine that can install one,
 * and imports what they contain.
 * @throws InputError E_SMOKE_TEST; a machine without a fitting Python is only a notice
 */
export async function smokeTest(
  wheels: readonly BuiltDistribution[],
  python: string | undefined,
  ports: SmokePorts,
): Promise<void> {
  const tested: string[] = [];
  for (const found of await listPythons(python, ports)) {
    const [wheel] = await selectWheels(wheels, found, ports);
    if (wheel === undefined) continue;
    const version = found.version.join('.');
    await ports.log.group(`Testing ${wheel.fileName} with Python ${version}`, () =>
      testWheel(wheel, found, ports),
    );
    tested.push(version);
  }
  if (tested.length > 0)
    ports.log.info(`The wheel works in a clean environment with Python ${tested.join(' and ')}.`);
  else ports.log.notice('The wheels were not tested: no Python on this machine can install one of them.');
}

/** The oldest and the newest Python on PATH, or the one of the input. */
async function listPythons(wanted: string | undefined, ports: SmokePorts): Promise<Python[]> {
  const names =
    wanted === undefined ? [...listPythonNames(undefined), ...listNewerPythons(9)] : listPythonNames(wanted);
  const found = new Map<string, Python>();
  for (const name of names) {
    const python = await probePython(name, ports);
    const [major = 0, minor = 0] = python?.version ?? [];
    const isUsable = python !== undefined && major === 3 && python.hasPip && python.hasVenv;
    if (isUsable && !found.has(String(minor))) found.set(String(minor), python);
    if (wanted !== undefined && found.size > 0) break;
  }
  const sorted = [...found.values()].sort((left, right) => (left.version[1] ?? 0) - (right.version[1] ?? 0));
  return [...new Set([sorted.at(0), sorted.at(-1)])].filter((python) => python !== undefined);
}

async function selectWheels(
  wheels: readonly BuiltDistribution[],
  python: Python,
  { exec, environment, signal }: SmokePorts,
): Promise<BuiltDistribution[]> {
  const names = wheels.map(({ fileName }) => fileName);
  const { stdout } = await exec.run(python.file, ['-I', '-c', selectScript, ...names], {
    env: environment,
    signal,
  });
  const fitting = new Set(JSON.parse(stdout) as string[]);
  return wheels.filter(({ fileName }) => fitting.has(fileName));
}

async function testWheel(wheel: BuiltDistribution, python: Python, ports: SmokePorts): Promise<void> {
  const { exec, environment, signal, temporaryDirectory, log } = ports;
  const version = python.version.join('.');
  const folder = join(temporaryDirectory, `smoke-${version}`);
  const empty = join(folder, 'empty');
  await mkdir(empty, { recursive: true });
  const bin = join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const lines: string[] = [];
  const run = async (file: string, args: readonly string[]): Promise<void> => {
    await exec.run(file, args, {
      cwd: empty,
      env: environment,
      signal,
      onLine: (line) => {
        lines.push(line);
        log.info(line);
      },
    });
  };
  const facts = JSON.stringify({
    name: wheel.project,
    version: wheel.version,
    imports: listImportNames(wheel),
  });
  try {
    await run(python.file, ['-I', '-m', 'venv', join(folder, 'venv')]);
    await run(bin, ['-I', '-m', 'pip', 'install', '--quiet', '--progress-bar', 'off', wheel.path]);
    await run(bin, ['-I', '-c', smokeScript, facts]);
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) || cause.code !== 'E_EXEC_FAILED') throw cause;
    throw new InputError(buildErrors.E_SMOKE_TEST, {
      message:
        `${neutralizeLine(wheel.fileName, 200)} does not work with Python ${version} in a clean environment: ${findFailureCause(lines) || cause.message}.`.replace(
          /\.\.$/,
          '.',
        ),
      cause,
    });
  }
}
