import type { Http, HttpResponse } from '@slipway/core/ports';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import { createGitHubClient } from '../client.ts';
import { openRepository, type Repository } from '../repository.ts';

/** JSON by path with its query, from the first slash, not encoded; what is not in it is answered with 404. */
export type CannedAnswers = Readonly<Record<string, unknown>>;

export interface CannedClient {
  /** `octo/demo`. */
  readonly repository: Repository;
  readonly log: MemoryLog;
  /** Paths that were asked for, with their query, decoded, in order. */
  readonly asked: readonly string[];
}

function answer(url: string, status: number, body: unknown): HttpResponse {
  const text = JSON.stringify(body);
  return {
    status,
    headers: { 'content-type': 'application/json' },
    url,
    body: Buffer.from(text),
    text: () => text,
    json: () => JSON.parse(text) as unknown,
  };
}

/** For tests of what is made of answers: a repository of the real client, over an HTTP port that knows only these answers. */
export function createCannedClient(answers: CannedAnswers): CannedClient {
  const apiUrl = 'https://api.github.com';
  const asked: string[] = [];
  const http: Http = {
    async request({ method, url }) {
      if (method !== 'GET' || !url.startsWith(apiUrl)) throw new Error(`${method} ${url} was not expected.`);
      const path = decodeURIComponent(url.slice(apiUrl.length));
      asked.push(path);
      return path in answers ? answer(url, 200, answers[path]) : answer(url, 404, { message: 'Not Found' });
    },
  };
  const log = createMemoryLog();
  const client = createGitHubClient({ http, apiUrl, graphqlUrl: `${apiUrl}/graphql`, token: 't', log });
  return { repository: openRepository(client, 'octo/demo'), log, asked };
}

/** The schema `commit`, with what this project reads. */
export function cannedCommit(
  sha: string,
  more: { readonly login?: string; readonly message?: string; readonly date?: string } = {},
): unknown {
  const { login, message = `change ${sha}`, date = '2026-01-02T03:04:05Z' } = more;
  return {
    sha,
    commit: { message, tree: { sha: `tree-${sha}` }, author: { name: 'Dev' }, committer: { date } },
    author: login === undefined ? null : { login },
    parents: [],
  };
}

/** The schema `git-ref` of a lightweight tag. */
export const cannedTag = (name: string, sha: string): unknown => ({
  ref: `refs/tags/${name}`,
  object: { sha, type: 'commit' },
});
