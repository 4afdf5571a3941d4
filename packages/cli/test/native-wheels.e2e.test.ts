import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git } from './support/fixture-project.ts';
import { withoutImageBuilder } from './support/image-programs.ts';
import { type CliRun, startCli } from './support/run-cli.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');

const sources = {
  'pyproject.toml':
    '[build-system]\nrequires = ["setuptools>=77"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\nname = "tiny"\nversion = "1.0.0"\n\n[tool.setuptools]\next-modules = [{name = "tiny._c", sources = ["src/tiny/_c.c"]}]\n',
  'src/tiny/__init__.py': '',
  'src/tiny/_c.c':
    '#include <Python.h>\nstatic struct PyModuleDef it = {PyModuleDef_HEAD_INIT, "_c", NULL, -1, NULL};\nPyMODINIT_FUNC PyInit__c(void) { return PyModule_Create(&it); }\n',
};

/** A project with an extension module in C, whose release has this workflow. */
function rehearse(workflow: string): Promise<CliRun> {
  const folder = createFixtureProject({ [path]: workflow, ...sources });
  git(folder, 'tag', 'v1.0.0');
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'feat: more');
  return startCli(['rehearse', '--project', folder, '--bump', 'minor'], withoutImageBuilder()).ended;
}

const isSupported = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!isSupported)('a project with compiled parts on Linux', { timeout: 600_000 }, () => {
  it('its sdist and the wheel of this machine reach every channel, and other platforms are not shown', async () => {
    const run = await rehearse(reference);
    expect(run.report?.problems, run.output).toEqual([]);
    const files = run.report?.files ?? [];
    expect(files.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^tiny-1\.1\.0-cp\d+-cp\d+-manylinux_2_\d+_x86_64\.whl$/),
      'tiny-1.1.0.tar.gz',
    ]);
    for (const { sha256, channels } of files)
      expect(channels).toEqual({ build: sha256, release: sha256, pypi: sha256, ghcr: sha256 });
    const jobs = new Map(run.report?.jobs.map(({ id, result }) => [id, result]));
    expect(jobs.get('build-wheels/linux-x86_64')).toBe('success');
    expect(jobs.get('build-wheels/collect')).toBe('success');
    const hidden = ['linux-aarch64', 'macos-arm64', 'macos-x86_64', 'windows-amd64', 'windows-arm64'];
    for (const leg of hidden) {
      expect(jobs.get(`build-wheels/${leg}`) ?? 'skipped').toBe('skipped');
      expect(run.output).toContain(`Not shown: the job build-wheels/${leg}, because its wheels are built on`);
    }
  });

  it('wheels that a channel does not get are found', async () => {
    const [start, job = ''] = reference.split(/(?=\n {2}publish-to-pypi:\n)/);
    const changed = job
      .replace(/\n +\$\{\{ needs\.build-wheels\.outputs\.[\w-]+ \}\}/, '')
      .replace(/\n +\$\{\{ needs\.build-wheels\.outputs\.[\w-]+ \}\}/, '');
    expect(job.length - changed.length).toBeGreaterThan(60);
    const run = await rehearse(start + changed);
    expect(run.report?.ok, run.output).toBe(false);
    expect(
      run.report?.checks
        .filter(({ ok }) => !ok)
        .map(({ name }) => name)
        .join('\n'),
    ).toMatch(/PyPI/);
  });
});
