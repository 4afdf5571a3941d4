import { describe, expect, it } from 'vitest';
import { bumpFiles } from './bump-files.ts';

type Files = Readonly<Record<string, string>>;

const project = (backend: string, more = ''): string =>
  `[build-system]\nbuild-backend = "${backend}"\n[project]\nname = "my-demo"\ndynamic = ["version"]\n${more}`;

/** The one file that changes, and that nothing but the version changes in it. */
async function expectOneEdit(files: Files, path: string, from = '1.2.3', to = '9.8.7'): Promise<void> {
  const { version, edited } = await bumpFiles(files);
  expect(version).toBe('1.2.3');
  expect(edited).toEqual({ [path]: (files[path] ?? '').replace(from, to) });
}

describe('the version source', () => {
  it.each<[string, Files, string]>([
    [
      'setuptools attr through a re-export',
      {
        'pyproject.toml': project(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = {attr = "demo.__version__"}\n[tool.setuptools.packages.find]\nwhere = ["python"]\n',
        ),
        'python/demo/__init__.py': 'from demo._about import __version__\n',
        'python/demo/_about.py': "__version__ = '1.2.3'\n",
      },
      'python/demo/_about.py',
    ],
    [
      'setuptools attr through two re-exports',
      {
        'pyproject.toml': project(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = {attr = "demo.__version__"}\n[tool.setuptools]\npackage-dir = {"" = "source"}\n',
        ),
        'source/demo/__init__.py': 'from . import meta\n__version__ = meta.VERSION\n',
        'source/demo/meta.py': 'from .data.version import VERSION as VERSION\n',
        'source/demo/data/version.py': "VERSION: str = '1.2.3'\n",
      },
      'source/demo/data/version.py',
    ],
    [
      'setuptools attr through a star import',
      {
        'pyproject.toml': project(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = {attr = "demo.__version__"}\n',
        ),
        'demo/__init__.py': 'from demo.about import *\n',
        'demo/about.py': "__version__ = '1.2.3'\n",
      },
      'demo/about.py',
    ],
    [
      'a package-dir of one package',
      {
        'pyproject.toml': project(
          'setuptools.build_meta',
          '[tool.setuptools.dynamic]\nversion = {attr = "demo.v.x"}\n[tool.setuptools.package-dir]\ndemo = "./lib/things"\n',
        ),
        'lib/things/v.py': 'x = "1.2.3"\n',
      },
      'lib/things/v.py',
    ],
    [
      'setup.cfg with a package_dir of several lines',
      {
        'setup.cfg':
          '[metadata]\nname = demo\nversion = attr: demo.__version__\n[options]\npackage_dir =\n    = python\n',
        'setup.py': 'from setuptools import setup\nsetup()\n',
        'python/demo/__init__.py': '__version__ = "1.2.3"\n',
      },
      'python/demo/__init__.py',
    ],
    [
      'setup.cfg with a file',
      { 'setup.cfg': '[metadata]\nversion = file: VERSION.txt\n', 'VERSION.txt': '1.2.3' },
      'VERSION.txt',
    ],
    [
      'hatch with flags in its pattern',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\npath = "v.h"\npattern = \'(?mi)^#define\\s+DEMO_VERSION\\s+"(?P<version>[^"]+)"\'\n',
        ),
        'v.h': '// DEMO_VERSION\n#DEFINE Demo_Version "1.2.3"\n',
      },
      'v.h',
    ],
    [
      'hatch with a back-reference in its pattern',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\npath = "v.txt"\npattern = "(?P<q>[\'\\"])(?P<version>.+?)(?P=q)\\\\Z"\n',
        ),
        'v.txt': `x "no" y '1.2.3'`,
      },
      'v.txt',
    ],
    [
      'hatch with its default pattern, which skips a v',
      {
        'pyproject.toml': project('hatchling.build', '[tool.hatch.version]\npath = "d/__about__.py"\n'),
        'd/__about__.py': 'version_info = "0"\nversion = "v1.2.3"\n',
      },
      'd/__about__.py',
    ],
    [
      'hatch.toml',
      {
        'pyproject.toml': project('hatchling.build'),
        'hatch.toml': '[version]\npath = "d.py"\n',
        'd.py': '__version__ = "1.2.3"\n',
      },
      'd.py',
    ],
    [
      'hatch code that is only a name',
      {
        'pyproject.toml': project(
          'hatchling.build',
          '[tool.hatch.version]\nsource = "code"\npath = "d/_v.py"\nexpression = "V"\n',
        ),
        'd/_v.py': 'V = "1.2.3"\n',
      },
      'd/_v.py',
    ],
    [
      'flit through a re-export',
      {
        'pyproject.toml': project('flit_core.buildapi'),
        'my_demo/__init__.py':
          '"""Demo"""\nfrom .package_data import __version__\nfrom .core import (\n    a,\n)\n',
        'my_demo/package_data.py': "__version__ = '1.2.3'\n",
      },
      'my_demo/package_data.py',
    ],
    [
      'flit with a namespace package',
      {
        'pyproject.toml': project('flit_core.buildapi', '[tool.flit.module]\nname = "acme.core"\n'),
        'src/acme/core/__init__.py': '"""Demo"""\n__version__ = "1.2.3"\n',
      },
      'src/acme/core/__init__.py',
    ],
    [
      'flit with a version file of the package',
      {
        'pyproject.toml': project('flit_core.buildapi'),
        'my_demo/__init__.py': '"""Demo"""\n',
        'my_demo/version.py': '__version__ = "1.2.3"\n',
      },
      'my_demo/version.py',
    ],
    [
      'pdm with a pattern',
      {
        'pyproject.toml': project(
          'pdm.backend',
          '[tool.pdm.version]\nsource = "file"\npath = "a.txt"\npattern = "release (\\\\S+)"\n',
        ),
        'a.txt': 'release 1.2.3 now\n',
      },
      'a.txt',
    ],
    [
      'scikit-build-core with its default pattern',
      {
        'pyproject.toml': project(
          'scikit_build_core.build',
          '[tool.scikit-build.metadata.version]\nprovider = "scikit_build_core.metadata.regex"\ninput = "src/d.py"\n',
        ),
        'src/d.py': '__version__: str = "1.2.3"\n',
      },
      'src/d.py',
    ],
    [
      'meson-python',
      {
        'pyproject.toml':
          '[build-system]\nbuild-backend = "mesonpy"\n[project]\nname = "demo"\ndynamic = ["version"]\n',
        'meson.build':
          "# project(version: '0.1')\nproject('demo', 'c', ['cpp'], # version: '0.2'\n  license: 'MIT', meson_version: '>=1.2.0',\n  version : '1.2.3',\n)\n",
      },
      'meson.build',
    ],
    [
      'meson-python with a file',
      {
        'pyproject.toml': project('mesonpy'),
        'meson.build': "project('demo', version: files('VERSION'))\n",
        VERSION: '1.2.3\n',
      },
      'VERSION',
    ],
    [
      'meson-python with a script that is read',
      {
        'pyproject.toml': project('mesonpy'),
        'meson.build':
          "project('demo', 'c',\n  version: run_command('tools/version.py', check: true).stdout().strip())\n",
        'tools/version.py':
          'import os\npath = os.path.join(os.path.dirname(__file__), "../my_demo/__init__.py")\nline = next(l for l in open(path).readlines() if l.startswith("__version__"))\nprint(line.strip().split(" = ")[1].replace(\'"\', ""))\n',
        'my_demo/__init__.py': '__version__ = "1.2.3"\n',
      },
      'my_demo/__init__.py',
    ],
    [
      'incremental',
      {
        'pyproject.toml': project('setuptools.build_meta', '[tool.incremental]\nname = "MyDemo"\n'),
        'src/mydemo/_version.py':
          'from incremental import Version\n__version__ = Version("MyDemo", 1, 2, 3)\n',
      },
      'src/mydemo/_version.py',
    ],
  ])('the version source is followed: %s', async (what, files, path) => {
    await (what === 'incremental'
      ? expectOneEdit(files, path, '1, 2, 3', '9, 8, 7')
      : expectOneEdit(files, path));
  });

  it('several parts of a header are edited one by one', async () => {
    const header = '#define D_MAJOR 1\n#define D_MINOR 2\n#define D_PATCH 3rc4\n';
    const pattern =
      '(?sx) \\#define\\s+D_MAJOR\\s+(?P<a>\\d+) .*? D_MINOR\\s+(?P<b>\\d+) .*? D_PATCH\\s+(?P<c>\\S+)';
    const files = {
      'pyproject.toml': project(
        'scikit_build_core.build',
        `[tool.scikit-build.metadata.version]\nprovider = "scikit_build_core.metadata.regex"\ninput = "d.h"\nregex = '''${pattern}'''\nresult = "{a}.{b}.{c}"\n`,
      ),
      'd.h': header,
    };
    const { version, edited } = await bumpFiles(files, { to: '1.3.0' });
    expect(version).toBe('1.2.3rc4');
    expect(edited).toEqual({ 'd.h': '#define D_MAJOR 1\n#define D_MINOR 3\n#define D_PATCH 0\n' });
  });
});
