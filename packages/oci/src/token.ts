import { EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { Clock, Http, HttpResponse, Log } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { quoteProblems } from './registry-answer.ts';

export interface AuthorizerOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** For errors. */
  readonly registry: string;
  readonly origin: string;
  /** Undefined for an anonymous caller. */
  readonly credentials: Credentials | undefined;
}

/** Gives requests to one registry their `Authorization` header. */
export interface Authorizer {
  /** For the scopes of one request; undefined when the registry has not asked for any. */
  authorize(scopes: readonly string[]): Promise<string | undefined>;
  /**
   * Learns from an answer with status 401; whether the request has a chance with another header.
   * @throws EnvironmentError E_OCI_CHALLENGE
   */
  learn(response: HttpResponse, scopes: readonly string[]): boolean;
}

interface Token {
  readonly value: string;
  readonly staleAtMs: number;
}

// https://distribution.github.io/distribution/spec/auth/token/: 60 seconds unless the answer says otherwise.
const defaultLifetimeSeconds = 60;
const usedPart = 0.8;
const clientId = 'slipway';

/** Keeps the tokens of one registry: one for each set of scopes, renewed before their end, asked for once at a time. */
export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { clock, log, credentials } = options;
  const tokens = new Map<string, Token>();
  const pending = new Map<string, Promise<Token>>();
  let challenge: Challenge | undefined;

  const fetchToken = (bearer: Challenge, scopes: readonly string[], key: string): Promise<Token> => {
    const running =
      pending.get(key) ??
      requestToken(options, bearer, scopes)
        .then((token) => {
          log.mask(token.value);
          tokens.set(key, token);
          return token;
        })
        .finally(() => pending.delete(key));
    pending.set(key, running);
    return running;
  };

  return {
    async authorize(scopes) {
      if (credentials?.kind === 'bearer') return `Bearer ${credentials.token}`;
      if (challenge === undefined) return undefined;
      if (challenge.scheme === 'basic') return basicHeader(credentials);
      const key = scopes.join(' ');
      const known = tokens.get(key);
      const fresh = known !== undefined && clock.now() < known.staleAtMs;
      return `Bearer ${(fresh ? known : await fetchToken(challenge, scopes, key)).value}`;
    },
    learn(response, scopes) {
      if (new URL(response.url).origin !== options.origin) {
        // A redirect led away: what asks for credentials there is not the registry.
        throw unsafe(
          options,
          `${redactUrl(response.url)}, to which the registry redirects, asks for credentials`,
        );
      }
      const offered = parseChallenges(response.headers['www-authenticate'] ?? '');
      const bearer = offered.find(({ scheme }) => scheme === 'bearer');
      const chosen = bearer ?? offered.find(({ scheme }) => scheme === 'basic');
      if (credentials?.kind === 'bearer') return false;
      if (chosen === undefined) {
        const names = offered.map(({ scheme }) => scheme).join(', ');
        throw unsafe(
          options,
          `it offers no way of signing in that is known (${names === '' ? 'none' : names})`,
        );
      }
      if (chosen.scheme === 'bearer') checkRealm(options, chosen.parameters.get('realm') ?? '');
      const first = challenge === undefined;
      challenge = chosen;
      tokens.delete(scopes.join(' '));
      return chosen.scheme === 'bearer' || (first && credentials?.kind === 'basic');
    },
  };
}

function basicHeader(credentials: Credentials | undefined): string | undefined {
  if (credentials?.kind !== 'basic') return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

function unsafe({ registry }: AuthorizerOptions, what: string): EnvironmentError {
  return new EnvironmentError('E_OCI_CHALLENGE', {
    message: `Signing in to ${registry} was stopped: ${neutraliseLine(what, 300)}.`,
  });
}

/** The last two labels, which the token services of the known registries share with them. */
const siteOf = (host: string): string => host.split('.').slice(-2).join('.');

/**
 * Where credentials may go: the registry's own origin, or over https a host of the same site (auth.docker.io for
 * registry-1.docker.io). An address with a user in it, another scheme or another site is refused.
 */
function checkRealm(options: AuthorizerOptions, realm: string): void {
  const url = URL.parse(realm);
  const origin = new URL(options.origin);
  if (url === null)
    throw unsafe(options, `the token service "${neutraliseLine(realm, 200)}" is not an address`);
  if (url.username !== '' || url.password !== '')
    throw unsafe(options, 'the token service has a user in its address');
  if (url.origin === origin.origin) return;
  if (url.protocol !== 'https:') {
    const local = origin.protocol === 'http:' && url.protocol === 'http:' && url.hostname === origin.hostname;
    if (local) return;
    throw unsafe(options, `the token service ${redactUrl(realm)} is not reached over https`);
  }
  const named = /^[\d.]+$|^\[/.test(url.hostname);
  if (named || siteOf(url.hostname) !== siteOf(origin.hostname))
    throw unsafe(options, `the token service ${redactUrl(realm)} belongs to another site than the registry`);
}

async function requestToken(
  options: AuthorizerOptions,
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
    throw new RemoteError('E_OCI_MALFORMED', {
      message: `The token service ${redactUrl(url.href)} answered without a token.`,
      url: redactUrl(url.href),
    });
  }
  const stated = answer?.expires_in;
  const seconds = typeof stated === 'number' && stated > 0 ? stated : defaultLifetimeSeconds;
  return { value, staleAtMs: startedMs + seconds * 1000 * usedPart };
}

function refuseToken(
  options: AuthorizerOptions,
  response: HttpResponse,
  scopes: readonly string[],
): RemoteError {
  const { registry, credentials } = options;
  const who =
    credentials === undefined
      ? 'without credentials'
      : credentials.kind === 'basic'
        ? `as "${neutraliseLine(credentials.username, 100)}"`
        : 'with a stored token';
  return new RemoteError('E_OCI_AUTHENTICATION', {
    message: `${registry} gave no token for ${neutraliseLine(scopes.join(' '), 300)} ${who}: ${quoteProblems(response)}.`,
    ...(credentials === undefined
      ? { hint: 'What is asked for does not exist, or is private: give user and token.' }
      : {}),
    status: response.status,
    url: redactUrl(response.url),
  });
}
