import { randomBytes, randomUUID } from 'node:crypto';
import type { IndexStore } from '../index-store.ts';
import { pythonRepr } from '../metadata/python-text.ts';
import type { Project, Publisher, StoredToken, TokenOwner, User } from '../model.ts';
import { hasValidSignature, type Macaroon, readToken, writeToken } from './macaroon.ts';

/** The caveats of warehouse/macaroons/caveats/__init__.py, as `serialize` writes them: `[tag, …fields]`. */
export const caveat = {
  expiration: (expiresAt: number, notBefore: number): string => JSON.stringify([0, expiresAt, notBefore]),
  projectNames: (names: readonly string[]): string => JSON.stringify([1, names]),
  projectIds: (ids: readonly string[]): string => JSON.stringify([2, ids]),
  requestUser: (userId: string): string => JSON.stringify([3, userId]),
  publisher: (publisherId: string): string => JSON.stringify([4, publisherId, null]),
};

/** Who a request is from. */
export type Identity =
  | { readonly kind: 'user'; readonly user: User; readonly token: StoredToken; readonly macaroon: Macaroon }
  | {
      readonly kind: 'publisher';
      readonly publisher: Publisher;
      readonly token: StoredToken;
      readonly macaroon: Macaroon;
    };

/** `create_macaroon` of warehouse/macaroons/services.py. */
export function createToken(
  store: IndexStore,
  location: string,
  caveats: readonly string[],
  owner: TokenOwner,
): string {
  const token: StoredToken = { identifier: randomUUID(), key: randomBytes(32), caveats, owner };
  store.tokens.set(token.identifier, token);
  return writeToken(token.key, location, token.identifier, caveats);
}

/** Username and password of HTTP Basic; undefined for anything else. */
export function readBasicCredentials(
  authorization: string | undefined,
): { readonly username: string; readonly password: string } | undefined {
  const encoded = /^basic (?<encoded>.*)$/is.exec(authorization ?? '')?.groups?.['encoded']?.trim();
  if (encoded === undefined || !/^[A-Za-z0-9+/]*=*$/.test(encoded)) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function extractToken(authorization: string | undefined): string | undefined {
  // `_extract_http_macaroon` of warehouse/macaroons/security_policy.py.
  const bearer = /^(?:token|bearer) (?<token>.*)$/is.exec(authorization ?? '')?.groups?.['token'];
  if (bearer !== undefined) return bearer;
  const basic = readBasicCredentials(authorization);
  return basic?.username === '__token__' ? basic.password.trim() : undefined;
}

/** `identity` of the macaroon policy: the signature is not looked at yet. */
export function identify(store: IndexStore, authorization: string | undefined): Identity | undefined {
  const macaroon = readToken(extractToken(authorization) ?? '');
  const token = macaroon === undefined ? undefined : store.tokens.get(macaroon.identifier);
  if (macaroon === undefined || token === undefined) return undefined;
  const { owner } = token;
  if (owner.kind === 'user') {
    const user = store.users.get(owner.user);
    return user === undefined ? undefined : { kind: 'user', user, token, macaroon };
  }
  const publisher = store.publishers.find(({ id }) => id === owner.publisherId);
  return publisher === undefined ? undefined : { kind: 'publisher', publisher, token, macaroon };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function verifyCaveat(text: string, identity: Identity, project: Project, now: number): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'caveat must be an array';
  }
  if (!Array.isArray(parsed)) return 'caveat must be an array';
  if (parsed.length === 0) return 'caveat array cannot be empty';
  const [tag, first, second] = parsed as readonly unknown[];
  const shown = pythonRepr(project.name);
  switch (tag) {
    case 0:
      return typeof first === 'number' && typeof second === 'number' && now >= second && now < first
        ? undefined
        : 'token is expired';
    case 1:
      return isStrings(first) && first.includes(project.normalizedName)
        ? undefined
        : `project-scoped token is not valid for project: ${shown}`;
    case 2:
      return isStrings(first) && first.includes(project.id)
        ? undefined
        : `project-scoped token is not valid for project: ${shown}`;
    case 3:
      if (identity.kind !== 'user') return 'token with user restriction without a user';
      return identity.user.id === first ? undefined : 'current user does not match user restriction in token';
    case 4:
      if (identity.kind !== 'publisher')
        return 'OIDC scoped token used outside of an OIDC identified request';
      if (identity.publisher.id !== first)
        return 'current OIDC publisher does not match publisher restriction in token';
      return identity.publisher.projects.includes(project.normalizedName)
        ? undefined
        : `OIDC scoped token is not valid for project '${project.name}'`;
    default:
      return `caveat has unknown tag: ${String(tag)}`;
  }
}

/**
 * `permits` of the macaroon policy for an upload to a project: undefined when the token allows it, else the words
 * behind "Invalid API Token: ". Stored caveats are verified after those in the token.
 */
export function objectToToken(identity: Identity, project: Project, nowMs: number): string | undefined {
  const { token, macaroon } = identity;
  const now = Math.floor(nowMs / 1000);
  for (const text of [...macaroon.caveats, ...token.caveats]) {
    const objection = verifyCaveat(text, identity, project, now);
    if (objection !== undefined) return objection;
  }
  return hasValidSignature(macaroon, token.key) ? undefined : 'signatures do not match';
}
