import type { Journal } from '@slipway/gateway/journal';
import type { JobResult } from '@slipway/runner/result';
import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import type { WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import { clientKey, type FinishedRun } from '../release/run-release.ts';
import type { JobReport, SkippedJobReport } from './report.ts';
import type { RunClock } from './run-clock.ts';

/** What the jobs of all runs did, and which jobs no run started. */
export interface JobReports {
  readonly jobs: readonly JobReport[];
  readonly skippedJobs: readonly SkippedJobReport[];
}

/** Every job that ran or failed, in the order of the runs; one that a second attempt kept is left out. */
export async function reportJobs(
  finished: readonly FinishedRun[],
  clock: Pick<RunClock, 'startOfJob' | 'startOfStep'>,
  journal: Pick<Journal, 'hosts'>,
): Promise<JobReports> {
  const seen = new Set<unknown>();
  const jobs: JobReport[] = [];
  const skipped = new Map<string, SkippedJobReport>();
  for (const one of finished) {
    const model = await readModel(one);
    for (const job of one.result.jobs) {
      if (seen.has(job)) continue;
      seen.add(job);
      if (job.result === 'skipped') skipped.set(job.id, describeSkipped(one, model, job));
      else jobs.push(describeJob(one, model, job, clock, journal));
    }
  }
  const ran = new Set(jobs.map(({ id }) => id));
  return { jobs, skippedJobs: [...skipped.values()].filter(({ id }) => !ran.has(id)) };
}

/** The workflow as it was read for the run; undefined for a file that is not valid. */
async function readModel({ options }: FinishedRun): Promise<WorkflowModel | undefined> {
  return (
    options.model ?? parseWorkflowFile(options.workflowPath, options.workflowText).catch(() => undefined)
  );
}

/** Of a job of a called workflow: what its call needs. */
function findNeeds(model: WorkflowModel | undefined, id: string): readonly string[] {
  const key = id.split('/', 1)[0];
  return model?.jobs.find((job) => job.id === key)?.needs ?? [];
}

function describeJob(
  { run, attempt, permissionsUsed, clients }: FinishedRun,
  model: WorkflowModel | undefined,
  job: JobResult,
  clock: Pick<RunClock, 'startOfJob' | 'startOfStep'>,
  journal: Pick<Journal, 'hosts'>,
): JobReport {
  const startedSeconds = clock.startOfJob(job) ?? 0;
  const client = clients.get(clientKey(job.id, job.name));
  return {
    id: job.id,
    name: job.name,
    result: job.result,
    startedSeconds,
    needs: findNeeds(model, job.id),
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
      name: step.name,
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
  { run, result }: FinishedRun,
  model: WorkflowModel | undefined,
  job: JobResult,
): SkippedJobReport {
  const needs = findNeeds(model, job.id);
  return {
    ...{ id: job.id, name: job.name, ref: run.ref, needs },
    permissionsAsked: job.permissionsAsked,
    reason: explainSkip(result.jobs, model, job.id),
  };
}

const isOf = (id: string) => (job: JobResult) => job.id === id || job.id.startsWith(`${id}/`);
const maxConditionLength = 160;

/** The reason of a job that reports a failure, in a run that had none. */
export const onlyAfterFailure = 'it runs only after a failure';

/** The nearest job that failed, or the condition, or the job that was skipped before. */
function explainSkip(jobs: readonly JobResult[], model: WorkflowModel | undefined, id: string): string {
  const condition = model?.jobs.find((job) => job.id === id.split('/', 1)[0])?.if ?? '';
  if (/\b(?:failure|cancelled)\s*\(/.test(condition) && !/\balways\s*\(|!\s*cancelled\s*\(/.test(condition))
    return onlyAfterFailure;
  const needs = findNeeds(model, id);
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
