import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal, validationFailed } from '../answers.ts';
import type { Need } from '../caller.ts';
import { gitText, resolveObject, tryGit } from '../git/git.ts';
import type { PullRequest } from '../model.ts';
import { apiBase, isoTime, nodeId, pageBase, renderRepository, renderUser } from '../render.ts';
import type { Repository } from '../repository.ts';
import { readRef } from '../transfers/ref-changes.ts';
import {
  answerPage,
  type Call,
  optionalBoolean,
  optionalString,
  type Route,
  readBody,
  requireString,
} from './call.ts';

const readPulls: Need = { scope: 'pull-requests', level: 'read' };
const writePulls: Need = { scope: 'pull-requests', level: 'write' };

async function renderSide(repository: Repository, branch: string): Promise<Record<string, unknown>> {
  return {
    label: `${repository.owner}:${branch}`,
    ref: branch,
    sha: (await readRef(repository, `refs/heads/${branch}`)) ?? '0'.repeat(40),
    user: renderUser(repository.owner, repository.ownerType),
    repo: renderRepository(repository, { admin: false, push: false, pull: true }),
  };
}

/** Schema `pull-request-simple`. */
async function renderPull(repository: Repository, pull: PullRequest): Promise<Record<string, unknown>> {
  const url = `${apiBase(repository)}/pulls/${pull.number}`;
  const page = `${pageBase(repository)}/pull/${pull.number}`;
  const issue = `${apiBase(repository)}/issues/${pull.number}`;
  const created = isoTime(pull.createdAtMs);
  const head = await renderSide(repository, pull.head);
  const statuses = `${apiBase(repository)}/statuses/${String(head['sha'])}`;
  return {
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    user: renderUser(pull.user),
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiBase(repository)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    created_at: created,
    updated_at: created,
    closed_at: pull.state === 'closed' ? created : null,
    merged_at: pull.mergedCommit === null ? null : created,
    merge_commit_sha: pull.mergedCommit,
    head,
    base: await renderSide(repository, pull.base),
    _links: Object.fromEntries(
      Object.entries({
        self: url,
        html: page,
        issue,
        comments: `${issue}/comments`,
        review_comments: `${url}/comments`,
        review_comment: `${apiBase(repository)}/pulls/comments{/number}`,
        commits: `${url}/commits`,
        statuses,
      }).map(([name, href]) => [name, { href }]),
    ),
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    draft: pull.draft,
  };
}

/** Schema `pull-request`: the simple one with what costs a comparison. */
async function renderFullPull(repository: Repository, pull: PullRequest): Promise<Record<string, unknown>> {
  const range = `refs/heads/${pull.base}..refs/heads/${pull.head}`;
  const commits = Number(await gitText(repository.gitDirectory, ['rev-list', '--count', range]));
  const numbers = await gitText(repository.gitDirectory, [
    'diff',
    '--numstat',
    `refs/heads/${pull.base}...refs/heads/${pull.head}`,
  ]);
  const files = numbers.split('\n').filter((line) => line !== '');
  const sum = (column: number): number =>
    files.reduce((total, line) => total + (Number(line.split('\t')[column]) || 0), 0);
  return {
    ...(await renderPull(repository, pull)),
    merged: pull.mergedCommit !== null,
    mergeable: true,
    rebaseable: true,
    mergeable_state: 'clean',
    merged_by: null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits,
    additions: sum(0),
    deletions: sum(1),
    changed_files: files.length,
  };
}

const bare = (repository: Repository, label: string): string =>
  label.startsWith(`${repository.owner}:`) ? label.slice(repository.owner.length + 1) : label;

async function listPulls(call: Call): Promise<EmulatorResponse> {
  const { repository, query } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const pulls = repository.pullRequests.filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      // A head without its owner is ignored by GitHub.
      (head === null || !head.includes(':') || pull.head === bare(repository, head)) &&
      (base === null || pull.base === base),
  );
  return answerPage(call, pulls.toReversed(), (pull) => renderPull(repository, pull));
}

async function getPull({ repository, params }: Call): Promise<EmulatorResponse> {
  const pull = repository.pullRequests.find((entry) => String(entry.number) === params['number']);
  if (pull === undefined) throw notFound();
  return json(200, await renderFullPull(repository, pull));
}

async function createPull({ world, repository, caller, request }: Call): Promise<EmulatorResponse> {
  // A setting of the repository, off in a new one; no `permissions` of a workflow can give this back.
  if (caller.kind === 'job' && !repository.actions.canApprovePullRequestReviews)
    throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  const body = await readBody(request);
  const title = requireString(body, 'title');
  const head = bare(repository, requireString(body, 'head'));
  const base = requireString(body, 'base');
  for (const [field, branch] of [
    ['head', head],
    ['base', base],
  ] as const) {
    if ((await readRef(repository, `refs/heads/${branch}`)) === undefined) {
      throw validationFailed({ resource: 'PullRequest', field, code: 'invalid' });
    }
  }
  const count = await gitText(repository.gitDirectory, [
    'rev-list',
    '--count',
    `refs/heads/${base}..refs/heads/${head}`,
  ]);
  if (count === '0') {
    throw validationFailed({
      resource: 'PullRequest',
      code: 'custom',
      message: `No commits between ${base} and ${head}`,
    });
  }
  if (
    repository.pullRequests.some((pull) => pull.state === 'open' && pull.head === head && pull.base === base)
  ) {
    const message = `A pull request already exists for ${repository.owner}:${head}.`;
    throw validationFailed({ resource: 'PullRequest', code: 'custom', message });
  }
  const pull: PullRequest = {
    id: world.nextId(),
    number: repository.pullRequests.length + 1,
    title,
    body: optionalString(body, 'body') ?? null,
    head,
    base,
    draft: optionalBoolean(body, 'draft') ?? false,
    user: caller.login,
    createdAtMs: world.now(),
    state: 'open',
    mergedCommit: null,
  };
  repository.pullRequests.push(pull);
  world.events.emit('pull_request', {
    ...{ repository: repository.fullName, actor: caller.login, byJobToken: caller.kind === 'job' },
    ...{ action: 'opened', number: pull.number },
  });
  return json(201, await renderFullPull(repository, pull), {
    location: `${apiBase(repository)}/pulls/${pull.number}`,
  });
}

/** A merged pull request stays closed, and there is only one open one between two branches. */
async function assertReopenable(repository: Repository, pull: PullRequest): Promise<void> {
  const isGone = (await readRef(repository, `refs/heads/${pull.head}`)) === undefined;
  const other = repository.pullRequests.some(
    ({ state, head, base }) => state === 'open' && head === pull.head && base === pull.base,
  );
  if (pull.mergedCommit !== null || isGone || other)
    throw validationFailed({ resource: 'PullRequest', field: 'state', code: 'invalid' });
}

async function updatePull({ repository, params, request }: Call): Promise<EmulatorResponse> {
  const pull = repository.pullRequests.find((entry) => String(entry.number) === params['number']);
  if (pull === undefined) throw notFound();
  const body = await readBody(request);
  const state = optionalString(body, 'state');
  if (state !== undefined && state !== 'open' && state !== 'closed')
    throw validationFailed({ resource: 'PullRequest', field: 'state', code: 'invalid' });
  if (state === 'open' && pull.state === 'closed') await assertReopenable(repository, pull);
  pull.state = state ?? pull.state;
  pull.title = optionalString(body, 'title') ?? pull.title;
  pull.body = optionalString(body, 'body') ?? pull.body;
  return json(200, await renderFullPull(repository, pull));
}

async function listPullsOfCommit(call: Call): Promise<EmulatorResponse> {
  const { repository, params } = call;
  const sha = await resolveObject(repository.gitDirectory, params['sha'] ?? '');
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${params['sha'] ?? ''}`);
  const found: PullRequest[] = [];
  for (const pull of repository.pullRequests) {
    const range = [`refs/heads/${pull.base}..refs/heads/${pull.head}`];
    const commits = await tryGit(repository.gitDirectory, ['rev-list', ...range]);
    if (pull.mergedCommit === sha || commits.stdout.toString('utf8').split('\n').includes(sha))
      found.push(pull);
  }
  return answerPage(call, found, (pull) => renderPull(repository, pull));
}

export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: '/commits/:sha/pulls', needs: readPulls, handle: listPullsOfCommit },
  { method: 'GET', path: '/pulls', needs: readPulls, handle: listPulls },
  { method: 'POST', path: '/pulls', needs: writePulls, handle: createPull },
  { method: 'GET', path: '/pulls/:number', needs: readPulls, handle: getPull },
  { method: 'PATCH', path: '/pulls/:number', needs: writePulls, handle: updatePull },
];
