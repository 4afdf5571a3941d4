/** The scopes of `GITHUB_TOKEN` that a release may ask for. `id-token` has no read access. */
export interface Permissions {
  readonly actions?: Grant;
  readonly attestations?: Grant;
  readonly checks?: Grant;
  readonly contents?: Grant;
  readonly 'id-token'?: Grant<'write'>;
  readonly packages?: Grant;
  readonly 'pull-requests'?: Grant;
}

/** One permission with its reason, which becomes a comment in the file and a note in the documentation. */
export interface Grant<Access extends 'read' | 'write' = 'read' | 'write'> {
  readonly access: Access;
  readonly reason: string;
}

/** Read access, and why. */
export const read = (reason: string): Grant<'read'> => ({ access: 'read', reason });

/** Write access, and why. */
export const write = (reason: string): Grant<'write'> => ({ access: 'write', reason });

/** The granted scopes in their written order. */
export function listGrants(permissions: Permissions): [string, Grant][] {
  return Object.entries(permissions) as [string, Grant][];
}
