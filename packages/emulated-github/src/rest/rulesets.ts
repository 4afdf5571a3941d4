import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal } from '../answers.ts';
import { mayDo, type Need } from '../caller.ts';
import type { RefProtection } from '../model.ts';
import { findProtections } from '../protection.ts';
import { apiBase, nodeId, pageBase } from '../render.ts';
import type { Repository } from '../repository.ts';
import { mayHaveRules } from '../settings/plan.ts';
import { readRef } from '../transfers/ref-changes.ts';
import { answerPage, type Call, type Route } from './call.ts';

const administer: Need = { scope: 'administration', level: 'write' };
/** The app behind the token of a job. */
const actionsApp = { login: 'github-actions[bot]', id: 15_368 };

/** Number of a ruleset: its own, or its place. */
export function rulesetId(repository: Repository, protection: RefProtection): number {
  return protection.id ?? repository.protections.indexOf(protection) + 1;
}

/** The rules of a protection as a ruleset lists them. */
export function renderRules(protection: RefProtection): Record<string, unknown>[] {
  const rules: Record<string, unknown>[] = [];
  if (protection.creation === true) rules.push({ type: 'creation' });
  if (protection.update === true) rules.push({ type: 'update' });
  if (protection.deletion === true) rules.push({ type: 'deletion' });
  if (protection.nonFastForward === true) rules.push({ type: 'non_fast_forward' });
  if (protection.requireSignatures === true) rules.push({ type: 'required_signatures' });
  if (protection.requirePullRequest === true) {
    const parameters = {
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: 0,
      required_review_thread_resolution: false,
    };
    rules.push({ type: 'pull_request', parameters });
  }
  const checks = (protection.requiredStatusChecks ?? []).map((context) => ({ context }));
  if (checks.length > 0) {
    const parameters = { required_status_checks: checks, strict_required_status_checks_policy: false };
    rules.push({ type: 'required_status_checks', parameters });
  }
  return rules;
}

/** Schema `repository-ruleset`; a list leaves rules, conditions and bypass actors out. */
function renderRuleset(repository: Repository, protection: RefProtection): Record<string, unknown> {
  const id = rulesetId(repository, protection);
  const patterns = [protection.pattern].flat();
  const created = new Date(repository.createdAtMs).toISOString();
  return {
    id,
    name: protection.name ?? `ruleset ${id}`,
    target: patterns.every((pattern) => pattern.startsWith('refs/tags/')) ? 'tag' : 'branch',
    source_type: 'Repository',
    source: repository.fullName,
    enforcement: 'active',
    node_id: nodeId('RRS', id),
    _links: {
      self: { href: `${apiBase(repository)}/rulesets/${id}` },
      html: { href: `${pageBase(repository)}/rules/${id}` },
    },
    created_at: created,
    updated_at: created,
  };
}

const isRuleset = ({ source }: RefProtection): boolean => source === 'ruleset';

async function listRulesets(call: Call): Promise<EmulatorResponse> {
  const { repository, query } = call;
  const targets = query.get('targets')?.split(',');
  const rulesets = repository.protections
    .filter(isRuleset)
    .map((protection) => renderRuleset(repository, protection))
    .filter(({ target }) => targets === undefined || targets.includes(String(target)));
  return answerPage(call, rulesets, (ruleset) => ruleset);
}

/** `bypass_actors` is shown to who may write the ruleset, and left out for everybody else. */
async function getRuleset({ repository, params, caller }: Call): Promise<EmulatorResponse> {
  const found = repository.protections.find(
    (protection) => isRuleset(protection) && String(rulesetId(repository, protection)) === params['id'],
  );
  if (found === undefined) throw notFound();
  const bypasses = found.bypass?.includes(actionsApp.login) === true;
  const actor = { actor_id: actionsApp.id, actor_type: 'Integration', bypass_mode: 'always' };
  return json(200, {
    ...renderRuleset(repository, found),
    conditions: { ref_name: { include: [found.pattern].flat(), exclude: found.exclude ?? [] } },
    rules: renderRules(found),
    ...(mayDo(caller, repository, administer) ? { bypass_actors: bypasses ? [actor] : [] } : {}),
    current_user_can_bypass: found.bypass?.includes(caller.login) === true ? 'always' : 'never',
  });
}

/** Schema `branch-protection`, of classic protection alone. */
async function getBranchProtection({ repository, params }: Call): Promise<EmulatorResponse> {
  const branch = params['branch'] ?? '';
  const ref = `refs/heads/${branch}`;
  if ((await readRef(repository, ref)) === undefined) throw new Refusal(404, 'Branch not found');
  const rules = findProtections(repository, ref).filter(({ source }) => source === 'branch-protection');
  if (rules.length === 0) throw new Refusal(404, 'Branch not protected');
  const has = (name: 'requirePullRequest' | 'requireSignatures' | 'locked' | 'restrictPushes'): boolean =>
    rules.some((rule) => rule[name] === true);
  const url = `${apiBase(repository)}/branches/${branch}/protection`;
  const contexts = rules.flatMap(({ requiredStatusChecks = [] }) => requiredStatusChecks);
  return json(200, {
    url,
    ...(contexts.length === 0
      ? {}
      : {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: false,
            contexts,
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: contexts.map((context) => ({ context, app_id: null })),
          },
        }),
    ...(has('requirePullRequest')
      ? {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: false,
            require_code_owner_reviews: false,
            require_last_push_approval: false,
            required_approving_review_count: 0,
          },
        }
      : {}),
    ...(has('restrictPushes')
      ? {
          restrictions: {
            url: `${url}/restrictions`,
            users_url: `${url}/restrictions/users`,
            teams_url: `${url}/restrictions/teams`,
            apps_url: `${url}/restrictions/apps`,
            users: [],
            teams: [],
            apps: [],
          },
        }
      : {}),
    required_signatures: { url: `${url}/required_signatures`, enabled: has('requireSignatures') },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: !rules.some(({ nonFastForward }) => nonFastForward === true) },
    allow_deletions: { enabled: !rules.some(({ deletion }) => deletion === true) },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: has('locked') },
    allow_fork_syncing: { enabled: false },
  });
}

/** A route that a private repository has with a paid plan only; the words are GitHub's. */
export function withRules(handle: Route['handle']): Route['handle'] {
  return (call) => {
    if (mayHaveRules(call.repository)) return handle(call);
    throw new Refusal(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.');
  };
}

export const rulesetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/rulesets',
    needs: { scope: 'metadata', level: 'read' },
    handle: withRules(listRulesets),
  },
  {
    method: 'GET',
    path: '/rulesets/:id',
    needs: { scope: 'metadata', level: 'read' },
    handle: withRules(getRuleset),
  },
  {
    method: 'GET',
    path: '/branches/:branch{.+}/protection',
    needs: { scope: 'administration', level: 'read' },
    handle: withRules(getBranchProtection),
  },
];
