import { mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathExists } from '../bundles/path-exists.ts';
import { runTool } from '../tools/run-tool.ts';
import type { SwitchFiles } from './embed-mutants.ts';

async function linkEntry(from: string, to: string, name: string, isLink: boolean): Promise<void> {
  // A link of npm's to a package of the workspace is relative, so it leads into the copy there.
  const target = isLink ? await readlink(join(from, name)) : join(from, name);
  await symlink(target, join(to, name));
}

/** Links what `npm ci` installed, so that packages of the workspace are those of the copy. */
async function linkInstalled(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name.startsWith('@'))
      await linkInstalled(join(from, entry.name), join(to, entry.name));
    else if (entry.name === '.bin' || !entry.name.startsWith('.'))
      await linkEntry(from, to, entry.name, entry.isSymbolicLink());
  }
}

/** A copy of the committed tree to work in. */
export interface MutationCopy {
  readonly folder: string;
  readonly switch: SwitchFiles;
}

/**
 * Makes `folder` a copy of a commit of `root` that can be changed, built and tested by itself.
 * @throws Error with git's words
 */
export async function openCopy(root: string, folder: string, commit: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const words of [
    ['clone', '--quiet', '--shared', '--no-checkout', root, folder],
    // Whoever commits in the meantime moves no place of a mutant.
    ['-C', folder, 'checkout', '--quiet', '--detach', commit],
  ]) {
    const { exitCode, output } = await runTool('git', words);
    if (exitCode !== 0) throw new Error(`git ${words[0]} ended with ${exitCode}: ${output.trim()}`);
  }
  await linkInstalled(join(root, 'node_modules'), join(folder, 'node_modules'));
  // What npm could not put at the top, since two packages want different versions of it.
  for (const group of ['packages', 'actions']) {
    for (const name of await readdir(join(root, group))) {
      const nested = join(root, group, name, 'node_modules');
      if (await pathExists(nested)) await symlink(nested, join(folder, group, name, 'node_modules'));
    }
  }
}
