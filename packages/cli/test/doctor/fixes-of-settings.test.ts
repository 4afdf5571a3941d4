import { describe, expect, it } from 'vitest';
import { settingsCheckIds } from '../../src/doctor/settings/judge-settings.ts';
import {
  at,
  environment,
  find,
  judge,
  policies,
  publisher,
  refused,
  repository,
  ruleset,
} from './recorded-settings.ts';

const environments = `${at}/environments`;
const patterns = `${at}/environments/pypi/deployment-branch-policies`;

describe('settings that cannot be read, and fixes', () => {
  it('a 404 to a caller of unknown rights is hidden', () => {
    const anonymous = repository({ permissions: undefined });
    const changes = { [`${at}/immutable-releases`]: refused('404'), [at]: anonymous };
    expect(find(judge(changes), 'GH10')?.state).toBe('unseen');
  });

  it('what cannot be read is not called good', () => {
    const hidden = judge({ [`${at}/actions/organization-secrets`]: refused('403') });
    expect(find(hidden, 'GH11')).toMatchObject({
      state: 'unseen',
      seen: expect.stringContaining('The secrets of the organization are not visible.'),
    });
    const reader = judge({ [at]: repository({ permissions: { admin: false, push: false } }) });
    expect(find(reader, 'GH16')?.state).toBe('unseen');
    const harmless = ruleset('branch', ['non_fast_forward'], [], 'refs/heads/main');
    const rules = judge({ [`${at}/rules/branches/main`]: refused('403'), [`${at}/rulesets/7`]: harmless });
    expect(find(rules, 'GH08')?.state).toBe('unseen');
  });

  it('the fix of an environment keeps its reviewers, and gives the page when it cannot', () => {
    const refs = { protected_branches: true, custom_branch_policies: false };
    const withReviewer = (reviewer: object) =>
      find(
        judge({
          [environments]: {
            total_count: 1,
            environments: [
              environment({
                deployment_branch_policy: refs,
                protection_rules: [
                  { type: 'wait_timer', wait_timer: 5 },
                  {
                    type: 'required_reviewers',
                    prevent_self_review: true,
                    reviewers: [{ type: 'User', reviewer }],
                  },
                ],
              }),
            ],
          },
        }),
        'GH06',
      );
    const text = withReviewer({ login: 'octo', id: 7 })?.fix?.text ?? '';
    expect(text.split('\n')[0]).toBe(
      "gh api -X PUT repos/octo/demo/environments/pypi -F wait_timer=5 -F prevent_self_review=true -F 'reviewers[][type]=User' -F 'reviewers[][id]=7' -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'",
    );
    expect(withReviewer({ login: 'octo' })?.fix).toMatchObject({ kind: 'page' });
  });

  it('an environment with the wrong pattern is not written again', () => {
    const text = find(judge({ [patterns]: policies('v*', 'branch') }), 'GH06')?.fix?.text ?? '';
    expect(text).toContain('deployment-branch-policies');
    expect(text).not.toContain('-X PUT');
  });

  it('only what is missing is added to the allowed actions, as narrow as it is used', () => {
    const allow = (patterns_allowed: readonly string[]) =>
      find(
        judge({
          [`${at}/actions/permissions`]: { enabled: true, allowed_actions: 'selected' },
          [`${at}/actions/permissions/selected-actions`]: { github_owned_allowed: true, patterns_allowed },
        }),
        'GH03',
      );
    const text = allow(['other/thing@*'])?.fix?.text ?? '';
    expect(text).toContain("'patterns_allowed[]=other/thing@*'");
    expect(text).toContain("'patterns_allowed[]=slipway-actions/slipway/actions/pypi-publish@*'");
    expect(text).not.toContain('actions/checkout');
    const given = [...text.matchAll(/'patterns_allowed\[\]=([^']+)'/g)].map(([, pattern = '']) => pattern);
    expect(allow(given)?.state).toBe('ok');
  });

  it('Actions that are off are turned on, and which are allowed stays', () => {
    const off = { [`${at}/actions/permissions`]: { enabled: false } };
    expect(find(judge(off), 'GH02')?.fix?.text).toBe(
      'gh api -X PUT repos/octo/demo/actions/permissions -F enabled=true',
    );
  });

  it('a publisher in a different case is not found by PyPI', () => {
    const spelled = { [at]: repository({ full_name: 'octo/Demo' }) };
    expect(find(judge(spelled), 'PY05')).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('is octo/Demo, release.yml'),
    });
    const same = { ...spelled, 'pypi.publishers': [{ ...publisher, repository: 'Demo' }] };
    expect(find(judge(same), 'PY05')?.state).toBe('ok');
  });

  it('a version that PyPI spells differently exists', () => {
    expect(find(judge({ 'pypi.project': { files: [], versions: ['1.2'] } }), 'PY06')?.state).toBe('failed');
  });

  it('every check has an id that can be selected', () => {
    expect([...new Set(judge().map(({ id }) => id))].toSorted()).toEqual([...settingsCheckIds].toSorted());
  });

  it('a job with the composite action publishes', () => {
    const text = `on: { push: { tags: ["v*"] } }\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    environment: release\n    permissions: { id-token: write, contents: write }\n    steps:\n      - uses: slipway-actions/slipway/actions/publish@v0\n`;
    expect(find(judge({}, text), 'PY05')).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('the job "publish" is octo/demo, release.yml, environment "release"'),
    });
  });
});
