import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import { describeRepositoryByName } from '@slipway/emulated-github/jobs/repository-facts';
import type { Repository } from '@slipway/emulated-github/repository';
import { createPypi, type Pypi } from '@slipway/emulated-pypi/pypi';
import { withUpstreamIndex } from '@slipway/emulated-pypi/upstream-index';
import { createRegistry, type EmulatedRegistry } from '@slipway/emulated-registry/registry';
import { createAttestationVerifier } from '@slipway/emulated-sigstore/attestation-verifier';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { createGithubSigstoreService } from '@slipway/emulated-sigstore/github-instance';
import { createSigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import type { TrustedRootJson } from '@slipway/emulated-sigstore/trust/trusted-root';
import type { Fault } from '@slipway/gateway/faults';
import { createWorld, type World, type WorldParts } from '@slipway/world/world';
import type { Machine } from '../machine/machine.ts';
import type { Workspace } from '../machine/workspace.ts';
import type { ProjectCopy } from '../project/project-copy.ts';
import type { PublicIndex, WorldSettings } from '../settings/world-settings.ts';

/** The emulated world with the project in it. */
export interface HostedProject {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: Repository;
  readonly pypi: Pypi;
  readonly testPypi: Pypi;
  readonly registry: EmulatedRegistry;
  /** File with what verifies signatures of this world. */
  readonly trustedRootPath: string;
}

/** What is fixed when a repository is made. */
export interface RepositoryKind {
  /** Default: public. */
  readonly isPrivate?: boolean | undefined;
  readonly ownerType?: 'User' | 'Organization' | undefined;
}

/** Opens the world and hosts the copy; the caller closes the world. */
export async function hostProject(
  workspace: Workspace,
  machine: Machine,
  fullName: string,
  copy: Pick<ProjectCopy, 'gitDirectory' | 'branch'>,
  faults: readonly Fault[],
  onForwarded: (startedAtMs: number, endedAtMs: number) => void,
  { isPrivate = false, ownerType }: RepositoryKind = {},
): Promise<HostedProject> {
  // ID tokens name whether a ref is protected; who knows is made after their service.
  let isRefProtected: GitHub['isRefProtected'] = () => false;
  const trustedRootPath = join(workspace.folder('tools'), 'trusted-root.json');
  const world = await createWorld({
    directory: workspace.folder('world'),
    userEnvironment: machine.userVariables,
    tunnels: machine.indexHosts,
    faults,
    describeRepository: (name) => ({
      ...describeRepositoryByName(name),
      visibility: isPrivate ? 'private' : 'public',
    }),
    isRefProtected: (name, ref) => isRefProtected(name, ref),
    async services(parts) {
      const github = await createGitHub({ directory: workspace.folder('github'), tokens: parts.tokens });
      const { pypi, testPypi, sigstore, githubSigstore } = createIndexes(parts);
      const roots = await Promise.all([sigstore.trustedRoot(), githubSigstore.trustedRoot()]);
      await writeFile(trustedRootPath, JSON.stringify(joinTrustedRoots(roots)));
      const registry = createRegistry({ directory: parts.directory, tokens: parts.tokens, now: parts.now });
      isRefProtected = github.isRefProtected.bind(github);
      const index = withUpstreamIndex({
        pypi,
        userEnvironment: machine.userVariables,
        onForwarded,
      });
      return {
        services: [github.service, index, testPypi.service, sigstore, githubSigstore, registry.service],
        handles: { github, pypi, testPypi, registry },
      };
    },
  });
  const { handles } = world;
  try {
    const repository = await handles.github.createRepository({
      fullName,
      from: copy.gitDirectory,
      defaultBranch: copy.branch,
      private: isPrivate,
      ...(ownerType === undefined ? {} : { ownerType }),
    });
    return { world, ...handles, repository, trustedRootPath };
  } catch (cause) {
    await world.close();
    throw cause;
  }
}

function createIndexes({ directory, idTokens, now }: WorldParts) {
  const loadKeySet = () => readIssuerKeys(idTokens);
  const sigstore = createSigstoreService({ issuerKeys: loadKeySet, now });
  const parts = { directory, now, loadKeySet, attestationVerifier: createAttestationVerifier(sigstore) };
  return {
    sigstore,
    githubSigstore: createGithubSigstoreService({ issuerKeys: loadKeySet, now }),
    pypi: createPypi({ site: 'pypi', ...parts }),
    testPypi: createPypi({ site: 'testpypi', ...parts }),
  };
}

/** One file that trusts both instances: the steps of a job find theirs in it, as `SIGSTORE_TRUSTED_ROOT` names a single one. */
function joinTrustedRoots(roots: readonly TrustedRootJson[]): TrustedRootJson {
  const [first = {}] = roots;
  const lists = ['tlogs', 'certificateAuthorities', 'ctlogs', 'timestampAuthorities'];
  const joined = lists.map((list) => [
    list,
    roots.flatMap((root) => (root[list] as unknown[] | undefined) ?? []),
  ]);
  return { ...first, ...Object.fromEntries(joined) };
}

const maintainer = 'maintainer';

/**
 * Makes what the maintainer has made before a release: the settings of the repository on GitHub, and on PyPI the project with its trusted
 * publishers, or pending ones for a project that PyPI does not have yet. TestPyPI has only pending ones.
 * @param project name of the project, empty when it has none
 * @param index where the publishers of the settings are
 */
export function applySettings(
  { github, pypi, testPypi, repository }: HostedProject,
  project: string,
  settings: WorldSettings,
  isFirstRelease = false,
  index: PublicIndex = 'pypi',
): void {
  repository.actions = settings.actions;
  repository.protections = settings.protections;
  repository.immutableReleases = settings.immutableReleases;
  for (const environment of settings.environments) github.addEnvironment(repository.fullName, environment);
  if (project === '') return;
  const isForTest = index === 'testpypi';
  const forms = settings.publishers.map(({ owner, repository: name, workflow, environment }) => ({
    ...{ repository: `${owner}/${name}`, workflow, environment },
  }));
  pypi.addUser(maintainer);
  if (!isFirstRelease) pypi.addProject(project, maintainer);
  for (const form of isForTest ? [] : forms)
    if (isFirstRelease) pypi.addPendingPublisher(project, maintainer, form);
    else pypi.addPublisher([project], form);
  testPypi.addUser(maintainer);
  // A workflow that tries every release on TestPyPI first has a job of its own for it, whose environment is not known here.
  for (const form of isForTest ? forms : forms.map((each) => ({ ...each, environment: '' })))
    testPypi.addPendingPublisher(project, maintainer, form);
}

/**
 * The environment every step starts from: the way to programs, an empty home, the package index of the user, and the
 * gateway. Nothing else of the user's environment is in it.
 */
export function createStepEnvironment(
  workspace: Workspace,
  machine: Machine,
  path: string,
  { world, trustedRootPath }: HostedProject,
  downloads?: string,
): Record<string, string> {
  const cache = downloads ?? workspace.folder('cache');
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
    // A container would reach the network without the gateway.
    SLIPWAY_WITHOUT_CONTAINERS: 'host',
    ...machine.indexVariables,
    ...world.env,
    SIGSTORE_TRUSTED_ROOT: trustedRootPath,
  };
}
