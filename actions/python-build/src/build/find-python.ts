import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec } from '@slipway/core/ports';

/** A Python on this machine, and what it has. */
export interface Python {
  /** Program to start. */
  readonly file: string;
  /** Major, minor, micro. */
  readonly version: readonly number[];
  readonly hasBuild: boolean;
  readonly hasPip: boolean;
  readonly hasVenv: boolean;
  /** Without it (Debian's python3 without python3-venv), a virtual environment gets no pip. */
  readonly hasEnsurepip: boolean;
  /** A build without the global interpreter lock: `3.13t`. */
  readonly isFreeThreaded: boolean;
}

export interface PythonPorts {
  readonly exec: Exec;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
}

const probe = [
  'import importlib.util as u, json, sys, sysconfig',
  'has = lambda name: u.find_spec(name) is not None',
  'print(json.dumps([list(sys.version_info[:3]), has("build.__main__") if has("build") else False, has("pip"), has("venv"), has("ensurepip"), bool(sysconfig.get_config_var("Py_GIL_DISABLED"))]))',
].join('\n');

type ProbeResult = [
  version: number[],
  hasBuild: boolean,
  hasPip: boolean,
  hasVenv: boolean,
  hasEnsurepip?: boolean,
  isFreeThreaded?: boolean,
];

// Versions of Python 3 that may have a program of their own on PATH.
const maxMinor = 20;

/** Program names to try for the input `python`: `3.12` is `python3.12`, and `python` where that is the same version. `3.13t` has no global interpreter lock. */
export function listPythonNames(wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return ['python', 'python3'];
  return /^3\.\d{1,2}t?$/.test(wanted) ? [`python${wanted}`, 'python', 'python3'] : [wanted];
}

/** Programs of later versions, newest first, for a tool that needs one. */
export function listNewerPythons(minor: number): readonly string[] {
  return Array.from({ length: maxMinor - minor + 1 }, (_, index) => `python3.${maxMinor - index}`);
}

/** What a Python says of itself; undefined when there is none of this name. */
export async function probePython(
  file: string,
  { exec, environment, signal }: PythonPorts,
): Promise<Python | undefined> {
  try {
    const { stdout } = await exec.run(file, ['-I', '-c', probe], { env: environment, signal });
    const [version, hasBuild, hasPip, hasVenv, hasEnsurepip, isFreeThreaded] = JSON.parse(
      stdout,
    ) as ProbeResult;
    return {
      ...{ file, version, hasBuild, hasPip, hasVenv },
      hasEnsurepip: hasEnsurepip === true,
      isFreeThreaded: isFreeThreaded === true,
    };
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) && !(cause instanceof SyntaxError)) throw cause;
    return undefined;
  }
}

/**
 * The first Python of `names` with at least version 3.`minor`, and exactly `wanted` if that is a version, with or without the
 * `t` of a free-threaded build.
 * @throws EnvironmentError E_TOOL_MISSING naming what was found instead
 */
export async function findPython(
  names: readonly string[],
  minor: number,
  ports: PythonPorts,
  wanted?: string,
): Promise<Python> {
  const seen: string[] = [];
  const [, exact, threading] = /^3\.(\d{1,2})(t?)$/.exec(wanted ?? '') ?? [];
  for (const name of names) {
    const python = await probePython(name, ports);
    if (python === undefined) continue;
    const [major = 0, found = 0] = python.version;
    const isWanted =
      exact === undefined || (found === Number(exact) && python.isFreeThreaded === (threading === 't'));
    if (major === 3 && found >= minor && isWanted) return python;
    seen.push(`${neutralizeLine(name, 100)} is ${describePython(python)}`);
  }
  const what =
    wanted === undefined
      ? `Python 3.${minor} or later was not found on PATH`
      : `Input "python" is "${neutralizeLine(wanted, 100)}", which was not found`;
  throw new EnvironmentError(coreErrors.E_TOOL_MISSING, {
    message: `${what}${seen.length === 0 ? '' : ` (${seen.join(', ')})`}.`,
    hint: `Add an actions/setup-python step${exact === undefined ? '' : ` with "python-version: '${wanted}'"`} before this one.`,
  });
}

const describePython = ({ version, isFreeThreaded }: Python): string =>
  `Python ${version.join('.')}${isFreeThreaded ? ', free-threaded' : ''}`;
