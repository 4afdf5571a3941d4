import { describe, expect, it } from 'vitest';
import { describeFault } from '../../src/doctor/diagnosis.ts';
import {
  at,
  environment,
  faultsOf,
  find,
  judge,
  path,
  policies,
  publisher,
  reference,
  refused,
  repository,
  ruleset,
} from './recorded-settings.ts';

describe('settings of a release', () => {
  it('good settings have no fault', () => {
    expect(faultsOf(judge())).toEqual([]);
  });

  const environments = `${at}/environments`;
  const patterns = `${at}/environments/pypi/deployment-branch-policies`;
  const denied = 'Tag "v1.2.0" is not allowed to deploy to pypi due to environment protection rules.';
  it.each<[what: string, changes: Record<string, unknown>, id: string, words: string, severity: string]>([
    ['an archived repository', { [at]: repository({ archived: true }) }, 'GH01', 'read-only', 'blocks'],
    [
      'Actions that are off',
      { [`${at}/actions/permissions`]: { enabled: false } },
      'GH02',
      'is disabled in octo/demo',
      'blocks',
    ],
    [
      'an action that is not allowed',
      {
        [`${at}/actions/permissions`]: { enabled: true, allowed_actions: 'selected' },
        [`${at}/actions/permissions/selected-actions`]: { github_owned_allowed: true, patterns_allowed: [] },
      },
      ...(['GH03', 'are not allowed in octo/demo', 'blocks'] as const),
    ],
    [
      'an action that is not pinned',
      {
        [`${at}/actions/permissions`]: { enabled: true, allowed_actions: 'all', sha_pinning_required: true },
      },
      ...(['GH03', 'pinned to a full-length commit SHA', 'blocks'] as const),
    ],
    [
      'a missing environment',
      { [environments]: { total_count: 0, environments: [] }, [patterns]: undefined },
      'GH05',
      'creates it for the job without protection rules',
      'insecure',
    ],
    [
      'an environment without rules',
      {
        [environments]: { total_count: 1, environments: [environment({ deployment_branch_policy: null })] },
        [patterns]: undefined,
      },
      ...(['GH05', 'neither reviewers nor a rule', 'insecure'] as const),
    ],
    ['a pattern for branches', { [patterns]: policies('v*', 'branch') }, 'GH06', denied, 'blocks'],
    ['a pattern that stops at a slash', { [patterns]: policies('*/v1*', 'tag') }, 'GH06', denied, 'blocks'],
    [
      'protected branches only',
      {
        [environments]: {
          total_count: 1,
          environments: [
            environment({
              deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
            }),
          ],
        },
      },
      ...(['GH06', denied, 'blocks'] as const),
    ],
    ['tags without a ruleset', { [`${at}/rulesets`]: [] }, 'GH07', 'can move a released tag', 'advice'],
    [
      'a ruleset for the creation of tags',
      { [`${at}/rulesets`]: [ruleset('tag', ['creation'], [], 'refs/tags/v*')] },
      'GH07',
      'Cannot create ref due to creations being restricted.',
      'blocks',
    ],
    [
      'a ruleset for pull requests',
      { [`${at}/rulesets/7`]: ruleset('branch', ['pull_request'], [], '~DEFAULT_BRANCH') },
      'GH08',
      'has the rule "pull_request"',
      'blocks',
    ],
    [
      'a classic protection',
      { [`${at}/branches/main/protection`]: { required_pull_request_reviews: {} } },
      ...(['GH09', 'Protected branch update failed', 'blocks'] as const),
    ],
    ['mutable releases', { [`${at}/immutable-releases`]: refused('404') }, 'GH10', 'are off', 'advice'],
    [
      'a stored token',
      { [`${at}/actions/organization-secrets`]: { total_count: 1, secrets: [{ name: 'PYPI_API_TOKEN' }] } },
      'GH11',
      'PYPI_API_TOKEN is a secret of the organization.',
      'insecure',
    ],
    [
      'a workflow that is off',
      { [`${at}/actions/workflows`]: { total_count: 1, workflows: [{ path, state: 'disabled_manually' }] } },
      'GH13',
      'disabled_manually',
      'blocks',
    ],
    [
      'two releases of a tag',
      {
        [`${at}/releases`]: [
          { tag_name: 'v2', draft: true },
          { tag_name: 'v2', draft: true },
        ],
      },
      'GH16',
      '2 releases for the tag v2',
      'blocks',
    ],
    [
      'a quarantined project',
      { 'pypi.project': { files: [], 'project-status': { status: 'quarantined' } } },
      'PY02',
      'accepts no new files',
      'blocks',
    ],
    [
      'a publisher with a different file',
      { 'pypi.publishers': [{ ...publisher, workflow: 'publish.yml' }] },
      'PY05',
      'valid token, but no corresponding publisher',
      'blocks',
    ],
    [
      'a publisher with a different environment',
      { 'pypi.publishers': [{ ...publisher, environment: 'release' }] },
      'PY05',
      'valid token, but no corresponding publisher',
      'blocks',
    ],
    [
      'a version that exists',
      { 'pypi.project': { files: [], versions: ['1.2.0'] } },
      'PY06',
      'File already exists',
      'blocks',
    ],
  ])('%s is found, and nothing else', (_, changes, id, words, severity) => {
    const diagnoses = judge(changes);
    expect(faultsOf(diagnoses).map((text) => text.slice(0, 4))).toEqual([id]);
    const found = diagnoses.find((each) => each.state === 'failed');
    expect(found && describeFault(found)).toContain(words);
    expect(found?.severity).toBe(severity);
    expect(found?.fix?.text).toBeTruthy();
  });

  it('a publisher for any environment passes', () => {
    const found = find(judge({ 'pypi.publishers': [{ ...publisher, environment: '' }] }), 'PY05');
    expect(found).toMatchObject({ state: 'ok', seen: expect.stringContaining('name the environment') });
  });

  it('the publisher of the last release counts if nobody recorded one', () => {
    const provenance = (environmentName: string | null) => ({
      version: 1,
      attestation_bundles: [
        {
          publisher: {
            kind: 'GitHub',
            repository: 'octo/demo',
            workflow: 'release.yml',
            environment: environmentName,
          },
          attestations: [],
        },
      ],
    });
    const without = { 'pypi.publishers': undefined };
    expect(find(judge(without), 'PY05')).toMatchObject({
      state: 'unseen',
      seen: expect.stringContaining('workflow release.yml, environment pypi'),
    });
    expect(find(judge({ ...without, 'pypi.provenance': provenance('PyPI') }), 'PY05')?.state).toBe('ok');
    expect(find(judge({ ...without, 'pypi.provenance': provenance('release') }), 'PY05')?.state).toBe(
      'failed',
    );
  });

  it('a publishing job in a called workflow is found in the called file', () => {
    const caller =
      'on: { push: { tags: ["v*"] } }\njobs:\n  call:\n    uses: ./.github/workflows/publish.yml\n';
    const callee = `on: workflow_call\njobs:\n  pypi:\n    runs-on: ubuntu-24.04\n    environment: pypi\n    permissions: { id-token: write }\n    steps:\n      - uses: pypa/gh-action-pypi-publish@${'a'.repeat(40)}\n`;
    const found = find(judge({}, caller, { '.github/workflows/publish.yml': callee }), 'PY05');
    expect(found).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('publish.yml, which release.yml calls'),
    });
  });

  it('a 404 is "off" to an administrator and hidden from everybody else', () => {
    const changes = { [`${at}/immutable-releases`]: refused('404') };
    expect(find(judge(changes), 'GH10')?.state).toBe('failed');
    const reader = repository({ permissions: { admin: false } });
    expect(find(judge({ ...changes, [at]: reader }), 'GH10')?.state).toBe('unseen');
  });

  it('a list of bypass actors that is missing is not an empty one', () => {
    const rules = [{ type: 'pull_request', ruleset_id: 7, ruleset_source: 'octo/demo' }];
    const changes = (bypass: unknown) => ({
      [`${at}/rules/branches/main`]: rules,
      [`${at}/rulesets/7`]: ruleset('branch', ['pull_request'], bypass, 'refs/heads/main'),
    });
    expect(find(judge(changes(undefined)), 'GH08')?.state).toBe('unseen');
    expect(find(judge(changes([])), 'GH08')?.state).toBe('failed');
    const actions = [{ actor_type: 'Integration', actor_id: 15368, bypass_mode: 'always' }];
    expect(find(judge(changes(actions)), 'GH08')?.state).toBe('ok');
  });

  it('a repository of a user is not told to let the Actions app bypass', () => {
    const changes = { [`${at}/rulesets/7`]: ruleset('branch', ['pull_request'], [], '~DEFAULT_BRANCH') };
    expect(find(judge(changes), 'GH08')?.fix?.text).toContain('deploy key');
    const organization = repository({ owner: { type: 'Organization', id: 2 } });
    expect(find(judge({ ...changes, [at]: organization }), 'GH08')?.fix?.text).toContain('"GitHub Actions"');
  });

  it('names from outside are inert in commands', () => {
    const text = reference.replace(
      "environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}",
      'environment: "a\'; rm -rf $HOME #"',
    );
    const found = judge({ [environments]: { total_count: 0, environments: [] } }, text).find(
      ({ id }) => id === 'GH05',
    );
    expect(found?.fix?.text).toContain(
      String.raw`'repos/octo/demo/environments/a'\''%3B%20rm%20-rf%20%24HOME%20%23'`,
    );
  });
});
