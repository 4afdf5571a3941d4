import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathExists } from '../bundles/path-exists.ts';
import { runOrThrow } from '../tools/install-tools.ts';

const identity = ['-c', 'user.name=Slipway', '-c', 'user.email=slipway@example.invalid'];
const plain = ['-c', 'core.autocrlf=false', '-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=/dev/null'];

// What a build wrote into the archive and no repository holds.
async function removeBuildTraces(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const isTrace = entry.name === 'PKG-INFO' || entry.name.endsWith('.egg-info');
    if (isTrace) await rm(join(entry.parentPath, entry.name), { recursive: true, force: true });
  }
}

/** Puts an unpacked sdist under git as its project had it at the release, with its tag. @throws Error with git's last line */
export async function commitRelease(folder: string, version: string, tag: string): Promise<void> {
  await removeBuildTraces(folder);
  await runOrThrow('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  // Ignore rules of the sdist may name files that the sdist ships.
  await runOrThrow('git', [...plain, 'add', '--all', '--force'], { cwd: folder });
  const commit = [...plain, ...identity, 'commit', '--quiet', '-m', `Release ${version}`];
  await runOrThrow('git', commit, { cwd: folder });
  await runOrThrow('git', [...identity, 'tag', tag], { cwd: folder });
}

/**
 * A copy below `cache` of an unpacked sdist, as one commit with its tag; does nothing when it is there.
 * @param tagFormat with `{version}` in it
 */
export async function commitSdist(directory: string, cache: string, tagFormat: string): Promise<string> {
  const version = /^Version: (.+)$/m.exec(await readFile(join(directory, 'PKG-INFO'), 'utf8'))?.[1]?.trim();
  if (version === undefined) throw new Error(`${directory}/PKG-INFO has no Version.`);
  const tag = tagFormat.replace('{version}', version);
  const folder = join(cache, `${basename(directory)}@${encodeURIComponent(tag)}`);
  if (await pathExists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, '.partial-'));
  try {
    await cp(directory, join(partial, 'tree'), { recursive: true, verbatimSymlinks: true });
    await commitRelease(join(partial, 'tree'), version, tag);
    await rename(join(partial, 'tree'), folder);
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
