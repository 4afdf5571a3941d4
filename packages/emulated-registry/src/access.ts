import { RegistryFailure } from './failure.ts';
import type { Caller, Package } from './model.ts';

export type Action = 'pull' | 'push';

/** What the registry says when somebody may not do something. */
const words = {
  denied: 'requested access to the resource is denied',
  anonymous: 'authentication required',
  anonymousPush: 'unauthenticated: User cannot be authenticated with the token provided.',
  create: 'installation not allowed to Create organization package',
  write: 'installation not allowed to Write organization package',
  createPackage: 'permission_denied: create_package',
  writePackage: 'permission_denied: write_package',
  scopes: 'permission_denied: The token provided does not match expected scopes.',
} as const;

const denied = (message: string): RegistryFailure => new RegistryFailure(403, 'DENIED', message);

export function ownerOf(name: string): string {
  return name.split('/', 1)[0] ?? '';
}

/**
 * Undefined when the caller may do it, else the refusal. Rules of
 * https://docs.github.com/packages/learn-github-packages/about-permissions-for-github-packages: a job token by
 * `permissions: packages` and the package's access for its repository, a classic token by its scopes; no other token.
 */
export function objectToAccess(
  caller: Caller,
  found: Package | undefined,
  name: string,
  action: Action,
): RegistryFailure | undefined {
  const existing = found?.published === true ? found : undefined;
  if (action === 'pull' && existing?.visibility === 'public') return undefined;
  switch (caller.kind) {
    case 'anonymous':
      return new RegistryFailure(
        401,
        'UNAUTHORIZED',
        action === 'pull' ? words.anonymous : words.anonymousPush,
      );
    case 'personal': {
      const writes = caller.scopes.includes('write:packages');
      const may = action === 'push' ? writes : writes || caller.scopes.includes('read:packages');
      if (!may) return denied(words.scopes);
      if (ownerOf(name) === caller.login.toLowerCase()) return undefined;
      return denied(action === 'pull' ? words.denied : words.createPackage);
    }
    case 'job':
      return objectToJob(caller.identity.repository, caller.identity.permissions.packages, {
        existing,
        name,
        action,
      });
  }
}

function objectToJob(
  repository: string,
  level: 'none' | 'read' | 'write' | undefined,
  { existing, name, action }: { existing: Package | undefined; name: string; action: Action },
): RegistryFailure | undefined {
  const own = existing?.linkedRepository?.toLowerCase() === repository.toLowerCase();
  const role = own ? 'write' : existing?.actionsAccess.get(repository.toLowerCase());
  if (action === 'pull') {
    if (level !== 'read' && level !== 'write') return denied(words.denied);
    return existing === undefined || role !== undefined ? undefined : denied(words.denied);
  }
  if (level !== 'write') return denied(existing === undefined ? words.create : words.write);
  if (existing !== undefined) return role === 'write' ? undefined : denied(words.writePackage);
  return ownerOf(name) === ownerOf(repository).toLowerCase() ? undefined : denied(words.createPackage);
}
