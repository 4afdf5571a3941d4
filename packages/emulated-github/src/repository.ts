import { existsSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitText, tryGit } from './git/git.ts';
import type {
  PullRequest,
  RefProtection,
  Release,
  StoredAttestation,
  StoredCheck,
  Workflow,
  WorkflowJob,
  WorkflowRun,
} from './model.ts';
import { type ActionsSettings, newRepositoryActions } from './settings/actions-policy.ts';
import {
  type Creation,
  createEnvironment,
  type Environment,
  type EnvironmentOptions,
} from './settings/environments.ts';
import type { Plan } from './settings/plan.ts';

/** Of a pull request. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface RepositoryOptions {
  /** `owner/name`. */
  readonly fullName: string;
  /** A local repository whose branches and tags become those of the new one. Default: empty. */
  readonly from?: string;
  /** Default `main`, or the branch the local repository is on. */
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** Of the owner; default `team`. */
  readonly plan?: Plan;
  readonly protections?: readonly RefProtection[];
  /** Default: the settings of a new repository. */
  readonly actions?: Partial<ActionsSettings>;
  readonly environments?: readonly EnvironmentOptions[];
  /** Ways in which a pull request may be merged. Default: all. */
  readonly mergeMethods?: readonly MergeMethod[];
  /** The switch "release immutability" of the repository's settings. */
  readonly immutableReleases?: boolean;
  /** The switch "private vulnerability reporting" of the repository's settings. */
  readonly privateVulnerabilityReporting?: boolean;
  readonly ownerType?: 'User' | 'Organization';
  /** Names of the categories of the repository's discussions. Default: none. */
  readonly discussionCategories?: readonly string[];
  /** Logins of who administers the repository. Default: every person with a classic token. */
  readonly administrators?: readonly string[];
  /** Names of secrets: of the repository, the organization, Dependabot, or `environment:NAME`. */
  readonly secrets?: SecretNames;
  readonly archived?: boolean;
  /** Paths of workflows that somebody turned off. */
  readonly disabledWorkflows?: readonly string[];
}

/** Names of secrets by where they are. */
export type SecretNames = Readonly<Record<string, readonly string[]>>;

/** One hosted repository: a bare git repository and what GitHub keeps beside it. */
export interface Repository {
  readonly fullName: string;
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly ownerId: number;
  readonly ownerType: 'User' | 'Organization';
  readonly private: boolean;
  readonly plan: Plan;
  readonly defaultBranch: string;
  /** Folder of the bare git repository. */
  readonly gitDirectory: string;
  readonly assetDirectory: string;
  readonly createdAtMs: number;
  protections: readonly RefProtection[];
  readonly environments: Environment[];
  actions: ActionsSettings;
  immutableReleases: boolean;
  readonly privateVulnerabilityReporting: boolean;
  mergeMethods: readonly MergeMethod[];
  readonly discussionCategories: readonly string[];
  readonly administrators: readonly string[] | undefined;
  secrets: SecretNames;
  archived: boolean;
  disabledWorkflows: readonly string[];
  /** Asset names whose next upload breaks off and leaves a `starter` asset. */
  readonly breakingUploads: Set<string>;
  readonly releases: Release[];
  /** Oldest first. */
  readonly attestations: StoredAttestation[];
  /** Oldest first. */
  readonly checks: StoredCheck[];
  /** Explicit choice of `make_latest: true`; null lets the dates decide. */
  latestReleaseId: number | null;
  /** Tags of immutable releases that were deleted: such a name can never be used again. */
  readonly burnedTags: Set<string>;
  readonly pullRequests: PullRequest[];
  readonly runs: WorkflowRun[];
  readonly jobs: Map<number, readonly WorkflowJob[]>;
  readonly workflowIds: Map<string, Workflow>;
  /** Commits that GitHub signed itself. */
  readonly signedCommits: Set<string>;
}

// Written behind what `git init` wrote: a later section of the same name adds to it (git-config, "Syntax").
const repositorySettings = `[http]
	receivepack = true
[receive]
	advertiseAtomic = true
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[core]
	logAllRefUpdates = false
[gc]
	auto = 0
`;

/** Creates the bare git repository and copies branches and tags, committed content alone. */
export async function openRepository(
  directory: string,
  options: RepositoryOptions,
  ids: { readonly id: number; readonly ownerId: number },
  creation: Creation,
): Promise<Repository> {
  const [owner = '', name = ''] = options.fullName.split('/');
  const gitDirectory = join(directory, owner, `${name}.git`);
  const assetDirectory = join(directory, owner, `${name}.assets`);
  if (existsSync(gitDirectory)) throw new Error(`The repository ${options.fullName} exists already.`);
  await mkdir(gitDirectory, { recursive: true });
  await mkdir(assetDirectory, { recursive: true });
  const defaultBranch = options.defaultBranch ?? (await currentBranch(options.from)) ?? 'main';
  await git(gitDirectory, [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    `--initial-branch=${defaultBranch}`,
    '.',
  ]);
  await appendFile(join(gitDirectory, 'config'), repositorySettings);
  if (options.from !== undefined) {
    await git(gitDirectory, [
      ...['fetch', '--quiet', '--no-write-fetch-head', '--', options.from],
      ...['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'],
    ]);
  }
  return {
    fullName: options.fullName,
    owner,
    name,
    ...ids,
    ownerType: options.ownerType ?? 'User',
    private: options.private ?? false,
    plan: options.plan ?? 'team',
    defaultBranch,
    gitDirectory,
    assetDirectory,
    createdAtMs: creation.now(),
    protections: options.protections ?? [],
    environments: (options.environments ?? []).map((wanted) => createEnvironment(wanted, creation)),
    actions: { ...newRepositoryActions, ...options.actions },
    immutableReleases: options.immutableReleases ?? false,
    privateVulnerabilityReporting: options.privateVulnerabilityReporting ?? false,
    mergeMethods: options.mergeMethods ?? ['merge', 'squash', 'rebase'],
    discussionCategories: options.discussionCategories ?? [],
    administrators: options.administrators,
    secrets: options.secrets ?? {},
    archived: options.archived ?? false,
    disabledWorkflows: options.disabledWorkflows ?? [],
    breakingUploads: new Set(),
    releases: [],
    attestations: [],
    checks: [],
    latestReleaseId: null,
    burnedTags: new Set(),
    pullRequests: [],
    runs: [],
    jobs: new Map(),
    workflowIds: new Map(),
    signedCommits: new Set(),
  };
}

async function currentBranch(directory: string | undefined): Promise<string | undefined> {
  if (directory === undefined) return undefined;
  const outcome = await tryGit(directory, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (outcome.exitCode === 0) return outcome.stdout.toString('utf8').trim();
  const first = await gitText(directory, [
    'for-each-ref',
    '--count=1',
    '--format=%(refname:short)',
    'refs/heads',
  ]);
  return first === '' ? undefined : first;
}
