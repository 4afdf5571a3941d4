import { describe, expect, it } from 'vitest';
import { judgeFindings } from '../../src/findings/finding.ts';
import { findWorkflowFaults } from '../../src/findings/workflow-findings.ts';
import { readWorkflow, referenceText } from '../expectations/world.ts';

const pin = '3d3c42e5aac5ba805825da76410c181273ba90b1';

/** The reference workflow with the first occurrence of a text after a place replaced. */
function change(place: string, from: string | RegExp, to: string): string {
  const start = referenceText.indexOf(place);
  const rest = referenceText.slice(start);
  const changed = rest.replace(from, () => to);
  expect(start >= 0 && changed !== rest, `${place}: ${String(from)}`).toBe(true);
  return referenceText.slice(0, start) + changed;
}

const find = async (text: string) => findWorkflowFaults(await readWorkflow(text));

describe('findWorkflowFaults', () => {
  it('the reference workflow passes every rule', async () => {
    expect(await find(referenceText)).toEqual([]);
    expect(judgeFindings([]).every(({ ok, detail }) => ok && detail === 'nothing found')).toBe(true);
  });

  it.each([
    ['a checkout at a tag', change('build-python-package:', pin, 'v7'), 'pin', 'build-python-package'],
    ['a checkout at a short SHA', change('version-bump:', pin, pin.slice(0, 12)), 'pin', 'version-bump'],
    [
      'a step beside the one for PyPI',
      change('publish-to-pypi:', '    steps:\n', '    steps:\n      - run: pip install twine\n'),
      ...(['mint', 'publish-to-pypi'] as const),
    ],
    [
      'a checkout beside the one for PyPI',
      change('publish-to-pypi:', '    steps:\n', `    steps:\n      - uses: actions/checkout@${pin}\n`),
      ...(['mint', 'publish-to-pypi'] as const),
    ],
    [
      'a container around the step for PyPI',
      change(
        'publish-to-pypi:',
        "    environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}\n",
        "    environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}\n    container: python:3\n",
      ),
      ...(['mint', 'publish-to-pypi'] as const),
    ],
    [
      'files for PyPI without digests',
      change('publish-to-pypi:', /\n +digests: \|(?:\n {12}.*)+/, ''),
      'digests',
      'publish-to-pypi',
    ],
    [
      'files for GitHub Packages without digests',
      change('publish-to-github-packages:', /\n +digests: \|(?:\n {12}.*)+/, ''),
      ...(['digests', 'publish-to-github-packages'] as const),
    ],
    [
      'checksums without digests',
      change('- name: Write checksums', /\n +digests: \|(?:\n {12}.*)+/, ''),
      'digests',
      'draft-github-release',
    ],
    [
      'a draft without digests',
      change('- name: Draft the release', /\n +digests: \|(?:\n {12}.*)+/, ''),
      'digests',
      'draft-github-release',
    ],
    [
      'a publication without digests',
      change('- name: Publish the release', /\n +digests: \|(?:\n {12}.*)+/, ''),
      'digests',
      'create-github-release',
    ],
    [
      'digests that are empty',
      change('publish-to-pypi:', /digests: \|(?:\n {12}.*)+/, "digests: ''"),
      'digests',
      'publish-to-pypi',
    ],
    [
      'a build that is held against no version',
      change('id: build', /\n +version: .*/, ''),
      'version',
      'build-python-package',
    ],
    [
      'an image that may lack a platform',
      change('mode: merge', /\n +platforms: .*/, ''),
      'version',
      'build-docker-image',
    ],
    [
      'notes that are told nothing',
      change('- name: Publish the release', /evidence: >-(?:\n {12}.*)+/, ''),
      'evidence',
      'create-github-release',
    ],
  ])('a finding is reported for %s', async (_title, text, rule, job) => {
    const found = await find(text);
    expect(found).toContainEqual(expect.objectContaining({ rule, job, fails: true }));
    expect(judgeFindings(found).filter(({ ok }) => !ok)).not.toEqual([]);
  });

  it.each([
    ['can write nothing', 'permissions: {}', false],
    ['can write contents', 'permissions: { contents: write }', false],
    ['can get an ID token', 'permissions: { id-token: write }', true],
  ])('an action without a pin in a job of the project that %s', async (_title, permissions, fails) => {
    const text = change(
      'notify-success:',
      /permissions: \{\}\n {4}steps:\n/,
      `${permissions}\n    steps:\n      - uses: acme/chat@v2\n`,
    );
    const found = await find(text);
    expect(found).toMatchObject([{ rule: 'pin', job: 'notify-success', fails }]);
    expect(judgeFindings(found).every(({ ok }) => ok)).toBe(!fails);
  });

  it('only shows what it finds in a workflow that publishes by other means', async () => {
    const text =
      'on: push\njobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: acme/release@v1\n';
    expect(await find(text)).toMatchObject([{ rule: 'pin', job: 'x', fails: false }]);
  });

  it('files of the same job are accepted without digests', async () => {
    const own = (action: string): string => `      - uses: acme/slipway/actions/${action}@v0\n`;
    const text = `on: push\nconcurrency: \${{ github.ref }}\njobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n${own('python-build')}        with:\n          version: \${{ github.ref_name }}\n${own('github-packages-publish')}`;
    expect(await find(text)).toEqual([]);
  });
});
