import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathExists } from '../bundles/path-exists.ts';
import { fillFolder, type Installed, type MissingTool, runOrThrow } from './install-tools.ts';
import type { DebianTool } from './tools.ts';

/** Finds the libraries and the policy (containers-policy.json(5)) that were unpacked with the program. */
function renderStarter(folder: string, { name, program }: DebianTool): string {
  const libraries = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'];
  const path = libraries.map((each) => join(folder, each)).join(':');
  const policy = name === 'skopeo' ? ` --policy '${join(folder, 'etc/containers/policy.json')}'` : '';
  return `#!/bin/sh\nLD_LIBRARY_PATH='${path}' exec '${join(folder, program)}'${policy} "$@"\n`;
}

async function unpack(folder: string, packages: readonly string[]): Promise<void> {
  const downloads = join(folder, 'packages');
  await mkdir(downloads);
  await runOrThrow('apt-get', ['download', ...packages], { cwd: downloads });
  for (const file of await readdir(downloads))
    await runOrThrow('dpkg', ['-x', join(downloads, file), folder]);
}

/** Downloads programs of Debian's and unpacks them below `cache`; on another system they are missing. */
export async function installDebianTools(cache: string, tools: readonly DebianTool[]): Promise<Installed> {
  const variables: Record<string, string> = {};
  const missing: MissingTool[] = [];
  await mkdir(cache, { recursive: true });
  for (const tool of tools) {
    const folder = join(cache, `${tool.name}-debian`);
    const starter = join(folder, tool.name);
    try {
      if (!(await pathExists(starter)))
        await fillFolder(cache, folder, async (partial) => {
          await unpack(partial, tool.packages);
          await writeFile(join(partial, tool.name), renderStarter(folder, tool));
          await chmod(join(partial, tool.name), 0o755);
        });
      variables[tool.variable] = starter;
    } catch (cause) {
      missing.push({ name: tool.name, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  return { variables, missing };
}
