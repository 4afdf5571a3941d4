import { findMissingNeeds } from '../captures/missing-outputs.ts';
import { type Annotation, type JobResult, mergeResults } from '../result.ts';
import { evaluateText, evaluateToken } from '../workflow/expressions.ts';
import type { MatrixCombination } from '../workflow/matrix.ts';
import type { FinishedJob } from './finished.ts';
import type { JobOrder } from './job-order.ts';
import { describeUnrun, effectivePermissions, nameJob, offeredBy } from './job-outline.ts';
import { runCall } from './run-call.ts';
import { type JobStart, mayFail, runJob } from './run-job.ts';

// "jobs.<job_id>.timeout-minutes", GitHub Docs.
const defaultTimeoutMinutes = 360;
const maxTimerMs = 2_147_483_647;

/** Runs every combination of a matrix under `max-parallel`, and stops the others after a failure with `fail-fast`. */
export async function runCombinations(
  order: JobOrder,
  strategy: Readonly<Record<string, unknown>>,
  combinations: readonly MatrixCombination[],
): Promise<FinishedJob> {
  const { workflow, job, results, scope } = order;
  const failFast = strategy['fail-fast'] !== false;
  const limit = Number(strategy['max-parallel'] ?? combinations.length);
  const stop = new AbortController();
  // A job whose condition holds in a cancelled run was asked for on purpose: it runs to its end.
  const cancel = order.cancel.aborted ? stop.signal : AbortSignal.any([order.cancel, stop.signal]);
  const ended: FinishedJob[] = [];
  const queue = combinations.map((matrix, index) => ({ matrix, index }));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const contexts = {
        ...scope.contexts,
        matrix: next.matrix,
        strategy: {
          'fail-fast': failFast,
          'job-index': next.index,
          'job-total': combinations.length,
          'max-parallel': limit,
        },
      };
      const own: JobOrder = { ...order, cancel, scope: { ...scope, contexts } };
      if (cancel.aborted) {
        const name = nameJob(workflow, job, own.scope, next.matrix);
        results.push(describeUnrun(workflow, job, 'cancelled', '', name));
        ended.push({ result: 'cancelled', outputs: {}, reran: true });
        continue;
      }
      const one = await runCombination(own, next.matrix);
      ended.push(one);
      if (one.result === 'failure' && failFast) stop.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, combinations.length)) }, work));
  return {
    result: mergeResults(ended.map(({ result }) => result)),
    outputs: Object.assign({}, ...ended.map(({ outputs }) => outputs)) as Record<string, string>,
    reran: ended.some(({ reran }) => reran),
  };
}

async function runCombination(order: JobOrder, matrix: MatrixCombination): Promise<FinishedJob> {
  const { run, workflow, job, scope, results } = order;
  let name = workflow.namePrefix + job.id;
  try {
    name = nameJob(workflow, job, scope, matrix);
    const called = workflow.calls.get(job.id);
    if (called !== undefined) return await runCall(order, called, name);
    const id = workflow.idPrefix + job.id;
    const kept = order.kept.find((old) => old.id === id && old.name === name && old.result === 'success');
    if (kept !== undefined) {
      results.push(kept);
      return { result: 'success', outputs: kept.outputs, reran: false };
    }
    return await run.limit(() => runTimedJob(order, name));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    results.push(describeUnrun(workflow, job, 'failure', message, name));
    return { result: 'failure', outputs: {}, reran: true };
  }
}

async function runTimedJob(order: JobOrder, name: string): Promise<FinishedJob> {
  const { run, workflow, job, scope, results } = order;
  const timeout = new AbortController();
  const minutes = Number(
    evaluateToken(job.properties.get('timeout-minutes'), scope) ?? defaultTimeoutMinutes,
  );
  const start: JobStart = {
    options: run.options,
    model: job,
    id: workflow.idPrefix + job.id,
    name,
    scope,
    secrets: workflow.secrets,
    workflowProperties: workflow.model.properties,
    permissions: effectivePermissions(workflow, job),
    source: workflow.source,
    jobWorkflowRef: workflow.workflowRef,
    resolveRepository: run.resolveRepository,
    cancel: AbortSignal.any([order.cancel, timeout.signal]),
    shutdown: run.shutdown,
  };
  const timer = setTimeout(() => timeout.abort(), Math.min(minutes * 60_000, maxTimerMs));
  const planned = {
    ...{ id: start.id, name, steps: job.steps, permissions: start.permissions },
    runsOn: evaluateText(job.properties.get('runs-on'), scope),
  };
  const reason = run.options.unshown?.explain(planned);
  if (reason !== undefined) {
    clearTimeout(timer);
    run.options.unshown?.note(planned, reason);
    results.push(describeUnrun(workflow, job, 'skipped', '', name));
    return { result: 'skipped', outputs: {}, reran: false };
  }
  const perform = async (): Promise<JobResult> =>
    (await run.options.answerJob?.(planned, scope)) ?? (await runJob(start));
  const result = await perform().finally(() => clearTimeout(timer));
  const overdue: Annotation[] = timeout.signal.aborted
    ? [
        {
          level: 'error',
          message: `The job running on runner GitHub Actions 1 has exceeded the maximum execution time of ${minutes} minutes.`,
          properties: {},
        },
      ]
    : [];
  results.push({
    ...result,
    annotations: [...result.annotations, ...overdue],
    missingOutputs: [...result.missingOutputs, ...findMissingNeeds(job, offeredBy(workflow))],
  });
  const forgiven = result.result === 'failure' && mayFail(start);
  return { result: forgiven ? 'success' : result.result, outputs: result.outputs, reran: true };
}
