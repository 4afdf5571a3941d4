import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it } from 'vitest';
import { judgeWorkflow } from '../../src/workflow-rules/judge-workflow.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');

const dispatch = { name: 'workflow_dispatch', ref: 'refs/heads/main' } as const;

async function findingsOf(text: string): Promise<string[]> {
  const checks = await judgeWorkflow(path, text, dispatch);
  return checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
}

/** The reference workflow with one change. */
function change(before: string | RegExp, after: string): string {
  const changed = reference.replace(before, after);
  expect(changed).not.toBe(reference);
  return changed;
}

it('the reference workflow breaks no rule', async () => {
  const checks = await judgeWorkflow(path, reference, dispatch);
  expect(checks.length).toBeGreaterThan(8);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});

it('a workflow that does not use Slipway owes nothing', async () => {
  const text =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v7\n';
  expect(await judgeWorkflow(path, text, dispatch)).toEqual([]);
});

const broken: readonly [what: string, before: string | RegExp, after: string, expected: RegExp][] = [
  [
    'a read of a job that is not needed is found',
    'needs: [build-python-package, build-wheels, sign-passport, draft-github-release]',
    'needs: [build-wheels, sign-passport, draft-github-release]',
    /^every value .*: job "publish-to-pypi" reads needs\.build-python-package without/,
  ],
  [
    'a read of an output that a job does not have is found',
    '      files: ${{ steps.build.outputs.files }}\n',
    '',
    /needs\.build-python-package\.outputs\.files, which job "build-python-package" does not have/,
  ],
  [
    'a read of an output that an action does not have is found',
    'steps.bump.outputs.tag }}',
    'steps.bump.outputs.label }}',
    /reads steps\.bump\.outputs\.label, which version-bump does not have/,
  ],
  [
    'a read of a step without that id is found',
    '        id: promote\n',
    '',
    /job "promote-docker-image" reads steps\.promote, but no earlier step has this id/,
  ],
  [
    'a read of an input that the workflow does not have is found',
    /( {6}draft:\n)(?: {8}.*\n)+/,
    '',
    /reads inputs\.draft, but the workflow has no such input/,
  ],
  [
    'an output under the name of another is found',
    '      version: ${{ steps.bump.outputs.version }}',
    '      version: ${{ steps.bump.outputs.tag }}',
    /job "version-bump" passes on the output "tag" of version-bump as "version"/,
  ],
  [
    'evidence without what the notes need is found',
    '      publication: ${{ steps.publish.outputs.publication }}\n',
    '',
    /job "publish-to-pypi" is evidence for the notes but does not pass on "publication"/,
  ],
  ['a workflow without concurrency is found', /concurrency:\n(?: {2}.*\n)+/, '', /has no "concurrency"/],
  [
    'a concurrency group that is new in every run is found',
    'group: release-${{ github.ref }}',
    'group: release-${{ github.run_id }}',
    /two runs for the same tag are in different concurrency groups/,
  ],
  [
    'a concurrency group that all tags share is found',
    'group: release-${{ github.ref }}',
    'group: release',
    /runs for different tags share a concurrency group/,
  ],
  [
    'a run that ends the one before is found',
    'cancel-in-progress: false',
    "cancel-in-progress: ${{ github.ref_type == 'tag' }}",
    /"cancel-in-progress" lets a new run cancel/,
  ],
  [
    'an event for everybody is found',
    '  push:\n',
    '  pull_request_target:\n  push:\n',
    /"pull_request_target" starts the workflow/,
  ],
  ['a push of anything is found', '    tags: ["**"]\n', '', /a push to any branch starts the workflow/],
  ['a missing grant at the top is found', '\npermissions: {}\n', '\n', /has no top-level "permissions"/],
  [
    'a wide grant at the top is found',
    '\npermissions: {}\n',
    '\npermissions: write-all\n',
    /the top level of the workflow grants .*id-token: write/,
  ],
  [
    'a job without a limit is found',
    '    timeout-minutes: 10\n',
    '',
    /job "version-bump" has no "timeout-minutes"/,
  ],
  [
    'a token that a checkout leaves behind is found',
    '          persist-credentials: false\n',
    '',
    /job "version-bump" checks out without/,
  ],
  [
    'a build from a shallow checkout is found',
    /(build-python-package:[\s\S]*?)fetch-depth: 0/,
    '$1fetch-depth: 1',
    /job "build-python-package" builds from a checkout without "fetch-depth: 0"/,
  ],
  [
    'a forgiven step is found',
    '      - name: Write checksums\n',
    '      - name: Write checksums\n        continue-on-error: true\n',
    /step "Write checksums" of job "draft-github-release" has "continue-on-error"/,
  ],
  [
    'a script beside the step that signs is found',
    /(build-docker-image:[\s\S]*?steps:\n)/,
    '$1      - run: echo prepare\n',
    /step 1 of job "build-docker-image" could sign images/,
  ],
  [
    'an action of the release from another owner is found',
    'slipway-actions/slipway/actions/pypi-publish@v0',
    'somebody/slipway/actions/pypi-publish@v0',
    /uses somebody\/slipway.*, but the others are from slipway-actions/,
  ],
  [
    'an action of the release at a branch is found',
    'actions/pypi-publish@v0',
    'actions/pypi-publish@main',
    /actions\/pypi-publish@main, which is not a version/,
  ],
  [
    'platforms that are built on the wrong machines are found',
    /platform: linux\/amd64([\s\S]*?)platform: linux\/arm64/,
    'platform: linux/arm64$1platform: linux/amd64',
    /builds linux\/arm64 on ubuntu-24\.04, which is amd64/,
  ],
  [
    'a push of any tag is found where a build does not wait for the tag to be read',
    /(build-python-package:\n) {4}needs: version-bump\n {4}if: >-\n[^}]*\}\}\n/,
    "$1    if: github.ref_type == 'tag'\n",
    /a push of any tag starts the workflow/,
  ],
  [
    'a right that no step of a job needs is found',
    '      contents: read # the tagged sources\n',
    '      contents: read\n      packages: write\n',
    /job "build-python-package" requests "packages: write", but its steps need at most "none"/,
  ],
  [
    'a right that a step lacks is found',
    '      packages: write # the tags on ghcr.io\n',
    '      packages: read\n',
    /job "promote-docker-image" has "packages: read", but one of its steps needs "write"/,
  ],
  [
    'a right for a job that only writes a summary is found',
    /(notify-success:[\s\S]*?)permissions: \{\}/,
    '$1permissions:\n      id-token: write',
    /job "notify-success" requests "id-token: write"/,
  ],
  [
    'an input that the action does not have is found',
    '          mode: promote\n',
    '          mode: promote\n          digest: x\n',
    /step "Tag the image" of job "promote-docker-image" sets the input "digest"/,
  ],
  [
    'a step that publishes files that nobody brings is found',
    /(id: publish\n +uses: [^\n]*pypi-publish@v0\n +with:\n) +artifact-name: \|(?:\n {12}.*)+\n/,
    '$1',
    /step "Publish to PyPI" of job "publish-to-pypi" has no "artifact-name"/,
  ],
  [
    'a checkout of a branch is found',
    /(build-python-package:[\s\S]*?persist-credentials: false\n)/,
    '$1          ref: main\n',
    /job "build-python-package" checks out the ref "main"/,
  ],
  [
    'a build without a checkout is found',
    /(build-platform-images:[\s\S]*?steps:\n) +- uses: actions\/checkout[^\n]*\n +with:\n +persist-credentials: false\n/,
    '$1',
    /job "build-platform-images" builds with docker-build-sign without an earlier checkout/,
  ],
  [
    'a step that starts after a failure is found',
    '      - name: Draft the release\n',
    '      - name: Draft the release\n        if: always()\n',
    /step "Draft the release" of job "draft-github-release" starts after a failure/,
  ],
  [
    'a job that a newer run cancels is found',
    "    environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}\n",
    "    environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}\n    concurrency: { group: pypi, cancel-in-progress: true }\n",
    /"cancel-in-progress" lets a new run cancel/,
  ],
  [
    'a service beside the step that signs is found',
    /(build-docker-image:\n {4}needs[^\n]*\n)/,
    '$1    services: { cache: { image: redis } }\n',
    /the "services" of job "build-docker-image" could sign images/,
  ],
];

it.each(broken)('%s', async (_what, before, after, expected) => {
  expect((await findingsOf(change(before, after))).join('\n')).toMatch(expected);
});

it('a script that pushes may keep the token of its checkout', async () => {
  const text = change(
    /(fetch-depth: 0\n) +persist-credentials: false\n( {6}- name: Build the package)/,
    '$1      - run: git push origin HEAD\n$2',
  );
  expect(await findingsOf(text)).toEqual([]);
});

const pushes: readonly [what: string, tags: string, expected: RegExp | undefined][] = [
  ['starts at a tag that its pattern matches', '["v*"]', undefined],
  [
    'does not start at a tag of another pattern',
    '["release-*"]',
    /"tags" \(release-\*\) does not match v1\.2\.0/,
  ],
  ['does not start at a tag that a later pattern takes back', '["v*", "!v1.*"]', /does not match v1\.2\.0/],
  ['starts at a tag that a pattern of characters matches', "['v[0-9]+.[0-9]+.0']", undefined],
];

it.each(pushes)('a workflow %s', async (_what, tags, expected) => {
  const text = reference.replace('["**"]', tags);
  const checks = await judgeWorkflow(path, text, { name: 'push', ref: 'refs/tags/v1.2.0' });
  const red = checks.filter(({ ok }) => !ok).map(({ detail }) => detail);
  if (expected === undefined) expect(red).toEqual([]);
  else expect(red.join()).toMatch(expected);
});

it('tools of another repository may be checked out into a folder of their own', async () => {
  const text = change(
    /(fetch-depth: 0\n +persist-credentials: false\n)( {6}- name: Build the package)/,
    `$1      - uses: actions/checkout@${'a'.repeat(40)}
        with: { repository: o/tools, path: tools, persist-credentials: false }
$2`,
  );
  expect(await findingsOf(text)).toEqual([]);
});

it('a called file of the project is held to the rules only when it uses an action of Slipway', async () => {
  const calling = `${reference.trimEnd()}\n\n  tests:\n    permissions: {}\n    uses: ./.github/workflows/tests.yml\n`;
  const tests = (uses: string): string =>
    `on: workflow_call\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: ${uses}\n`;
  const judge = async (uses: string): Promise<string[]> => {
    const checks = await judgeWorkflow(path, calling, dispatch, async () => tests(uses));
    return checks.filter(({ ok, detail }) => !ok && detail.includes('tests.yml')).map(({ detail }) => detail);
  };
  expect(await judge('actions/checkout@v7')).toEqual([]);
  expect((await judge('acme/slipway/actions/checksums@v0')).join('\n')).toContain(
    '.github/workflows/tests.yml: job "test" has no "timeout-minutes"',
  );
});
