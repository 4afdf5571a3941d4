import { notFound, Refusal } from './answers.ts';
import type { World } from './github-state.ts';
import type { JobIdentity, PermissionLevel, PermissionScope, Permissions } from './jobs/identity.ts';
import type { Repository } from './repository.ts';

/** Who asks. */
export type Caller =
  | { readonly kind: 'anonymous'; readonly login: '' }
  | { readonly kind: 'job'; readonly login: 'github-actions[bot]'; readonly identity: JobIdentity }
  | {
      readonly kind: 'personal';
      readonly login: string;
      readonly permissions: Permissions;
      readonly administrator: boolean;
    };

/** Permissions that no job token can have. */
type OwnerScope = 'administration' | 'secrets' | 'environments' | 'dependabot-secrets';

const ownerScopes: ReadonlySet<string> = new Set<OwnerScope>([
  ...(['administration', 'secrets', 'environments', 'dependabot-secrets'] as const),
]);

export interface Need {
  readonly scope: PermissionScope | 'metadata' | OwnerScope;
  readonly level: 'read' | 'write';
}

const rank: Readonly<Record<PermissionLevel, number>> = { none: 0, read: 1, write: 2 };

/** Names one execution of one job, matrix combinations apart from each other. */
export function jobKey(identity: Pick<JobIdentity, 'runId' | 'runAttempt' | 'checkRunId'>): string {
  return `${identity.runId}.${identity.runAttempt}.${identity.checkRunId}`;
}

/** Reads `Authorization`: `token X`, `Bearer X` in any case, or Basic with the token as the password. */
function readToken(authorization: string | undefined): string | undefined {
  const [scheme = '', value = ''] = (authorization ?? '').trim().split(/\s+/, 2);
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const [user = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':');
  const password = rest.join(':');
  return password === '' || password === 'x-oauth-basic' ? user : password;
}

/** @throws Refusal 401 for a token that was never issued or no longer works */
export function identifyCaller(world: World, authorization: string | undefined): Caller {
  const token = readToken(authorization);
  if (token === undefined) return { kind: 'anonymous', login: '' };
  const grant = world.tokens.find(token);
  if (grant === undefined) throw new Refusal(401, 'Bad credentials');
  if (grant.kind === 'job') {
    return { kind: 'job', login: 'github-actions[bot]', identity: grant.identity };
  }
  // A classic token with `repo` does whatever its owner may, administration included.
  const { login, permissions, scopes } = grant;
  return { kind: 'personal', login, permissions, administrator: scopes.includes('repo') };
}

const isOwnerScope = ({ scope }: Need): boolean => ownerScopes.has(scope);

/** Whether the person may do everything: the owners alone, where the repository says who they are. */
const isMember = ({ login }: Caller, { administrators }: Repository): boolean =>
  administrators === undefined || administrators.includes(login);

function levelOf(caller: Caller, repository: Repository, need: Need): PermissionLevel {
  if (caller.kind === 'anonymous') return 'none';
  if (
    caller.kind === 'job' &&
    caller.identity.repository.toLowerCase() !== repository.fullName.toLowerCase()
  ) {
    return 'none';
  }
  // Metadata can be read with every token that reaches the repository at all.
  if (need.scope === 'metadata') return 'read';
  if (caller.kind === 'personal' && caller.administrator)
    return isMember(caller, repository)
      ? 'write'
      : repository.private || isOwnerScope(need)
        ? 'none'
        : 'read';
  if (isOwnerScope(need)) return 'none';
  const permissions = caller.kind === 'job' ? caller.identity.permissions : caller.permissions;
  return permissions[need.scope as PermissionScope] ?? 'none';
}

/** Whether the caller holds the permission, without recording a use of it. */
export function mayDo(caller: Caller, repository: Repository, need: Need): boolean {
  return rank[levelOf(caller, repository, need)] >= rank[need.level];
}

function recordUse(world: World, caller: Caller, need: Need): void {
  if (caller.kind !== 'job' || need.scope === 'metadata' || isOwnerScope(need)) return;
  const key = jobKey(caller.identity);
  const used = world.permissionsUsed.get(key) ?? {};
  world.permissionsUsed.set(key, used);
  const scope = need.scope as PermissionScope;
  if (rank[need.level] > rank[used[scope] ?? 'none']) used[scope] = need.level;
}

/** What everybody may read of a public repository, without any permission. */
const publicScopes = new Set([
  ...['metadata', 'contents', 'actions', 'pull-requests', 'deployments'],
  'attestations',
]);

/**
 * Lets the call through or refuses it the way GitHub does, and records which permission of a job was used.
 * @throws Refusal 401, 403 or 404 (a private repository does not exist for who may not see it)
 */
export function authorize(world: World, caller: Caller, repository: Repository, need: Need): void {
  if (mayDo(caller, repository, need)) {
    // https://docs.github.com/repositories/archiving-a-github-repository: read-only for everybody.
    if (repository.archived && need.level === 'write')
      throw new Refusal(403, 'Repository was archived so is read-only.');
    recordUse(world, caller, need);
    return;
  }
  const visible = !repository.private || mayDo(caller, repository, { scope: 'metadata', level: 'read' });
  if (!visible) throw notFound();
  if (need.level === 'read' && !repository.private && publicScopes.has(need.scope)) return;
  if (caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
  // A settings page of a repository that is not the caller's does not exist (REST reference, "Troubleshooting", 404 Not Found).
  if (caller.kind === 'personal' && caller.administrator && isOwnerScope(need)) throw notFound();
  throw new Refusal(
    403,
    caller.kind === 'job'
      ? 'Resource not accessible by integration'
      : 'Resource not accessible by personal access token',
  );
}
