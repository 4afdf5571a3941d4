import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import type { Platform, RemoteReference, ResolvedRepository } from '@slipway/runner/platform';
import type { Git } from '../machine/git.ts';
import { type RunProgram, runOrThrow } from '../machine/programs.ts';
import { readOwnCommit } from './own-commit.ts';

export interface ActionSource {
  readonly git: Git;
  readonly run: RunProgram;
  /** `owner/name` of the rehearsed project with its hosted repository. */
  readonly repository: string;
  readonly gitDirectory: string;
  /** New folder for the trees of the project's own repository. */
  readonly folder: (name: string) => string;
  readonly path: string;
}

type Resolve = Platform['resolveRepository'];

const isSlipway = (repository: string): boolean => /^[\w.-]+\/slipway$/i.test(repository);

/** This checkout, for what is in it. @throws Error for another repository, and for what is not in it */
export async function resolveSlipway({
  repository,
  path,
}: Pick<RemoteReference, 'repository' | 'path'>): Promise<{ directory: string; sha: string }> {
  if (!isSlipway(repository)) throw new Error(`${repository} is not Slipway`);
  if (!existsSync(join(slipwayDirectory, path))) throw new Error(`Slipway has no ${path}`);
  return { directory: slipwayDirectory, sha: '0'.repeat(40) };
}

/** Finds the repository of an action: this checkout for Slipway's own, the hosted copy for the project's. */
export function createActionResolver(source: ActionSource): Resolve {
  let ownSha: Promise<string | undefined> | undefined;
  const exportProject = async (ref: string): Promise<ResolvedRepository> => {
    const { git, gitDirectory } = source;
    const sha = await git.read(gitDirectory, ['rev-parse', '--verify', `${ref}^{commit}`]);
    const directory = source.folder(`action-source-${sha}`);
    const archive = join(directory, '..', `action-source-${sha}.tar`);
    await git.read(gitDirectory, ['archive', '--format=tar', '-o', archive, sha]);
    const call = { cwd: directory, env: { PATH: source.path } };
    await runOrThrow(source.run, 'tar', ['-xf', archive, '-C', directory], call);
    // A tag comes first where both have the name.
    const isTag =
      (await git.try(gitDirectory, ['rev-parse', '--verify', '--quiet', `refs/tags/${ref}`])).exitCode === 0;
    return { directory, sha, ...(isTag || sha === ref ? {} : { fullRef: `refs/heads/${ref}` }) };
  };
  return async (reference) => {
    const name = reference.repository.toLowerCase();
    if (name === source.repository.toLowerCase()) return exportProject(reference.ref);
    if (!isSlipway(name)) {
      throw new Error(
        `a rehearsal downloads no actions, and has no replacement for this one; use --stub ${[reference.repository, reference.path].filter(Boolean).join('/')}`,
      );
    }
    const { directory } = await resolveSlipway(reference);
    ownSha ??= readOwnCommit(source.git);
    // The number only shows up in contexts.
    return { directory, sha: (await ownSha) ?? '0'.repeat(40) };
  };
}
