export const id = 48;
export const ids = [48,767];
export const modules = {

/***/ 8351:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ locateJsonVersion)
/* harmony export */ });
/* harmony import */ var _static_python_syntax_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8793);
/* harmony import */ var _places_version_location_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6967);


/**
 * The strings of some keys at the top of a JSON object. JSON is read with the grammar of Python's literals, which contains it.
 * @param kind how the file writes versions
 */
function locateJsonVersion(content, path, kind, keys = ['version']) {
    const source = (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePython */ .w_)(content, path);
    const statement = source === undefined ? undefined : (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_0__/* .listChildren */ .AW)(source.root)[0];
    const object = statement?.firstChild;
    if (source === undefined || object?.name !== 'DictionaryExpression')
        return [];
    const children = (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_0__/* .listChildren */ .AW)(object);
    const found = children.flatMap((child, index) => {
        const value = children[index + 2];
        const isPair = child.name === 'String' && children[index + 1]?.name === ':' && value?.name === 'String';
        const key = (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_0__/* .textOf */ .b6)(source, child).slice(1, -1);
        if (!isPair || !keys.includes(key))
            return [];
        return [{ key, value }];
    });
    return found
        .slice(0, _places_version_location_js__WEBPACK_IMPORTED_MODULE_1__/* .maxPlaces */ .Bm)
        .map(({ key, value }) => (0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_1__/* .locateSpan */ .VB)(content, path, `"${key}"`, insideQuotes(value), spellingOf(kind)));
}
const insideQuotes = ({ from, to }) => [from + 1, to - 1];
const spellingOf = (kind) => kind === 'semver' ? { kind: 'semver', allowsPost: false } : { kind: 'pep440' };


/***/ }),

/***/ 9976:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QB: () => (/* binding */ containsVersion),
/* harmony export */   Um: () => (/* binding */ readVersionAt),
/* harmony export */   nI: () => (/* binding */ spellVersion)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5336);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(921);
/* harmony import */ var _version_compare_versions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(276);
/* harmony import */ var _version_format_version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2693);
/* harmony import */ var _version_parse_version_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6401);
/* harmony import */ var _version_location_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6967);
/* harmony import */ var _version_tuple_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9120);







/**
 * The version as a place writes it, in the style that the place has now.
 * @param habits version texts of the project that show whether leading zeros are kept, newest first
 * @throws InputError E_VERSION_SPELLING if the place cannot express it
 */
function spellVersion(location, version, habits = []) {
    const text = write(location, version, habits);
    if (text !== undefined)
        return text;
    throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .pythonErrors */ .M.E_VERSION_SPELLING, {
        message: `${(0,_version_location_js__WEBPACK_IMPORTED_MODULE_2__/* .describeLocation */ .lR)(location)} is "${location.version}" and cannot express ${(0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .formatVersion */ .qh)(version)}.`,
    });
}
/** Whether a place contains the version, as far as it can express it. */
function containsVersion(location, version) {
    const { spelling = { kind: 'pep440' } } = location;
    if (spelling.kind === 'slice')
        return write(location, version, []) === location.version;
    const found = readVersionAt(location);
    if (found !== undefined && (0,_version_compare_versions_js__WEBPACK_IMPORTED_MODULE_4__/* .compareVersions */ .Z)(found, version) === 0)
        return true;
    // A number or a short tuple has no room for a suffix.
    return ((spelling.kind === 'hex' || spelling.kind === 'tuple') &&
        write(location, version, []) === location.version);
}
/** The version that a place contains; undefined for a part of one, or something else. */
function readVersionAt({ version: text, spelling = { kind: 'pep440' }, }) {
    switch (spelling.kind) {
        case 'pep440':
        case 'semver':
            return (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_5__/* .tryParseVersion */ .z)(text);
        case 'tuple':
            return (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_5__/* .tryParseVersion */ .z)((0,_version_tuple_js__WEBPACK_IMPORTED_MODULE_6__/* .readVersionTuple */ .r)(text) ?? '');
        case 'incremental':
            return (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_5__/* .tryParseVersion */ .z)(readIncremental(text) ?? '');
        case 'hex':
            return (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_5__/* .tryParseVersion */ .z)(readHex(text) ?? '');
        case 'slice':
            return undefined;
    }
}
function write({ version: sample, spelling = { kind: 'pep440' } }, version, habits) {
    switch (spelling.kind) {
        case 'pep440':
            return `${/^v(?=\d)/i.exec(sample)?.[0] ?? ''}${(0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPadded */ .aw)(version, (0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .readZeroPadding */ .Wm)([sample, ...habits]))}`;
        case 'semver':
            return (0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .spellSemver */ .Jy)(version, sample, spelling.allowsPost);
        case 'tuple':
            return (0,_version_tuple_js__WEBPACK_IMPORTED_MODULE_6__/* .writeVersionTuple */ .Q)(version, sample, spelling.candidate);
        case 'incremental':
            return writeIncremental(version, sample);
        case 'hex':
            return writeHex(version, sample);
        case 'slice':
            return writeSlice(version, spelling, sample, habits);
    }
}
function writeSlice(version, { from, count, suffix }, sample, habits) {
    const whole = (0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPadded */ .aw)(version, (0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .readZeroPadding */ .Wm)(habits));
    const bare = (0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPadded */ .aw)({ ...version, pre: undefined, post: undefined, dev: undefined, local: [] }, (0,_version_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .readZeroPadding */ .Wm)(habits));
    const parts = bare.slice(bare.indexOf('!') + 1).split('.');
    const wanted = count ?? Math.max(parts.length - from, 0);
    while (parts.length < from + wanted)
        parts.push('0');
    const width = /^0\d/.test(sample) ? sample.length : 0;
    const text = parts
        .slice(from, from + wanted)
        .map((part) => part.padStart(wanted === 1 ? width : 0, '0'))
        .join('.');
    return suffix ? `${text}${whole.slice(bare.length)}` : text;
}
const names = ['release_candidate', 'post', 'dev'];
function readIncremental(text) {
    const [release = '', ...options] = text.split(/,\s*(?=[a-z])/);
    const numbers = release.split(',').map((part) => part.trim());
    if (numbers.some((part) => !/^\d+$/.test(part)))
        return undefined;
    const suffixes = options.map((option) => {
        const [, name, number] = /^(\w+)\s*=\s*(\d+|None)\s*,?$/.exec(option.trim()) ?? [];
        if (number === undefined)
            return '?';
        if (number === 'None')
            return '';
        return name === 'release_candidate' ? `rc${number}` : `.${name}${number}`;
    });
    return `${numbers.join('.')}${suffixes.sort((left, right) => (left.startsWith('rc') ? -1 : right.startsWith('rc') ? 1 : 0)).join('')}`;
}
function writeIncremental({ epoch, release, pre, post, dev, local }, sample) {
    if (epoch !== 0n || release.length > 3 || local.length > 0 || (pre !== undefined && pre.phase !== 'rc'))
        return undefined;
    const [major, minor = 0n, micro = 0n] = release;
    const numbers = [pre?.number, post, dev];
    const options = names.flatMap((name, index) => numbers[index] === undefined ? [] : [`${name}=${numbers[index]}`]);
    const separator = /,(\s*)\S/.exec(sample)?.[1] ?? ' ';
    return [major, minor, micro, ...options].join(`,${separator}`);
}
// 0x022001 is 2.32.1: two digits for each part of the release.
function readHex(text) {
    const digits = /^0[xX]([0-9a-fA-F]{4,8})$/.exec(text)?.[1];
    if (digits === undefined)
        return undefined;
    const padded = digits.padStart(Math.ceil(digits.length / 2) * 2, '0');
    return (padded.match(/../g) ?? [])
        .map((pair) => (/^\d\d$/.test(pair) ? Number(pair) : Number.NaN))
        .join('.');
}
function writeHex({ release }, sample) {
    const width = sample.length - 2;
    const parts = [...release];
    while (parts.length < Math.ceil(width / 2))
        parts.push(0n);
    if (parts.length > Math.ceil(width / 2) || parts.some((part) => part > 99n))
        return undefined;
    return `${sample.slice(0, 2)}${parts
        .map((part) => String(part).padStart(2, '0'))
        .join('')
        .slice(-width)}`;
}


/***/ }),

/***/ 7955:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PK: () => (/* binding */ findCrateVersion),
/* harmony export */   bK: () => (/* binding */ readManifestPath),
/* harmony export */   qA: () => (/* binding */ findCargoOrigin)
/* harmony export */ });
/* harmony import */ var _places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1852);
/* harmony import */ var _places_toml_location_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4919);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1218);



/** The manifest that maturin builds (https://www.maturin.rs/config). */
function readManifestPath(pyproject) {
    return (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .readTable */ .xz)(pyproject?.data ?? {}, 'tool', 'maturin')['manifest-path']) ?? 'Cargo.toml';
}
/** maturin: the version of the crate. */
async function findCargoOrigin({ read, pyproject }) {
    return (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .fromPlace */ .iI)((await findCrateVersion(read, readManifestPath(pyproject)))?.location);
}
/** The version of a crate: `[package].version`, or `[workspace.package].version` that it inherits. */
async function findCrateVersion(read, manifest) {
    const content = await read(manifest);
    if (content === undefined)
        return undefined;
    const document = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .parseToml */ .MT)(content, manifest);
    const own = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .readTable */ .xz)(document.data, 'package');
    const name = (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(own['name']);
    const workspace = await findCargoWorkspace(read, manifest, (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(own['workspace']));
    const found = (0,_places_toml_location_js__WEBPACK_IMPORTED_MODULE_2__/* .locateTomlString */ .g)(document, ['package', 'version'], '[package].version');
    if (found !== undefined) {
        const location = asCargo(found);
        return {
            name,
            manifest,
            location,
            workspace: workspace?.folder ?? folderOf(manifest),
            isInherited: false,
        };
    }
    const inherits = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .isTable */ .bI)(own['version']) && own['version']['workspace'] === true;
    if (!inherits || workspace === undefined)
        return undefined;
    const shared = (0,_places_toml_location_js__WEBPACK_IMPORTED_MODULE_2__/* .locateTomlString */ .g)(workspace.document, ['workspace', 'package', 'version'], '[workspace.package].version');
    return shared === undefined
        ? undefined
        : { name, manifest, location: asCargo(shared), workspace: workspace.folder, isInherited: true };
}
// Cargo's order of versions is that of Semantic Versioning; the Python version is read from its spelling (pep440_rs).
function asCargo(location) {
    return { ...location, spelling: { kind: 'semver', allowsPost: true } };
}
const folderOf = (path) => path.slice(0, path.lastIndexOf('/') + 1);
/** The nearest manifest with a `[workspace]`, from the crate upwards. */
async function findCargoWorkspace(read, manifest, named) {
    const start = folderOf(manifest);
    const folders = named === undefined ? listFoldersUp(start) : [`${start}${named.replace(/\/?$/, '/')}`];
    for (const folder of folders) {
        const path = `${folder}Cargo.toml`;
        const content = await read(path);
        if (content === undefined)
            continue;
        const document = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .parseToml */ .MT)(content, path);
        if ((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .isTable */ .bI)(document.data['workspace']))
            return { folder, document };
    }
    return undefined;
}
const maxFoldersUp = 4;
/** A folder and those above it, up to some above the project. */
function listFoldersUp(folder) {
    const folders = [folder];
    let at = folder;
    while (/[^/]+\/$/.test(at) && !at.endsWith('../')) {
        at = at.replace(/[^/]+\/$/, '');
        folders.push(at);
    }
    for (let up = 0; up < maxFoldersUp; up += 1)
        folders.push(`${folders.at(-1) ?? ''}../`);
    return folders;
}


/***/ }),

/***/ 9048:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  findOrigin: () => (/* binding */ findOrigin)
});

// EXTERNAL MODULE: ./packages/python/src/project/sources/cargo.ts
var cargo = __webpack_require__(7955);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __webpack_require__(1852);
// EXTERNAL MODULE: ./packages/python/src/project/sources/follow-python.ts
var follow_python = __webpack_require__(1521);
// EXTERNAL MODULE: ./packages/python/src/project/sources/version-origin.ts
var version_origin = __webpack_require__(1218);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/flit.ts



// flit_core/common.py, `Module.version_files`: later ones win.
const versionFiles = ['version.py', '_version.py', '__version__.py'];
/** flit: `__version__` of the module, a string or what it imports. */
async function findFlitOrigin(files) {
    const data = files.pyproject?.data ?? {};
    const module = (0,version_origin/* text */.Qq)((0,toml_document/* readTable */.xz)(data, 'tool', 'flit', 'module')['name']) ??
        (0,version_origin/* text */.Qq)((0,toml_document/* readTable */.xz)(data, 'tool', 'flit', 'metadata')['module']) ??
        (0,version_origin/* text */.Qq)((0,toml_document/* readTable */.xz)(data, 'project')['name'])?.replaceAll('-', '_');
    if (module === undefined)
        return undefined;
    const path = module.replaceAll('.', '/');
    const roots = ['', 'src/'];
    const own = roots.flatMap((root) => [`${root}${path}/__init__.py`, `${root}${path}.py`]);
    const others = roots.flatMap((root) => versionFiles.map((file) => `${root}${path}/${file}`));
    const found = await (0,follow_python/* followName */.D)(files, { paths: [...own, ...others], names: ['__version__'], roots });
    if (found === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`flit reads __version__ of the module "${module}", and no file of that module assigns it.`);
    return found;
}

// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
// EXTERNAL MODULE: ./packages/python/src/project/copies/json-version.ts
var json_version = __webpack_require__(8351);
// EXTERNAL MODULE: ./packages/python/src/static-python/syntax.ts
var syntax = __webpack_require__(8793);
// EXTERNAL MODULE: ./packages/python/src/version/format-version.ts
var format_version = __webpack_require__(2693);
// EXTERNAL MODULE: ./packages/python/src/project/places/spell-version.ts
var spell_version = __webpack_require__(9976);
// EXTERNAL MODULE: ./packages/python/src/project/places/version-location.ts
var version_location = __webpack_require__(6967);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/incremental.ts






/** incremental (https://github.com/twisted/incremental): `Version("Name", 24, 7, 0)` in `_version.py` of the package. */
async function findIncrementalOrigin({ read, pyproject }, isNamed = false) {
    const data = pyproject?.data ?? {};
    const settings = (0,toml_document/* readTable */.xz)(data, 'tool', 'incremental');
    const isUsed = isNamed || Object.hasOwn((0,toml_document/* readTable */.xz)(data, 'tool'), 'incremental');
    const name = (0,version_origin/* text */.Qq)(settings['name']) ?? (0,version_origin/* text */.Qq)((0,toml_document/* readTable */.xz)(data, 'project')['name']);
    if (!isUsed || name === undefined)
        return undefined;
    const folders = [
        (0,version_origin/* text */.Qq)(settings['path']),
        `src/${name.toLowerCase()}`,
        name.toLowerCase(),
        `src/${name}`,
        name,
    ];
    for (const folder of folders.filter((each) => each !== undefined)) {
        const path = `${folder.replace(/\/$/, '')}/_version.py`;
        const content = await read(path);
        if (content === undefined || (0,syntax/* parsePython */.w_)(content, path) === undefined)
            continue;
        const found = /^__version__\s*=\s*Version\(\s*["'][^"']+["']\s*,\s*([^)]*?)\s*,?\s*\)/dm.exec(content);
        const span = found?.indices?.[1];
        if (span === undefined)
            continue;
        const location = (0,version_location/* locateSpan */.VB)(content, path, '__version__', span, { kind: 'incremental' });
        const version = (0,spell_version/* readVersionAt */.Um)(location);
        if (version !== undefined)
            return { kind: 'file', version: (0,format_version/* formatVersion */.qh)(version), locations: [location] };
    }
    return undefined;
}

// EXTERNAL MODULE: ./packages/python/src/static-python/library/python-regex.ts
var python_regex = __webpack_require__(2294);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/pattern.ts




/** Searches a file as `re.search(pattern, text, re.MULTILINE)` does. @throws InputError E_VERSION_SOURCE */
async function findByPattern({ read }, { path, pattern, group, setting }) {
    const content = await read(path);
    if (content === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`${setting} points to ${(0,neutralize/* neutralizeLine */.a0)(path, 200)}, which does not exist.`);
    const expression = (0,python_regex/* translateRegex */.U)(pattern, new Set('m'));
    const shown = (0,neutralize/* neutralizeLine */.a0)(pattern, 200);
    if (expression === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`The pattern of ${setting}, ${shown}, uses syntax that is not supported.`);
    const found = expression.exec(content);
    if (found === null)
        throw (0,version_origin/* refuseSource */.Sk)(`The pattern of ${setting}, ${shown}, matches nothing in ${path}.`);
    const span = typeof group === 'number' ? found.indices?.[group] : found.indices?.groups?.[group];
    if (span === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`The pattern of ${setting}, ${shown}, has no group ${JSON.stringify(group)} around the version.`);
    const origin = (0,version_origin/* fromPlace */.iI)((0,version_location/* locateSpan */.VB)(content, path, 'pattern', span));
    if (origin === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`The pattern of ${setting} matches nothing in ${path}.`);
    return origin;
}

;// CONCATENATED MODULE: ./packages/python/src/project/sources/hatch.ts







const setting = '[tool.hatch.version]';
// hatchling/version/core.py, `DEFAULT_PATTERN`.
const defaultPattern = String.raw `(?i)^(__version__|VERSION)(?: ?\: ?str)? *= *([\'"])v?(?P<version>.+?)\2`;
/** Sources of the version that plugins of hatchling read from git. */
const tagSources = new Set([
    'vcs',
    'uv-dynamic-versioning',
    'versioningit',
    'dunamai',
    'scm',
    'gitver',
    'setuptools-scm',
]);
/** hatchling: `[tool.hatch.version]`, in pyproject.toml or in hatch.toml. */
async function findHatchOrigin(files) {
    const version = await readVersionTable(files);
    const source = (0,version_origin/* text */.Qq)(version['source']) ?? 'regex';
    if (tagSources.has(source))
        return { kind: 'tag', tool: `hatch (${source})` };
    const path = (0,version_origin/* text */.Qq)(version['path']);
    switch (source) {
        case 'regex':
            if (path === undefined)
                return undefined;
            return findByPattern(files, {
                path,
                pattern: (0,version_origin/* text */.Qq)(version['pattern']) ?? defaultPattern,
                group: 'version',
                setting,
            });
        case 'code':
            return findCodeOrigin(files, path, (0,version_origin/* text */.Qq)(version['expression']) ?? '__version__');
        case 'nodejs': {
            const manifest = path ?? 'package.json';
            const content = await files.read(manifest);
            return content === undefined ? undefined : (0,version_origin/* fromPlace */.iI)((0,json_version/* locateJsonVersion */.f)(content, manifest, 'semver')[0]);
        }
        case 'incremental':
            return findIncrementalOrigin(files, true);
        default:
            throw (0,version_origin/* refuseSource */.Sk)(`${setting} of pyproject.toml or hatch.toml has the source "${(0,neutralize/* neutralizeLine */.a0)(source, 60)}", which computes the version when the project is built.`);
    }
}
async function readVersionTable({ read, pyproject }) {
    const own = (0,toml_document/* readTable */.xz)(pyproject?.data ?? {}, 'tool', 'hatch', 'version');
    if (Object.keys(own).length > 0)
        return own;
    const content = await read('hatch.toml');
    return content === undefined ? {} : (0,toml_document/* readTable */.xz)((0,toml_document/* parseToml */.MT)(content, 'hatch.toml').data, 'version');
}
// hatchling runs the file and evaluates the expression; a name that the file assigns is found without that.
async function findCodeOrigin(files, path, expression) {
    const isName = /^[A-Za-z_]\w*$/.test(expression);
    const found = path === undefined || !isName
        ? undefined
        : await (0,follow_python/* followName */.D)(files, { paths: [path], names: [expression], roots: ['', 'src/'] });
    if (found !== undefined)
        return found;
    throw (0,version_origin/* refuseSource */.Sk)(`${setting} of pyproject.toml or hatch.toml has the source "code": hatchling runs ${(0,neutralize/* neutralizeLine */.a0)(path ?? 'a file', 200)} and evaluates ${(0,neutralize/* neutralizeLine */.a0)(expression, 100)}, and Slipway never runs the code of a project to read its version.`);
}

// EXTERNAL MODULE: ./packages/python/src/project/sources/meson.ts
var meson = __webpack_require__(6045);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/pdm.ts




// pdm/backend/hooks/version, `resolve_version_from_file`.
const pdm_defaultPattern = String.raw `^(?:__version__|VERSION)\s*=\s*["'](.+?)["']\s*(?:#.*)?$`;
/** pdm-backend: `[tool.pdm.version]`. */
async function findPdmOrigin(files) {
    const version = (0,toml_document/* readTable */.xz)(files.pyproject?.data ?? {}, 'tool', 'pdm', 'version');
    const path = (0,version_origin/* text */.Qq)(version['path']);
    const source = (0,version_origin/* text */.Qq)(version['source']) ?? (path === undefined ? undefined : 'file');
    if (source === 'scm')
        return { kind: 'tag', tool: 'pdm (scm)' };
    if (source === 'call') {
        throw (0,version_origin/* refuseSource */.Sk)(`[tool.pdm.version] in pyproject.toml has the source "call": pdm calls ${(0,neutralize/* neutralizeLine */.a0)((0,version_origin/* text */.Qq)(version['getter']) ?? 'a function', 100)} for the version, and Slipway never runs the code of a project.`);
    }
    if (path === undefined)
        return undefined;
    const pattern = (0,version_origin/* text */.Qq)(version['pattern']) ?? pdm_defaultPattern;
    return findByPattern(files, { path, pattern, group: 1, setting: '[tool.pdm.version]' });
}

// EXTERNAL MODULE: ./packages/python/src/static-python/values/text-format.ts
var text_format = __webpack_require__(5334);
// EXTERNAL MODULE: ./packages/python/src/static-python/values/text-value.ts
var text_value = __webpack_require__(5292);
// EXTERNAL MODULE: ./packages/python/src/static-python/values/value.ts
var value = __webpack_require__(5218);
// EXTERNAL MODULE: ./packages/python/src/project/sources/origin-of-value.ts
var origin_of_value = __webpack_require__(7455);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/scikit-build.ts








// scikit_build_core/metadata/regex.py
const scikit_build_defaultPattern = String.raw `(?i)^(__version__|VERSION)(?: ?\: ?str)? *= *([\'"])v?(?P<value>.+?)\2`;
const scikit_build_setting = '[tool.scikit-build.metadata.version]';
/** scikit-build-core: a provider of dynamic metadata for the version. */
async function findScikitBuildOrigin(files) {
    const settings = readSettings(files.pyproject?.data ?? {});
    const provider = (0,version_origin/* text */.Qq)(settings['provider']);
    if (provider === undefined)
        return undefined;
    if (provider.endsWith('metadata.setuptools_scm'))
        return { kind: 'tag', tool: 'setuptools-scm (scikit-build-core)' };
    if (!provider.endsWith('metadata.regex')) {
        throw (0,version_origin/* refuseSource */.Sk)(`${scikit_build_setting} in pyproject.toml has the provider "${(0,neutralize/* neutralizeLine */.a0)(provider, 80)}", which computes the version when the project is built.`);
    }
    return findByResult(files, settings);
}
function readSettings(data) {
    const own = (0,toml_document/* readTable */.xz)(data, 'tool', 'scikit-build', 'metadata', 'version');
    if (Object.keys(own).length > 0)
        return own;
    // https://github.com/scikit-build/dynamic-metadata
    const listed = (0,toml_document/* readTable */.xz)(data, 'tool')['dynamic-metadata'];
    const entries = Array.isArray(listed) ? listed.filter(toml_document/* isTable */.bI) : [];
    return (entries.find((entry) => entry['field'] === 'version') ??
        (0,toml_document/* readTable */.xz)(data, 'tool', 'dynamic-metadata', 'version'));
}
async function findByResult(files, settings) {
    const path = (0,version_origin/* text */.Qq)(settings['input']) ?? '';
    const pattern = (0,version_origin/* text */.Qq)(settings['regex']) ?? scikit_build_defaultPattern;
    const content = await files.read(path);
    if (content === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`${scikit_build_setting} points to ${(0,neutralize/* neutralizeLine */.a0)(path, 200)}, which does not exist.`);
    const found = (0,python_regex/* translateRegex */.U)(pattern, new Set('m'))?.exec(content);
    if (found === undefined || found === null) {
        throw (0,version_origin/* refuseSource */.Sk)(`The pattern of ${scikit_build_setting}, ${(0,neutralize/* neutralizeLine */.a0)(pattern, 200)}, matches nothing in ${path}.`);
    }
    const whole = (0,text_value/* textFrom */.qL)(content, path, 0);
    const groupAt = (span) => span === undefined ? (0,text_value/* plainText */.wh)('') : (0,text_value/* sliceText */.S$)(whole, ...span);
    const positional = [...found.keys()].slice(1).map((index) => groupAt(found.indices?.[index]));
    const named = new Map(Object.keys(found.groups ?? {}).map((name) => [name, groupAt(found.indices?.groups?.[name])]));
    const result = (0,text_format/* formatFields */.l)((0,text_value/* plainText */.wh)((0,version_origin/* text */.Qq)(settings['result']) ?? '{value}'), positional, named);
    const removed = (0,version_origin/* text */.Qq)(settings['remove']);
    const isChanged = removed !== undefined &&
        result.kind === 'text' &&
        changes(result.pieces.map((piece) => piece.text).join(''), removed);
    const followed = await (0,origin_of_value/* originOfValue */.B)(files.read, isChanged ? value/* unknown */.L5 : result, 'pattern');
    if ('origin' in followed)
        return followed.origin;
    throw (0,version_origin/* refuseSource */.Sk)(`What ${scikit_build_setting} makes of ${path} ${followed.problem}.`);
}
function changes(value, removed) {
    const expression = (0,python_regex/* translateRegex */.U)(removed);
    return expression === undefined || expression.test(value);
}

// EXTERNAL MODULE: ./packages/python/src/project/sources/setuptools.ts
var setuptools = __webpack_require__(1767);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/find-origin.ts









const backends = [
    ['hatchling', findHatchOrigin],
    ['flit', findFlitOrigin],
    ['pdm', findPdmOrigin],
    ['maturin', cargo/* findCargoOrigin */.qA],
    ['scikit_build_core', findScikitBuildOrigin],
    ['mesonpy', meson/* findMesonOrigin */.y],
    ['uv_build', refuseUvBuild],
];
/** Follows the configuration of a build backend to the version. @throws InputError E_VERSION_SOURCE */
async function findOrigin(files, backend) {
    const find = backends.find(([prefix]) => backend.startsWith(prefix))?.[1];
    // Every other backend with a setup.py or setup.cfg wraps setuptools.
    return (await findIncrementalOrigin(files)) ?? (await (find ?? setuptools.findSetuptoolsOrigin)(files));
}
async function refuseUvBuild() {
    throw (0,version_origin/* refuseSource */.Sk)('pyproject.toml has no [project].version, which is the only version that uv_build reads.');
}


/***/ }),

/***/ 1521:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ followName)
/* harmony export */ });
/* harmony import */ var _static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4382);
/* harmony import */ var _origin_of_value_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7455);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1218);



/**
 * The version that the first of some files assigns to the first of some names, through imports and what is computed from other
 * names.
 * @returns undefined if no file or no name is there
 * @throws InputError E_VERSION_SOURCE if the value is not followed
 */
async function followName({ read }, search) {
    const reader = (0,_static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .createPythonReader */ .M)(read, search.roots);
    let refusal;
    for (const path of search.paths) {
        for (const name of search.names) {
            const found = await reader.readName([path], name);
            if (found === undefined || (found.value.kind === 'unknown' && !(await reader.assigns(path, name))))
                continue;
            const followed = await (0,_origin_of_value_js__WEBPACK_IMPORTED_MODULE_1__/* .originOfValue */ .B)(read, found.value, name);
            if ('origin' in followed)
                return followed.origin;
            refusal ??= `${name} of ${path} ${followed.problem}`;
        }
    }
    if (refusal !== undefined)
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_2__/* .refuseSource */ .Sk)(`The version cannot be edited: ${refusal}.`);
    return undefined;
}


/***/ }),

/***/ 6045:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ locateMesonVersion),
/* harmony export */   y: () => (/* binding */ findMesonOrigin)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2430);
/* harmony import */ var _static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4382);
/* harmony import */ var _places_version_location_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6967);
/* harmony import */ var _origin_of_value_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7455);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1218);
/* harmony import */ var _whole_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3219);






/** The arguments of `project()`, comments blanked out so that offsets stay (https://mesonbuild.com/Reference-manual_functions_project.html). */
function findProjectCall(content) {
    const plain = content.replace(/('''[\s\S]*?'''|'(?:\\.|[^'\\\n])*')|#[^\n]*/g, (found, string) => (string === undefined ? ' '.repeat(found.length) : found));
    const call = /^\s*project\s*\(/m.exec(plain);
    if (call === null)
        return undefined;
    const start = call.index + call[0].length;
    let depth = 1;
    let at = start;
    for (const { index, 0: token } of plain.slice(start).matchAll(/'''[\s\S]*?'''|'(?:\\.|[^'\\\n])*'|[()]/g)) {
        if (token === '(')
            depth += 1;
        else if (token === ')')
            depth -= 1;
        at = start + index;
        if (depth === 0)
            break;
    }
    return { start, text: plain.slice(start, at) };
}
/** The literal `version:` of `project()` in a meson.build. */
function locateMesonVersion(content, path) {
    const call = findProjectCall(content);
    const found = /(?:^|[,\s])version\s*:\s*'([^'\n]*)'/d.exec(call?.text ?? '');
    const span = found?.indices?.[1];
    if (call === undefined || span === undefined)
        return undefined;
    return (0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_0__/* .locateSpan */ .VB)(content, path, 'project(version: …)', [call.start + span[0], call.start + span[1]]);
}
/** meson-python: the version of `project()` in meson.build. */
async function findMesonOrigin(files) {
    const content = await files.read('meson.build');
    if (content === undefined)
        return undefined;
    const literal = locateMesonVersion(content, 'meson.build');
    if (literal !== undefined)
        return (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_1__/* .fromPlace */ .iI)(literal);
    const [, value] = /(?:^|[,\s])version\s*:\s*([^,]*)/.exec(findProjectCall(content)?.text ?? '') ?? [];
    const file = /^files\(\s*'([^']+)'\s*\)/.exec(value?.trim() ?? '')?.[1];
    if (file !== undefined)
        return (0,_whole_file_js__WEBPACK_IMPORTED_MODULE_2__/* .locateWholeFile */ .y)(files, file, 'meson.build');
    if (value === undefined)
        return undefined;
    const printed = await followScript(files, value);
    if (printed !== undefined)
        return printed;
    throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseSource */ .Sk)(`meson.build computes the version of project() by "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__/* .neutralizeLine */ .a0)(value.trim(), 80)}".`);
}
/** `run_command('version.py', …)`: what the script prints, if it is read from a file. */
async function followScript({ read }, value) {
    const script = /^run_command\([^)]*?'([^']+\.py)'/.exec(value.trim())?.[1];
    if (script === undefined)
        return undefined;
    const printed = (await (0,_static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_4__/* .createPythonReader */ .M)(read, ['']).readPrinted(script)).at(-1);
    const followed = printed === undefined ? undefined : await (0,_origin_of_value_js__WEBPACK_IMPORTED_MODULE_5__/* .originOfValue */ .B)(read, printed, 'version');
    return followed !== undefined && 'origin' in followed ? followed.origin : undefined;
}


/***/ }),

/***/ 1767:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findSetuptoolsOrigin: () => (/* binding */ findSetuptoolsOrigin),
/* harmony export */   readSetupName: () => (/* binding */ readSetupName)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2430);
/* harmony import */ var _static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4382);
/* harmony import */ var _places_setup_cfg_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5065);
/* harmony import */ var _places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1852);
/* harmony import */ var _follow_python_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1521);
/* harmony import */ var _origin_of_value_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7455);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1218);
/* harmony import */ var _whole_file_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3219);








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
