import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import {
  evaluateExpression,
  evaluateText,
  evaluateTextMap,
  evaluateToken,
  isTruthy,
  type Scope,
} from './expressions.ts';
import { describeCombination, expandMatrix, type MatrixCombination } from './matrix.ts';
import { grantedPermissions, readPermissions } from './permissions.ts';
import type { JobPermissions } from './platform.ts';
import { type JobResult, mergeResults, type Result } from './result.ts';
import { type JobStart, mayFail, runJob } from './run-job.ts';
import { defineStatusFunctions } from './step-frame.ts';
import { readCallOutputs, readCallSecrets, readWorkflowInputs } from './workflow-inputs.ts';
import type { CalledWorkflow, RunContext, WorkflowInstance } from './workflow-instance.ts';
import { type JobModel, readMapping } from './workflow-model.ts';

interface FinishedJob {
  /** What `needs.<id>.result` says: a failure under `continue-on-error` counts as success. */
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  readonly reran: boolean;
}

export interface FinishedWorkflow {
  readonly result: Result;
  readonly jobs: readonly JobResult[];
  readonly outputs: Readonly<Record<string, string>>;
}

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

/** Runs the jobs of a workflow, each as soon as those it needs have ended. */
export async function runJobs(
  run: RunContext,
  workflow: WorkflowInstance,
  cancel: AbortSignal,
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
      return runOne(run, workflow, job, new Map(ancestors), results, cancel);
    });
    finished.set(job.id, promise);
    return promise;
  };
  const ended = await Promise.all(jobs.map(async (job) => [job.id, await start(job)] as const));
  const context = Object.fromEntries(ended.map(([id, { result, outputs }]) => [id, { result, outputs }]));
  const scope: Scope = { contexts: { ...workflow.contexts, jobs: context }, functions: none };
  const outputs: Record<string, string> = {};
  for (const [name, token] of readCallOutputs(workflow.model)) outputs[name] = evaluateText(token, scope);
  return { result: mergeResults(ended.map(([, { result }]) => result)), jobs: results, outputs };
}

async function runOne(
  run: RunContext,
  workflow: WorkflowInstance,
  job: JobModel,
  ancestors: ReadonlyMap<string, FinishedJob | undefined>,
  results: JobResult[],
  cancel: AbortSignal,
): Promise<FinishedJob> {
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
  const reranAncestor = [...ancestors.values()].some((ancestor) => ancestor?.reran === true);
  const kept = run.options.previous?.jobs.filter((old) => old.id === id || old.id.startsWith(`${id}/`)) ?? [];
  if (
    kept.length > 0 &&
    !reranAncestor &&
    kept.every((old) => old.result === 'success') &&
    job.uses === undefined
  ) {
    results.push(...kept);
    return { result: 'success', outputs: mergeOutputs(kept), reran: false };
  }
  const fail = (message: string, result: Result = 'failure'): FinishedJob => {
    results.push(describeUnrun(workflow, job, result, message));
    return { result, outputs: {}, reran: true };
  };
  try {
    if (run.shutdown.aborted) return fail('The operation was canceled.', 'cancelled');
    if (!isTruthy(evaluateExpression(job.if, scope))) {
      return fail('', cancelled() ? 'cancelled' : 'skipped');
    }
    const strategy = evaluateToken(job.properties.get('strategy'), scope) as Record<string, unknown> | null;
    const combinations =
      strategy?.['matrix'] === undefined || strategy['matrix'] === null
        ? [{}]
        : expandMatrix(strategy['matrix']);
    return await runCombinations(run, workflow, job, scope, strategy ?? {}, combinations, results, cancel);
  } catch (cause) {
    return fail(cause instanceof Error ? cause.message : String(cause));
  }
}

function describeUnrun(
  workflow: WorkflowInstance,
  job: JobModel,
  result: Result,
  message: string,
): JobResult {
  return {
    id: workflow.idPrefix + job.id,
    name: workflow.namePrefix + (job.properties.has('name') ? String(job.properties.get('name')) : job.id),
    result,
    seconds: 0,
    permissionsAsked: grantedPermissions(effectivePermissions(workflow, job)),
    outputs: {},
    annotations: message === '' ? [] : [{ level: 'error', message, properties: {} }],
    summary: '',
    steps: [],
    environment: undefined,
  };
}

/** The job's own `permissions`, else the workflow's, else those of the caller or of the repository. */
export function effectivePermissions(workflow: WorkflowInstance, job: JobModel): JobPermissions {
  return (
    readPermissions(job.properties.get('permissions')) ??
    readPermissions(workflow.model.properties.get('permissions')) ??
    workflow.permissions
  );
}

function mergeOutputs(results: readonly JobResult[]): Record<string, string> {
  return Object.assign({}, ...results.map((result) => result.outputs)) as Record<string, string>;
}

async function runCombinations(
  run: RunContext,
  workflow: WorkflowInstance,
  job: JobModel,
  scope: Scope,
  strategy: Record<string, unknown>,
  combinations: readonly MatrixCombination[],
  results: JobResult[],
  cancel: AbortSignal,
): Promise<FinishedJob> {
  const failFast = strategy['fail-fast'] !== false;
  const limit = Number(strategy['max-parallel'] ?? combinations.length);
  const stop = new AbortController();
  const combined = AbortSignal.any([cancel, stop.signal]);
  const ended: FinishedJob[] = [];
  const queue = combinations.map((matrix, index) => ({ matrix, index }));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (stop.signal.aborted) {
        results.push(describeUnrun(workflow, job, 'cancelled', ''));
        ended.push({ result: 'cancelled', outputs: {}, reran: true });
        continue;
      }
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
      const one = await runCombination(
        run,
        workflow,
        job,
        { ...scope, contexts },
        next.matrix,
        results,
        combined,
      );
      ended.push(one);
      if (one.result === 'failure' && failFast) stop.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, combinations.length)) }, work));
  return {
    result: mergeResults(ended.map(({ result }) => result)),
    outputs: Object.assign({}, ...ended.map(({ outputs }) => outputs)) as Record<string, string>,
    reran: true,
  };
}

async function runCombination(
  run: RunContext,
  workflow: WorkflowInstance,
  job: JobModel,
  scope: Scope,
  matrix: MatrixCombination,
  results: JobResult[],
  cancel: AbortSignal,
): Promise<FinishedJob> {
  const ownName = job.properties.has('name')
    ? evaluateText(job.properties.get('name'), scope)
    : describeCombination(job.id, matrix);
  const name = workflow.namePrefix + ownName;
  const called = workflow.calls.get(job.id);
  if (called !== undefined) return runCall(run, workflow, job, called, scope, name, results, cancel);
  const timeout = new AbortController();
  const minutes = Number(evaluateToken(job.properties.get('timeout-minutes'), scope) ?? 360);
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
    cancel: AbortSignal.any([cancel, timeout.signal]),
    shutdown: run.shutdown,
  };
  const result = await run.limit(async () => {
    const timer = setTimeout(() => timeout.abort(), Math.min(minutes * 60_000, 2_147_483_647));
    try {
      return await runJob(start);
    } finally {
      clearTimeout(timer);
    }
  });
  const overdue = timeout.signal.aborted
    ? [
        {
          level: 'error' as const,
          message: `The job running on runner GitHub Actions 1 has exceeded the maximum execution time of ${minutes} minutes.`,
          properties: {},
        },
      ]
    : [];
  results.push({ ...result, annotations: [...result.annotations, ...overdue] });
  const forgiven = result.result === 'failure' && mayFail(start);
  return { result: forgiven ? 'success' : result.result, outputs: result.outputs, reran: true };
}

async function runCall(
  run: RunContext,
  workflow: WorkflowInstance,
  job: JobModel,
  called: CalledWorkflow,
  scope: Scope,
  name: string,
  results: JobResult[],
  cancel: AbortSignal,
): Promise<FinishedJob> {
  const secretsToken = job.properties.get('secrets');
  const inherit = secretsToken !== undefined && String(secretsToken) === 'inherit';
  const secretScope: Scope = { ...scope, contexts: { ...scope.contexts, secrets: workflow.secrets } };
  const given = inherit ? workflow.secrets : evaluateTextMap(secretsToken, secretScope);
  const values = (evaluateToken(job.properties.get('with'), scope) ?? {}) as Record<string, unknown>;
  const inputs = readWorkflowInputs(called.model, 'workflow_call', values, scope);
  const inner: WorkflowInstance = {
    ...called,
    idPrefix: `${workflow.idPrefix}${job.id}/`,
    namePrefix: `${name} / `,
    contexts: { ...workflow.contexts, inputs },
    secrets: readCallSecrets(called.model, given),
    permissions: effectivePermissions(workflow, job),
  };
  const done = await runJobs(run, inner, cancel);
  results.push(...done.jobs);
  return { result: done.result, outputs: done.outputs, reran: true };
}

/** The names of the jobs that a job waits for are checked by the parser; this is what it says of `runs-on`. */
export function readRunsOn(job: JobModel): string {
  const token = job.properties.get('runs-on');
  return token === undefined
    ? ''
    : readMapping(token).size > 0
      ? String(readMapping(token).get('labels') ?? '')
      : String(token);
}
