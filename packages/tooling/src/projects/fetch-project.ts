import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathExists } from '../bundles/path-exists.ts';
import { runOrThrow } from '../tools/install-tools.ts';
import type { RealProject } from '../tools/tools.ts';
import { commitRelease } from './commit-sdist.ts';

const fetchScript = fileURLToPath(new URL('fetch_sdist.py', import.meta.url));

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
    const { name, version, sha256, tagFormat } = project;
    await runOrThrow(python, [fetchScript, name, version, sha256, partial], { cwd: cache });
    const [top] = await readdir(partial);
    if (top === undefined) throw new Error('the archive is empty');
    await commitRelease(join(partial, top), version, tagFormat.replace('{version}', version));
    await rename(join(partial, top), folder);
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
