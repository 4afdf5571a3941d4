/** A small project for one build backend. */
export interface BackendProject {
  /** The backend, as its users call it. */
  readonly backend: string;
  /** Text by path; a path that ends with `.sh` is executable. */
  readonly files: Readonly<Record<string, string>>;
  /** It compiles something: the job builds its sdist, and the jobs of the platforms build the wheels from that. */
  readonly isNative?: boolean;
}

const project = `[project]
name = "demo-pkg"
version = "1.2.0"
description = "A demo"
readme = "README.md"
requires-python = ">=3.9"
`;
const dynamicProject = project.replace('version = "1.2.0"\n', 'dynamic = ["version"]\n');
const scripts = '[project.scripts]\ndemo = "demo_pkg:main"\n';

const buildSystem = (requires: readonly string[], backend: string): string =>
  `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "${backend}"\n`;

// Enough files of unlike names that an order which only looks stable is seen.
const modules = ['zeta', 'alpha', 'Beta', 'mid_1', 'mid_10', 'mid_2', 'omega'];

function packageFiles(folder: string): Record<string, string> {
  return {
    'README.md': '# Demo\n',
    LICENSE: 'MIT License\n',
    [`${folder}/__init__.py`]: 'def main():\n    print("demo")\n',
    [`${folder}/data.json`]: '{"a": 1}\n',
    [`${folder}/tools/__init__.py`]: '',
    [`${folder}/tools/run.sh`]: '#!/bin/sh\necho demo\n',
    ...Object.fromEntries(modules.map((name) => [`${folder}/${name}.py`, `name = "${name}"\n`])),
  };
}

const cSource = `#include <Python.h>
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "_core", NULL, -1, NULL};
PyMODINIT_FUNC PyInit__core(void) { return PyModule_Create(&module); }
`;

function pure(
  backend: string,
  pyproject: readonly string[],
  further: Record<string, string> = {},
): BackendProject {
  const files = { ...packageFiles('src/demo_pkg'), 'pyproject.toml': pyproject.join('\n'), ...further };
  return { backend, files };
}

function native(
  backend: string,
  pyproject: readonly string[],
  further: Record<string, string>,
): BackendProject {
  return { ...pure(backend, pyproject, further), isNative: true };
}

/** The backends that most projects on PyPI are built with, and the two plug-ins that take the version from the tag. */
export const backendProjects: readonly BackendProject[] = [
  pure('setuptools', [
    project,
    scripts,
    '[tool.setuptools.package-data]\n"*" = ["*.json", "*.sh"]\n',
    buildSystem(['setuptools>=77'], 'setuptools.build_meta'),
  ]),
  pure('setuptools-scm', [
    dynamicProject,
    scripts,
    '[tool.setuptools_scm]\n',
    buildSystem(['setuptools>=77', 'setuptools-scm>=8'], 'setuptools.build_meta'),
  ]),
  pure('hatchling', [project, scripts, buildSystem(['hatchling'], 'hatchling.build')]),
  pure('hatch-vcs', [
    dynamicProject,
    scripts,
    '[tool.hatch.version]\nsource = "vcs"\n',
    buildSystem(['hatchling', 'hatch-vcs'], 'hatchling.build'),
  ]),
  pure('poetry-core', [project, scripts, buildSystem(['poetry-core>=2'], 'poetry.core.masonry.api')]),
  pure('flit-core', [project, scripts, buildSystem(['flit_core>=3.11'], 'flit_core.buildapi')]),
  pure('pdm-backend', [project, scripts, buildSystem(['pdm-backend'], 'pdm.backend')]),
  pure('uv-build', [project, scripts, buildSystem(['uv_build>=0.9'], 'uv_build')]),
  native('scikit-build-core', [project, buildSystem(['scikit-build-core'], 'scikit_build_core.build')], {
    'CMakeLists.txt': `cmake_minimum_required(VERSION 3.15...3.30)
project(demo_pkg LANGUAGES C)
find_package(Python REQUIRED COMPONENTS Interpreter Development.Module)
python_add_library(_core MODULE src/core.c WITH_SOABI)
install(TARGETS _core DESTINATION demo_pkg)
`,
    'src/core.c': cSource,
  }),
  native('meson-python', [project, buildSystem(['meson-python'], 'mesonpy')], {
    'meson.build': `project('demo-pkg', 'c', version: '1.2.0')
py = import('python').find_installation(pure: false)
py.extension_module('_core', 'src/core.c', install: true, subdir: 'demo_pkg')
install_subdir('src/demo_pkg', install_dir: py.get_install_dir(), strip_directory: false)
`,
    'src/core.c': cSource,
  }),
  native(
    'maturin',
    [project, '[tool.maturin]\nbindings = "bin"\n', buildSystem(['maturin>=1.9'], 'maturin')],
    {
      'Cargo.toml': '[package]\nname = "demo-pkg"\nversion = "1.2.0"\nedition = "2021"\n',
      'Cargo.lock': 'version = 3\n\n[[package]]\nname = "demo-pkg"\nversion = "1.2.0"\n',
      'src/main.rs': 'fn main() {\n    println!("demo");\n}\n',
    },
  ),
];
