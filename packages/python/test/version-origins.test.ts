import { describe, expect, it } from 'vitest';
import { bumpFiles } from './bump-files.ts';

type Files = Readonly<Record<string, string>>;

const project = (backend: string, more = ''): string =>
  `[build-system]\nbuild-backend = "${backend}"\n[project]\nname = "my-demo"\ndynamic = ["version"]\n${more}`;

describe('the origin of a version', () => {
  it.each<[string, Files]>([
    [
      'setuptools-scm',
      { 'pyproject.toml': project('hatchling.build', '[tool.hatch.version]\nsource = "vcs"\n') },
    ],
    [
      'uv-dynamic-versioning',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\nsource = "uv-dynamic-versioning"\n',
        ),
      },
    ],
    ['versioningit', { 'pyproject.toml': project('setuptools.build_meta', '[tool.versioningit]\n') }],
    [
      'versioneer in setup.cfg',
      {
        'setup.cfg': '[metadata]\nname = x\n[versioneer]\nVCS = git\n',
        'setup.py':
          'import versioneer\nfrom setuptools import setup\nsetup(version=versioneer.get_version())\n',
        'versioneer.py': 'def get_version():\n    return "0+unknown"\n',
      },
    ],
    [
      'setuptools-scm in setup.py',
      {
        'setup.py':
          'from setuptools import setup\nsetup(name="x", use_scm_version={"write_to": "x/_version.py"})\n',
      },
    ],
    [
      'setuptools-git-versioning',
      {
        'pyproject.toml': project(
          'setuptools.build_meta',
          '[tool.setuptools-git-versioning]\nenabled = true\n',
        ),
      },
    ],
    [
      'pbr',
      {
        'setup.cfg': '[metadata]\nname = x\n',
        'setup.py': 'import setuptools\nsetuptools.setup(setup_requires=["pbr"], pbr=True)\n',
      },
    ],
    [
      'poetry-dynamic-versioning',
      {
        'pyproject.toml':
          '[build-system]\nbuild-backend = "poetry_dynamic_versioning.backend"\n[project]\nname = "x"\ndynamic = ["version"]\n[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
      },
    ],
    ['pdm scm', { 'pyproject.toml': project('pdm.backend', '[tool.pdm.version]\nsource = "scm"\n') }],
    [
      'vcs-versioning',
      {
        'pyproject.toml':
          '[build-system]\nrequires = ["vcs-versioning>=1"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "x"\ndynamic = ["version"]\n',
      },
    ],
  ])('the version comes from git with %s', async (_, files) => {
    const { version, tool, edited } = await bumpFiles(files);
    expect({ version, edited }).toEqual({ version: undefined, edited: {} });
    expect(tool).toMatch(/\w/);
  });

  it.each<[string, Files, string]>([
    [
      'hatch code that is computed',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\nsource = "code"\npath = "d/_v.py"\nexpression = "get()"\n',
        ),
        'd/_v.py': 'def get(): return "1"\n',
      },
      'source "code": hatchling runs d/_v.py and evaluates get()',
    ],
    [
      'hatch env',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\nsource = "env"\nvariable = "V"\n',
        ),
      },
      'source "env"',
    ],
    [
      'pdm call',
      {
        'pyproject.toml': project(
          'pdm.backend',
          '[tool.pdm.version]\nsource = "call"\ngetter = "build:version"\n',
        ),
      },
      'pdm calls build:version',
    ],
    ['uv_build', { 'pyproject.toml': project('uv_build') }, 'the only version that uv_build reads'],
    [
      'meson',
      {
        'pyproject.toml': project('mesonpy'),
        'meson.build': "project('x', version: run_command('git', 'describe').stdout())\n",
      },
      "meson.build computes the version of project() by \"run_command('git'",
    ],
    [
      'a local provider of scikit-build-core',
      {
        'pyproject.toml': project(
          'scikit_build_core.build',
          '[tool.scikit-build.metadata.version]\nprovider = "mine"\nprovider-path = "build"\n',
        ),
      },
      'provider "mine"',
    ],
    [
      'a pattern without a match',
      {
        'pyproject.toml': project('hatchling.build', '[tool.hatch.version]\npath = "v.txt"\n'),
        'v.txt': 'none',
      },
      'matches nothing in v.txt',
    ],
    [
      'a pattern of syntax that is not supported',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\npath = "v.txt"\npattern = "(?>a)(?P<version>1)"\n',
        ),
        'v.txt': 'a1',
      },
      'uses syntax that is not supported',
    ],
    [
      'a file that is missing',
      { 'pyproject.toml': project('hatchling.build', '[tool.hatch.version]\npath = "gone.py"\n') },
      'points to gone.py, which does not exist',
    ],
    [
      'an unknown backend',
      { 'pyproject.toml': project('acme_backend') },
      'the backend "acme_backend" is not configured to read it from a file. Files checked: pyproject.toml',
    ],
  ])('%s is rejected with a reason and the way out', async (_, files, message) => {
    const error = await bumpFiles(files).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code: 'E_VERSION_SOURCE',
      hint: expect.stringContaining('"version-file"'),
    });
    expect(String(error)).toContain(message);
  });
});
