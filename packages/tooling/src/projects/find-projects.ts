import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readGitHubName } from '@slipway/cli/project/project';
import { pathExists } from '../bundles/path-exists.ts';
import { runTool } from '../tools/run-tool.ts';
import { commitSdist } from './commit-sdist.ts';

/** What `projects.json` may say about a project. */
export interface ProjectSetting {
  /** Folder of the project below the repository. */
  readonly path?: string;
  readonly tagFormat?: string;
}

/** A project that can be rehearsed. */
export interface FoundProject {
  readonly name: string;
  /** Its working copy. */
  readonly repository: string;
  /** `owner/name` on GitHub. */
  readonly fullName: string;
  readonly branch: string;
  readonly path: string;
  readonly tagFormat: string | undefined;
  /** Changes when a commit or a tag does. */
  readonly state: string;
}

async function read(repository: string, ...words: string[]): Promise<string> {
  const { exitCode, output } = await runTool('git', ['--no-optional-locks', '-C', repository, ...words]);
  return exitCode === 0 ? output.trim() : '';
}

async function inspect(name: string, repository: string, setting: ProjectSetting): Promise<FoundProject> {
  const branch = await read(repository, 'symbolic-ref', '--short', 'HEAD');
  if (branch === '') throw new Error(`${name}: no branch is checked out`);
  const remote = await read(repository, 'config', '--local', '--get', 'remote.origin.url');
  const refs = await read(repository, 'for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags');
  return {
    ...{ name, repository, branch, path: setting.path ?? '.', tagFormat: setting.tagFormat },
    fullName: readGitHubName(remote) ?? `octo-org/${name.replaceAll(/[^\w.-]+/g, '-')}`,
    state: `${await read(repository, 'rev-parse', 'HEAD')}\n${refs}\n${JSON.stringify(setting)}`,
  };
}

/**
 * The projects of a folder, by name. An unpacked sdist is put under git in `cache`, with the tag that `tagFormat` gives it.
 * @throws Error for a name that is not there, or a folder without a branch
 */
export async function findProjects(
  folder: string,
  names: readonly string[],
  cache: string,
): Promise<FoundProject[]> {
  const top = resolve(folder);
  const text = await readFile(join(top, 'projects.json'), 'utf8').catch(() => '{}');
  const settings = JSON.parse(text) as Readonly<Record<string, ProjectSetting | undefined>>;
  const entries = await readdir(top, { withFileTypes: true });
  const present = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const missing = names.find((name) => !present.some((entry) => entry.name === name));
  if (missing !== undefined) throw new Error(`${top} has no folder "${missing}".`);
  const found: FoundProject[] = [];
  for (const { name } of present.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (names.length > 0 && !names.includes(name)) continue;
    const directory = join(top, name);
    const isRepository = await pathExists(join(directory, '.git'));
    const isSdist = !isRepository && (await pathExists(join(directory, 'PKG-INFO')));
    if (!isRepository && !isSdist) continue;
    const setting = settings[name] ?? {};
    const repository = isSdist
      ? await commitSdist(directory, join(cache, 'sdists'), setting.tagFormat ?? 'v{version}')
      : directory;
    found.push(await inspect(name, repository, isSdist ? { path: setting.path ?? '.' } : setting));
  }
  return found;
}
