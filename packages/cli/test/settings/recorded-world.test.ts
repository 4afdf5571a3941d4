import { parseRecordedSettings } from '@slipway/github/settings/recorded-settings';
import { describe, expect, it } from 'vitest';
import { applyRecordedSettings, type RecordedWorld } from '../../src/settings/recorded-world.ts';
import { createDefaultSettings } from '../../src/settings/world-settings.ts';

const place = { fullName: 'octo/demo', defaultBranch: 'trunk' };
const defaults = createDefaultSettings({
  fullName: place.fullName,
  workflowPath: '.github/workflows/release.yml',
  tagPattern: 'v*',
});
const base = 'GET /repos/{owner}/{repo}';
const policiesOf = (name: string) => `${base}/environments/${name}/deployment-branch-policies`;
const refused = (status: string) => ({ message: 'Refused', status });

function apply(settings: Readonly<Record<string, unknown>>): RecordedWorld {
  return applyRecordedSettings(defaults, parseRecordedSettings(JSON.stringify(settings), 'file'), place);
}

const ruleset = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: 7,
  name: 'main',
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: ['refs/heads/old'] } },
  rules: [{ type: 'pull_request' }, { type: 'commit_message_pattern' }],
  bypass_actors: [],
  ...changes,
});

describe('the world of recorded settings', () => {
  it('the default world is used if the file is empty', () => {
    expect(apply({})).toEqual({ settings: defaults, notes: [] });
  });

  it('the environment of the file replaces the default one', () => {
    const { settings } = apply({
      [`${base}/environments/PyPI`]: {
        name: 'PyPI',
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
      [policiesOf('PyPI')]: { total_count: 1, branch_policies: [{ name: 'main', type: 'branch' }] },
    });
    expect(settings.environments).toMatchObject([
      { name: 'PyPI', refs: 'selected', policies: [{ name: 'main', type: 'branch' }] },
    ]);
  });

  it('a file with only the patterns changes only the patterns, also of a new environment', () => {
    const policies = { total_count: 1, branch_policies: [{ name: 'main', type: 'branch' }] };
    expect(
      apply({ [policiesOf('pypi')]: policies, [policiesOf('test')]: policies }).settings.environments,
    ).toEqual([
      { name: 'pypi', refs: 'selected', policies: policies.branch_policies },
      { name: 'test', refs: 'selected', policies: policies.branch_policies },
    ]);
  });

  it('an environment that a complete list or a 404 excludes is removed', () => {
    const list = { total_count: 1, environments: [{ name: 'docs' }] };
    expect(apply({ [`${base}/environments`]: list }).settings.environments).toMatchObject([
      { name: 'docs', refs: 'any', reviewers: [] },
    ]);
    expect(apply({ [`${base}/environments/pypi`]: refused('404') }).settings.environments).toEqual([]);
  });

  it('publishers are used as recorded, with the repository name filled in', () => {
    const publisher = {
      owner: '{owner}',
      repository: '{repo}',
      workflow: 'publish.yml',
      environment: 'release',
    };
    expect(apply({ 'pypi.publishers': [publisher] }).settings.publishers).toEqual([
      { owner: 'octo', repository: 'demo', workflow: 'publish.yml', environment: 'release' },
    ]);
    expect(apply({ 'pypi.publishers': [] }).settings.publishers).toEqual([]);
  });

  it('rulesets and branch protection are enforced, and unsupported rules are named', () => {
    const { settings, notes } = apply({
      [`${base}/rulesets`]: [
        { id: 7, name: 'main', target: 'branch', enforcement: 'active' },
        { id: 8, name: 'off', target: 'branch', enforcement: 'disabled' },
        { id: 9, name: 'dry', target: 'tag', enforcement: 'evaluate' },
      ],
      [`${base}/rulesets/7`]: ruleset(),
      [`${base}/branches/1.x/protection`]: {
        restrictions: { apps: [{ slug: 'other' }] },
        required_status_checks: { contexts: ['ci'] },
        allow_force_pushes: { enabled: true },
      },
    });
    expect(settings.protections).toMatchObject([
      {
        id: 7,
        source: 'ruleset',
        pattern: ['refs/heads/trunk'],
        exclude: ['refs/heads/old'],
        requirePullRequest: true,
        deletion: false,
      },
      {
        source: 'branch-protection',
        pattern: ['refs/heads/1.x'],
        restrictPushes: true,
        requiredStatusChecks: ['ci'],
        nonFastForward: false,
        deletion: true,
      },
    ]);
    expect(settings.protections[0]).not.toHaveProperty('bypass');
    expect(notes).toEqual(['The ruleset "main" has rules that are not rehearsed: commit_message_pattern.']);
  });

  it('a job can bypass a ruleset only as the Actions app, and an unknown bypass list is noted', () => {
    const bypassOf = (actor: unknown) =>
      apply({ [`${base}/rulesets/7`]: ruleset({ bypass_actors: [actor] }) }).settings.protections[0]?.bypass;
    expect(bypassOf({ actor_type: 'Integration', actor_id: 15_368, bypass_mode: 'always' })).toEqual([
      'github-actions[bot]',
    ]);
    expect(bypassOf({ actor_type: 'Integration', actor_id: 1, bypass_mode: 'always' })).toBeUndefined();
    expect(
      bypassOf({ actor_type: 'Integration', actor_id: 15_368, bypass_mode: 'pull_request' }),
    ).toBeUndefined();
    expect(bypassOf({ actor_type: 'RepositoryRole', actor_id: 5 })).toBeUndefined();
    const { notes } = apply({ [`${base}/rulesets/7`]: ruleset({ bypass_actors: undefined, rules: [] }) });
    expect(notes).toEqual([
      'GitHub did not show who can bypass the ruleset "main". The rehearsal assumes that nobody can.',
    ]);
  });

  it('the settings of Actions and of releases are read', () => {
    const { settings } = apply({
      [`${base}/actions/permissions`]: {
        enabled: true,
        allowed_actions: 'selected',
        sha_pinning_required: true,
      },
      [`${base}/actions/permissions/selected-actions`]: { github_owned_allowed: true },
      [`${base}/actions/permissions/workflow`]: {
        default_workflow_permissions: 'write',
        can_approve_pull_request_reviews: true,
      },
      [`${base}/immutable-releases`]: { enabled: true, enforced_by_owner: true },
    });
    expect(settings).toMatchObject({
      immutableReleases: true,
      actions: {
        allowedActions: 'selected',
        selected: { githubOwned: true, patterns: [] },
        shaPinningRequired: true,
        defaultWorkflowPermissions: 'write',
        canApprovePullRequestReviews: true,
      },
    });
  });

  it('the default is used for settings that GitHub did not show, and this is noted', () => {
    const { settings, notes } = apply({
      [`${base}/actions/permissions`]: refused('403'),
      [`${base}/immutable-releases`]: refused('404'),
      'GET /repos/acme/tool/rulesets': refused('403'),
    });
    expect(settings).toEqual(defaults);
    expect(notes).toEqual([
      'The settings were recorded for acme/tool, but the release is rehearsed in octo/demo.',
      'GitHub did not show the permissions of actions (403). The rehearsal uses the default.',
      'GitHub did not show the rulesets (403). The rehearsal uses the default.',
    ]);
  });

  it.each<[what: string, settings: Readonly<Record<string, unknown>>, missing: string]>([
    [
      'an environment for selected refs without its patterns',
      {
        [`${base}/environments/x`]: {
          name: 'x',
          deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        },
      },
      'environments/x/deployment-branch-policies',
    ],
    [
      'selected actions without the selection',
      { [`${base}/actions/permissions`]: { enabled: true, allowed_actions: 'selected' } },
      'actions/permissions/selected-actions',
    ],
    [
      'an active ruleset without its rules',
      { [`${base}/rulesets`]: [{ id: 7, name: 'main', target: 'branch', enforcement: 'active' }] },
      'rulesets/7',
    ],
  ])('the missing request is named for %s', (_what, settings, missing) => {
    expect(() => apply(settings)).toThrow(
      expect.objectContaining({ code: 'E_SETTINGS_INVALID', hint: expect.stringContaining(missing) }),
    );
  });
});
