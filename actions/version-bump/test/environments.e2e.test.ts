import { describe, expect, it } from 'vitest';
import { openWorld, projectFiles } from './world.ts';

const workflow = (environment: string): string =>
  `on: { workflow_dispatch: { inputs: { index: { type: string } } }, push: { tags: ["**"] } }
jobs:
  publish-to-pypi:
    runs-on: ubuntu-24.04
    environment: ${environment}
    steps:
      - uses: slipway-actions/slipway/actions/pypi-publish@v0
`;
const byIndex = "${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}";
type Environments = readonly (readonly [name: string, rules: object])[];

async function openReleasing(environments: Environments, environment = byIndex) {
  const world = await openWorld({ ...projectFiles, '.github/workflows/release.yml': workflow(environment) });
  for (const [name, rules] of environments) world.github.addEnvironment('octo/demo', { name, ...rules });
  return world;
}

const tags = (...names: string[]) => ({
  refs: 'selected',
  policies: names.map((name) => ({ name, type: 'tag' })),
});

describe('the environment of the publishing job', () => {
  it.each<[string, Environments, RegExp]>([
    [
      'branches only',
      [['pypi', { refs: 'selected', policies: [{ name: 'main', type: 'branch' }] }]],
      /E_BUMP_ENVIRONMENT.*The environment "pypi" allows no tags, so GitHub would refuse .* at v1\.2\.0\. Nothing was written/,
    ],
    [
      'protected branches',
      [['pypi', { refs: 'protected-branches' }]],
      /allows protected branches only, and a tag is not a branch/,
    ],
    ['tags of another form', [['pypi', tags('release-*', '2.*')]], /allows only tags like release-\*, 2\.\*/],
  ])('an environment for %s stops the release before the tag exists', async (_what, environments, words) => {
    const { run, git, world } = await openReleasing(environments);
    const refused = await run({ dispatch: 'release.yml' }, { clone: true });
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toMatch(words);
    expect(await git('tag', '--list')).not.toContain('v1.2.0');
    expect(world.journal.entries.filter(({ method }) => !['GET', 'CONNECT'].includes(method))).toEqual([]);
  });

  it('an environment that allows the tag lets the release go on, and one that is missing is warned of', async () => {
    const open = await openReleasing([['pypi', tags('v*')]]);
    expect((await open.run({ dispatch: 'release.yml' }, { clone: true })).outputs).toMatchObject({
      tag: 'v1.2.0',
    });
    const none = await openReleasing([]);
    const run = await none.run({ dispatch: 'release.yml' }, { clone: true });
    expect(run.output).toContain('The environment "pypi" does not exist. GitHub creates it');
    expect(run.outputs).toMatchObject({ released: 'true' });
  });

  it('a release to TestPyPI is held against the environment of TestPyPI', async () => {
    const { run } = await openReleasing([
      ['pypi', tags('v*')],
      ['testpypi', tags('test-*')],
    ]);
    const refused = await run(
      { dispatch: 'release.yml', 'dispatch-inputs': 'index=testpypi' },
      { clone: true },
    );
    expect(refused.output).toMatch(/The environment "testpypi" allows only tags like test-\*/);
  });

  it('a tag that was pushed by hand is refused before the build', async () => {
    const { run } = await openReleasing([['pypi', tags('release-*')]], 'pypi');
    const refused = await run(
      {},
      { ref: 'refs/tags/v1.1.0', permissions: { contents: 'read' }, workflow: 'release.yml' },
    );
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toMatch(/The environment "pypi" allows only tags like release-\*/);
    expect(refused.outputs['released']).toBeUndefined();
  });
});
