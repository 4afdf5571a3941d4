import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathExists } from './path-exists.ts';
import { runTool } from './run-tool.ts';
import type { RealProject } from './tools.ts';

const fetchScript = fileURLToPath(new URL('fetch_sdist.py', import.meta.url));

async function runOrThrow(file: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, output } = await runTool(file, args, { cwd });
  if (exitCode !== 0) throw new Error(output.trim().split('\n').at(-1) ?? `${file} ended with ${exitCode}`);
}

// What a build wrote into the archive and no repository holds.
async function removeBuildTraces(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const isTrace = entry.name === 'PKG-INFO' || entry.name.endsWith('.egg-info');
    if (isTrace) await rm(join(entry.parentPath, entry.name), { recursive: true, force: true });
  }
}

async function commitAll(folder: string, version: string): Promise<void> {
  const identity = ['-c', 'user.name=Slipway', '-c', 'user.email=slipway@example.invalid'];
  const plain = ['-c', 'core.autocrlf=false', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null'];
  await runOrThrow('git', ['init', '--quiet', '--initial-branch=main'], folder);
  // Ignore rules of the sdist may name files that the sdist ships.
  await runOrThrow('git', [...plain, 'add', '--all', '--force'], folder);
  await runOrThrow('git', [...plain, ...identity, 'commit', '--quiet', '-m', `Release ${version}`], folder);
}

/**
 * Puts the source of `project` under git in a folder below `cache` and returns that folder; does nothing when it is there.
 * `python` is an interpreter with pip, whose settings decide where the source comes from.
 * @throws Error with one line of what went wrong
 */
export async function fetchProject(python: string, cache: string, project: RealProject): Promise<string> {
  const folder = join(cache, `${project.name}-${project.version}`);
  if (await pathExists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, '.partial-'));
  try {
    const { name, version, sha256 } = project;
    await runOrThrow(python, [fetchScript, name, version, sha256, partial], cache);
    const [top] = await readdir(partial);
    if (top === undefined) throw new Error('the archive is empty');
    await removeBuildTraces(join(partial, top));
    await commitAll(join(partial, top), version);
    await rename(join(partial, top), folder);
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
