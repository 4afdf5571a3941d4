import { neutralizeLine } from '@slipway/core/neutralize';
import type { Journal } from '@slipway/gateway/journal';
import type { JobResult } from '@slipway/runner/result';
import { clientKey, type FinishedRun } from '../release/run-release.ts';
import { findTreeJob, listTreeNeeds } from '../workflow-rules/workflow-tree.ts';
import { type JobReport, onlyAfterFailure, type SkippedJobReport } from './report.ts';
import type { RunClock } from './run-clock.ts';

type JobNeeds = ReadonlyMap<string, readonly string[]>;

/** What the jobs of all runs did, and which jobs no run started. */
export interface JobReports {
  readonly jobs: readonly JobReport[];
  readonly skippedJobs: readonly SkippedJobReport[];
}

/** Every job that ran or failed, in the order of the runs; one that a second attempt kept is left out. */
export function reportJobs(
  finished: readonly FinishedRun[],
  clock: Pick<RunClock, 'startOfJob' | 'startOfStep'>,
  journal: Pick<Journal, 'hosts'>,
): JobReports {
  const seen = new Set<unknown>();
  const jobs: JobReport[] = [];
  const skipped = new Map<string, SkippedJobReport>();
  for (const one of finished) {
    const needs = one.tree === undefined ? new Map<string, readonly string[]>() : listTreeNeeds(one.tree);
    for (const job of one.result.jobs) {
      if (seen.has(job)) continue;
      seen.add(job);
      if (job.result === 'skipped') skipped.set(job.id, describeSkipped(one, needs, job));
      else jobs.push(describeJob(one, needs, job, clock, journal));
    }
  }
  const ran = new Set(jobs.map(({ id }) => id));
  return { jobs, skippedJobs: [...skipped.values()].filter(({ id }) => !ran.has(id)) };
}

function describeJob(
  { run, attempt, permissionsUsed, clients }: FinishedRun,
  needs: JobNeeds,
  job: JobResult,
  clock: Pick<RunClock, 'startOfJob' | 'startOfStep'>,
  journal: Pick<Journal, 'hosts'>,
): JobReport {
  const startedSeconds = clock.startOfJob(job) ?? 0;
  const client = clients.get(clientKey(job.id, job.name));
  return {
    id: job.id,
    name: neutralizeLine(job.name),
    result: job.result,
    startedSeconds,
    needs: needs.get(job.id) ?? [],
    annotations: job.annotations.map(({ level, message, properties }) => ({
      ...{ level, message },
      title: properties['title'] ?? '',
    })),
    hosts: client === undefined ? [] : journal.hosts(client),
    runId: run.runId,
    seconds: job.seconds,
    permissionsAsked: job.permissionsAsked,
    permissionsUsed: permissionsUsed.get(job.id) ?? {},
    ref: run.ref,
    attempt,
    steps: job.steps.map((step) => ({
      name: neutralizeLine(step.name),
      result: step.result,
      startedSeconds: clock.startOfStep(step) ?? startedSeconds,
      seconds: step.seconds,
      standIn: step.standIn,
      summary: step.captured.summary,
      outputs: step.captured.outputs,
      log: step.captured.log,
    })),
  };
}

function describeSkipped(
  { run, result, tree }: FinishedRun,
  needs: JobNeeds,
  job: JobResult,
): SkippedJobReport {
  return {
    ...{ id: job.id, name: neutralizeLine(job.name), ref: run.ref, needs: needs.get(job.id) ?? [] },
    permissionsAsked: job.permissionsAsked,
    reason: explainSkip(result.jobs, needs, job.id, findCondition(tree, job.id)),
  };
}

/** Its own condition, and for a job of a workflow that was not called that of the call. */
function findCondition(tree: FinishedRun['tree'], id: string): string {
  const job = tree && (findTreeJob(tree, id) ?? findTreeJob(tree, id.split('/', 1)[0] ?? id));
  return job?.if ?? '';
}

const isOf = (id: string) => (job: JobResult) => job.id === id || id.startsWith(`${job.id}/`);
const maxConditionLength = 160;

/** The nearest job that failed, or the condition, or the job that was skipped before. */
function explainSkip(jobs: readonly JobResult[], all: JobNeeds, id: string, condition: string): string {
  if (/\b(?:failure|cancelled)\s*\(/.test(condition) && !/\balways\s*\(|!\s*cancelled\s*\(/.test(condition))
    return onlyAfterFailure;
  const needs = all.get(id) ?? [];
  const failed = needs.find((need) => jobs.filter(isOf(need)).some(({ result }) => result === 'failure'));
  if (failed !== undefined) return `${failed} failed`;
  const waits = needs.find((need) => {
    const own = jobs.filter(isOf(need));
    return own.length > 0 && own.every(({ result }) => result === 'skipped');
  });
  if (waits !== undefined) return `${waits} was skipped`;
  const shown = condition.replace(/^success\(\) && \((.*)\)$/s, '$1').replaceAll(/\s+/g, ' ');
  if (shown === '' || shown === 'success()') return 'its condition is false';
  const cut = shown.length > maxConditionLength ? `${shown.slice(0, maxConditionLength)}…` : shown;
  return `its condition is false: ${cut}`;
}
