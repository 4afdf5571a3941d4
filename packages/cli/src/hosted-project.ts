import { createGitHub, type GitHub } from '@slipway/emulators/github/github';
import type { Repository } from '@slipway/emulators/github/repository';
import { createWorld, type World } from '@slipway/emulators/world';
import type { Machine } from './machine.ts';
import type { ProjectCopy } from './project-copy.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import type { Workspace } from './workspace.ts';

/** The emulated world with the project in it. */
export interface HostedProject {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
}

/** Opens the world and hosts the copy; the caller closes the world. */
export async function hostProject(
  workspace: Workspace,
  machine: Machine,
  fullName: string,
  copy: ProjectCopy,
  options: RehearseOptions,
): Promise<HostedProject> {
  let github: GitHub | undefined;
  const world = await createWorld({
    directory: workspace.folder('world'),
    userEnvironment: machine.userVariables,
    tunnels: machine.indexHosts,
    faults: options.fault?.faults ?? [],
    async services({ tokens }) {
      github = await createGitHub({ directory: workspace.folder('github'), tokens });
      return [github.service];
    },
  });
  if (github === undefined) throw new Error('The world was opened without GitHub.');
  try {
    const repository = await github.createRepository({
      fullName,
      from: copy.gitDirectory,
      defaultBranch: copy.branch,
    });
    return { world, github, repository };
  } catch (cause) {
    await world.close();
    throw cause;
  }
}

/**
 * The environment every step starts from: the way to programs, an empty home, the package index of the user, and the
 * gateway. Nothing else of the user's environment is in it.
 */
export function createStepEnvironment(
  workspace: Workspace,
  machine: Machine,
  path: string,
  world: World,
): Record<string, string> {
  const cache = workspace.folder('cache');
  return {
    PATH: path,
    HOME: workspace.folder('home'),
    TMPDIR: workspace.folder('tmp'),
    LANG: 'C.UTF-8',
    // One cache for build and installation, so that nothing is downloaded twice; gone with the rehearsal.
    XDG_CACHE_HOME: cache,
    PIP_CACHE_DIR: `${cache}/pip`,
    UV_CACHE_DIR: `${cache}/uv`,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    ...machine.indexVariables,
    ...world.env,
  };
}
