import { readFile } from 'node:fs/promises';
import { dataResidency, enterpriseServer } from '@slipway/emulated-github/other-server';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { openWorld, projectFiles, type TestWorld } from './world.ts';

const reference = await readFile(new URL('../../../.github/workflows/release.yml', import.meta.url), 'utf8');
const enterprise = enterpriseServer('ghes.example.com');
const tenant = dataResidency('acme');
const inputs = { bump: 'minor', dispatch: 'release.yml' };

const withWorkflow = (text: string, more: Readonly<Record<string, string>> = {}) => ({
  ...projectFiles,
  '.github/workflows/release.yml': text,
  ...more,
});

/** Nothing was written, and every request went to the server of the job. */
async function expectUntouched({ world, git }: TestWorld, ownHosts: readonly string[]): Promise<void> {
  expect(await git('tag', '--list')).toBe('v1.1.0');
  const hosts = new Set(world.journal.entries.map(({ host }) => host));
  expect([...hosts].filter((host) => !ownHosts.includes(host))).toEqual([]);
  expect(
    world.journal.entries.filter(({ method, path }) => method !== 'GET' && !path.endsWith('graphql')),
  ).toEqual([]);
}

describe('a release on a server other than github.com', () => {
  it('a release on another server is refused before the tag when artifacts and PyPI do not work there', async () => {
    const of = await openWorld(withWorkflow(reference), { server: enterprise });
    const run = await of.run(inputs);
    expect(run.exitCode, run.output).toBe(1);
    expect(errorOf(run)).toMatch(/^E_GITHUB_SERVER /);
    expect(errorOf(run)).toContain('build-python-package (python-build): GitHub');
    expect(errorOf(run)).toContain('publish-to-pypi (pypi-publish): PyPI');
    expect(errorOf(run)).toContain('https://ghes.example.com/_services/token');
    expect(errorOf(run)).not.toMatch(/status page|docker-build-sign/);
    // The project has no Dockerfile, so that the image is only warned about.
    expect(run.output).toMatch(/::warning.*docker-build-sign\): Sigstore/);
    await expectUntouched(of, ['ghes.example.com']);
  });

  it('a release on another server is refused before the tag on a subdomain of ghe.com, which has artifacts', async () => {
    const of = await openWorld(withWorkflow(reference, { Dockerfile: 'FROM scratch\n' }), { server: tenant });
    const run = await of.run(inputs);
    expect(errorOf(run)).toContain('publish-to-pypi (pypi-publish): PyPI');
    expect(errorOf(run)).toContain('docker-build-sign): Sigstore');
    expect(errorOf(run)).toContain('https://token.actions.acme.ghe.com');
    expect(errorOf(run)).not.toContain('artifact client');
    await expectUntouched(of, ['api.acme.ghe.com']);
  });

  it('a release on another server is refused in a dry run too', async () => {
    const of = await openWorld(withWorkflow(reference), { server: tenant });
    const run = await of.run({ ...inputs, 'dry-run': 'true' });
    expect(errorOf(run)).toMatch(/^E_GITHUB_SERVER /);
  });

  it('a release on another server is made when the workflow has nothing that the server lacks', async () => {
    const of = await openWorld(projectFiles, { server: enterprise });
    const run = await of.run(inputs);
    expect(errorOf(run), run.output).toBe('');
    expect(await of.git('tag', '--list')).toBe('v1.1.0\nv1.2.0');
    expect([...new Set(of.world.journal.entries.map(({ host }) => host))]).toEqual(['ghes.example.com']);
  });

  it('a release on another server warns about PyPI for a pre-release, which the workflow may not publish there', async () => {
    const workflow = `on: workflow_dispatch
jobs:
  pypi:
    steps:
      - uses: slipway-actions/slipway/actions/pypi-publish@v0
`;
    const of = await openWorld(withWorkflow(workflow), { server: tenant });
    const run = await of.run({ version: '1.2.0rc1', dispatch: 'release.yml' });
    expect(errorOf(run)).toBe('');
    expect(run.output).toMatch(/::warning.*pypi \(pypi-publish\): PyPI/);
  });
});

describe('a release on github.com', () => {
  it('a release on github.com reads its workflow once, for the environment of PyPI', async () => {
    const of = await openWorld(withWorkflow(reference));
    const run = await of.run(inputs);
    expect(errorOf(run), run.output).toBe('');
    const paths = of.world.journal.entries.map(({ path }) => path);
    expect(paths.filter((path) => path.includes('/contents/.github'))).toEqual([
      expect.stringMatching(/workflows%2Frelease\.yml\?/),
    ]);
  });
});
