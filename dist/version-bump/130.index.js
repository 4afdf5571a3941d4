export const id = 130;
export const ids = [130];
export const modules = {

/***/ 5130:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  findCompiledParts: () => (/* binding */ findCompiledParts)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __webpack_require__(1852);
;// CONCATENATED MODULE: ./packages/python/src/project/compiled/backend-signs.ts

const file = 'pyproject.toml';
// Backends whose wheels are always platform-specific.
const compilingBackends = /^(?:maturin|sipbuild\.api|pymaturin|py_build_cmake\.build|skbuild\b|enscons\b|pyqtbuild\b|cmeel\b|bazel_wheel\b|zigpy\b)/;
// Hatch plugins that compile; their tables are [tool.hatch.build.hooks.NAME], also below a target.
const compilingHooks = new Set([
    ...['mypyc', 'cython', 'scikit-build', 'cmake', 'gradle', 'zig', 'rust', 'cargo', 'nim', 'go', 'meson'],
    ...['ziglang', 'mojo', 'cpp', 'pybind11', 'nanobind', 'autotools'],
]);
// How a build hook of hatchling, pdm-backend or setuptools says that its wheel is for one platform.
const hookWords = [
    [/\binfer_tag\b/, 'infer_tag'],
    [/['"]?\bpure_python['"]?\]?\s*[=:]\s*False\b/, 'pure_python = False'],
    [/\bis_purelib\b['"]?\]?\s*[=:]\s*False\b/, 'is_purelib = False'],
    [/\bbuild_data\s*\[\s*['"]tag['"]\s*\]/, 'build_data["tag"]'],
    [/\bpdm_build_update_setup_kwargs\b/, 'pdm_build_update_setup_kwargs'],
];
/** What the build backend is configured to compile. */
async function findBackendSign(tree, data) {
    for (const find of finders) {
        const found = await find(tree, data);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
const backendOf = (data) => {
    const backend = (0,toml_document/* readTable */.xz)(data, 'build-system')['build-backend'];
    return typeof backend === 'string' ? backend : '';
};
const sign = (what) => ({ file, what });
const isFilled = (value) => Array.isArray(value) ? value.length > 0 : (0,toml_document/* isTable */.bI)(value) ? Object.keys(value).length > 0 : Boolean(value);
function findCompilingBackend(_tree, data) {
    const backend = backendOf(data);
    return compilingBackends.test(backend) ? sign(`build-backend "${backend}"`) : undefined;
}
/** https://scikit-build-core.readthedocs.io/en/latest/reference/configs.html: `wheel.cmake`, `wheel.platlib` */
function findScikitBuild(_tree, data) {
    const backend = backendOf(data);
    if (!backend.startsWith('scikit_build_core'))
        return undefined;
    const wheel = (0,toml_document/* readTable */.xz)(data, 'tool', 'scikit-build', 'wheel');
    // Without CMake the wheel is pure, unless it says otherwise.
    if (wheel['platlib'] === false || (wheel['cmake'] === false && wheel['platlib'] !== true))
        return undefined;
    return sign(`build-backend "${backend}"`);
}
/** meson-python: a wheel is pure if no target is built into it, https://mesonbuild.com/meson-python/ */
async function findMeson(tree, data) {
    if (!/^mesonpy\b/.test(backendOf(data)))
        return undefined;
    const files = (await tree.list?.('')) ?? ['meson.build'];
    const scripts = files.filter((path) => /(?:^|\/)meson\.build$/.test(path)).slice(0, maxMesonFiles);
    for (const path of scripts) {
        const text = (await tree.read(path))?.replace(/#[^\n]*/g, '') ?? '';
        const found = /\b(extension_module|shared_module|shared_library|both_libraries|executable|library)\s*\(/.exec(text);
        if (found !== null)
            return { file: path, what: `${found[1]}()` };
        if (/\bpure\s*:\s*false\b/.test(text))
            return { file: path, what: 'pure: false' };
    }
    return undefined;
}
// numpy has 40, scipy 60.
const maxMesonFiles = 300;
async function findHatchHook(tree, data) {
    if (!backendOf(data).startsWith('hatchling'))
        return undefined;
    const tables = [
        ['tool', 'hatch', 'build', 'hooks'],
        ['tool', 'hatch', 'build', 'targets', 'wheel', 'hooks'],
    ];
    for (const path of tables) {
        for (const [name, hook] of Object.entries((0,toml_document/* readTable */.xz)(data, ...path))) {
            if (compilingHooks.has(name))
                return sign(`[${[...path, name].join('.')}]`);
            if (name !== 'custom')
                continue;
            const script = (0,toml_document/* isTable */.bI)(hook) && typeof hook['path'] === 'string' ? hook['path'] : 'hatch_build.py';
            const found = await findHookWord(tree, script);
            if (found !== undefined)
                return found;
        }
    }
    return undefined;
}
/** https://backend.pdm-project.org/build_config/: `is-purelib`, `run-setuptools`, `custom-hook` */
async function findPdm(tree, data) {
    if (!backendOf(data).startsWith('pdm.'))
        return undefined;
    const build = (0,toml_document/* readTable */.xz)(data, 'tool', 'pdm', 'build');
    if (build['is-purelib'] === true)
        return undefined;
    if (build['is-purelib'] === false)
        return sign('is-purelib = false');
    if (build['run-setuptools'] === true)
        return sign('run-setuptools = true');
    const hook = typeof build['custom-hook'] === 'string' ? build['custom-hook'] : 'pdm_build.py';
    return findHookWord(tree, hook);
}
/** poetry-core: a wheel with a build script is for the platform of the build (`WheelBuilder.tag`). */
function findPoetry(_tree, data) {
    if (!/^poetry\b/.test(backendOf(data)))
        return undefined;
    const { build } = (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry');
    if (typeof build === 'string')
        return sign('[tool.poetry] build');
    return (0,toml_document/* isTable */.bI)(build) && isFilled(build['script']) ? sign('[tool.poetry.build] script') : undefined;
}
/** Extension modules that setuptools and its plugins read from pyproject.toml. */
function findSetuptoolsTables(_tree, data) {
    const lists = [
        [['tool', 'setuptools'], 'ext-modules'],
        [['tool', 'setuptools-rust'], 'ext-modules'],
        [['tool', 'setuptools-rust'], 'bins'],
        [['tool', 'cffi'], 'modules'],
        [['tool', 'cython', 'build'], 'modules'],
    ];
    const found = lists.find(([path, key]) => isFilled((0,toml_document/* readTable */.xz)(data, ...path)[key]));
    return found === undefined ? undefined : sign(`[${[...found[0], found[1]].join('.')}]`);
}
async function findHookWord(tree, path) {
    const text = (await tree.read(path))?.replace(/#[^\n]*/g, '');
    if (text === undefined)
        return undefined;
    const found = hookWords.find(([word]) => word.test(text));
    return found === undefined ? undefined : { file: path, what: found[1] };
}
const finders = [
    findCompilingBackend,
    findScikitBuild,
    findMeson,
    findHatchHook,
    findPdm,
    findPoetry,
    findSetuptoolsTables,
];

;// CONCATENATED MODULE: ./packages/python/src/project/compiled/find-compiled-parts.ts



/**
 * Tells from the source tree whether the wheels of a project are platform-specific, without running any of it. The answer can be
 * wrong for a backend or a hook that computes it, so the wheel that is built decides in the end.
 * @returns undefined for a project whose wheels run everywhere, and for a tree that cannot be read
 */
async function findCompiledParts(tree) {
    const data = await readPyproject(tree);
    if (data === undefined)
        return undefined;
    const backend = (0,toml_document/* readTable */.xz)(data, 'build-system')['build-backend'];
    // An empty table asks for cibuildwheel with its defaults.
    if ((0,toml_document/* isTable */.bI)((0,toml_document/* readTable */.xz)(data, 'tool')['cibuildwheel']))
        return { tool: 'cibuildwheel', sign: { file: 'pyproject.toml', what: '[tool.cibuildwheel]' } };
    const sign = (await findBackendSign(tree, data)) ?? (await readScriptSign(tree, data));
    if (sign === undefined)
        return undefined;
    return { tool: backend === 'maturin' ? 'maturin' : 'cibuildwheel', sign };
}
/** Loads the parser of Python only for a project with a setup.py. */
async function readScriptSign(tree, data) {
    const text = await tree.read('setup.py');
    if (text === undefined)
        return undefined;
    const { findScriptSign } = await Promise.all(/* import() */[__webpack_require__.e(283), __webpack_require__.e(766)]).then(__webpack_require__.bind(__webpack_require__, 8766));
    return findScriptSign(text, data);
}
/** An empty table if there is no pyproject.toml; undefined if it is not TOML, which is reported where it is read for its values. */
async function readPyproject(tree) {
    const text = await tree.read('pyproject.toml');
    if (text === undefined)
        return {};
    try {
        return (0,toml_document/* parseToml */.MT)(text, 'pyproject.toml').data;
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            return undefined;
        throw cause;
    }
}


/***/ })

};
