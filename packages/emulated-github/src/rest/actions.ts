import type { EmulatorResponse } from '@slipway/gateway/service';
import { empty, invalidRequest, json, notFound, Refusal } from '../answers.ts';
import type { Need } from '../caller.ts';
import { readCommit } from '../commits.ts';
import { resolveObject } from '../git/git.ts';
import type { WorkflowJob, WorkflowRun } from '../model.ts';
import { apiBase, isoTime, nodeId, pageBase, renderMinimalRepository, renderUser } from '../render.ts';
import type { Repository } from '../repository.ts';
import { readRef } from '../transfers/ref-changes.ts';
import { findWorkflow, listWorkflows, resolveDispatchInputs } from '../workflows.ts';
import {
  type Call,
  linkHeader,
  optionalBoolean,
  optionalObject,
  type Route,
  readBody,
  readPage,
  requireString,
} from './call.ts';

const readActions: Need = { scope: 'actions', level: 'read' };
const writeActions: Need = { scope: 'actions', level: 'write' };
const maxInputs = 25;

/** A branch wins over a tag of the same name, as it does for `ref` everywhere on GitHub. */
async function findRef(repository: Repository, name: string): Promise<string | undefined> {
  for (const ref of name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`]) {
    if ((await readRef(repository, ref)) !== undefined) return ref;
  }
  return undefined;
}

async function dispatch({ world, repository, caller, params, request }: Call): Promise<EmulatorResponse> {
  const workflow = await findWorkflow(repository, params['workflow'] ?? '');
  if (workflow === undefined) throw notFound();
  const body = await readBody(request);
  const wanted = requireString(body, 'ref');
  const given = optionalObject(body, 'inputs') ?? {};
  if (Object.keys(given).length > maxInputs)
    throw invalidRequest(`No more than ${maxInputs} properties are allowed.`);
  const ref = await findRef(repository, wanted);
  if (ref === undefined) throw new Refusal(422, `No ref found for: ${wanted}`);
  const sha = (await resolveObject(repository.gitDirectory, ref)) ?? '';
  const inputs = await resolveDispatchInputs(repository, sha, workflow.path, given);
  const runId = world.nextId();
  const origin = { repository: repository.fullName, actor: caller.login, byJobToken: caller.kind === 'job' };
  world.events.emit('workflow_dispatch', { ...origin, workflowPath: workflow.path, ref, sha, inputs, runId });
  // From this version of the interface on the answer always has the details.
  const newVersion = (request.headers['x-github-api-version'] ?? '') >= '2026-03-10';
  if (!newVersion && optionalBoolean(body, 'return_run_details') !== true) return empty();
  return json(200, {
    workflow_run_id: runId,
    run_url: `${apiBase(repository)}/actions/runs/${runId}`,
    html_url: `${pageBase(repository)}/actions/runs/${runId}`,
  });
}

/** Schema `workflow-run`. */
async function renderRun(repository: Repository, run: WorkflowRun): Promise<Record<string, unknown>> {
  const url = `${apiBase(repository)}/actions/runs/${run.id}`;
  const workflow = await findWorkflow(repository, run.path.split('/').at(-1) ?? '');
  const known = await resolveObject(repository.gitDirectory, run.headSha);
  const commit = known === undefined ? undefined : await readCommit(repository.gitDirectory, known);
  const suite = `${apiBase(repository)}/check-suites/${run.id}`;
  const name = ({ name: who, email }: { name: string; email: string }): unknown => ({ name: who, email });
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WFR', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CS', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.name,
    run_number: run.runNumber,
    run_attempt: run.runAttempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflow?.id ?? 0,
    url,
    html_url: `${pageBase(repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: isoTime(run.createdAtMs),
    updated_at: isoTime(run.updatedAtMs),
    run_started_at: isoTime(run.createdAtMs),
    actor: renderUser(run.actor),
    triggering_actor: renderUser(run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: suite,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${apiBase(repository)}/actions/workflows/${workflow?.id ?? 0}`,
    head_commit:
      commit === undefined
        ? null
        : {
            id: commit.sha,
            tree_id: commit.tree,
            message: commit.message,
            timestamp: commit.committer.date,
            author: name(commit.author),
            committer: name(commit.committer),
          },
    repository: renderMinimalRepository(repository),
    head_repository: renderMinimalRepository(repository),
  };
}

async function listRuns({ repository, params, query, request }: Call): Promise<EmulatorResponse> {
  const workflow = await findWorkflow(repository, params['workflow'] ?? '');
  if (workflow === undefined) throw notFound();
  const wanted = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
  const runs = repository.runs
    .filter(
      (run) =>
        run.path === workflow.path &&
        wanted('branch', run.headBranch) &&
        wanted('event', run.event) &&
        wanted('head_sha', run.headSha) &&
        (wanted('status', run.status) || wanted('status', run.conclusion ?? '')),
    )
    .toSorted((left, right) => right.id - left.id);
  const page = readPage(query);
  const shown = runs.slice((page.number - 1) * page.size, page.number * page.size);
  return json(
    200,
    {
      total_count: runs.length,
      workflow_runs: await Promise.all(shown.map((run) => renderRun(repository, run))),
    },
    linkHeader(request.url, page, runs.length),
  );
}

function requireRun(repository: Repository, id: string | undefined): WorkflowRun {
  const run = repository.runs.find((entry) => String(entry.id) === id);
  if (run === undefined) throw notFound();
  return run;
}

async function getRun({ repository, params }: Call): Promise<EmulatorResponse> {
  return json(200, await renderRun(repository, requireRun(repository, params['id'])));
}

/** Schema `job`. */
function renderJob(repository: Repository, run: WorkflowRun, job: WorkflowJob): Record<string, unknown> {
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${apiBase(repository)}/actions/runs/${run.id}`,
    run_attempt: run.runAttempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    workflow_name: run.name,
    url: `${apiBase(repository)}/actions/jobs/${job.id}`,
    html_url: `${pageBase(repository)}/actions/runs/${run.id}/job/${job.id}`,
    check_run_url: `${apiBase(repository)}/check-runs/${job.id}`,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    created_at: isoTime(job.startedAtMs),
    started_at: isoTime(job.startedAtMs),
    completed_at: job.completedAtMs === null ? null : isoTime(job.completedAtMs),
    steps: job.steps.map((step, index) => ({
      name: step.name,
      number: index + 1,
      status: step.conclusion === null ? 'in_progress' : 'completed',
      conclusion: step.conclusion,
    })),
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 1,
    runner_group_name: 'GitHub Actions',
  };
}

async function listJobs({ repository, params, query, request }: Call): Promise<EmulatorResponse> {
  const run = requireRun(repository, params['id']);
  const jobs = repository.jobs.get(run.id) ?? [];
  const page = readPage(query);
  const shown = jobs.slice((page.number - 1) * page.size, page.number * page.size);
  const body = { total_count: jobs.length, jobs: shown.map((job) => renderJob(repository, run, job)) };
  return json(200, body, linkHeader(request.url, page, jobs.length));
}

/** Schema `workflow`. */
async function listAll({ repository, query, request }: Call): Promise<EmulatorResponse> {
  const workflows = await listWorkflows(repository);
  const page = readPage(query);
  const created = isoTime(repository.createdAtMs);
  const shown = workflows
    .slice((page.number - 1) * page.size, page.number * page.size)
    .map(({ id, path, name }) => ({
      ...{ id, node_id: nodeId('W', id), name, path },
      state: repository.disabledWorkflows.includes(path) ? 'disabled_manually' : 'active',
      created_at: created,
      updated_at: created,
      url: `${apiBase(repository)}/actions/workflows/${id}`,
      html_url: `${pageBase(repository)}/blob/${repository.defaultBranch}/${path}`,
      badge_url: `${pageBase(repository)}/workflows/${encodeURIComponent(name)}/badge.svg`,
    }));
  return json(
    200,
    { total_count: workflows.length, workflows: shown },
    linkHeader(request.url, page, workflows.length),
  );
}

export const actionRoutes: readonly Route[] = [
  { method: 'GET', path: '/actions/workflows', needs: readActions, handle: listAll },
  { method: 'POST', path: '/actions/workflows/:workflow/dispatches', needs: writeActions, handle: dispatch },
  { method: 'GET', path: '/actions/workflows/:workflow/runs', needs: readActions, handle: listRuns },
  { method: 'GET', path: '/actions/runs/:id', needs: readActions, handle: getRun },
  { method: 'GET', path: '/actions/runs/:id/jobs', needs: readActions, handle: listJobs },
];
