import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathExists } from '../bundles/path-exists.ts';
import { runTool } from './run-tool.ts';
import type { GoTool, PythonTool } from './tools.ts';

/** A tool that could not be had, and why in one line. */
export interface MissingTool {
  readonly name: string;
  readonly reason: string;
}

/** Result of an installation: environment variables for the peer tests, and what is not there. */
export interface Installed {
  readonly variables: Readonly<Record<string, string>>;
  readonly missing: readonly MissingTool[];
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';

/** Fills a folder of the cache, all of it or nothing. @throws what `fill` throws */
export async function fillFolder(
  cache: string,
  folder: string,
  fill: (partial: string) => Promise<void>,
): Promise<void> {
  const partial = await mkdtemp(join(cache, '.partial-'));
  try {
    await fill(partial);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Runs a program that has to succeed. @throws Error with the last line it printed */
export async function runOrThrow(
  file: string,
  args: readonly string[],
  options: Parameters<typeof runTool>[2] = {},
): Promise<void> {
  const { exitCode, output } = await runTool(file, args, options);
  if (exitCode !== 0) throw new Error(lastLine(output));
}

/** Has Go build a program from its module. */
async function installModule(partial: string, tool: GoTool): Promise<void> {
  const tags = tool.tags === undefined ? [] : ['-tags', tool.tags];
  await runOrThrow('go', ['install', ...tags, `${tool.module}@${tool.version}`], {
    env: { ...process.env, GOBIN: partial },
  });
}

/** Builds a program as its own project does, with its own `go.mod` and checksums. */
async function buildModule(partial: string, tool: GoTool): Promise<void> {
  const [module = '', command = ''] = tool.module.split('/cmd/');
  const downloaded = await runTool('go', ['mod', 'download', '-json', `${module}@${tool.version}`]);
  const { Dir: directory, Error: failure } = JSON.parse(downloaded.output || '{}') as {
    readonly Dir?: string;
    readonly Error?: string;
  };
  if (directory === undefined) throw new Error(failure ?? `${module} could not be downloaded`);
  const source = join(partial, 'source');
  await cp(directory, source, { recursive: true });
  await runOrThrow('chmod', ['-R', 'u+w', source]);
  await runOrThrow('go', ['build', '-o', join(partial, tool.name), `./cmd/${command}`], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  await rm(source, { recursive: true });
}

/**
 * Builds the Go programs below `cache` that are not there yet, one after the other: each uses every core.
 * @param from `module` by `go install`, `source` in a copy of the module
 */
export async function installGoTools(
  cache: string,
  tools: readonly GoTool[],
  from: 'module' | 'source' = 'module',
): Promise<Installed> {
  const variables: Record<string, string> = {};
  const missing: MissingTool[] = [];
  await mkdir(cache, { recursive: true });
  const build = from === 'module' ? installModule : buildModule;
  for (const tool of tools) {
    const folder = join(cache, `${tool.name}-${tool.version}`);
    const program = join(folder, tool.program ?? tool.name);
    try {
      if (!(await pathExists(program))) await fillFolder(cache, folder, (partial) => build(partial, tool));
      variables[tool.variable] = program;
    } catch (cause) {
      missing.push({ name: tool.name, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  return { variables, missing };
}

/** Makes a virtual environment below `cache` and installs the distributions into it; one that fails stops no other. */
export async function installPythonTools(cache: string, tools: readonly PythonTool[]): Promise<Installed> {
  const folder = join(cache, 'venv');
  const python = join(folder, 'bin/python');
  await mkdir(cache, { recursive: true });
  if (!(await pathExists(python))) {
    const { exitCode, output } = await runTool('python3', ['-m', 'venv', folder]);
    if (exitCode !== 0)
      return { variables: {}, missing: [{ name: 'Python tools', reason: lastLine(output) }] };
  }
  const variables: Record<string, string> = { SLIPWAY_PYTHON_PEERS: python };
  const missing: MissingTool[] = [];
  for (const { name, program = name, version, variable } of tools) {
    const { exitCode, output } = await runTool(python, [
      '-m',
      'pip',
      'install',
      '--quiet',
      `${name}==${version}`,
    ]);
    if (exitCode !== 0) missing.push({ name, reason: lastLine(output) });
    else if (variable !== undefined) variables[variable] = join(folder, 'bin', program);
  }
  return { variables, missing };
}
