import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../../src/commands/init/project-evidence.ts';
import { runInit } from '../../../src/commands/init/run-init.ts';
import { openWorkingCopy } from '../../../src/maintainer/working-copy.ts';
import { git, temporaryFolder, writeFiles } from '../../support/fixture-project.ts';

const path = '.github/workflows/release.yml';

function createProject(files: Readonly<Record<string, string>>, tags: readonly string[] = []): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'feat: everything');
  for (const tag of tags) git(folder, 'tag', tag);
  return folder;
}

async function initialize(
  folder: string,
  words: readonly string[] = [],
  ask?: (question: string) => Promise<string>,
) {
  let output = '';
  const add = (text: string): void => {
    output += text;
  };
  const exitCode = await runInit([folder, '--no-rehearsal', ...words], {
    variables: { PATH: process.env['PATH'] },
    ...{ write: add, writeError: add },
    signal: new AbortController().signal,
    ask,
  });
  return { exitCode, output };
}

const table = (backend: string, more = ''): string =>
  `[build-system]\nrequires = ["x"]\nbuild-backend = "${backend}"\n[project]\nname = "demo"\nversion = "1.2.0"\n${more}`;

describe('slipway init', () => {
  it.each<[kind: string, files: Record<string, string>, tags: string[], found: Record<string, string>]>([
    [
      'hatchling',
      { 'pyproject.toml': table('hatchling.build') },
      ['v1.1.0'],
      {
        Tags: 'v{version}, last v1.1.0',
        'Build backend': 'hatchling.build',
        Wheels: 'one for all platforms',
      },
    ],
    [
      'flit, with tags without a prefix',
      { 'pyproject.toml': table('flit_core.buildapi') },
      ['1.1.0'],
      { Tags: '{version}, last 1.1.0' },
    ],
    [
      'poetry',
      {
        'pyproject.toml':
          '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n[tool.poetry]\nname = "demo"\nversion = "0.3.0"\n',
      },
      [],
      { Project: 'demo', Version: '0.3.0' },
    ],
    [
      'setup.py with an extension',
      {
        'setup.py':
          'from setuptools import Extension, setup\nsetup(name="demo", version="1.0", ext_modules=[Extension("x", ["x.c"])])\n',
      },
      [],
      { Wheels: 'one for each platform (setup.py: ext_modules)' },
    ],
    ['setup.cfg', { 'setup.cfg': '[metadata]\nname = demo\nversion = 2.0\n' }, ['v1.9'], { Version: '2.0' }],
    [
      'maturin',
      { 'pyproject.toml': table('maturin') },
      [],
      { Wheels: 'one for each platform (pyproject.toml: build-backend "maturin")' },
    ],
    [
      'a version from git',
      {
        'pyproject.toml':
          '[build-system]\nrequires = ["hatchling", "hatch-vcs"]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.hatch.version]\nsource = "vcs"\n',
      },
      ['v3.0.0'],
      { Version: 'computed by the build' },
    ],
    [
      'a workspace',
      {
        'pyproject.toml': table('hatchling.build'),
        'packages/a/pyproject.toml': '[project]\nname = "a"\nversion = "1.0"\n',
      },
      [],
      { Packages: '2: packages/a' },
    ],
    [
      'a Dockerfile',
      { 'pyproject.toml': table('uv_build'), Dockerfile: 'FROM scratch\n' },
      [],
      { Image: 'Dockerfile' },
    ],
    [
      'a changelog in reStructuredText',
      {
        'pyproject.toml': table('pdm.backend'),
        'HISTORY.rst': 'History\n=======\n\n1.1.0 (2026-01-01)\n------------------\n\n* x\n',
      },
      [],
      { Changelog: 'HISTORY.rst' },
    ],
  ])('a project with %s is read', async (_, files, tags, found) => {
    const folder = createProject(files, tags);
    const host = {
      variables: { PATH: process.env['PATH'] },
      ...{ write: () => undefined, writeError: () => undefined },
      signal: new AbortController().signal,
    };
    const evidence = await gatherEvidence(await openWorkingCopy(folder, host));
    expect(Object.fromEntries(evidence.map((each) => [each.title, each.found]))).toMatchObject(found);
    const { exitCode, output } = await initialize(folder, ['--yes']);
    expect(exitCode, output).toBe(0);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(readFileSync(join(slipwayDirectory, path), 'utf8'));
    expect(output).toContain('workflow     release.yml');
    expect(output).toContain('deployment-branch-policies');
  });

  it('a file that exists is never overwritten, and a different release workflow stops the command', async () => {
    const folder = createProject({ 'pyproject.toml': table('hatchling.build') });
    expect((await initialize(folder, ['--yes'])).exitCode).toBe(0);
    writeFileSync(join(folder, path), `${readFileSync(join(folder, path), 'utf8')}# changed by hand\n`);
    const again = await initialize(folder, ['--yes']);
    expect([again.exitCode, again.output]).toEqual([
      0,
      expect.stringContaining('left unchanged. It differs'),
    ]);
    expect(readFileSync(join(folder, path), 'utf8')).toContain('# changed by hand');
    const publish = 'on: push\njobs:\n  p:\n    runs-on: x\n    steps:\n      - run: twine upload dist/*\n';
    const other = createProject({
      'pyproject.toml': table('hatchling.build'),
      '.github/workflows/publish.yml': publish,
    });
    const refused = await initialize(other, ['--yes']);
    expect([refused.exitCode, refused.output]).toEqual([
      2,
      expect.stringContaining('publish.yml publishes this project'),
    ]);
    expect(existsSync(join(other, path))).toBe(false);
    // The reference workflow beside it does not hide it.
    const both = createProject({
      'pyproject.toml': table('hatchling.build'),
      [path]: readFileSync(join(slipwayDirectory, path), 'utf8'),
      '.github/workflows/z-publish.yml': publish,
    });
    expect(await initialize(both, ['--yes'])).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('z-publish.yml publishes this project'),
    });
  });

  it('a folder without a Python project is rejected', async () => {
    const { exitCode, output } = await initialize(createProject({ 'README.md': 'x' }), ['--yes']);
    expect([exitCode, output]).toEqual([2, expect.stringContaining('has no pyproject.toml')]);
  });

  it('a no is respected', async () => {
    const folder = createProject({ 'pyproject.toml': table('hatchling.build') });
    const questions: string[] = [];
    const { exitCode } = await initialize(folder, [], async (question) => {
      questions.push(question);
      return 'n';
    });
    expect([exitCode, questions.length, existsSync(join(folder, path))]).toEqual([0, 1, false]);
  });

  it('a folder without git is rejected', async () => {
    const { exitCode, output } = await initialize(temporaryFolder(), ['--yes']);
    expect([exitCode, output]).toEqual([2, expect.stringContaining('is not a git working copy')]);
  });
});
