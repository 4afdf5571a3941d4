import { InputError } from '@slipway/core/errors/action-error';
import { listUses } from './actions/action-uses.ts';
import { runnerErrors } from './errors.ts';
import { createGithubContext } from './github-context.ts';
import { loadCalls } from './jobs/load-calls.ts';
import type { RunContext } from './jobs/run-context.ts';
import { runJobs } from './jobs/run-jobs.ts';
import type { RunWorkflowOptions } from './options.ts';
import type { RemoteReference, ResolvedRepository } from './platform.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import type { WorkflowResult } from './result.ts';
import { parseWorkflowFile } from './workflow/parse-workflow-file.ts';
import { defaultPermissions } from './workflow/permissions.ts';
import { readWorkflowInputs } from './workflow/workflow-inputs.ts';
import type { WorkflowInstance } from './workflow/workflow-instance.ts';

/** Lets at most `most` tasks run at the same time. */
function createLimit(most: number): RunContext['limit'] {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    // Who ends hands its place over, so that nobody who comes in between takes one more.
    if (running >= most) await new Promise<void>((resume) => waiting.push(resume));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/**
 * Runs a workflow file to its end.
 * @throws InputError E_WORKFLOW_INVALID, E_WORKFLOW_NOT_ALLOWED, E_WORKFLOW_INPUTS, E_WORKFLOW_UNSUPPORTED before any job starts
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<WorkflowResult> {
  const notes: string[] = [];
  const emit = options.reporter ?? (() => undefined);
  const resolved = new Map<string, Promise<ResolvedRepository>>();
  const resolveRepository = (reference: RemoteReference): Promise<ResolvedRepository> => {
    const key = `${reference.repository.toLowerCase()}@${reference.ref}`;
    const known = resolved.get(key) ?? options.platform.resolveRepository(reference);
    resolved.set(key, known);
    return known;
  };
  const model = options.model ?? (await parseWorkflowFile(options.workflowPath, options.workflowText));
  const repository = `${options.repository.owner}/${options.repository.name}`;
  const source = { repository, sha: options.sha };
  const caller = { model, source, ref: options.ref, read: options.loadFile };
  const calls = options.calls ?? (await loadCalls(resolveRepository, caller));
  const refusal = await options.platform.refuseActions(listUses({ model, calls }));
  if (refusal !== undefined) throw new InputError(runnerErrors.E_WORKFLOW_NOT_ALLOWED, { message: refusal });
  const workflowRef = `${repository}/${options.workflowPath}@${options.ref}`;
  const vars = options.variables ?? {};
  const bare = { contexts: { github: { event_name: options.event.name }, vars }, functions: new Map() };
  const inputs =
    options.event.name === 'workflow_dispatch'
      ? readWorkflowInputs(model, 'workflow_dispatch', options.inputs ?? {}, bare)
      : {};
  const instance: WorkflowInstance = {
    model,
    calls,
    source,
    workflowRef,
    idPrefix: '',
    namePrefix: '',
    contexts: { github: createGithubContext(options, model, inputs), vars, inputs },
    secrets: options.secrets ?? {},
    permissions: defaultPermissions(options.defaultPermissions ?? 'read'),
  };
  // Where nothing runs, nothing has to be able to.
  if (options.answerJob === undefined)
    notes.push(...(await refuseUnsupported(options, instance, resolveRepository)));
  for (const message of notes) emit({ type: 'note', message });
  const shutdown = options.signal ?? new AbortController().signal;
  const run: RunContext = {
    options,
    resolveRepository,
    limit: createLimit(options.maxParallel ?? 4),
    shutdown,
    runCalled: (called, cancel, runAll) => runJobs(run, called, cancel, runAll),
  };
  const { result, jobs } = await runJobs(run, instance, options.cancel ?? shutdown);
  return {
    conclusion: result === 'skipped' ? 'success' : result,
    runAttempt: options.runAttempt,
    jobs,
    notes,
  };
}
