import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { type JobResult, mergeResults, type Result } from '../result.ts';
import { defineStatusFunctions } from '../steps/step-frame.ts';
import {
  evaluateExpression,
  evaluateText,
  evaluateToken,
  isTruthy,
  type Scope,
} from '../workflow/expressions.ts';
import { expandMatrix } from '../workflow/matrix.ts';
import { readCallOutputs } from '../workflow/workflow-inputs.ts';
import type { WorkflowInstance } from '../workflow/workflow-instance.ts';
import type { JobModel } from '../workflow/workflow-model.ts';
import type { FinishedJob, FinishedWorkflow } from './finished.ts';
import { describeUnrun } from './job-outline.ts';
import { runCombinations } from './run-combinations.ts';
import type { RunContext } from './run-context.ts';

const none: ReadonlyMap<string, FunctionDefinition> = new Map();

/** Every job that `job` needs, directly or not. */
function collectAncestors(jobs: readonly JobModel[], job: JobModel): string[] {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const need of jobs.find((other) => other.id === id)?.needs ?? []) visit(need);
  };
  for (const need of job.needs) visit(need);
  return [...found];
}

/**
 * Runs the jobs of a workflow, each as soon as those it needs have ended.
 * @param runAll nothing is kept from the attempt before: a job that the caller needs ran again
 */
export async function runJobs(
  run: RunContext,
  workflow: WorkflowInstance,
  cancel: AbortSignal,
  runAll = false,
): Promise<FinishedWorkflow> {
  const { jobs } = workflow.model;
  const finished = new Map<string, Promise<FinishedJob>>();
  const results: JobResult[] = [];
  const start = (job: JobModel): Promise<FinishedJob> => {
    const known = finished.get(job.id);
    if (known !== undefined) return known;
    const needs = job.needs.flatMap((need) => jobs.filter((other) => other.id === need));
    const promise = Promise.all(needs.map(start)).then(async () => {
      const ancestors = await Promise.all(
        collectAncestors(jobs, job).map(async (id) => [id, await finished.get(id)] as const),
      );
      return runOne({ run, workflow, job, results, cancel, runAll }, new Map(ancestors));
    });
    finished.set(job.id, promise);
    return promise;
  };
  const ended = await Promise.all(jobs.map(async (job) => [job.id, await start(job)] as const));
  const context = Object.fromEntries(ended.map(([id, { result, outputs }]) => [id, { result, outputs }]));
  const scope: Scope = { contexts: { ...workflow.contexts, jobs: context }, functions: none };
  const outputs: Record<string, string> = {};
  for (const [name, token] of readCallOutputs(workflow.model)) outputs[name] = evaluateText(token, scope);
  return {
    result: mergeResults(ended.map(([, { result }]) => result)),
    jobs: results,
    outputs,
    reran: ended.some(([, { reran }]) => reran),
  };
}

interface JobTask {
  readonly run: RunContext;
  readonly workflow: WorkflowInstance;
  readonly job: JobModel;
  readonly results: JobResult[];
  readonly cancel: AbortSignal;
  readonly runAll: boolean;
}

async function runOne(
  task: JobTask,
  ancestors: ReadonlyMap<string, FinishedJob | undefined>,
): Promise<FinishedJob> {
  const { run, workflow, job, results, cancel } = task;
  const needs = Object.fromEntries(
    job.needs.map((id) => [
      id,
      { result: ancestors.get(id)?.result ?? 'skipped', outputs: ancestors.get(id)?.outputs ?? {} },
    ]),
  );
  const before = [...ancestors.values()].map((ancestor) => ancestor?.result);
  const cancelled = (): boolean => cancel.aborted || run.shutdown.aborted;
  const scope: Scope = {
    contexts: { ...workflow.contexts, needs, strategy: {}, matrix: {} },
    functions: new Map(
      defineStatusFunctions({
        success: () => !cancelled() && before.every((result) => result === 'success'),
        failure: () => !cancelled() && before.includes('failure'),
        cancelled,
      }),
    ),
  };
  const id = workflow.idPrefix + job.id;
  const runAll = task.runAll || [...ancestors.values()].some((ancestor) => ancestor?.reran === true);
  const previous = runAll ? [] : (run.options.previous?.jobs ?? []);
  const kept = previous.filter((old) => old.id === id || old.id.startsWith(`${id}/`));
  const end = (message: string, result: Result): FinishedJob => {
    results.push(describeUnrun(workflow, job, result, message));
    // Skipped once more, it gives nobody a reason to run again.
    const wasSkipped = result === 'skipped' && kept.length === 1 && kept[0]?.result === 'skipped';
    return { result, outputs: {}, reran: !wasSkipped };
  };
  try {
    if (run.shutdown.aborted) return end('The operation was canceled.', 'cancelled');
    if (!isTruthy(evaluateExpression(job.if, scope))) return end('', cancelled() ? 'cancelled' : 'skipped');
    const strategy = (evaluateToken(job.properties.get('strategy'), scope) ?? {}) as Record<string, unknown>;
    const matrix = strategy['matrix'] ?? undefined;
    const combinations = matrix === undefined ? [{}] : expandMatrix(matrix);
    return await runCombinations(
      { run, workflow, job, scope, results, cancel, kept },
      strategy,
      combinations,
    );
  } catch (cause) {
    return end(cause instanceof Error ? cause.message : String(cause), 'failure');
  }
}
