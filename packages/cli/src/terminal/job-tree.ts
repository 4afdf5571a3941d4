import type { RunnerEvent } from '@slipway/runner/reporter';
import type { Check } from '../report/check.ts';

/** One job in the tree: all combinations of its matrix. */
export interface TreeJob {
  readonly id: string;
  state: 'waiting' | 'running' | 'passed' | 'failed' | 'skipped';
  /** When its first combination began, in milliseconds. */
  startedAtMs: number;
  /** Of the slowest combination; 0 while it runs. */
  seconds: number;
  /** The step that runs now, or what is to be said about it. */
  detail: string;
  readonly combinations: Set<string>;
  running: number;
  warnings: number;
}

/** A run with its jobs, or a group of checks. */
export interface TreeGroup {
  readonly title: string;
  readonly jobs: Map<string, TreeJob>;
}

/** Checks of one heading. */
export interface TreeChecks {
  readonly name: string;
  passed: number;
  total: number;
  newest: string;
}

/** What happens in a rehearsal, as a tree that events grow. */
export class JobTree {
  readonly groups: TreeGroup[] = [];
  readonly checks = new Map<string, TreeChecks>();

  /** Begins a run. @param jobs that wait for their turn */
  begin(title: string, jobs: readonly string[]): void {
    this.settle();
    const group: TreeGroup = { title, jobs: new Map() };
    for (const id of jobs) group.jobs.set(id, createJob(id));
    this.groups.push(group);
  }

  /** What still waits will not run any more. */
  settle(): void {
    for (const job of this.groups.at(-1)?.jobs.values() ?? [])
      if (job.state === 'waiting') job.state = 'skipped';
  }

  addCheck({ group = 'Whole release', name, ok }: Check): void {
    const known = this.checks.get(group) ?? { name: group, passed: 0, total: 0, newest: '' };
    this.checks.set(group, known);
    known.total += 1;
    known.passed += ok ? 1 : 0;
    known.newest = name;
  }

  /** @returns the job that has just ended with all its combinations, if one has */
  apply(event: RunnerEvent, nowMs: number): TreeJob | undefined {
    if (event.type === 'note') return undefined;
    const job = this.find(event.jobId);
    switch (event.type) {
      case 'job-started':
        if (job.state !== 'running' && job.running === 0) job.startedAtMs = nowMs;
        job.state = job.state === 'failed' ? 'failed' : 'running';
        job.combinations.add(event.jobName);
        job.running += 1;
        return undefined;
      case 'step-started':
        job.detail = event.step;
        return undefined;
      case 'annotation':
        if (event.annotation.level === 'warning') job.warnings += 1;
        return undefined;
      case 'job-finished': {
        job.running = Math.max(0, job.running - 1);
        job.combinations.add(event.jobName);
        job.seconds = Math.max(job.seconds, event.result.seconds);
        const hasFailed = job.state === 'failed' || event.result.result !== 'success';
        job.state = hasFailed ? 'failed' : job.running > 0 ? 'running' : 'passed';
        if (job.running > 0) return undefined;
        job.detail = hasFailed ? job.detail : '';
        return job;
      }
      case 'log':
      case 'step-finished':
        return undefined;
    }
  }

  /** Ended and all jobs of all runs. */
  count(): { readonly done: number; readonly total: number } {
    const jobs = this.groups.flatMap((group) => [...group.jobs.values()]);
    const done = jobs.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
    return { done, total: jobs.length };
  }

  private find(id: string): TreeJob {
    const group = this.groups.at(-1) ?? { title: '', jobs: new Map<string, TreeJob>() };
    if (this.groups.length === 0) this.groups.push(group);
    // A job of a called workflow stands beside its call.
    const job = group.jobs.get(id) ?? createJob(id);
    group.jobs.set(id, job);
    return job;
  }
}

const createJob = (id: string): TreeJob => ({
  ...{ id, state: 'waiting', startedAtMs: 0, seconds: 0, detail: '' },
  ...{ combinations: new Set<string>(), running: 0, warnings: 0 },
});
