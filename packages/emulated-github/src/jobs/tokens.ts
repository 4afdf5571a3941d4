import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { type BackendIds, createBackendIds } from './backend-ids.ts';
import type {
  JobCredentials,
  JobIdentity,
  PermissionLevel,
  PermissionScope,
  Permissions,
} from './identity.ts';

/** Host of the artifact service; `ACTIONS_RESULTS_URL` names it. */
export const resultsHost = 'results-receiver.actions.githubusercontent.com';
/** Host a job asks for its ID token; `ACTIONS_ID_TOKEN_REQUEST_URL` names it. */
export const idTokenRequestHost = 'run-actions-1-azure-eastus.actions.githubusercontent.com';

/** A `GITHUB_TOKEN`: what it may do is in `identity.permissions`. */
export interface JobTokenGrant {
  readonly kind: 'job';
  readonly identity: JobIdentity;
}

/** A token of a person or of an installed app. */
export interface PersonalTokenGrant {
  readonly kind: 'personal';
  readonly login: string;
  /** OAuth scopes of a classic token (`repo`, `workflow`); empty for a fine-grained one. */
  readonly scopes: readonly string[];
  /** Permissions of a fine-grained token. */
  readonly permissions: Permissions;
}

export type TokenGrant = JobTokenGrant | PersonalTokenGrant;

/** The job behind a runtime token or an ID-token request token. */
export interface JobGrant {
  readonly identity: JobIdentity;
  readonly backendIds: BackendIds;
}

export interface PersonalTokenRequest {
  readonly login: string;
  readonly scopes?: readonly string[];
  readonly permissions?: Permissions;
}

/** Every credential of one world: issued here, checked by the emulators. */
export interface TokenStore {
  /** Hands a job what the platform would; an ID-token request address only with `id-token: write`. */
  issueJob(identity: JobIdentity): JobCredentials;
  /** Ends the life of a job's credentials, as the platform does when the job is over. */
  revokeJob(credentials: JobCredentials): void;
  /** Classic with `scopes`, fine-grained with `permissions`. */
  issuePersonal(request: PersonalTokenRequest): string;
  /** Who a token of the GitHub API is; undefined when it is unknown, revoked or a credential of another service. */
  find(token: string): TokenGrant | undefined;
  /** The job of an `ACTIONS_RUNTIME_TOKEN`. */
  findRuntime(token: string): JobGrant | undefined;
  /** The job of an `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
  findIdTokenRequest(token: string): JobGrant | undefined;
  /** Keeps that a job used a permission, for a service that is not GitHub's API. */
  noteUse(job: Pick<JobIdentity, 'checkRunId'>, scope: PermissionScope, level: PermissionLevel): void;
  /** Every credential that was issued, revoked ones too: none of them may show up in what a run leaves behind. */
  issued(): readonly string[];
  /** What was kept of a job: the highest level of each scope. */
  usesOf(checkRunId: number): Permissions;
}

export interface TokenStoreOptions {
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
// A job may run for six hours on GitHub's machines; its runtime token lives as long.
const runtimeTokenLifetimeSeconds = 6 * 60 * 60;

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function encodeSegment(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * A JWT as the platform makes it: clients decode the payload for `scp` and never verify the signature
 * (`getBackendIdsFromToken` of `@actions/artifact`).
 */
function signServiceToken(claims: Readonly<Record<string, unknown>>, key: Uint8Array): string {
  const signed = `${encodeSegment({ typ: 'JWT', alg: 'HS256' })}.${encodeSegment(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Opens the credentials of one world; nothing in it is valid in another. */
export function createTokenStore(options: TokenStoreOptions = {}): TokenStore {
  const now = options.now ?? Date.now;
  const key = randomBytes(32);
  const backendIds = createBackendIds(key);
  const apiTokens = new Map<string, TokenGrant>();
  const runtimeTokens = new Map<string, JobGrant & { readonly expiresAtMs: number }>();
  const requestTokens = new Map<string, JobGrant>();
  const issued: string[] = [];
  const uses = new Map<number, Partial<Record<PermissionScope, PermissionLevel>>>();

  const noteUse: TokenStore['noteUse'] = ({ checkRunId }, scope, level) => {
    const used = uses.get(checkRunId) ?? {};
    if (used[scope] !== 'write') used[scope] = level;
    uses.set(checkRunId, used);
  };

  const issueServiceToken = (identity: JobIdentity, ids: BackendIds, scope: string): string => {
    const issuedAt = Math.floor(now() / 1000);
    return signServiceToken(
      {
        nameid: 'dddddddd-dddd-dddd-dddd-dddddddddddd',
        scp: scope,
        repository: identity.repository,
        run_id: String(identity.runId),
        orch_id: `${ids.runBackendId}.${identity.jobId}.__default`,
        jti: randomText(22),
        iss: 'https://token.actions.githubusercontent.com',
        aud: 'https://token.actions.githubusercontent.com',
        nbf: issuedAt - 300,
        iat: issuedAt,
        exp: issuedAt + runtimeTokenLifetimeSeconds,
      },
      key,
    );
  };

  return {
    issueJob(identity) {
      const ids = backendIds.ofJob(identity);
      const token = `ghs_${randomText(36)}`;
      const scope = `Actions.Results:${ids.runBackendId}:${ids.jobBackendId}`;
      const runtimeToken = issueServiceToken(identity, ids, scope);
      apiTokens.set(token, { kind: 'job', identity });
      issued.push(token, runtimeToken);
      const expiresAtMs = now() + runtimeTokenLifetimeSeconds * 1000;
      runtimeTokens.set(runtimeToken, { identity, backendIds: ids, expiresAtMs });
      const base = { token, runtimeToken, resultsUrl: `https://${resultsHost}/` };
      if (identity.permissions['id-token'] !== 'write')
        return { ...base, idTokenRequestUrl: undefined, idTokenRequestToken: undefined };
      const idTokenRequestToken = issueServiceToken(identity, ids, 'Actions.GenericRead');
      requestTokens.set(idTokenRequestToken, { identity, backendIds: ids });
      issued.push(idTokenRequestToken);
      const path = `85//idtoken/${ids.runBackendId}/${ids.jobBackendId}`;
      const idTokenRequestUrl = `https://${idTokenRequestHost}/${path}?api-version=2.0`;
      return { ...base, idTokenRequestUrl, idTokenRequestToken };
    },
    revokeJob(credentials) {
      apiTokens.delete(credentials.token);
      runtimeTokens.delete(credentials.runtimeToken);
      if (credentials.idTokenRequestToken !== undefined)
        requestTokens.delete(credentials.idTokenRequestToken);
    },
    issuePersonal({ login, scopes = [], permissions = {} }) {
      // Fine-grained tokens have their own prefix: https://docs.github.com/authentication "token formats".
      const fineGrained = Object.keys(permissions).length > 0;
      const token = fineGrained ? `github_pat_${randomText(22)}_${randomText(59)}` : `ghp_${randomText(36)}`;
      apiTokens.set(token, { kind: 'personal', login, scopes, permissions });
      issued.push(token);
      return token;
    },
    find: (token) => apiTokens.get(token),
    findRuntime(token) {
      const grant = runtimeTokens.get(token);
      return grant !== undefined && grant.expiresAtMs > now() ? grant : undefined;
    },
    findIdTokenRequest(token) {
      const grant = requestTokens.get(token);
      if (grant !== undefined) noteUse(grant.identity, 'id-token', 'write');
      return grant;
    },
    noteUse,
    issued: () => issued,
    usesOf: (checkRunId) => uses.get(checkRunId) ?? {},
  };
}
