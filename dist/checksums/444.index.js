export const id = 444;
export const ids = [444];
export const modules = {

/***/ 8444:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectLists: () => (/* binding */ collectLists)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __webpack_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __webpack_require__(4630);
// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __webpack_require__(2712);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/text/count.ts
var count = __webpack_require__(542);
// EXTERNAL MODULE: ./packages/github/src/artifacts/fetch-artifact.ts + 7 modules
var fetch_artifact = __webpack_require__(8847);
// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __webpack_require__(700);
;// CONCATENATED MODULE: ./actions/checksums/src/errors.ts

/** Errors of collecting what several jobs built. */
const checksumsErrors = (0,define_errors/* defineErrors */.V)({
    E_COLLECTION_INVALID: {
        message: 'The files of the jobs are not one release.',
        hint: 'Correct the job that is named above, or leave its artifact out. Nothing was published.',
    },
});

;// CONCATENATED MODULE: ./packages/python/src/names.ts
/** PEP 503: the normalized spelling of a project name. */
function normalizeName(name) {
    return name.replace(/[-_.]+/g, '-').toLowerCase();
}
/** PEP 427 and PEP 625: the normalized name as spelled in file names. */
function fileNameOf(name) {
    return normalizeName(name).replaceAll('-', '_');
}
/** Whether a text is a name at all (PEP 508, `identifier`). */
function isProjectName(name) {
    return /^[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?$/i.test(name) && name.length <= 200;
}

;// CONCATENATED MODULE: ./packages/python/src/version/format-version.ts
/** The canonical form (PEP 440, "Normalization"). */
function formatVersion(version) {
    const { epoch, release, pre, post, dev, local } = version;
    return [
        epoch === 0n ? '' : `${epoch}!`,
        release.join('.'),
        pre === undefined ? '' : `${pre.phase}${pre.number}`,
        post === undefined ? '' : `.post${post}`,
        dev === undefined ? '' : `.dev${dev}`,
        local.length === 0 ? '' : `+${local.join('.')}`,
    ].join('');
}
/** Alpha, beta, candidate and development versions, which installers skip unless asked. */
function isPrerelease({ pre, dev }) {
    return pre !== undefined || dev !== undefined;
}
/**
 * The padding that is the habit of some version texts, newest first: PEP 440 drops leading zeros, files and tags may keep them.
 * With a year in front, months and days share one habit: `2026.10.09` also pads the month.
 */
function readZeroPadding(texts) {
    for (const text of texts) {
        const parts = /^v?(?:\d+!)?(\d+(?:\.\d+)*)/i.exec(text)?.[1]?.split('.') ?? [];
        const isPadded = (part) => part !== undefined && /^0\d/.test(part);
        // `2026.1.9` shows that zeros are not kept, `2026.12.10` shows nothing.
        if (!parts.some(isPadded)) {
            if (parts.slice(1).some((part) => part.length === 1))
                return [];
            continue;
        }
        const isDated = /^(?:19|20)\d\d$/.test(parts[0] ?? '');
        const shares = (index) => isDated && (index === 1 || index === 2) && parts[index]?.length === 2;
        return parts.map((part, index) => (isPadded(part) || shares(index) ? part.length : 0));
    }
    return [];
}
/** The canonical form with the parts of the release padded: `2026.01.09`. */
function formatPadded(version, padding) {
    const release = version.release.map((part, index) => String(part).padStart(padding[index] ?? 0, '0'));
    const plain = version.release.join('.');
    const text = formatVersion(version);
    const start = version.epoch === 0n ? 0 : text.indexOf('!') + 1;
    return `${text.slice(0, start)}${release.join('.')}${text.slice(start + plain.length)}`;
}
const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' };
/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot express: an epoch, a post-release, a release of more
 * than three parts.
 */
function toSemver(version) {
    return spellSemver(version, '', false);
}
const phaseWord = /-(alpha|a|beta|b|rc|c|pre|preview)([-.]?)\d/i;
/**
 * The spelling of Semantic Versioning in the style of a version that stands there now: `1.3.0-rc1` after `1.2.0-rc1`.
 * @param allowsPost whether a post-release is written as `-post.1`, which Semantic Versioning orders before the release
 */
function spellSemver(version, sample, allowsPost) {
    const { epoch, release, pre, post, dev, local } = version;
    if (epoch !== 0n || (post !== undefined && !allowsPost) || release.length > 3)
        return undefined;
    const core = [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n].join('.');
    const [, word = '', separator = '.'] = phaseWord.exec(sample) ?? [];
    const isShort = /^(?:a|b|c)$/i.test(word);
    const identifiers = [
        ...(pre === undefined
            ? []
            : [`${isShort ? pre.phase : semverPhases[pre.phase]}${separator}${pre.number}`]),
        ...(post === undefined ? [] : [`post.${post}`]),
        ...(dev === undefined ? [] : [`dev.${dev}`]),
    ];
    const build = local.length === 0 ? '' : `+${local.join('.')}`;
    return `${core}${identifiers.length === 0 ? '' : `-${identifiers.join('.')}`}${build}`;
}
/** The spelling as a tag of an OCI registry (`[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`); undefined with an epoch or if too long. */
function toImageTag(version) {
    if (version.epoch !== 0n)
        return undefined;
    const tag = formatVersion(version).replace('+', '-');
    return tag.length <= 128 ? tag : undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/version/parse-version.ts



// PEP 440, appendix B, without surrounding blanks; digits are ASCII.
const parse_version_form = /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]+)?)?(?:-(?<implicit>[0-9]+)|(?<postWord>[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]+)?))?(?<devWord>[-_.]?dev[-_.]?(?<dev>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
const phases = {
    a: 'a',
    alpha: 'a',
    b: 'b',
    beta: 'b',
    c: 'rc',
    rc: 'rc',
    pre: 'rc',
    preview: 'rc',
};
// Longer than any published version; the limit keeps hostile input cheap.
const maxVersionLength = 256;
/** Undefined for a text that is not a version. */
function tryParseVersion(text) {
    if (text.length > maxVersionLength)
        return undefined;
    const found = parse_version_form.exec(text)?.groups;
    if (found === undefined)
        return undefined;
    const count = (digits) => BigInt(digits ?? '0');
    const { phase } = found;
    const post = found['implicit'] ?? (found['postWord'] === undefined ? undefined : (found['post'] ?? '0'));
    return {
        epoch: count(found['epoch']),
        release: (found['release'] ?? '').split('.').map(BigInt),
        pre: phase === undefined
            ? undefined
            : { phase: phases[phase.toLowerCase()] ?? 'rc', number: count(found['pre']) },
        post: post === undefined ? undefined : BigInt(post),
        dev: found['devWord'] === undefined ? undefined : count(found['dev']),
        local: (found['local'] ?? '')
            .toLowerCase()
            .split(/[-_.]/)
            .filter((segment) => segment !== '')
            .map((segment) => (/^[0-9]+$/.test(segment) ? BigInt(segment) : segment)),
    };
}
/** @param what where the text is from, for the error  @throws InputError E_VERSION_INVALID */
function parseVersion(text, what = 'The version') {
    const version = tryParseVersion(text);
    if (version === undefined) {
        throw new InputError(pythonErrors.E_VERSION_INVALID, {
            message: `${what} is "${neutralizeLine(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/file-names.ts



const part = /^[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?$/;
const tag = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/;
const maxNameLength = 255;
function isCanonical(project, version) {
    const parsed = tryParseVersion(version);
    return (part.test(project) &&
        fileNameOf(project) === project &&
        parsed !== undefined &&
        formatVersion(parsed) === version);
}
/** Undefined for a name that is not exactly `<name>-<version>[-<build>]-<python>-<abi>-<platform>.whl`, normalized. */
function parseWheelFileName(fileName) {
    if (!fileName.endsWith('.whl') || fileName.length > maxNameLength)
        return undefined;
    const parts = fileName.slice(0, -'.whl'.length).split('-');
    if (parts.length !== 5 && parts.length !== 6)
        return undefined;
    const [project = '', version = ''] = parts;
    const [pythonTag = '', abiTag = '', platformTag = ''] = parts.slice(-3);
    const buildTag = parts.length === 6 ? parts[2] : undefined;
    if (buildTag !== undefined && !/^[0-9][A-Za-z0-9_.]*$/.test(buildTag))
        return undefined;
    if (!isCanonical(project, version) || ![pythonTag, abiTag, platformTag].every((each) => tag.test(each)))
        return undefined;
    return { project, version, buildTag, pythonTag, abiTag, platformTag };
}
/**
 * Reads a name whose project or version is not normalized, as older backends write and installers still accept (PEP 427). The
 * parts are normalized.
 */
function parseOldWheelFileName(fileName) {
    const [project = '', version = '', ...rest] = fileName.split('-');
    const parsed = tryParseVersion(version);
    return parsed === undefined
        ? undefined
        : parseWheelFileName([fileNameOf(project), formatVersion(parsed), ...rest].join('-'));
}
/** Undefined for a name that is not exactly `<name>-<version>.tar.gz`, normalized. */
function parseSdistFileName(fileName) {
    if (!fileName.endsWith('.tar.gz') || fileName.length > maxNameLength)
        return undefined;
    const [project = '', version = '', ...rest] = fileName.slice(0, -'.tar.gz'.length).split('-');
    return rest.length === 0 && isCanonical(project, version) ? { project, version } : undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/wheel-tags.ts

/** The tags of a wheel's file name; undefined for a name that is not a wheel's. */
function readWheelTags(fileName) {
    const name = parseOldWheelFileName(fileName);
    if (name === undefined)
        return undefined;
    const [pythons, abis, platforms] = [name.pythonTag, name.abiTag, name.platformTag].map((tag) => tag.split('.'));
    return { pythons, abis, platforms };
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/build-identifier.ts

/** Undefined for a text that is not the identifier of a build. */
function parseBuildIdentifier(text) {
    const form = /^(cp|pp|gp)(3)(\d{1,2})(t?)(?:_\d+)?-((?:manylinux|musllinux|macosx|win|android|ios|pyodide)_\w+|win32)$/;
    const [, implementation, major = '', minor = '', free, platform = ''] = form.exec(text) ?? [];
    if (implementation === undefined)
        return undefined;
    const digits = `${major}${minor}`;
    return {
        text,
        python: `${implementation === 'gp' ? 'graalpy' : implementation}${digits}`,
        implementation: implementation,
        version: Number(major) * 100 + Number(minor),
        isFreeThreaded: free === 't',
        platform,
    };
}
/** Whether a wheel is one that a build of this identifier needs: an `abi3` wheel serves all later versions, `none` every one. */
function coversIdentifier(fileName, identifier) {
    const tags = readWheelTags(fileName);
    return tags !== undefined && fitsInterpreter(tags, identifier) && fitsPlatform(tags, identifier.platform);
}
function fitsInterpreter({ pythons, abis }, identifier) {
    const { implementation, version, isFreeThreaded, python } = identifier;
    const generic = pythons.some((tag) => tag === 'py3' || isAtMost(tag, 'py', version));
    if (generic && abis.includes('none'))
        return true;
    if (implementation !== 'cp')
        return pythons.includes(python);
    // PEP 703: the free-threaded build has an ABI of its own; PEP 803: a stable one since 3.15.
    const stable = isFreeThreaded ? 'abi3t' : 'abi3';
    if (abis.includes(stable) && pythons.some((tag) => isAtMost(tag, 'cp', version)))
        return true;
    return (pythons.includes(python) &&
        (abis.includes(`${python}${isFreeThreaded ? 't' : ''}`) || abis.includes('none')));
}
/** `cp39` is at most 313, `cp4` and `cp314` are not. */
function isAtMost(tag, prefix, version) {
    const [, minor] = new RegExp(`^${prefix}3(\\d{1,2})$`).exec(tag) ?? [];
    return minor !== undefined && 300 + Number(minor) <= version;
}
function fitsPlatform({ platforms }, platform) {
    if (/^win/.test(platform))
        return platforms.includes(platform);
    const [, family = '', architecture = ''] = /^([a-z]+)_(.+)$/.exec(platform) ?? [];
    return platforms.some((tag) => {
        if (family === 'pyodide')
            return /^(?:pyodide|pyemscripten)_.+_wasm32$/.test(tag);
        if (family === 'macosx')
            return isOfFamily(tag, family) && (tag.endsWith(`_${architecture}`) || tag.endsWith('_universal2'));
        return isOfFamily(tag, family) && tag.endsWith(`_${architecture}`);
    });
}
const isOfFamily = (tag, family) => new RegExp(`^${family}\\d*_`).test(tag);

;// CONCATENATED MODULE: ./packages/python/src/distribution/wheel-leg.ts

const architecture = /^[a-z0-9_]+$/;
// Tags by system: each gets the architecture, and returns the form of its platform tags.
const systems = {
    linux: (arch) => new RegExp(`^(?:manylinux|musllinux)\\w*_${arch}$|^linux_${arch}$`),
    // A universal2 wheel contains both.
    macos: (arch) => new RegExp(`^macosx_\\d+_\\d+_(?:${arch}|universal2)$`),
    windows: (arch) => (arch === 'x86' ? /^win32$/ : new RegExp(`^win_${arch}$`)),
    android: (arch) => new RegExp(`^android_\\d+_${arch}$`),
    ios: (arch) => new RegExp(`^ios_\\d+_\\d+_${arch}$`),
    pyodide: (arch) => new RegExp(`^(?:pyodide|pyemscripten)_\\w+_${arch}$`),
};
/** Undefined for a name that is not a leg's. */
function parseWheelLeg(name) {
    if (name === 'any')
        return { name, accepts: (tag) => tag === 'any' };
    const [system = '', arch = '', ...more] = name.split('-');
    const form = Object.hasOwn(systems, system) ? systems[system] : undefined;
    if (form === undefined || !architecture.test(arch) || more.some((word) => word === ''))
        return undefined;
    const expected = form(arch);
    return { name, accepts: (tag) => expected.test(tag) };
}
/** Platform tags of a file that do not belong to a leg; an sdist belongs to `any`. */
function listForeignTags(leg, fileName) {
    const platforms = readWheelTags(fileName)?.platforms ?? ['any'];
    return platforms.filter((tag) => !leg.accepts(tag));
}

;// CONCATENATED MODULE: ./actions/checksums/src/judge-collection.ts






const maxShown = 10;
/** `wheels-linux-x86_64` is of the leg `linux-x86_64`; an artifact that names none has the files of every platform. */
function findLeg(artifact) {
    const words = artifact.split('-');
    const legs = words.flatMap((_, index) => parseWheelLeg(words.slice(index).join('-')) ?? []);
    return legs[0] ?? { name: 'any', accepts: (tag) => tag === 'any' };
}
/**
 * What keeps the lists of several jobs from being one release, as clauses: the sdist, one project and version, and for each
 * artifact the platform that its name stands for.
 * @param expected legs such as `linux-x86_64`, and identifiers of builds such as `cp313-manylinux_x86_64`, each of which has a wheel
 * @throws InputError E_INPUT_INVALID for something else that is expected
 */
function judgeCollection(lists, expected) {
    const legs = lists.map((list) => ({ ...list, leg: findLeg(list.artifact) }));
    const names = lists.flatMap(({ files }) => files.map(({ name }) => name));
    const wheels = names.filter((name) => name.endsWith('.whl'));
    const sdists = lists.flatMap(({ files }) => files.filter(({ kind }) => kind === 'sdist'));
    const foreign = legs.flatMap(({ artifact, leg, files }) => files
        .filter(({ kind, name }) => kind !== 'other' && listForeignTags(leg, name).length > 0)
        .map(({ name }) => `${show([name])} in ${show([artifact])} is not for ${leg.name}`));
    const built = new Set(legs.filter(({ files }) => files.some(({ kind }) => kind === 'wheel')).map(({ leg }) => leg.name));
    const missing = expected.filter((each) => {
        if (parseWheelLeg(each) !== undefined)
            return !built.has(each);
        const identifier = parseBuildIdentifier(each);
        if (identifier !== undefined)
            return !wheels.some((name) => coversIdentifier(name, identifier));
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `Input "expected" contains "${(0,neutralize/* neutralizeLine */.a0)(each, 100)}", which is neither a platform such as linux-x86_64 nor a build such as cp313-manylinux_x86_64.`,
        });
    });
    return [
        ...(sdists.length === 1 ? [] : [`there are ${sdists.length} sdists instead of one`]),
        ...judgeReleases(names),
        ...foreign.slice(0, maxShown),
        ...(foreign.length > maxShown ? [`and ${foreign.length - maxShown} more files of other platforms`] : []),
        ...(missing.length === 0 ? [] : [`no wheel was built for ${show(missing)}`]),
    ];
}
/** One project in one version, as the names of the files spell them. */
function judgeReleases(names) {
    const releases = new Map();
    const unread = [];
    for (const name of names.filter((each) => /\.(?:whl|tar\.gz)$/.test(each))) {
        const parsed = parseWheelFileName(name) ?? parseSdistFileName(name);
        if (parsed === undefined)
            unread.push(name);
        else
            releases.set(`${parsed.project} ${parsed.version}`, name);
    }
    return [
        ...(unread.length === 0 ? [] : [`${show(unread)} is not the name of a distribution`]),
        ...(releases.size <= 1
            ? []
            : [
                `they are of ${releases.size} releases: ${show([...releases].map(([release, name]) => `${release} (${name})`))}`,
            ]),
    ];
}
const show = (texts) => `${(0,neutralize/* neutralizeLine */.a0)(texts.slice(0, maxShown).join(', '), 800)}${texts.length > maxShown ? ` and ${texts.length - maxShown} more` : ''}`;

;// CONCATENATED MODULE: ./actions/checksums/src/collect-lists.ts











/**
 * Proves that what several jobs built is one release: each artifact has exactly the files of its job's list, and the lists fit
 * together. Nothing is kept, joined or stored.
 * @throws InputError E_INPUT_INVALID; IntegrityError E_COLLECTION_INVALID, E_FILES_DIFFER; as fetchArtifact
 */
async function collectLists(context) {
    const { inputs, log, setOutput, summary } = context;
    const legs = pairLists(inputs);
    const findings = judgeCollection(legs, inputs.expected);
    if (findings.length > 0) {
        throw new action_error/* IntegrityError */.cs(checksumsErrors.E_COLLECTION_INVALID, {
            message: `The files of ${legs.length} jobs are not one release: ${findings.join('; ')}.`,
        });
    }
    for (const leg of legs)
        await proveArtifact(context, leg);
    const files = (0,parse_file_list/* joinFileLists */.gn)(legs.map(({ files: own }) => own));
    log.info(`${files.length} files of ${legs.length} jobs are one release.`);
    setOutput('files', (0,parse_file_list/* renderFileList */.zW)(files));
    summary.setTitle(`Collected ${(0,count/* count */.U)(files.length, 'file')} of ${(0,count/* count */.U)(legs.length, 'job')}`);
    summary.addTable(['Artifact', 'File', 'SHA-256'], legs.flatMap(({ artifact, files: own }) => own.map(({ name, sha256 }) => [artifact, name, (0,markdown/* codeOf */.$N)(sha256)])));
}
/** The list of each artifact, by their order. */
function pairLists({ digests, 'artifact-name': names }) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    const problem = digests.length === 0
        ? 'Input "digests" is empty, so there is nothing to collect.'
        : names.length !== digests.length
            ? `Input "artifact-name" has ${names.length} lines and "digests" ${digests.length}: a job that is skipped has no line in either, and one that built has one in both.`
            : twice === undefined
                ? undefined
                : `Input "artifact-name" contains "${(0,neutralize/* neutralizeLine */.a0)(twice, 100)}" twice.`;
    if (problem !== undefined)
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, { message: problem });
    return digests.map((files, index) => ({ artifact: names[index] ?? '', files }));
}
/** The artifact has the files of the list, and no other. */
async function proveArtifact(context, { artifact, files }) {
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(context.job.temporaryDirectory, 'collect-'));
    try {
        try {
            const fetched = await (0,fetch_artifact/* fetchArtifact */.t)(context, { name: artifact, directory, promised: files });
            (0,parse_file_list/* compareFileList */.mn)(files, fetched.map((file) => ({ ...file, kind: (0,parse_file_list/* kindOfFile */.yK)(file.name) })));
        }
        catch (cause) {
            if (!(cause instanceof action_error/* IntegrityError */.cs) || cause.code !== 'E_FILES_DIFFER')
                throw cause;
            throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_FILES_DIFFER, {
                message: `The artifact ${(0,neutralize/* neutralizeLine */.a0)(artifact, 100)} is not what its job stored. ${cause.message}`,
                hint: 'Another job may have replaced the artifact. Look for a second job that stores one of this name, then start a new run.',
                cause,
            });
        }
    }
    finally {
        await (0,promises_.rm)(directory, { recursive: true, force: true });
    }
}


/***/ })

};
