import type { ProjectTree } from '../places/project-tree.ts';
import { isTable, readTable, type TomlTable, type TomlValue } from '../places/toml-document.ts';
import type { CompiledSign } from './compiled-sign.ts';

const file = 'pyproject.toml';

// Backends whose wheels are always platform-specific.
const compilingBackends =
  /^(?:maturin|sipbuild\.api|pymaturin|py_build_cmake\.build|skbuild\b|enscons\b|pyqtbuild\b|cmeel\b|bazel_wheel\b|zigpy\b)/;
// Hatch plugins that compile; their tables are [tool.hatch.build.hooks.NAME], also below a target.
const compilingHooks = new Set([
  ...['mypyc', 'cython', 'scikit-build', 'cmake', 'gradle', 'zig', 'rust', 'cargo', 'nim', 'go', 'meson'],
  ...['ziglang', 'mojo', 'cpp', 'pybind11', 'nanobind', 'autotools'],
]);
// How a build hook of hatchling, pdm-backend or setuptools says that its wheel is for one platform.
const hookWords: readonly (readonly [word: RegExp, what: string])[] = [
  [/\binfer_tag\b/, 'infer_tag'],
  [/['"]?\bpure_python['"]?\]?\s*[=:]\s*False\b/, 'pure_python = False'],
  [/\bis_purelib\b['"]?\]?\s*[=:]\s*False\b/, 'is_purelib = False'],
  [/\bbuild_data\s*\[\s*['"]tag['"]\s*\]/, 'build_data["tag"]'],
  [/\bpdm_build_update_setup_kwargs\b/, 'pdm_build_update_setup_kwargs'],
];

type Find = (
  tree: ProjectTree,
  data: TomlTable,
) => CompiledSign | Promise<CompiledSign | undefined> | undefined;

/** What the build backend is configured to compile. */
export async function findBackendSign(tree: ProjectTree, data: TomlTable): Promise<CompiledSign | undefined> {
  for (const find of finders) {
    const found = await find(tree, data);
    if (found !== undefined) return found;
  }
  return undefined;
}

const backendOf = (data: TomlTable): string => {
  const backend = readTable(data, 'build-system')['build-backend'];
  return typeof backend === 'string' ? backend : '';
};

const sign = (what: string): CompiledSign => ({ file, what });

const isFilled = (value: TomlValue | undefined): boolean =>
  Array.isArray(value) ? value.length > 0 : isTable(value) ? Object.keys(value).length > 0 : Boolean(value);

function findCompilingBackend(_tree: ProjectTree, data: TomlTable): CompiledSign | undefined {
  const backend = backendOf(data);
  return compilingBackends.test(backend) ? sign(`build-backend "${backend}"`) : undefined;
}

/** https://scikit-build-core.readthedocs.io/en/latest/reference/configs.html: `wheel.cmake`, `wheel.platlib` */
function findScikitBuild(_tree: ProjectTree, data: TomlTable): CompiledSign | undefined {
  const backend = backendOf(data);
  if (!backend.startsWith('scikit_build_core')) return undefined;
  const wheel = readTable(data, 'tool', 'scikit-build', 'wheel');
  // Without CMake the wheel is pure, unless it says otherwise.
  if (wheel['platlib'] === false || (wheel['cmake'] === false && wheel['platlib'] !== true)) return undefined;
  return sign(`build-backend "${backend}"`);
}

/** meson-python: a wheel is pure if no target is built into it, https://mesonbuild.com/meson-python/ */
async function findMeson(tree: ProjectTree, data: TomlTable): Promise<CompiledSign | undefined> {
  if (!/^mesonpy\b/.test(backendOf(data))) return undefined;
  const files = (await tree.list?.('')) ?? ['meson.build'];
  const scripts = files.filter((path) => /(?:^|\/)meson\.build$/.test(path)).slice(0, maxMesonFiles);
  for (const path of scripts) {
    const text = (await tree.read(path))?.replace(/#[^\n]*/g, '') ?? '';
    const found =
      /\b(extension_module|shared_module|shared_library|both_libraries|executable|library)\s*\(/.exec(text);
    if (found !== null) return { file: path, what: `${found[1]}()` };
    if (/\bpure\s*:\s*false\b/.test(text)) return { file: path, what: 'pure: false' };
  }
  return undefined;
}
// numpy has 40, scipy 60.
const maxMesonFiles = 300;

async function findHatchHook(tree: ProjectTree, data: TomlTable): Promise<CompiledSign | undefined> {
  if (!backendOf(data).startsWith('hatchling')) return undefined;
  const tables: readonly (readonly string[])[] = [
    ['tool', 'hatch', 'build', 'hooks'],
    ['tool', 'hatch', 'build', 'targets', 'wheel', 'hooks'],
  ];
  for (const path of tables) {
    for (const [name, hook] of Object.entries(readTable(data, ...path))) {
      if (compilingHooks.has(name)) return sign(`[${[...path, name].join('.')}]`);
      if (name !== 'custom') continue;
      const script = isTable(hook) && typeof hook['path'] === 'string' ? hook['path'] : 'hatch_build.py';
      const found = await findHookWord(tree, script);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** https://backend.pdm-project.org/build_config/: `is-purelib`, `run-setuptools`, `custom-hook` */
async function findPdm(tree: ProjectTree, data: TomlTable): Promise<CompiledSign | undefined> {
  if (!backendOf(data).startsWith('pdm.')) return undefined;
  const build = readTable(data, 'tool', 'pdm', 'build');
  if (build['is-purelib'] === true) return undefined;
  if (build['is-purelib'] === false) return sign('is-purelib = false');
  if (build['run-setuptools'] === true) return sign('run-setuptools = true');
  const hook = typeof build['custom-hook'] === 'string' ? build['custom-hook'] : 'pdm_build.py';
  return findHookWord(tree, hook);
}

/** poetry-core: a wheel with a build script is for the platform of the build (`WheelBuilder.tag`). */
function findPoetry(_tree: ProjectTree, data: TomlTable): CompiledSign | undefined {
  if (!/^poetry\b/.test(backendOf(data))) return undefined;
  const { build } = readTable(data, 'tool', 'poetry');
  if (typeof build === 'string') return sign('[tool.poetry] build');
  return isTable(build) && isFilled(build['script']) ? sign('[tool.poetry.build] script') : undefined;
}

/** Extension modules that setuptools and its plugins read from pyproject.toml. */
function findSetuptoolsTables(_tree: ProjectTree, data: TomlTable): CompiledSign | undefined {
  const lists: readonly (readonly [path: readonly string[], key: string])[] = [
    [['tool', 'setuptools'], 'ext-modules'],
    [['tool', 'setuptools-rust'], 'ext-modules'],
    [['tool', 'setuptools-rust'], 'bins'],
    [['tool', 'cffi'], 'modules'],
    [['tool', 'cython', 'build'], 'modules'],
  ];
  const found = lists.find(([path, key]) => isFilled(readTable(data, ...path)[key]));
  return found === undefined ? undefined : sign(`[${[...found[0], found[1]].join('.')}]`);
}

async function findHookWord(tree: ProjectTree, path: string): Promise<CompiledSign | undefined> {
  const text = (await tree.read(path))?.replace(/#[^\n]*/g, '');
  if (text === undefined) return undefined;
  const found = hookWords.find(([word]) => word.test(text));
  return found === undefined ? undefined : { file: path, what: found[1] };
}

const finders: readonly Find[] = [
  findCompilingBackend,
  findScikitBuild,
  findMeson,
  findHatchHook,
  findPdm,
  findPoetry,
  findSetuptoolsTables,
];
