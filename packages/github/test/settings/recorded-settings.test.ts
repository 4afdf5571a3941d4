import { ActionError } from '@slipway/core/errors/action-error';
import { describe, expect, it } from 'vitest';
import { parseRecordedSettings } from '../../src/settings/recorded-settings.ts';

const base = 'GET /repos/octo/demo';
const notFound = { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' };

const parse = (settings: unknown) => parseRecordedSettings(JSON.stringify(settings), 'settings.json');

function failure(settings: unknown): { message: string; hint: string; code: string; blame: string } {
  try {
    parse(settings);
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

const environment = {
  id: 1,
  name: 'PyPI',
  protection_rules: [
    { id: 2, node_id: 'x', type: 'wait_timer', wait_timer: 30 },
    {
      id: 3,
      node_id: 'x',
      type: 'required_reviewers',
      prevent_self_review: true,
      reviewers: [
        { type: 'User', reviewer: { login: 'mona', id: 1 } },
        { type: 'Team', reviewer: { slug: 'releasers', id: 2 } },
      ],
    },
    { id: 4, node_id: 'x', type: 'branch_policy' },
    { id: 5, node_id: 'x', type: 'custom_rule_of_an_app' },
  ],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  a_field_of_tomorrow: true,
};

describe('parseRecordedSettings', () => {
  it('recorded settings are parsed from GitHub responses', () => {
    const settings = parse({
      [base]: { private: true, default_branch: 'trunk', owner: { type: 'Organization' } },
      [`${base}/environments/PyPI`]: environment,
      [`${base}/environments/PyPI/deployment-branch-policies?per_page=100`]: {
        total_count: 2,
        branch_policies: [
          { id: 1, name: 'v*', type: 'tag' },
          { id: 2, name: 'main' },
        ],
      },
      [`${base}/environments/a%2Fb`]: notFound,
      [`${base}/actions/permissions`]: {
        enabled: true,
        allowed_actions: 'selected',
        sha_pinning_required: true,
      },
      [`${base}/actions/permissions/selected-actions`]: {
        github_owned_allowed: true,
        patterns_allowed: ['a/*'],
      },
      [`${base}/actions/permissions/workflow`]: {
        default_workflow_permissions: 'write',
        can_approve_pull_request_reviews: true,
      },
      [`${base}/rulesets/7`]: {
        id: 7,
        name: 'tags',
        target: 'tag',
        enforcement: 'active',
        conditions: { ref_name: { include: ['refs/tags/v*'], exclude: [] } },
        rules: [
          { type: 'deletion' },
          { type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'ci' }] } },
        ],
        bypass_actors: [{ actor_type: 'DeployKey', actor_id: null, bypass_mode: 'always' }],
      },
      [`${base}/branches/release/1/protection`]: {
        required_pull_request_reviews: {},
        lock_branch: { enabled: true },
      },
      [`${base}/immutable-releases`]: { enabled: true, enforced_by_owner: false },
      [`${base}/actions/secrets`]: { total_count: 0, secrets: [] },
      'pypi.publishers': [{ owner: 'octo', repository: 'demo', workflow: 'release.yml', environment: null }],
    });
    expect(settings.fullName).toBe('octo/demo');
    expect(settings.repository?.value).toEqual({
      isPrivate: true,
      defaultBranch: 'trunk',
      ownerType: 'Organization',
      isArchived: false,
      isDisabled: false,
      canPush: undefined,
      fullName: undefined,
      isAdmin: undefined,
      id: undefined,
      ownerId: undefined,
    });
    expect(settings.environment.get('pypi')?.value).toEqual({
      name: 'PyPI',
      waitTimer: 30,
      reviewers: [
        { type: 'User', name: 'mona', id: 1 },
        { type: 'Team', name: 'releasers', id: 2 },
      ],
      preventSelfReview: true,
      refs: 'selected',
    });
    expect(settings.policies.get('pypi')?.value).toEqual([
      { name: 'v*', type: 'tag' },
      { name: 'main', type: 'branch' },
    ]);
    expect(settings.environment.get('a/b')).toEqual({ status: 404 });
    expect(settings.actions?.value).toEqual({
      enabled: true,
      allowedActions: 'selected',
      shaPinningRequired: true,
    });
    expect(settings.selectedActions?.value).toEqual({
      githubOwned: true,
      verifiedCreators: false,
      patterns: ['a/*'],
    });
    expect(settings.workflowPermissions?.value?.defaultWorkflowPermissions).toBe('write');
    expect(settings.ruleset.get('7')?.value).toMatchObject({
      rules: [{ type: 'deletion' }, { type: 'required_status_checks', statusChecks: ['ci'] }],
      bypassActors: [{ type: 'DeployKey', id: undefined, mode: 'always' }],
    });
    expect(settings.branchProtection.get('release/1')?.value).toMatchObject({
      requiresPullRequest: true,
      isLocked: true,
      pushingApps: undefined,
    });
    expect(settings.immutableReleases?.value).toBe(true);
    expect(settings.publishers).toEqual([
      { owner: 'octo', repository: 'demo', workflow: 'release.yml', environment: '' },
    ]);
  });

  it('recorded settings may omit the repository name and any response', () => {
    const settings = parse({ 'GET /repos/{owner}/{repo}/immutable-releases': notFound });
    expect(settings).toMatchObject({ fullName: undefined, immutableReleases: { status: 404 } });
    expect([settings.actions, settings.publishers, settings.environment.size]).toEqual([
      undefined,
      undefined,
      0,
    ]);
  });

  it.each<[what: string, settings: unknown, words: string]>([
    ['a list', [], 'settings.json is a list, not an object.'],
    [
      'an unknown request line',
      { [`${base}/enviroments`]: {}, 'PUT /repos/o/r': 1 },
      `"${base}/enviroments", "PUT /repos/o/r"`,
    ],
    ['an unknown key of PyPI', { 'pypi.publisher': [] }, '"pypi.publisher"'],
    [
      'text instead of a boolean',
      { [`${base}/immutable-releases`]: { enabled: 'true' } },
      `"${base}/immutable-releases".enabled is "true", not true or false.`,
    ],
    [
      'a missing field',
      { [`${base}/actions/permissions/workflow`]: { can_approve_pull_request_reviews: true } },
      'default_workflow_permissions is nothing, not one of "read", "write".',
    ],
    [
      'a wrong word',
      { [`${base}/actions/permissions`]: { enabled: true, allowed_actions: 'some' } },
      'allowed_actions is "some", not one of "all", "local_only", "selected".',
    ],
    [
      'null for a response',
      { [`${base}/environments`]: null },
      `"${base}/environments" is null, not an object.`,
    ],
    [
      'a fractional wait timer',
      {
        [`${base}/environments/p`]: {
          name: 'p',
          protection_rules: [{ type: 'wait_timer', wait_timer: 0.5 }],
        },
      },
      'protection_rules[0].wait_timer is 0.5',
    ],
    [
      'a contradictory branch policy',
      {
        [`${base}/environments/p`]: {
          name: 'p',
          deployment_branch_policy: { protected_branches: true, custom_branch_policies: true },
        },
      },
      'custom_branch_policies is true, not the opposite of',
    ],
    [
      'only one of several pages',
      { [`${base}/environments`]: { total_count: 3, environments: [environment] } },
      'environments has 1 of 3 entries.',
    ],
    [
      'a publisher without a workflow',
      { 'pypi.publishers': [{ owner: 'o', repository: 'r' }] },
      '"pypi.publishers"[0].workflow is nothing, not text.',
    ],
    ['null for the publishers', { 'pypi.publishers': null }, '"pypi.publishers" is null, not a list.'],
    [
      'two repositories',
      { [base]: notFound, 'GET /repos/octo/other/environments': notFound },
      'octo/demo, octo/other',
    ],
    [
      'two answers to one request',
      { [`${base}/rulesets?page=1`]: [], [`${base}/rulesets?page=2`]: [] },
      'two answers to one request',
    ],
  ])('settings with %s are rejected with the location', (_what, settings, words) => {
    const error = failure(settings);
    expect([error.code, error.blame]).toEqual(['E_SETTINGS_INVALID', 'input']);
    expect(error.message).toContain(words);
  });

  it('settings that are not JSON are rejected', () => {
    expect(() => parseRecordedSettings('{"a": 1,}', 'settings.json')).toThrow('settings.json is not JSON');
  });
});
