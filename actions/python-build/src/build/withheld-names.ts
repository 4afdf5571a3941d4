import type { ProjectTree } from '@slipway/python/project/places/project-tree';
import type { Variables } from './clean-environment.ts';

// What build backends, compilers and their helpers read.
const known =
  /^(?:SETUPTOOLS_|VCS_VERSIONING_|HATCH_|PDM_BUILD_|POETRY_|FLIT_|PBR_|SKBUILD_|SCIKIT_BUILD|MATURIN_|PYO3_|MESON|CMAKE_|NINJA|CARGO_(?!HOME$)|RUST(?!UP_HOME$)|CYTHON|NPY_|DISTUTILS_|MACOSX_DEPLOYMENT_TARGET$|IPHONEOS_DEPLOYMENT_TARGET$|ARCHFLAGS$|CPPFLAGS$|FFLAGS$|LIBRARY_PATH$|CPATH$|C_INCLUDE_PATH$|CPLUS_INCLUDE_PATH$|INCLUDE$|LIB$|PYTHONPATH$|PKG_CONFIG_(?!PATH$)|CIBW_|AUDITWHEEL_|SDKROOT$|GOFLAGS$|MYPYC_|VERSION_OVERRIDE$)/;
// Variables of the runner and of shells, which are never meant for a build.
const ofMachine =
  /^(?:CI|HOME|PWD|OLDPWD|SHLVL|PATH|TERM|LANG|LC_\w+|_|GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|INPUT_.*|STATE_.*|SLIPWAY_\w+)$/;
const scripts = [
  ...['setup.py', 'build.py', 'hatch_build.py', 'pdm_build.py', '_build.py', 'CMakeLists.txt', 'meson.build'],
  ...['build.rs', 'setup.cfg', 'pyproject.toml', 'tox.ini'],
];

/**
 * Names of variables that are set in the job, that a build would read, and that are withheld from it: those of backends and
 * compilers, and those that the project's own build scripts name.
 */
export async function listWithheldNames(
  variables: Variables,
  passed: Readonly<Record<string, string>>,
  tree: ProjectTree,
): Promise<readonly string[]> {
  const candidates = Object.keys(variables).filter(
    (name) =>
      variables[name] !== undefined &&
      variables[name] !== '' &&
      !Object.hasOwn(passed, name) &&
      !ofMachine.test(name) &&
      /^[A-Za-z_]\w*$/.test(name),
  );
  const texts = (await Promise.all(scripts.map((path) => tree.read(path)))).filter(
    (text) => text !== undefined,
  );
  const words = new Set(texts.flatMap((text) => text.match(/\b[A-Z][A-Z0-9_]{2,}\b/g) ?? []));
  return candidates.filter((name) => known.test(name) || words.has(name)).sort();
}
