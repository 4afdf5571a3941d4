import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { describe, expect, it } from 'vitest';
import { prepareSample } from '../../src/project/sample.ts';
import { createFixtureProject, git, temporaryFolder } from '../support/fixture-project.ts';
import { withoutImageBuilder } from '../support/image-programs.ts';
import { openGit } from '../support/open-git.ts';
import { type CliRun, startCli, startFixture } from '../support/run-cli.ts';

const reference = readFileSync(join(slipwayDirectory, '.github/workflows/release.yml'), 'utf8');

/** The bundled sample, released once as v1.1.0, with a workflow of its own. */
async function createSample(workflow: string): Promise<string> {
  const folder = join(temporaryFolder(), 'demo');
  mkdirSync(folder);
  await prepareSample(openGit(), folder, workflow);
  git(folder, 'remote', 'add', 'origin', 'https://github.com/octo-org/demo.git');
  return folder;
}

function rehearse(folder: string, ...words: string[]): Promise<CliRun> {
  return startCli(['rehearse', '--project', folder, ...words], withoutImageBuilder()).ended;
}

const messagesOf = (run: CliRun): string =>
  (run.report?.problems ?? []).map(({ message }) => message).join('\n');

/** Nothing of the release can be had by anybody: no file on PyPI or ghcr.io, and no release but a draft. */
function expectNothingPublic({ report, output }: CliRun): void {
  expect(report?.files.length, output).toBeGreaterThan(0);
  for (const { channels } of report?.files ?? []) expect(channels).toMatchObject({ pypi: null, ghcr: null });
  expect(report?.release?.draft ?? true).toBe(true);
  expect(report?.image.tags).toEqual([]);
}

describe('a release in the settings that the help describes', () => {
  it('a release from a job without an environment is rejected by PyPI', async () => {
    const run = await rehearse(
      await createSample(
        reference.replace("    environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}\n", ''),
      ),
    );
    expect(run.exitCode, run.output).toBe(1);
    expect(messagesOf(run)).toContain('valid token, but no corresponding publisher');
    expect(run.report?.problems.map(({ code }) => code)).toContain('E_PYPI_MINT_REFUSED');
    expectNothingPublic(run);
  });

  it('a tag that the environment does not allow is rejected by GitHub before anything is public', async () => {
    const settings = writeSettings({
      [`${base}/environments/pypi`]: {
        id: 1,
        name: 'pypi',
        protection_rules: [{ id: 2, node_id: 'x', type: 'branch_policy' }],
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
      [`${base}/environments/pypi/deployment-branch-policies`]: {
        total_count: 1,
        // A pattern with a set is left to GitHub: version-bump only reads plain ones.
        branch_policies: [{ id: 3, node_id: 'x', name: 'release-[0-9]*', type: 'tag' }],
      },
    });
    const run = await rehearse(await createSample(reference), '--version', '1.2.0', '--settings', settings);
    expect(run.exitCode, run.output).toBe(1);
    expect(messagesOf(run)).toContain(
      'Tag "v1.2.0" is not allowed to deploy to pypi due to environment protection rules.',
    );
    expect(run.report?.jobs.find(({ id }) => id === 'publish-to-pypi')).toMatchObject({
      result: 'failure',
      steps: [],
    });
    expectNothingPublic(run);
  });
});

const base = 'GET /repos/octo-org/demo';

function writeSettings(settings: Readonly<Record<string, unknown>>): string {
  const file = join(temporaryFolder(), 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

describe('a release in recorded settings', () => {
  it('an environment for main only stops the release before the tag is made', async () => {
    const settings = writeSettings({
      [`${base}/environments/pypi`]: {
        id: 1,
        name: 'pypi',
        protection_rules: [{ id: 2, node_id: 'x', type: 'branch_policy' }],
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
      [`${base}/environments/pypi/deployment-branch-policies`]: {
        total_count: 1,
        branch_policies: [{ id: 3, node_id: 'x', name: 'main', type: 'branch' }],
      },
    });
    const run = await rehearse(await createSample(reference), '--settings', settings);
    expect(run.exitCode, run.output).toBe(1);
    expect(messagesOf(run)).toContain(
      'The environment "pypi" allows no tags, so GitHub would refuse the job that publishes at v1.2.0. Nothing was written.',
    );
    expect(run.report?.problems[0]?.code).toBe('E_BUMP_ENVIRONMENT');
    // The check of "slipway doctor", in its words.
    expect(run.report?.checks.filter(({ ok }) => !ok).map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(
        /^GH06: The environment "pypi" allows main \(branch\); the release runs at the tag/,
      ),
    );
    expect(run.report?.jobs.map(({ id }) => id)).not.toContain('build-python-package');
    expect(run.report).toMatchObject({ files: [], project: { tag: '' } });
  });

  it('a release in recorded settings succeeds and shows the required reviewers', async () => {
    const settings = writeSettings({
      [`${base}/environments`]: {
        total_count: 1,
        environments: [
          {
            id: 1,
            name: 'Release',
            protection_rules: [
              { id: 2, type: 'wait_timer', wait_timer: 10 },
              {
                id: 3,
                type: 'required_reviewers',
                reviewers: [{ type: 'User', reviewer: { login: 'mona' } }],
              },
            ],
            deployment_branch_policy: null,
          },
        ],
      },
      'pypi.publishers': [
        { owner: 'octo-org', repository: 'demo', workflow: 'release.yml', environment: 'release' },
      ],
    });
    const workflow = reference.replace(
      "    environment: ${{ inputs.index == 'testpypi' && 'testpypi' || 'pypi' }}\n",
      '    environment: { name: RELEASE }\n',
    );
    const folder = await createSample(workflow);
    git(folder, 'tag', '--delete', 'v1.1.0');
    const page = join(temporaryFolder(), 'report.html');
    const run = await rehearse(folder, '--version', '1.2.0', '--html', page, '--settings', settings);
    expect(run.report?.problems, run.output).toEqual([]);
    expect(run.exitCode).toBe(0);
    expect(run.report?.notes).toEqual(
      expect.arrayContaining([
        'The environment "Release" waits for approval by mona. The rehearsal approved it.',
        'The environment "Release" waits 10 minutes. The rehearsal did not wait.',
      ]),
    );
    const publisher = {
      owner: 'octo-org',
      repository: 'demo',
      workflow: 'release.yml',
      environment: 'release',
    };
    expect(run.report?.setup).toMatchObject({ publisher, pending: true, project: 'demo' });
    const [help, firstJob] = [run.output.indexOf('environment  release'), run.output.indexOf('passed   ')];
    expect(help).toBeGreaterThan(0);
    expect(help).toBeLessThan(firstJob);
    expect(readFileSync(page, 'utf8')).toContain('deployment_branch_policy[custom_branch_policies]=true');
  });

  it('a recorded private repository is rehearsed as a private one', {
    timeout: 600_000,
  }, async () => {
    const settings = writeSettings({
      [base]: {
        private: true,
        visibility: 'private',
        default_branch: 'main',
        owner: { login: 'octo-org', type: 'Organization' },
      },
    });
    const run = await rehearse(await createSample(reference), '--settings', settings);
    expect(run.report?.problems, run.output).toEqual([]);
    const checks = run.report?.checks ?? [];
    const named = (part: string) => checks.filter(({ name }) => name.includes(part)).map(({ ok }) => ok);
    expect(named('the assets of the private repository cannot be downloaded without a login')).toEqual([
      true,
    ]);
    expect(named('every asset can be downloaded without a login')).toEqual([]);
  });

  it('a release does not start if every action must be pinned', async () => {
    const settings = writeSettings({
      [`${base}/actions/permissions`]: { enabled: true, allowed_actions: 'all', sha_pinning_required: true },
    });
    const run = await rehearse(await createSample(reference), '--settings', settings);
    expect(run.exitCode, run.output).toBe(1);
    expect(run.report?.problems[0]?.code).toBe('E_WORKFLOW_NOT_ALLOWED');
    expect(run.report?.problems[0]?.message).toMatch(
      /^The actions slipway-actions\/slipway\/actions\/version-bump@v0, .+ are not allowed in octo-org\/demo because all actions must be pinned to a full-length commit SHA\.$/,
    );
    expect(run.report?.jobs).toEqual([]);
  });

  it('a branch that requires pull requests is not changed', async () => {
    const settings = writeSettings({
      [`${base}/rulesets/7`]: {
        id: 7,
        name: 'main',
        target: 'branch',
        enforcement: 'active',
        conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
        rules: [{ type: 'pull_request' }],
        bypass_actors: [],
      },
    });
    const run = await rehearse(await createSample(reference), '--settings', settings);
    expect(run.exitCode, run.output).toBe(1);
    expect(messagesOf(run)).toContain(
      'The rules of main forbid a direct commit: pull_request (ruleset "main"). Nothing was written.',
    );
    expect(run.report?.jobs.map(({ id, result }) => [id, result])).toContainEqual([
      'version-bump',
      'failure',
    ]);
  });

  it('a workflow without "permissions" gets the recorded default permissions', async () => {
    const folder = createFixtureProject();
    const file = join(folder, '.github/workflows/fixture.yml');
    const silent = readFileSync(file, 'utf8').replaceAll(/^( *)permissions:.*\n(?:\1 +.*\n)*/gm, '');
    writeFileSync(file, silent);
    git(folder, 'commit', '--quiet', '--all', '-m', 'ci: leave the permissions to the settings');
    const permissions = (level: 'read' | 'write'): string =>
      writeSettings({
        [`${base}/actions/permissions/workflow`]: {
          default_workflow_permissions: level,
          can_approve_pull_request_reviews: false,
        },
      });
    const read = await startFixture(folder, ['--settings', permissions('read')]).ended;
    expect(
      read.report?.jobs.map(({ id, result }) => [id, result]),
      read.output,
    ).toEqual([['version-bump', 'failure']]);
    const write = await startFixture(folder, ['--settings', permissions('write')]).ended;
    expect(
      write.report?.jobs.map(({ id, result }) => [id, result]),
      write.output,
    ).toEqual([
      ['version-bump', 'success'],
      ['release', 'success'],
    ]);
  });

  it('a file that is not a settings file is rejected before the start', async () => {
    const folder = createFixtureProject();
    const wrong = await rehearse(folder, '--settings', writeSettings({ [`${base}/environmets`]: {} }));
    expect([wrong.exitCode, wrong.report?.jobs], wrong.output).toEqual([2, []]);
    expect(messagesOf(wrong)).toContain(`"${base}/environmets"`);
    const missing = await rehearse(folder, '--settings', join(folder, 'none.json'));
    expect([missing.exitCode, missing.report?.problems[0]?.code]).toEqual([2, 'E_SETTINGS_INVALID']);
    expect(messagesOf(missing)).toContain('none.json cannot be read (ENOENT)');
  });
});
