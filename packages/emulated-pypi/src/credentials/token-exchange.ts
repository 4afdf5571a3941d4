import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { HttpFailure } from '../http-failure.ts';
import type { IndexStore } from '../index-store.ts';
import { canonicalName } from '../metadata/python-names.ts';
import type { PendingPublisher, Publisher } from '../model.ts';
import type { IndexSite } from '../pages.ts';
import { checkProjectName, newProject, settleCreation } from '../project-creation.ts';
import { caveat, createToken } from './api-tokens.ts';
import { readToken } from './macaroon.ts';
import { InvalidPublisher, lookUpPublisher, type SignedClaims, verifyClaims } from './publishers.ts';

/** `_JWT_LEEWAY` of warehouse/oidc/services.py, in seconds. */
const leewaySeconds = 30;
const tokenLifetimeSeconds = 900;
const githubIssuer = 'https://token.actions.githubusercontent.com';
const otherIssuers = new Set(['https://gitlab.com', 'https://accounts.google.com']);

/** What the exchange of tokens needs beyond the state. */
export interface TokenExchange {
  readonly site: IndexSite;
  readonly store: IndexStore;
  /** The key set of the ID-token issuer. */
  loadKeySet(): Promise<JSONWebKeySet>;
}

/** A failure with `code` and `description` of the answer. */
class MintFailure extends Error {
  readonly code: string;
  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** `ReusedTokenError`: no kind of `InvalidPublisherError`. */
class ReusedToken extends Error {}

function json(status: number, value: unknown): EmulatorResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function parsePayload(body: string): string {
  const title = '1 validation error for TokenPayload';
  const refuse = (detail: string): never => {
    throw new MintFailure('invalid-payload', `${title}\n${detail}`);
  };
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return refuse('  Invalid JSON: expected value at line 1 column 1 [type=json_invalid]');
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return refuse('  Input should be an object [type=model_type]');
  if (!('token' in payload)) return refuse('token\n  Field required [type=missing]');
  if (typeof payload.token !== 'string')
    return refuse('token\n  Input should be a valid string [type=string_type]');
  return payload.token;
}

function peekIssuer(token: string): string {
  try {
    const issuer: unknown = decodeJwt(token)['iss'];
    if (typeof issuer === 'string') return issuer;
  } catch {
    // What is no JWT has no issuer either.
  }
  throw new MintFailure('invalid-payload', 'malformed JWT');
}

async function verifyToken({ site, store, loadKeySet }: TokenExchange, token: string): Promise<SignedClaims> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(await loadKeySet()), {
      algorithms: ['RS256'],
      issuer: githubIssuer,
      audience: site.audience,
      requiredClaims: ['iss', 'iat', 'exp', 'aud'],
      clockTolerance: leewaySeconds,
      currentDate: new Date(store.now()),
    });
    // `strict_aud`: the one string, no list. PyJWT refuses a token that is issued in the future as well.
    const issuedAt = payload.iat ?? 0;
    if (payload.aud === site.audience && issuedAt <= store.now() / 1000 + leewaySeconds) return payload;
  } catch {
    // Every reason gets the same words: the service does not tell them apart.
  }
  throw new MintFailure('invalid-token', 'malformed or invalid token');
}

function reify(store: IndexStore, pending: PendingPublisher): Publisher {
  const { projectName, addedBy: _addedBy, ...fields } = pending;
  const name = canonicalName(projectName);
  const same = store.publishers.find(
    (publisher) =>
      publisher.owner === pending.owner &&
      publisher.repositoryName === pending.repositoryName &&
      publisher.workflow === pending.workflow &&
      publisher.environment === pending.environment,
  );
  const publisher = { ...(same ?? fields), projects: [...(same?.projects ?? []), name] };
  store.publishers = [...store.publishers.filter((other) => other !== same), publisher];
  store.pendingPublishers = store.pendingPublishers.filter((other) => other !== pending);
  return publisher;
}

function usePendingPublisher(exchange: TokenExchange, claims: SignedClaims, checkTokenId: () => void): void {
  const { store, site } = exchange;
  let pending: PendingPublisher;
  try {
    pending = lookUpPublisher(store.pendingPublishers, claims);
    verifyClaims(pending, claims, checkTokenId);
  } catch (error) {
    if (error instanceof InvalidPublisher) return;
    throw error;
  }
  if (store.projects.has(canonicalName(pending.projectName))) {
    store.pendingPublishers = store.pendingPublishers.filter((other) => other !== pending);
    throw new MintFailure('invalid-pending-publisher', 'valid token, but project already exists');
  }
  try {
    checkProjectName(store, site, pending.projectName);
  } catch (error) {
    if (error instanceof HttpFailure) throw new MintFailure('invalid-payload', error.message);
    throw error;
  }
  const project = store.commit(newProject(pending.projectName, [pending.addedBy]));
  reify(store, pending);
  settleCreation(store, project, pending.addedBy, false);
}

function findPublisher({ store }: TokenExchange, claims: SignedClaims, checkTokenId: () => void): Publisher {
  try {
    const publisher = lookUpPublisher(store.publishers, claims);
    verifyClaims(publisher, claims, checkTokenId);
    return publisher;
  } catch (error) {
    if (error instanceof ReusedToken)
      throw new MintFailure('invalid-reuse-token', 'invalid token: already used');
    if (error instanceof InvalidPublisher)
      throw new MintFailure(
        'invalid-publisher',
        `valid token, but no corresponding publisher (${error.message})`,
      );
    throw error;
  }
}

/** `mint_token` of warehouse/oidc/views.py. */
async function mint(exchange: TokenExchange, token: string): Promise<EmulatorResponse> {
  const { store, site } = exchange;
  const claims = await verifyToken(exchange, token);
  const id = String(claims['jti']);
  const now = Math.floor(store.now() / 1000);
  const isUsed = (): boolean => (store.usedTokenIds.get(id) ?? 0) > now;
  const checkTokenId = (): void => {
    if (isUsed()) throw new ReusedToken();
  };
  usePendingPublisher(exchange, claims, checkTokenId);
  const publisher = findPublisher(exchange, claims, checkTokenId);
  store.usedTokenIds.set(id, Number(claims['exp']) + leewaySeconds + 5);
  const expires = now + tokenLifetimeSeconds;
  const ids = publisher.projects.map((name) => store.projects.get(name)?.id ?? '');
  const caveats = [caveat.publisher(publisher.id), caveat.projectIds(ids), caveat.expiration(expires, now)];
  const value = createToken(store, site.indexHost, caveats, {
    kind: 'publisher',
    publisherId: publisher.id,
  });
  return json(200, { success: true, token: value, expires });
}

/** `POST /_/oidc/mint-token`. */
export async function mintToken(
  exchange: TokenExchange,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  try {
    const token = parsePayload(Buffer.from(await request.bytes()).toString('utf8'));
    const issuer = peekIssuer(token);
    if (issuer !== githubIssuer)
      throw otherIssuers.has(issuer)
        ? new MintFailure('invalid-token', 'malformed or invalid token')
        : new MintFailure('invalid-payload', 'unknown trusted publishing issuer');
    if (exchange.store.flags.disallowOidc)
      throw new MintFailure('not-enabled', 'github trusted publishing functionality not enabled');
    return await mint(exchange, token);
  } catch (error) {
    if (error instanceof MintFailure)
      return json(422, {
        message: 'Token request failed',
        errors: [{ code: error.code, description: error.message }],
      });
    // A used token that still matches a pending publisher is an unhandled `ReusedTokenError` there.
    if (error instanceof ReusedToken)
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' };
    throw error;
  }
}

/** `GET /_/oidc/audience`. */
export function answerAudience({ store, site }: TokenExchange): EmulatorResponse {
  return store.flags.disallowOidc
    ? json(403, { message: 'Trusted publishing functionality not enabled' })
    : json(200, { audience: site.audience });
}

/** `POST /_/oidc/burn-token`: deletes a token of a publisher and says nothing about whether there was one. */
export async function burnToken(
  { store }: TokenExchange,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  const body = Buffer.from(await request.bytes()).toString('utf8');
  const token = /"token"\s*:\s*"(?<token>[^"]*)"/.exec(body)?.groups?.['token'] ?? '';
  const stored = store.tokens.get(readToken(token)?.identifier ?? '');
  if (stored?.owner.kind === 'publisher') store.tokens.delete(stored.identifier);
  return json(202, { message: 'Accepted', errors: [] });
}
