import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal } from '../../answers.ts';
import { type Commit, readCommit, readCommits, renderCommit } from '../../commits.ts';
import { gitText, resolveObject, tryGit } from '../../git/git.ts';
import { apiBase, pageBase } from '../../render.ts';
import type { Repository } from '../../repository.ts';
import { type Call, linkHeader, type Route, readContents, readPage, wantsMedia } from '../call.ts';

async function countCommits(directory: string, args: readonly string[]): Promise<number> {
  return Number(await gitText(directory, ['rev-list', '--count', ...args]));
}

async function listCommits(call: Call): Promise<EmulatorResponse> {
  const { repository, query, request } = call;
  const directory = repository.gitDirectory;
  const start = query.get('sha') ?? `refs/heads/${repository.defaultBranch}`;
  const sha = await resolveObject(directory, start);
  if (sha === undefined) {
    if (query.get('sha') === null) throw new Refusal(409, 'Git Repository is empty.');
    throw notFound();
  }
  const limits: string[] = [];
  for (const name of ['since', 'until'] as const) {
    const value = query.get(name);
    if (value !== null) limits.push(`--${name}=${value}`);
  }
  const author = query.get('author');
  if (author !== null) limits.push('--fixed-strings', `--author=${author}`);
  const path = query.get('path');
  const range = [...limits, sha, '--', ...(path === null ? [] : [path])];
  const page = readPage(query);
  const window = [`--max-count=${page.size}`, `--skip=${(page.number - 1) * page.size}`];
  const commits = await readCommits(directory, [...window, ...range]);
  const total = await countCommits(directory, range);
  return json(
    200,
    commits.map((commit) => renderCommit(repository, commit)),
    linkHeader(request.url, page, total),
  );
}

const statusWords: Readonly<Record<string, string>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'changed',
  R: 'renamed',
  C: 'copied',
};

/** Schema `diff-entry`, from git's own comparison of two trees. */
async function listFiles(
  repository: Repository,
  before: string,
  after: string,
): Promise<Record<string, unknown>[]> {
  const directory = repository.gitDirectory;
  const raw = (
    await gitText(directory, ['diff-tree', '-r', '-z', '-M', '--raw', '--numstat', before, after])
  ).split('\0');
  const files = new Map<string, { status: string; sha: string; previous: string | undefined }>();
  let index = 0;
  while (raw[index]?.startsWith(':') === true) {
    const [, , , newSha = '', status = ''] = (raw[index] ?? '').split(' ');
    const moved = /^[RC]/.test(status);
    const path = raw[index + (moved ? 2 : 1)] ?? '';
    files.set(path, { status, sha: newSha, previous: moved ? raw[index + 1] : undefined });
    index += moved ? 3 : 2;
  }
  const counts = new Map<string, [added: number, deleted: number]>();
  while (index < raw.length) {
    const [added = '', deleted = '', path = ''] = (raw[index] ?? '').split('\t');
    const moved = path === '';
    const name = moved ? (raw[index + 2] ?? '') : path;
    counts.set(name, [Number(added) || 0, Number(deleted) || 0]);
    index += moved ? 3 : 1;
  }
  return [...files].map(([filename, { status, sha, previous }]) => {
    const [additions, deletions] = counts.get(filename) ?? [0, 0];
    const at = filename.split('/').map(encodeURIComponent).join('/');
    return {
      sha: /^0+$/.test(sha) ? null : sha,
      filename,
      status: statusWords[status.charAt(0)] ?? 'changed',
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${pageBase(repository)}/blob/${after}/${at}`,
      raw_url: `${pageBase(repository)}/raw/${after}/${at}`,
      contents_url: `${apiBase(repository)}/contents/${at}?ref=${after}`,
      ...(previous === undefined ? {} : { previous_filename: previous }),
    };
  });
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

async function getCommit(call: Call): Promise<EmulatorResponse> {
  const { repository, params } = call;
  const wanted = params['ref'] ?? '';
  const sha = await resolveObject(repository.gitDirectory, wanted);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${wanted}`);
  if (wantsMedia(call, 'sha')) {
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.github.sha; charset=utf-8' },
      body: sha,
    };
  }
  const commit = await readCommit(repository.gitDirectory, sha);
  const files = await listFiles(repository, commit.parents[0] ?? emptyTree, sha);
  const sum = (key: string): number => files.reduce((total, file) => total + Number(file[key]), 0);
  return json(200, {
    ...renderCommit(repository, commit),
    stats: { total: sum('changes'), additions: sum('additions'), deletions: sum('deletions') },
    files,
  });
}

async function compare(call: Call): Promise<EmulatorResponse> {
  const { repository, params, query, request } = call;
  const directory = repository.gitDirectory;
  const [base = '', head = ''] = (params['basehead'] ?? '').split('...');
  const from = await resolveObject(directory, base);
  const to = await resolveObject(directory, head);
  if (from === undefined || to === undefined) throw notFound();
  const found = await tryGit(directory, ['merge-base', from, to]);
  if (found.exitCode !== 0) throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
  const mergeBase = found.stdout.toString('utf8').trim();
  const ahead = await countCommits(directory, [`${from}..${to}`]);
  const behind = await countCommits(directory, [`${to}..${from}`]);
  // Without paging parameters up to 250 commits come at once (REST reference, "Compare two commits").
  const page = readPage(query, query.has('page') || query.has('per_page') ? 30 : 250);
  const size = query.has('page') || query.has('per_page') ? page.size : 250;
  const all: Commit[] = (await readCommits(directory, [`${from}..${to}`])).reverse();
  const status = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
  const url = `${apiBase(repository)}/compare/${base}...${head}`;
  const pageUrl = `${pageBase(repository)}/compare/${base}...${head}`;
  const shown = all.slice((page.number - 1) * size, page.number * size);
  const body = {
    url,
    html_url: pageUrl,
    permalink_url: `${pageBase(repository)}/compare/${repository.owner}:${from.slice(0, 7)}...${repository.owner}:${to.slice(0, 7)}`,
    diff_url: `${pageUrl}.diff`,
    patch_url: `${pageUrl}.patch`,
    base_commit: renderCommit(repository, await readCommit(directory, from)),
    merge_base_commit: renderCommit(repository, await readCommit(directory, mergeBase)),
    status,
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: shown.map((commit) => renderCommit(repository, commit)),
    // Files are on the first page alone.
    ...(page.number === 1 ? { files: (await listFiles(repository, mergeBase, to)).slice(0, 300) } : {}),
  };
  return json(200, body, linkHeader(request.url, { number: page.number, size }, all.length));
}

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: '/commits', needs: readContents, handle: listCommits },
  { method: 'GET', path: '/commits/:ref{.+}', needs: readContents, handle: getCommit },
  { method: 'GET', path: '/compare/:basehead{.+}', needs: readContents, handle: compare },
];
