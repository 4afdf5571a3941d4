import { InputError } from '@slipway/core/errors/action-error';
import { type ActionFinder, findAction } from './actions/find-action.ts';
import { findStandIn } from './actions/find-stand-in.ts';
import { runnerErrors } from './errors.ts';
import { effectivePermissions, readRunsOn } from './jobs/job-outline.ts';
import type { RunWorkflowOptions } from './options.ts';
import type { ResolveRepository } from './platform.ts';
import { findProgram, isForeignShell } from './steps/script-step.ts';
import { refuseRaisedPermissions } from './workflow/permissions.ts';
import type { SourceRepository, WorkflowInstance } from './workflow/workflow-instance.ts';
import { readMapping, readText, type StepModel } from './workflow/workflow-model.ts';

interface Search extends ActionFinder {
  readonly problems: Set<string>;
  readonly notes: Set<string>;
  readonly seen: Set<string>;
}

/**
 * Looks through all jobs, called workflows and actions before anything runs.
 * @returns what will be done otherwise than on GitHub
 * @throws InputError E_WORKFLOW_UNSUPPORTED naming everything that cannot be run, E_WORKFLOW_INVALID for raised permissions
 */
export async function refuseUnsupported(
  options: RunWorkflowOptions,
  workflow: WorkflowInstance,
  resolveRepository: ResolveRepository,
): Promise<string[]> {
  const search: Search = {
    options,
    resolveRepository,
    problems: new Set(),
    notes: new Set(),
    seen: new Set(),
  };
  await searchWorkflow(search, workflow);
  if (search.problems.size > 0) {
    throw new InputError(runnerErrors.E_WORKFLOW_UNSUPPORTED, {
      message: `The workflow uses features that this runner does not support: ${[...search.problems].join('; ')}`,
    });
  }
  return [...search.notes];
}

async function searchWorkflow(search: Search, workflow: WorkflowInstance): Promise<void> {
  for (const job of workflow.model.jobs) {
    const place = `job '${workflow.idPrefix}${job.id}'`;
    for (const key of ['container', 'services', 'snapshot']) {
      if (job.properties.has(key)) search.problems.add(`${place}: '${key}'`);
    }
    if (job.properties.has('concurrency')) {
      search.notes.add(`${place}: 'concurrency' has no effect in a single run.`);
    }
    const label = readRunsOn(job);
    const planned = { id: job.id, name: job.id, steps: job.steps, permissions: {}, runsOn: label };
    const isShown = search.options.unshown?.explain(planned) === undefined;
    if (isShown && /^(?:macos|windows)-/.test(label))
      search.notes.add(`${place}: 'runs-on: ${label}' runs on this machine.`);
    for (const owner of [workflow.model.properties, job.properties]) {
      checkShell(
        search,
        readText(readMapping(readMapping(owner.get('defaults')).get('run')).get('shell')),
        place,
      );
    }
    for (const token of readMapping(job.properties.get('secrets')).values()) {
      if (/secrets\s*\.\s*GITHUB_TOKEN|github\s*\.\s*token/i.test(String(token))) {
        search.problems.add(`${place}: 'secrets' passes the token of the calling job (${String(token)})`);
      }
    }
    await searchSteps(search, job.steps, workflow.source, place);
    const called = workflow.calls.get(job.id);
    if (called === undefined) continue;
    const allowed = effectivePermissions(workflow, job);
    const inner: WorkflowInstance = {
      ...workflow,
      ...called,
      idPrefix: `${workflow.idPrefix}${job.id}/`,
      permissions: allowed,
    };
    for (const innerJob of called.model.jobs) {
      refuseRaisedPermissions(effectivePermissions(inner, innerJob), allowed, {
        callerPath: workflow.model.path,
        callee: called.workflowRef,
        job: innerJob.id,
      });
    }
    await searchWorkflow(search, inner);
  }
  if (workflow.model.properties.has('concurrency')) {
    search.notes.add(`${workflow.model.path}: 'concurrency' has no effect in a single run.`);
  }
}

/** PowerShell and cmd are not on every machine; a step must not find out half-way through a release. */
function checkShell(search: Search, shell: string | undefined, place: string): void {
  const name = shell?.trim().split(' ')[0] ?? '';
  if (isForeignShell(name) && findProgram(name, search.options.environment['PATH'] ?? '') === undefined) {
    search.problems.add(`${place}: 'shell: ${name}' (not on this machine)`);
  }
}

async function searchSteps(
  search: Search,
  steps: readonly StepModel[],
  source: SourceRepository,
  place: string,
  isComposite = false,
): Promise<void> {
  for (const { uses, shell } of steps) {
    checkShell(search, readText(shell), place);
    if (uses === undefined) continue;
    const key = `${source.repository}@${source.sha} ${uses}`;
    if (search.seen.has(key)) continue;
    search.seen.add(key);
    const standIn = findStandIn(search.options, uses);
    if (standIn !== undefined && 'notShown' in standIn)
      search.notes.add(`${place}: 'uses: ${uses}': ${standIn.notShown}`);
    try {
      const found = await findAction(search, uses, source);
      if (found === undefined) continue;
      const { runs } = found.definition;
      if (runs.using === 'composite') {
        await searchSteps(search, runs.steps, found.source, `${place}, ${uses}`, true);
      } else if (runs.pre !== undefined && isComposite) {
        search.problems.add(`${place}: 'uses: ${uses}' has a 'pre' step inside a composite action`);
      }
    } catch (cause) {
      search.problems.add(
        `${place}: 'uses: ${uses}' (${cause instanceof Error ? cause.message : String(cause)})`,
      );
    }
  }
}
