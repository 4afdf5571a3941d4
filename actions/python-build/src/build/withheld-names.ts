import type { ProjectTree } from '@slipway/python/project/places/project-tree';
import type { Variables } from './clean-environment.ts';

// What changes the result of build backends, compilers and their helpers; how much they print and keep does not.
const known = new RegExp(
  `^(?:${[
    ...['SETUPTOOLS_', 'VCS_VERSIONING_', 'HATCH_(?:BUILD|METADATA)_', 'PDM_BUILD_', 'PBR_', 'SKBUILD_'],
    ...['POETRY_DYNAMIC_VERSIONING_', 'SCIKIT_BUILD', 'MATURIN_', 'PYO3_', 'MESON(?:PY)?_', 'CMAKE_'],
    ...['CARGO_(?:BUILD|PROFILE|TARGET|UNSTABLE|REGISTR(?:Y|IES)|SOURCE)_', 'CARGO_ENCODED_RUSTFLAGS$'],
    ...['RUST(?:C|DOC)?FLAGS$', 'RUSTC(?:_WRAPPER)?$', 'CYTHON', 'NPY_', 'DISTUTILS_', 'MYPYC_', 'CIBW_'],
    ...['MACOSX_DEPLOYMENT_TARGET$', 'IPHONEOS_DEPLOYMENT_TARGET$', 'SDKROOT$', 'ARCHFLAGS$', 'AUDITWHEEL_'],
    ...['CPPFLAGS$', 'FFLAGS$', 'LIBRARY_PATH$', 'CPATH$', 'C_INCLUDE_PATH$', 'CPLUS_INCLUDE_PATH$'],
    ...['INCLUDE$', 'LIB$', 'PYTHONPATH$', 'PKG_CONFIG_(?!PATH$)', 'GOFLAGS$', 'VERSION_OVERRIDE$'],
  ].join('|')})`,
);
// Variables of the runner and of shells, which are never meant for a build.
const ofMachine =
  /^(?:CI|HOME|PWD|OLDPWD|SHLVL|PATH|TERM|LANG|LC_\w+|_|GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|INPUT_.*|STATE_.*|SLIPWAY_\w+)$/;
const scripts = [
  ...['setup.py', 'build.py', 'hatch_build.py', 'pdm_build.py', '_build.py', 'CMakeLists.txt', 'meson.build'],
  'build.rs',
];
// Data, in which only a reference names a variable: `{env:NAME}` of Hatch, `${NAME}` of PDM.
const settings = ['setup.cfg', 'pyproject.toml'];

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
  const find = async (paths: readonly string[], name: RegExp): Promise<string[]> => {
    const texts = await Promise.all(paths.map((path) => tree.read(path)));
    return texts.flatMap((text) => text?.match(name) ?? []);
  };
  const words = new Set([
    ...(await find(scripts, /\b[A-Z][A-Z0-9_]{2,}\b/g)),
    ...(await find(settings, /(?<=\{env:|\$\{)[A-Za-z_]\w*/g)),
  ]);
  return candidates.filter((name) => known.test(name) || words.has(name)).sort();
}
