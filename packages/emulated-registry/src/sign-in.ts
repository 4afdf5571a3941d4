import type { TokenStore } from '@slipway/emulated-github/jobs/tokens';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { type Action, objectToAccess } from './access.ts';
import { RegistryFailure } from './failure.ts';
import type { Caller, RegistryBehavior } from './model.ts';
import type { RegistryStore } from './registry-store.ts';

export interface SignIn {
  readonly host: string;
  readonly store: RegistryStore;
  readonly tokens: TokenStore;
  readonly behavior: () => RegistryBehavior;
}

/** The name of Basic is not looked at: any user goes with a token. */
function readPassword(authorization: string | undefined): string | undefined {
  const encoded = /^basic (?<encoded>\S+)$/i.exec(authorization ?? '')?.groups?.['encoded'];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}

/** Who a GitHub token is; fine-grained tokens are not taken. */
function findCaller(tokens: TokenStore, token: string): Caller | undefined {
  const grant = tokens.find(token);
  if (grant === undefined) return undefined;
  if (grant.kind === 'job') return { kind: 'job', identity: grant.identity };
  return { kind: 'personal', login: grant.login, scopes: grant.scopes };
}

function readScopes(url: URL): Map<string, Set<string>> {
  const scopes = new Map<string, Set<string>>();
  for (const scope of url.searchParams.getAll('scope').flatMap((each) => each.split(' '))) {
    const { name, actions } = /^repository:(?<name>[^:]+):(?<actions>[\w,*]+)$/.exec(scope)?.groups ?? {};
    if (name === undefined || actions === undefined) continue;
    const known = scopes.get(name) ?? new Set();
    for (const action of actions.split(',')) known.add(action);
    scopes.set(name, known);
  }
  return scopes;
}

/**
 * `GET /token` (https://distribution.github.io/distribution/spec/auth/token/): a GitHub token by Basic, or nobody. What a
 * caller may push is looked at when it pushes, not here.
 */
export function answerToken(parts: SignIn, request: EmulatorRequest): EmulatorResponse {
  const { store, tokens } = parts;
  const { tokenFields, tokenLifetimeMs } = parts.behavior();
  const authorization = request.headers['authorization'];
  const password = readPassword(authorization);
  if (authorization !== undefined && password === undefined)
    throw new RegistryFailure(401, 'UNAUTHORIZED', 'authentication required');
  const caller: Caller | undefined =
    password === undefined ? { kind: 'anonymous' } : findCaller(tokens, password);
  if (caller === undefined) throw new RegistryFailure(403, 'DENIED', 'denied');
  const grants = readScopes(request.url);
  for (const [name, actions] of grants) {
    if (caller.kind !== 'anonymous') continue;
    const objection = objectToAccess(caller, store.packages.get(name), name, 'pull');
    if (objection !== undefined) throw objection;
    actions.delete('push');
  }
  const [name = ''] = grants.keys();
  const value = store.issueToken({ caller, grants, expiresAtMs: store.now() + tokenLifetimeMs }, name);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(tokenFields.map((field) => [field, value]))),
  };
}

/** The 401 that says where tokens are to be had. */
export function challenge({ host }: SignIn, name = 'user/image', action: Action = 'pull'): RegistryFailure {
  const scope = `repository:${name}:${action === 'push' ? 'pull,push' : 'pull'}`;
  return new RegistryFailure(401, 'UNAUTHORIZED', 'authentication required', {
    headers: {
      'www-authenticate': `Bearer realm="https://${host}/token",service="${host}",scope="${scope}"`,
    },
  });
}

/** The caller behind a request about a repository. @throws RegistryFailure 401, 403 */
export function admit(parts: SignIn, request: EmulatorRequest, name: string, action: Action): Caller {
  const { store, tokens } = parts;
  const authorization = request.headers['authorization'];
  const found = store.packages.get(name);
  if (authorization === undefined) throw challenge(parts, name, action);
  const bearer = /^bearer (?<value>\S+)$/i.exec(authorization)?.groups?.['value'];
  const token = bearer === undefined ? undefined : store.tokens.get(bearer);
  if (token !== undefined && token.expiresAtMs <= store.now()) throw challenge(parts, name, action);
  const caller = token?.caller ?? findByBase64(tokens, bearer);
  if (caller === undefined) throw new RegistryFailure(403, 'DENIED', 'invalid token');
  const objection = objectToAccess(caller, found, name, action);
  if (objection !== undefined) throw objection;
  if (token?.grants !== undefined && token.grants.get(name)?.has(action) !== true)
    throw new RegistryFailure(403, 'DENIED', 'requested access to the resource is denied');
  if (caller.kind === 'job')
    tokens.noteUse(caller.identity, 'packages', action === 'push' ? 'write' : 'read');
  return caller;
}

/** The short way that is not documented: base64 of a GitHub token, and `QQ==` for nobody. */
function findByBase64(tokens: TokenStore, bearer: string | undefined): Caller | undefined {
  if (bearer === 'QQ==') return { kind: 'anonymous' };
  const text = Buffer.from(bearer ?? '', 'base64')
    .toString('utf8')
    .trim();
  return findCaller(tokens, text.slice(text.indexOf(':') + 1));
}
