import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { findIndexHosts } from '@slipway/gateway/index-hosts';
import type { ProgramCall, RunProgram } from './programs.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What the user's machine has and how it reaches its package index. */
export interface Machine {
  /** Of `python3`, e.g. `3.12.4`. */
  readonly pythonVersion: string;
  readonly gitVersion: string;
  /** Settings of pip and uv that say where packages come from, as variables. */
  readonly indexVariables: Readonly<Record<string, string>>;
  /** Hosts of the user's package indexes: `host` or `host:port`. */
  readonly indexHosts: readonly string[];
  /** The user's variables, completed by pip's settings of certificates and proxy: for the way to the indexes. */
  readonly userVariables: Variables;
}

const pythonProgram = `
import json, platform, sys
missing = []
for module in ('venv', 'ensurepip', 'pip'):
    try:
        __import__(module)
    except ImportError:
        missing.append(module)
print(json.dumps({'version': platform.python_version(), 'info': sys.version_info[:2], 'missing': missing}))
`;

// Where packages come from and how patient pip is. Certificates and proxy are the gateway's own affair.
const passedSettings = new Set([
  ...['index-url', 'extra-index-url', 'find-links', 'trusted-host', 'no-index'],
  ...['timeout', 'default-timeout', 'retries'],
]);
const uvVariables = [
  ...['UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_FIND_LINKS', 'UV_NO_INDEX'],
];

/** `global.index-url='https://…'` lines of `pip config list`; the environment wins over `install`, that over the rest. */
export function readPipSettings(configList: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  // The strongest last: https://pip.pypa.io/en/stable/topics/configuration/#precedence-override-order
  for (const section of ['global', 'install', ':env:']) {
    for (const line of configList.split(/\r?\n/)) {
      const match = /^(?<section>[\w:-]+)\.(?<name>[\w.-]+)=(?<quote>['"])(?<value>.*)\k<quote>$/.exec(line);
      if (match?.groups?.['section'] !== section) continue;
      const { name = '', value = '' } = match.groups;
      settings.set(name, value.replaceAll('\\n', ' ').trim());
    }
  }
  return settings;
}

async function readTool(run: RunProgram, call: ProgramCall, file: string, args: readonly string[]) {
  const result = await run(file, args, call).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  return result?.exitCode === 0 ? result.stdout : undefined;
}

function missingTool(name: string, seen: string, hint: string): EnvironmentError {
  return new EnvironmentError(coreErrors.E_TOOL_MISSING, {
    message: `A rehearsal requires ${name}, but ${seen}.`,
    hint,
  });
}

async function readPython(run: RunProgram, call: ProgramCall): Promise<string> {
  const name = 'Python 3.9 or newer with venv and pip';
  const printed = await readTool(run, call, 'python3', ['-I', '-c', pythonProgram]);
  if (printed === undefined)
    throw missingTool(name, 'no working "python3" was found on PATH', 'Install it, or put it on PATH.');
  const found = JSON.parse(printed) as { version: string; info: [number, number]; missing: string[] };
  const [major, minor] = found.info;
  if (major < 3 || (major === 3 && minor < 9))
    throw missingTool(name, `"python3" is ${found.version}`, 'Put a newer version first on PATH.');
  if (found.missing.length > 0) {
    const modules = found.missing.join(' and ');
    throw missingTool(
      name,
      `"python3" (${found.version}) has no ${modules}`,
      'On Debian and Ubuntu: apt install python3-venv python3-pip.',
    );
  }
  return found.version;
}

/** Inspects the machine. @throws EnvironmentError E_TOOL_MISSING naming the missing tool */
export async function inspectMachine(run: RunProgram, variables: Variables, cwd: string): Promise<Machine> {
  const defined = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const call = { cwd, env: Object.fromEntries(defined) };
  const [git, pythonVersion, configList] = await Promise.all([
    readTool(run, call, 'git', ['--version']),
    readPython(run, call),
    readTool(run, call, 'python3', ['-m', 'pip', '--disable-pip-version-check', 'config', 'list']),
  ]);
  if (git === undefined)
    throw missingTool('git', 'no working one was found on PATH', 'Install it, or put it on PATH.');
  const settings = readPipSettings(configList ?? '');
  const indexVariables: Record<string, string> = {};
  for (const [name, value] of settings)
    if (passedSettings.has(name)) indexVariables[`PIP_${name.toUpperCase().replaceAll('-', '_')}`] = value;
  for (const name of [...Object.keys(indexVariables), 'PIP_INDEX_URL', 'PIP_NO_INDEX', ...uvVariables]) {
    const value = variables[name];
    if (value !== undefined) indexVariables[name] = value;
  }
  const proxy = settings.get('proxy');
  const certificates = settings.get('cert');
  return {
    pythonVersion,
    gitVersion: git.trim().replace(/^git version /, ''),
    indexVariables,
    indexHosts: findIndexHosts({ environment: variables, pipConfigList: configList ?? '' }),
    userVariables: {
      ...(proxy === undefined ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
      ...variables,
      ...(certificates === undefined ? {} : { PIP_CERT: certificates }),
    },
  };
}
