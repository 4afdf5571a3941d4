import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPackaged, slipwayDirectory } from '@slipway/core/files/own-files';
import type { Git } from '../machine/git.ts';

/** `gitHead` is npm's name for the commit that a package was made of. */
async function readPackagedCommit(): Promise<string> {
  const text = await readFile(join(slipwayDirectory, 'package.json'), 'utf8');
  return String((JSON.parse(text) as { readonly gitHead?: unknown }).gitHead);
}

/** The commit of this Slipway, 40 hex digits; undefined for an unpacked archive, which has no history. */
export async function readOwnCommit(git: Git): Promise<string | undefined> {
  // Git would find the repository that the package is installed in.
  const commit = isPackaged
    ? await readPackagedCommit()
    : (await git.try(slipwayDirectory, ['rev-parse', '--verify', '--quiet', 'HEAD'])).stdout.trim();
  return /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}
