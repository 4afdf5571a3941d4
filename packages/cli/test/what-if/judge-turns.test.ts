import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import type { RunWorkflowOptions } from '@slipway/runner/options';
import type { JobResult } from '@slipway/runner/result';
import { expect, it } from 'vitest';
import type { Check } from '../../src/report/check.ts';
import { judgeTurns } from '../../src/what-if/judge-turns.ts';
import { temporaryFolder } from '../support/fixture-project.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');

const outputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'version-bump': { version: '1.2.0', tag: 'v1.2.0', path: '.', released: 'true' },
  'build-python-package': { files: '[]', name: 'demo', version: '1.2.0', 'is-prerelease': 'false' },
  'sign-passport': { files: '[]' },
  'draft-github-release': { draft: 'false', prerelease: 'false' },
  'create-github-release': { draft: 'false', prerelease: 'false', 'image-digest': '' },
  'publish-to-pypi': { urls: '["https://pypi.example/demo"]' },
};

function optionsOf(text: string, ref: string): RunWorkflowOptions {
  const nothing = async (): Promise<never> => {
    throw new Error('nothing of the workflow may run');
  };
  return {
    ...{
      workflowPath: path,
      workflowText: text,
      ref,
      sha: 'a'.repeat(40),
      runId: 1,
      runNumber: 1,
      runAttempt: 1,
    },
    loadFile: async () => undefined,
    event: { name: 'workflow_dispatch', payload: { inputs: {} } },
    repository: { owner: 'o', name: 'demo', id: 1, ownerId: 2, private: false, defaultBranch: 'main' },
    actor: { login: 'octocat', id: 1 },
    platform: {
      ...{ serverUrl: 'https://github.com', apiUrl: '', graphqlUrl: '' },
      requestDeployment: nothing,
      // The workflow that builds wheels is read, and none of its jobs starts.
      resolveRepository: async () => ({ directory: slipwayDirectory, sha: 'b'.repeat(40) }),
      refuseActions: async () => undefined,
      closeJob: async () => undefined,
      // Jobs that only report run for real: what they write is read.
      openJob: async () => ({
        ...{ token: 'ghs_fixturetoken', runtimeToken: 'runtime-token', resultsUrl: '' },
        ...{ idTokenRequestUrl: undefined, idTokenRequestToken: undefined },
      }),
    },
    directory: temporaryFolder(),
    environment: { PATH: process.env['PATH'] ?? '' },
    nodePath: process.execPath,
  };
}

// Without a builder they end well and hand on nothing.
const legs = ['linux/amd64, ubuntu-24.04', 'linux/arm64, ubuntu-24.04-arm'].map(
  (leg) => `build-platform-images (${leg})`,
);

/** A release of a project without an image that went well: a run on the branch, and one at the tag. */
async function judge(text: string, imageIsShown = true): Promise<readonly Check[]> {
  const success = (id: string): JobResult => ({
    ...{
      id: id.split(' ')[0] ?? id,
      name: id,
      result: 'success',
      seconds: 1,
      permissionsAsked: {},
      outputs: outputs[id] ?? {},
    },
    ...{ annotations: [], summary: '', missingOutputs: [], steps: [], environment: undefined },
  });
  const runs = [
    { options: optionsOf(text, 'refs/heads/main'), jobs: [success('version-bump')] },
    { options: optionsOf(text, 'refs/tags/v1.2.0'), jobs: [...Object.keys(outputs), ...legs].map(success) },
  ];
  return judgeTurns(
    runs,
    { name: 'demo', version: '1.2.0', draft: false, channels: new Map() },
    { imageIsShown },
  );
}

/** The reference workflow with one change. */
function change(before: string | RegExp, after: string): string {
  const changed = reference.replace(before, after);
  expect(changed).not.toBe(reference);
  return changed;
}

const failed = (checks: readonly Check[]): string[] =>
  checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);

it('the reference workflow publishes nothing after a failure or a cancellation, and reports each end once', async () => {
  const checks = await judge(reference);
  expect(checks.map(({ name }) => name)).toEqual([
    'no job writes or publishes after another failed',
    'no job writes or publishes after the run is canceled',
    'every outcome of a run is reported by exactly one job',
    'the summary of a run reports its outcome correctly',
  ]);
  expect(failed(checks)).toEqual([]);
});

const broken: readonly [what: string, text: () => string, expected: RegExp][] = [
  [
    'a report of a failure whose script fails is found',
    () =>
      change(
        'if [ "$REF_TYPE" = tag ]; then\n              printf \'### ✕',
        "if\n              printf '### ✕",
      ),
    /notify-failure fails itself when build-python-package fails/,
  ],
  [
    'a job that may go on after a cancellation is found',
    () => change(/(publish-to-pypi:[\s\S]*?if: >-\s+\$\{\{ !failure\(\)) && !cancelled\(\)/, '$1'),
    /after the run is canceled: publish-to-pypi starts although/,
  ],
  [
    'a draft that is made after a cancellation is found',
    () =>
      change(
        '!failure() && !cancelled() && needs.sign-passport.result',
        '!failure() && needs.sign-passport.result',
      ),
    /after the run is canceled: draft-github-release starts although/,
  ],
  [
    'a build whose failure counts as success is found',
    () => change('  build-python-package:\n', '  build-python-package:\n    continue-on-error: true\n'),
    /publish-to-pypi starts although build-python-package failed/,
  ],
  [
    'a channel that does not wait for the index is found',
    () =>
      change(
        '[build-python-package, build-wheels, sign-passport, draft-github-release, publish-to-pypi]',
        '[build-python-package, build-wheels, sign-passport, draft-github-release]',
      ),
    /publish-to-github-packages starts although publish-to-pypi failed/,
  ],
  [
    'a report of success that also speaks after a failure is found',
    () => change(/(notify-success:[\s\S]*?if: ).*/, '$1always()'),
    /reported by exactly one job: .*notify-success and notify-failure both report/,
  ],
  [
    'a report of success after a cancellation is found',
    () => change(/(notify-success:[\s\S]*?if: \$\{\{ !failure\(\)) && !cancelled\(\)/, '$1'),
    /notify-success reports a success although verify-release was the last job before a cancellation/,
  ],
  [
    'a report of failure that never comes is found',
    () => change('if: failure()', 'if: false'),
    /no job reports that version-bump failed/,
  ],
  [
    'a report of a release on a run that released nothing is found',
    () => change(/(notify-success:[\s\S]*?if: \$\{\{ !failure\(\) && !cancelled\(\)) && [^}]*\}\}/, '$1 }}'),
    /a run that released nothing is reported by notify-success/,
  ],
  [
    'a report of failure that shows the result of another job is found',
    () =>
      change(
        'build-python-package ${{ needs.build-python-package.result }}',
        'build-python-package ${{ needs.version-bump.result }}',
      ),
    /notify-failure, when build-python-package fails: the summary does not name build-python-package, which failed/,
  ],
  [
    'a report of failure that blames another job is found',
    () =>
      change(
        'publish-to-pypi ${{ needs.publish-to-pypi.result }}',
        'publish-to-pypi ${{ needs.publish-to-github-packages.result }}',
      ),
    /the summary reports that publish-to-pypi failed, but its result is success/,
  ],
  [
    'a report of failure with the state of another channel is found',
    () =>
      change(
        'PACKAGES: ${{ needs.publish-to-github-packages.result }}',
        'PACKAGES: ${{ needs.publish-to-pypi.result }}',
      ),
    /the summary shows ".*" for GitHub Packages, whose job failed/,
  ],
  [
    'a report of failure that does not name its tag is found',
    () =>
      change(
        '          REF: ${{ needs.version-bump.outputs.tag || github.ref_name }}',
        '          REF: ${{ github.sha }}',
      ),
    /no heading of the summary names "v1\.2\.0"/,
  ],
  [
    'a report of failure that does not link its run is found',
    () => change('/actions/runs/${{ github.run_id }}', '/actions'),
    /the summary does not link its run/,
  ],
];

it.each(broken)('%s', async (_what, text, expected) => {
  expect(failed(await judge(text())).join('\n')).toMatch(expected);
});

it('a workflow that publishes by scripts of its own is not judged', async () => {
  const text = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ./release.sh\n';
  expect(await judge(text)).toEqual([]);
});

it('a release that does not wait for its image is found on a machine that cannot build one', async () => {
  const text = change(
    'needs: [version-bump, build-python-package, build-wheels, build-docker-image]',
    'needs: [version-bump, build-python-package, build-wheels]',
  );
  expect(failed(await judge(text, false)).join('\n')).toMatch(/starts although build-docker-image failed/);
  expect(failed(await judge(reference, false))).toEqual([]);
});
