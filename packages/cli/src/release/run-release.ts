import { join } from 'node:path';
import { shortRef } from '@slipway/core/text/short-ref';
import type { DeploymentVerdict } from '@slipway/emulated-github/deployments';
import type { RunWorkflowOptions } from '@slipway/runner/options';
import type { JobPermissions } from '@slipway/runner/platform';
import type { Reporter } from '@slipway/runner/reporter';
import type { JobResult, WorkflowResult } from '@slipway/runner/result';
import { runWorkflow } from '@slipway/runner/run-workflow';
import { commonStandIns } from '@slipway/runner/stand-ins/common-actions';
import type { StandIn } from '@slipway/runner/stand-ins/stand-in';
import type { Git } from '../machine/git.ts';
import { createPlatform } from '../machine/platform.ts';
import type { RunProgram } from '../machine/programs.ts';
import type { Workspace } from '../machine/workspace.ts';
import { createActionResolver } from '../project/action-repositories.ts';
import { readCommittedFile } from '../project/project-copy.ts';
import { mergePermissions } from '../report/merge-permissions.ts';
import { listTreeJobs, readTree, type WorkflowTree } from '../workflow-rules/workflow-tree.ts';
import type { HostedProject } from './hosted-project.ts';
import { describeRun, type PendingRun } from './pending-run.ts';
import { describePublication, findDraftTag, publishDraft, startByRelease } from './publish-draft.ts';
import { explainUnshownLeg } from './unshown-legs.ts';

/** One attempt of one run, as it ended. */
export interface FinishedRun {
  readonly run: PendingRun;
  readonly attempt: number;
  readonly result: WorkflowResult;
  /** What it was run with, so that it can be asked what it would have done otherwise. */
  readonly options: RunWorkflowOptions;
  /** The file with those that it calls; undefined for one that is not valid. */
  readonly tree?: WorkflowTree | undefined;
  /** By the key of the job: the highest level each scope was used at. */
  readonly permissionsUsed: ReadonlyMap<string, JobPermissions>;
  /** The name of a job's requests in the journal, by key and name of the job. */
  readonly clients: ReadonlyMap<string, string>;
  /** By the key of the job: the file that it is in, at its ref, as its ID tokens name it. */
  readonly jobWorkflowRefs: ReadonlyMap<string, string>;
}

/** The key of a job in `clients`. */
export const clientKey = (id: string, name: string): string => `${id}\n${name}`;

/** "Re-run failed jobs", or "Re-run all jobs", which begins without the artifacts of the attempts before. */
export type Rerun = 'failed-jobs' | 'all-jobs';

export interface ReleaseRequest {
  readonly hosted: HostedProject;
  readonly workspace: Workspace;
  readonly git: Git;
  readonly program: RunProgram;
  readonly environment: Readonly<Record<string, string>>;
  /** Replacements for actions that this machine cannot run. */
  readonly standIns: ReadonlyMap<string, StandIn>;
  readonly first: PendingRun;
  readonly reporter: Reporter;
  /** Called when an attempt begins. @param jobs keys of the jobs that wait; none at a branch, where most of them never run */
  readonly onRun: (run: PendingRun, attempt: number, jobs: readonly string[]) => void;
  /** Called with a job that this machine cannot show, and why. */
  readonly onNotShown?: (note: string) => void;
  readonly onDeployment: (verdict: DeploymentVerdict) => void;
  readonly signal: AbortSignal;
  /** Variables of the repository. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The workflow stops at a draft, which a person publishes. Called before that happens. */
  readonly onGate?: ((tag: string) => Promise<void>) | undefined;
  /** Asked after each failed attempt of a run: which of GitHub's two buttons is pressed, if any. */
  readonly chooseRerun: (failedAttempts: number) => Rerun | undefined;
  /** After a release that succeeded: all jobs of its run once more, without the artifacts of the first attempt. */
  readonly rerunAll?: boolean;
  /** Gets every attempt as soon as it has ended, so that it is known also when a later one throws. */
  readonly finished: FinishedRun[];
  /** Called when an attempt has ended. */
  readonly onAttempt?: (run: FinishedRun) => Promise<void>;
}

const actor = { login: 'octocat', id: 583_231 };
const maxRuns = 6;

function createPayload(request: ReleaseRequest, run: PendingRun): Record<string, unknown> {
  const { repository } = request.hosted;
  const common = {
    repository: {
      id: repository.id,
      name: repository.name,
      full_name: repository.fullName,
      owner: { login: repository.owner, id: repository.ownerId, type: repository.ownerType },
      private: repository.private,
      html_url: `https://github.com/${repository.fullName}`,
      default_branch: repository.defaultBranch,
    },
    sender: { ...actor, type: 'User' },
  };
  if (run.eventName === 'release') return { ...describePublication(request.hosted, run.ref), ...common };
  if (run.eventName === 'workflow_dispatch')
    return { inputs: run.inputs, ref: run.ref, workflow: run.workflowPath, ...common };
  return {
    ref: run.ref,
    before: '0'.repeat(40),
    after: run.sha,
    created: true,
    deleted: false,
    forced: false,
    ...common,
  };
}

async function runOnce(
  request: ReleaseRequest,
  run: PendingRun,
  number: number,
  attempt: number,
  previous: WorkflowResult | undefined,
): Promise<FinishedRun> {
  const { hosted, workspace, git } = request;
  const { repository, github, world } = hosted;
  const permissionsUsed = new Map<string, JobPermissions>();
  const clients = new Map<string, string>();
  const jobWorkflowRefs = new Map<string, string>();
  const text = await readCommittedFile(git, repository.gitDirectory, run.sha, run.workflowPath);
  if (text === undefined) throw new Error(`${shortRef(run.ref)} has no ${run.workflowPath}`);
  const facts = { number, attempt, actor: actor.login };
  github.registerRun(
    repository.fullName,
    describeRun(run, { ...facts, status: 'in_progress', conclusion: null }),
  );
  // A file that is not valid is left to the run, which says why.
  const loadFile = (path: string): Promise<string | undefined> =>
    readCommittedFile(git, repository.gitDirectory, run.sha, path);
  const tree = await readTree(run.workflowPath, text, loadFile).catch(() => undefined);
  const model = tree?.model;
  const isTag = run.ref.startsWith('refs/tags/');
  request.onRun(
    run,
    attempt,
    isTag && attempt === 1 && tree !== undefined ? listTreeJobs(tree).map(({ id }) => id) : [],
  );
  const platform = createPlatform({
    world,
    github,
    repository: repository.fullName,
    run,
    actor: actor.login,
    resolveRepository: createActionResolver({
      git,
      run: request.program,
      repository: repository.fullName,
      gitDirectory: repository.gitDirectory,
      folder: (name) => workspace.folder(join('actions', name)),
      path: request.environment['PATH'] ?? '',
    }),
    onPermissionsUsed: (job, used) => {
      permissionsUsed.set(job.jobId, mergePermissions(permissionsUsed.get(job.jobId) ?? {}, used));
      jobWorkflowRefs.set(job.jobId, job.jobWorkflowRef);
    },
    onJobOpened: (job, client) => clients.set(clientKey(job.jobId, job.displayName), client),
    onDeployment: request.onDeployment,
  });
  const options: RunWorkflowOptions = {
    workflowPath: run.workflowPath,
    workflowText: text,
    ...(model === undefined ? {} : { model }),
    loadFile,
    event: { name: run.eventName, payload: createPayload(request, run) },
    repository,
    ref: run.ref,
    sha: run.sha,
    actor,
    inputs: run.inputs,
    variables: request.variables ?? {},
    runId: run.runId,
    runNumber: number,
    runAttempt: attempt,
    platform,
    directory: workspace.folder(join('runs', `${run.runId}-${attempt}`)),
    environment: request.environment,
    nodePath: process.execPath,
    reporter: request.reporter,
    standIns: new Map([...commonStandIns, ...request.standIns]),
    unshown: {
      explain: (job) => explainUnshownLeg(job, process),
      note: ({ id }, reason) => request.onNotShown?.(`Not shown: the job ${id}, because ${reason}.`),
    },
    signal: request.signal,
    defaultPermissions: repository.actions.defaultWorkflowPermissions,
    ...(previous === undefined ? {} : { previous }),
  };
  const result = await runWorkflow(options);
  const conclusion = result.conclusion;
  github.registerRun(repository.fullName, describeRun(run, { ...facts, status: 'completed', conclusion }));
  return { run, attempt, result, options, tree, permissionsUsed, clients, jobWorkflowRefs };
}

/**
 * Runs the workflow and every run it starts, one after the other, until none is left.
 * @returns whether it had to be stopped because the workflow kept starting itself
 * @throws InputError E_WORKFLOW_INVALID, E_WORKFLOW_INPUTS, E_WORKFLOW_UNSUPPORTED
 */
export async function runRelease(request: ReleaseRequest): Promise<{ runaway: boolean }> {
  const { hosted, signal, finished } = request;
  const queue: PendingRun[] = [request.first];
  let started = 1;
  const queuedFacts = (number: number) =>
    ({ number, attempt: 1, actor: actor.login, status: 'queued', conclusion: null }) as const;
  const stopListening = hosted.github.on('workflow_dispatch', (event) => {
    if (event.repository.toLowerCase() !== hosted.repository.fullName.toLowerCase()) return;
    const { runId, workflowPath, ref, sha, inputs } = event;
    const run: PendingRun = { runId, eventName: 'workflow_dispatch', workflowPath, ref, sha, inputs };
    // Listed from the moment on which it was started, as an action that lost the answer looks for it.
    hosted.github.registerRun(hosted.repository.fullName, describeRun(run, queuedFacts(started + 1)));
    started += 1;
    queue.push(run);
  });
  const keep = async (ended: FinishedRun): Promise<void> => {
    finished.push(ended);
    await request.onAttempt?.(ended);
  };
  try {
    const { onGate } = request;
    for (let number = 1; queue.length > 0; number += 1) {
      if (number > maxRuns) return { runaway: true };
      const run = queue.shift();
      if (run === undefined) break;
      signal.throwIfAborted();
      let last = await runOnce(request, run, number, 1, undefined);
      const rerun = async (kind: Rerun): Promise<void> => {
        const isAll = kind === 'all-jobs';
        if (isAll) hosted.world.artifacts.startOver(hosted.repository.fullName, run.runId);
        last = await runOnce(request, run, number, last.attempt + 1, isAll ? undefined : last.result);
        await keep(last);
        signal.throwIfAborted();
      };
      await keep(last);
      signal.throwIfAborted();
      while (last.result.conclusion === 'failure') {
        const kind = request.chooseRerun(last.attempt);
        if (kind === undefined) break;
        await rerun(kind);
      }
      const isReleased = last.result.conclusion === 'success' && run.ref.startsWith('refs/tags/');
      if (request.rerunAll === true && isReleased) await rerun('all-jobs');
      signal.throwIfAborted();
      const drafted = isReleased && queue.length === 0 ? findDraftTag(hosted, run.ref) : undefined;
      if (onGate === undefined || drafted === undefined || run.eventName === 'release') continue;
      await onGate(drafted);
      await publishDraft(hosted, drafted, actor.login);
      const next = await startByRelease(request.git, hosted, run.workflowPath, drafted, run.runId + 1);
      if (next === undefined) continue;
      hosted.github.registerRun(hosted.repository.fullName, describeRun(next, queuedFacts(number + 1)));
      queue.push(next);
    }
    return { runaway: false };
  } finally {
    stopListening();
  }
}

/** Outputs of all jobs of a run together; a later job's value wins. */
export function collectOutputs(jobs: readonly JobResult[]): Record<string, string> {
  return Object.assign({}, ...jobs.map(({ outputs }) => outputs)) as Record<string, string>;
}
