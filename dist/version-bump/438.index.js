export const id = 438;
export const ids = [438];
export const modules = {

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

/***/ 6438:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findInVersionFile: () => (/* binding */ findInVersionFile)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5336);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(921);
/* harmony import */ var _version_parse_version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6401);
/* harmony import */ var _extra_files_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6522);
/* harmony import */ var _follow_python_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1521);
/* harmony import */ var _version_origin_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1218);






const input = 'version-file';
const pythonNames = ['__version__', 'VERSION', 'version', '__version_info__', 'version_info'];
/**
 * The version in a file that the user names: `path`, or `path: pattern`.
 * @throws InputError E_EXTRA_FILE for a pattern that does not match once, E_VERSION_SOURCE for a file that is missing or has no version
 */
async function findInVersionFile(files, line, name) {
    const file = (0,_extra_files_js__WEBPACK_IMPORTED_MODULE_0__/* .parseExtraFile */ .Go)(line, input);
    const content = await files.read(file.path);
    if (content === undefined)
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseSource */ .Sk)(`${input}: there is no file ${file.path}.`);
    const isPython = file.path.endsWith('.py') && file.pattern === undefined && !content.includes('slipway-version');
    if (isPython) {
        const found = await (0,_follow_python_js__WEBPACK_IMPORTED_MODULE_2__/* .followName */ .D)(files, { paths: [file.path], names: pythonNames, roots: ['', 'src/'] });
        if (found !== undefined)
            return found;
    }
    const places = (0,_extra_files_js__WEBPACK_IMPORTED_MODULE_0__/* .locateInFile */ .WH)(content, file, name, input);
    const [first, ...others] = places.filter(({ version, spelling }) => spelling?.kind === 'tuple' || (0,_version_parse_version_js__WEBPACK_IMPORTED_MODULE_3__/* .tryParseVersion */ .z)(version) !== undefined);
    const origin = (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_1__/* .fromPlace */ .iI)(first);
    if (first === undefined || origin === undefined || origin.kind !== 'file')
        throw (0,_version_origin_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseSource */ .Sk)(`${input}: ${file.path} contains no version.`);
    if (others.some(({ version }) => version !== first.version)) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_4__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .pythonErrors */ .M.E_EXTRA_FILE, {
            message: `${input}: ${file.path} contains several versions, "${first.version}" in line ${first.line} and others. Add a pattern that matches once.`,
        });
    }
    return { ...origin, locations: [first, ...others] };
}


/***/ })

};
