import type { GitHub } from '@actions/github/lib/utils';
import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, HttpRequest, HttpResponse, Log } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import { type AnswerFields, assertFields } from './answer-fields.ts';
import { type Refusal, refuse } from './refusals.ts';

/** GitHub's own client, with every REST endpoint as a typed method. */
export type Octokit = InstanceType<typeof GitHub>;

/** What a call asks of the HTTP port, beside what octokit knows. */
export interface PortOptions
  extends Pick<HttpRequest, 'idempotent' | 'sink' | 'maxResponseBytes' | 'attemptTimeoutMs' | 'deadlineMs'> {
  /** What has to be in the body of a 2xx response that has one. */
  readonly fields?: AnswerFields;
}

/** Limits of a transfer of a large file over a slow line; the deadline holds for all attempts. */
export const slowTransfer = { attemptTimeoutMs: 600_000, deadlineMs: 1_200_000 };

/** The error of octokit: `response` for a status, otherwise `cause` is what the port threw. */
interface OctokitError extends Error {
  readonly response?: Refusal;
}

type Fetch = (
  url: string,
  init: {
    readonly method: HttpRequest['method'];
    readonly headers: Record<string, string>;
    readonly body?: HttpRequest['body'];
  },
) => Promise<unknown>;

// Statuses whose body says what is wrong. 403 is not among them: the HTTP port tells rate limits from refusals by it.
const explained = [400, 401, 404, 409, 410, 422, 451];

/** `fetch` for one call of octokit, over our port: its retries, deadlines, proxy, certificates and redaction. */
function bindFetch(http: Http, { fields: _, ...port }: PortOptions): Fetch {
  return async (url, { method, headers: { 'user-agent': _agent, ...headers }, body }) => {
    const request = { ...port, method, url, headers, ...(body === undefined ? {} : { body }) };
    let answer: HttpResponse;
    try {
      answer = await http.request({ ...request, acceptedStatuses: explained });
    } catch (error) {
      if (!(error instanceof RemoteError) || error.status !== 403 || error.retryable) throw error;
      // The header that names the missing permission is on the answer: refused once, the request is refused again.
      answer = await http.request({ ...request, acceptedStatuses: [...explained, 403] });
    }
    // octokit parses by the content type, and fails on one that is malformed. What was asked for is known here.
    const isRaw = answer.status < 300 && /raw|octet-stream/.test(headers['accept'] ?? '');
    return {
      status: answer.status,
      url: answer.url,
      headers: new Map(Object.entries(answer.headers)).set(
        'content-type',
        isRaw ? 'application/octet-stream' : 'application/json',
      ),
      text: async () => answer.text(),
      arrayBuffer: async () => answer.body,
    };
  };
}

/** Connects `@actions/github` with the HTTP port. It is loaded here, at the first request: it takes longer than an action to start. */
export async function openOctokit(
  http: Http,
  log: Log,
  { apiUrl, token }: { readonly apiUrl: string; readonly token: string },
): Promise<Octokit> {
  const { GitHub: Client, getOctokitOptions } = await import('@actions/github/lib/utils').catch(
    async (cause: unknown) => {
      // The library reads the settings of the proxy, too, and fails on a wrong one without naming it. The port names it.
      await http.request({ method: 'GET', url: apiUrl });
      throw cause;
    },
  );
  const tell = (message: string): void => log.debug(neutralizeLine(message, 400));
  const options = { baseUrl: apiUrl, log: { debug: tell, info: tell, warn: tell, error: tell } };
  const octokit = new Client(token === '' ? options : getOctokitOptions(token, options));
  octokit.hook.wrap('request', async (send, options) => {
    const port = options.request as PortOptions;
    // In place: the hook that adds the token holds this object and drops any other.
    options.request = { ...options.request, log: octokit.log, fetch: bindFetch(http, port) };
    options.headers['x-github-api-version'] = '2022-11-28';
    try {
      const response = await send(options);
      if (port.fields !== undefined && response.status !== 204)
        assertFields(response.data, port.fields, `${options.method} ${redactUrl(response.url)}`);
      return response;
    } catch (error) {
      throw translate(error as OctokitError, options.method);
    }
  });
  return octokit;
}

function translate(error: OctokitError, method: string): unknown {
  if (error.name !== 'HttpError') return error;
  const { response, cause } = error;
  return response === undefined ? cause : refuse(method, response);
}
