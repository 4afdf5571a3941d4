export const id = 663;
export const ids = [663];
export const modules = {

/***/ 7663:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readReleasedSections: () => (/* binding */ readReleasedSections)
/* harmony export */ });
/* harmony import */ var _slipway_changelog_changelog_choose_changelog__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8477);
/* harmony import */ var _slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6401);


/** The sections of a project's changelog that are for a version, in its order; none without a changelog. */
async function readReleasedSections(files, { changelog: path, path: folder }) {
    if (path === 'none')
        return [];
    const { chosen } = await (0,_slipway_changelog_changelog_choose_changelog__WEBPACK_IMPORTED_MODULE_0__/* .chooseChangelog */ .G)(files, {
        ...{ path, folder },
        suits: (found) => listSections(found).length > 0,
        otherwise: 'has no section for a version',
    });
    return chosen === undefined ? [] : listSections(chosen);
}
function listSections({ changelog }) {
    return changelog.sections.flatMap(({ state, isUpcoming, heading, dateLine }) => {
        const version = state === 'version' && !isUpcoming ? (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_1__/* .tryParseVersion */ .z)(heading.label) : undefined;
        const isDated = heading.date !== undefined || dateLine?.date !== undefined;
        return version === undefined ? [] : [{ version, isDated }];
    });
}


/***/ }),

/***/ 8477:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ chooseChangelog)
/* harmony export */ });
/* harmony import */ var _find_changelog_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1667);

/** Finds the changelog of a project: the first candidate that suits, else the first. Every other one is passed over. */
async function chooseChangelog(files, question) {
    const folder = cleanPath(question.folder);
    const { found, passedOver, isMissing } = question.path === undefined
        ? { ...(await (0,_find_changelog_js__WEBPACK_IMPORTED_MODULE_0__/* .searchChangelogs */ .Cp)(files, folder)), isMissing: false }
        : await readNamed(files, folder, cleanPath(question.path));
    const chosen = found.find(question.suits) ?? found[0];
    const suits = chosen !== undefined && question.suits(chosen);
    const others = found
        .filter((each) => each !== chosen)
        .map((each) => ({
        path: each.path,
        reason: question.suits(each) ? `comes after ${chosen?.path ?? ''}` : question.otherwise,
    }));
    return { chosen, suits, passedOver: [...others, ...passedOver], isMissing };
}
async function readNamed(files, folder, path) {
    const places = folder === '' ? [path] : [`${folder}/${path}`, path];
    for (const place of places) {
        const bytes = await files.read(place);
        if (bytes === undefined)
            continue;
        const read = (0,_find_changelog_js__WEBPACK_IMPORTED_MODULE_0__/* .readChangelogFile */ .HQ)(place, bytes);
        return 'reason' in read
            ? { found: [], passedOver: [read], isMissing: false }
            : { found: [read], passedOver: [], isMissing: false };
    }
    return { found: [], passedOver: [], isMissing: true };
}
/** `./a//b/` → `a/b`, `.` → ``. */
function cleanPath(path) {
    return path
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/');
}


/***/ })

};
