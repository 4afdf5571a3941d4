import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Http, HttpResponse, Log } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import { ociErrors } from '../errors.ts';
import { quoteProblems } from '../registry-answer.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';

export interface SignInOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** For errors. */
  readonly registry: string;
  readonly origin: string;
  /** Undefined for an anonymous caller. */
  readonly credentials: Credentials | undefined;
}

/** A token for some scopes. */
export interface Token {
  readonly value: string;
  readonly staleAtMs: number;
}

// https://distribution.github.io/distribution/spec/auth/token/: 60 seconds unless the answer says otherwise.
const defaultLifetimeSeconds = 60;
const usedPart = 0.8;
const clientId = 'slipway';

/** User and password as HTTP has them (RFC 7617). */
export function basicHeader(credentials: Credentials | undefined): string | undefined {
  if (credentials?.kind !== 'basic') return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

/**
 * Asks the token service a challenge names, as https://distribution.github.io/distribution/spec/auth/ has it.
 * @throws RemoteError E_OCI_AUTHENTICATION, E_OCI_MALFORMED, E_HTTP_*
 */
export async function requestToken(
  options: SignInOptions,
  { parameters }: Challenge,
  scopes: readonly string[],
): Promise<Token> {
  const { http, clock, credentials } = options;
  const url = new URL(parameters.get('realm') ?? '');
  const service = parameters.get('service');
  const form = new URLSearchParams();
  if (service !== undefined) form.set('service', service);
  const startedMs = clock.now();
  const common = {
    redirect: 'error',
    acceptedStatuses: [400, 401, 403, 404],
    maxResponseBytes: 1024 * 1024,
  } as const;
  let response: HttpResponse;
  if (credentials?.kind === 'identity') {
    // https://distribution.github.io/distribution/spec/auth/oauth/
    form.set('scope', scopes.join(' '));
    form.set('grant_type', 'refresh_token');
    form.set('client_id', clientId);
    form.set('refresh_token', credentials.token);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const body = form.toString();
    response = await http.request({
      method: 'POST',
      url: url.href,
      headers,
      body,
      idempotent: true,
      ...common,
    });
  } else {
    for (const scope of scopes) form.append('scope', scope);
    for (const [name, value] of form) url.searchParams.append(name, value);
    const authorization = basicHeader(credentials);
    const headers = { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) };
    response = await http.request({ method: 'GET', url: url.href, headers, ...common });
  }
  if (response.status >= 300) throw refuseToken(options, response, scopes);
  const answer = response.json() as { token?: unknown; access_token?: unknown; expires_in?: unknown } | null;
  // Docker's specification has `token`, OAuth 2 `access_token`; some services send one, some both.
  const value = [answer?.token, answer?.access_token].find((each) => typeof each === 'string' && each !== '');
  if (typeof value !== 'string' || /[^\x21-\x7e]/.test(value)) {
    throw new RemoteError(ociErrors.E_OCI_MALFORMED, {
      message: `The token service ${redactUrl(url.href)} returned no token.`,
      url: redactUrl(url.href),
    });
  }
  const stated = answer?.expires_in;
  const seconds = typeof stated === 'number' && stated > 0 ? stated : defaultLifetimeSeconds;
  return { value, staleAtMs: startedMs + seconds * 1000 * usedPart };
}

function refuseToken(options: SignInOptions, response: HttpResponse, scopes: readonly string[]): RemoteError {
  const { registry, credentials } = options;
  const who =
    credentials === undefined
      ? 'without credentials'
      : credentials.kind === 'basic'
        ? `as "${neutralizeLine(credentials.username, 100)}"`
        : 'with a stored token';
  return new RemoteError(ociErrors.E_OCI_AUTHENTICATION, {
    message: `${registry} issued no token for ${neutralizeLine(scopes.join(' '), 300)} ${who}: ${quoteProblems(response)}.`,
    ...(credentials === undefined
      ? { hint: 'The repository does not exist or is private. If it is private, set the user and token.' }
      : {}),
    status: response.status,
    url: redactUrl(response.url),
  });
}
