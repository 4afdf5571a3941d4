import { describe, expect, it } from 'vitest';
import { bumpFiles } from './bump-files.ts';

const pyproject = (name = 'demo', version = '1.2.3'): string =>
  `[project]\nname = "${name}"\nversion = "${version}"\n`;

describe('an additional file of a known kind', () => {
  it.each<[string, string, string, string?]>([
    [
      'package.json',
      '{\n  "name": "demo",\n  "version": "1.2.3",\n  "dependencies": {"x": "1.2.3"}\n}\n',
      '{\n  "name": "demo",\n  "version": "1.3.0-rc.1",\n  "dependencies": {"x": "1.2.3"}\n}\n',
    ],
    [
      'charts/demo/Chart.yaml',
      'apiVersion: v2\nversion: 1.2.3\nappVersion: "1.2.3"\ndependencies:\n  - version: 1.2.3\n',
      'apiVersion: v2\nversion: 1.3.0-rc.1\nappVersion: "1.3.0rc1"\ndependencies:\n  - version: 1.2.3\n',
    ],
    ['CITATION.cff', 'cff-version: 1.2.0\nversion: 1.2.3\n', 'cff-version: 1.2.0\nversion: 1.3.0rc1\n'],
    [
      'codemeta.json',
      '{"version": "1.2.3", "softwareVersion": "1.2.3", "schemaVersion": "1.2.3"}',
      '{"version": "1.3.0rc1", "softwareVersion": "1.3.0rc1", "schemaVersion": "1.2.3"}',
    ],
    [
      'docs/conf.py',
      "import x\nversion = '1.2'\nrelease = '1.2.3'\nneeds = '1.2.3'\n",
      "import x\nversion = '1.3'\nrelease = '1.3.0rc1'\nneeds = '1.2.3'\n",
    ],
    [
      'meson.build',
      "project('demo', 'c', version: '1.2.3', meson_version: '>=1.2.3')\n",
      "project('demo', 'c', version: '1.3.0rc1', meson_version: '>=1.2.3')\n",
    ],
    [
      '.bumpversion.cfg',
      '[bumpversion]\ncurrent_version = 1.2.3\n',
      '[bumpversion]\ncurrent_version = 1.3.0rc1\n',
    ],
    [
      '.cz.toml',
      '[tool.commitizen]\nname = "x"\nversion = "1.2.3"\n',
      '[tool.commitizen]\nname = "x"\nversion = "1.3.0rc1"\n',
    ],
    [
      'Dockerfile',
      'FROM python:3.12\nARG DEMO_VERSION=1.2.3\nLABEL org.opencontainers.image.version="1.2.3" \\\n      other="1.2.3"\n',
      'FROM python:3.12\nARG DEMO_VERSION=1.3.0rc1\nLABEL org.opencontainers.image.version="1.3.0rc1" \\\n      other="1.2.3"\n',
    ],
    [
      'README.md',
      '![v](https://img.shields.io/badge/version-1.2.3-blue)\n\npip install demo==1.2.3 dep==1.2.3\ngit+https://example.com/o/demo@v1.2.3\n1.2.3 is out\n',
      '![v](https://img.shields.io/badge/version-1.3.0rc1-blue)\n\npip install demo==1.3.0rc1 dep==1.2.3\ngit+https://example.com/o/demo@v1.3.0rc1\n1.2.3 is out\n',
    ],
    [
      'include/demo.h',
      '#define DEMO_VERSION "1.2.3"\n#define OTHER "1.2.3"\n',
      '#define DEMO_VERSION "1.3.0rc1"\n#define OTHER "1.2.3"\n',
    ],
    ['VERSION', '1.2.3', '1.3.0rc1'],
    [
      'recipe/meta.yaml',
      '{% set name = "demo" %}\n{% set version = "1.2.3" %}\n',
      '{% set name = "demo" %}\n{% set version = "1.3.0rc1" %}\n',
    ],
    ['src/other/tuple.py', '__version_info__ = (1, 2, 3)\n', '__version_info__ = (1, 3, 0, "rc1")\n'],
    ['django.py', "VERSION = (1, 2, 3, 'final', 0)\n", "VERSION = (1, 3, 0, 'rc', 1)\n"],
    [
      'requests.py',
      '__version__ = "1.2.3"\n__build__ = 0x010203\n',
      '__version__ = "1.3.0rc1"\n__build__ = 0x010300\n',
    ],
  ])('the file %s is edited without a mark, in its own spelling', async (path, before, after) => {
    const { edited, stale } = await bumpFiles(
      { 'pyproject.toml': pyproject(), [path]: before },
      { to: '1.3.0rc1', extraFiles: [path] },
    );
    expect(edited[path]).toBe(after);
    expect(stale).toEqual([]);
  });

  it('a file with a different version is rejected, and the version is named', async () => {
    await expect(
      bumpFiles(
        { 'pyproject.toml': pyproject(), 'CITATION.cff': 'version: 1.2.2\n' },
        { extraFiles: ['CITATION.cff'] },
      ),
    ).rejects.toThrow('extra-files: CITATION.cff has "1.2.2" in line 1, which is not the present version');
  });

  it('a file that cannot express the version is rejected', async () => {
    const files = { 'pyproject.toml': pyproject(), 'package.json': '{"version": "1.2.3"}' };
    await expect(bumpFiles(files, { to: '1.2.3.post1', extraFiles: ['package.json'] })).rejects.toMatchObject(
      { code: 'E_VERSION_SPELLING' },
    );
  });

  it('a file of a project whose version comes from git is edited', async () => {
    const files = {
      'pyproject.toml':
        '[project]\nname = "demo"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.version]\nsource = "vcs"\n',
      'CITATION.cff': 'version: 1.2.3\n',
    };
    const { edited } = await bumpFiles(files, { tagged: '1.2.3', extraFiles: ['CITATION.cff'] });
    expect(edited).toEqual({ 'CITATION.cff': 'version: 9.8.7\n' });
  });

  it('a file keeps the zeros of a calendar version where it has them', async () => {
    const files = {
      'pyproject.toml': pyproject('demo', '2026.01.09'),
      'package.json': '{"version": "2026.1.9"}',
      'demo.py': '__version__ = "2026.1.9"\n',
    };
    const { edited } = await bumpFiles(files, { to: '2026.2.1', extraFiles: ['package.json'] });
    expect(edited).toEqual({
      'pyproject.toml': pyproject('demo', '2026.02.01'),
      'package.json': '{"version": "2026.2.1"}',
      'demo.py': '__version__ = "2026.2.1"\n',
    });
  });
});

describe('a copy of the version', () => {
  it('__version__ of the own package is bumped, wherever the package lies', async () => {
    const files = {
      'pyproject.toml': pyproject('acme-core'),
      'src/acme/core/__init__.py':
        '__version__ = "1.2.3"\n__version_info__ = (1, 2, 3)\n__build__ = 0x010203\n',
      'src/acme/core/data/_version.py': '__version__ = "1.2.3"\n',
      'src/acme/other/__init__.py': '__version__ = "1.2.3"\n',
      'src/acme/core/part/__init__.py': '__version__ = "1.2.3"\n',
    };
    const { edited, stale } = await bumpFiles(files);
    expect(edited).toEqual({
      'pyproject.toml': pyproject('acme-core', '9.8.7'),
      'src/acme/core/__init__.py':
        '__version__ = "9.8.7"\n__version_info__ = (1, 2, 3)\n__build__ = 0x010203\n',
      'src/acme/core/data/_version.py': '__version__ = "9.8.7"\n',
    });
    expect(stale).toEqual([
      'src/acme/core/__init__.py __version_info__ 1, 2, 3',
      'src/acme/core/__init__.py __build__ 0x010203',
    ]);
  });

  it.each([
    ['pyproject.toml', `${pyproject()}[tool.commitizen]\nversion = "1.2.3"\n`, '[tool.commitizen].version'],
    [
      'pyproject.toml',
      `${pyproject()}[tool.bumpversion]\ncurrent_version = "1.2.3"\n`,
      '[tool.bumpversion].current_version',
    ],
    ['CITATION.cff', 'version: 1.2.3\n', 'version'],
    ['docs/conf.py', 'release = "1.2.3"\n', 'release'],
    ['package.json', '{"version": "1.2.3"}', '"version"'],
    ['deploy/chart/Chart.yaml', 'appVersion: 1.2.3\n', 'appVersion'],
    ['README.md', 'https://img.shields.io/badge/version-1.2.3-green\n', 'badge'],
    ['Dockerfile', 'LABEL version="1.2.3"\n', 'LABEL version'],
    ['codemeta.json', '{"version": "1.2.3"}', '"version"'],
    ['meson.build', "project('x', version: '1.2.3')", 'project(version: …)'],
    ['.bumpversion.cfg', '[bumpversion]\ncurrent_version = 1.2.3\n', 'current_version'],
  ])('a copy in %s that would go stale is reported and not edited', async (path, text, label) => {
    const { edited, stale } = await bumpFiles({ 'pyproject.toml': pyproject(), [path]: text });
    expect(stale).toEqual([`${path} ${label} 1.2.3`]);
    expect(Object.keys(edited)).toEqual(['pyproject.toml']);
  });

  it('a copy that was out of date before is reported as such', async () => {
    const files = {
      'pyproject.toml': pyproject(),
      'demo/__init__.py': '__version__ = "1.2.0"\n',
      'CITATION.cff': 'version: 1.1\n',
      'package.json': '{"version": "0.0.0"}',
    };
    const { stale, strangers } = await bumpFiles(files);
    expect({ stale, strangers }).toEqual({
      stale: [],
      strangers: ['demo/__init__.py __version__ 1.2.0', 'CITATION.cff version 1.1'],
    });
  });

  it('a copy of another project in the same repository is ignored', async () => {
    const files = {
      'pyproject.toml': pyproject(),
      'packages/b/pyproject.toml': pyproject('b'),
      'packages/b/package.json': '{"version": "1.2.3"}',
      'packages/b/demo/__init__.py': '__version__ = "1.2.3"\n',
    };
    const { edited, stale } = await bumpFiles(files);
    expect([Object.keys(edited), stale]).toEqual([['pyproject.toml'], []]);
  });

  it('a copy that remains right is not reported', async () => {
    const files = { 'pyproject.toml': pyproject(), 'docs/conf.py': 'version = "1.2"\n' };
    expect((await bumpFiles(files, { to: '1.2.4' })).stale).toEqual([]);
    expect((await bumpFiles(files, { to: '1.3.0' })).stale).toEqual(['docs/conf.py version 1.2']);
  });
});
