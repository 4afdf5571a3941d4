import type { DeploymentVerdict } from '@slipway/emulated-github/deployments';
import type { GitHub } from '@slipway/emulated-github/github';
import type { JobCredentials, Permissions } from '@slipway/emulated-github/jobs/identity';
import type { JobDescription, JobPermissions, Platform } from '@slipway/runner/platform';
import type { World } from '@slipway/world/world';
import type { PendingRun } from '../release/pending-run.ts';

export interface PlatformOptions {
  readonly world: World;
  readonly github: GitHub;
  readonly repository: string;
  readonly run: PendingRun;
  readonly actor: string;
  readonly resolveRepository: Platform['resolveRepository'];
  /** Called when a job has ended, with what its token was really used for. */
  readonly onPermissionsUsed: (job: JobDescription, used: JobPermissions) => void;
  /** Called when a job starts, with the name of its requests in the journal. */
  readonly onJobOpened: (job: JobDescription, client: string) => void;
  /** Called for every job that asked to deploy to its environment. */
  readonly onDeployment: (verdict: DeploymentVerdict) => void;
}

let lastCheckRunId = 40_000_000_000;

/** The emulated GitHub as the runner sees it: it issues tokens per job and revokes them. */
export function createPlatform(options: PlatformOptions): Platform {
  const { world, github, run } = options;
  const open = new Map<JobDescription, { credentials: JobCredentials; checkRunId: number }>();
  return {
    serverUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
    graphqlUrl: 'https://api.github.com/graphql',
    async openJob(job) {
      lastCheckRunId += 1;
      const checkRunId = lastCheckRunId;
      const credentials = world.tokens.issueJob({
        repository: options.repository,
        runId: job.runId,
        runNumber: job.runNumber,
        runAttempt: job.runAttempt,
        jobId: job.jobId,
        checkRunId,
        workflow: job.workflow,
        workflowRef: job.workflowRef,
        workflowSha: job.workflowSha,
        jobWorkflowRef: job.jobWorkflowRef,
        jobWorkflowSha: job.jobWorkflowSha,
        eventName: run.eventName,
        ref: run.ref,
        sha: run.sha,
        headRef: '',
        baseRef: '',
        actor: options.actor,
        environment: job.environment,
        permissions: job.permissions as Permissions,
      });
      open.set(job, { credentials, checkRunId });
      const client = `job-${checkRunId}`;
      options.onJobOpened(job, client);
      return { ...credentials, environment: await world.gateway.openDoor(client) };
    },
    async closeJob(job) {
      const opened = open.get(job);
      if (opened === undefined) return;
      open.delete(job);
      world.tokens.revokeJob(opened.credentials);
      const { runId, runAttempt } = job;
      const used = github.permissionsUsed({ runId, runAttempt, checkRunId: opened.checkRunId });
      const noted = world.tokens.usesOf(opened.checkRunId);
      options.onPermissionsUsed(job, { ...used, ...noted } as JobPermissions);
    },
    refuseActions: async (uses) => github.refuseActions(options.repository, uses),
    async requestDeployment(environment) {
      const verdict = github.requestDeployment(options.repository, environment, run.ref);
      options.onDeployment(verdict);
      return verdict.refusals;
    },
    resolveRepository: options.resolveRepository,
  };
}
