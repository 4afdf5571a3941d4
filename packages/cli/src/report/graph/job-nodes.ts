import type { RehearsalReport } from '../report.ts';

/** A job in the graph: all combinations of its matrix and all attempts together. */
export interface JobNode {
  /** Run and key of the job. */
  readonly key: string;
  /** Key of the job. */
  readonly id: string;
  /** The run that it belongs to, counted from 0. */
  readonly run: number;
  /** `success`, `failure`, `cancelled` or `skipped`: the worst of its combinations. */
  readonly result: string;
  /** Of the slowest combination, all attempts. */
  readonly seconds: number;
  readonly combinations: number;
  readonly attempts: number;
  readonly hasStandIn: boolean;
  readonly needs: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
  /** Why it was skipped; empty when it was not. */
  readonly reason: string;
  readonly ref: string;
  readonly startedSeconds: number;
}

const order = ['failure', 'cancelled', 'success', 'skipped'];

/** The jobs of every run, in the order in which they began; those that no run started come last. */
export function listJobNodes({ jobs, skippedJobs }: RehearsalReport): readonly JobNode[] {
  const runs = [...new Set(jobs.map(({ runId }) => runId))];
  const nodes = new Map<string, JobNode & { readonly names: Set<string> }>();
  for (const job of jobs) {
    const key = `${job.runId} ${job.id}`;
    const known = nodes.get(key);
    const names = known?.names ?? new Set<string>();
    names.add(job.name);
    // A later attempt decides.
    const isRetry = known !== undefined && job.attempt > known.attempts;
    const worse = known !== undefined && order.indexOf(known.result) < order.indexOf(job.result);
    nodes.set(key, {
      ...{ key, id: job.id, run: runs.indexOf(job.runId), needs: job.needs, ref: job.ref, names },
      result: known === undefined || isRetry || !worse ? job.result : known.result,
      seconds: Math.max(known?.seconds ?? 0, job.seconds),
      combinations: names.size,
      attempts: Math.max(known?.attempts ?? 1, job.attempt),
      hasStandIn: known?.hasStandIn === true || job.steps.some(({ standIn }) => standIn),
      permissions: job.permissionsAsked,
      reason: '',
      startedSeconds: Math.min(known?.startedSeconds ?? job.startedSeconds, job.startedSeconds),
    });
  }
  const refs = new Map(jobs.map(({ ref, runId }) => [ref, runs.indexOf(runId)]));
  const waiting = skippedJobs.map((job): JobNode => {
    const run = refs.get(job.ref) ?? 0;
    return {
      ...{ key: `${runs[run] ?? 0} ${job.id}`, id: job.id, run, needs: job.needs, ref: job.ref },
      ...{ result: 'skipped', seconds: 0, combinations: 1, attempts: 1, hasStandIn: false },
      ...{ permissions: job.permissionsAsked, reason: job.reason, startedSeconds: Number.MAX_VALUE },
    };
  });
  return [...nodes.values(), ...waiting];
}
