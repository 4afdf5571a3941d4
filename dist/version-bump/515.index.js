export const id = 515;
export const ids = [515];
export const modules = {

/***/ 8515:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   structuredPatch: () => (/* reexport safe */ _patch_create_js__WEBPACK_IMPORTED_MODULE_0__.YB)
/* harmony export */ });
/* harmony import */ var _patch_create_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7291);
/* See LICENSE file for terms of use */
/*
 * Text diff implementation.
 *
 * This library supports the following APIs:
 * Diff.diffChars: Character by character diff
 * Diff.diffWords: Word (as defined by \b regex) diff which ignores whitespace
 * Diff.diffLines: Line based diff
 *
 * Diff.diffCss: Diff targeted at CSS content
 *
 * These methods are based on the implementation proposed in
 * "An O(ND) Difference Algorithm and its Variations" (Myers, 1986).
 * http://citeseerx.ist.psu.edu/viewdoc/summary?doi=10.1.1.4.6927
 */

















/***/ })

};
