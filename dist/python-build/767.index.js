export const id = 767;
export const ids = [767];
export const modules = {

/***/ 21767:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findSetuptoolsOrigin: () => (/* binding */ findSetuptoolsOrigin),
/* harmony export */   readSetupName: () => (/* binding */ readSetupName)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(32430);
/* harmony import */ var _static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94382);
/* harmony import */ var _places_setup_cfg_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5065);
/* harmony import */ var _places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(21852);
/* harmony import */ var _follow_python_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(71521);
/* harmony import */ var _origin_of_value_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47455);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(71218);
/* harmony import */ var _whole_file_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(53219);








/** setuptools: `[tool.setuptools.dynamic]`, then what setup.py passes to `setup()`, then setup.cfg. */
async function findSetuptoolsOrigin(files) {
    const tool = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(files.pyproject?.data ?? {}, 'tool', 'setuptools');
    const cfg = await files.read('setup.cfg');
    const folders = new Map([...readFolders(tool), ...(0,_places_setup_cfg_js__WEBPACK_IMPORTED_MODULE_1__/* .readCfgPairs */ .K$)(cfg ?? '', 'options', 'package_dir')]);
    const roots = listRoots(tool, folders);
    const dynamic = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(tool, 'dynamic')['version'];
    if ((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI)(dynamic))
        return findTarget(files, dynamic, folders, roots, '[tool.setuptools.dynamic]');
    const script = await findScriptOrigin(files, roots);
    if (script !== undefined && 'origin' in script)
        return script.origin;
    if (cfg !== undefined) {
        const located = (0,_places_setup_cfg_js__WEBPACK_IMPORTED_MODULE_1__/* .locateCfgVersion */ .pm)(cfg, 'setup.cfg');
        if (located !== undefined)
            return (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .fromPlace */ .iI)(located);
        const value = (0,_places_setup_cfg_js__WEBPACK_IMPORTED_MODULE_1__/* .findCfgOption */ .Vk)(cfg, 'metadata', 'version')?.value ?? '';
        const [, kind, target = ''] = /^(attr|file)\s*:\s*(.+)$/.exec(value) ?? [];
        if (kind !== undefined)
            return findTarget(files, { [kind]: target }, folders, roots, 'setup.cfg');
    }
    if (script !== undefined)
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .refuseSource */ .Sk)(`The version that setup.py passes to setup() ${script.problem}.`);
    return undefined;
}
function readFolders(tool) {
    const folders = Object.entries((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(tool, 'package-dir'));
    return new Map(folders.flatMap(([name, folder]) => (typeof folder === 'string' ? [[name, folder]] : [])));
}
function listRoots(tool, folders) {
    const { where } = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(tool, 'packages', 'find');
    const searched = Array.isArray(where) ? where.filter((folder) => typeof folder === 'string') : [];
    const named = [folders.get(''), ...searched].filter((folder) => folder !== undefined && folder !== '');
    const found = named.map((folder) => folder === '.' ? '' : `${String(folder).replace(/^\.\//, '').replace(/\/$/, '')}/`);
    return [...new Set([...found, '', 'src/', 'lib/'])];
}
/** What setup.py passes as `version`; undefined if it passes none. */
async function findScriptOrigin(files, roots) {
    if ((await files.read('setup.py')) === undefined)
        return undefined;
    const reader = (0,_static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .createPythonReader */ .M)(files.read, roots);
    const passed = (await reader.readSetupCalls('setup.py')).map(({ named }) => named.get('version'));
    const value = passed.find((each) => each !== undefined && each.kind !== 'unknown') ??
        passed.find((each) => each !== undefined);
    return value === undefined ? undefined : (0,_origin_of_value_js__WEBPACK_IMPORTED_MODULE_4__/* .originOfValue */ .B)(files.read, value, 'setup(version=…)');
}
/** The name that setup.py passes to `setup()`. */
async function readSetupName(files) {
    if ((await files.read('setup.py')) === undefined)
        return undefined;
    const reader = (0,_static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_3__/* .createPythonReader */ .M)(files.read, ['', 'src/']);
    for (const { named } of await reader.readSetupCalls('setup.py')) {
        const name = named.get('name');
        if (name?.kind === 'text')
            return name.pieces.map((piece) => piece.text).join('');
    }
    return undefined;
}
async function findTarget(files, target, folders, roots, setting) {
    const file = Array.isArray(target['file']) ? target['file'][0] : target['file'];
    if ((0,_version_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(file) !== undefined)
        return (0,_whole_file_js__WEBPACK_IMPORTED_MODULE_5__/* .locateWholeFile */ .y)(files, String(file).split(',')[0]?.trim() ?? '', setting);
    const attribute = (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .text */ .Qq)(target['attr'])?.trim() ?? '';
    const at = attribute.lastIndexOf('.');
    const module = at < 1 ? '__init__' : attribute.slice(0, at);
    const paths = listPaths(module, folders, roots);
    const found = await (0,_follow_python_js__WEBPACK_IMPORTED_MODULE_6__/* .followName */ .D)(files, { paths, names: [attribute.slice(at + 1)], roots });
    if (found !== undefined)
        return found;
    throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .refuseSource */ .Sk)(`${setting} takes the version from "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_7__/* .neutralizeLine */ .a0)(attribute, 120)}", which is not found in ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_7__/* .neutralizeLine */ .a0)(paths.slice(0, 4).join(', '), 200)}.`);
}
// setuptools/config/expand.py, `_find_module`: the folder of the longest package name that begins the module's.
function listPaths(module, folders, roots) {
    const parts = module.split('.');
    const bases = [];
    for (let length = parts.length; length > 0; length -= 1) {
        const folder = folders.get(parts.slice(0, length).join('.'));
        if (folder !== undefined)
            bases.push([folder.replace(/^\.\//, '').replace(/\/$/, ''), ...parts.slice(length)].join('/'));
    }
    bases.push(...roots.map((root) => `${root}${parts.join('/')}`));
    return bases.flatMap((base) => [`${base}.py`, `${base}/__init__.py`]);
}


/***/ })

};
