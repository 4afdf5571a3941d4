import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, Refusal } from '../../answers.ts';
import type { Need } from '../../caller.ts';
import { resolveObject } from '../../git/git.ts';
import type { StoredCheck } from '../../model.ts';
import { apiBase, isoTime, nodeId, pageBase, renderMinimalRepository } from '../../render.ts';
import { type Call, linkHeader, type Route, readPage } from '../call.ts';

const readChecks: Need = { scope: 'checks', level: 'read' };
const readStatuses: Need = { scope: 'statuses', level: 'read' };
/** GitHub Actions. */
const actionsApp = 15_368;
const unfinished = ['queued', 'in_progress'];

async function requireCommit({ repository, params }: Call): Promise<string> {
  const wanted = params['ref'] ?? '';
  const sha = await resolveObject(repository.gitDirectory, wanted);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${wanted}`);
  return sha;
}

/** Of several with the same name and app, the newest: the default of `filter` is `latest`. */
function listLatest({ repository }: Call, sha: string, kind: StoredCheck['kind']): StoredCheck[] {
  const own = repository.checks.filter((check) => check.sha === sha && check.kind === kind);
  return [...new Map(own.map((check) => [JSON.stringify([check.name, check.appId]), check])).values()];
}

/** Schema `check-run`. */
function renderCheckRun({ repository }: Call, check: StoredCheck): Record<string, unknown> {
  const id = repository.checks.indexOf(check) + 1;
  const url = `${apiBase(repository)}/check-runs/${id}`;
  const isDone = !unfinished.includes(check.state);
  const time = isoTime(repository.createdAtMs);
  const page = `${pageBase(repository)}/actions/runs/${check.runId ?? 1}/job/${id}`;
  return {
    ...{ id, node_id: nodeId('CR', id), head_sha: check.sha, external_id: '', name: check.name },
    ...{ url, html_url: page, details_url: page },
    status: isDone ? 'completed' : check.state,
    conclusion: isDone ? check.state : null,
    ...{ started_at: time, completed_at: isDone ? time : null },
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.runId ?? 1 },
    app: renderApp(check.appId ?? actionsApp),
    pull_requests: [],
  };
}

/** Schema `integration`, of which only the number is told apart here. */
function renderApp(id: number): Record<string, unknown> {
  const time = isoTime(0);
  return {
    ...{ id, node_id: nodeId('A', id), slug: `app-${id}`, name: `App ${id}`, description: '' },
    owner: { ...ownerOfApp },
    ...{ external_url: 'https://github.com', html_url: `https://github.com/apps/app-${id}` },
    ...{ created_at: time, updated_at: time, permissions: {}, events: [] },
  };
}

/** Schema `enterprise`, the shorter of the two that an owner may have. */
const ownerOfApp = {
  ...{
    id: 1,
    node_id: nodeId('E', 1),
    slug: 'github',
    name: 'GitHub',
    html_url: 'https://github.com/github',
  },
  ...{ created_at: isoTime(0), updated_at: isoTime(0), avatar_url: 'https://github.com/github.png' },
};

async function listCheckRuns(call: Call): Promise<EmulatorResponse> {
  const all = listLatest(call, await requireCommit(call), 'check run');
  const page = readPage(call.query);
  const start = (page.number - 1) * page.size;
  const shown = all.slice(start, start + page.size).map((check) => renderCheckRun(call, check));
  const headers = linkHeader(call.request.url, page, all.length);
  return json(200, { total_count: all.length, check_runs: shown }, headers);
}

/** Failure wins over pending, and a commit without a status is pending (REST reference, "Get the combined status"). */
function combine(statuses: readonly StoredCheck[]): string {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  return statuses.length === 0 || statuses.some(({ state }) => state === 'pending') ? 'pending' : 'success';
}

async function getCombinedStatus(call: Call): Promise<EmulatorResponse> {
  const { repository } = call;
  const sha = await requireCommit(call);
  const statuses = listLatest(call, sha, 'status');
  const url = `${apiBase(repository)}/statuses/${sha}`;
  const time = isoTime(repository.createdAtMs);
  const page = readPage(call.query);
  const start = (page.number - 1) * page.size;
  return json(200, {
    ...{ state: combine(statuses), sha, total_count: statuses.length },
    statuses: statuses.slice(start, start + page.size).map((status) => {
      const id = repository.checks.indexOf(status) + 1;
      return {
        ...{ id, node_id: nodeId('SC', id), url, state: status.state, context: status.name },
        ...{ description: null, target_url: null, avatar_url: null, created_at: time, updated_at: time },
      };
    }),
    repository: renderMinimalRepository(repository),
    commit_url: `${apiBase(repository)}/commits/${sha}`,
    url: `${apiBase(repository)}/commits/${sha}/status`,
  });
}

export const checkRoutes: readonly Route[] = [
  { method: 'GET', path: '/commits/:ref{.+}/check-runs', needs: readChecks, handle: listCheckRuns },
  { method: 'GET', path: '/commits/:ref{.+}/status', needs: readStatuses, handle: getCombinedStatus },
];
