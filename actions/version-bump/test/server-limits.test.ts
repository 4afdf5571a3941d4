import { describeServer } from '@slipway/github/job/server';
import { describe, expect, it } from 'vitest';
import { listOwnSteps, listUnsupportedSteps } from '../src/checks/server-limits.ts';

const enterprise = describeServer({ serverUrl: 'https://ghes.example.com' });
const tenant = describeServer({ serverUrl: 'https://acme.ghe.com' });
const own = (action: string, inputs?: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  jobs: { job: { steps: [{ uses: `slipway-actions/slipway/actions/${action}@v0`, with: inputs, ...more }] } },
});

describe('listOwnSteps()', () => {
  it.each([
    ['slipway-actions/slipway/actions/python-build@v0', 'python-build'],
    ['octo/fork/actions/python-build@0123abc', 'python-build'],
    ['./actions/python-build', 'python-build'],
    ['$/actions/python-build', 'python-build'],
  ])('listOwnSteps finds an action by the address %s', (uses, action) => {
    expect(listOwnSteps({ jobs: { a: { steps: [{ run: 'true' }, { uses }] } } })).toEqual([
      { job: 'a', action, inputs: {} },
    ]);
  });

  it.each([
    ['a string', 'jobs'],
    ['a list', []],
    ['no jobs', {}],
    ['jobs that are a list', { jobs: [{}] }],
    ['a job without steps', { jobs: { a: { uses: './x.yml' } } }],
    ['steps that are no list', { jobs: { a: { steps: { uses: 'x/actions/python-build@v0' } } } }],
    ['an action of somebody else', { jobs: { a: { steps: [{ uses: 'actions/checkout@v7' }] } } }],
  ])('listOwnSteps finds nothing in %s', (_what, workflow) => {
    expect(listOwnSteps(workflow)).toEqual([]);
  });

  it.each([false, 'false', '${{ false }}'])(
    'listOwnSteps leaves out what "if: %s" switches off',
    (condition) => {
      expect(listOwnSteps(own('python-build', {}, { if: condition }))).toEqual([]);
      const { jobs } = own('python-build');
      expect(listOwnSteps({ jobs: { job: { ...jobs.job, if: condition } } })).toEqual([]);
    },
  );

  it('listOwnSteps keeps a step whose condition is not known', () => {
    expect(listOwnSteps(own('python-build', {}, { if: "github.ref == 'false'" }))).toHaveLength(1);
  });
});

describe('listUnsupportedSteps()', () => {
  it.each([
    [enterprise, 'python-build', {}, 'always'],
    [enterprise, 'python-build', { 'artifact-name': 'x' }, 'always'],
    [enterprise, 'python-build', { 'artifact-name': '' }, undefined],
    [tenant, 'python-build', {}, undefined],
    [enterprise, 'checksums', { 'artifact-name': 'python-dist' }, 'always'],
    [enterprise, 'checksums', {}, undefined],
    [enterprise, 'github-packages-publish', { 'artifact-name': 'python-dist' }, 'always'],
    [tenant, 'github-packages-publish', { 'artifact-name': 'python-dist' }, undefined],
    [tenant, 'pypi-publish', {}, 'final'],
    [tenant, 'pypi-publish', { 'repository-url': 'TestPyPI' }, 'final'],
    [
      tenant,
      'pypi-publish',
      { 'repository-url': "${{ inputs.index != 'pypi' && inputs.index || '' }}" },
      'final',
    ],
    [tenant, 'pypi-publish', { 'repository-url': 'https://${{ vars.INDEX_HOST }}/legacy/' }, undefined],
    [tenant, 'pypi-publish', { 'repository-url': 'https://index.example.com/' }, undefined],
    [tenant, 'pypi-publish', { 'repository-url': '${{ vars.INDEX }}' }, undefined],
    [tenant, 'pypi-publish', { password: '${{ secrets.PYPI }}' }, undefined],
    [enterprise, 'pypi-publish', { password: '${{ secrets.PYPI }}', 'artifact-name': 'a' }, 'always'],
    [tenant, 'docker-build-sign', {}, 'image'],
    [tenant, 'docker-build-sign', { sign: false }, undefined],
    [tenant, 'docker-build-sign', { sign: 'false' }, undefined],
    [tenant, 'docker-build-sign', { mode: 'promote' }, undefined],
    [enterprise, 'release-notes', {}, undefined],
  ] as const)(
    'listUnsupportedSteps judges on %j the step %s with %j as %s',
    (server, action, inputs, when) => {
      const found = listUnsupportedSteps(own(action, inputs), server);
      expect(found.map((step) => step.when)).toEqual(when === undefined ? [] : [when]);
      for (const { job, action: named } of found) expect([job, named]).toEqual(['job', action]);
    },
  );

  it('listUnsupportedSteps finds nothing on github.com', () => {
    const server = describeServer({ serverUrl: 'https://github.com' });
    expect(listUnsupportedSteps(own('pypi-publish'), server)).toEqual([]);
  });
});
