import { RemoteError } from '@slipway/core/errors/action-error';
import type { Http, HttpBody, HttpMethod, HttpResponse, Log } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import { type AnswerFields, assertFields } from './answer-fields.ts';
import { type GraphqlError, refuseGraphql } from './graphql-errors.ts';
import { refuse } from './refusals.ts';

/** What a client works with; addresses without a trailing slash. */
export interface GitHubClientOptions {
  readonly http: Http;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`. */
  readonly graphqlUrl: string;
  /** Default: the host GitHub pairs with `apiUrl`. */
  readonly uploadsUrl?: string;
  readonly token: string;
  readonly log: Log;
}

export interface RestOptions {
  readonly body?: unknown;
  /** Statuses beside 2xx that are handed back. */
  readonly acceptedStatuses?: readonly number[];
  /** Whether the same request may be sent again when its outcome is unknown. Default: not for POST and PATCH. */
  readonly idempotent?: boolean;
  /** `raw` asks for the bytes of a file. */
  readonly media?: 'json' | 'raw';
}

export interface UploadOptions {
  readonly body: HttpBody;
  readonly contentType: string;
  readonly acceptedStatuses?: readonly number[];
}

export interface DownloadOptions {
  /** Gets the bytes in order; a new attempt is up to the caller. */
  readonly sink: (chunk: Uint8Array) => void;
  readonly maxBytes: number;
}

/** GitHub over REST and GraphQL, as one token sees it. */
export interface GitHubClient {
  readonly log: Log;
  /**
   * @param path from the first slash, encoded: `/repos/octo/demo/releases`
   * @throws EnvironmentError E_GITHUB_PERMISSION, E_GITHUB_AUTHENTICATION; RemoteError E_GITHUB_NOT_FOUND, E_GITHUB_REFUSED,
   * and those of the HTTP port
   */
  request(method: HttpMethod, path: string, options?: RestOptions): Promise<HttpResponse>;
  /** The body of a 2xx answer. @param fields what has to be in it @throws as `request`, E_HTTP_MALFORMED */
  rest<Result>(method: HttpMethod, path: string, fields: AnswerFields, body?: unknown): Promise<Result>;
  /** As `rest` with GET; undefined when GitHub answers 404. @throws as `rest` */
  find<Result>(path: string, fields: AnswerFields): Promise<Result | undefined>;
  /** All pages of a list, at most `limit` entries. @param fields of each entry @throws as `rest` */
  list<Entry>(path: string, fields: AnswerFields, limit?: number): Promise<Entry[]>;
  /** GET of bytes, for example those of an asset; the token stays behind when GitHub redirects elsewhere. @throws as `request` */
  download(path: string, options: DownloadOptions): Promise<void>;
  /** POST to the host for uploads. @throws as `request` */
  upload(path: string, options: UploadOptions): Promise<HttpResponse>;
  /**
   * @param idempotent whether the document may be sent again when its outcome is unknown; default for queries
   * @throws as `request`; every entry of `errors` is in the message
   */
  graphql<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    idempotent?: boolean,
    fields?: AnswerFields,
  ): Promise<Data>;
}

// Statuses whose body says what is wrong. 403 is not among them: the HTTP port tells rate limits from refusals by it.
const explained = [400, 401, 404, 409, 410, 422, 451];

const pageSize = 100;

/** `https://api.github.com` is paired with `https://uploads.github.com`, `…/api/v3` of a server with `…/api/uploads`. */
export function uploadsUrlOf(apiUrl: string): string {
  if (/\/api\/v3$/.test(apiUrl)) return apiUrl.replace(/\/api\/v3$/, '/api/uploads');
  return apiUrl.replace(/^https:\/\/api\./, 'https://uploads.');
}

/** Creates a client; it keeps no state and holds no connection. */
export function createGitHubClient(options: GitHubClientOptions): GitHubClient {
  const { http, apiUrl, graphqlUrl, token, log } = options;
  const uploadsUrl = options.uploadsUrl ?? uploadsUrlOf(apiUrl);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  };

  const send = async (
    request: Parameters<Http['request']>[0],
    acceptedStatuses: readonly number[] = [],
  ): Promise<HttpResponse> => {
    const handedBack = [...new Set([...explained, ...acceptedStatuses])];
    let answer: HttpResponse;
    try {
      answer = await http.request({ ...request, acceptedStatuses: handedBack });
    } catch (error) {
      if (!(error instanceof RemoteError) || error.status !== 403 || error.retryable) throw error;
      // The header that names the missing permission is on the answer: refused once, the request is refused again.
      answer = await http.request({ ...request, acceptedStatuses: [...handedBack, 403] });
    }
    if (answer.status < 300 || acceptedStatuses.includes(answer.status)) return answer;
    throw refuse(request.method, answer);
  };

  const client: GitHubClient = {
    log,
    request(method, path, { body, acceptedStatuses, idempotent, media } = {}) {
      return send(
        {
          method,
          url: path.startsWith('https://') ? path : `${apiUrl}${path}`,
          headers: {
            ...headers,
            ...(media === 'raw' ? { accept: 'application/vnd.github.raw+json' } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(idempotent === undefined ? {} : { idempotent }),
        },
        acceptedStatuses,
      );
    },
    async rest<Result>(method: HttpMethod, path: string, fields: AnswerFields, body?: unknown) {
      return readAnswer<Result>(method, await client.request(method, path, { body }), fields);
    },
    async find<Result>(path: string, fields: AnswerFields) {
      const answer = await client.request('GET', path, { acceptedStatuses: [404] });
      return answer.status === 404 ? undefined : readAnswer<Result>('GET', answer, fields);
    },
    async list<Entry>(path: string, fields: AnswerFields, limit = Number.POSITIVE_INFINITY) {
      const ofEntries = [':list', ...fields.map((field) => `[].${field}`)];
      const entries: Entry[] = [];
      let next: string | undefined = `${path}${path.includes('?') ? '&' : '?'}per_page=${pageSize}`;
      while (next !== undefined && entries.length < limit) {
        const answer: HttpResponse = await client.request('GET', next);
        for (const entry of readAnswer<Entry[]>('GET', answer, ofEntries)) entries.push(entry);
        next = nextPage(answer.headers['link'], apiUrl);
      }
      return entries.slice(0, limit);
    },
    async download(path, { sink, maxBytes }) {
      await send({
        method: 'GET',
        url: `${apiUrl}${path}`,
        headers: { ...headers, accept: 'application/octet-stream' },
        maxResponseBytes: maxBytes,
        sink,
        attemptTimeoutMs: 600_000,
        deadlineMs: 1_200_000,
      });
    },
    upload(path, { body, contentType, acceptedStatuses }) {
      return send(
        {
          method: 'POST',
          url: `${uploadsUrl}${path}`,
          headers: { ...headers, 'content-type': contentType },
          body,
          // A large asset over a slow line; the deadline holds for all attempts.
          attemptTimeoutMs: 600_000,
          deadlineMs: 1_200_000,
        },
        acceptedStatuses,
      );
    },
    async graphql<Data>(
      document: string,
      variables: Readonly<Record<string, unknown>>,
      idempotent = document.trimStart().startsWith('query'),
      fields: AnswerFields = [],
    ) {
      const answer = await send({
        method: 'POST',
        url: graphqlUrl,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ query: document, variables }),
        idempotent,
      });
      const { data, errors } = readAnswer<{ data?: Data | null; errors?: readonly GraphqlError[] }>(
        'POST',
        answer,
        [':object', 'errors?[].message?:string', 'errors?[].type?:string'],
      );
      if (errors !== undefined && errors.length > 0) throw refuseGraphql(errors, answer);
      assertFields(data, [':object', ...fields], `POST ${redactUrl(answer.url)}`);
      return data as Data;
    },
  };
  return client;
}

/** The JSON of an answer in its documented form. @throws RemoteError E_HTTP_MALFORMED */
export function readAnswer<Result>(method: HttpMethod, answer: HttpResponse, fields: AnswerFields): Result {
  const value = answer.json();
  assertFields(value, fields, `${method} ${redactUrl(answer.url)}`);
  return value as Result;
}

/** The address behind `rel="next"` (RFC 8288), never one of another host. */
function nextPage(link: string | undefined, apiUrl: string): string | undefined {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next !== undefined && new URL(next).origin === new URL(apiUrl).origin ? next : undefined;
}
