import { RemoteError } from '@slipway/core/errors/action-error';
import type { Http, Log } from '@slipway/core/ports';
import { type AnswerFields, assertFields } from './client/answer-fields.ts';
import { type GraphqlError, refuseGraphql } from './client/graphql-errors.ts';
import { type Octokit, openOctokit, type PortOptions } from './client/octokit.ts';
import type { Refusal } from './client/refusals.ts';

/** What a client works with; addresses without a trailing slash. */
export interface GitHubClientOptions {
  readonly http: Http;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`. */
  readonly graphqlUrl: string;
  /** Default: the host GitHub pairs with `apiUrl`. */
  readonly uploadsUrl?: string;
  /** Empty: requests are sent without one. */
  readonly token: string;
  readonly log: Log;
}

/** GitHub over REST and GraphQL, as one token sees it. */
export interface GitHubClient {
  readonly log: Log;
  /** Base address of uploads. */
  readonly uploadsUrl: string;
  /**
   * The endpoints of octokit, each request over the HTTP port; `expecting` says what an answer must have.
   * @throws EnvironmentError E_GITHUB_PERMISSION, E_GITHUB_AUTHENTICATION, E_GITHUB_RULES; RemoteError E_GITHUB_NOT_FOUND,
   * E_GITHUB_REFUSED, E_HTTP_MALFORMED, and those of the HTTP port
   */
  readonly rest: Octokit['rest'];
  /** @param fields of `data` @throws as `rest`; every entry of `errors` is in the message */
  graphql<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    options: { readonly fields: AnswerFields; readonly idempotent: boolean },
  ): Promise<Data>;
}

/** Entries of one page; GitHub's maximum. */
const pageSize = 100;

const graphqlFields = [':object', 'errors?[].message?:string', 'errors?[].type?:string'];

/** `https://api.github.com` is paired with `https://uploads.github.com`, `…/api/v3` of a server with `…/api/uploads`. */
export function uploadsUrlOf(apiUrl: string): string {
  if (/\/api\/v3$/.test(apiUrl)) return apiUrl.replace(/\/api\/v3$/, '/api/uploads');
  return apiUrl.replace(/^https:\/\/api\./, 'https://uploads.');
}

/** Creates a client; it holds no connection. */
export function createGitHubClient(options: GitHubClientOptions): GitHubClient {
  const { http, apiUrl, graphqlUrl, log, uploadsUrl = uploadsUrlOf(apiUrl) } = options;
  let opening: Promise<Octokit> | undefined;
  const open = (): Promise<Octokit> => {
    opening ??= openOctokit(http, log, options);
    return opening;
  };
  return {
    log,
    uploadsUrl,
    rest: deferRest(open),
    async graphql(document, variables, { fields, idempotent }) {
      const octokit = await open();
      const data = await octokit
        .graphql({
          query: document,
          ...variables,
          baseUrl: graphqlUrl.replace(/\/graphql$/, ''),
          ...expecting(graphqlFields, { idempotent }),
        })
        .catch((error: { name?: string; errors?: readonly GraphqlError[]; headers?: Refusal['headers'] }) => {
          throw error.name === 'GraphqlResponseError'
            ? refuseGraphql(error.errors ?? [], error.headers ?? {})
            : error;
        });
      assertFields(data, [':object', ...fields], `POST ${graphqlUrl}`);
      return data as never;
    },
  };
}

/** The endpoints of a client that is opened by the first call: a run that makes none does not load it. */
function deferRest(open: () => Promise<Octokit>): Octokit['rest'] {
  type Endpoints = Readonly<Record<string, Readonly<Record<string, (parameters: unknown) => unknown>>>>;
  const scopes = new Proxy({} as Endpoints, {
    get: (_, scope: string) =>
      new Proxy({} as Endpoints[string], {
        get: (_endpoints, name: string) => async (parameters: unknown) => {
          const { rest } = await open();
          return (rest as unknown as Endpoints)[scope]?.[name]?.(parameters);
        },
      }),
  });
  return scopes as unknown as Octokit['rest'];
}

/** Parameter of an endpoint: what must be in its answer, and how the request is sent. */
export function expecting(fields: AnswerFields, port: PortOptions = {}): { request: PortOptions } {
  return { request: { ...port, fields } };
}

/** `expecting` for a list: what must be in each entry. */
export function expectingEach(fields: AnswerFields): { request: PortOptions } {
  return expecting([':list', ...fields.map((field) => `[].${field}`)]);
}

/** The data of an answer; undefined when GitHub answers 404. */
export async function findOptional<Data>(
  answer: Promise<{ readonly data: Data }>,
): Promise<Data | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    if (error instanceof RemoteError && error.status === 404) return undefined;
    throw error;
  }
}

/** Parameters of one page of a list. */
export interface Page {
  readonly per_page: number;
  readonly page?: number;
}

/**
 * All pages of a list, at most `limit` entries. Pages are counted: `octokit.paginate` drops the options of a request, follows a
 * link to any host, and takes a 409 and `null` for an empty list.
 */
export async function listPages<Entry>(
  request: (
    page: Page,
  ) => Promise<{ readonly headers: { readonly link?: string }; readonly data: readonly Entry[] }>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let page = 1; entries.length < limit; page += 1) {
    const { headers, data } = await request({ per_page: pageSize, ...(page === 1 ? {} : { page }) });
    for (const entry of data) entries.push(entry);
    if (!/rel="next"/.test(headers.link ?? '')) break;
  }
  return entries.slice(0, limit);
}
