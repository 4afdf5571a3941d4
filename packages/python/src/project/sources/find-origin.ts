import { findCargoOrigin } from './cargo.ts';
import { findFlitOrigin } from './flit.ts';
import { findHatchOrigin } from './hatch.ts';
import { findIncrementalOrigin } from './incremental.ts';
import { findMesonOrigin } from './meson.ts';
import { findPdmOrigin } from './pdm.ts';
import { findScikitBuildOrigin } from './scikit-build.ts';
import { findSetuptoolsOrigin } from './setuptools.ts';
import { type ProjectFiles, refuseSource, type VersionOrigin } from './version-origin.ts';

type FindOrigin = (files: ProjectFiles) => Promise<VersionOrigin | undefined>;

const backends: readonly (readonly [prefix: string, find: FindOrigin])[] = [
  ['hatchling', findHatchOrigin],
  ['flit', findFlitOrigin],
  ['pdm', findPdmOrigin],
  ['maturin', findCargoOrigin],
  ['scikit_build_core', findScikitBuildOrigin],
  ['mesonpy', findMesonOrigin],
  ['uv_build', refuseUvBuild],
];

/** Follows the configuration of a build backend to the version. @throws InputError E_VERSION_SOURCE */
export async function findOrigin(files: ProjectFiles, backend: string): Promise<VersionOrigin | undefined> {
  const find = backends.find(([prefix]) => backend.startsWith(prefix))?.[1];
  // Every other backend with a setup.py or setup.cfg wraps setuptools.
  return (await findIncrementalOrigin(files)) ?? (await (find ?? findSetuptoolsOrigin)(files));
}

async function refuseUvBuild(): Promise<undefined> {
  throw refuseSource(
    'pyproject.toml has no [project].version, which is the only version that uv_build reads.',
  );
}
