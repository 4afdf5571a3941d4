import { randomUUID } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { SignJWT } from 'jose';
import type { JobIdentity } from '../jobs/identity.ts';
import { describeRepositoryByName, type RepositoryFacts } from '../jobs/repository-facts.ts';
import { idTokenRequestHost, type TokenStore } from '../jobs/tokens.ts';
import { createClaims, type SubjectFormat } from './claims.ts';
import { createSigningKey, type SigningKey } from './signing-key.ts';

/** Host of the issuer of GitHub's ID tokens. */
export const issuerHost = 'token.actions.githubusercontent.com';
const publicIssuer = `https://${issuerHost}`;

export interface IdTokenServiceOptions {
  readonly tokens: TokenStore;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
  /** Default: a public repository with numbers derived from its name. */
  readonly describeRepository?: (repository: string) => RepositoryFacts;
  /** Whether a ref is protected by a rule; default: no ref is. */
  readonly isRefProtected?: (repository: string, ref: string) => boolean;
  readonly subjectFormat?: SubjectFormat;
  /** `iss` of the tokens of another server than github.com, or of an enterprise with its slug in it. */
  readonly issuer?: string;
}

const supportedClaims = [
  ...['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'ref', 'sha', 'repository', 'repository_id'],
  ...[
    'repository_owner',
    'repository_owner_id',
    'repository_visibility',
    'enterprise',
    'enterprise_id',
    'run_id',
  ],
  ...[
    'run_number',
    'run_attempt',
    'actor',
    'actor_id',
    'workflow',
    'workflow_ref',
    'workflow_sha',
    'head_ref',
  ],
  ...['base_ref', 'event_name', 'ref_type', 'ref_protected', 'environment', 'environment_node_id'],
  ...['job_workflow_ref', 'job_workflow_sha', 'check_run_id', 'runner_environment'],
];

function json(status: number, value: unknown): EmulatorResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

/** The form of errors of the Actions pipelines service; clients show `message`. */
function fail(status: number, message: string, typeKey: string): EmulatorResponse {
  const typeName = `GitHub.Services.WebApi.${typeKey}, GitHub.Services.WebApi`;
  return json(status, {
    $id: '1',
    innerException: null,
    message,
    typeName,
    typeKey,
    errorCode: 0,
    eventId: 3000,
  });
}

function bearerToken(request: EmulatorRequest): string | undefined {
  // RFC 9110, 11.1: the scheme is case-insensitive; cosign sends it in lower case.
  return /^bearer +(?<token>\S+)$/i.exec(request.headers['authorization'] ?? '')?.groups?.['token'];
}

/** The issuer of the Actions ID tokens with the endpoint a job asks for one. */
export function createIdTokenService(options: IdTokenServiceOptions): Service {
  const now = options.now ?? Date.now;
  const issuer = options.issuer ?? publicIssuer;
  const describeRepository = options.describeRepository ?? describeRepositoryByName;
  let key: Promise<SigningKey> | undefined;
  const loadKey = (): Promise<SigningKey> => {
    // Made when first needed: a release without ID tokens does not wait for an RSA key.
    key ??= createSigningKey();
    return key;
  };

  const sign = async (identity: JobIdentity, audience: string): Promise<string> => {
    const { privateKey, kid, x5t } = await loadKey();
    const issuedAt = Math.floor(now() / 1000);
    const facts = describeRepository(identity.repository);
    const refProtected = options.isRefProtected?.(identity.repository, identity.ref) ?? false;
    const claims = createClaims(identity, facts, refProtected, options.subjectFormat ?? 'classic');
    return new SignJWT({ ...claims, jti: randomUUID(), iss: issuer, aud: audience })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid, x5t })
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt - 600)
      .setExpirationTime(issuedAt + 300)
      .sign(privateKey);
  };

  const issue = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const path = /^\/85\/\/idtoken\/(?<run>[0-9a-f-]{36})\/(?<job>[0-9a-f-]{36})$/.exec(
      request.url.pathname,
    )?.groups;
    if (path === undefined) return fail(404, 'The controller for path was not found.', 'HttpException');
    if (request.method !== 'GET')
      return fail(405, 'The requested resource does not support this http method.', 'HttpException');
    const token = bearerToken(request);
    const grant = token === undefined ? undefined : options.tokens.findIdTokenRequest(token);
    if (grant === undefined)
      return fail(
        401,
        'TF400813: Resource not available for anonymous access. Client authentication required.',
        'UnauthorizedRequestException',
      );
    const { identity, backendIds } = grant;
    if (
      path['run'] !== backendIds.runBackendId ||
      path['job'] !== backendIds.jobBackendId ||
      identity.permissions['id-token'] !== 'write'
    )
      return fail(403, "Can't issue ID_TOKEN for this job.", 'AccessCheckException');
    const owner = identity.repository.split('/', 1)[0] ?? '';
    const audience = request.url.searchParams.get('audience') || `https://github.com/${owner}`;
    const value = await sign(identity, audience);
    // `count` is the length of the value: the service wraps a string as it wraps a list.
    return json(200, { count: value.length, value });
  };

  const publish = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return { status: 405, headers: { allow: 'GET, HEAD' } };
    const base = new URL(issuer).pathname.replace(/\/$/, '');
    if (request.url.pathname === `${base}/.well-known/jwks`)
      return json(200, { keys: [(await loadKey()).jwk] });
    if (request.url.pathname === `${base}/.well-known/openid-configuration`)
      return json(200, {
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks`,
        subject_types_supported: ['public', 'pairwise'],
        response_types_supported: ['id_token'],
        claims_supported: supportedClaims,
        id_token_signing_alg_values_supported: ['RS256'],
        scopes_supported: ['openid'],
      });
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: '' };
  };

  return {
    name: 'oidc',
    hosts: [new URL(issuer).hostname, idTokenRequestHost],
    handle: (request) => (request.host === idTokenRequestHost ? issue(request) : publish(request)),
  };
}
