import {
  readBoolean,
  readList,
  readObject,
  readOptional,
  readString,
  readWord,
  type Value,
} from './value-reader.ts';

/** What counts of the schema `actions-repository-permissions`. */
export interface ActionsPermissionsAnswer {
  readonly enabled: boolean;
  readonly allowedActions: 'all' | 'local_only' | 'selected';
  readonly shaPinningRequired: boolean;
}

/** `GET …/actions/permissions`. @throws InputError E_SETTINGS_INVALID */
export function readActionsPermissions(at: Value): ActionsPermissionsAnswer {
  const field = readObject(at);
  const enabled = readBoolean(field('enabled'));
  const allowed = readOptional(field('allowed_actions'), (allowedAt) =>
    readWord(allowedAt, ['all', 'local_only', 'selected']),
  );
  return {
    enabled,
    allowedActions: allowed ?? 'all',
    shaPinningRequired: readOptional(field('sha_pinning_required'), readBoolean) ?? false,
  };
}

/** The schema `selected-actions`. */
export interface SelectedActionsAnswer {
  readonly githubOwned: boolean;
  readonly verifiedCreators: boolean;
  readonly patterns: readonly string[];
}

/** `GET …/actions/permissions/selected-actions`. @throws InputError E_SETTINGS_INVALID */
export function readSelectedActions(at: Value): SelectedActionsAnswer {
  const field = readObject(at);
  return {
    githubOwned: readOptional(field('github_owned_allowed'), readBoolean) ?? false,
    verifiedCreators: readOptional(field('verified_allowed'), readBoolean) ?? false,
    patterns: (readOptional(field('patterns_allowed'), readList) ?? []).map(readString),
  };
}

/** The schema `actions-get-default-workflow-permissions`. */
export interface WorkflowPermissionsAnswer {
  readonly defaultWorkflowPermissions: 'read' | 'write';
  readonly canApprovePullRequestReviews: boolean;
}

/** `GET …/actions/permissions/workflow`. @throws InputError E_SETTINGS_INVALID */
export function readWorkflowPermissions(at: Value): WorkflowPermissionsAnswer {
  const field = readObject(at);
  return {
    defaultWorkflowPermissions: readWord(field('default_workflow_permissions'), ['read', 'write']),
    canApprovePullRequestReviews: readBoolean(field('can_approve_pull_request_reviews')),
  };
}
