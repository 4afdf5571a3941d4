export const id = 698;
export const ids = [698];
export const modules = {

/***/ 8698:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  planVersionEdits: () => (/* binding */ planVersionEdits)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __webpack_require__(921);
// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __webpack_require__(276);
// EXTERNAL MODULE: ./packages/python/src/version/format-version.ts
var format_version = __webpack_require__(2693);
// EXTERNAL MODULE: ./packages/python/src/project/places/spell-version.ts
var spell_version = __webpack_require__(9976);
// EXTERNAL MODULE: ./packages/python/src/project/copies/locate-by-kind.ts + 2 modules
var locate_by_kind = __webpack_require__(4242);
// EXTERNAL MODULE: ./packages/python/src/project/copies/package-files.ts
var package_files = __webpack_require__(4476);
;// CONCATENATED MODULE: ./packages/python/src/project/copies/find-copies.ts



const maxPackageFiles = 40;
const maxOtherFiles = 40;
// Files that describe a project, and where they lie.
const describing = /^(?:CITATION\.cff|codemeta\.json|package\.json|[\w-]+\/package\.json|(?:[\w-]+\/){0,3}Chart\.ya?ml|meson\.build|\.bumpversion\.(?:cfg|toml)|\.?cz\.toml|\.?tbump\.toml|bumpver\.toml|setup\.cfg|pyproject\.toml|(?:docs?|documentation)\/(?:[\w-]+\/)?conf\.py|conf\.py|[\w.-]*Dockerfile[\w.-]*|README(?:\.\w+)?|docs?\/(?:source\/)?(?:index|readme|install|installation|installing|quickstart|getting[-_]started|usage)\.\w+)$/i;
// With another version than the project's, these are out of date; any other file may count for itself.
const binding = /^(?:CITATION\.cff|codemeta\.json|\.bumpversion\.(?:cfg|toml)|\.?cz\.toml|\.?tbump\.toml|bumpver\.toml|setup\.cfg|pyproject\.toml|meson\.build)$/i;
/** Searches the project for copies of its version. */
async function findCopies(tree, subject) {
    const listed = (await tree.list?.('')) ?? undefined;
    const nested = listed === undefined ? [] : (0,package_files/* listNestedProjects */.cp)(listed);
    const paths = listed?.filter((path) => !nested.some((folder) => path.startsWith(`${folder}/`)));
    const copies = {
        own: [],
        same: [],
        other: [],
    };
    const known = new Set(subject.locations.map(({ path, start }) => `${path}:${start}`));
    const { name } = subject;
    const inPackage = name === undefined ? [] : paths === undefined ? (0,package_files/* guessPackageFiles */.Bc)(name) : (0,package_files/* listPackageFiles */.MA)(paths, name);
    for (const path of new Set(inPackage.slice(0, maxPackageFiles)))
        await sortInto(path, true);
    const around = (paths ?? ['pyproject.toml', 'CITATION.cff', 'codemeta.json', '.bumpversion.cfg', 'setup.cfg']).filter((path) => describing.test(path));
    for (const path of around.slice(0, maxOtherFiles))
        await sortInto(path, false);
    return copies;
    async function sortInto(path, isPackage) {
        const content = await tree.read(path);
        const found = content === undefined ? [] : readSafely(content, path, name);
        for (const location of found.filter(({ start }) => !known.has(`${path}:${start}`))) {
            const isVersion = location.label === '__version__';
            if ((0,spell_version/* containsVersion */.QB)(location, subject.version)) {
                if (isPackage && isVersion)
                    copies.own.push(location);
                else if (!isPackage || isStrong(location))
                    copies.same.push(location);
            }
            else if ((isPackage && isVersion) || (!isPackage && binding.test(path))) {
                if ((0,spell_version/* readVersionAt */.Um)(location) !== undefined)
                    copies.other.push(location);
            }
        }
    }
}
// `version = "1.2.3"` deep in a package may be anything; the dunder names and tuples are not.
const isStrong = ({ label, spelling }) => /^__\w+__$/.test(label) || /version/i.test(label) || spelling?.kind === 'tuple';
// A copy that cannot be read is for the tool that reads it to report.
function readSafely(content, path, name) {
    try {
        return (0,locate_by_kind/* locateByKind */.i)(content, path, name) ?? [];
    }
    catch {
        return [];
    }
}

// EXTERNAL MODULE: ./packages/python/src/project/discover-project.ts + 1 modules
var discover_project = __webpack_require__(4266);
// EXTERNAL MODULE: ./packages/python/src/project/extra-files.ts
var extra_files = __webpack_require__(6522);
// EXTERNAL MODULE: ./packages/python/src/project/copies/toml-versions.ts
var toml_versions = __webpack_require__(9356);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __webpack_require__(1852);
// EXTERNAL MODULE: ./packages/python/src/project/sources/cargo.ts
var cargo = __webpack_require__(7955);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-location.ts
var toml_location = __webpack_require__(4919);
;// CONCATENATED MODULE: ./packages/python/src/project/locks/cargo-lock.ts


/**
 * The entries of some crates in `Cargo.lock`, as they stand in the repository: without a `source`, unlike a crate of the same name
 * from a registry.
 */
function locateInCargoLock(text, path, crates) {
    const document = (0,toml_document/* parseToml */.MT)(text, path);
    const packages = document.data['package'];
    return (Array.isArray(packages) ? packages : []).flatMap((entry, index) => {
        if (!(0,toml_document/* isTable */.bI)(entry) || 'source' in entry || !crates.includes(String(entry['name'])))
            return [];
        const found = (0,toml_location/* locateTomlString */.g)(document, ['package', index, 'version'], `entry of ${String(entry['name'])}`);
        return found === undefined ? [] : [{ ...found, spelling: { kind: 'semver', allowsPost: true } }];
    });
}

;// CONCATENATED MODULE: ./packages/python/src/project/locks/crates.ts






const maxManifests = 200;
/**
 * What moves with a crate of the project: its manifest where the Python version stands elsewhere, requirements with its path and
 * version, and its entries in Cargo.lock, without which `cargo build --locked` fails.
 */
async function locateCrates(tree, project, locations, current) {
    const manifests = new Set(locations.map(({ path }) => path).filter((path) => /(?:^|\/)Cargo\.toml$/.test(path)));
    if (project.backend.startsWith('maturin'))
        manifests.add(await readManifest(tree));
    const found = [];
    for (const manifest of manifests) {
        const crate = await (0,cargo/* findCrateVersion */.PK)(tree.read, manifest);
        if (crate === undefined || !isCurrent(crate.location, current))
            continue;
        found.push(crate.location, ...(await locateAround(tree, crate, current)));
    }
    return found;
}
async function readManifest({ read }) {
    const content = await read('pyproject.toml');
    return (0,cargo/* readManifestPath */.bK)(content === undefined ? undefined : (0,toml_document/* parseToml */.MT)(content, 'pyproject.toml'));
}
function isCurrent(location, current) {
    const found = (0,spell_version/* readVersionAt */.Um)(location);
    return found !== undefined && (0,compare_versions/* compareVersions */.Z)(found, current) === 0;
}
async function locateAround(tree, crate, current) {
    const found = [];
    for (const path of new Set([crate.manifest, `${crate.workspace}Cargo.toml`])) {
        const content = await tree.read(path);
        const all = content === undefined ? [] : (0,toml_versions/* locateCrateVersions */.H)(content, path);
        found.push(...all.filter(({ label, ...place }) => label.includes('dependencies') && (0,spell_version/* containsVersion */.QB)({ label, ...place }, current)));
    }
    const lock = `${crate.workspace}Cargo.lock`;
    const text = await tree.read(lock);
    if (text === undefined)
        return found;
    const names = crate.isInherited
        ? await listInheriting(tree, crate)
        : crate.name === undefined
            ? []
            : [crate.name];
    found.push(...locateInCargoLock(text, lock, names).filter((location) => (0,spell_version/* containsVersion */.QB)(location, current)));
    return found;
}
/** Crates of a workspace that have its version; without a list of files, the one crate that is known. */
async function listInheriting(tree, crate) {
    const listed = (await tree.list?.(crate.workspace)) ?? [];
    const manifests = new Set([
        crate.manifest,
        ...listed.filter((path) => /(?:^|\/)Cargo\.toml$/.test(path)).slice(0, maxManifests),
    ]);
    const names = [];
    for (const path of manifests) {
        const content = await tree.read(path);
        const own = content === undefined ? {} : (0,toml_document/* readTable */.xz)((0,toml_document/* parseToml */.MT)(content, path).data, 'package');
        const { name, version } = own;
        if (typeof name === 'string' && (0,toml_document/* isTable */.bI)(version) && version['workspace'] === true)
            names.push(name);
    }
    return names;
}

;// CONCATENATED MODULE: ./packages/python/src/project/places/edit-version.ts

/**
 * A file with some of its places replaced: only the characters of the versions change. A TOML file is parsed again, and must differ
 * in no other value.
 * @param text the file as it was when the places were found
 */
function replaceVersions(text, edits) {
    // From the end, so that the offsets of earlier places remain valid.
    const edited = [...edits]
        .sort((left, right) => right.location.start - left.location.start)
        .reduce((done, { location, text: version }) => {
        if (done.slice(location.start, location.end) !== location.version)
            throw new Error(`${location.path} is not the text that the version was found in`);
        return `${done.slice(0, location.start)}${version}${done.slice(location.end)}`;
    }, text);
    const [first] = edits;
    if (first !== undefined && /\.(?:toml|lock)$/.test(first.location.path)) {
        const { path } = first.location;
        const expected = edits.filter(({ location, text: version }) => location.version !== version).length;
        const changes = (0,toml_document/* countTomlChanges */.he)((0,toml_document/* parseToml */.MT)(text, path), (0,toml_document/* parseToml */.MT)(edited, path));
        if (changes !== expected)
            throw new Error(`the edit of ${path} changed ${changes} values instead of ${expected}`);
    }
    return edited;
}

// EXTERNAL MODULE: ./packages/python/src/project/places/version-location.ts
var version_location = __webpack_require__(6967);
// EXTERNAL MODULE: ./packages/python/src/names.ts
var src_names = __webpack_require__(2584);
;// CONCATENATED MODULE: ./packages/python/src/project/locks/uv-lock.ts





/**
 * The entry of a project of the workspace in `uv.lock`, and exact pins of it in the requirements of other members: entries whose
 * source is a folder, and never a dependency. Nothing is resolved again.
 * @returns nothing if the lock does not contain the version (uv omits it for a dynamic one)
 * @throws InputError E_LOCK_FILE if several entries match
 */
function locateInUvLock(text, path, name) {
    const document = (0,toml_document/* parseToml */.MT)(text, path);
    const packages = document.data['package'];
    const entries = Array.isArray(packages) ? packages : [];
    const wanted = (0,src_names/* normalizeName */.Pc)(name);
    const own = entries.flatMap((entry, index) => (0,toml_document/* isTable */.bI)(entry) && isFolder(entry) && (0,src_names/* normalizeName */.Pc)(String(entry['name'])) === wanted ? [index] : []);
    if (own.length > 1) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_LOCK_FILE, {
            message: `${path} has ${own.length} entries for the project "${name}".`,
        });
    }
    const [index] = own;
    const entry = index === undefined ? undefined : (0,toml_location/* locateTomlString */.g)(document, ['package', index, 'version'], 'own entry');
    const pins = entries.flatMap((member, at) => (0,toml_document/* isTable */.bI)(member) && isFolder(member)
        ? listPins(member, wanted).map((keys) => ['package', at, ...keys])
        : []);
    return [
        ...(entry === undefined ? [] : [entry]),
        ...pins.flatMap((keys) => {
            const found = (0,toml_location/* locateTomlString */.g)(document, keys, `pin of ${name}`);
            if (found === undefined || !found.version.startsWith('=='))
                return [];
            return [{ ...found, version: found.version.slice(2), start: found.start + 2 }];
        }),
    ];
}
function isFolder({ source }) {
    return ((0,toml_document/* isTable */.bI)(source) && ['editable', 'virtual', 'directory'].some((key) => typeof source[key] === 'string'));
}
function listPins({ metadata }, wanted) {
    const requirements = (0,toml_document/* isTable */.bI)(metadata) ? metadata['requires-dist'] : undefined;
    return (Array.isArray(requirements) ? requirements : []).flatMap((requirement, index) => (0,toml_document/* isTable */.bI)(requirement) && (0,src_names/* normalizeName */.Pc)(String(requirement['name'])) === wanted
        ? [['metadata', 'requires-dist', index, 'specifier']]
        : []);
}

;// CONCATENATED MODULE: ./packages/python/src/project/places/project-tree.ts
/** Folders above a project that are searched for the root of its workspace. */
const maxFoldersUp = 6;
/** The folders above a project, nearest first: `../`, `../../`. */
function listFoldersAbove() {
    return Array.from({ length: maxFoldersUp }, (_, index) => '../'.repeat(index + 1));
}

// EXTERNAL MODULE: ./packages/python/src/version/parse-version.ts
var parse_version = __webpack_require__(6401);
;// CONCATENATED MODULE: ./packages/python/src/project/workspace/sibling-pins.ts





const pinForm = /^\s*(?<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*===?\s*(?<version>[\w.!+-]+)/d;
/**
 * Requirements of a pyproject.toml that pin one of some projects to its present version exactly. With the project at its next version,
 * such a workspace cannot be installed any more; `>=` goes on to match and is left.
 */
function locateSiblingPins(content, path, names, version) {
    const document = (0,toml_document/* parseToml */.MT)(content, path);
    const wanted = new Set(names.map(src_names/* normalizeName */.Pc));
    return [...listRequirements(document)].flatMap((keys) => {
        const found = (0,toml_location/* locateTomlString */.g)(document, keys, `pin in [${keys.slice(0, -1).join('.')}]`);
        const match = found === undefined ? null : pinForm.exec(found.version);
        const span = match?.indices?.groups?.['version'];
        const pinned = (0,parse_version/* tryParseVersion */.z)(match?.groups?.['version'] ?? '');
        if (found === undefined || span === undefined || pinned === undefined)
            return [];
        if (!wanted.has((0,src_names/* normalizeName */.Pc)(match?.groups?.['name'] ?? '')) || (0,compare_versions/* compareVersions */.Z)(pinned, version) !== 0)
            return [];
        return [
            {
                ...found,
                version: found.version.slice(...span),
                start: found.start + span[0],
                end: found.start + span[1],
            },
        ];
    });
}
function* listRequirements({ data }) {
    const project = (0,toml_document/* readTable */.xz)(data, 'project');
    yield* listStrings(project['dependencies'], ['project', 'dependencies']);
    for (const [group, value] of Object.entries((0,toml_document/* readTable */.xz)(project, 'optional-dependencies')))
        yield* listStrings(value, ['project', 'optional-dependencies', group]);
    for (const [group, value] of Object.entries((0,toml_document/* readTable */.xz)(data, 'dependency-groups')))
        yield* listStrings(value, ['dependency-groups', group]);
}
function* listStrings(value, keys) {
    for (const [index, item] of (Array.isArray(value) ? value : []).entries())
        if (typeof item === 'string')
            yield [...keys, index];
}

// EXTERNAL MODULE: ./packages/python/src/project/workspace/workspace-members.ts
var workspace_members = __webpack_require__(8915);
;// CONCATENATED MODULE: ./packages/python/src/project/workspace/locate-in-workspace.ts






/**
 * What the workspace of a project contains of its version: entries of `uv.lock`, and pins of siblings.
 * @param edited places that are edited anyway; a member whose version is among them moves with the project
 */
async function locateInWorkspace(tree, project, edited, current) {
    const names = [...(project.name === undefined ? [] : [project.name]), ...(await listMoved(tree, edited))];
    if (names.length === 0)
        return [];
    const root = await findRoot(tree);
    const lock = `${root?.folder ?? ''}uv.lock`;
    const text = await tree.read(lock);
    const entries = text === undefined ? [] : [...new Set(names)].flatMap((name) => locateInUvLock(text, lock, name));
    // The lock may be older than the version in the project file: its own entry is set, and a pin only from the present version.
    const found = entries.filter((place) => place.label === 'own entry' || (0,spell_version/* containsVersion */.QB)(place, current));
    if (root === undefined)
        return found;
    const members = await (0,workspace_members/* listMembers */.YV)(tree, root.folder, root.document);
    for (const path of ['', ...members.map((member) => `${member.path}/`)]) {
        const manifest = `${root.folder}${path}pyproject.toml`;
        const content = await tree.read(manifest);
        if (content !== undefined)
            found.push(...locateSiblingPins(content, manifest, names, current));
    }
    return found;
}
/** Names of other members whose project file is edited. */
async function listMoved({ read }, edited) {
    const names = [];
    for (const { path, label } of edited) {
        if (!path.endsWith('/pyproject.toml') || !/\[(?:project|tool\.poetry)\]\.version/.test(label))
            continue;
        const { data } = (0,toml_document/* parseToml */.MT)((await read(path)) ?? '', path);
        const name = (0,toml_document/* readTable */.xz)(data, 'project')['name'] ?? (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry')['name'];
        if (typeof name === 'string')
            names.push(name);
    }
    return names;
}
async function findRoot({ read, }) {
    for (const folder of ['', ...listFoldersAbove()]) {
        const path = `${folder}pyproject.toml`;
        const content = await read(path);
        if (content === undefined)
            continue;
        const document = (0,toml_document/* parseToml */.MT)(content, path);
        if ((0,workspace_members/* isWorkspaceRoot */.Yo)(document))
            return { folder, document };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/project/plan-version-edits.ts












/**
 * Every edit that bumps a project to a version: the places the backend reads, `__version__` in addition to them, the extra files,
 * the project's own entries in lock files, and exact pins of it in the same workspace. Nothing is written.
 * @throws InputError E_EXTRA_FILE, E_LOCK_FILE, E_VERSION_SPELLING
 */
async function planVersionEdits(tree, project, request) {
    const { version, extraFiles = [], tagged, habits = [] } = request;
    const current = project.version ?? tagged;
    if (current === undefined) {
        if (extraFiles.length === 0)
            return { edits: [], stale: [], strangers: [] };
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_EXTRA_FILE, {
            message: `extra-files cannot be edited: the version comes from git (${project.tagTool}), which has no version tag yet.`,
        });
    }
    const locations = [...project.locations];
    for (const line of extraFiles)
        locations.push(...(await locateExtra(tree, line, current, project.name)));
    const copies = await findCopies(tree, { name: project.name, version: current, locations });
    // A version from git is written into the files of the package by the tool that derives it.
    if (project.tagTool === undefined)
        locations.push(...copies.own);
    locations.push(...(await locateCrates(tree, project, locations, current)));
    if (project.tagTool === undefined)
        locations.push(...(await locateInWorkspace(tree, project, locations, current)));
    const texts = [...project.locations.map((location) => location.version), ...habits];
    const edits = [];
    for (const path of new Set(locations.map((location) => location.path))) {
        const before = (await tree.read(path)) ?? '';
        const own = dropRepeated(locations.filter((location) => location.path === path));
        const places = own.map((location) => ({ location, text: (0,spell_version/* spellVersion */.nI)(location, version, texts) }));
        const after = replaceVersions(before, places);
        if (after !== before)
            edits.push({ path, before, after });
    }
    edits.sort((left, right) => (left.path < right.path ? -1 : 1));
    await assertResult(tree, project, edits, version);
    const isEdited = ({ path, start }) => locations.some((location) => location.path === path && location.start === start);
    // What stays right, such as "1.2" for 1.2.3 after 1.2.2, does not go stale.
    const stale = copies.same.filter((copy) => !isEdited(copy) && !(0,spell_version/* containsVersion */.QB)(copy, version));
    return { edits, stale, strangers: copies.other };
}
/** Reads the edited project again: what cannot express the version is found before anything is written. */
async function assertResult(tree, project, edits, version) {
    if (project.version === undefined)
        return;
    const edited = new Map(edits.map(({ path, after }) => [path, after]));
    const read = async (path) => edited.get(path) ?? tree.read(path);
    const found = await readVersion({ ...tree, read }, project);
    if (found !== undefined && (0,compare_versions/* compareVersions */.Z)(found, version) === 0)
        return;
    const [place] = project.locations;
    throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_VERSION_SPELLING, {
        message: `${place === undefined ? 'The project' : (0,version_location/* describeLocation */.lR)(place)} reads as ${found === undefined ? 'no version' : (0,format_version/* formatVersion */.qh)(found)} when it is set to ${(0,format_version/* formatVersion */.qh)(version)}. Nothing was written.`,
    });
}
async function readVersion(tree, { versionFile }) {
    try {
        return (await (0,discover_project/* discoverProject */.J)(tree, versionFile)).version;
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            return undefined;
        throw cause;
    }
}
async function locateExtra({ read }, line, version, name) {
    const extra = (0,extra_files/* parseExtraFile */.Go)(line);
    const text = await read(extra.path);
    if (text === undefined) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_EXTRA_FILE, {
            message: `extra-files: there is no file ${extra.path}.`,
        });
    }
    return (0,extra_files/* locateInExtraFile */.Mr)(text, extra, version, name);
}
// A place may be named twice: by the backend and by an extra file.
function dropRepeated(locations) {
    return [...new Map(locations.map((location) => [location.start, location])).values()];
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


/***/ })

};
