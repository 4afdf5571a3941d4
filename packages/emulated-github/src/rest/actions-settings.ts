import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, Refusal } from '../answers.ts';
import type { Need } from '../caller.ts';
import { apiBase } from '../render.ts';
import type { Call, Route } from './call.ts';

const readAdministration: Need = { scope: 'administration', level: 'read' };
const path = '/actions/permissions';

/** Schema `actions-repository-permissions`. */
async function getPermissions({ repository }: Call): Promise<EmulatorResponse> {
  const { enabled, allowedActions, shaPinningRequired } = repository.actions;
  if (!enabled) return json(200, { enabled });
  return json(200, {
    enabled,
    allowed_actions: allowedActions,
    ...(allowedActions === 'selected'
      ? { selected_actions_url: `${apiBase(repository)}${path}/selected-actions` }
      : {}),
    sha_pinning_required: shaPinningRequired,
  });
}

/** Schema `selected-actions`; "the repository policy for `allowed_actions` must be configured to `selected`". */
async function getSelectedActions({ repository }: Call): Promise<EmulatorResponse> {
  const { allowedActions, selected } = repository.actions;
  if (allowedActions !== 'selected') throw new Refusal(409, 'Conflict');
  return json(200, {
    github_owned_allowed: selected.githubOwned,
    verified_allowed: selected.verifiedCreators,
    patterns_allowed: selected.patterns,
  });
}

/** Schema `actions-get-default-workflow-permissions`. */
async function getWorkflowPermissions({ repository }: Call): Promise<EmulatorResponse> {
  const { defaultWorkflowPermissions, canApprovePullRequestReviews } = repository.actions;
  return json(200, {
    default_workflow_permissions: defaultWorkflowPermissions,
    can_approve_pull_request_reviews: canApprovePullRequestReviews,
  });
}

/** What administrators alone may read: a job token has no such permission. */
export const actionsSettingRoutes: readonly Route[] = [
  { method: 'GET', path, needs: readAdministration, handle: getPermissions },
  { method: 'GET', path: `${path}/selected-actions`, needs: readAdministration, handle: getSelectedActions },
  { method: 'GET', path: `${path}/workflow`, needs: readAdministration, handle: getWorkflowPermissions },
];
