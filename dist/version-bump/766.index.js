export const id = 766;
export const ids = [766];
export const modules = {

/***/ 8766:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findScriptSign: () => (/* binding */ findScriptSign)
/* harmony export */ });
/* harmony import */ var _static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8793);
/* harmony import */ var _places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1852);


// Keywords of setup(), of setuptools and of the plugins that compile.
const keywords = new Set('ext_modules ext_package cffi_modules rust_extensions build_golang build_zig cmake_extensions cppyy_modules has_ext_modules'.split(' '));
// What makes an extension module, or the list of them.
const calls = new Set('Extension RustExtension RustBin CMakeExtension Pybind11Extension CUDAExtension CppExtension cythonize mypycify'.split(' '));
// setup() of scikit-build runs CMake.
const modules = new Set(['skbuild']);
// Requirements of a setup.py that compiles, wherever its helpers define what.
const compilers = /^(?:cython|pybind11|nanobind|setuptools[-_.]rust|setuptools[-_.]golang|setuptools[-_.]zig|scikit[-_.]build|cffi|mypy)\b(?![-_.])/i;
const legacyBackend = 'setuptools.build_meta';
/**
 * What setup.py compiles, and whether its build needs a compiler of another language.
 * @param text of setup.py
 */
function findScriptSign(text, data) {
    const backend = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'build-system')['build-backend'];
    const isSetuptools = backend === undefined || String(backend).startsWith('setuptools') || backendIsLocal(data);
    if (!isSetuptools)
        return undefined;
    const source = (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePython */ .w_)(text, 'setup.py');
    const what = source === undefined ? undefined : findWord(source);
    if (what !== undefined)
        return { file: 'setup.py', what };
    const { requires } = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'build-system');
    const found = (Array.isArray(requires) ? requires : []).map(String).find((each) => compilers.test(each));
    return found === undefined
        ? undefined
        : { file: 'pyproject.toml', what: `build requirement "${found.slice(0, 80)}"` };
}
// A backend in the project's own folder mostly wraps that of setuptools (pyyaml, lxml).
const backendIsLocal = (data) => Array.isArray((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'build-system')['backend-path']) &&
    String((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'build-system')['build-backend']) !== legacyBackend;
function findWord(source) {
    const cursor = source.root.cursor();
    do {
        const found = readNode(source, cursor.node);
        if (found !== undefined)
            return found;
    } while (cursor.next());
    return undefined;
}
/** Whether a node is a sign: a call, a keyword argument, a key of a dictionary, a method, or an import. */
function readNode(source, node) {
    const text = () => (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(source, node);
    switch (node.name) {
        case 'CallExpression': {
            const callee = node.firstChild;
            const name = callee === null ? '' : ((0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(source, callee).split('.').at(-1)?.trim() ?? '');
            return calls.has(name) ? `${name}()` : undefined;
        }
        case 'VariableName': {
            if (node.parent?.name === 'ImportStatement')
                return modules.has(text()) ? `import ${text()}` : undefined;
            if (!keywords.has(text()))
                return undefined;
            const next = node.nextSibling;
            // `ext_modules=[]` and `ext_modules=None` compile nothing; the name alone is read elsewhere.
            if (next?.name !== 'AssignOp' && node.parent?.name !== 'FunctionDefinition')
                return undefined;
            return isEmpty(source, next?.nextSibling) ? undefined : text();
        }
        case 'String': {
            const name = text().replace(/^['"]|['"]$/g, '');
            if (!keywords.has(name))
                return undefined;
            const colon = node.nextSibling;
            const isKey = colon?.name === ':' && node.parent?.name === 'DictionaryExpression';
            if (isKey)
                return isEmpty(source, colon.nextSibling) ? undefined : name;
            const isSubscript = node.parent?.name === 'MemberExpression' && node.parent.nextSibling?.name === 'AssignOp';
            return isSubscript && !isEmpty(source, node.parent?.nextSibling?.nextSibling) ? name : undefined;
        }
        default:
            return undefined;
    }
}
/** `[]`, `()`, `{}` or `None`. */
function isEmpty(source, node) {
    if (node === null || node === undefined)
        return false;
    if (node.name === 'None')
        return true;
    const isCollection = /^(?:Array|Tuple|Dictionary)Expression$/.test(node.name);
    return (isCollection &&
        (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__/* .listChildren */ .AW)(node).every((child) => (0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(source, child).length === 1 && /[[\](){}]/.test((0,_static_python_syntax_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(source, child))));
}


/***/ }),

/***/ 8793:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AW: () => (/* binding */ listChildren),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   tr: () => (/* binding */ listOperands),
/* harmony export */   w_: () => (/* binding */ parsePython)
/* harmony export */ });
/* harmony import */ var _lezer_python__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1283);

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


/***/ })

};
