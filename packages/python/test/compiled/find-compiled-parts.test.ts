import { describe, expect, it } from 'vitest';
import { findCompiledParts } from '../../src/project/compiled/find-compiled-parts.ts';
import { projectTree } from '../project-files.ts';

const system = (backend: string, ...requires: string[]): string =>
  `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "${backend}"\n`;
const setuptools = system('setuptools.build_meta', 'setuptools');

/** `file: what`, or `pure`. */
async function describeSign(files: Record<string, string>): Promise<string> {
  const parts = await findCompiledParts(projectTree(files));
  return parts === undefined ? 'pure' : `${parts.tool}: ${parts.sign.file}: ${parts.sign.what}`;
}

describe('findCompiledParts', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'cibuildwheel is configured',
      { 'pyproject.toml': `${setuptools}[tool.cibuildwheel]\nskip = "pp*"\n` },
      'cibuildwheel: pyproject.toml: [tool.cibuildwheel]',
    ],
    [
      'cibuildwheel is configured for maturin',
      { 'pyproject.toml': `${system('maturin')}[tool.cibuildwheel]\nskip = "pp*"\n` },
      'cibuildwheel: pyproject.toml: [tool.cibuildwheel]',
    ],
    [
      'an empty table asks for the defaults of cibuildwheel',
      { 'pyproject.toml': `${setuptools}[tool.cibuildwheel]\n` },
      'cibuildwheel: pyproject.toml: [tool.cibuildwheel]',
    ],
    [
      'an empty table replaces maturin',
      { 'pyproject.toml': `${system('maturin')}[tool]\ncibuildwheel = {}\n` },
      'cibuildwheel: pyproject.toml: [tool.cibuildwheel]',
    ],
    [
      'a value of another type is not a table',
      { 'pyproject.toml': `${setuptools}[tool]\ncibuildwheel = 1\n` },
      'pure',
    ],
    [
      'maturin builds',
      { 'pyproject.toml': system('maturin') },
      'maturin: pyproject.toml: build-backend "maturin"',
    ],
    [
      'scikit-build-core builds',
      { 'pyproject.toml': system('scikit_build_core.build') },
      'cibuildwheel: pyproject.toml: build-backend "scikit_build_core.build"',
    ],
    [
      'meson.build in a folder below makes an extension module',
      {
        'pyproject.toml': system('mesonpy'),
        'meson.build': "subdir('src')",
        'src/meson.build': "py.extension_module ('_x', 'x.c')",
      },
      'cibuildwheel: src/meson.build: extension_module()',
    ],
    [
      'setuptools reads extension modules from pyproject.toml',
      {
        'pyproject.toml': `${setuptools}[tool.setuptools]\next-modules = [{ name = "x", sources = ["x.c"] }]\n`,
      },
      'cibuildwheel: pyproject.toml: [tool.setuptools.ext-modules]',
    ],
    [
      'setuptools-rust has extension modules',
      { 'pyproject.toml': `${setuptools}[[tool.setuptools-rust.ext-modules]]\ntarget = "x"\n` },
      'cibuildwheel: pyproject.toml: [tool.setuptools-rust.ext-modules]',
    ],
    [
      'setup.py makes an Extension without a pyproject.toml',
      {
        'setup.py':
          'import setuptools\nmods = [setuptools.Extension("x", ["x.c"])]\nsetuptools.setup(name="x")\n',
      },
      'cibuildwheel: setup.py: Extension()',
    ],
    [
      'setup() gets extension modules from a variable',
      { 'pyproject.toml': setuptools, 'setup.py': 'setup(ext_modules=make())' },
      'cibuildwheel: setup.py: ext_modules',
    ],
    [
      'setup() gets cffi modules',
      { 'setup.py': 'setup(\n  cffi_modules=["build.py:ffi"],\n)' },
      'cibuildwheel: setup.py: cffi_modules',
    ],
    [
      'a dictionary of keywords has extension modules',
      { 'setup.py': 'args = {"name": "x", "ext_modules": mods}\nsetup(**args)' },
      'cibuildwheel: setup.py: ext_modules',
    ],
    [
      'a keyword is set in a dictionary later',
      { 'setup.py': 'args = {}\nargs["ext_modules"] = mypycify(["a.py"])\nsetup(**args)' },
      'cibuildwheel: setup.py: ext_modules',
    ],
    [
      'scikit-build replaces setup()',
      { 'setup.py': 'from skbuild import setup\nsetup(name="x")' },
      'cibuildwheel: setup.py: import skbuild',
    ],
    [
      'the extension modules are in a helper, and Cython is required',
      {
        'pyproject.toml': system('setuptools.build_meta', 'setuptools', 'Cython>=3'),
        'setup.py': 'import helper\nhelper.run()',
      },
      'cibuildwheel: pyproject.toml: build requirement "Cython>=3"',
    ],
    [
      'a Hatch plugin compiles',
      {
        'pyproject.toml': `${system('hatchling.build')}[tool.hatch.build.targets.wheel.hooks.mypyc]\ndependencies = ["hatch-mypyc"]\n`,
      },
      'cibuildwheel: pyproject.toml: [tool.hatch.build.targets.wheel.hooks.mypyc]',
    ],
    [
      'a custom Hatch hook infers the tag',
      {
        'pyproject.toml': `${system('hatchling.build')}[tool.hatch.build.hooks.custom]\npath = "ci/hook.py"\n`,
        'ci/hook.py': "build_data['infer_tag'] = True",
      },
      'cibuildwheel: ci/hook.py: infer_tag',
    ],
    [
      'pdm-backend runs setuptools',
      { 'pyproject.toml': `${system('pdm.backend')}[tool.pdm.build]\nrun-setuptools = true\n` },
      'cibuildwheel: pyproject.toml: run-setuptools = true',
    ],
    [
      'Poetry has a build script',
      { 'pyproject.toml': `${system('poetry.core.masonry.api')}[tool.poetry.build]\nscript = "build.py"\n` },
      'cibuildwheel: pyproject.toml: [tool.poetry.build] script',
    ],
  ])('a project is native because %s', async (_name, files, expected) => {
    expect(await describeSign(files)).toBe(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['flit builds', { 'pyproject.toml': system('flit_core.buildapi') }],
    [
      'scikit-build-core runs no CMake',
      { 'pyproject.toml': `${system('scikit_build_core.build')}[tool.scikit-build]\nwheel.cmake = false\n` },
    ],
    [
      'meson.build only installs sources',
      {
        'pyproject.toml': system('mesonpy'),
        'meson.build': "py.install_sources('a.py')  # no extension_module()",
      },
    ],
    ['the list of extension modules is empty', { 'setup.py': 'setup(ext_modules=[], cffi_modules=None)' }],
    [
      'extension modules are only mentioned',
      {
        'setup.py':
          '"""ext_modules=[Extension()]"""\n# ext_modules=[x]\nprint("ext_modules", Extension)\nsetup()',
      },
    ],
    [
      'another backend does not read setup.py',
      { 'pyproject.toml': system('hatchling.build'), 'setup.py': 'setup(ext_modules=mods)' },
    ],
    [
      'a custom Hatch hook only writes a file',
      {
        'pyproject.toml': `${system('hatchling.build')}[tool.hatch.build.hooks.custom]\n`,
        'hatch_build.py': '# not infer_tag\nopen("x")',
      },
    ],
    [
      'a build requirement only begins like a compiler',
      {
        'pyproject.toml': system('setuptools.build_meta', 'mypy-extensions', 'cython-lint'),
        'setup.py': 'setup()',
      },
    ],
    ['there is nothing', {}],
    ['pyproject.toml is not TOML', { 'pyproject.toml': '[tool.cibuildwheel\n' }],
  ])('a project is pure if %s', async (_name, files) => {
    expect(await describeSign(files)).toBe('pure');
  });
});
