export const id = 287;
export const ids = [287];
export const modules = {

/***/ 93287:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  normalizeSdist: () => (/* binding */ normalizeSdist)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(25336);
// EXTERNAL MODULE: ./packages/core/src/tar/walk-tar.ts + 2 modules
var walk_tar = __webpack_require__(84085);
// EXTERNAL MODULE: ./packages/python/src/archive/chunk-source.ts
var chunk_source = __webpack_require__(91624);
// EXTERNAL MODULE: ./packages/python/src/archive/gunzip-file.ts
var gunzip_file = __webpack_require__(81623);
;// CONCATENATED MODULE: ./packages/python/src/archive/sdist-members.ts



const types = { file: 'file', 'hard-link': 'link', 'symbolic-link': 'symlink' };
/**
 * The members of an sdist that `inspectDistribution` accepted, in their order, in memory.
 * @param maxBytes of all files; undefined is returned before more than that is read
 */
async function readSdistMembers(path, maxBytes) {
    const chunks = (0,gunzip_file/* gunzipFile */.I)(path);
    const members = [];
    let bytes = 0;
    try {
        for await (const { type, name, linkName, isExecutable, size, read } of (0,walk_tar/* walkTar */.N)((0,chunk_source/* createChunkSource */.j)(chunks, () => undefined))) {
            if (type === 'folder')
                continue;
            bytes += size;
            if (bytes > maxBytes)
                return undefined;
            const pieces = [];
            for await (const piece of read())
                pieces.push(Buffer.from(piece));
            members.push({ name, type: types[type], linkName, isExecutable, content: Buffer.concat(pieces) });
        }
    }
    finally {
        await chunks.return();
    }
    return members;
}

// EXTERNAL MODULE: ./node_modules/fflate/esm/index.mjs
var esm = __webpack_require__(51306);
// EXTERNAL MODULE: ./node_modules/tar-stream/index.js
var tar_stream = __webpack_require__(56118);
// EXTERNAL MODULE: ./actions/python-build/src/errors.ts
var errors = __webpack_require__(84554);
;// CONCATENATED MODULE: ./actions/python-build/src/canonical/normalize-sdist.ts






// The start of DOS time, which ZIP files cannot go below: the date of an sdist without a commit.
const defaultDate = 315_532_800;
/**
 * Rewrites an inspected sdist in a canonical form, in place: members by name, one date, no owners, the modes 644 and 755, and a
 * compression that is the same on every machine. The content and the kind of each member stay.
 * @param date seconds since the epoch
 * @param maxBytes of its files, which are held in memory
 * @throws InputError E_BUILD_FAILED for an sdist with more than that
 */
async function normalizeSdist(path, date, maxBytes = 512 * 1024 * 1024) {
    const members = await readSdistMembers(path, maxBytes);
    if (members === undefined) {
        throw new action_error/* InputError */.dz(errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `The files of the sdist have more than ${maxBytes} bytes in all; at most ${maxBytes} are normalized.`,
            hint: 'Set "reproducible" to "check" or "off".',
        });
    }
    const tar = await writeTar([...members].sort(byName), date ?? defaultDate);
    // zlib's output depends on its version and on the processor; this one's does not.
    const partial = `${path}.partial`;
    await (0,promises_.writeFile)(partial, (0,esm/* gzipSync */.u3)(tar, { level: 9, mtime: 0 }));
    await (0,promises_.rename)(partial, path);
}
/** A hard link comes after what it links to, so links are last. */
function byName(left, right) {
    const order = Number(left.type === 'link') - Number(right.type === 'link');
    return order !== 0 ? order : left.name < right.name ? -1 : 1;
}
async function writeTar(members, date) {
    const writer = (0,tar_stream.pack)();
    const chunks = [];
    const finished = (async () => {
        for await (const chunk of writer)
            chunks.push(chunk);
    })();
    const mtime = new Date(date * 1000);
    for (const { name, type, linkName, isExecutable, content } of members) {
        const header = {
            name,
            type,
            mtime,
            mode: isExecutable ? 0o755 : 0o644,
            uid: 0,
            gid: 0,
            uname: '',
            gname: '',
            ...(linkName === '' ? {} : { linkname: linkName }),
        };
        await new Promise((resolve, reject) => {
            const done = (error) => (error ? reject(error) : resolve());
            if (type === 'file')
                writer.entry(header, Buffer.from(content), done);
            else
                writer.entry(header, done);
        });
    }
    writer.finalize();
    await finished;
    return Buffer.concat(chunks);
}


/***/ })

};
