import type { Reporter, RunnerEvent } from '@slipway/runner/reporter';
import type { JobResult, StepResult } from '@slipway/runner/result';

/** When jobs and steps began, in seconds since the rehearsal did. */
export interface RunClock {
  /** Watches a run and passes every event on. */
  watch(inner: Reporter): Reporter;
  /** Of a job that never began: undefined. */
  startOfJob(job: Pick<JobResult, 'steps'>): number | undefined;
  startOfStep(step: StepResult): number | undefined;
  /** Seconds since the rehearsal began. */
  now(): number;
}

const keyOf = ({ jobId, jobName }: Extract<RunnerEvent, { jobId: string }>): string => `${jobId}\n${jobName}`;

/** A clock that began at `startedMs`. Results are told apart by identity: two attempts of a job have the same names. */
export function createRunClock(startedMs: number): RunClock {
  const now = (): number => (Date.now() - startedMs) / 1000;
  const running = new Map<string, { readonly job: number; step: number }>();
  const jobs = new WeakMap<readonly StepResult[], number>();
  const steps = new WeakMap<StepResult, number>();
  return {
    now,
    watch: (inner) => (event) => {
      if (event.type === 'job-started') running.set(keyOf(event), { job: now(), step: now() });
      if (event.type === 'step-started') {
        const started = running.get(keyOf(event));
        if (started !== undefined) started.step = now();
      }
      if (event.type === 'step-finished') {
        const started = running.get(keyOf(event));
        if (started !== undefined) steps.set(event.step, started.step);
      }
      if (event.type === 'job-finished') {
        const started = running.get(keyOf(event));
        if (started !== undefined) jobs.set(event.result.steps, started.job);
        running.delete(keyOf(event));
      }
      inner(event);
    },
    startOfJob: ({ steps: list }) => jobs.get(list),
    startOfStep: (step) => steps.get(step),
  };
}
