import type { HttpResponse } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import { type Challenge, parseChallenges } from './challenge.ts';
import { checkRealm, refuseChallenge } from './realm.ts';
import { basicHeader, requestToken, type SignInOptions, type Token } from './token-request.ts';

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

/** Keeps the tokens of one registry: one for each set of scopes, renewed before their end, asked for once at a time. */
export function createAuthorizer(options: SignInOptions): Authorizer {
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
        throw refuseChallenge(
          options,
          `${redactUrl(response.url)}, to which the registry redirects, asks for credentials`,
        );
      }
      const offered = parseChallenges(response.headers['www-authenticate'] ?? '');
      const bearer = offered.find(({ scheme }) => scheme === 'bearer');
      const chosen = bearer ?? offered.find(({ scheme }) => scheme === 'basic');
      if (credentials?.kind === 'bearer') return false;
      // A registry that has asked before, and does not here, wants no other credentials: what it says counts.
      if (offered.length === 0 && challenge !== undefined) return false;
      if (chosen === undefined) {
        const names = offered.map(({ scheme }) => scheme).join(', ');
        throw refuseChallenge(
          options,
          `it offers no supported authentication method (${names === '' ? 'none' : names})`,
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
