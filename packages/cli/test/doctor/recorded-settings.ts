import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseRecordedSettings } from '@slipway/github/settings/recorded-settings';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import { type Diagnosis, describeFault } from '../../src/doctor/diagnosis.ts';
import { judgeSettings } from '../../src/doctor/settings/judge-settings.ts';
import type { ReleaseSubject } from '../../src/doctor/settings/settings-view.ts';

export const path = '.github/workflows/release.yml';
export const reference = readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), 'utf8');
export const at = 'GET /repos/octo/demo';
export const refused = (status: string) => ({ message: 'Refused', status });
export const repository = (changes: object = {}) => ({
  ...{
    private: false,
    default_branch: 'main',
    archived: false,
    id: 1,
    permissions: { admin: true, push: true },
  },
  ...{ owner: { type: 'User', id: 2 } },
  ...changes,
});
export const publisher = { owner: 'octo', repository: 'demo', workflow: 'release.yml', environment: 'pypi' };
export const environment = (changes: object = {}) => ({
  name: 'pypi',
  protection_rules: [],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  ...changes,
});
export const policies = (name: string, type: string) => ({
  total_count: 1,
  branch_policies: [{ name, type }],
});
export const ruleset = (target: string, types: readonly string[], bypass: unknown, include: string) => ({
  ...{
    id: target === 'tag' ? 6 : 7,
    name: 'rules',
    target,
    enforcement: 'active',
    rules: types.map((type) => ({ type })),
  },
  ...{ conditions: { ref_name: { include: [include], exclude: [] } } },
  ...(bypass === undefined ? {} : { bypass_actors: bypass }),
});

/** Settings in which a release succeeds. */
const good: Record<string, unknown> = {
  [at]: repository(),
  [`${at}/actions/permissions`]: { enabled: true, allowed_actions: 'all', sha_pinning_required: false },
  [`${at}/actions/permissions/workflow`]: {
    default_workflow_permissions: 'read',
    can_approve_pull_request_reviews: false,
  },
  [`${at}/actions/workflows`]: { total_count: 1, workflows: [{ path, state: 'active' }] },
  [`${at}/environments`]: { total_count: 1, environments: [environment()] },
  [`${at}/environments/pypi/deployment-branch-policies`]: policies('v*', 'tag'),
  [`${at}/environments/pypi/secrets`]: { total_count: 0, secrets: [] },
  [`${at}/actions/organization-secrets`]: { total_count: 0, secrets: [] },
  [`${at}/dependabot/secrets`]: { total_count: 0, secrets: [] },
  [`${at}/actions/secrets`]: { total_count: 1, secrets: [{ name: 'CODECOV_TOKEN' }] },
  [`${at}/rulesets`]: [ruleset('tag', ['deletion', 'update'], [], 'refs/tags/v*')],
  [`${at}/rules/branches/main`]: [],
  [`${at}/branches/main/protection`]: refused('404'),
  [`${at}/immutable-releases`]: { enabled: true, enforced_by_owner: false },
  [`${at}/private-vulnerability-reporting`]: { enabled: true },
  'GET /users/octo/packages/container/demo': { visibility: 'public', repository: { full_name: 'octo/demo' } },
  [`${at}/releases`]: [{ tag_name: 'v1.1.0', draft: false }],
  'pypi.publishers': [publisher],
  'pypi.project': { files: [], versions: ['1.1.0'] },
};

export function judge(
  changes: Readonly<Record<string, unknown>> = {},
  text = reference,
  called: Readonly<Record<string, string>> = {},
  subject: Partial<ReleaseSubject> = {},
): readonly Diagnosis[] {
  const all = Object.fromEntries(
    Object.entries({ ...good, ...changes }).filter(([, value]) => value !== undefined),
  );
  return judgeSettings(parseRecordedSettings(JSON.stringify(all), 'file'), {
    ...{ fullName: 'octo/demo', tag: 'v1.2.0', tagPattern: 'v*', project: 'demo', version: '1.2.0' },
    workflow: readWorkflowText(path, text),
    called: Object.entries(called).map(([file, content]) => ({
      ...{ workflow: readWorkflowText(file, content), origin: undefined },
    })),
    ...subject,
  });
}

export const faultsOf = (diagnoses: readonly Diagnosis[]): string[] =>
  diagnoses.filter(({ state }) => state === 'failed').map(describeFault);
export const find = (diagnoses: readonly Diagnosis[], id: string): Diagnosis | undefined =>
  diagnoses.find((each) => each.id === id);
