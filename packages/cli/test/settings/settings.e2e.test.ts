import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slipwayDirectory } from '../../src/action-repositories.ts';
import { prepareSample } from '../../src/sample.ts';
import { git, temporaryFolder } from '../support/fixture-project.ts';
import { withoutImageBuilder } from '../support/image-programs.ts';
import { openGit } from '../support/open-git.ts';
import { type CliRun, startCli } from '../support/run-cli.ts';

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
  it('is refused by PyPI when the publishing job has no environment', async () => {
    const run = await rehearse(await createSample(reference.replace('    environment: pypi\n', '')));
    expect(run.exitCode, run.output).toBe(1);
    expect(messagesOf(run)).toContain('valid token, but no corresponding publisher');
    expect(run.report?.problems.map(({ code }) => code)).toContain('E_PYPI_MINT_REFUSED');
    expectNothingPublic(run);
  });

  it('is refused by PyPI in an environment of another name, which GitHub makes without rules', async () => {
    const other = reference.replace('    environment: pypi\n', '    environment: release\n');
    const run = await rehearse(await createSample(other));
    expect(run.exitCode, run.output).toBe(1);
    expect(messagesOf(run)).toContain('valid token, but no corresponding publisher');
    expect(run.report?.notes).toContain(
      'The environment "release" did not exist. GitHub creates it for the job, without protection rules.',
    );
    expectNothingPublic(run);
  });

  it('is stopped by GitHub before anything is public when its tag is not in the style of the project', async () => {
    const folder = await createSample(reference);
    git(folder, 'tag', '--delete', 'v1.1.0');
    git(folder, 'tag', '--annotate', '-m', '1.1.0', '1.1.0', 'HEAD~1');
    const run = await rehearse(folder, '--version', '1.2.0');
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

  it('goes through with the environment in another case, for a project that is new to PyPI', async () => {
    const mixed = reference.replace('    environment: pypi\n', '    environment: { name: PyPI }\n');
    const folder = await createSample(mixed);
    git(folder, 'tag', '--delete', 'v1.1.0');
    const page = join(temporaryFolder(), 'report.html');
    const first = await rehearse(folder, '--version', '1.2.0', '--html', page);
    expect(first.report?.problems, first.output).toEqual([]);
    expect(first.exitCode).toBe(0);
    expect(first.report?.setup).toMatchObject({ pending: true, project: 'demo' });
    expect(first.output.indexOf('environment  pypi')).toBeLessThan(first.output.indexOf('version-bump'));
    expect(readFileSync(page, 'utf8')).toContain('deployment_branch_policy[custom_branch_policies]=true');
  });
});
