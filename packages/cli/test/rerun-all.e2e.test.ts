import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git } from './support/fixture-project.ts';
import { withoutImageBuilder } from './support/image-programs.ts';
import { startCli } from './support/run-cli.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');
const backend = fileURLToPath(new URL('../../../actions/python-build/test/demo-backend.py', import.meta.url));

/** A project whose sdist has other bytes in every build, as those of setuptools have. */
function createMovingProject(behavior: string): string {
  const system = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
  const folder = createFixtureProject({
    'pyproject.toml': `[project]\nname = "demo"\nversion = "1.1.0"\n\n${system}`,
    behavior,
    [path]: reference,
  });
  copyFileSync(backend, join(folder, 'backend.py'));
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'feat: a backend');
  return folder;
}

// Two whole releases each: on a machine that does other things besides, some take minutes.
describe('all jobs of a release, run again', { timeout: 600_000 }, () => {
  it('end in the same state although the sdist has other bytes in every build', async () => {
    const folder = createMovingProject('moving');
    const words = ['rehearse', '--project', folder, '--bump', 'minor', '--rerun-all'];
    const { exitCode, output, report } = await startCli(words, withoutImageBuilder()).ended;
    expect(report?.problems, output).toEqual([]);
    expect(exitCode, output).toBe(0);
    const builds = report?.jobs.filter(({ id }) => id === 'build-python-package') ?? [];
    expect(builds.map(({ attempt, result }) => [attempt, result])).toEqual([
      [1, 'success'],
      [2, 'success'],
    ]);
    for (const { sha256, channels } of report?.files ?? [])
      expect(channels).toEqual({ build: sha256, release: sha256, pypi: sha256, ghcr: sha256 });
  });

  it('stop before anything is replaced when the contents differ', async () => {
    const folder = createMovingProject('stamped');
    const words = ['rehearse', '--project', folder, '--bump', 'minor', '--rerun-all'];
    const { exitCode, output, report } = await startCli(words, withoutImageBuilder()).ended;
    expect(exitCode, output).toBe(1);
    const failed = report?.jobs.filter(({ result }) => result === 'failure') ?? [];
    expect(failed.map(({ id, attempt }) => [id, attempt])).toEqual([['draft-github-release', 2]]);
    expect(output).toContain('E_RELEASE_PUBLISHED');
    const second = report?.jobs.filter(({ attempt }) => attempt === 2).map(({ id }) => id) ?? [];
    expect(second).not.toContain('publish-to-pypi');
  });
});
