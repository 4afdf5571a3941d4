import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { InputError } from '@slipway/core/errors/action-error';
import { runnerErrors } from '../errors.ts';
import type { JobPermissions, PermissionLevel } from '../platform.ts';
import { readMapping } from './workflow-model.ts';

// Scopes and their highest levels: "Permissions for the GITHUB_TOKEN" and "jobs.<job_id>.permissions", GitHub Docs.
const highestLevels: Readonly<Record<string, PermissionLevel>> = {
  actions: 'write',
  'artifact-metadata': 'write',
  attestations: 'write',
  checks: 'write',
  contents: 'write',
  deployments: 'write',
  discussions: 'write',
  'id-token': 'write',
  issues: 'write',
  models: 'read',
  packages: 'write',
  pages: 'write',
  'pull-requests': 'write',
  'repository-projects': 'write',
  'security-events': 'write',
  statuses: 'write',
};
const order: Readonly<Record<PermissionLevel, number>> = { none: 0, read: 1, write: 2 };

function fill(level: (scope: string, highest: PermissionLevel) => PermissionLevel): JobPermissions {
  return Object.fromEntries(
    Object.entries(highestLevels).map(([scope, highest]) => [scope, level(scope, highest)]),
  );
}

/** What the token may do when neither job nor workflow has a `permissions` key. */
export function defaultPermissions(setting: 'read' | 'write'): JobPermissions {
  if (setting === 'write') return fill((scope, highest) => (scope === 'id-token' ? 'none' : highest));
  return fill((scope) => (scope === 'contents' || scope === 'packages' ? 'read' : 'none'));
}

/** Reads a `permissions` key: scopes that are not named get nothing. Undefined without the key. */
export function readPermissions(token: TemplateToken | undefined): JobPermissions | undefined {
  if (token === undefined) return undefined;
  const text = String(token);
  if (text === 'read-all') return fill((scope) => (scope === 'id-token' ? 'none' : 'read'));
  if (text === 'write-all') return fill((_scope, highest) => highest);
  const written = readMapping(token);
  return fill((scope) => String(written.get(scope) ?? 'none') as PermissionLevel);
}

/** Only what is granted, for reports. */
export function grantedPermissions(permissions: JobPermissions): JobPermissions {
  return Object.fromEntries(Object.entries(permissions).filter(([, level]) => level !== 'none'));
}

/**
 * A called workflow may keep or lower what its caller has, never raise it.
 * @throws InputError E_WORKFLOW_INVALID in GitHub's words
 */
export function refuseRaisedPermissions(
  asked: JobPermissions,
  allowed: JobPermissions,
  place: { callerPath: string; callee: string; job: string | undefined },
): void {
  const raised = Object.keys(asked).filter(
    (scope) => order[asked[scope] ?? 'none'] > order[allowed[scope] ?? 'none'],
  );
  if (raised.length === 0) return;
  const list = (levels: JobPermissions): string =>
    raised.map((scope) => `${scope}: ${levels[scope] ?? 'none'}`).join(', ');
  const who = place.job === undefined ? 'The workflow' : `The nested job '${place.job}'`;
  throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
    message: `The workflow is not valid. ${place.callerPath}: Error calling workflow '${place.callee}'. ${who} is requesting '${list(asked)}', but is only allowed '${list(allowed)}'.`,
    hint: 'Grant the calling job these permissions, or request fewer in the called workflow.',
  });
}
