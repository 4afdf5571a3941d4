export const id = 195;
export const ids = [195];
export const modules = {

/***/ 78351:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ locateJsonVersion)
/* harmony export */ });
/* harmony import */ var _static_python_syntax_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58793);
/* harmony import */ var _places_version_location_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26967);


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

/***/ 16045:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ locateMesonVersion),
/* harmony export */   y: () => (/* binding */ findMesonOrigin)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(32430);
/* harmony import */ var _static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(94382);
/* harmony import */ var _places_version_location_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26967);
/* harmony import */ var _origin_of_value_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(47455);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(71218);
/* harmony import */ var _whole_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(53219);






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

/***/ 56195:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  findInVersionFile: () => (/* binding */ findInVersionFile)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(25336);
// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __webpack_require__(80921);
// EXTERNAL MODULE: ./packages/python/src/version/parse-version.ts
var parse_version = __webpack_require__(86401);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(32430);
// EXTERNAL MODULE: ./packages/python/src/project/places/setup-cfg.ts
var setup_cfg = __webpack_require__(5065);
// EXTERNAL MODULE: ./packages/python/src/project/places/version-location.ts
var version_location = __webpack_require__(26967);
// EXTERNAL MODULE: ./packages/python/src/project/sources/meson.ts
var meson = __webpack_require__(16045);
// EXTERNAL MODULE: ./packages/python/src/project/copies/json-version.ts
var json_version = __webpack_require__(78351);
;// CONCATENATED MODULE: ./packages/python/src/project/copies/line-version.ts

const semver = { kind: 'semver', allowsPost: false };
const value = String.raw `["']?(?<version>v?\d[\w.!+-]*)["']?`;
const yaml = (key, indented = false) => new RegExp(String.raw `^${indented ? '[ \\t]*' : ''}["']?${key}["']?[ \t]*:[ \t]*${value}[ \t]*(?:#.*)?\r?$`, 'dgm');
const ini = (key) => new RegExp(String.raw `^[ \t]*${key}[ \t]*[=:][ \t]*${value}[ \t]*(?:[#;].*)?\r?$`, 'dgm');
/** How kinds of files write their version, by the base name of the file. */
const line_version_forms = [
    [/^CITATION\.cff$/i, [{ form: yaml('version', true), label: 'version' }]],
    [
        /^Chart\.ya?ml$/,
        [
            { form: yaml('version'), label: 'version', spelling: semver },
            { form: yaml('appVersion'), label: 'appVersion' },
        ],
    ],
    [
        /^(?:snapcraft|galaxy|pubspec|antora|recipe)\.ya?ml$/,
        [{ form: yaml('version', true), label: 'version' }],
    ],
    [/^(?:openapi|swagger)[\w.-]*\.ya?ml$/, [{ form: yaml('version', true), label: 'version' }]],
    [
        /^meta\.ya?ml$/,
        [
            { form: new RegExp(String.raw `^\{%-?\s*set\s+version\s*=\s*${value}`, 'dgm'), label: 'version' },
            { form: yaml('version', true), label: 'version' },
        ],
    ],
    [/^(?:\.bumpversion\.cfg|setup\.cfg)$/, [{ form: ini('current_version'), label: 'current_version' }]],
    [
        /^sonar-project\.properties$/,
        [{ form: ini(String.raw `sonar\.projectVersion`), label: 'sonar.projectVersion' }],
    ],
    [/^[\w.-]+\.spec$/, [{ form: yaml('Version'), label: 'Version' }]],
    [
        /^CMakeLists\.txt$/,
        [
            {
                form: /^[ \t]*project\s*\([^)]*?\bVERSION\s+"?(?<version>\d[\w.]*)/dgim,
                label: 'project(VERSION …)',
            },
        ],
    ],
    [
        /\.(?:h|hpp|hh|hxx|pxi|c|cc|cpp|rc)$/,
        [
            {
                form: /^[ \t]*#[ \t]*define[ \t]+\w*VERSION\w*[ \t]+(?:\w+\()?"(?<version>v?\d[\w.!+-]*)"/dgm,
                label: '#define',
            },
        ],
    ],
    [
        /^(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?$/i,
        [
            {
                form: /\b(?:org\.opencontainers\.image\.|org\.label-schema\.)?(?<![\w.-])version["']?=["']?(?<version>v?\d[\w.!+-]*)/dgi,
                label: 'LABEL version',
            },
            {
                form: /\borg\.(?:opencontainers\.image|label-schema)\.version["']?=["']?(?<version>v?\d[\w.!+-]*)/dg,
                label: 'LABEL version',
            },
            {
                form: /^[ \t]*(?:ARG|ENV)[ \t]+\w*VERSION[ \t=]+["']?(?<version>v?\d[\w.!+-]*)/dgm,
                label: 'ARG VERSION',
            },
        ],
    ],
];
/** The forms of a file by its base name; undefined if its kind is not known. */
function findLineForms(name) {
    const found = line_version_forms.filter(([pattern]) => pattern.test(name)).flatMap(([, all]) => all);
    return found.length === 0 ? undefined : found;
}
/** Every place that some forms find, each once. */
function locateLines(content, path, all) {
    const found = new Map();
    for (const { form, label, spelling } of all) {
        for (const match of content.matchAll(form)) {
            if (found.size === version_location/* maxPlaces */.Bm)
                return [...found.values()];
            const span = match.indices?.groups?.['version'];
            if (span !== undefined && !found.has(span[0]))
                found.set(span[0], (0,version_location/* locateSpan */.VB)(content, path, label, span, spelling));
        }
    }
    return [...found.values()];
}
const escapeRegex = (text) => text.replace(/[^\w]/g, '\\$&');
/** Texts for people: badges, and installation commands with the version of this project. */
function listProseForms(name) {
    const badges = [
        {
            form: /img\.shields\.io\/badge\/(?:[\w%.]|--)*?version(?:[\w%.]|--)*-(?<version>v?\d[\w.!+]*(?:--[\w.]+)*)-/dgi,
            label: 'badge',
        },
        {
            form: /img\.shields\.io\/badge\/(?:pypi|release|tag)-(?<version>v?\d[\w.!+]*(?:--[\w.]+)*)-/dgi,
            label: 'badge',
        },
    ];
    if (name === undefined)
        return badges;
    const own = name
        .split(/[-_.]+/)
        .map(escapeRegex)
        .join('[-_.]+');
    return [
        ...badges,
        {
            form: new RegExp(String.raw `(?<![\w.-])${own}(?:\[[\w,-]+\])?==(?<version>v?\d[\w.!+-]*\w)`, 'dgi'),
            label: 'pin',
        },
        {
            form: new RegExp(String.raw `(?<![\w.-])${own}(?:\.git)?@(?<version>v?\d[\w.!+-]*\w)`, 'dgi'),
            label: 'pin',
        },
        { form: new RegExp(String.raw `(?<![\w.-])${own}:(?<version>v?\d[\w.!+-]*\w)`, 'dgi'), label: 'image' },
        {
            form: new RegExp(String.raw `${own}/(?:archive/refs/tags|releases/download|blob|tree)/(?<version>v?\d[\w.!+-]*\w)(?=[/.])`, 'dgi'),
            label: 'link',
        },
    ];
}

// EXTERNAL MODULE: ./packages/python/src/static-python/assignment-parts.ts
var assignment_parts = __webpack_require__(50988);
// EXTERNAL MODULE: ./packages/python/src/static-python/syntax.ts
var syntax = __webpack_require__(58793);
// EXTERNAL MODULE: ./packages/python/src/project/places/version-tuple.ts
var version_tuple = __webpack_require__(89120);
;// CONCATENATED MODULE: ./packages/python/src/project/copies/python-version.ts




/** Names that modules give to their version; others are no business of a release. */
const versionNames = /^(?:__version__|__version_info__|__version_tuple__|__build__|version_info|version|release|_version)$/i;
/** The versions that a Python file assigns at its top level: strings, tuples and `0x020301`. */
function locatePythonVersions(content, path) {
    const source = (0,syntax/* parsePython */.w_)(content, path);
    const found = [];
    if (source === undefined)
        return found;
    for (const node of listAssignments(source, source.root)) {
        found.push(...locate(source, node));
        if (found.length >= version_location/* maxPlaces */.Bm)
            break;
    }
    return found;
}
function* listAssignments(source, block) {
    for (const node of (0,syntax/* listChildren */.AW)(block)) {
        if (node.name === 'AssignStatement')
            yield node;
        // `if`, `try` and `with` have no scope of their own.
        else if (node.name === 'StatementGroup')
            yield* listAssignments(source, node);
        else if (['IfStatement', 'TryStatement', 'WithStatement'].includes(node.name))
            for (const body of (0,syntax/* listChildren */.AW)(node))
                if (body.name === 'Body')
                    yield* listAssignments(source, body);
    }
}
function locate(source, node) {
    const { targets, values, isTuple } = (0,assignment_parts/* readAssignment */.K)(node);
    const names = targets
        .flatMap((group) => (group.length === 1 ? group : []))
        .map((each) => (0,syntax/* textOf */.b6)(source, each));
    const name = names.find((each) => versionNames.test(each));
    const [first] = values;
    const last = values.at(-1);
    if (name === undefined || first === undefined || last === undefined)
        return [];
    const at = (span, spelling) => [
        (0,version_location/* locateSpan */.VB)(source.text, source.path, name, span, spelling),
    ];
    if (isTuple)
        return readTuple(source, first.from, last.to, at);
    if (first.name === 'TupleExpression' || first.name === 'ArrayExpression') {
        const items = (0,syntax/* listChildren */.AW)(first)
            .slice(1, -1)
            .filter(({ name: kind }) => kind !== ',');
        const [begin, end] = [items[0], items.at(-1)];
        return begin === undefined || end === undefined ? [] : readTuple(source, begin.from, end.to, at);
    }
    const literal = (0,syntax/* textOf */.b6)(source, first);
    if (first.name === 'Number')
        return /^0[xX][0-9a-fA-F]{4,8}$/.test(literal) ? at([first.from, first.to], { kind: 'hex' }) : [];
    const [, head = '', quote = ''] = /^([uUrR]{0,2}("""|'''|"|'))/.exec(literal) ?? [];
    if (first.name !== 'String' || quote === '')
        return [];
    return at([first.from + head.length, first.to - quote.length]);
}
function readTuple({ text }, start, end, at) {
    return (0,version_tuple/* readVersionTuple */.r)(text.slice(start, end)) === undefined ? [] : at([start, end], (0,version_location/* tupleSpelling */.Vd)(text));
}

// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __webpack_require__(21852);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-location.ts
var toml_location = __webpack_require__(34919);
;// CONCATENATED MODULE: ./packages/python/src/project/copies/toml-versions.ts


const fields = [
    ['[project].version', 'project', 'version'],
    ['[tool.poetry].version', 'tool', 'poetry', 'version'],
    ['[tool.commitizen].version', 'tool', 'commitizen', 'version'],
    ['[tool.bumpversion].current_version', 'tool', 'bumpversion', 'current_version'],
    ['[tool.bumpver].current_version', 'tool', 'bumpver', 'current_version'],
    ['[bumpver].current_version', 'bumpver', 'current_version'],
    ['[tool.tbump.version].current', 'tool', 'tbump', 'version', 'current'],
    ['[version].current', 'version', 'current'],
    ['[tool.briefcase].version', 'tool', 'briefcase', 'version'],
    ['version', 'version'],
];
const locateAll = (document, all) => all.flatMap(([label, ...keys]) => (0,toml_location/* locateTomlString */.g)(document, keys, label) ?? []);
/** Versions of a pyproject.toml and of the files of bump tools. */
function locateTomlVersions(content, path) {
    return locateAll((0,toml_document/* parseToml */.MT)(content, path), fields);
}
/** Versions of a Cargo.toml: its own, that of its workspace, and those of crates that it names by their path. */
function locateCrateVersions(content, path) {
    const document = (0,toml_document/* parseToml */.MT)(content, path);
    const own = locateAll(document, [
        ['[package].version', 'package', 'version'],
        ['[workspace.package].version', 'workspace', 'package', 'version'],
    ]);
    return [...own, ...locatePathDependencies(document)].map((location) => ({
        ...location,
        spelling: { kind: 'semver', allowsPost: true },
    }));
}
const dependencyTables = [
    ['dependencies'],
    ['dev-dependencies'],
    ['build-dependencies'],
    ['workspace', 'dependencies'],
];
function locatePathDependencies(document) {
    return dependencyTables.flatMap((keys) => Object.entries((0,toml_document/* readTable */.xz)(document.data, ...keys)).flatMap(([name, dependency]) => {
        if (!(0,toml_document/* isTable */.bI)(dependency) || typeof dependency['path'] !== 'string')
            return [];
        const found = (0,toml_location/* locateTomlString */.g)(document, [...keys, name, 'version'], `[${keys.join('.')}].${name}`);
        if (found === undefined)
            return [];
        // `=1.2.3` and `1.2.3`; every other requirement goes on to match.
        const sign = /^=?\s*(?=\d)/.exec(found.version)?.[0];
        return sign === undefined
            ? []
            : [{ ...found, version: found.version.slice(sign.length), start: found.start + sign.length }];
    }));
}

;// CONCATENATED MODULE: ./packages/python/src/project/copies/locate-by-kind.ts







const nodeManifests = /^(?:package|manifest|plugin|bower|composer)\.json$/;
const wholeFiles = /^(?:VERSION|version)(?:\.txt|\.in)?$|^[\w.-]*[-_.]version(?:\.txt)?$/i;
/**
 * Every place of a file where files of its kind contain a version, whatever version it is; undefined for a kind that is not known.
 * @param name of the project, for texts that name it
 */
function locateByKind(content, path, name) {
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (/\.pyi?$/.test(base))
        return base === 'conf.py' ? locateInSphinx(content, path) : locatePythonVersions(content, path);
    if (nodeManifests.test(base))
        return (0,json_version/* locateJsonVersion */.f)(content, path, 'semver');
    if (base === 'codemeta.json')
        return (0,json_version/* locateJsonVersion */.f)(content, path, 'pep440', ['version', 'softwareVersion']);
    if (base.endsWith('.json'))
        return (0,json_version/* locateJsonVersion */.f)(content, path, 'pep440');
    if (base === 'Cargo.toml')
        return locateCrateVersions(content, path);
    if (base.endsWith('.toml'))
        return locateTomlVersions(content, path);
    if (base === 'meson.build')
        return listOne((0,meson/* locateMesonVersion */.h)(content, path));
    if (wholeFiles.test(base))
        return locateWhole(content, path);
    const forms = findLineForms(base);
    if (forms !== undefined) {
        const found = locateLines(content, path, forms);
        return base === 'setup.cfg' ? [...listOne((0,setup_cfg/* locateCfgVersion */.pm)(content, path)), ...found] : found;
    }
    return /\.(?:md|markdown|rst|adoc)$|^README(?:\.txt)?$/i.test(base)
        ? locateLines(content, path, listProseForms(name))
        : undefined;
}
const listOne = (location) => location === undefined ? [] : [location];
// `version` of Sphinx is the short one where it has two parts: "The short X.Y version".
function locateInSphinx(content, path) {
    return locatePythonVersions(content, path).map((location) => location.label === 'version' && /^\d+(?:\.\d+)?$/.test(location.version)
        ? {
            ...location,
            spelling: { kind: 'slice', from: 0, count: location.version.split('.').length, suffix: false },
        }
        : location);
}
function locateWhole(content, path) {
    const found = /^\uFEFF?\s*(?<version>v?\d[\w.!+-]*)\s*$/d.exec(content)?.indices?.groups?.['version'];
    return found === undefined ? [] : [(0,version_location/* locateSpan */.VB)(content, path, 'the whole file', found)];
}

;// CONCATENATED MODULE: ./packages/python/src/project/extra-files.ts






const marker = /\bslipway-version\b/;
const versionLike = /(?<![\w.!+-])v?(\d+!)?\d+(\.\d+)*[\w.+-]*/g;
function refuse(input, path, what) {
    return new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_EXTRA_FILE, {
        message: `${input}: ${(0,neutralize/* neutralizeLine */.a0)(path, 200)} ${what}.`,
    });
}
/**
 * Reads `path` or `path: pattern`. The pattern is a regular expression with one group, or a group named `version`.
 * @param input name of the input that the line is from
 * @throws InputError E_EXTRA_FILE
 */
function parseExtraFile(line, input = 'extra-files') {
    const [, path = '', source] = /^(.+?)(?::\s+(.+))?$/.exec(line.trim()) ?? [];
    const plain = path.replace(/^\.\//, '');
    if (plain === '' || plain.startsWith('/') || plain.split(/[\\/]/).includes('..')) {
        throw refuse(input, path, 'is not a path inside the project');
    }
    // A job token is never allowed to change workflows: the whole commit would be rejected.
    if (/^\.github\/workflows\//i.test(plain))
        throw refuse(input, path, 'is a workflow, which a job token is not allowed to change');
    if (source === undefined)
        return { path: plain, pattern: undefined };
    let pattern;
    try {
        // Python's spelling of a named group is the habit of those who write such patterns.
        pattern = new RegExp(source.replaceAll('(?P<', '(?<'), 'dgm');
    }
    catch (cause) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_EXTRA_FILE, {
            message: `${input}: "${(0,neutralize/* neutralizeLine */.a0)(source, 200)}" is not a regular expression.`,
            cause,
        });
    }
    const groups = (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1;
    const isNamed = /\(\?<version>/.test(pattern.source);
    if (groups !== 1 && !isNamed)
        throw refuse(input, path, `has a pattern with ${groups} groups; put one group, or one named "version", around the version`);
    return { path: plain, pattern };
}
/**
 * The places of a file that may contain a version: what the pattern matches, marked lines, or what is known of files of its kind.
 * @param name of the project
 * @throws InputError E_EXTRA_FILE if there is none, or a pattern matches more than once
 */
function locateInFile(text, { path, pattern }, name, input = 'extra-files') {
    if (pattern !== undefined)
        return [(0,version_location/* locateSpan */.VB)(text, path, input, findMatched(text, path, pattern, input))];
    const marked = findMarked(text, path, input);
    if (marked.length > 0)
        return marked.map((span) => (0,version_location/* locateSpan */.VB)(text, path, input, span));
    const known = locateByKind(text, path, name);
    if (known === undefined || known.length === 0) {
        throw refuse(input, path, known === undefined
            ? 'has no line with the comment "slipway-version"'
            : 'contains no version where files of its kind have one');
    }
    return known;
}
/**
 * The places of one extra file that contain the version.
 * @throws InputError E_EXTRA_FILE if there is none, a pattern matches more than once, or a place contains a different version
 */
function locateInExtraFile(text, extra, version, name) {
    const found = locateInFile(text, extra, name);
    const same = found.filter((location) => containsVersion(location, version));
    const [first] = found.filter((location) => !containsVersion(location, version));
    // In a file of a known kind, a different version may count for something else.
    const isExplicit = found.some(({ label }) => label === 'extra-files');
    if (first !== undefined && (isExplicit || same.length === 0)) {
        throw refuse('extra-files', extra.path, `has "${neutralizeLine(first.version, 80)}" in line ${first.line}, which is not the present version`);
    }
    return same;
}
function findMatched(text, path, pattern, input) {
    const spans = [...text.matchAll(pattern)].flatMap((match) => {
        const span = match.indices?.groups?.['version'] ?? match.indices?.[1];
        return span === undefined ? [] : [span];
    });
    const [span] = spans;
    if (span === undefined)
        throw refuse(input, path, `does not match ${pattern.source}`);
    if (spans.length > 1)
        throw refuse(input, path, `matches ${pattern.source} ${spans.length} times`);
    return span;
}
function findMarked(text, path, input) {
    const spans = [];
    let offset = 0;
    for (const line of text.split('\n')) {
        const mark = marker.exec(line);
        if (mark !== null) {
            const candidates = [...line.slice(0, mark.index).matchAll(versionLike)];
            const [only] = candidates;
            if (only === undefined || candidates.length > 1) {
                throw refuse(input, path, `has ${candidates.length} versions in the marked line ${(0,version_location/* lineOfOffset */.hW)(text, offset)}`);
            }
            spans.push([offset + only.index, offset + only.index + only[0].length]);
        }
        offset += line.length + 1;
    }
    return spans;
}

// EXTERNAL MODULE: ./packages/python/src/project/sources/follow-python.ts
var follow_python = __webpack_require__(71521);
// EXTERNAL MODULE: ./packages/python/src/project/sources/version-origin.ts
var version_origin = __webpack_require__(71218);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/version-file.ts






const input = 'version-file';
const pythonNames = ['__version__', 'VERSION', 'version', '__version_info__', 'version_info'];
/**
 * The version in a file that the user names: `path`, or `path: pattern`.
 * @throws InputError E_EXTRA_FILE for a pattern that does not match once, E_VERSION_SOURCE for a file that is missing or has no version
 */
async function findInVersionFile(files, line, name) {
    const file = parseExtraFile(line, input);
    const content = await files.read(file.path);
    if (content === undefined)
        throw (0,version_origin/* refuseSource */.Sk)(`${input}: there is no file ${file.path}.`);
    const isPython = file.path.endsWith('.py') && file.pattern === undefined && !content.includes('slipway-version');
    if (isPython) {
        const found = await (0,follow_python/* followName */.D)(files, { paths: [file.path], names: pythonNames, roots: ['', 'src/'] });
        if (found !== undefined)
            return found;
    }
    const places = locateInFile(content, file, name, input);
    const [first, ...others] = places.filter(({ version, spelling }) => spelling?.kind === 'tuple' || (0,parse_version/* tryParseVersion */.z)(version) !== undefined);
    const origin = (0,version_origin/* fromPlace */.iI)(first);
    if (first === undefined || origin === undefined || origin.kind !== 'file')
        throw (0,version_origin/* refuseSource */.Sk)(`${input}: ${file.path} contains no version.`);
    if (others.some(({ version }) => version !== first.version)) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_EXTRA_FILE, {
            message: `${input}: ${file.path} contains several versions, "${first.version}" in line ${first.line} and others. Add a pattern that matches once.`,
        });
    }
    return { ...origin, locations: [first, ...others] };
}


/***/ })

};
