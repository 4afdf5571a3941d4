import { describe, expect, it } from 'vitest';
import {
  type ActionsSettings,
  type ActionUse,
  newRepositoryActions,
  refuseActions,
} from '../src/settings/actions-policy.ts';
import { openWorld } from './world.ts';

const repository = { owner: 'octo', fullName: 'octo/demo' };
const sha = 'a'.repeat(40);

const actions = (...uses: string[]): ActionUse[] => uses.map((name) => ({ uses: name, kind: 'action' }));
const refuse = (settings: Partial<ActionsSettings>, ...uses: string[]): string | undefined =>
  refuseActions({ ...newRepositoryActions, ...settings }, repository, actions(...uses));
const select = (selected: Partial<ActionsSettings['selected']>): Partial<ActionsSettings> => ({
  allowedActions: 'selected',
  selected: { githubOwned: false, verifiedCreators: false, patterns: [], ...selected },
});

describe('allowed actions of a repository', () => {
  it.each<[settings: Partial<ActionsSettings>, uses: string]>([
    [{}, 'anybody/anything@v1'],
    [{ allowedActions: 'local_only' }, 'Octo/other@v1'],
    [select({ githubOwned: true }), 'actions/checkout@v4'],
    [select({ githubOwned: true }), 'github/codeql-action/init@v3'],
    [select({ patterns: ['slipway-actions/*'] }), 'slipway-actions/slipway/actions/version-bump@v0'],
    [
      select({ patterns: ['Slipway-Actions/slipway/*@v0'] }),
      'slipway-actions/slipway/actions/version-bump@v0',
    ],
    [{ shaPinningRequired: true }, `actions/checkout@${sha}`],
    [{ shaPinningRequired: true }, `docker://alpine@sha256:${'b'.repeat(64)}`],
  ])('the settings %j allow %s', (settings, uses) => {
    expect(refuse(settings, uses)).toBeUndefined();
  });

  it.each<[settings: Partial<ActionsSettings>, uses: string[], words: string]>([
    [
      { allowedActions: 'local_only' },
      ['actions/checkout@v4'],
      'The action actions/checkout@v4 is not allowed in octo/demo because all actions must be from a repository owned by octo.',
    ],
    [
      select({ githubOwned: true, patterns: ['pypa/*'] }),
      ['actions/checkout@v4', 'a/b@v1', 'c/d@v1', 'pypa/build@v1'],
      'The actions a/b@v1 and c/d@v1 are not allowed in octo/demo because all actions must be from a repository owned by octo, created by GitHub, or match the pattern: pypa/*.',
    ],
    [
      select({ patterns: ['pypa/*', 'a/b@v2'] }),
      ['a/b@v1'],
      'The action a/b@v1 is not allowed in octo/demo because all actions must be from a repository owned by octo or match one of the patterns: pypa/*, a/b@v2.',
    ],
    [
      select({ verifiedCreators: true }),
      ['a/1@v1', 'a/2@v1', 'a/3@v1', 'a/4@v1', 'a/5@v1', 'a/6@v1', 'a/6@v1'],
      'The actions a/1@v1, a/2@v1, a/3@v1, a/4@v1, a/5@v1, and 1 other are not allowed in octo/demo because all actions must be from a repository owned by octo or verified in the GitHub Marketplace.',
    ],
    [
      { ...select({ patterns: ['!a/bad*', 'a/*'] }) },
      ['a/bad@v1', 'a/good@v1'],
      'The action a/bad@v1 is not allowed in octo/demo because all actions must be from a repository owned by octo or match one of the patterns: !a/bad*, a/*.',
    ],
    [
      { shaPinningRequired: true },
      ['actions/checkout@v4', `a/b@${sha}`, 'a/b@abcdef0', 'octo/own@main'],
      'The actions actions/checkout@v4, a/b@abcdef0, and octo/own@main are not allowed in octo/demo because all actions must be pinned to a full-length commit SHA.',
    ],
    [
      { allowedActions: 'local_only', shaPinningRequired: true },
      ['a/b@v1'],
      'The action a/b@v1 is not allowed in octo/demo because all actions must be from a repository owned by octo. All actions must also be pinned to a full-length commit SHA.',
    ],
    [{ enabled: false }, [], 'GitHub Actions is disabled in octo/demo, so no workflow runs.'],
  ])('the settings %j reject %j with the message of GitHub', (settings, uses, words) => {
    expect(refuse(settings, ...uses)).toBe(words);
  });

  it('a called workflow need not be pinned but must be allowed', () => {
    const call: ActionUse = { uses: 'other/ci/.github/workflows/x.yml@main', kind: 'workflow' };
    expect(
      refuseActions({ ...newRepositoryActions, shaPinningRequired: true }, repository, [call]),
    ).toBeUndefined();
    const local = { ...newRepositoryActions, allowedActions: 'local_only' } as const;
    expect(refuseActions(local, repository, [call])).toContain('other/ci/.github/workflows/x.yml@main');
  });
});

describe('Actions settings over REST', () => {
  it('the settings are visible only to an administrator', async () => {
    const world = await openWorld({
      actions: {
        ...select({ githubOwned: true, patterns: ['a/*'] }),
        shaPinningRequired: true,
        defaultWorkflowPermissions: 'write',
      },
    });
    const admin = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const job = world.jobToken({ actions: 'write', contents: 'write' });
    const path = '/actions/permissions';
    expect((await world.api(admin, 'GET', path)).json).toMatchObject({
      enabled: true,
      allowed_actions: 'selected',
      sha_pinning_required: true,
    });
    expect((await world.api(admin, 'GET', `${path}/selected-actions`)).json).toEqual({
      github_owned_allowed: true,
      verified_allowed: false,
      patterns_allowed: ['a/*'],
    });
    expect((await world.api(admin, 'GET', `${path}/workflow`)).json).toEqual({
      default_workflow_permissions: 'write',
      can_approve_pull_request_reviews: false,
    });
    for (const end of ['', '/selected-actions', '/workflow'])
      expect((await world.api(job, 'GET', path + end)).status).toBe(403);
    const plain = await openWorld();
    const owner = plain.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    expect((await plain.api(owner, 'GET', `${path}/selected-actions`)).status).toBe(409);
  });

  it('a job opens pull requests only if the settings allow it', async () => {
    const world = await openWorld();
    const token = world.jobToken({ contents: 'write', 'pull-requests': 'write' });
    const refused = await world.api(token, 'POST', '/pulls', { title: 'x', head: 'a', base: 'main' });
    expect([refused.status, refused.json['message']]).toEqual([
      403,
      'GitHub Actions is not permitted to create or approve pull requests.',
    ]);
    // A person is not asked for the switch.
    const person = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    expect((await world.api(person, 'POST', '/pulls', { title: 'x', head: 'a', base: 'main' })).status).toBe(
      422,
    );
  });
});
