import { mkdir } from 'node:fs/promises';
import type { Service } from '@slipway/gateway/service';
import { jobKey } from './caller.ts';
import { type DeploymentVerdict, requestDeployment } from './deployments.ts';
import { EventHub, type GitHubEventName, type GitHubEvents } from './events.ts';
import { findRepository, readPermissionsUsed, type World } from './github-state.ts';
import type { JobIdentity, Permissions } from './jobs/identity.ts';
import type { TokenLookup, WorkflowJob, WorkflowRun } from './model.ts';
import { findProtections } from './protection.ts';
import { userId } from './render.ts';
import { openRepository, type Repository, type RepositoryOptions } from './repository.ts';
import { answerRequest, hosts } from './server.ts';
import { type ActionUse, refuseActions } from './settings/actions-policy.ts';
import { createEnvironment, type EnvironmentOptions } from './settings/environments.ts';

export interface GitHubOptions {
  /** Holds the bare repositories and the uploads; made when it is not there, removed by the caller. */
  readonly directory: string;
  readonly tokens: TokenLookup;
  /** Milliseconds since the epoch; default the real time. */
  readonly clock?: { now(): number };
  /** Default 2 GiB less one byte, GitHub's own limit. */
  readonly maxAssetBytes?: number;
}

/** An emulated GitHub: what the gateway serves, and the state behind it for who runs it. */
export interface GitHub {
  readonly service: Service;
  createRepository(options: RepositoryOptions): Promise<Repository>;
  addEnvironment(repository: string, environment: EnvironmentOptions): void;
  /** @throws Error when there is no such repository */
  repository(fullName: string): Repository;
  /** @returns stops the listening */
  on<Name extends GitHubEventName>(name: Name, listener: (event: GitHubEvents[Name]) => void): () => void;
  /** What the job's token was used for so far: the highest level of each scope. */
  permissionsUsed(job: Pick<JobIdentity, 'runId' | 'runAttempt' | 'checkRunId'>): Permissions;
  /** Holds what a run, or one job, uses against the settings of the repository. @returns GitHub's words for what may not start */
  refuseActions(repository: string, uses: readonly ActionUse[]): string | undefined;
  /** Whether a ruleset or a branch protection holds for the full `ref`. */
  isRefProtected(repository: string, ref: string): boolean;
  /** Asks for a job with `environment:`, run at the full `ref`, to deploy. */
  requestDeployment(repository: string, environment: string, ref: string): DeploymentVerdict;
  /** Makes a run known, or replaces what is known of it. */
  registerRun(repository: string, run: WorkflowRun, jobs?: readonly WorkflowJob[]): void;
  /** The next upload of an asset of this name breaks off and leaves a `starter` asset behind. */
  breakNextUpload(repository: string, assetName: string): void;
}

/** Creates the emulated GitHub; repositories are added to it afterwards. */
export async function createGitHub(options: GitHubOptions): Promise<GitHub> {
  await mkdir(options.directory, { recursive: true });
  const events = new EventHub();
  let lastId = 100_000;
  const world: World = {
    directory: options.directory,
    tokens: options.tokens,
    now: () => options.clock?.now() ?? Date.now(),
    events,
    repositories: new Map(),
    permissionsUsed: new Map(),
    nextId: () => {
      lastId += 1;
      return lastId;
    },
    maxAssetBytes: options.maxAssetBytes ?? 2 ** 31 - 1,
  };
  const repository = (fullName: string): Repository => {
    const [owner = '', name = ''] = fullName.split('/');
    const found = findRepository(world, owner, name);
    if (found === undefined) throw new Error(`The emulated GitHub has no repository ${fullName}.`);
    return found;
  };
  return {
    service: { name: 'github', hosts, handle: (request) => answerRequest(world, request) },
    async createRepository(wanted) {
      const ids = {
        id: userId(`repository:${wanted.fullName}`),
        ownerId: userId(wanted.fullName.split('/')[0] ?? ''),
      };
      const created = await openRepository(world.directory, wanted, ids, world);
      world.repositories.set(wanted.fullName.toLowerCase(), created);
      return created;
    },
    repository,
    on: (name, listener) => events.on(name, listener),
    addEnvironment: (fullName, environment) =>
      void repository(fullName).environments.push(createEnvironment(environment, world)),
    refuseActions(fullName, uses) {
      const found = repository(fullName);
      return refuseActions(found.actions, found, uses);
    },
    isRefProtected: (fullName, ref) => findProtections(repository(fullName), ref).length > 0,
    requestDeployment: (fullName, environment, ref) =>
      requestDeployment(repository(fullName), environment, ref, world),
    permissionsUsed: (job) => readPermissionsUsed(world, jobKey(job)),
    registerRun(fullName, run, jobs) {
      const { runs, jobs: known } = repository(fullName);
      const index = runs.findIndex((entry) => entry.id === run.id);
      if (index < 0) runs.push(run);
      else runs[index] = run;
      if (jobs !== undefined) known.set(run.id, jobs);
    },
    breakNextUpload(fullName, assetName) {
      repository(fullName).breakingUploads.add(assetName);
    },
  };
}
