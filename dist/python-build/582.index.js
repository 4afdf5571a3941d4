export const id = 582;
export const ids = [582];
export const modules = {

/***/ 32582:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  normalizeWheel: () => (/* binding */ normalizeWheel)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(25336);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./packages/python/src/archive/archive.ts
var archive = __webpack_require__(51691);
// EXTERNAL MODULE: ./packages/python/src/archive/file-window.ts
var file_window = __webpack_require__(28548);
// EXTERNAL MODULE: ./packages/python/src/archive/zip-directory.ts
var zip_directory = __webpack_require__(98688);
// EXTERNAL MODULE: ./packages/python/src/archive/zip-layout.ts
var zip_layout = __webpack_require__(87221);
// EXTERNAL MODULE: ./packages/python/src/archive/zip-members.ts
var zip_members = __webpack_require__(29196);
;// CONCATENATED MODULE: ./packages/python/src/archive/wheel-members.ts







/**
 * The members of a wheel that `inspectDistribution` accepted, in their order, in memory.
 * @param maxBytes of all files; undefined is returned before more than that is read
 * @throws InputError E_DISTRIBUTION_INVALID for a file that changed since then
 */
async function readWheelMembers(path, maxBytes) {
    const fileName = (0,external_node_path_.basename)(path);
    const file = await (0,promises_.open)(path, 'r');
    try {
        const { size } = await file.stat();
        const window = new file_window/* FileWindow */.V(file);
        const directory = await (0,zip_layout/* readZipEnd */.n)(window, size);
        if (typeof directory === 'string')
            throw (0,archive/* refuseArchive */.B2)(fileName, directory);
        const collector = new archive/* MemberCollector */.ad(fileName, size, () => false);
        const listed = await (0,zip_directory/* readDirectory */.g)(window, size, fileName, directory, collector);
        if (listed.reduce((sum, member) => sum + member.size, 0) > maxBytes)
            return undefined;
        const members = [];
        let end = 0;
        for (const member of listed.toSorted((left, right) => left.offset - right.offset)) {
            const start = await (0,zip_layout/* findMemberData */.U)(window, member, end, directory);
            if (typeof start === 'string')
                throw (0,archive/* refuseArchive */.B2)(fileName, start);
            end = start + member.packedSize;
            const pieces = [];
            for await (const piece of (0,zip_members/* readLargeMember */._L)(window, member, start))
                pieces.push(piece);
            const isExecutable = (member.mode & 0o111) !== 0;
            members.push({ name: member.name, isExecutable, content: Buffer.concat(pieces) });
        }
        return members;
    }
    finally {
        await file.close();
    }
}

// EXTERNAL MODULE: ./node_modules/fflate/esm/index.mjs
var esm = __webpack_require__(51306);
// EXTERNAL MODULE: ./actions/python-build/src/errors.ts
var errors = __webpack_require__(84554);
;// CONCATENATED MODULE: ./actions/python-build/src/canonical/normalize-wheel.ts





/** The start of DOS time, which ZIP files cannot go below. */
const firstDate = 315_532_800;
const unix = 3;
const regularFile = 0o100_000;
const directory = 0o040_000;
/**
 * Rewrites an inspected wheel in a canonical form, in place: members by name with the metadata last, one date, the modes 644 and
 * 755, and a compression that is the same on every machine. Backends take the modes of package data from the checkout, and so
 * from the file mask of whoever made it.
 * @param date seconds since the epoch
 * @param maxBytes of its files, which are held in memory
 * @throws InputError E_BUILD_FAILED for a wheel with more than that
 */
async function normalizeWheel(path, date, maxBytes = 512 * 1024 * 1024) {
    const members = await readWheelMembers(path, maxBytes);
    if (members === undefined) {
        throw new action_error/* InputError */.dz(errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `The files of the wheel have more than ${maxBytes} bytes in all; at most ${maxBytes} are normalized.`,
            hint: 'Set "reproducible" to "check" or "off".',
        });
    }
    const entries = {};
    const mtime = toLocalFields(Math.max(date ?? firstDate, firstDate));
    for (const { name, isExecutable, content } of [...members].sort(byPlace)) {
        const mode = name.endsWith('/') ? directory | 0o755 : regularFile | (isExecutable ? 0o755 : 0o644);
        // Nothing is stored: compressed, a folder would contain data.
        const level = content.byteLength === 0 ? 0 : 9;
        entries[name] = [content, { level, os: unix, attrs: (mode << 16) >>> 0, mtime }];
    }
    const partial = `${path}.partial`;
    await (0,promises_.writeFile)(partial, (0,esm/* zipSync */.L)(entries));
    await (0,promises_.rename)(partial, path);
}
/** PEP 427: archivers are encouraged to place the files of `.dist-info` last. */
function byPlace(left, right) {
    const isMetadata = ({ name }) => /^[^/]+\.dist-info\//.test(name);
    const order = Number(isMetadata(left)) - Number(isMetadata(right));
    return order !== 0 ? order : left.name < right.name ? -1 : 1;
}
/** ZIP has local times without a zone. The library writes those of this machine, so it is given the fields of UTC as local ones. */
function toLocalFields(seconds) {
    const utc = new Date(seconds * 1000);
    return new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), utc.getUTCHours(), utc.getUTCMinutes(), utc.getUTCSeconds());
}


/***/ })

};
