import { type ActionError, EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import { githubErrors } from '../errors.ts';
import type { CallingJob } from './calling-job.ts';

/**
 * Asks GitHub for an ID token of this job.
 * @throws EnvironmentError E_GITHUB_ID_TOKEN_PERMISSION without `id-token: write`; RemoteError E_GITHUB_ID_TOKEN when GitHub
 * answers with an error, a page, or no token
 */
export async function requestIdToken({ http, job, log }: CallingJob, audience: string): Promise<string> {
  const requestUrl = job.variable('ACTIONS_ID_TOKEN_REQUEST_URL');
  const requestToken = job.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (requestUrl === undefined || requestUrl === '' || requestToken === undefined || requestToken === '') {
    throw new EnvironmentError(githubErrors.E_GITHUB_ID_TOKEN_PERMISSION, {
      message: 'The job has no address for ID tokens (ACTIONS_ID_TOKEN_REQUEST_URL is empty).',
    });
  }
  const url = new URL(requestUrl);
  url.searchParams.set('audience', audience);
  try {
    const answer = await http.request({
      method: 'GET',
      url: url.href,
      headers: { authorization: `Bearer ${requestToken}`, accept: 'application/json; api-version=2.0' },
      redirect: 'error',
    });
    const value = readValue(answer.json());
    if (value === undefined) {
      throw new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
        message: 'GitHub answered the request for an ID token without a token in it.',
        status: answer.status,
      });
    }
    log.mask(value);
    return value;
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code === 'E_GITHUB_ID_TOKEN') throw error;
    throw refuseIdToken(error);
  }
}

function refuseIdToken(cause: RemoteError): ActionError {
  if (cause.status === 401 || cause.status === 403) {
    return new EnvironmentError(githubErrors.E_GITHUB_ID_TOKEN_PERMISSION, {
      message: `GitHub refused an ID token with ${cause.status}: the job is over, or it may not have one.`,
      cause,
    });
  }
  const html = cause.code === 'E_HTTP_MALFORMED';
  return new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
    message: html
      ? 'GitHub answered the request for an ID token with a page that is not JSON: an outage, or a proxy in between.'
      : `GitHub returned no ID token: ${cause.message}`,
    status: cause.status,
    cause,
  });
}

function readValue(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('value' in body)) return undefined;
  const { value } = body;
  return typeof value === 'string' && value.split('.').length === 3 ? value : undefined;
}

/**
 * The claims of a token, not verified: for messages and for what is asked of others, never for trust.
 * @throws RemoteError E_GITHUB_ID_TOKEN when it is no JWT (RFC 7519)
 */
export function decodeClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
      return claims as Readonly<Record<string, unknown>>;
    }
  } catch (cause) {
    throw new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
      message: 'The ID token of GitHub is not a JWT.',
      cause,
    });
  }
  throw new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, { message: 'The ID token of GitHub has no claims.' });
}
