import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { pypiHost } from '@slipway/core/pypi-hosts';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git } from './support/fixture-project.ts';
import { withImageBuilder, withoutImageBuilder } from './support/image-programs.ts';
import { type CliRun, startCli } from './support/run-cli.ts';

const reference = readFileSync(join(slipwayDirectory, '.github/workflows/release.yml'), 'utf8');
const path = '.github/workflows/release.yml';

function rehearse(folder: string, ...words: string[]): Promise<CliRun> {
  return startCli(['rehearse', '--project', folder, '--bump', 'minor', ...words], withoutImageBuilder())
    .ended;
}

const redOf = (run: CliRun): string[] =>
  (run.report?.checks ?? []).filter(({ ok }) => !ok).map(({ name }) => name);
const summariesOf = (report: CliRun['report'], job: string): string[] =>
  (report?.jobs ?? [])
    .filter(({ id }) => id.startsWith(job))
    .flatMap(({ steps }) => steps.map(({ summary }) => summary));

const codesOf = (run: CliRun): string[] => (run.report?.problems ?? []).map(({ code }) => code);

describe('the reference workflow', { timeout: 600_000 }, () => {
  it('the sample is released with one version, the same bytes everywhere and no unneeded permission', async () => {
    const { exitCode, output, report } = await startCli(['rehearse'], withImageBuilder()).ended;
    expect(report?.problems, output).toEqual([]);
    expect(exitCode, output).toBe(0);
    expect(report?.project).toMatchObject({
      name: 'demo',
      backend: 'hatchling.build',
      versionBefore: '1.1.0',
      versionAfter: '1.2.0',
      tag: 'v1.2.0',
    });
    expect(report?.files.map(({ name }) => name)).toEqual([
      'demo-1.2.0-py3-none-any.whl',
      'demo-1.2.0.tar.gz',
    ]);
    for (const { sha256, channels } of report?.files ?? []) {
      expect(channels).toEqual({ build: sha256, release: sha256, pypi: sha256, ghcr: sha256 });
    }
    expect(report?.release?.assets).toContain('SHA256SUMS');
    expect(report?.release?.notes).toContain('counts the words of a greeting');
    const images = { contents: 'read', packages: 'write' };
    const signing = { ...images, 'id-token': 'write' };
    const passport = { attestations: 'write', 'id-token': 'write' };
    const bump = { actions: 'write', contents: 'write' };
    const byName = ([left]: readonly unknown[], [right]: readonly unknown[]): number =>
      String(left) < String(right) ? -1 : 1;
    // Jobs that run side by side end in any order.
    expect(
      report?.jobs
        .map(({ id, permissionsAsked, permissionsUsed }) => [id, permissionsAsked, permissionsUsed])
        .sort(byName),
    ).toEqual(
      [
        // Results of checks are read only where a rule requires some.
        ['version-bump', { ...bump, checks: 'read' }, bump],
        // At the tag it reads, also the rules of the environment.
        ['version-bump', { ...bump, checks: 'read' }, { actions: 'read', contents: 'read' }],
        ['build-platform-images', images, images],
        ['build-platform-images', images, images],
        ['build-docker-image', signing, signing],
        ['build-python-package', { contents: 'read' }, { contents: 'read' }],
        // The assets are read only when a person publishes the draft.
        ['sign-passport', { ...passport, contents: 'read' }, passport],
        ['draft-github-release', { contents: 'write' }, { contents: 'write' }],
        ['publish-to-pypi', { 'id-token': 'write' }, { 'id-token': 'write' }],
        [
          'publish-to-github-packages',
          { contents: 'read', packages: 'write' },
          { contents: 'read', packages: 'write' },
        ],
        ['create-github-release', { contents: 'write' }, { contents: 'write' }],
        ['promote-docker-image', { packages: 'write' }, { packages: 'write' }],
        ['verify-release', { ...passport, contents: 'read' }, { ...passport, contents: 'read' }],
        ['notify-success', {}, {}],
      ].sort(byName),
    );
    expect(report?.checks.filter(({ ok }) => !ok)).toEqual([]);
    const checks = report?.checks.map(({ name }) => name);
    expect(checks).toContain('installed version reports 1.2.0');
    expect(checks).toContain('pip downloads demo 1.2.0 from PyPI with the built bytes');
    expect(checks).toContain('slipway downloads demo 1.2.0 from GitHub Packages with the built bytes');
    expect(report?.release?.notes).toContain('pip install demo==1.2.0');
    expect(report?.release?.notes).toContain('ghcr.io/octo-org/demo/pypi/demo:1.2.0');
    expect(summariesOf(report, 'notify-')).toEqual([
      `### ✓ Released demo 1.2.0

| Channel | Result |
|---|---|
| PyPI | [demo 1.2.0](https://${pypiHost}/project/demo/1.2.0/): 2 files, attested |
| GitHub Packages | [demo](https://github.com/octo-org/demo/pkgs/container/demo%2Fpypi%2Fdemo): 2 files, private |
| Container image | [1.2.0, 1.2, 1, latest](https://github.com/octo-org/demo/pkgs/container/demo): 2 platforms, signed |
| GitHub Release | [v1.2.0](https://github.com/octo-org/demo/releases/tag/v1.2.0): 4 assets |

4 of 4 channels serve what the passport lists.
`,
    ]);
    const [packages = ''] = summariesOf(report, 'publish-to-github-packages').filter((text) => text !== '');
    const inOrder = ['### Published demo 1.2.0', '| File |', '```sh'].map((part) => packages.indexOf(part));
    expect(inOrder, packages).toEqual(inOrder.toSorted((left, right) => left - right));
    expect(inOrder).not.toContain(-1);
    const published = summariesOf(report, 'create-github-release').join('');
    expect(published).toContain('| Files | SHA256SUMS, demo');
    const { image } = report ?? {};
    expect(image).toEqual({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      tags: expect.arrayContaining(['1', '1.2', '1.2.0', 'latest']),
      platforms: ['linux/amd64', 'linux/arm64'],
      rehearsed: true,
      reason: '',
    });
    expect(report?.expectations.map(({ channel, state }) => [channel, state])).toEqual([
      ['Git', 'present'],
      ['GitHub Release', 'present'],
      ['PyPI', 'present'],
      ['GitHub Packages', 'present'],
      ['Container image', 'present'],
      ['Passport', 'present'],
    ]);
    expect(checks).toContain('PyPI has exactly the built files of demo 1.2.0');
    expect(checks).toContain('ghcr.io/octo-org/demo:1.2.0 is the image that was built');
    expect(checks).toContain('every manifest of ghcr.io/octo-org/demo is signed: cosign 2 and 3 find it');
    expect(report?.release?.notes).toContain(`docker pull ghcr.io/octo-org/demo@${image?.digest}`);
    expect(report?.release?.notes).toContain('cosign verify --certificate-identity');
  });

  it('a pre-release is published on GitHub but not on PyPI', async () => {
    const { exitCode, output, report } = await startCli(['rehearse', '--bump', 'rc'], withoutImageBuilder())
      .ended;
    expect(exitCode, output).toBe(0);
    const reason = 'this machine lacks buildx and a Docker engine or buildkitd';
    expect(report?.image).toEqual({ digest: '', tags: [], platforms: [], rehearsed: false, reason });
    expect(report?.notes).toContain(`The image was not rehearsed: ${reason}.`);
    expect(output).toContain('Container image  – not rehearsed: this machine lacks buildx');
    expect(report?.expectations).toContainEqual({
      channel: 'Container image',
      state: 'not shown',
      expected: reason,
    });
    expect(report?.expectations).toContainEqual({
      ...{ channel: 'PyPI', state: 'absent', expected: 'nothing, because 1.1.1rc1 is a pre-release' },
    });
    expect(report?.project.versionAfter).toBe('1.1.1rc1');
    expect(report?.jobs.map(({ id }) => id)).not.toContain('publish-to-pypi');
    expect(report?.release).toMatchObject({ draft: false, prerelease: true });
    for (const { sha256, channels } of report?.files ?? []) {
      expect(channels).toEqual({ build: sha256, release: sha256, pypi: null, ghcr: sha256 });
    }
    // The passport is signed for every release.
    expect(report?.hosts.map(({ host }) => host)).toContain('fulcio.sigstore.dev');
    expect(summariesOf(report, 'notify-')[0]).toContain('| PyPI | – pre-releases do not go to PyPI |\n');
  });

  it('a release without a trusted publisher stops and is completed by a re-run', async () => {
    const { exitCode, output, report } = await startCli(
      ['rehearse', '--fault', 'mint-refused'],
      withoutImageBuilder(),
    ).ended;
    expect(exitCode, output).toBe(1);
    expect(codesOf({ exitCode, output, report })).toContain('E_PYPI_MINT_REFUSED');
    const attempts = report?.jobs.filter(({ id }) => id === 'publish-to-pypi').map(({ result }) => result);
    expect(attempts).toEqual(['failure', 'success']);
    const [failed = '', released = ''] = summariesOf(report, 'notify-');
    expect(failed).toMatch(/^### ✕ v1\.2\.0 is not fully released$/m);
    expect(failed).toMatch(
      /^`publish-to-pypi` failed\. \[See how to fix it\]\(https:\S+\/actions\/runs\/\d+\)/m,
    );
    expect(failed).toContain('| PyPI | ✕ nothing was uploaded |\n');
    expect(failed).toContain('| GitHub Release | – not published |\n');
    expect(released).toContain(
      `| PyPI | [demo 1.2.0](https://${pypiHost}/project/demo/1.2.0/): 2 files, attested |\n`,
    );
    // Without an image there is no row for one.
    expect(released).not.toContain('Container image');
    expect(report?.release?.draft).toBe(false);
  });

  it('two version fields that differ stop the release and are both shown', async () => {
    const run = await rehearse(
      createFixtureProject({
        'pyproject.toml':
          '[project]\nname = "tiny"\nversion = "1.0.0"\n\n[tool.poetry]\nname = "tiny"\nversion = "2.0.0"\n',
      }),
    );
    expect(run.exitCode, run.output).toBe(1);
    // A channel that stayed empty is a failed check, whatever stopped the release.
    expect(codesOf(run)).toEqual(['E_VERSION_DISAGREE', 'E_REHEARSE_CHECK_FAILED']);
    expect(redOf(run)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^PyPI has/),
        expect.stringMatching(/^GitHub Packages has/),
      ]),
    );
    expect(run.report?.problems[0]?.message).toMatch(/1\.0\.0.*2\.0\.0/);
  });

  it('a tag that already points to a different commit stops the release', async () => {
    const folder = createFixtureProject();
    git(folder, 'checkout', '--quiet', '-b', 'elsewhere');
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'feat: another line');
    git(folder, 'tag', '--annotate', '-m', 'v1.1.0', 'v1.1.0');
    git(folder, 'checkout', '--quiet', 'main');
    const run = await rehearse(folder);
    expect(run.exitCode, run.output).toBe(1);
    expect(codesOf(run)[0], run.output).toMatch(/^E_/);
    expect(codesOf(run)).not.toContain('E_REHEARSE_JOB_FAILED');
    expect(run.report?.problems[0]?.message).toContain('v1.1.0');
  });

  it('a misspelled input and a misspelled output of an action are reported', async () => {
    const misspelt = reference
      .replace('          dispatch: auto', '          dispatch: auto\n          bmup: minor')
      .replace('steps.bump.outputs.previous-version', 'steps.bump.outputs.previus-version');
    const run = await rehearse(createFixtureProject({ [path]: misspelt }), '--bump', 'none');
    expect(run.exitCode, run.output).toBe(1);
    expect(codesOf(run)).toContain('E_INPUT_UNKNOWN');
    expect(run.output).toContain('bmup');
    expect(run.output).toMatch(/steps\.bump\.outputs\.previus-version is empty: the action \S+ has no such/);
  });

  it('an invalid workflow file is rejected with its line', async () => {
    const broken = reference.replace('runs-on: ubuntu-24.04', 'runs-onn: ubuntu-24.04');
    const run = await rehearse(createFixtureProject({ [path]: broken }));
    expect(run.exitCode, run.output).toBe(2);
    expect(codesOf(run)).toEqual(['E_WORKFLOW_INVALID']);
    expect(run.report?.problems[0]?.message).toContain('runs-onn');
  });
});
