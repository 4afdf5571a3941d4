import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathExists } from './path-exists.ts';
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

async function installGoTool(cache: string, tool: GoTool): Promise<string> {
  const folder = join(cache, `${tool.name}-${tool.version}`);
  const program = join(folder, tool.name);
  if (await pathExists(program)) return program;
  const partial = await mkdtemp(join(cache, '.partial-'));
  try {
    const tags = tool.tags === undefined ? [] : ['-tags', tool.tags];
    const { exitCode, output } = await runTool('go', ['install', ...tags, `${tool.module}@${tool.version}`], {
      env: { ...process.env, GOBIN: partial },
    });
    if (exitCode !== 0) throw new Error(lastLine(output));
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return program;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Builds the Go programs below `cache` that are not there yet, one after the other: each uses every core. */
export async function installGoTools(cache: string, tools: readonly GoTool[]): Promise<Installed> {
  const variables: Record<string, string> = {};
  const missing: MissingTool[] = [];
  await mkdir(cache, { recursive: true });
  for (const tool of tools) {
    try {
      variables[tool.variable] = await installGoTool(cache, tool);
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
  for (const { name, version, variable } of tools) {
    const { exitCode, output } = await runTool(python, [
      '-m',
      'pip',
      'install',
      '--quiet',
      `${name}==${version}`,
    ]);
    if (exitCode !== 0) missing.push({ name, reason: lastLine(output) });
    else if (variable !== undefined) variables[variable] = join(folder, 'bin', name);
  }
  return { variables, missing };
}
