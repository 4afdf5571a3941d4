import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { cliErrors } from '../errors.ts';
import type { Git } from '../machine/git.ts';

/** A project that can be rehearsed, as it was found. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  /** `owner/name` on GitHub: that of the remote `origin`, else one made from the name of the folder. */
  readonly repository: string;
  /** The branch that is checked out; undefined when none is. */
  readonly branch: string | undefined;
  readonly commit: string;
  readonly notes: readonly string[];
}

const maxPathsShown = 20;

/** `owner/name` of a GitHub address; credentials in it are ignored. */
export function readGitHubName(remoteUrl: string): string | undefined {
  const match = /(?:^|[/@.])github\.com[:/](?<name>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remoteUrl.trim());
  return match?.groups?.['name'];
}

function nameFolder(directory: string): string {
  const name =
    directory
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[^\w.-]+/g, '-') ?? '';
  return `octo-org/${name.replace(/^[.-]+/, '') || 'project'}`;
}

function refuse(message: string, hint?: string): InputError {
  return new InputError(cliErrors.E_REHEARSE_PROJECT, { message, hint });
}

/** Changed paths of the working copy, tracked and untracked apart. */
export function readStatusPaths(status: string): { changed: string[]; untracked: string[] } {
  const changed: string[] = [];
  const untracked: string[] = [];
  const entries = status.split('\0').filter((entry) => entry !== '');
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index] ?? '';
    const path = entry.slice(3);
    if (entry.startsWith('??')) untracked.push(path);
    else changed.push(path);
    // A renamed path is followed by its old name.
    if (entry.startsWith('R') || entry.startsWith('C')) index += 1;
  }
  return { changed, untracked };
}

function listPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, maxPathsShown).map((path) => neutralizeLine(path, 200));
  return paths.length > shown.length
    ? `${shown.join(', ')} and ${paths.length - shown.length} more`
    : shown.join(', ');
}

/**
 * Looks at a working copy without changing anything in it.
 * @throws InputError E_REHEARSE_PROJECT, E_REHEARSE_DIRTY
 */
export async function inspectProject(git: Git, folder: string, allowDirty: boolean): Promise<Project> {
  const named = resolve(folder);
  if (!existsSync(named) || !statSync(named).isDirectory())
    throw refuse(`The folder "${folder}" does not exist.`);
  const directory = realpathSync(named);
  const top = await git.try(directory, ['rev-parse', '--show-toplevel']);
  if (top.exitCode !== 0)
    throw refuse(
      `"${folder}" is not a git working copy.`,
      'Run "git init", commit the project, then rehearse it.',
    );
  const topFolder = realpathSync(top.stdout.trim());
  if (topFolder !== directory)
    throw refuse(
      `"${folder}" is a folder inside the working copy "${topFolder}".`,
      `Use --project ${topFolder}.`,
    );
  const head = await git.try(directory, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.exitCode !== 0)
    throw refuse(`"${folder}" has no commit yet.`, 'Commit the project, then rehearse it.');
  if ((await git.read(directory, ['rev-parse', '--is-shallow-repository'])) === 'true')
    throw refuse(
      `"${folder}" is a shallow clone, but a release needs the history.`,
      'Run "git fetch --unshallow --tags".',
    );
  const files = ['pyproject.toml', 'setup.cfg', 'setup.py'];
  if (!files.some((file) => existsSync(join(directory, file))))
    throw refuse(`"${folder}" is not a Python project: it has no ${files.join(', ')}.`);
  const notes: string[] = [];
  const status = await git.read(directory, ['status', '--porcelain=v1', '-z', '--untracked-files=normal']);
  const { changed, untracked } = readStatusPaths(status);
  if (changed.length > 0 && !allowDirty) {
    throw new InputError(cliErrors.E_REHEARSE_DIRTY, {
      message: `The working copy "${folder}" has ${changed.length} uncommitted path(s): ${listPaths(changed)}.`,
    });
  }
  if (changed.length > 0) notes.push(`Not rehearsed because they are not committed: ${listPaths(changed)}.`);
  if (untracked.length > 0)
    notes.push(`Not part of the release because git does not track them: ${listPaths(untracked)}.`);
  const branch = await git.try(directory, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const remote = await git.try(directory, ['config', '--local', '--get', 'remote.origin.url']);
  return {
    directory,
    repository: readGitHubName(remote.stdout) ?? nameFolder(directory),
    branch: branch.exitCode === 0 ? branch.stdout.trim() : undefined,
    commit: head.stdout.trim(),
    notes,
  };
}
