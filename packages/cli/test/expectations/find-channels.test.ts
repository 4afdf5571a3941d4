import { describe, expect, it } from 'vitest';
import { type AskedIndex, findIrreversibleJobs } from '../../src/expectations/find-channels.ts';
import { readChannels, readWorkflow, referenceText } from './world.ts';

const job = (id: string, steps: string): string => `  ${id}:
    runs-on: ubuntu-24.04
    steps:
${steps}`;
const step = (action: string, inputs: Readonly<Record<string, string>> = {}): string =>
  [
    `      - uses: acme/slipway/actions/${action}@v0`,
    ...(Object.keys(inputs).length > 0 ? ['        with:'] : []),
    ...Object.entries(inputs).map(([name, value]) => `          ${name}: ${JSON.stringify(value)}`),
    '',
  ].join('\n');
const workflow = (...jobs: string[]): string => `on: push\njobs:\n${jobs.join('')}`;

describe('the channels of a workflow', () => {
  it('a step of the composite action whose input is off is not a channel', async () => {
    const inputs = { digests: '${{ needs.a.outputs.files }}', 'is-prerelease': '${{ needs.a.outputs.x }}' };
    const off = await readChannels(workflow(job('a', step('publish', inputs))));
    expect(off.pypi).toEqual({ attested: true });
    expect(off.packages).toBeUndefined();
    for (const value of ['true', '${{ inputs.packages }}']) {
      const on = await readChannels(
        workflow(job('a', step('publish', { ...inputs, 'github-packages': value }))),
      );
      expect(on.packages).toBeDefined();
    }
  });

  it('only an upload to PyPI cannot be undone, and one that only tries can', async () => {
    const text = workflow(
      job('real', step('pypi-publish')),
      job('test', step('pypi-publish', { 'repository-url': 'testpypi' })),
      job('try', step('pypi-publish', { 'dry-run': 'true' })),
      job('private', step('pypi-publish', { 'repository-url': 'https://index.example/legacy/' })),
      job('unknown', step('pypi-publish', { 'repository-url': '${{ vars.INDEX }}' })),
    );
    const { uses } = await readWorkflow(text);
    expect(findIrreversibleJobs(uses)).toEqual(['real', 'unknown']);
  });

  it('every channel of the reference workflow is found', async () => {
    expect(await readChannels(referenceText)).toEqual({
      bump: true,
      pypi: { attested: true },
      testPypi: undefined,
      indexIsAsked: true,
      packages: { namespace: 'octo-org/demo/pypi' },
      image: {
        names: ['octo-org/demo'],
        dockerfiles: ['Dockerfile'],
        pushesUntagged: true,
        signs: true,
        signers: expect.any(Array),
        signsLegacy: true,
        attestsProvenance: true,
        furtherTags: [],
        keepsLatest: false,
        jobs: ['build-platform-images', 'build-docker-image', 'promote-docker-image'],
      },
      release: { reportsEvidence: true, hasExtraAssets: false },
      passport: { stored: true, verified: true },
      manifests: ['SHA256SUMS'],
    });
  });

  it('channels are not derived from job names or from text that only looks like a step', async () => {
    const text = workflow(
      job('publish-to-pypi', `      - run: |\n          uses: acme/slipway/actions/pypi-publish@v0\n`),
      job('x', step('github-packages-publish')),
    );
    expect(await readChannels(text)).toMatchObject({
      ...{ bump: false, pypi: undefined, image: undefined, release: undefined, manifests: [] },
      packages: { namespace: 'octo-org/demo/pypi' },
    });
  });

  it('channels are found even if the condition of their job is never true', async () => {
    const text = workflow(
      `  x:\n    if: \${{ false }}\n${job('x', step('pypi-publish')).slice('  x:\n'.length)}`,
    );
    expect((await readChannels(text)).pypi).toEqual({ attested: true });
  });

  it('channels are found in called workflows and in composite actions', async () => {
    const files = {
      '.github/workflows/upload.yml': `on: workflow_call\njobs:\n${job('up', step('pypi-publish'))}`,
      '.github/actions/images/action.yml': `name: images\ndescription: d\nruns:\n  using: composite\n  steps:\n    - uses: acme/slipway/actions/docker-build-sign@v0\n      with:\n        file: docker/Containerfile\n`,
    };
    const text = workflow(
      '  call:\n    uses: ./.github/workflows/upload.yml\n',
      job('build', '      - uses: ./.github/actions/images\n'),
    );
    const found = await readChannels(text, files);
    expect(found.pypi).toEqual({ attested: true });
    expect(found.image).toMatchObject({ dockerfiles: ['docker/Containerfile'], jobs: ['build'] });
  });

  it('PyPI, TestPyPI and other indexes are different channels', async () => {
    const read = async (url: string, index?: AskedIndex) =>
      readChannels(workflow(job('x', step('pypi-publish', { 'repository-url': url }))), {}, index);
    expect(await read('testpypi')).toMatchObject({ pypi: undefined, testPypi: { attested: true } });
    expect(await read('https://packages.example.com/legacy/')).toMatchObject({
      pypi: undefined,
      testPypi: undefined,
    });
    // Only the run knows: it is what the release is asked for.
    const open = '${{ needs.plan.outputs.url }}';
    expect(await read(open)).toMatchObject({ pypi: { attested: true }, testPypi: undefined });
    const toTest = { pypi: undefined, testPypi: { attested: true }, indexIsAsked: true };
    expect(await read(open, 'testpypi')).toMatchObject(toTest);
    expect(await read(open, 'none')).toMatchObject({ pypi: undefined, testPypi: undefined });
    expect(await read('', 'testpypi')).toMatchObject({ pypi: { attested: true }, indexIsAsked: false });
    expect(await read('')).toMatchObject({ pypi: { attested: true } });
  });

  it('dry-run steps are not channels', async () => {
    const text = workflow(
      job('x', step('pypi-publish', { 'dry-run': 'true' }) + step('checksums', { mode: 'verify' })),
    );
    expect(await readChannels(text)).toMatchObject({ pypi: undefined, manifests: [] });
  });

  it('the requested properties of an image are read', async () => {
    const text = workflow(
      job(
        'x',
        step('docker-build-sign', {
          image: 'ghcr.io/${{ github.repository_owner }}/tool',
          tags: 'edge\n# not this\nnightly',
          latest: 'false',
          sign: 'false',
          context: './image/',
        }),
      ),
    );
    expect((await readChannels(text)).image).toMatchObject({
      ...{ names: ['octo-org/tool'], dockerfiles: ['image/Dockerfile'], furtherTags: ['edge', 'nightly'] },
      ...{ keepsLatest: true, signs: false, pushesUntagged: false },
    });
  });
});
