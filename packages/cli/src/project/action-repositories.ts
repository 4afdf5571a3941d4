import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RemoteReference } from '@slipway/runner/platform';
import type { Git } from '../machine/git.ts';
import { type RunProgram, runOrThrow } from '../machine/programs.ts';

/** The checkout this file belongs to: it holds the actions with their bundles. */
export const slipwayDirectory: string = fileURLToPath(new URL('../../../..', import.meta.url));

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

type Resolve = (reference: RemoteReference) => Promise<{ directory: string; sha: string }>;

/** Finds the repository of an action: this checkout for Slipway's own, the hosted copy for the project's. */
export function createActionResolver(source: ActionSource): Resolve {
  let ownSha: Promise<string> | undefined;
  const readOwnSha = async (): Promise<string> => {
    const head = await source.git.try(slipwayDirectory, ['rev-parse', '--verify', '--quiet', 'HEAD']);
    // An unpacked archive has no history; the number only shows up in contexts.
    return head.exitCode === 0 ? head.stdout.trim() : '0'.repeat(40);
  };
  const exportProject = async (ref: string): Promise<{ directory: string; sha: string }> => {
    const { git, gitDirectory } = source;
    const sha = await git.read(gitDirectory, ['rev-parse', '--verify', `${ref}^{commit}`]);
    const directory = source.folder(`action-source-${sha}`);
    const archive = join(directory, '..', `action-source-${sha}.tar`);
    await git.read(gitDirectory, ['archive', '--format=tar', '-o', archive, sha]);
    const call = { cwd: directory, env: { PATH: source.path } };
    await runOrThrow(source.run, 'tar', ['-xf', archive, '-C', directory], call);
    return { directory, sha };
  };
  return async (reference) => {
    const name = reference.repository.toLowerCase();
    if (name === source.repository.toLowerCase()) return exportProject(reference.ref);
    if (!/^[\w.-]+\/slipway$/.test(name)) {
      throw new Error(
        `${reference.repository} is not available: a rehearsal downloads no actions and has built-in replacements only for actions/checkout and actions/setup-python`,
      );
    }
    if (existsSync(join(slipwayDirectory, reference.path))) {
      ownSha ??= readOwnSha();
      return { directory: slipwayDirectory, sha: await ownSha };
    }
    throw new Error(`Slipway has no ${reference.path}`);
  };
}
