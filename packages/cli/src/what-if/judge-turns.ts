import type { PlannedJob, RunWorkflowOptions } from '@slipway/runner/options';
import type { JobResult } from '@slipway/runner/result';
import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { readPermissions } from '@slipway/runner/workflow/permissions';
import { type JobModel, readMapping, type WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import type { Check } from '../report/check.ts';
import { buildsImage, channelOf, publishes, reports, writes } from './job-role.ts';
import {
  judgeFailureReport,
  judgeSuccessReport,
  type ReportChannel,
  type ReportedRelease,
} from './judge-report.ts';
import { simulateRun, type Turn } from './simulate-run.ts';

/** One run that went well. */
export interface SuccessfulRun {
  readonly options: RunWorkflowOptions;
  readonly jobs: readonly JobResult[];
}

/** Jobs that only write a summary. */
interface Reporting {
  /** The workflow has some. */
  readonly exist: boolean;
  readonly summaries: 'taken' | 'planned' | 'none';
  readonly turns: boolean;
}

interface Findings {
  /** By the job that reports: after which cancellation it still would. */
  readonly afterCancellation: Map<string, string>;
  /** Jobs that report failures, whatever else they report. */
  readonly failureReporters: Set<string>;
  readonly summaries: Set<string>;
  readonly publications: Set<string>;
  readonly cancelled: Set<string>;
  readonly reports: Set<string>;
}

/** Names of the checks of the jobs that only write a summary. */
export const reporterChecks = {
  outcomes: 'every outcome of a run is reported by exactly one job',
  summary: 'the summary of a run reports its outcome correctly',
} as const;

/** What a job may do when neither it nor its workflow says so is a setting of the repository. */
const unknownRights: PlannedJob['permissions'] = { contents: 'read' };

const topId = (id: string): string => id.split('/')[0] ?? id;

/** Every job that `id` waits for, directly or not. */
function listAncestors(jobs: readonly JobModel[], id: string): Set<string> {
  const found = new Set<string>();
  const visit = (of: string): void => {
    for (const need of jobs.find((job) => job.id === of)?.needs ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  visit(id);
  return found;
}

const events = ['fails', 'fails at its end', 'is cancelled', 'is the last before a cancellation'] as const;
const verbs: Readonly<Record<Turn['event'], string>> = {
  fails: 'failed',
  'fails at its end': 'failed at its end',
  'is cancelled': 'was cancelled',
  'is the last before a cancellation': 'was the last job before a cancellation',
};

async function judgeTurn(
  run: SuccessfulRun,
  models: readonly JobModel[],
  turn: Turn,
  reporting: Reporting,
  findings: Findings,
): Promise<void> {
  // One summary for each job that fails is enough to read.
  const runsReporters = reporting.summaries !== 'none' && turn.event === 'fails';
  const { started, after, jobs } = await simulateRun(run.options, run.jobs, turn, runsReporters);
  const why = `although ${turn.jobId} ${verbs[turn.event]}`;
  if (turn.event !== 'fails' && turn.event !== 'fails at its end') {
    for (const job of after.filter((each) => publishes(each) || writes(each)))
      findings.cancelled.add(`${job.id} starts ${why}`);
    for (const job of after.filter(reports)) findings.afterCancellation.set(job.id, why);
    return;
  }
  const earlier = listAncestors(models, turn.jobId);
  for (const job of started.filter(publishes)) {
    const id = topId(job.id);
    if (id !== turn.jobId && !earlier.has(id)) findings.publications.add(`${job.id} starts ${why}`);
  }
  // What is not public yet may be made side by side, but not out of what failed.
  for (const job of started.filter(writes))
    if (listAncestors(models, topId(job.id)).has(turn.jobId))
      findings.publications.add(`${job.id} starts ${why}`);
  const reporters = started.filter(reports).map(({ id }) => id);
  for (const id of reporters) findings.failureReporters.add(id);
  if (reporting.exist && reporters.length !== 1)
    findings.reports.add(
      reporters.length === 0
        ? `no job reports that ${turn.jobId} ${verbs[turn.event]}`
        : `${reporters.join(' and ')} both report the end when ${turn.jobId} ${verbs[turn.event]}`,
    );
  if (!runsReporters) return;
  const { ref, runId } = run.options;
  const tag = ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
  const failure = {
    jobs,
    failed: turn.jobId,
    tag,
    runId,
    publishers: listPublishers(models, run.options.inputs ?? {}),
  };
  for (const { id, summary, result } of jobs.filter((job) => reporters.includes(job.id))) {
    // A script that fails leaves a summary that says too little, or nothing.
    if (result === 'failure') findings.summaries.add(`${id} fails itself when ${turn.jobId} fails`);
    for (const finding of judgeFailureReport(summary, failure))
      findings.summaries.add(`${id}, when ${turn.jobId} fails: ${finding}`);
  }
}

/** The jobs of the file itself as they would start; a call is a job without steps. */
function listJobs({ jobs, properties }: WorkflowModel): readonly PlannedJob[] {
  return jobs.map(({ id, steps, properties: own }) => ({
    ...{ id, name: id, steps, runsOn: String(own.get('runs-on') ?? '') },
    permissions: readPermissions(own.get('permissions') ?? properties.get('permissions')) ?? unknownRights,
  }));
}

async function judgeRun(
  run: SuccessfulRun,
  models: readonly JobModel[],
  reporting: Reporting,
  release: ReportedRelease,
  findings: Findings,
): Promise<void> {
  const isPlanned = reporting.summaries === 'planned';
  const whole = await simulateRun(run.options, run.jobs, { jobId: '', event: 'fails' }, isPlanned);
  const { started } = whole;
  const reporters = started.filter(reports).map(({ id }) => id);
  const isRelease = started.some(publishes);
  const jobs = isPlanned ? whole.jobs : run.jobs;
  for (const { id, summary } of jobs.filter((job) => isRelease && reporters.includes(job.id)))
    for (const finding of judgeSuccessReport(summary, release)) findings.summaries.add(`${id}: ${finding}`);
  if (reporting.exist && reporters.length !== (isRelease ? 1 : 0)) {
    const what = isRelease ? 'the release' : 'a run that released nothing';
    findings.reports.add(
      reporters.length === 0 ? `no job reports ${what}` : `${what} is reported by ${reporters.join(' and ')}`,
    );
  }
  if (!reporting.turns) return;
  const jobIds = new Set(started.filter((job) => !reports(job)).map(({ id }) => topId(id)));
  for (const jobId of jobIds)
    for (const event of events) await judgeTurn(run, models, { jobId, event }, reporting, findings);
}

/** Keys of the jobs that publish to each channel. */
function listPublishers(
  models: readonly JobModel[],
  asked: Readonly<Record<string, string>>,
): ReadonlyMap<ReportChannel, readonly string[]> {
  const publishers = new Map<ReportChannel, string[]>();
  for (const { id, steps } of models)
    for (const channel of steps.flatMap((step) => channelOf(step, asked) ?? []))
      publishers.set(channel, [...(publishers.get(channel) ?? []), id]);
  return publishers;
}

/** What the job of the release says of the image that its notes name. */
const notedImage = 'image-digest';

/** Outputs about the image that are not empty, so that jobs that wait for an image start in the simulation. */
function pretendImages({ jobs: models }: WorkflowModel, jobs: readonly JobResult[]): readonly JobResult[] {
  return jobs.map((job) => {
    const model = models.find(({ id }) => id === job.id);
    if (model === undefined) return job;
    const names = [...readMapping(model.properties.get('outputs')).keys()].filter(
      (name) => name === notedImage || model.steps.some(buildsImage),
    );
    return {
      ...job,
      outputs: {
        ...job.outputs,
        ...Object.fromEntries(names.map((name) => [name, job.outputs[name] || 'not shown'])),
      },
    };
  });
}

function toCheck(name: string, findings: ReadonlySet<string>, looked: string): Check {
  return { name, ok: findings.size === 0, detail: findings.size === 0 ? looked : [...findings].join('; ') };
}

export interface TurnOptions {
  /** False: this machine cannot build images, and their jobs are taken as if they had built them. */
  readonly imageIsShown?: boolean;
  /**
   * What is read of the jobs that only write a summary. `taken`: what they wrote in a run that took place, and what they would
   * write otherwise. `planned`: the run did not take place, and they run now. `none`: they do not run, and nothing is read.
   */
  readonly summaries?: 'taken' | 'planned' | 'none';
  /** False: only what the runs themselves are like, and no job of them fails. */
  readonly turns?: boolean;
}

/**
 * Judges what the workflow would have done had one of its jobs failed, or had the run been cancelled during it.
 * A job that publishes waits for every job before it in the release, and starts neither after a failure nor after a
 * cancellation. Jobs that only write a summary report each end once; a workflow without such jobs owes none.
 */
export async function judgeTurns(
  runs: readonly SuccessfulRun[],
  release: ReportedRelease,
  { imageIsShown = true, summaries = 'taken', turns = true }: TurnOptions = {},
): Promise<readonly Check[]> {
  const findings: Findings = {
    ...{ publications: new Set(), cancelled: new Set(), reports: new Set(), summaries: new Set() },
    ...{ afterCancellation: new Map(), failureReporters: new Set() },
  };
  const parsed = await Promise.all(
    runs.map(async (run) => {
      const { workflowPath, workflowText } = run.options;
      const model = run.options.model ?? (await parseWorkflowFile(workflowPath, workflowText));
      const jobs = imageIsShown ? run.jobs : pretendImages(model, run.jobs);
      return { run: { jobs, options: { ...run.options, model } }, model };
    }),
  );
  const all = parsed.flatMap(({ model }) => listJobs(model));
  if (!all.some(publishes)) return [];
  const hasReporters = all.some(reports);
  const reporters = { exist: hasReporters, turns, summaries: hasReporters ? summaries : 'none' } as const;
  for (const { run, model } of parsed) await judgeRun(run, model.jobs, reporters, release, findings);
  for (const [id, why] of findings.afterCancellation)
    if (!findings.failureReporters.has(id)) findings.reports.add(`${id} reports a success ${why}`);
  const count = new Set(all.map(({ id }) => topId(id))).size;
  return [
    toCheck(
      'no job writes or publishes after another failed',
      findings.publications,
      `simulated a failure of each of ${count} jobs`,
    ),
    toCheck(
      'no job writes or publishes after the run is canceled',
      findings.cancelled,
      `simulated a cancellation in each of ${count} jobs`,
    ),
    ...(hasReporters
      ? [
          toCheck(reporterChecks.outcomes, findings.reports, `simulated a failure of each of ${count} jobs`),
          toCheck(reporterChecks.summary, findings.summaries, `simulated a failure of each of ${count} jobs`),
        ]
      : []),
  ];
}
