import { spawnSync } from 'node:child_process';
import { systemClock } from '@slipway/core/clock';
import type { Http, Log } from '@slipway/core/ports';
import { createGitHubClient } from '@slipway/github/client';
import { openRepository, type Repository } from '@slipway/github/repository';
import type { MaintainerHost } from '../command-line/run-command.ts';
import { openHttp } from '../reader/open-namespace.ts';
import { createReaderLog } from '../reader/reader-log.ts';

/** Where the token of the requests is from; `none` sees what everybody sees. */
export type TokenSource = 'GH_TOKEN' | 'GITHUB_TOKEN' | 'gh auth token' | 'none';

/** A repository of GitHub and the client for everything else, with the token of this user. */
export interface OpenedRepository {
  readonly repository: Repository;
  readonly http: Http;
  readonly log: Log;
  readonly source: TokenSource;
  readonly token: string;
}

const loginTimeoutMs = 10_000;

/** The token of the GitHub CLI's login: it is asked for, never stored. */
function askGitHubCli({ variables }: MaintainerHost): string {
  const env = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
  const { status, stdout } = spawnSync('gh', ['auth', 'token'], {
    env: env as Record<string, string>,
    encoding: 'utf8',
    timeout: loginTimeoutMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : '';
}

function findToken(host: MaintainerHost): { readonly token: string; readonly source: TokenSource } {
  for (const source of ['GH_TOKEN', 'GITHUB_TOKEN'] as const) {
    const token = host.variables[source] ?? '';
    if (token !== '') return { token, source };
  }
  const token = askGitHubCli(host);
  return token === '' ? { token, source: 'none' } : { token, source: 'gh auth token' };
}

/** The HTTP client of a command, with its log. */
export function openCommandHttp(host: MaintainerHost): { readonly http: Http; readonly log: Log } {
  const log = createReaderLog(host.writeError);
  return { http: openHttp({ ...host, log, clock: systemClock }), log };
}

/** Opens a repository of github.com, or of the server that the environment names. Nothing is asked yet. */
export function openUserRepository(name: string, host: MaintainerHost): OpenedRepository {
  const { http, log } = openCommandHttp(host);
  const apiUrl = host.variables['GITHUB_API_URL'] || 'https://api.github.com';
  const graphqlUrl = host.variables['GITHUB_GRAPHQL_URL'] || `${apiUrl.replace(/\/v3$/, '')}/graphql`;
  const { token, source } = findToken(host);
  const client = createGitHubClient({ http, log, apiUrl, graphqlUrl, token });
  return { repository: openRepository(client, name), http, log, source, token };
}
