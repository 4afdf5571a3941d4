export const id = 619;
export const ids = [619];
export const modules = {

/***/ 89120:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ readVersionTuple)
/* harmony export */ });
/* unused harmony export writeVersionTuple */
const itemForm = /\s*(?:(\d+)|(["'])([\w.+-]*)\2)\s*(?:,|$)/y;
function readItems(text) {
    const items = [];
    for (itemForm.lastIndex = 0; itemForm.lastIndex < text.length;) {
        const found = itemForm.exec(text);
        if (found === null)
            return undefined;
        const [whole, number, quote = '', string = ''] = found;
        const value = number ?? string;
        items.push({ text: number ?? `${quote}${string}${quote}`, value, isNumber: number !== undefined });
        if (!whole.trimEnd().endsWith(',') && itemForm.lastIndex < text.length)
            return undefined;
    }
    return items;
}
const phaseWords = {
    a: 'a',
    alpha: 'a',
    b: 'b',
    beta: 'b',
    c: 'rc',
    rc: 'rc',
    candidate: 'rc',
    dev: '.dev',
    post: '.post',
    final: '',
    f: '',
};
/** The version that the items of a tuple stand for: `1, 3, 0, "rc", 1` is `1.3.0rc1`; undefined if it is none. */
function readVersionTuple(text) {
    const items = readItems(text);
    const [first] = items ?? [];
    if (items === undefined || !/^\d/.test(first?.value ?? ''))
        return undefined;
    const parts = [];
    for (let at = 0; at < items.length; at += 1) {
        const { value, isNumber } = items[at] ?? { value: '', isNumber: true };
        const word = phaseWords[value.toLowerCase()];
        if (isNumber || word === undefined) {
            if (value !== '')
                parts.push(`${parts.length === 0 ? '' : '.'}${value}`);
            continue;
        }
        const next = items[at + 1];
        const number = next !== undefined && /^\d+$/.test(next.value) ? next.value : undefined;
        if (word !== '')
            parts.push(`${word}${number ?? '0'}`);
        if (number !== undefined)
            at += 1;
    }
    return parts.join('');
}
/** @returns undefined if the tuple has no room for what the version needs */
function writeVersionTuple(version, sample, hasCandidates = false) {
    const items = readItems(sample) ?? [];
    const numbers = items.findIndex(({ value }) => !/^\d+$/.test(value));
    const length = numbers < 0 ? items.length : numbers;
    const [first, second] = [items[length], items[length + 1]];
    const separator = /,(\s*)\S/.exec(sample)?.[1] ?? ' ';
    const quote = items.find(({ isNumber }) => !isNumber)?.text[0] ?? '"';
    const quoteLike = (text, like) => like === undefined || like.isNumber ? text : `${like.text[0]}${text}${like.text[0]}`;
    const release = [...version.release];
    while (release.length < length)
        release.push(0n);
    if (version.epoch !== 0n || release.slice(length).some((part) => part !== 0n)) {
        // A longer release is written in full only where nothing follows it.
        if (version.epoch !== 0n || first !== undefined)
            return undefined;
    }
    else
        release.length = length;
    const written = release.map((part, index) => quoteLike(String(part), items[index] ?? items[0]));
    const join = (...more) => [...written, ...more].join(`,${separator}`);
    const suffix = describeSuffix(version);
    if (suffix === undefined)
        return undefined;
    const isPhase = first !== undefined && phaseWords[first.value.toLowerCase()] !== undefined;
    if (suffix.kind === 'final') {
        if (!isPhase || first === undefined)
            return join(...(first?.value === '' ? [first.text] : []));
        const word = `${quote}${finalWord(first.value)}${quote}`;
        return second === undefined ? join(word) : join(word, quoteLike('0', second));
    }
    // `"final"` makes room for a word and a number, whether the number is written now or not.
    if (isPhase && first.value !== '') {
        const word = phraseFor(suffix.kind, first.value, hasCandidates);
        return join(`${quote}${word}${quote}`, quoteLike(String(suffix.number), second));
    }
    return join(`${quote}${suffix.kind}${suffix.number}${quote}`);
}
// A tuple has one place for what follows the release.
function describeSuffix({ pre, post, dev, local }) {
    const all = [
        ...(pre === undefined ? [] : [{ kind: pre.phase, number: pre.number }]),
        ...(post === undefined ? [] : [{ kind: 'post', number: post }]),
        ...(dev === undefined ? [] : [{ kind: 'dev', number: dev }]),
    ];
    if (all.length > 1 || local.length > 0)
        return undefined;
    return all[0] ?? { kind: 'final', number: 0n };
}
const longWords = {
    a: 'alpha',
    b: 'beta',
    rc: 'rc',
    post: 'post',
    dev: 'dev',
};
// `sys.version_info` has whole words, and so have most tuples that are modelled on it.
function phraseFor(kind, sample, hasCandidates) {
    if (kind === 'rc')
        return sample === 'candidate' || hasCandidates ? 'candidate' : sample === 'c' ? 'c' : 'rc';
    return /^(?:a|b|c|f)$/.test(sample) ? kind : (longWords[kind] ?? kind);
}
const finalWord = (sample) => /^(?:a|b|c|f)$/.test(sample) ? 'f' : sample.toUpperCase() === sample ? 'FINAL' : 'final';


/***/ }),

/***/ 71521:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ followName)
/* harmony export */ });
/* harmony import */ var _static_python_python_reader_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94382);
/* harmony import */ var _origin_of_value_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47455);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(71218);



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

/***/ 47455:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ originOfValue)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(32430);
/* harmony import */ var _static_python_values_convert_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47336);
/* harmony import */ var _static_python_values_text_value_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5292);
/* harmony import */ var _version_compare_versions_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(80276);
/* harmony import */ var _version_parse_version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(86401);
/* harmony import */ var _places_version_location_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(26967);
/* harmony import */ var _places_version_tuple_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(89120);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(71218);








/**
 * The places that a value of a Python file is made up of.
 * @param label how a place is named that the value stands in as a whole
 */
async function originOfValue(read, value, label) {
    if (value.kind === 'list')
        return originOfTuple(read, value.origin, label);
    // django.utils.version.get_version(VERSION) and its like: the tuple is the version.
    if (value.kind === 'unknown' && value.hint?.kind === 'list')
        return originOfTuple(read, value.hint.origin, label);
    const found = (0,_static_python_values_convert_js__WEBPACK_IMPORTED_MODULE_0__/* .toText */ .fE)(value);
    if (found === undefined)
        return { problem: 'is computed in a way that is not followed' };
    const whole = (0,_static_python_values_text_value_js__WEBPACK_IMPORTED_MODULE_1__/* .readText */ .yR)(found);
    const version = whole.trim();
    if ((0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_2__/* .tryParseVersion */ .z)(version) === undefined)
        return { problem: `is "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__/* .neutralizeLine */ .a0)(version, 80)}", which is not a version` };
    const start = whole.indexOf(version);
    const parts = [];
    let offset = -start;
    for (const { text, origin } of found.pieces) {
        const from = Math.max(0, -offset);
        const kept = text.slice(from, Math.max(from, version.length - offset));
        // The dots between the parts may stand with one of them.
        const lead = /^\.*/.exec(kept)?.[0].length ?? 0;
        const part = kept.replace(/^\.+|\.+$/g, '');
        if (/\w/.test(part)) {
            if (origin === undefined)
                return { problem: `contains "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__/* .neutralizeLine */ .a0)(part, 40)}", which stands in no file as it is` };
            const begin = origin.start + from + lead;
            const at = offset + from + lead;
            parts.push({ path: origin.path, start: begin, end: begin + part.length, text: part, at });
        }
        offset += text.length;
    }
    return combineParts(read, parts, version, label);
}
async function originOfTuple(read, span, label) {
    const content = span === undefined ? undefined : await read(span.path);
    if (span === undefined || content === undefined)
        return { problem: 'is a tuple that is not written out' };
    const version = (0,_places_version_tuple_js__WEBPACK_IMPORTED_MODULE_4__/* .readVersionTuple */ .r)(content.slice(span.start, span.end));
    if (version === undefined || (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_2__/* .tryParseVersion */ .z)(version) === undefined)
        return { problem: 'is a tuple that is not a version' };
    const location = (0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_5__/* .locateSpan */ .VB)(content, span.path, label, [span.start, span.end], (0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_5__/* .tupleSpelling */ .Vd)(content));
    return { origin: { kind: 'file', version, locations: [location] } };
}
async function combineParts(read, parts, version, label) {
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined)
        return { problem: 'stands in no file' };
    const content = (await read(first.path)) ?? '';
    const locate = (text, part, spelling) => (0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_5__/* .locateSpan */ .VB)(text, part.path, label, [part.start, part.end], spelling);
    if (parts.length === 1 && first.text === version) {
        const origin = (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_6__/* .fromPlace */ .iI)(locate(content, first));
        return origin === undefined ? { problem: 'stands in no file' } : { origin };
    }
    // A word such as `a` or `.dev` is a rule of the program, and no place of the version.
    const [word] = parts.filter((part) => !/\d/.test(part.text));
    const numbers = parts.filter((part) => /\d/.test(part.text));
    const tuple = findTuple(content, numbers, version);
    if (tuple !== undefined)
        return { origin: { kind: 'file', version, locations: [locate(content, tuple, (0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_5__/* .tupleSpelling */ .Vd)(content))] } };
    if (word !== undefined)
        return { problem: `is put together with "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__/* .neutralizeLine */ .a0)(word.text, 40)}", which is not edited` };
    const locations = [];
    for (const part of parts) {
        const from = version.slice(0, part.at).split('.').length - 1;
        const release = /^\d*(?:\.\d+)*/.exec(part.text)?.[0] ?? '';
        const count = release === '' ? 0 : release.split('.').length;
        const isLast = part === last;
        const spelling = {
            kind: 'slice',
            from: release === '' ? 99 : from,
            count: isLast && count > 1 ? undefined : count,
            suffix: isLast && isString((await read(part.path)) ?? '', part),
        };
        locations.push(locate((await read(part.path)) ?? '', part, spelling));
    }
    return { origin: { kind: 'file', version, locations } };
}
/** The tuple that all parts are items of, if it stands for the version as a whole. */
function findTuple(content, parts, version) {
    const [first] = parts;
    if (first === undefined || parts.length < 2 || parts.some(({ path }) => path !== first.path))
        return undefined;
    const [begin, end] = [
        Math.min(...parts.map(({ start }) => start)),
        Math.max(...parts.map((part) => part.end)),
    ];
    // From the bracket, or the equals sign, before the first item to the one after the last.
    const before = /[([=]\s*(?=[\w"',\s]*$)/.exec(content.slice(Math.max(0, begin - 200), begin));
    const after = /^[\w"',\s.+-]*?(?=\s*,?\s*[)\]]|[ \t]*(?:#.*)?$)/m.exec(content.slice(end, end + 200));
    if (before === null || after === null)
        return undefined;
    const start = Math.max(0, begin - 200) + before.index + before[0].length;
    const span = { path: first.path, start, end: end + after[0].length };
    const inside = content.slice(span.start, span.end);
    const read = (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_2__/* .tryParseVersion */ .z)((0,_places_version_tuple_js__WEBPACK_IMPORTED_MODULE_4__/* .readVersionTuple */ .r)(inside) ?? '');
    const whole = (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_2__/* .tryParseVersion */ .z)(version);
    return read !== undefined && whole !== undefined && (0,_version_compare_versions_js__WEBPACK_IMPORTED_MODULE_7__/* .compareVersions */ .Z)(read, whole) === 0 ? span : undefined;
}
const isString = (content, { end }) => /["']/.test(content[end] ?? '');


/***/ }),

/***/ 71218:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   Sk: () => (/* binding */ refuseSource),
/* harmony export */   iI: () => (/* binding */ fromPlace)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25336);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80921);


/** A version that stands in one place. */
function fromPlace(location) {
    return location === undefined
        ? undefined
        : { kind: 'file', version: location.version, locations: [location] };
}
/** The value if it is a string with something in it. */
const text = (value) => typeof value === 'string' && value !== '' ? value : undefined;
/** E_VERSION_SOURCE: what the project points to, and why it is not followed. */
function refuseSource(message) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .pythonErrors */ .M.E_VERSION_SOURCE, { message });
}


/***/ }),

/***/ 53219:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ locateWholeFile)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(32430);
/* harmony import */ var _places_version_location_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(26967);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71218);



/** A file whose whole content is the version. @throws InputError E_VERSION_SOURCE */
async function locateWholeFile({ read }, path, setting) {
    const content = await read(path);
    if (content === undefined)
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .refuseSource */ .Sk)(`${setting} points to ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(path, 200)}, which does not exist.`);
    const version = content.replace(/^\uFEFF/, '').trim();
    if (version === '' || version.includes('\n')) {
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .refuseSource */ .Sk)(`${setting} points to ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(path, 200)}, which contains more than a version.`);
    }
    const start = content.indexOf(version);
    const origin = (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .fromPlace */ .iI)((0,_places_version_location_js__WEBPACK_IMPORTED_MODULE_2__/* .locateSpan */ .VB)(content, path, 'the whole file', [start, start + version.length]));
    if (origin === undefined)
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_0__/* .refuseSource */ .Sk)(`${path} is empty.`);
    return origin;
}


/***/ }),

/***/ 50988:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ readAssignment)
/* harmony export */ });
/* harmony import */ var _syntax_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58793);

/** Takes an assignment apart. */
function readAssignment(node) {
    const groups = [[]];
    let commas = 0;
    for (const child of (0,_syntax_js__WEBPACK_IMPORTED_MODULE_0__/* .listChildren */ .AW)(node)) {
        if (child.name === 'AssignOp') {
            groups.push([]);
            commas = 0;
        }
        else if (child.name === ',')
            commas += 1;
        else if (child.name !== 'TypeDef')
            groups.at(-1)?.push(child);
    }
    const values = groups.length > 1 ? (groups.pop() ?? []) : [];
    return { targets: groups, values, isTuple: commas > 0 };
}


/***/ }),

/***/ 92294:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ translateRegex)
/* harmony export */ });
const allowed = new Set(['i', 'm', 's', 'x', 'u', 'a']);
/**
 * A regular expression of Python's `re` as one of JavaScript, which finds the same in the text of a file. Characters are those of
 * Unicode, as for a `str` of Python.
 * @param flags letters as in `(?im)`
 * @returns undefined if it uses what JavaScript has no equivalent for
 */
function translateRegex(source, flags = new Set()) {
    const leading = /^\(\?([a-zA-Z]+)\)/.exec(source);
    const all = new Set([...flags, ...(leading?.[1] ?? '')]);
    if ([...all].some((flag) => !allowed.has(flag)))
        return undefined;
    const body = leading === null ? source : source.slice(leading[0].length);
    const translated = translateBody(body, all);
    if (translated === undefined)
        return undefined;
    const letters = ['i', 'm', 's'].filter((flag) => all.has(flag)).join('');
    try {
        return new RegExp(translated, `du${letters}`);
    }
    catch {
        return undefined;
    }
}
const word = String.raw `\p{L}\p{N}_`;
const notAfter = `(?<![${word}])`;
const notBefore = `(?![${word}])`;
// What is written differently outside of a set: a fixed text, or a form with its groups.
const forms = [
    [/\(\?P<([A-Za-z_]\w*)>/y, '(?<$1>'],
    [/\(\?P=([A-Za-z_]\w*)\)/y, '\\k<$1>'],
    [/\(\?#[^)]*\)/y, ''],
    // An atomic group, a condition, flags in the middle, a possessive quantifier.
    [/\(\?>|\(\?\(|\(\?[a-zA-Z]+\)|[*+?}]\+/y, undefined],
    [/\\N\{|\\[uUpPx](?![0-9a-fA-F])/y, undefined],
    [/\\U[0-9a-fA-F]{8}/y, undefined],
    [/\\A/y, '(?<![^])'],
    [/\\Z/y, '(?![^])'],
    [/\\b/y, `(?:(?<=[${word}])${notBefore}|${notAfter}(?=[${word}]))`],
    [/\\B/y, `(?:(?<=[${word}])(?=[${word}])|${notAfter}${notBefore})`],
    [/\\w/y, `[${word}]`],
    [/\\W/y, `[^${word}]`],
    [/\\d/y, '\\p{Nd}'],
    [/\\D/y, '\\P{Nd}'],
    [/\\a/y, '\\x07'],
    [/\{,(\d+)\}/y, '{0,$1}'],
    [/(\{\d+(?:,\d*)?\})/y, '$1'],
    // Ordinary characters in Python that JavaScript wants escaped, and the other way around.
    [/([\]{}])/y, '\\$1'],
    [/\\([^\w^$\\.*+?()[\]{}|/])/y, '$1'],
];
function translateBody(body, flags) {
    let out = '';
    for (let at = 0; at < body.length;) {
        const character = body[at] ?? '';
        if (character === '[') {
            const end = findSetEnd(body, at);
            out += translateSet(body.slice(at, end));
            at = end;
            continue;
        }
        const special = translateAt(body, at);
        if (special === 'unsupported')
            return undefined;
        if (special !== undefined) {
            out += special.text;
            at += special.length;
        }
        else if (character === '\\') {
            out += body.slice(at, at + 2);
            at += 2;
        }
        else if (flags.has('x') && (/\s/.test(character) || character === '#')) {
            const end = character === '#' ? body.indexOf('\n', at) : at + 1;
            at = end < 0 ? body.length : end;
        }
        else {
            out += translateCharacter(character, flags);
            at += 1;
        }
    }
    return out;
}
function translateCharacter(character, flags) {
    // Files are read with their line ends translated, so that a line ends before `\r\n` as well. Without the flag `m`, Python's `$`
    // also matches before a line break at the very end.
    if (character === '$')
        return flags.has('m') ? '(?=\\r?\\n|(?![^]))' : '(?=\\r?\\n?(?![^]))';
    if (character === '^')
        return flags.has('m') ? '(?<=\\n|(?<![^]))' : '(?<![^])';
    if (character === '.')
        return flags.has('s') ? '[^]' : '[^\\r\\n]';
    return character;
}
function translateAt(body, at) {
    for (const [from, to] of forms) {
        from.lastIndex = at;
        const found = from.exec(body)?.[0];
        if (found === undefined)
            continue;
        if (to === undefined)
            return 'unsupported';
        return { text: found.replace(new RegExp(from.source, 's'), to), length: found.length };
    }
    return undefined;
}
// A bracket that follows the opening one, or its `^`, is an ordinary character.
function findSetEnd(body, start) {
    let at = start + (body[start + 1] === '^' ? 2 : 1);
    if (body[at] === ']')
        at += 1;
    for (; at < body.length && body[at] !== ']'; at += 1)
        if (body[at] === '\\')
            at += 1;
    return at + 1;
}
const setEscapes = { w: word, d: '\\p{Nd}', D: '\\P{Nd}', a: '\\x07' };
function translateSet(set) {
    const [, opening = '[', inside = ''] = /^(\[\^?)([\s\S]*)\]$/.exec(set) ?? [];
    const translated = inside.replace(/\\([\s\S])|([[\](){}|/])/g, (_, escaped, plain) => {
        if (escaped === undefined)
            return `\\${plain}`;
        if (setEscapes[escaped] !== undefined)
            return setEscapes[escaped];
        return /[\w^$\\.*+?()[\]{}|/-]/.test(escaped) ? `\\${escaped}` : escaped;
    });
    return `${opening}${translated}]`;
}


/***/ }),

/***/ 94382:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  M: () => (/* binding */ createPythonReader)
});

// EXTERNAL MODULE: ./packages/python/src/static-python/values/value.ts
var values_value = __webpack_require__(75218);
;// CONCATENATED MODULE: ./packages/python/src/static-python/frame.ts

const maxSteps = 1_000_000;
const maxDepth = 60;
const maxNesting = 300;
/** Counts one step. @throws PythonBudget */
function takeStep({ machine }) {
    machine.steps += 1;
    if (machine.steps > maxSteps)
        throw new values_value/* PythonBudget */.MS('too many steps');
}
/** Evaluates something inside of an expression. @throws PythonBudget */
async function nest(machine, run) {
    machine.nesting += 1;
    try {
        if (machine.nesting > maxNesting)
            throw new values_value/* PythonBudget */.MS('nested too deeply');
        return await run();
    }
    finally {
        machine.nesting -= 1;
    }
}
/** Runs something one level deeper. @throws PythonBudget */
async function descend(machine, run) {
    machine.depth += 1;
    try {
        if (machine.depth > maxDepth)
            throw new values_value/* PythonBudget */.MS('nested too deeply');
        return await run();
    }
    finally {
        machine.depth -= 1;
    }
}
/** The value of a name, in the scope or those around it. */
function lookUp(scope, name) {
    for (let at = scope; at !== undefined; at = at.parent) {
        const found = at.names.get(name);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
/** The value of a name that `from module import *` brings in. */
async function lookUpStars(scope, name) {
    let top = scope;
    while (top.parent !== undefined)
        top = top.parent;
    // Two modules that import everything from each other end here.
    if (searching.has(top))
        return undefined;
    searching.add(top);
    try {
        for (const load of (top.stars ?? []).toReversed()) {
            const module = await load();
            const found = module.kind === 'object' ? await module.attribute(name) : undefined;
            if (found !== undefined && found.kind !== 'unknown')
                return found;
        }
        return undefined;
    }
    finally {
        searching.delete(top);
    }
}
const searching = new WeakSet();

// EXTERNAL MODULE: ./packages/python/src/static-python/syntax.ts
var syntax = __webpack_require__(58793);
// EXTERNAL MODULE: ./packages/python/src/static-python/values/convert.ts
var convert = __webpack_require__(47336);
;// CONCATENATED MODULE: ./packages/python/src/static-python/comprehension.ts




/** `[x for x in items if condition]` with one loop over one name, in brackets of any kind or as an argument. */
async function evaluateComprehension(frame, node) {
    const [result, target, iterated, condition, ...more] = (0,syntax/* listOperands */.tr)(node);
    if (result === undefined || target?.name !== 'VariableName' || iterated === undefined || more.length > 0)
        return values_value/* unknown */.L5;
    const { evaluate } = frame.machine;
    const items = (0,convert/* toItems */.ae)(await evaluate(frame, iterated));
    if (items === undefined)
        return values_value/* unknown */.L5;
    const found = [];
    for (const item of items) {
        takeStep(frame);
        const scope = { names: new Map([[(0,syntax/* textOf */.b6)(frame.source, target), item]]), parent: frame.scope };
        const inner = { ...frame, scope };
        const truth = condition === undefined ? true : (0,values_value/* isTrue */.Hn)(await evaluate(inner, condition));
        if (truth === undefined)
            return values_value/* unknown */.L5;
        if (truth)
            found.push(await evaluate(inner, result));
    }
    return (0,values_value/* listValue */.a3)(found);
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/arguments.ts



/** The arguments of a call, those of `**options` among them as far as they are known. */
async function readArguments(frame, list) {
    const positional = [];
    const named = new Map();
    for (const part of splitAtCommas((0,syntax/* listChildren */.AW)(list))) {
        const [first, second, third] = part;
        if (first === undefined)
            continue;
        if (first.name === 'VariableName' && second?.name === 'AssignOp' && third !== undefined) {
            named.set((0,syntax/* textOf */.b6)(frame.source, first), await frame.machine.evaluate(frame, third));
        }
        else if (first.name === '**' && second !== undefined) {
            const options = await frame.machine.evaluate(frame, second);
            if (options.kind === 'dict')
                for (const [name, value] of options.entries)
                    named.set(name, value);
        }
        else if (first.name === '*' && second !== undefined) {
            const items = await frame.machine.evaluate(frame, second);
            positional.push(...(items.kind === 'list' ? items.items : [values_value/* unknown */.L5]));
        }
        else if (part.length > 1 && second !== undefined) {
            // A generator expression as the only argument has no brackets of its own.
            positional.push(await evaluateComprehension(frame, list));
        }
        else
            positional.push(await frame.machine.evaluate(frame, first));
    }
    return { positional, named };
}
function splitAtCommas(children) {
    const parts = [[]];
    for (const child of children) {
        if (child.name === ',')
            parts.push([]);
        else if (child.name !== '(' && child.name !== ')')
            parts.at(-1)?.push(child);
    }
    return parts;
}

// EXTERNAL MODULE: ./packages/python/src/static-python/values/text-value.ts
var text_value = __webpack_require__(5292);
;// CONCATENATED MODULE: ./packages/python/src/static-python/literals.ts



/** The span of a node in its file; undefined for text that stands in no file. */
function spanOf({ path, offset }, from, to) {
    return path === '' ? undefined : { path, start: from + offset, end: to + offset };
}
const simpleEscapes = { n: '\n', t: '\t', r: '\r', '\n': '', '0': '\0' };
/** A string literal without its quotes. */
function readString(source, node) {
    const literal = (0,syntax/* textOf */.b6)(source, node);
    const [head = '', prefix = '', quote = '"'] = /^([A-Za-z]*)("""|'''|"|')/.exec(literal) ?? [];
    const inner = literal.slice(head.length, literal.endsWith(quote) ? literal.length - quote.length : undefined);
    const isRaw = /r/i.test(prefix);
    if (!isRaw && inner.includes('\\')) {
        return (0,text_value/* plainText */.wh)(inner.replace(/\\(\r?\n|.)/gs, (_, next) => decodeEscape(next.replace('\r', ''))));
    }
    return source.path === ''
        ? (0,text_value/* plainText */.wh)(inner)
        : (0,text_value/* textFrom */.qL)(inner, source.path, source.offset + node.from + head.length);
}
// What Python does not know as an escape keeps its backslash, as in '\d'.
function decodeEscape(next) {
    return simpleEscapes[next] ?? (/[\\'"]/.test(next) ? next : `\\${next}`);
}
/** A number; integers of any base. */
function readNumber(source, node) {
    const text = (0,syntax/* textOf */.b6)(source, node).replaceAll('_', '');
    const value = Number(text);
    if (Number.isNaN(value))
        return values_value/* unknown */.L5;
    const found = { kind: 'number', value, origin: spanOf(source, node.from, node.to) };
    return found;
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/calls.ts



/**
 * The result of a call. What a function makes of a version tuple is a version text: a result that is not known keeps the tuple that
 * went into it as a hint, for `get_version(VERSION)` and `Version(1, 2, 3, "final").canonical()`.
 */
async function callValue(callee, args, site) {
    if (callee.kind === 'function') {
        const result = await callee.call(args);
        if (result.kind !== 'unknown' || result.hint !== undefined)
            return result;
    }
    if (callee.kind === 'unknown' && callee.hint !== undefined)
        return callee;
    const carried = [...args.positional, ...args.named.values()].find((value) => value.kind === 'unknown' && value.hint !== undefined);
    if (carried !== undefined)
        return carried;
    const hint = findVersionTuple(args, site);
    return hint === undefined ? values_value/* unknown */.L5 : { kind: 'unknown', hint };
}
function findVersionTuple({ positional }, { frame, callee, list }) {
    if (!/version/i.test((0,syntax/* textOf */.b6)(frame.source, callee)))
        return undefined;
    const [first, second] = positional;
    if (first?.kind === 'list')
        return first;
    if (first?.kind !== 'number' || second?.kind !== 'number')
        return undefined;
    const nodes = (0,syntax/* listChildren */.AW)(list).filter(({ name }) => name === 'Number' || name === 'String');
    const [begin, end] = [nodes[0], nodes[positional.length - 1]];
    const origin = begin === undefined || end === undefined ? undefined : spanOf(frame.source, begin.from, end.to);
    return { kind: 'list', items: positional, origin };
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/library/project-paths.ts


/** Where the project lies for the program that is read; no file is ever read below it by this name. */
const projectRoot = '/project';
/** A path without `.` and `..`; those above the root stay there. */
function normalizePath(path) {
    const parts = [];
    for (const part of path.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part === '..' && parts.length > 0 && parts.at(-1) !== '..')
            parts.pop();
        else
            parts.push(part);
    }
    return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}
/** The name that a path has in the project; undefined outside of it. */
function insideProject(path) {
    const plain = normalizePath(path.startsWith('/') ? path : `${projectRoot}/${path}`);
    if (plain === projectRoot)
        return '';
    return plain.startsWith(`${projectRoot}/`) ? plain.slice(projectRoot.length + 1) : undefined;
}
/** `os.path.join`. */
function joinPaths(parts) {
    return parts.reduce((path, part) => (part.startsWith('/') || path === '' ? part : `${path.replace(/\/$/, '')}/${part}`), '');
}
/** `os.path.dirname`. */
const folderOf = (path) => path.replace(/\/?[^/]*$/, '') || (path.startsWith('/') ? '/' : '');
/** The text of a path, given as a string or as a `Path`. */
function pathText(value) {
    if (value?.kind === 'text')
        return (0,text_value/* readText */.yR)(value);
    return value?.kind === 'object' && value.text !== undefined ? (0,text_value/* readText */.yR)(value.text) : undefined;
}
/** The text of a file of the project, by its path. @throws PythonRaise if there is none */
async function readFileText(frame, path) {
    if (path === undefined)
        return undefined;
    const inside = insideProject(path);
    const text = inside === undefined ? undefined : await frame.machine.read(inside);
    if (inside === undefined || text === undefined)
        throw new values_value/* PythonRaise */.ZG(`FileNotFoundError: ${path.slice(0, 200)}`);
    // Python drops a byte order mark with `utf-8-sig` only; versions do not begin with one either way.
    return (0,text_value/* textFrom */.qL)(text, inside, 0);
}
/** `open(path)`. */
async function openFile(frame, path) {
    const text = await readFileText(frame, pathText(path));
    if (text === undefined)
        return values_value/* unknown */.L5;
    const plain = (0,text_value/* readText */.yR)(text);
    const lines = [...plain.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ index, 0: line }) => (0,text_value/* sliceText */.S$)(text, index, index + line.length));
    let next = 0;
    return (0,values_value/* objectOf */.Xy)({
        read: (0,values_value/* nativeFunction */.UA)(() => text),
        readline: (0,values_value/* nativeFunction */.UA)(() => lines[next++] ?? (0,text_value/* plainText */.wh)('')),
        readlines: (0,values_value/* nativeFunction */.UA)(() => (0,values_value/* listValue */.a3)(lines)),
        close: (0,values_value/* nativeFunction */.UA)(() => values_value/* none */.dv),
    }, { items: lines });
}
/** A `pathlib.Path`. */
function pathValue(frame, path) {
    const again = (changed) => pathValue(frame, changed);
    const joined = (others) => {
        const texts = others.map(pathText);
        return texts.includes(undefined) ? values_value/* unknown */.L5 : again(joinPaths([path, ...texts]));
    };
    const absolute = () => again(normalizePath(path.startsWith('/') ? path : `${projectRoot}/${path}`));
    const attributes = {
        parent: () => again(folderOf(path)),
        parents: () => (0,values_value/* listValue */.a3)([again(folderOf(path)), again(folderOf(folderOf(path)))]),
        name: () => (0,text_value/* plainText */.wh)(path.slice(path.lastIndexOf('/') + 1)),
        resolve: () => (0,values_value/* nativeFunction */.UA)(absolute),
        absolute: () => (0,values_value/* nativeFunction */.UA)(absolute),
        joinpath: () => (0,values_value/* nativeFunction */.UA)(({ positional }) => joined(positional)),
        read_text: () => (0,values_value/* nativeFunction */.UA)(async () => (await readFileText(frame, path)) ?? values_value/* unknown */.L5),
        read_bytes: () => (0,values_value/* nativeFunction */.UA)(async () => (await readFileText(frame, path)) ?? values_value/* unknown */.L5),
        open: () => (0,values_value/* nativeFunction */.UA)(() => openFile(frame, (0,text_value/* plainText */.wh)(path))),
        exists: () => (0,values_value/* nativeFunction */.UA)(() => existsIn(frame, path)),
        is_dir: () => (0,values_value/* nativeFunction */.UA)(() => existsIn(frame, path)),
        is_file: () => (0,values_value/* nativeFunction */.UA)(() => existsIn(frame, path)),
        with_name: () => (0,values_value/* nativeFunction */.UA)(({ positional: [name] }) => again(joinPaths([folderOf(path), pathText(name) ?? '']))),
    };
    return {
        kind: 'object',
        text: (0,text_value/* plainText */.wh)(path),
        attribute: async (name) => attributes[name]?.() ?? values_value/* unknown */.L5,
        join: (other) => joined([other]),
    };
}
/** Whether a file is in the project. A folder is one with a module in it. */
async function existsIn(frame, path) {
    const inside = path === undefined ? undefined : insideProject(path);
    if (inside === undefined)
        return values_value/* unknown */.L5;
    const isThere = async (file) => (await frame.machine.read(file)) !== undefined;
    return (0,values_value/* booleanValue */.eC)((await isThere(inside)) || (await isThere(`${inside}/__init__.py`)));
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/library/builtins.ts





/** A name that every Python module has; undefined for one that is not known here. */
function readBuiltin(frame, name) {
    if (name === '__name__')
        return (0,text_value/* plainText */.wh)('__main__');
    if (name === '__file__')
        return (0,text_value/* plainText */.wh)(`/project/${frame.source.path}`);
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    return builtin === undefined ? undefined : (0,values_value/* nativeFunction */.UA)((args) => builtin(frame, args));
}
/** A Python literal in a text, such as the right-hand side of an assignment. */
async function parseLiteral(frame, text) {
    const plain = (0,text_value/* readText */.yR)(text);
    const trimmed = (0,text_value/* sliceText */.S$)(text, plain.length - plain.trimStart().length, plain.trimEnd().length);
    const inner = sourceOf(trimmed);
    const statement = inner === undefined ? undefined : (0,syntax/* listChildren */.AW)(inner.root)[0];
    const expression = statement?.name === 'ExpressionStatement' ? (0,syntax/* listOperands */.tr)(statement)[0] : undefined;
    if (inner === undefined || expression === undefined)
        return values_value/* unknown */.L5;
    const scope = { names: new Map(), parent: undefined };
    return frame.machine.evaluate({ ...frame, source: inner, scope }, expression);
}
// A text in one piece keeps its place in its file; of any other one, only the values are known.
function sourceOf(text) {
    const [piece, ...more] = text.pieces;
    const { path = '', start = 0 } = more.length === 0 ? (piece?.origin ?? {}) : {};
    return (0,syntax/* parsePython */.w_)((0,text_value/* readText */.yR)(text), path, start);
}
async function execute(frame, [code, globals, locals]) {
    if (code?.kind !== 'text')
        return values_value/* none */.dv;
    const source = sourceOf(code);
    if (source === undefined)
        return values_value/* none */.dv;
    const target = locals?.kind === 'dict' ? locals : globals;
    const names = target?.kind === 'dict' ? target.entries : frame.scope.names;
    const parent = target?.kind === 'dict' ? undefined : frame.scope.parent;
    await frame.machine.execute({ ...frame, source, scope: { names, parent } }, source.root);
    return values_value/* none */.dv;
}
function asSequence([value]) {
    if (value === undefined)
        return (0,values_value/* listValue */.a3)([]);
    if (value.kind === 'list')
        return value;
    const items = (0,convert/* toItems */.ae)(value);
    return items === undefined ? values_value/* unknown */.L5 : (0,values_value/* listValue */.a3)(items);
}
async function mapItems([call, iterated]) {
    const items = iterated === undefined ? undefined : (0,convert/* toItems */.ae)(iterated);
    if (items === undefined || call?.kind !== 'function')
        return values_value/* unknown */.L5;
    const results = [];
    for (const item of items)
        results.push(await call.call({ positional: [item], named: new Map() }));
    return (0,values_value/* listValue */.a3)(results);
}
const builtins = {
    open: (frame, { positional: [path], named }) => openFile(frame, path ?? named.get('file')),
    exec: (frame, { positional, named }) => execute(frame, [...positional, ...[named.get('globals')].filter((value) => value !== undefined)]),
    execfile: async (frame, { positional: [path, ...rest] }) => {
        const file = await openFile(frame, path);
        const read = file.kind === 'object' ? await file.attribute('read') : values_value/* unknown */.L5;
        const text = read.kind === 'function' ? await read.call({ positional: [], named: new Map() }) : values_value/* unknown */.L5;
        return execute(frame, [text, ...rest]);
    },
    compile: (_, { positional: [code] }) => code ?? values_value/* unknown */.L5,
    str: (_, { positional: [value] }) => (value === undefined ? (0,text_value/* plainText */.wh)('') : ((0,convert/* toText */.fE)(value) ?? values_value/* unknown */.L5)),
    int: (_, { positional: [value] }) => {
        if (value?.kind === 'number')
            return value;
        const text = value?.kind === 'text' ? (0,text_value/* readText */.yR)(value).trim() : '';
        if (value?.kind !== 'text' || !/^\d+$/.test(text))
            return values_value/* unknown */.L5;
        const [piece, ...more] = value.pieces;
        const origin = piece?.origin === undefined || more.length > 0 ? undefined : piece.origin;
        const span = origin === undefined ? undefined : { ...origin, end: origin.start + text.length };
        return { kind: 'number', value: Number(text), origin: span };
    },
    len: (_, { positional: [value] }) => {
        if (value?.kind === 'text')
            return (0,values_value/* numberValue */.Vg)((0,text_value/* readText */.yR)(value).length);
        const items = value === undefined ? undefined : (0,convert/* toItems */.ae)(value);
        return items === undefined ? values_value/* unknown */.L5 : (0,values_value/* numberValue */.Vg)(items.length);
    },
    tuple: (_, { positional }) => asSequence(positional),
    list: (_, { positional }) => asSequence(positional),
    iter: (_, { positional }) => asSequence(positional),
    map: (_, { positional }) => mapItems(positional),
    filter: async (_, { positional: [call, iterated] }) => {
        const items = iterated === undefined ? undefined : (0,convert/* toItems */.ae)(iterated);
        if (items === undefined)
            return values_value/* unknown */.L5;
        const kept = [];
        for (const item of items) {
            const result = call?.kind === 'function' ? await call.call({ positional: [item], named: new Map() }) : item;
            const truth = (0,values_value/* isTrue */.Hn)(result);
            if (truth === undefined)
                return values_value/* unknown */.L5;
            if (truth)
                kept.push(item);
        }
        return (0,values_value/* listValue */.a3)(kept);
    },
    next: (_, { positional: [iterated, preset] }) => {
        const items = iterated === undefined ? undefined : (0,convert/* toItems */.ae)(iterated);
        if (items === undefined)
            return values_value/* unknown */.L5;
        const [first] = items;
        if (first === undefined && preset === undefined)
            throw new values_value/* PythonRaise */.ZG('StopIteration');
        return first ?? preset ?? values_value/* unknown */.L5;
    },
    dict: (_, { positional: [base], named }) => ({
        kind: 'dict',
        entries: new Map([...(base?.kind === 'dict' ? base.entries : []), ...named]),
    }),
    getattr: async (_, { positional: [value, name, preset] }) => {
        if (value?.kind !== 'object' || name?.kind !== 'text')
            return values_value/* unknown */.L5;
        const found = await value.attribute((0,text_value/* readText */.yR)(name));
        return found.kind === 'unknown' ? (preset ?? values_value/* unknown */.L5) : found;
    },
    locals: ({ scope }) => ({ kind: 'dict', entries: scope.names }),
    vars: ({ scope }) => ({ kind: 'dict', entries: scope.names }),
    globals: ({ scope }) => {
        let top = scope;
        while (top.parent !== undefined)
            top = top.parent;
        return { kind: 'dict', entries: top.names };
    },
    print: ({ machine }, { positional: [value] }) => {
        if (value !== undefined)
            machine.printed.push(value);
        return values_value/* none */.dv;
    },
};

// EXTERNAL MODULE: ./packages/python/src/static-python/assignment-parts.ts
var assignment_parts = __webpack_require__(50988);
;// CONCATENATED MODULE: ./packages/python/src/static-python/library/native-ast.ts





/** The module `ast`, as far as scripts look for an assignment of `__version__` with it. */
function astModule(frame) {
    const own = {
        literal_eval: (0,values_value/* nativeFunction */.UA)(({ positional: [value] }) => {
            if (value?.kind === 'text')
                return parseLiteral(frame, value);
            return value?.kind === 'object' ? (value.literal ?? values_value/* unknown */.L5) : values_value/* unknown */.L5;
        }),
        parse: (0,values_value/* nativeFunction */.UA)(async ({ positional: [text] }) => text?.kind === 'text' ? parseTree(frame, text) : values_value/* unknown */.L5),
        walk: (0,values_value/* nativeFunction */.UA)(async ({ positional: [tree] }) => tree?.kind === 'object' ? tree.attribute('body') : values_value/* unknown */.L5),
        iter_child_nodes: (0,values_value/* nativeFunction */.UA)(async ({ positional: [tree] }) => tree?.kind === 'object' ? tree.attribute('body') : values_value/* unknown */.L5),
    };
    return {
        kind: 'object',
        attribute: async (name) => Object.hasOwn(own, name)
            ? (own[name] ?? values_value/* unknown */.L5)
            : /^[A-Z]/.test(name)
                ? (0,values_value/* objectOf */.Xy)({}, { className: name })
                : values_value/* unknown */.L5,
    };
}
async function parseTree(frame, text) {
    const source = sourceOf(text);
    if (source === undefined)
        return values_value/* unknown */.L5;
    const body = [];
    for (const statement of (0,syntax/* listChildren */.AW)(source.root))
        if (statement.name === 'AssignStatement')
            body.push(await describeAssignment(frame, source, statement));
    return (0,values_value/* objectOf */.Xy)({ body: (0,values_value/* listValue */.a3)(body) }, { className: 'Module' });
}
async function describeAssignment(frame, source, node) {
    const { targets, values } = (0,assignment_parts/* readAssignment */.K)(node);
    const names = targets
        .flatMap((group) => (group.length === 1 ? group : []))
        .map((target) => {
        const name = (0,text_value/* plainText */.wh)((0,syntax/* textOf */.b6)(source, target));
        return (0,values_value/* objectOf */.Xy)({ id: name }, { className: target.name === 'VariableName' ? 'Name' : 'Attribute' });
    });
    const [value] = values;
    const scope = { names: new Map(), parent: undefined };
    const literal = value === undefined ? values_value/* unknown */.L5 : await frame.machine.evaluate({ ...frame, source, scope }, value);
    const described = (0,values_value/* objectOf */.Xy)({ value: literal, s: literal, n: literal }, { className: literal.kind === 'text' ? 'Constant' : 'expr', literal });
    const [first] = names;
    const isAnnotated = node.getChild('TypeDef') !== null;
    return (0,values_value/* objectOf */.Xy)({ targets: (0,values_value/* listValue */.a3)(names), target: first ?? values_value/* unknown */.L5, value: described }, { className: isAnnotated ? 'AnnAssign' : 'Assign' });
}
/** `isinstance(value, classes)` for what `ast` makes; undefined for every other value. */
function isAstInstance(value, classes) {
    const named = classes?.kind === 'list' ? classes.items : [classes];
    const names = named.map((each) => (each?.kind === 'object' ? each.className : undefined));
    if (value?.kind !== 'object' || value.className === undefined || names.includes(undefined))
        return values_value/* unknown */.L5;
    // `Str` is what `Constant` was called before Python 3.8.
    const own = value.className === 'Constant' ? ['Constant', 'Str', 'expr'] : [value.className];
    return (0,values_value/* booleanValue */.eC)(names.some((name) => own.includes(name ?? '')));
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/program/modules.ts



/**
 * A module by its dotted name, as a file of the project or one of those that Python ships and this reader knows.
 * @param level number of leading dots
 * @throws PythonRaise if a relative module is missing
 */
async function importModule(frame, dotted, level) {
    const { machine, source } = frame;
    if (level > 0) {
        const folder = source.path.split('/').slice(0, -level);
        const base = [...folder, ...dotted.split('.').filter((part) => part !== '')].join('/');
        const module = await findModule(machine, base);
        if (module === undefined)
            throw new values_value/* PythonRaise */.ZG(`ImportError: ${dotted}`);
        return module;
    }
    const path = dotted.replaceAll('.', '/');
    for (const root of machine.roots) {
        const module = await findModule(machine, `${root}${path}`);
        if (module !== undefined)
            return module;
    }
    const native = machine.native(frame, dotted);
    if (native !== undefined)
        return native;
    // A package of the project without the module is a failed import; any other package may be installed.
    const [top = ''] = dotted.split('.');
    if (top !== dotted && (await isOwn(machine, top)))
        throw new values_value/* PythonRaise */.ZG(`ImportError: ${dotted}`);
    return (0,values_value/* objectOf */.Xy)({});
}
async function isOwn({ read, roots }, name) {
    for (const root of roots)
        if ((await read(`${root}${name}/__init__.py`)) !== undefined)
            return true;
    return false;
}
async function findModule(machine, base) {
    for (const path of [`${base}/__init__.py`, `${base}.py`]) {
        const scope = await loadFile(machine, path.replace(/^\//, ''));
        if (scope !== undefined)
            return moduleOf(machine, path, scope);
    }
    return undefined;
}
/** A module of the project; attributes may also be modules below a package. */
function moduleOf(machine, path, scope) {
    const folder = path.endsWith('/__init__.py') ? path.slice(0, -'/__init__.py'.length) : undefined;
    return {
        kind: 'object',
        names: scope.names,
        attribute: async (name) => {
            const own = scope.names.get(name) ?? (await lookUpStars(scope, name));
            const value = own === undefined ? values_value/* unknown */.L5 : await (0,values_value/* resolveValue */.g$)(own);
            // `from . import module` in a package binds the module below it.
            if (own !== undefined && (own.kind !== 'lazy' || value.kind !== 'unknown'))
                return value;
            const below = folder === undefined ? undefined : await findModule(machine, `${folder}/${name}`);
            return below ?? values_value/* unknown */.L5;
        },
    };
}
/** A name of a module; undefined if the module is known and has none of that name. */
async function readMember(module, name) {
    if (module.kind !== 'object')
        return undefined;
    const value = await module.attribute(name);
    return value.kind === 'unknown' && module.names?.has(name) !== true ? undefined : value;
}
/** The names that a file assigns; undefined if there is no such file. A file that imports itself sees what it has so far. */
async function loadFile(machine, path) {
    const known = machine.modules.get(path);
    if (known !== undefined)
        return known;
    const text = await machine.read(path);
    const source = text === undefined ? undefined : (0,syntax/* parsePython */.w_)(text, path);
    if (source === undefined)
        return undefined;
    const scope = { names: new Map(), parent: undefined, stars: [] };
    machine.modules.set(path, scope);
    await machine.execute({ machine, source, scope }, source.root);
    return scope;
}

// EXTERNAL MODULE: ./packages/python/src/project/places/setup-cfg.ts
var setup_cfg = __webpack_require__(5065);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __webpack_require__(21852);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-location.ts
var toml_location = __webpack_require__(34919);
;// CONCATENATED MODULE: ./packages/python/src/static-python/library/native-config.ts






/** `tomllib` and the packages that came before it. */
function tomlModule(frame) {
    return (0,values_value/* objectOf */.Xy)({
        loads: (0,values_value/* nativeFunction */.UA)(({ positional: [text] }) => (text?.kind === 'text' ? readDocument(text) : values_value/* unknown */.L5)),
        load: (0,values_value/* nativeFunction */.UA)(async ({ positional: [file] }) => {
            const name = pathText(file);
            if (name !== undefined)
                return readDocument((await readFileText(frame, name)) ?? (0,text_value/* plainText */.wh)(''));
            const read = file?.kind === 'object' ? await file.attribute('read') : values_value/* unknown */.L5;
            const text = read.kind === 'function' ? await read.call({ positional: [], named: new Map() }) : values_value/* unknown */.L5;
            return text.kind === 'text' ? readDocument(text) : values_value/* unknown */.L5;
        }),
    });
}
function readDocument(text) {
    const [piece] = text.pieces;
    // Only a whole file is a document whose places are those of the file.
    if (piece?.origin?.start !== 0)
        return values_value/* unknown */.L5;
    const document = (0,toml_document/* parseToml */.MT)(piece.text, piece.origin.path);
    return tomlValue(document, document.data, []);
}
function tomlValue(document, value, keys) {
    if (typeof value === 'string') {
        const found = (0,toml_location/* locateTomlString */.g)(document, keys, keys.join('.'));
        return found === undefined || found.end - found.start !== value.length
            ? (0,text_value/* plainText */.wh)(value)
            : (0,text_value/* textFrom */.qL)(value, found.path, found.start);
    }
    if (!(0,toml_document/* isTable */.bI)(value))
        return values_value/* unknown */.L5;
    const item = (key) => key?.kind === 'text' ? tomlValue(document, value[(0,text_value/* readText */.yR)(key)], [...keys, (0,text_value/* readText */.yR)(key)]) : values_value/* unknown */.L5;
    return (0,values_value/* objectOf */.Xy)({ get: (0,values_value/* nativeFunction */.UA)(({ positional: [key] }) => item(key)) }, { index: item });
}
/** `configparser`: options of files that the script reads. */
function configModule(frame) {
    const create = (0,values_value/* nativeFunction */.UA)(() => {
        const texts = [];
        return configValue(frame, texts);
    });
    return (0,values_value/* objectOf */.Xy)({ ConfigParser: create, RawConfigParser: create, SafeConfigParser: create });
}
function configValue(frame, texts) {
    const find = (section, option) => {
        if (section?.kind !== 'text' || option?.kind !== 'text')
            return values_value/* unknown */.L5;
        for (const { pieces } of texts.toReversed()) {
            const [piece] = pieces;
            const found = piece === undefined ? undefined : (0,setup_cfg/* findCfgOption */.Vk)(piece.text, (0,text_value/* readText */.yR)(section), (0,text_value/* readText */.yR)(option));
            if (found !== undefined && piece?.origin !== undefined)
                return (0,text_value/* textFrom */.qL)(found.value, piece.origin.path, found.start);
        }
        return values_value/* unknown */.L5;
    };
    return (0,values_value/* objectOf */.Xy)({
        read: (0,values_value/* nativeFunction */.UA)(async ({ positional: [path] }) => {
            const text = await readFileText(frame, pathText(path));
            if (text !== undefined)
                texts.push(text);
            return values_value/* none */.dv;
        }),
        get: (0,values_value/* nativeFunction */.UA)(({ positional: [section, option] }) => find(section, option)),
    }, {
        index: (section) => (0,values_value/* objectOf */.Xy)({ get: (0,values_value/* nativeFunction */.UA)(({ positional: [option] }) => find(section, option)) }, { index: (option) => find(section, option) }),
    });
}

// EXTERNAL MODULE: ./packages/python/src/static-python/library/python-regex.ts
var python_regex = __webpack_require__(92294);
;// CONCATENATED MODULE: ./packages/python/src/static-python/library/native-regex.ts



/** Characters of a text that a pattern of the project is tried on. */
const maxSearched = 256 * 1024;
const flagNames = {
    M: 'm',
    MULTILINE: 'm',
    S: 's',
    DOTALL: 's',
    I: 'i',
    IGNORECASE: 'i',
    X: 'x',
    VERBOSE: 'x',
    U: 'u',
    UNICODE: 'u',
    A: 'a',
    ASCII: 'a',
};
/** The module `re`. Flags are strings of their letters, which `|` and `+` join. */
function regexModule() {
    const flags = Object.fromEntries(Object.entries(flagNames).map(([name, letter]) => [name, (0,text_value/* plainText */.wh)(letter)]));
    return (0,values_value/* objectOf */.Xy)({
        ...flags,
        escape: (0,values_value/* nativeFunction */.UA)(({ positional: [text] }) => text?.kind === 'text' ? (0,text_value/* plainText */.wh)((0,text_value/* readText */.yR)(text).replace(/[^\w\s]/g, '\\$&')) : values_value/* unknown */.L5),
        compile: (0,values_value/* nativeFunction */.UA)((args) => compilePattern(args)),
        ...methodsOf((args) => {
            const [pattern, ...rest] = args.positional;
            const flagged = args.named.get('flags') ?? rest[1];
            const named = new Map(flagged === undefined ? [] : [['flags', flagged]]);
            return { pattern: { positional: pattern === undefined ? [] : [pattern], named }, subject: rest[0] };
        }),
    });
}
function compilePattern(pattern) {
    return (0,values_value/* objectOf */.Xy)(methodsOf(({ positional: [subject] }) => ({ pattern, subject })));
}
function readPattern({ positional: [pattern, flags], named }) {
    if (pattern?.kind === 'object')
        return undefined;
    const letters = named.get('flags') ?? flags;
    if (pattern?.kind !== 'text' || (letters !== undefined && letters.kind !== 'text'))
        return undefined;
    return (0,python_regex/* translateRegex */.U)((0,text_value/* readText */.yR)(pattern), new Set(letters === undefined ? '' : (0,text_value/* readText */.yR)(letters)));
}
function methodsOf(read) {
    const search = (args, accept) => {
        const { pattern, subject } = read(args);
        const expression = readPattern(pattern);
        if (expression === undefined || subject?.kind !== 'text')
            return values_value/* unknown */.L5;
        const text = (0,text_value/* readText */.yR)(subject).slice(0, maxSearched);
        const found = expression.exec(text);
        return found !== null && accept(found, text) ? matchValue(found, subject) : values_value/* none */.dv;
    };
    return {
        search: (0,values_value/* nativeFunction */.UA)((args) => search(args, () => true)),
        match: (0,values_value/* nativeFunction */.UA)((args) => search(args, ({ index }) => index === 0)),
        fullmatch: (0,values_value/* nativeFunction */.UA)((args) => search(args, (found, text) => found[0].length === text.length)),
        findall: (0,values_value/* nativeFunction */.UA)((args) => {
            const { pattern, subject } = read(args);
            const expression = readPattern(pattern);
            if (expression === undefined || subject?.kind !== 'text')
                return values_value/* unknown */.L5;
            const text = (0,text_value/* readText */.yR)(subject).slice(0, maxSearched);
            const found = [...text.matchAll(new RegExp(expression.source, `g${expression.flags}`))];
            return (0,values_value/* listValue */.a3)(found.map((each) => listFound(each, subject)));
        }),
        sub: (0,values_value/* nativeFunction */.UA)(({ positional }) => {
            const { pattern, subject } = read({ positional: positional.toSpliced(1, 1), named: new Map() });
            const expression = readPattern(pattern);
            if (expression === undefined || subject?.kind !== 'text')
                return values_value/* unknown */.L5;
            return expression.test((0,text_value/* readText */.yR)(subject)) ? values_value/* unknown */.L5 : subject;
        }),
    };
}
function groupOf(found, subject, key) {
    const span = typeof key === 'number' ? found.indices?.[key] : found.indices?.groups?.[key];
    const exists = typeof key === 'number' ? key < found.length : Object.hasOwn(found.groups ?? {}, key);
    if (!exists)
        throw new values_value/* PythonRaise */.ZG('IndexError: no such group');
    return span === undefined ? values_value/* none */.dv : (0,text_value/* sliceText */.S$)(subject, ...span);
}
// `findall` gives the groups of a pattern that has some, or what it matched.
function listFound(found, subject) {
    if (found.length === 1)
        return groupOf(found, subject, 0);
    const groups = [...found.keys()].slice(1).map((index) => groupOf(found, subject, index));
    return groups.length === 1 ? (groups[0] ?? values_value/* unknown */.L5) : (0,values_value/* listValue */.a3)(groups);
}
function matchValue(found, subject) {
    const pick = (key) => {
        if (key === undefined)
            return groupOf(found, subject, 0);
        if (key.kind === 'number')
            return groupOf(found, subject, key.value);
        return key.kind === 'text' ? groupOf(found, subject, (0,text_value/* readText */.yR)(key)) : values_value/* unknown */.L5;
    };
    const names = Object.keys(found.groups ?? {});
    return (0,values_value/* objectOf */.Xy)({
        group: (0,values_value/* nativeFunction */.UA)(({ positional }) => positional.length > 1 ? (0,values_value/* listValue */.a3)(positional.map(pick)) : pick(positional[0])),
        groups: (0,values_value/* nativeFunction */.UA)(() => (0,values_value/* listValue */.a3)([...found.keys()].slice(1).map((index) => groupOf(found, subject, index)))),
        groupdict: (0,values_value/* nativeFunction */.UA)(() => ({
            kind: 'dict',
            entries: new Map(names.map((name) => [name, groupOf(found, subject, name)])),
        })),
        end: (0,values_value/* nativeFunction */.UA)(() => (0,values_value/* numberValue */.Vg)(found.index + found[0].length)),
        start: (0,values_value/* nativeFunction */.UA)(() => (0,values_value/* numberValue */.Vg)(found.index)),
    }, { index: pick });
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/library/native-modules.ts








const mapPath = (change) => (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => {
    const text = pathText(path);
    return text === undefined ? values_value/* unknown */.L5 : (0,text_value/* plainText */.wh)(change(text));
});
const makeAbsolute = (path) => normalizePath(path.startsWith('/') ? path : `${projectRoot}/${path}`);
/** A module of Python's own library that setup scripts find versions with; undefined for every other one. */
function nativeModule(frame, name) {
    const make = Object.hasOwn(modules, name) ? modules[name] : undefined;
    return make?.(frame);
}
const osPath = (frame) => (0,values_value/* objectOf */.Xy)({
    join: (0,values_value/* nativeFunction */.UA)(({ positional }) => {
        const texts = positional.map(pathText);
        return texts.includes(undefined) ? values_value/* unknown */.L5 : (0,text_value/* plainText */.wh)(joinPaths(texts));
    }),
    dirname: mapPath(folderOf),
    split: (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => {
        const text = pathText(path);
        if (text === undefined)
            return values_value/* unknown */.L5;
        return (0,values_value/* listValue */.a3)([folderOf(text), text.slice(text.lastIndexOf('/') + 1)].map(text_value/* plainText */.wh));
    }),
    basename: mapPath((path) => path.slice(path.lastIndexOf('/') + 1)),
    abspath: mapPath(makeAbsolute),
    realpath: mapPath(makeAbsolute),
    normpath: mapPath(normalizePath),
    exists: (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => existsIn(frame, pathText(path))),
    isdir: (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => existsIn(frame, pathText(path))),
    isfile: (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => existsIn(frame, pathText(path))),
    sep: (0,text_value/* plainText */.wh)('/'),
    pardir: (0,text_value/* plainText */.wh)('..'),
    curdir: (0,text_value/* plainText */.wh)('.'),
});
// The environment of the build is empty: what a variable would change is not part of a release.
const os = (frame) => (0,values_value/* objectOf */.Xy)({
    path: osPath(frame),
    environ: { kind: 'dict', entries: new Map() },
    getenv: (0,values_value/* nativeFunction */.UA)(({ positional: [, preset] }) => preset ?? values_value/* none */.dv),
    getcwd: (0,values_value/* nativeFunction */.UA)(() => (0,text_value/* plainText */.wh)(projectRoot)),
    sep: (0,text_value/* plainText */.wh)('/'),
    pardir: (0,text_value/* plainText */.wh)('..'),
    curdir: (0,text_value/* plainText */.wh)('.'),
});
const native_modules_opener = (frame) => (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => openFile(frame, path));
const path = (frame) => (0,values_value/* nativeFunction */.UA)(({ positional }) => {
    const texts = positional.map(pathText);
    return texts.includes(undefined) ? values_value/* unknown */.L5 : pathValue(frame, joinPaths(texts));
});
const literal = (frame) => (0,values_value/* nativeFunction */.UA)(({ positional: [text] }) => (text?.kind === 'text' ? parseLiteral(frame, text) : values_value/* unknown */.L5));
const jsonModule = (frame) => (0,values_value/* objectOf */.Xy)({
    loads: literal(frame),
    load: (0,values_value/* nativeFunction */.UA)(async ({ positional: [file] }) => {
        const read = file?.kind === 'object' ? await file.attribute('read') : values_value/* unknown */.L5;
        const text = read.kind === 'function' ? await read.call({ positional: [], named: new Map() }) : values_value/* unknown */.L5;
        return text.kind === 'text' ? parseLiteral(frame, text) : values_value/* unknown */.L5;
    }),
});
/** The module of a file by its path: what loaders, `runpy` and `spec_from_file_location` make. */
async function loadByPath(frame, value) {
    const inside = insideProject(pathText(value) ?? '/');
    const scope = inside === undefined ? undefined : await loadFile(frame.machine, inside);
    return scope === undefined || inside === undefined ? values_value/* unknown */.L5 : moduleOf(frame.machine, inside, scope);
}
const loaderOf = (frame, file) => (0,values_value/* objectOf */.Xy)({
    load_module: (0,values_value/* nativeFunction */.UA)(() => loadByPath(frame, file)),
    exec_module: (0,values_value/* nativeFunction */.UA)(() => values_value/* none */.dv),
});
const importlib = (frame) => (0,values_value/* objectOf */.Xy)({
    import_module: (0,values_value/* nativeFunction */.UA)(({ positional: [name] }) => importByName(frame, name)),
    util: importlibUtil(frame),
    machinery: machinery(frame),
});
const importlibUtil = (frame) => (0,values_value/* objectOf */.Xy)({
    spec_from_file_location: (0,values_value/* nativeFunction */.UA)(({ positional: [, file], named }) => {
        const location = file ?? named.get('location');
        const text = pathText(location);
        return text === undefined
            ? values_value/* unknown */.L5
            : (0,values_value/* objectOf */.Xy)({ loader: loaderOf(frame, location) }, { text: (0,text_value/* plainText */.wh)(text) });
    }),
    module_from_spec: (0,values_value/* nativeFunction */.UA)(({ positional: [spec] }) => loadByPath(frame, spec)),
});
const machinery = (frame) => (0,values_value/* objectOf */.Xy)({ SourceFileLoader: (0,values_value/* nativeFunction */.UA)(({ positional: [, file] }) => loaderOf(frame, file)) });
/** `importlib.import_module(name)` and `__import__(name)`. */
async function importByName(frame, name) {
    return name?.kind === 'text' ? importModule(frame, (0,text_value/* readText */.yR)(name), 0) : values_value/* unknown */.L5;
}
// Folders that a script adds to the search path are searched first.
const searchPath = (frame) => {
    const add = (path) => {
        const inside = insideProject(pathText(path) ?? '/');
        if (inside !== undefined && inside !== '')
            frame.machine.roots.unshift(`${inside}/`);
        return values_value/* none */.dv;
    };
    return (0,values_value/* objectOf */.Xy)({
        insert: (0,values_value/* nativeFunction */.UA)(({ positional: [, path] }) => add(path)),
        append: (0,values_value/* nativeFunction */.UA)(({ positional: [path] }) => add(path)),
    });
};
/** `setuptools.depends`, whose only use in scripts is to read one name of a module without importing it. */
const depends = (frame) => (0,values_value/* objectOf */.Xy)({
    get_module_constant: (0,values_value/* nativeFunction */.UA)(async ({ positional: [module, name] }) => {
        const found = await importByName(frame, module);
        return found.kind === 'object' && name?.kind === 'text' ? found.attribute((0,text_value/* readText */.yR)(name)) : values_value/* unknown */.L5;
    }),
});
const modules = {
    os,
    'os.path': osPath,
    re: regexModule,
    io: (frame) => (0,values_value/* objectOf */.Xy)({ open: native_modules_opener(frame) }),
    codecs: (frame) => (0,values_value/* objectOf */.Xy)({ open: native_modules_opener(frame) }),
    tokenize: (frame) => (0,values_value/* objectOf */.Xy)({ open: native_modules_opener(frame) }),
    pathlib: (frame) => (0,values_value/* objectOf */.Xy)({ Path: path(frame), PurePath: path(frame), PosixPath: path(frame) }),
    ast: astModule,
    json: jsonModule,
    typing: () => (0,values_value/* objectOf */.Xy)({
        TYPE_CHECKING: (0,values_value/* booleanValue */.eC)(false),
        cast: (0,values_value/* nativeFunction */.UA)(({ positional: [, value] }) => value ?? values_value/* unknown */.L5),
    }),
    sys: (frame) => (0,values_value/* objectOf */.Xy)({
        version_info: (0,values_value/* listValue */.a3)([3, 14, 0].map(values_value/* numberValue */.Vg)),
        argv: (0,values_value/* listValue */.a3)(['setup.py', 'sdist'].map(text_value/* plainText */.wh)),
        platform: (0,text_value/* plainText */.wh)('linux'),
        path: searchPath(frame),
    }),
    ...Object.fromEntries(['tomllib', 'tomli', 'toml', 'tomlkit', 'pytoml', 'rtoml'].map((name) => [name, tomlModule])),
    configparser: configModule,
    ConfigParser: configModule,
    'setuptools.depends': depends,
    importlib,
    'importlib.util': importlibUtil,
    'importlib.machinery': machinery,
    runpy: (frame) => (0,values_value/* objectOf */.Xy)({
        run_path: (0,values_value/* nativeFunction */.UA)(async ({ positional: [file] }) => {
            const module = await loadByPath(frame, file);
            return module.kind === 'object' ? { kind: 'dict', entries: new Map(module.names ?? []) } : values_value/* unknown */.L5;
        }),
    }),
    imp: (frame) => (0,values_value/* objectOf */.Xy)({ load_source: (0,values_value/* nativeFunction */.UA)(({ positional: [, file] }) => loadByPath(frame, file)) }),
};

// EXTERNAL MODULE: ./packages/python/src/static-python/values/text-format.ts
var text_format = __webpack_require__(65334);
;// CONCATENATED MODULE: ./packages/python/src/static-python/values/text-methods.ts




const asString = (value) => value?.kind === 'text' ? (0,text_value/* readText */.yR)(value) : undefined;
/** Spans of a separator, from the left or from the right. */
function findCuts(text, separator, limit, fromRight) {
    const cuts = [];
    if (separator === '')
        return cuts;
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length))
        cuts.push([at, at + separator.length]);
    if (limit < 0)
        return cuts;
    return fromRight ? cuts.slice(Math.max(0, cuts.length - limit)) : cuts.slice(0, limit);
}
function split(text, args, call, fromRight) {
    const separator = asString(args[0] ?? call.named.get('sep'));
    const limited = args[1] ?? call.named.get('maxsplit');
    const limit = limited?.kind === 'number' ? limited.value : -1;
    const plain = (0,text_value/* readText */.yR)(text);
    if (separator !== undefined)
        return (0,values_value/* listValue */.a3)((0,text_value/* cutText */.IN)(text, findCuts(plain, separator, limit, fromRight)));
    const words = [...plain.matchAll(/\S+/g)];
    if (limit >= 0 && words.length > limit + 1)
        return values_value/* unknown */.L5;
    return (0,values_value/* listValue */.a3)(words.map(({ index, 0: word }) => (0,text_value/* sliceText */.S$)(text, index, index + word.length)));
}
function strip(text, characters, left, right) {
    const set = characters === undefined || characters.kind === 'constant' ? ' \t\r\n\f\v' : asString(characters);
    if (set === undefined)
        return values_value/* unknown */.L5;
    const plain = (0,text_value/* readText */.yR)(text);
    let [start, end] = [0, plain.length];
    while (left && start < end && set.includes(plain[start] ?? ''))
        start += 1;
    while (right && end > start && set.includes(plain[end - 1] ?? ''))
        end -= 1;
    return (0,text_value/* sliceText */.S$)(text, start, end);
}
function replace(text, [from, to]) {
    const [before, after] = [asString(from), to?.kind === 'text' ? to : undefined];
    if (before === undefined || after === undefined)
        return values_value/* unknown */.L5;
    const parts = (0,text_value/* cutText */.IN)(text, findCuts((0,text_value/* readText */.yR)(text), before, -1, false));
    return (0,convert/* joinTexts */.B5)(after, parts) ?? values_value/* unknown */.L5;
}
function partition(text, [separator], fromRight) {
    const between = asString(separator) ?? '';
    const cuts = findCuts((0,text_value/* readText */.yR)(text), between, 1, fromRight);
    const [cut] = cuts;
    if (cut === undefined) {
        const empty = (0,text_value/* plainText */.wh)('');
        return (0,values_value/* listValue */.a3)(fromRight ? [empty, empty, text] : [text, empty, empty]);
    }
    const [before, after] = (0,text_value/* cutText */.IN)(text, [cut]);
    return (0,values_value/* listValue */.a3)([before ?? values_value/* unknown */.L5, (0,text_value/* sliceText */.S$)(text, ...cut), after ?? values_value/* unknown */.L5]);
}
// A change of case that changes nothing leaves the text where it stands.
function recase(text, changed) {
    return changed === (0,text_value/* readText */.yR)(text) ? text : (0,text_value/* plainText */.wh)(changed);
}
function testEdge(text, [edge], test) {
    const edges = edge?.kind === 'list' ? edge.items.map(asString) : [asString(edge)];
    const plain = (0,text_value/* readText */.yR)(text);
    return edges.includes(undefined) ? values_value/* unknown */.L5 : (0,values_value/* booleanValue */.eC)(edges.some((each) => test(plain, each ?? '')));
}
function removeEdge(text, edge, atStart) {
    if (edge === undefined)
        return values_value/* unknown */.L5;
    const plain = (0,text_value/* readText */.yR)(text);
    if (!(atStart ? plain.startsWith(edge) : plain.endsWith(edge)))
        return text;
    return atStart
        ? (0,text_value/* sliceText */.S$)(text, edge.length, plain.length)
        : (0,text_value/* sliceText */.S$)(text, 0, plain.length - edge.length);
}
const methods = {
    strip: (text, [set]) => strip(text, set, true, true),
    lstrip: (text, [set]) => strip(text, set, true, false),
    rstrip: (text, [set]) => strip(text, set, false, true),
    split: (text, args, call) => split(text, args, call, false),
    rsplit: (text, args, call) => split(text, args, call, true),
    splitlines: (text) => {
        const plain = (0,text_value/* readText */.yR)(text);
        const cuts = [...plain.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => [index, index + end.length]);
        const lines = (0,text_value/* cutText */.IN)(text, cuts);
        return (0,values_value/* listValue */.a3)(/[\r\n]$/.test(plain) || plain === '' ? lines.slice(0, -1) : lines);
    },
    replace,
    partition: (text, args) => partition(text, args, false),
    rpartition: (text, args) => partition(text, args, true),
    lower: (text) => recase(text, (0,text_value/* readText */.yR)(text).toLowerCase()),
    upper: (text) => recase(text, (0,text_value/* readText */.yR)(text).toUpperCase()),
    startswith: (text, args) => testEdge(text, args, (plain, edge) => plain.startsWith(edge)),
    endswith: (text, args) => testEdge(text, args, (plain, edge) => plain.endsWith(edge)),
    removeprefix: (text, [edge]) => removeEdge(text, asString(edge), true),
    removesuffix: (text, [edge]) => removeEdge(text, asString(edge), false),
    isdigit: (text) => (0,values_value/* booleanValue */.eC)(/^\d+$/.test((0,text_value/* readText */.yR)(text))),
    find: (text, [part]) => {
        const wanted = asString(part);
        return wanted === undefined ? values_value/* unknown */.L5 : (0,values_value/* numberValue */.Vg)((0,text_value/* readText */.yR)(text).indexOf(wanted));
    },
    index: (text, [part]) => {
        const wanted = asString(part);
        return wanted === undefined ? values_value/* unknown */.L5 : (0,values_value/* numberValue */.Vg)((0,text_value/* readText */.yR)(text).indexOf(wanted));
    },
    count: (text, [part]) => {
        const wanted = asString(part);
        return wanted === undefined ? values_value/* unknown */.L5 : (0,values_value/* numberValue */.Vg)((0,text_value/* readText */.yR)(text).split(wanted).length - 1);
    },
    encode: (text) => text,
    decode: (text) => text,
    join: (text, [items]) => {
        const known = items === undefined ? undefined : (0,convert/* toItems */.ae)(items);
        return known === undefined ? values_value/* unknown */.L5 : ((0,convert/* joinTexts */.B5)(text, known) ?? values_value/* unknown */.L5);
    },
    format: (text, args, call) => (0,text_format/* formatFields */.l)(text, args, call.named),
};
/** A method of a string, called; undefined for one that is not known. */
function callTextMethod(text, name, call) {
    return Object.hasOwn(methods, name) ? (methods[name]?.(text, call.positional, call) ?? values_value/* unknown */.L5) : values_value/* unknown */.L5;
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/values/attributes.ts




/** `value.name`; methods of strings, lists and dicts are functions. */
async function readAttribute(value, name) {
    if (value.kind === 'text')
        return (0,values_value/* nativeFunction */.UA)((args) => callTextMethod(value, name, args));
    if (value.kind === 'dict')
        return (0,values_value/* nativeFunction */.UA)((args) => callDictMethod(value, name, args));
    if (value.kind === 'list')
        return (0,values_value/* nativeFunction */.UA)((args) => callListMethod(value, name, args));
    if (value.kind === 'object')
        return value.attribute(name);
    // What is not known keeps the version tuple that it was made from.
    return value.kind === 'unknown' ? value : values_value/* unknown */.L5;
}
function callDictMethod({ entries, others = [] }, name, { positional, named }) {
    const [key, other] = positional;
    switch (name) {
        case 'get':
            return key?.kind === 'text' ? (entries.get((0,text_value/* readText */.yR)(key)) ?? other ?? values_value/* none */.dv) : values_value/* unknown */.L5;
        case 'items': {
            const own = [...entries].map(([each, item]) => [(0,text_value/* plainText */.wh)(each), item]);
            return (0,values_value/* listValue */.a3)([...own, ...others].map((pair) => (0,values_value/* listValue */.a3)(pair)));
        }
        case 'keys':
            return (0,values_value/* listValue */.a3)([...entries.keys()].map(text_value/* plainText */.wh));
        case 'values':
            return (0,values_value/* listValue */.a3)([...entries.values(), ...others.map(([, item]) => item)]);
        case 'update':
            if (key?.kind === 'dict')
                for (const [each, item] of key.entries)
                    entries.set(each, item);
            for (const pair of key?.kind === 'list' ? key.items : []) {
                const [each, item] = pair.kind === 'list' ? pair.items : [];
                if (each?.kind === 'text' && item !== undefined)
                    entries.set((0,text_value/* readText */.yR)(each), item);
            }
            for (const [each, item] of named)
                entries.set(each, item);
            return values_value/* none */.dv;
        case 'copy':
            return { kind: 'dict', entries: new Map(entries) };
        default:
            return values_value/* unknown */.L5;
    }
}
function callListMethod(list, name, { positional }) {
    const [item] = positional;
    // Lists are values here: what changes one in place makes the rest unknown, not wrong.
    if (name === 'append' && item !== undefined)
        list.items.push(item);
    if (name === 'extend' && item !== undefined)
        list.items.push(...((0,convert/* toItems */.ae)(item) ?? [values_value/* unknown */.L5]));
    return name === 'append' || name === 'extend' ? values_value/* none */.dv : values_value/* unknown */.L5;
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/values/operators.ts




/** `left + right`, `left % right`, `left / right`, and sums of numbers. */
function applyBinary(operator, left, right) {
    if (operator === '+') {
        if (left.kind === 'text' && right.kind === 'text')
            return (0,text_value/* concatTexts */.Hc)([left, right]);
        if (left.kind === 'list' && right.kind === 'list')
            return (0,values_value/* listValue */.a3)([...left.items, ...right.items]);
        if (left.kind === 'number' && right.kind === 'number')
            return (0,values_value/* numberValue */.Vg)(left.value + right.value);
    }
    if (operator === '-' && left.kind === 'number' && right.kind === 'number')
        return (0,values_value/* numberValue */.Vg)(left.value - right.value);
    // Flags of a regular expression are their letters.
    if (operator === '|' && left.kind === 'text' && right.kind === 'text')
        return (0,text_value/* concatTexts */.Hc)([left, right]);
    if (operator === '%' && left.kind === 'text')
        return (0,text_format/* formatPercent */.E)(left, right);
    if (operator === '/' && left.kind === 'object' && left.join !== undefined)
        return left.join(right);
    return values_value/* unknown */.L5;
}
/** A comparison; undefined if its result is not known. */
function applyComparison(operator, left, right) {
    switch (operator) {
        case '==':
        case 'is':
            return (0,convert/* areEqual */.t7)(left, right);
        case '!=':
        case 'is not':
            return negate((0,convert/* areEqual */.t7)(left, right));
        case 'in':
            return contains(right, left);
        case 'not in':
            return negate(contains(right, left));
        default: {
            const order = (0,convert/* compareValues */.ck)(left, right);
            if (order === undefined)
                return undefined;
            if (order === 0)
                return operator.endsWith('=');
            return order < 0 === operator.startsWith('<');
        }
    }
}
const negate = (value) => value === undefined ? undefined : !value;
function contains(container, value) {
    if (container.kind === 'text')
        return value.kind === 'text' ? (0,text_value/* readText */.yR)(container).includes((0,text_value/* readText */.yR)(value)) : undefined;
    if (container.kind === 'dict')
        return value.kind === 'text' && container.entries.has((0,text_value/* readText */.yR)(value));
    const items = (0,convert/* toItems */.ae)(container);
    if (items === undefined)
        return undefined;
    const equal = items.map((item) => (0,convert/* areEqual */.t7)(item, value));
    return equal.includes(true) ? true : equal.includes(undefined) ? undefined : false;
}
const asIndex = (value, otherwise) => value === undefined || value.kind === 'constant'
    ? otherwise
    : value.kind === 'number'
        ? value.value
        : undefined;
/**
 * `value[bounds]`: an index for one bound, a slice for more.
 * @throws PythonRaise for an index or key that is not there
 */
function applySubscript(value, bounds, isTuple) {
    const [first, second, step] = bounds;
    if (isTuple || step !== undefined)
        return values_value/* unknown */.L5;
    if (bounds.length === 1)
        return first === undefined ? values_value/* unknown */.L5 : applyIndex(value, first);
    if (value.kind !== 'text' && value.kind !== 'list')
        return values_value/* unknown */.L5;
    const length = value.kind === 'text' ? (0,text_value/* readText */.yR)(value).length : value.items.length;
    const clamp = (at) => Math.min(Math.max(at < 0 ? at + length : at, 0), length);
    const [start, end] = [asIndex(first, 0), asIndex(second, length)];
    if (start === undefined || end === undefined)
        return values_value/* unknown */.L5;
    return value.kind === 'text'
        ? (0,text_value/* sliceText */.S$)(value, clamp(start), clamp(end))
        : sliceList(value, clamp(start), clamp(end));
}
// The beginning of a list that is written out keeps its place.
function sliceList({ items, origin }, start, end) {
    const whole = start === 0 && end === items.length;
    return { kind: 'list', items: items.slice(start, end), origin: whole ? origin : undefined };
}
function applyIndex(value, key) {
    if (value.kind === 'dict') {
        if (key.kind !== 'text')
            return values_value/* unknown */.L5;
        const found = value.entries.get((0,text_value/* readText */.yR)(key));
        if (found === undefined)
            throw new values_value/* PythonRaise */.ZG(`KeyError: ${(0,text_value/* readText */.yR)(key)}`);
        return found;
    }
    if (value.kind === 'object')
        return value.index?.(key) ?? values_value/* unknown */.L5;
    if (key.kind !== 'number' || (value.kind !== 'text' && value.kind !== 'list'))
        return values_value/* unknown */.L5;
    const length = value.kind === 'text' ? (0,text_value/* readText */.yR)(value).length : value.items.length;
    const at = key.value < 0 ? key.value + length : key.value;
    if (at < 0 || at >= length)
        throw new values_value/* PythonRaise */.ZG('IndexError');
    return value.kind === 'text' ? (0,text_value/* sliceText */.S$)(value, at, at + 1) : (value.items[at] ?? values_value/* unknown */.L5);
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/expressions.ts














/** The value of an expression; `unknown` for what cannot be known without running the program. */
async function evaluate(frame, node) {
    takeStep(frame);
    return nest(frame.machine, async () => (0,values_value/* resolveValue */.g$)(await evaluateNode(frame, node)));
}
async function evaluateNode(frame, node) {
    const { source } = frame;
    switch (node.name) {
        case 'String':
            return readString(source, node);
        case 'ContinuedString':
            return joinAll(frame, (0,syntax/* listChildren */.AW)(node));
        case 'FormatString':
            return evaluateFormat(frame, node);
        case 'Number':
            return readNumber(source, node);
        case 'Boolean':
            return (0,values_value/* booleanValue */.eC)((0,syntax/* textOf */.b6)(source, node) === 'True');
        case 'None':
            return values_value/* none */.dv;
        case 'VariableName':
            return readVariable(frame, (0,syntax/* textOf */.b6)(source, node));
        case 'ParenthesizedExpression':
            return evaluateFirst(frame, node);
        case 'TupleExpression':
        case 'ArrayExpression':
        case 'SetExpression':
            return evaluateSequence(frame, (0,syntax/* listOperands */.tr)(node));
        case 'DictionaryExpression':
            return evaluateDictionary(frame, node);
        case 'MemberExpression':
            return evaluateMember(frame, node);
        case 'CallExpression':
            return evaluateCall(frame, node);
        case 'UnaryExpression':
            return evaluateUnary(frame, node);
        case 'BinaryExpression':
            return evaluateBinary(frame, node);
        case 'ConditionalExpression':
            return evaluateConditional(frame, node);
        case 'LambdaExpression':
            return defineLambda(frame, node);
        case 'ArrayComprehensionExpression':
        case 'ComprehensionExpression':
        case 'SetComprehensionExpression':
            return evaluateComprehension(frame, node);
        case 'NamedExpression':
            return evaluateNamed(frame, node);
        default:
            return values_value/* unknown */.L5;
    }
}
async function readVariable(frame, name) {
    if (name === 'isinstance')
        return (0,values_value/* nativeFunction */.UA)(({ positional: [value, classes] }) => isAstInstance(value, classes));
    if (name === '__import__')
        return (0,values_value/* nativeFunction */.UA)(({ positional: [module] }) => importByName(frame, module));
    return (lookUp(frame.scope, name) ?? readBuiltin(frame, name) ?? (await lookUpStars(frame.scope, name)) ?? values_value/* unknown */.L5);
}
async function evaluateFirst(frame, node) {
    const [inner] = (0,syntax/* listOperands */.tr)(node);
    return inner === undefined ? values_value/* unknown */.L5 : evaluate(frame, inner);
}
/** A list or tuple that is written out, with the place of its items. */
async function evaluateSequence(frame, items) {
    const values = [];
    for (const item of items)
        values.push(await evaluate(frame, item));
    const [first, last] = [items[0], items.at(-1)];
    const origin = first === undefined || last === undefined ? undefined : spanOf(frame.source, first.from, last.to);
    return { kind: 'list', items: values, origin };
}
async function joinAll(frame, nodes) {
    const texts = [];
    for (const node of nodes) {
        const value = await evaluate(frame, node);
        if (value.kind !== 'text')
            return values_value/* unknown */.L5;
        texts.push(value);
    }
    return (0,text_value/* concatTexts */.Hc)(texts);
}
async function evaluateFormat(frame, node) {
    const whole = readString(frame.source, node);
    const [piece] = whole.pieces;
    // With an escape in it the literal does not stand in the file as it is.
    const start = piece?.origin === undefined ? undefined : piece.origin.start - frame.source.offset;
    if (start === undefined || piece === undefined)
        return values_value/* unknown */.L5;
    const texts = [];
    let from = 0;
    for (const field of (0,syntax/* listChildren */.AW)(node).filter(({ name }) => name === 'FormatReplacement')) {
        texts.push((0,text_value/* sliceText */.S$)(whole, from, field.from - start));
        from = field.to - start;
        const [inner, ...more] = (0,syntax/* listOperands */.tr)(field);
        const value = inner === undefined || more.length > 0 ? values_value/* unknown */.L5 : await evaluate(frame, inner);
        const shown = (0,convert/* toText */.fE)(value);
        if (shown === undefined)
            return value.kind === 'unknown' ? value : values_value/* unknown */.L5;
        texts.push(shown);
    }
    texts.push((0,text_value/* sliceText */.S$)(whole, from, piece.text.length));
    return (0,text_value/* concatTexts */.Hc)(texts);
}
async function evaluateDictionary(frame, node) {
    const entries = new Map();
    const others = [];
    const children = (0,syntax/* listChildren */.AW)(node);
    for (const [index, child] of children.entries()) {
        if (child.name !== ':')
            continue;
        const [key, value] = [children[index - 1], children[index + 1]];
        if (key === undefined || value === undefined)
            continue;
        const name = await evaluate(frame, key);
        if (name.kind === 'text')
            entries.set((0,text_value/* readText */.yR)(name), await evaluate(frame, value));
        else
            others.push([name, await evaluate(frame, value)]);
    }
    return { kind: 'dict', entries, others };
}
async function evaluateMember(frame, node) {
    const children = (0,syntax/* listChildren */.AW)(node);
    const [base] = children;
    if (base === undefined)
        return values_value/* unknown */.L5;
    const value = await evaluate(frame, base);
    const name = children.find((child) => child.name === 'PropertyName');
    if (name !== undefined)
        return readAttribute(value, (0,syntax/* textOf */.b6)(frame.source, name));
    const inside = children.slice(children.findIndex((child) => child.name === '[') + 1, -1);
    const bounds = [undefined];
    for (const child of inside) {
        if (child.name === ':')
            bounds.push(undefined);
        else
            bounds[bounds.length - 1] = await evaluate(frame, child);
    }
    return applySubscript(value, bounds, inside.some((child) => child.name === ','));
}
async function evaluateCall(frame, node) {
    const [callee, list] = (0,syntax/* listChildren */.AW)(node);
    if (callee === undefined || list === undefined)
        return values_value/* unknown */.L5;
    const args = await readArguments(frame, list);
    if (/^(?:\w+\.)*setup$/.test((0,syntax/* textOf */.b6)(frame.source, callee)))
        frame.machine.setupCalls.push(args);
    if (callee.name === 'MemberExpression') {
        const [base] = (0,syntax/* listChildren */.AW)(callee);
        const name = (0,syntax/* listChildren */.AW)(callee).find((child) => child.name === 'PropertyName');
        if (base !== undefined && name !== undefined) {
            const value = await evaluate(frame, base);
            return callValue(await readAttribute(value, (0,syntax/* textOf */.b6)(frame.source, name)), args, { frame, callee, list });
        }
    }
    return callValue(await evaluate(frame, callee), args, { frame, callee, list });
}
async function evaluateUnary(frame, node) {
    const [operator, operand] = (0,syntax/* listChildren */.AW)(node);
    if (operator === undefined || operand === undefined)
        return values_value/* unknown */.L5;
    const value = await evaluate(frame, operand);
    const sign = (0,syntax/* textOf */.b6)(frame.source, operator);
    if (sign === 'not') {
        const truth = (0,values_value/* isTrue */.Hn)(value);
        return truth === undefined ? values_value/* unknown */.L5 : (0,values_value/* booleanValue */.eC)(!truth);
    }
    return sign === '-' && value.kind === 'number' ? (0,values_value/* numberValue */.Vg)(-value.value) : values_value/* unknown */.L5;
}
const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'is', 'is not']);
async function evaluateBinary(frame, node) {
    const children = (0,syntax/* listChildren */.AW)(node);
    const [left, right] = [children[0], children.at(-1)];
    if (left === undefined || right === undefined)
        return values_value/* unknown */.L5;
    const operator = children
        .slice(1, -1)
        .map((child) => (0,syntax/* textOf */.b6)(frame.source, child))
        .join(' ');
    const first = await evaluate(frame, left);
    if (operator === 'and' || operator === 'or') {
        const truth = (0,values_value/* isTrue */.Hn)(first);
        if (truth === undefined)
            return values_value/* unknown */.L5;
        return truth === (operator === 'or') ? first : evaluate(frame, right);
    }
    const second = await evaluate(frame, right);
    if (!comparisons.has(operator))
        return applyBinary(operator, first, second);
    const result = applyComparison(operator, first, second);
    return result === undefined ? values_value/* unknown */.L5 : (0,values_value/* booleanValue */.eC)(result);
}
async function evaluateConditional(frame, node) {
    const [yes, condition, no] = (0,syntax/* listOperands */.tr)(node);
    if (yes === undefined || condition === undefined || no === undefined)
        return values_value/* unknown */.L5;
    const truth = (0,values_value/* isTrue */.Hn)(await evaluate(frame, condition));
    return truth === undefined ? values_value/* unknown */.L5 : evaluate(frame, truth ? yes : no);
}
async function evaluateNamed(frame, node) {
    const [name, expression] = (0,syntax/* listOperands */.tr)(node);
    if (name === undefined || expression === undefined)
        return values_value/* unknown */.L5;
    const value = await evaluate(frame, expression);
    frame.scope.names.set((0,syntax/* textOf */.b6)(frame.source, name), value);
    return value;
}
async function defineLambda(frame, node) {
    const parameters = (0,syntax/* listChildren */.AW)(node).find((child) => child.name === 'ParamList');
    const body = (0,syntax/* listChildren */.AW)(node).at(-1);
    const names = parameters === undefined ? [] : (0,syntax/* listOperands */.tr)(parameters).map((each) => (0,syntax/* textOf */.b6)(frame.source, each));
    return {
        kind: 'function',
        call: async ({ positional }) => {
            const scope = { names: new Map(), parent: frame.scope };
            for (const [index, name] of names.entries())
                scope.names.set(name, positional[index] ?? values_value/* unknown */.L5);
            return body === undefined ? values_value/* unknown */.L5 : evaluate({ ...frame, scope }, body);
        },
    };
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/program/assignments.ts



/** Assigns to a name, an item of a dict, or several of them. */
async function assignTo(frame, targets, value) {
    const [only] = targets;
    if (only === undefined)
        return;
    if (targets.length > 1 || only.name === 'TupleExpression' || only.name === 'ArrayExpression') {
        const names = targets.length > 1 ? targets : (0,syntax/* listChildren */.AW)(only).filter(({ name }) => /^[A-Z]/.test(name));
        const items = value.kind === 'list' && value.items.length === names.length ? value.items : [];
        for (const [index, name] of names.entries())
            await assignTo(frame, [name], items[index] ?? values_value/* unknown */.L5);
        return;
    }
    if (only.name === 'VariableName')
        frame.scope.names.set((0,syntax/* textOf */.b6)(frame.source, only), value);
    if (only.name !== 'MemberExpression')
        return;
    const [base, opening, key] = (0,syntax/* listChildren */.AW)(only);
    if (base === undefined || opening?.name !== '[' || key === undefined)
        return;
    const container = await frame.machine.evaluate(frame, base);
    const index = await frame.machine.evaluate(frame, key);
    if (container.kind === 'dict' && index.kind === 'text')
        container.entries.set((0,text_value/* readText */.yR)(index), value);
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/program/blocks.ts





/** `if`, `elif`, `else`: the branch that is taken, or all that may be if a condition is not known. */
async function runIf(frame, node, run) {
    const possible = [];
    let condition;
    for (const child of (0,syntax/* listChildren */.AW)(node)) {
        if (child.name !== 'Body') {
            if (/^[A-Z]/.test(child.name))
                condition = child;
            else if (child.name === 'else')
                condition = undefined;
            continue;
        }
        const truth = condition === undefined ? true : (0,values_value/* isTrue */.Hn)(await frame.machine.evaluate(frame, condition));
        if (truth === false)
            continue;
        possible.push(child);
        if (truth !== true)
            continue;
        return possible.length === 1 ? run(frame, child) : runBranches(frame, possible, run);
    }
    return runBranches(frame, possible, run);
}
/** Runs blocks of which one may be taken: a name keeps the value it had, or gets the one that they agree on. */
async function runBranches(frame, blocks, run) {
    const outcomes = [];
    const returned = [];
    for (const block of blocks) {
        const scope = { names: new Map(frame.scope.names), parent: frame.scope.parent };
        try {
            const signal = await run({ ...frame, scope }, block);
            if (signal?.kind === 'return')
                returned.push(signal.value);
            else
                outcomes.push(scope);
        }
        catch (cause) {
            if (!(cause instanceof values_value/* PythonRaise */.ZG))
                throw cause;
        }
    }
    const names = new Set(outcomes.flatMap((scope) => [...scope.names.keys()]));
    for (const name of names) {
        const before = frame.scope.names.get(name);
        // What depends on a condition that is not known is mostly a variant of the build, not the release.
        if (before !== undefined && before.kind !== 'unknown')
            continue;
        const values = outcomes.map((scope) => scope.names.get(name));
        frame.scope.names.set(name, mergeValues(values));
    }
    const known = returned.filter(({ kind }) => kind !== 'unknown');
    // A known result of every way out is the result; one of some ways is as good as none.
    return known.length > 0 && outcomes.length === 0
        ? { kind: 'return', value: mergeValues(known) }
        : undefined;
}
function mergeValues(values) {
    const known = values.filter((value) => value !== undefined && value.kind !== 'unknown');
    const [first, ...others] = known;
    if (first === undefined)
        return values_value/* unknown */.L5;
    return others.every((other) => (0,convert/* areEqual */.t7)(first, other) === true) ? first : values_value/* unknown */.L5;
}
async function runFor(frame, node, run) {
    const children = (0,syntax/* listChildren */.AW)(node);
    const at = children.findIndex(({ name }) => name === 'in');
    const targets = children.slice(1, at).filter(({ name }) => /^[A-Z]/.test(name));
    const iterated = children[at + 1];
    const [body, otherwise] = children.filter(({ name }) => name === 'Body');
    if (iterated === undefined || body === undefined)
        return undefined;
    const items = (0,convert/* toItems */.ae)(await frame.machine.evaluate(frame, iterated));
    for (const item of items ?? []) {
        takeStep(frame);
        await assignTo(frame, targets, item);
        const signal = await run(body);
        if (signal?.kind === 'return')
            return signal;
        if (signal?.kind === 'break')
            return undefined;
    }
    return otherwise === undefined ? undefined : run(otherwise);
}
async function runWith(frame, node, run) {
    const children = (0,syntax/* listChildren */.AW)(node);
    for (const [index, child] of children.entries()) {
        if (child.name !== 'as')
            continue;
        const [expression, target] = [children[index - 1], children[index + 1]];
        if (expression === undefined || target === undefined)
            continue;
        await assignTo(frame, [target], await frame.machine.evaluate(frame, expression));
    }
    const body = children.find(({ name }) => name === 'Body');
    return body === undefined ? undefined : run(body);
}
/** `try`: the block, or its handler if it raises. */
async function runTry(frame, node, run) {
    const children = (0,syntax/* listChildren */.AW)(node);
    const blockAfter = (word) => {
        const at = children.findIndex(({ name }) => name === word);
        return at < 0 ? undefined : children.slice(at).find(({ name }) => name === 'Body');
    };
    const [body] = children.filter(({ name }) => name === 'Body');
    let signal;
    try {
        signal = body === undefined ? undefined : await run({ ...frame, isTried: true }, body);
        const otherwise = blockAfter('else');
        if (signal === undefined && otherwise !== undefined)
            signal = await run(frame, otherwise);
    }
    catch (cause) {
        const handler = blockAfter('except');
        if (!(cause instanceof values_value/* PythonRaise */.ZG) || handler === undefined)
            throw cause;
        signal = await run(frame, handler);
    }
    const last = blockAfter('finally');
    return (last === undefined ? undefined : await run(frame, last)) ?? signal;
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/program/functions.ts



/** `def name(parameters): body`. */
async function defineFunction(frame, node, run) {
    const name = node.getChild('VariableName');
    const list = node.getChild('ParamList');
    const body = node.getChild('Body');
    if (name === null || list === null || body === null)
        return;
    const parameters = await readParameters(frame, list);
    frame.scope.names.set((0,syntax/* textOf */.b6)(frame.source, name), {
        kind: 'function',
        call: ({ positional, named }) => descend(frame.machine, async () => {
            const names = new Map();
            let next = 0;
            for (const parameter of parameters) {
                if (parameter.star === '*') {
                    names.set(parameter.name, (0,values_value/* listValue */.a3)(positional.slice(next)));
                    next = positional.length;
                }
                else if (parameter.star === '**')
                    names.set(parameter.name, { kind: 'dict', entries: new Map(named) });
                else
                    names.set(parameter.name, named.get(parameter.name) ?? positional[next++] ?? parameter.preset ?? values_value/* unknown */.L5);
            }
            const signal = await run({ ...frame, scope: { names, parent: frame.scope } }, body);
            return signal?.kind === 'return' ? signal.value : values_value/* none */.dv;
        }),
    });
}
async function readParameters(frame, list) {
    const parameters = [];
    const children = (0,syntax/* listChildren */.AW)(list);
    for (const [index, child] of children.entries()) {
        const before = children[index - 1]?.name;
        if (child.name !== 'VariableName' || before === 'AssignOp')
            continue;
        const star = before === '*' || before === '**' ? before : '';
        const rest = children.slice(index + 1);
        const end = rest.findIndex(({ name }) => name === ',');
        const own = end < 0 ? rest : rest.slice(0, end);
        const at = own.findIndex(({ name }) => name === 'AssignOp');
        const preset = at < 0 ? undefined : own[at + 1];
        parameters.push({
            name: (0,syntax/* textOf */.b6)(frame.source, child),
            star,
            preset: preset === undefined ? undefined : await frame.machine.evaluate(frame, preset),
        });
    }
    return parameters;
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/program/imports.ts



/** `import a.b as c` and `from .a import b as c`. @throws PythonRaise for a missing module of the project itself */
async function importNames(frame, node) {
    const words = (0,syntax/* listChildren */.AW)(node).map((child) => (0,syntax/* textOf */.b6)(frame.source, child));
    if (words[0] === 'from')
        await importFrom(frame, words.slice(1));
    else
        for (const clause of imports_splitAtCommas(words.slice(1)))
            await importWhole(frame, clause);
}
function imports_splitAtCommas(words) {
    const clauses = [[]];
    for (const word of words) {
        if (word === ',')
            clauses.push([]);
        else if (word !== '(' && word !== ')')
            clauses.at(-1)?.push(word);
    }
    return clauses.filter((clause) => clause.length > 0);
}
async function importWhole(frame, clause) {
    const at = clause.indexOf('as');
    const dotted = (at < 0 ? clause : clause.slice(0, at)).join('');
    const [top = ''] = dotted.split('.');
    const name = at < 0 ? top : (clause[at + 1] ?? top);
    await bind(frame, name, () => importModule(frame, at < 0 ? top : dotted, 0));
}
async function importFrom(frame, words) {
    const at = words.indexOf('import');
    const from = words.slice(0, at).join('');
    const dots = /^\.*/.exec(from)?.[0].length ?? 0;
    const load = () => importModule(frame, from.slice(dots), dots);
    for (const [name = '', , alias] of imports_splitAtCommas(words.slice(at + 1))) {
        if (name === '*')
            frame.scope.stars?.push(() => (0,values_value/* resolveValue */.g$)(loadOnce(load)));
        else
            await bind(frame, alias ?? name, async () => importMember(await load(), name));
    }
}
async function importMember(module, name) {
    const value = await readMember(module, name);
    if (value === undefined && module.kind === 'object' && module.names !== undefined)
        throw new values_value/* PythonRaise */.ZG(`ImportError: ${name}`);
    return value ?? values_value/* unknown */.L5;
}
/** Inside of `try` it matters at once whether the module is there. */
async function bind(frame, name, load) {
    const lazy = loadOnce(load);
    frame.scope.names.set(name, frame.isTried === true ? await lazy.load() : lazy);
}
function loadOnce(load) {
    let loaded;
    let isLoading = false;
    const once = async () => {
        // Two modules that import the name from each other have it from nowhere.
        if (loaded !== undefined || isLoading)
            return loaded ?? values_value/* unknown */.L5;
        isLoading = true;
        try {
            loaded = await load();
        }
        finally {
            isLoading = false;
        }
        return loaded;
    };
    return { kind: 'lazy', load: once };
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/program/statements.ts










/**
 * Executes the statements of a block.
 * @throws PythonRaise as Python would raise
 */
async function executeBlock(frame, block) {
    for (const statement of (0,syntax/* listChildren */.AW)(block)) {
        const signal = await descend(frame.machine, () => executeStatement(frame, statement));
        if (signal !== undefined)
            return signal;
    }
    return undefined;
}
/** Executes a file: a statement that fails is passed over, because what it needs may be installed where the program runs. */
async function executeModule(frame, block) {
    for (const statement of (0,syntax/* listChildren */.AW)(block)) {
        try {
            await descend(frame.machine, () => executeStatement(frame, statement));
        }
        catch (cause) {
            if (!(cause instanceof values_value/* PythonRaise */.ZG))
                throw cause;
        }
    }
}
async function executeStatement(frame, node) {
    takeStep(frame);
    const { source, scope } = frame;
    const run = (block) => executeBlock(frame, block);
    switch (node.name) {
        case 'StatementGroup':
            return executeBlock(frame, node);
        case 'AssignStatement':
            await executeAssignment(frame, node);
            return undefined;
        case 'UpdateStatement':
            await executeUpdate(frame, node);
            return undefined;
        case 'ExpressionStatement': {
            const [expression] = (0,syntax/* listOperands */.tr)(node);
            if (expression !== undefined)
                await evaluate(frame, expression);
            return undefined;
        }
        case 'ImportStatement':
            await importNames(frame, node);
            return undefined;
        case 'FunctionDefinition':
            await defineFunction(frame, node, (inner, body) => executeBlock(inner, body));
            return undefined;
        case 'DecoratedStatement': {
            const inner = (0,syntax/* listChildren */.AW)(node).at(-1);
            return inner === undefined ? undefined : executeStatement(frame, inner);
        }
        case 'ClassDefinition':
            await defineClass(frame, node);
            return undefined;
        case 'IfStatement':
            return runIf(frame, node, (inner, body) => executeBlock(inner, body));
        case 'ForStatement':
            return runFor(frame, node, run);
        case 'WithStatement':
            return runWith(frame, node, run);
        case 'TryStatement':
            return runTry(frame, node, (inner, body) => executeBlock(inner, body));
        case 'WhileStatement':
            // How often it runs is not known: what it assigns is one possibility of two.
            return runBranches(frame, (0,syntax/* listChildren */.AW)(node).filter(({ name }) => name === 'Body'), (inner, body) => executeBlock(inner, body));
        case 'ReturnStatement': {
            const operands = (0,syntax/* listOperands */.tr)(node);
            const [only] = operands;
            const isTuple = node.getChild(',') !== null;
            const value = only === undefined
                ? values_value/* unknown */.L5
                : isTuple
                    ? await evaluateSequence(frame, operands)
                    : await evaluate(frame, only);
            return { kind: 'return', value };
        }
        case 'BreakStatement':
            return { kind: 'break' };
        case 'ContinueStatement':
            return { kind: 'continue' };
        case 'RaiseStatement':
            throw new values_value/* PythonRaise */.ZG((0,syntax/* textOf */.b6)(source, node).slice(0, 200));
        case 'DeleteStatement':
            for (const name of (0,syntax/* listOperands */.tr)(node))
                scope.names.delete((0,syntax/* textOf */.b6)(source, name));
            return undefined;
        default:
            return undefined;
    }
}
async function executeAssignment(frame, node) {
    const { targets, values, isTuple } = (0,assignment_parts/* readAssignment */.K)(node);
    const [only] = values;
    if (only === undefined)
        return;
    const value = isTuple ? await evaluateSequence(frame, values) : await evaluate(frame, only);
    for (const target of targets)
        await assignTo(frame, target, value);
}
async function executeUpdate(frame, node) {
    const [target, operator, expression] = (0,syntax/* listChildren */.AW)(node);
    if (target === undefined || operator === undefined || expression === undefined)
        return;
    const name = (0,syntax/* textOf */.b6)(frame.source, operator).replace(/=$/, '');
    const value = applyBinary(name, await evaluate(frame, target), await evaluate(frame, expression));
    await assignTo(frame, [target], value);
}
async function defineClass(frame, node) {
    const name = node.getChild('VariableName');
    const body = node.getChild('Body');
    if (name === null || body === null)
        return;
    const scope = { names: new Map(), parent: frame.scope };
    try {
        await executeBlock({ ...frame, scope }, body);
    }
    catch (cause) {
        if (!(cause instanceof values_value/* PythonRaise */.ZG))
            throw cause;
    }
    frame.scope.names.set((0,syntax/* textOf */.b6)(frame.source, name), (0,values_value/* objectOf */.Xy)(Object.fromEntries(scope.names)));
}

;// CONCATENATED MODULE: ./packages/python/src/static-python/python-reader.ts






/**
 * @param read returns the text of a file of the project
 * @param roots folders below which modules are searched, each empty or with a slash at its end
 */
function createPythonReader(read, roots) {
    const machine = {
        read,
        roots: [...roots],
        evaluate: evaluate,
        execute: executeModule,
        native: nativeModule,
        modules: new Map(),
        setupCalls: [],
        printed: [],
        steps: 0,
        nesting: 0,
        depth: 0,
    };
    // What takes too many steps is as unknown as what cannot be followed.
    const load = async (path) => {
        try {
            return await loadFile(machine, path);
        }
        catch (cause) {
            if (cause instanceof values_value/* PythonBudget */.MS)
                return machine.modules.get(path);
            throw cause;
        }
    };
    const readSafely = async (readValue) => {
        try {
            return (await readValue()) ?? values_value/* unknown */.L5;
        }
        catch (cause) {
            if (cause instanceof values_value/* PythonBudget */.MS)
                return values_value/* unknown */.L5;
            throw cause;
        }
    };
    // A call that depends on what is not known is read with the names of the module.
    const readUnreachedCalls = async (path, scope) => {
        const content = await read(path);
        const source = content === undefined ? undefined : (0,syntax/* parsePython */.w_)(content, path);
        machine.steps = 0;
        for (const call of source === undefined ? [] : listCalls(source)) {
            try {
                if (source !== undefined)
                    await evaluate({ machine, source, scope }, call);
            }
            catch (cause) {
                if (!(cause instanceof values_value/* PythonRaise */.ZG || cause instanceof values_value/* PythonBudget */.MS))
                    throw cause;
            }
        }
    };
    return {
        async readName(paths, name) {
            for (const path of paths) {
                const scope = await load(path);
                if (scope === undefined)
                    continue;
                return { path, value: await readSafely(() => readMember(moduleOf(machine, path, scope), name)) };
            }
            return undefined;
        },
        async assigns(path, name) {
            return (await load(path))?.names.has(name) === true;
        },
        async readPrinted(path) {
            machine.printed.length = 0;
            await load(path);
            return machine.printed;
        },
        async readSetupCalls(path) {
            machine.setupCalls.length = 0;
            const scope = await load(path);
            if (machine.setupCalls.length === 0 && scope !== undefined)
                await readUnreachedCalls(path, scope);
            return machine.setupCalls;
        },
    };
}
function listCalls(source) {
    const calls = [];
    source.root.cursor().iterate(({ name, node }) => {
        const callee = name === 'CallExpression' ? node.firstChild : null;
        if (callee !== null && /^(?:\w+\.)*setup$/.test((0,syntax/* textOf */.b6)(source, callee)))
            calls.push(node);
    });
    return calls;
}


/***/ }),

/***/ 58793:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AW: () => (/* binding */ listChildren),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   tr: () => (/* binding */ listOperands),
/* harmony export */   w_: () => (/* binding */ parsePython)
/* harmony export */ });
/* harmony import */ var _lezer_python__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81283);

/** Characters: the tree needs some ten times as much memory. */
const maxLength = 512 * 1024;
/** @returns undefined for a text of more than 512 Ki characters; broken syntax is skipped where it stands */
function parsePython(text, path, offset = 0) {
    if (text.length > maxLength)
        return undefined;
    // A byte order mark is not part of the first statement; a line break in its place keeps all offsets.
    const plain = text.startsWith('\uFEFF') ? `\n${text.slice(1)}` : text;
    return { path, text, offset, root: _lezer_python__WEBPACK_IMPORTED_MODULE_0__/* .parser */ .K.parse(plain).topNode };
}
/** The children of a node, without comments. */
function listChildren(node) {
    const children = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling)
        if (child.name !== 'Comment')
            children.push(child);
    return children;
}
/** Children that are not punctuation or keywords. */
function listOperands(node) {
    return listChildren(node).filter(({ name }) => /^[A-Z]/.test(name) && !name.endsWith('Op'));
}
/** The text of a node. */
const textOf = ({ text }, node) => text.slice(node.from, node.to);


/***/ }),

/***/ 47336:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B5: () => (/* binding */ joinTexts),
/* harmony export */   ae: () => (/* binding */ toItems),
/* harmony export */   ck: () => (/* binding */ compareValues),
/* harmony export */   fE: () => (/* binding */ toText),
/* harmony export */   t7: () => (/* binding */ areEqual)
/* harmony export */ });
/* harmony import */ var _text_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5292);

/** `str(value)`; undefined if it is not known. */
function toText(value) {
    if (value.kind === 'text')
        return value;
    if (value.kind === 'object')
        return value.text;
    if (value.kind === 'constant')
        return (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(value.value === null ? 'None' : value.value ? 'True' : 'False');
    if (value.kind !== 'number')
        return undefined;
    const text = String(value.value);
    const { origin } = value;
    // The literal stands in the file as the number is printed: 08 or 1_0 does not.
    if (origin === undefined || origin.end - origin.start !== text.length)
        return (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(text);
    return { kind: 'text', pieces: [{ text, origin: { path: origin.path, start: origin.start } }] };
}
/** What a loop over the value sees; undefined if it is not known. */
function toItems(value) {
    if (value.kind === 'list' || value.kind === 'object')
        return value.items;
    if (value.kind === 'dict')
        return [...value.entries.keys()].map(_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh);
    const text = value.kind === 'text' ? (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(value) : undefined;
    return text === undefined || text.length > 4096 ? undefined : [...text].map(_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh);
}
/** `separator.join(items)`; undefined if an item is not a string. */
function joinTexts(separator, items) {
    const texts = [];
    for (const [index, item] of items.entries()) {
        const text = item.kind === 'text' ? item : undefined;
        if (text === undefined)
            return undefined;
        if (index > 0)
            texts.push(separator);
        texts.push(text);
    }
    return (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .concatTexts */ .Hc)(texts);
}
/** Whether two values are equal; undefined if it is not known. */
function areEqual(left, right) {
    if (left.kind === 'unknown' || right.kind === 'unknown')
        return undefined;
    if (left.kind === 'text' && right.kind === 'text')
        return (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(left) === (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(right);
    if (left.kind === 'number' && right.kind === 'number')
        return left.value === right.value;
    if (left.kind === 'constant' && right.kind === 'constant')
        return left.value === right.value;
    if (left.kind === 'list' && right.kind === 'list')
        return compareLists(left, right) === 0;
    return left.kind === right.kind ? undefined : false;
}
/** Python's order of two lists of numbers or strings; undefined if it is not known. */
function compareLists(left, right) {
    for (let index = 0; index < Math.max(left.items.length, right.items.length); index += 1) {
        const [a, b] = [left.items[index], right.items[index]];
        if (a === undefined || b === undefined)
            return a === undefined ? -1 : 1;
        const order = compareValues(a, b);
        if (order === undefined || order !== 0)
            return order;
    }
    return 0;
}
/** Python's order of two values; undefined if it is not known. */
function compareValues(left, right) {
    if (left.kind === 'number' && right.kind === 'number')
        return left.value - right.value;
    if (left.kind === 'list' && right.kind === 'list')
        return compareLists(left, right);
    if (left.kind === 'text' && right.kind === 'text') {
        const [a, b] = [(0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(left), (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(right)];
        return a === b ? 0 : a < b ? -1 : 1;
    }
    return undefined;
}


/***/ }),

/***/ 65334:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ formatPercent),
/* harmony export */   l: () => (/* binding */ formatFields)
/* harmony export */ });
/* harmony import */ var _convert_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47336);
/* harmony import */ var _text_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5292);
/* harmony import */ var _value_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(75218);



/** `text.format(...)`, for fields without a format specification. */
function formatFields(text, positional, named) {
    const plain = (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(text);
    const parts = [];
    let from = 0;
    let automatic = 0;
    for (const { index, 0: field, 1: name } of plain.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)) {
        parts.push((0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .sliceText */ .S$)(text, from, index));
        from = index + field.length;
        if (name === undefined) {
            parts.push((0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .sliceText */ .S$)(text, index, index + 1));
            continue;
        }
        const value = findField(name === '' ? String(automatic++) : name, positional, named);
        const shown = value === undefined ? undefined : (0,_convert_js__WEBPACK_IMPORTED_MODULE_1__/* .toText */ .fE)(value);
        if (shown === undefined)
            return _value_js__WEBPACK_IMPORTED_MODULE_2__/* .unknown */ .L5;
        parts.push(shown);
    }
    parts.push((0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .sliceText */ .S$)(text, from, plain.length));
    return (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .concatTexts */ .Hc)(parts);
}
function findField(field, positional, named) {
    const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?(?:!s)?$/.exec(field) ?? [];
    const base = /^\d+$/.test(name) ? positional[Number(name)] : named.get(name);
    if (index === undefined)
        return base;
    return base?.kind === 'list' ? base.items[Number(index)] : undefined;
}
/** `text % value`, for `%s`, `%d`, `%i` and `%(name)s`. */
function formatPercent(text, value) {
    const plain = (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .readText */ .yR)(text);
    const positional = value.kind === 'list' ? value.items : [value];
    const parts = [];
    let from = 0;
    let next = 0;
    for (const { index, 0: field, 1: name, 2: letter } of plain.matchAll(/%(?:\((\w+)\))?([sdi%]|[^sdi%])/g)) {
        parts.push((0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .sliceText */ .S$)(text, from, index));
        from = index + field.length;
        if (letter === '%') {
            parts.push((0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .sliceText */ .S$)(text, index, index + 1));
            continue;
        }
        if (letter === undefined || !'sdi'.includes(letter))
            return _value_js__WEBPACK_IMPORTED_MODULE_2__/* .unknown */ .L5;
        const used = name === undefined ? positional[next++] : value.kind === 'dict' ? value.entries.get(name) : undefined;
        const shown = used === undefined ? undefined : (0,_convert_js__WEBPACK_IMPORTED_MODULE_1__/* .toText */ .fE)(used);
        if (shown === undefined)
            return _value_js__WEBPACK_IMPORTED_MODULE_2__/* .unknown */ .L5;
        parts.push(shown);
    }
    parts.push((0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .sliceText */ .S$)(text, from, plain.length));
    return (0,_text_value_js__WEBPACK_IMPORTED_MODULE_0__/* .concatTexts */ .Hc)(parts);
}


/***/ }),

/***/ 5292:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hc: () => (/* binding */ concatTexts),
/* harmony export */   IN: () => (/* binding */ cutText),
/* harmony export */   S$: () => (/* binding */ sliceText),
/* harmony export */   qL: () => (/* binding */ textFrom),
/* harmony export */   wh: () => (/* binding */ plainText),
/* harmony export */   yR: () => (/* binding */ readText)
/* harmony export */ });
/** A string that was read from a file, from an offset on. */
function textFrom(text, path, start) {
    return { kind: 'text', pieces: [{ text, origin: { path, start } }] };
}
/** A string that stands in no file as it is. */
function plainText(text) {
    return { kind: 'text', pieces: [{ text, origin: undefined }] };
}
/** The characters. */
function readText({ pieces }) {
    return pieces.map(({ text }) => text).join('');
}
/** Strings one after the other; neighbors in a file become one piece again. */
function concatTexts(texts) {
    const pieces = [];
    for (const piece of texts.flatMap((text) => text.pieces)) {
        if (piece.text === '')
            continue;
        const last = pieces.at(-1);
        const follows = last?.origin !== undefined &&
            piece.origin !== undefined &&
            last.origin.path === piece.origin.path &&
            last.origin.start + last.text.length === piece.origin.start;
        if (follows)
            pieces[pieces.length - 1] = { text: last.text + piece.text, origin: last.origin };
        else
            pieces.push(piece);
    }
    return { kind: 'text', pieces };
}
/** A part of a string by its offsets, with the places of its parts. */
function sliceText(value, start, end) {
    const pieces = [];
    let offset = 0;
    for (const { text, origin } of value.pieces) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end - offset, text.length);
        if (from < to) {
            const moved = origin === undefined ? undefined : { path: origin.path, start: origin.start + from };
            pieces.push({ text: text.slice(from, to), origin: moved });
        }
        offset += text.length;
    }
    return { kind: 'text', pieces };
}
/** A string cut at the given spans, which are left out. */
function cutText(value, cuts) {
    const parts = [];
    let from = 0;
    for (const [start, end] of cuts) {
        parts.push(sliceText(value, from, start));
        from = end;
    }
    parts.push(sliceText(value, from, readText(value).length));
    return parts;
}


/***/ }),

/***/ 75218:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hn: () => (/* binding */ isTrue),
/* harmony export */   L5: () => (/* binding */ unknown),
/* harmony export */   MS: () => (/* binding */ PythonBudget),
/* harmony export */   UA: () => (/* binding */ nativeFunction),
/* harmony export */   Vg: () => (/* binding */ numberValue),
/* harmony export */   Xy: () => (/* binding */ objectOf),
/* harmony export */   ZG: () => (/* binding */ PythonRaise),
/* harmony export */   a3: () => (/* binding */ listValue),
/* harmony export */   dv: () => (/* binding */ none),
/* harmony export */   eC: () => (/* binding */ booleanValue),
/* harmony export */   g$: () => (/* binding */ resolveValue)
/* harmony export */ });
const unknown = { kind: 'unknown' };
const none = { kind: 'constant', value: null };
/** @param value of a condition */
const booleanValue = (value) => ({ kind: 'constant', value });
const numberValue = (value) => ({ kind: 'number', value, origin: undefined });
const listValue = (items) => ({ kind: 'list', items, origin: undefined });
/** A function written in TypeScript. */
function nativeFunction(call) {
    return { kind: 'function', call: async (args) => call(args) };
}
/** An object with fixed attributes; every other one is unknown. */
function objectOf(attributes, rest = {}) {
    return {
        kind: 'object',
        attribute: async (name) => (Object.hasOwn(attributes, name) ? (attributes[name] ?? unknown) : unknown),
        ...rest,
    };
}
/** An exception of the Python program that is read. */
class PythonRaise extends Error {
}
/** Reading the program takes more steps than are allowed. */
class PythonBudget extends Error {
}
/** Python's truth of a value; undefined if it is not known. */
function isTrue(value) {
    switch (value.kind) {
        case 'text':
            return value.pieces.some(({ text }) => text !== '');
        case 'number':
            return value.value !== 0;
        case 'list':
            return value.items.length > 0;
        case 'dict':
            return value.entries.size > 0;
        case 'constant':
            return value.value === true;
        case 'function':
        case 'object':
            return true;
        case 'lazy':
        case 'unknown':
            return undefined;
    }
}
/** A value that was imported lazily, imported now; what is missing is unknown. */
async function resolveValue(value) {
    if (value.kind !== 'lazy')
        return value;
    try {
        return await value.load();
    }
    catch (cause) {
        if (cause instanceof PythonRaise)
            return unknown;
        throw cause;
    }
}


/***/ })

};
