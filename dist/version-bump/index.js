import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 9888:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ refuseClosedEnvironment)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/repository.ts
var src_repository = __nccwpck_require__(7857);
// EXTERNAL MODULE: ./packages/github/src/client.ts + 3 modules
var client = __nccwpck_require__(7684);
// EXTERNAL MODULE: ./packages/github/src/errors.ts
var errors = __nccwpck_require__(3570);
;// CONCATENATED MODULE: ./packages/github/src/settings/deployment-policy.ts



const maxPolicies = 100;
/**
 * Whether a tag matches a pattern of an environment: Ruby's `File.fnmatch`, where `*` and `?` stop at a slash (GitHub Docs,
 * "Deployments and environments"). A pattern with sets, escapes or `**` is left to GitHub, and counts as a match.
 */
function mayMatch(pattern, tag) {
    if (/[[\\]|\*\*/.test(pattern))
        return true;
    const source = pattern
        .replace(/[.+^${}()|\]]/g, '\\$&')
        .replaceAll('*', '[^/]*')
        .replaceAll('?', '[^/]');
    return new RegExp(`^${source}$`, 's').test(tag);
}
/** Reads the rules of an environment for branches and tags, which takes `actions: read`. @throws as GitHubClient.rest */
async function askDeployment({ rest, at }, environment, tag) {
    try {
        const found = await (0,client/* findOptional */.qb)(rest.repos.getEnvironment({ ...at, environment_name: environment, ...(0,client/* expecting */.Kk)(['name:string']) }));
        if (found === undefined)
            return { state: 'missing' };
        const policy = found.deployment_branch_policy ?? undefined;
        if (policy === undefined)
            return { state: 'open' };
        // A tag is never a protected branch.
        if (policy.protected_branches)
            return { state: 'closed', allows: 'protected branches' };
        const { data } = await rest.repos.listDeploymentBranchPolicies({
            ...{ ...at, environment_name: environment, per_page: maxPolicies },
            ...(0,client/* expecting */.Kk)(['branch_policies:list', 'branch_policies[].name?:string']),
        });
        const patterns = data.branch_policies.flatMap(({ name, type = 'branch' }) => type === 'tag' && name !== undefined ? [name] : []);
        const isOpen = data.total_count > maxPolicies || patterns.some((pattern) => mayMatch(pattern, tag));
        return isOpen ? { state: 'open' } : { state: 'closed', allows: patterns };
    }
    catch (cause) {
        const isRefused = cause instanceof action_error/* EnvironmentError */.eG && cause.code === errors/* githubErrors */.Z.E_GITHUB_PERMISSION.code;
        if (isRefused)
            return { state: 'unseen' };
        throw cause;
    }
}

// EXTERNAL MODULE: ./actions/version-bump/src/errors.ts
var src_errors = __nccwpck_require__(3314);
// EXTERNAL MODULE: ./actions/version-bump/src/workflow-file.ts
var workflow_file = __nccwpck_require__(691);
// EXTERNAL MODULE: ./actions/version-bump/src/checks/server-limits.ts
var server_limits = __nccwpck_require__(5141);
;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-environment.ts








const folder = '.github/workflows';
/** What the environment of a job is, as far as the file says it: an expression that chooses by the index has both names in it. */
function readEnvironment(written, index) {
    const name = String(((0,is_record/* isRecord */.u)(written) ? written['name'] : written) ?? '');
    if (!name.includes('${{'))
        return name === '' ? undefined : name;
    const names = [...name.matchAll(/'([\w.-]+)'/g)].map(([, each = '']) => each);
    const others = names.filter((each) => each !== 'testpypi');
    return index === 'testpypi' && names.includes('testpypi') ? 'testpypi' : others.at(-1);
}
/** The environments of the jobs that upload to a package index. */
function listEnvironments(workflow, index) {
    const jobs = (0,is_record/* isRecord */.u)(workflow) && (0,is_record/* isRecord */.u)(workflow['jobs']) ? workflow['jobs'] : {};
    const found = (0,server_limits/* listOwnSteps */.K)(workflow).flatMap(({ job, action }) => {
        const definition = jobs[job];
        const uploads = action === 'pypi-publish' || action === 'publish';
        return uploads && (0,is_record/* isRecord */.u)(definition) ? (readEnvironment(definition['environment'], index) ?? []) : [];
    });
    return [...new Set(found)];
}
/**
 * Refuses a release whose tag the environment of the publishing job does not allow: GitHub would refuse that job after everything
 * was built, and show no log. A missing environment is warned of, since GitHub creates it without a rule.
 * @throws EnvironmentError E_BUMP_ENVIRONMENT with what it allows; and as GitHubClient.rest
 */
async function refuseClosedEnvironment({ log }, repository, { tag, sha, file, index }) {
    const text = file === undefined ? undefined : await (0,src_repository/* readFileAt */._T)(repository, `${folder}/${file}`, sha);
    if (file === undefined || text === undefined)
        return;
    const workflow = await (0,workflow_file/* parseWorkflow */.h)(file, Buffer.from(text).toString('utf8'));
    for (const name of listEnvironments(workflow, index)) {
        const answer = await askDeployment(repository, name, tag);
        const shown = (0,neutralize/* neutralizeLine */.a0)(name, 100);
        if (answer.state === 'missing')
            log.warning(`The environment "${shown}" does not exist. GitHub creates it for the publishing job without a rule, so that any branch could publish. Create it with a rule for release tags.`);
        if (answer.state !== 'closed')
            continue;
        const { allows } = answer;
        const allowed = allows === 'protected branches'
            ? 'protected branches only, and a tag is not a branch'
            : allows.length === 0
                ? 'no tags'
                : `only tags like ${(0,neutralize/* neutralizeLine */.a0)(allows.join(', '), 200)}`;
        throw new action_error/* EnvironmentError */.eG(src_errors/* bumpErrors */.y.E_BUMP_ENVIRONMENT, {
            message: `The environment "${shown}" allows ${allowed}, so GitHub would refuse the job that publishes at ${(0,neutralize/* neutralizeLine */.a0)(tag, 120)}. Nothing was written.`,
        });
    }
}


/***/ }),

/***/ 5141:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ listOwnSteps),
/* harmony export */   V: () => (/* binding */ listUnsupportedSteps)
/* harmony export */ });
/* harmony import */ var _slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9583);

const isOff = (condition) => condition === false || /^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition));
/** The steps of a workflow that use one of our actions, by whichever address; those that are switched off are left out. */
function listOwnSteps(workflow) {
    const jobs = (0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(workflow) && (0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(workflow['jobs']) ? workflow['jobs'] : {};
    return Object.entries(jobs).flatMap(([job, definition]) => {
        if (!(0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(definition) || isOff(definition['if']))
            return [];
        const steps = Array.isArray(definition['steps']) ? definition['steps'] : [];
        return steps.flatMap((step) => {
            if (!(0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(step) || isOff(step['if']))
                return [];
            const action = /\/actions\/([a-z-]+)(?:@.*)?$/.exec(String(step['uses']))?.[1];
            const inputs = (0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(step['with']) ? step['with'] : {};
            return action === undefined ? [] : [{ job, action, inputs }];
        });
    });
}
/** What of a workflow cannot work on a server; nothing on github.com. */
function listUnsupportedSteps(workflow, server) {
    if (server.kind === 'github.com')
        return [];
    return listOwnSteps(workflow).flatMap((step) => {
        const found = judgePypi(step, server) ?? judgeArtifact(step, server) ?? judgeSigning(step, server);
        return found === undefined ? [] : [{ job: step.job, action: step.action, ...found }];
    });
}
const readText = (value) => typeof value === 'string' || typeof value === 'boolean' ? String(value).trim() : '';
function judgePypi({ action, inputs }, { idTokenIssuer }) {
    if (action !== 'pypi-publish' || readText(inputs['password']) !== '')
        return undefined;
    const index = readText(inputs['repository-url']).toLowerCase();
    // Another index decides for itself whom it trusts. An expression that names PyPI publishes there unless it is told otherwise.
    const isNamed = ['', 'pypi', 'testpypi'].includes(index) || (index.includes("'pypi'") && !index.includes('://'));
    if (!isNamed)
        return undefined;
    const reason = `PyPI does not accept ID tokens of ${idTokenIssuer}; remove the step, or set "user" to "__token__" and "password" to an API token`;
    return { reason, when: 'final' };
}
const storing = 'python-build';
const fetching = ['checksums', 'pypi-publish', 'github-packages-publish'];
function judgeArtifact({ action, inputs }, { hasArtifacts }) {
    if (hasArtifacts)
        return undefined;
    const name = inputs['artifact-name'];
    const isUsed = action === storing ? name !== '' : fetching.includes(action) && readText(name) !== '';
    if (!isUsed)
        return undefined;
    const reason = 'GitHub\'s artifact client does not support GitHub Enterprise Server; set "artifact-name" to "" and build and publish in one job';
    return { reason, when: 'always' };
}
function judgeSigning({ action, inputs }, { idTokenIssuer }) {
    if (action !== 'docker-build-sign')
        return undefined;
    const signs = readText(inputs['sign']) !== 'false' && readText(inputs['mode']) !== 'promote';
    if (!signs)
        return undefined;
    const reason = `Sigstore does not accept ID tokens of ${idTokenIssuer}; set "sign" to "false" here and where the image is promoted`;
    return { reason, when: 'image' };
}


/***/ }),

/***/ 3314:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ bumpErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of bumping a version. */
const bumpErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_BUMP_BRANCH: {
        message: 'A version can only be released from a branch.',
        hint: 'Start the workflow on the branch to release.',
    },
    E_BUMP_CHECKS: {
        message: 'Checks of the commit to release are not green.',
        hint: 'Wait until they pass, or fix what fails, then re-run the job. To release without them, set "require-checks" to "none".',
    },
    E_BUMP_ENVIRONMENT: {
        message: 'The environment of the publishing job does not allow the tag of the release.',
        hint: 'In the settings of the environment, under "Deployment branches and tags", add a rule of the type tag that matches the tag, such as "v*" or "[0-9]*", and re-run the job.',
    },
    E_BUMP_GATE: {
        message: 'The draft was made for another package index.',
        hint: 'Start the workflow at the tag with the same "index" instead. A draft that a person publishes is released to PyPI.',
    },
    E_BUMP_TREE: {
        message: 'The checked-out files differ from the commit to release.',
        hint: 'Check out the branch without changing files before this step. Nothing was written.',
    },
    E_BUMP_VERSION: {
        message: 'The next version cannot be released.',
        hint: 'Choose a version that is later than the last one and has no tag.',
    },
    E_BUMP_WHEELS: {
        message: 'The release workflow does not build the wheels of a project with compiled parts.',
        hint: 'Set "native: auto" on the python-build step, and call wheels.yml in the next job, as docs/native-wheels.md shows. To publish only the sdist, set "formats: sdist".',
    },
    E_GITHUB_BRANCH_MOVED: {
        message: 'The branch received a new commit during the release.',
        hint: 'Run the workflow on the branch again. Nothing was written.',
    },
});


/***/ }),

/***/ 1420:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  h: () => (/* binding */ listNamedTags),
  y: () => (/* binding */ readVersionTags)
});

// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/repository.ts
var src_repository = __nccwpck_require__(7857);
// EXTERNAL MODULE: ./packages/tags/src/project-tags.ts + 2 modules
var project_tags = __nccwpck_require__(2385);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/tags/src/errors.ts
var errors = __nccwpck_require__(292);
// EXTERNAL MODULE: ./packages/tags/src/project-names.ts
var project_names = __nccwpck_require__(6183);
;// CONCATENATED MODULE: ./packages/tags/src/refuse-unread.ts




const maxNamedTags = 5;
/**
 * Stops where the repository has version tags and none of them is the project's: a first release beside them would most likely
 * start again at the beginning. A new package beside packages with tags of their own is a first release.
 * @throws InputError E_TAG_UNREAD, which names the tags
 */
function refuseUnreadTags(found, question) {
    const { releases, developments, strangers, kinds } = found;
    if (releases.length + developments.length > 0 || question.format !== undefined)
        return;
    const isMember = (0,project_names/* cleanFolder */.UI)(question.package) !== undefined;
    const unread = isMember ? strangers.filter((tag) => kinds.get(tag) === 'unread') : strangers;
    if (unread.length === 0)
        return;
    const named = unread.slice(0, maxNamedTags).map((tag) => `"${(0,neutralize/* neutralizeLine */.a0)(tag, 80)}"`);
    const rest = unread.length > maxNamedTags ? ` and ${unread.length - maxNamedTags} more` : '';
    const project = question.name === undefined ? 'the project' : (0,neutralize/* neutralizeLine */.a0)(question.name, 80);
    throw new action_error/* InputError */.dz(errors/* tagErrors */.S.E_TAG_UNREAD, {
        message: `No tag of the repository has the form of a release of ${project}: ${named.join(', ')}${rest}. Nothing was written.`,
    });
}

// EXTERNAL MODULE: ./packages/tags/src/tag-style.ts
var tag_style = __nccwpck_require__(2967);
;// CONCATENATED MODULE: ./actions/version-bump/src/history/version-tags.ts





/** All tags of a repository, through the API. @throws as GitHubClient.rest */
async function listNamedTags(repository) {
    return (await (0,src_repository/* listTags */.cB)(repository)).map(({ ref, sha, type }) => ({
        name: ref.slice('refs/tags/'.length),
        // What an annotated tag points at would take a request for each of them.
        commitSha: type === 'commit' ? sha : undefined,
    }));
}
/**
 * The tags of the project: its releases, highest first, and the style of the next one.
 * @throws InputError E_TAG_UNREAD where the version tags of the repository are none of the project's
 */
function readVersionTags(question, log) {
    const found = (0,project_tags/* readProjectTags */.F)(question);
    refuseUnreadTags(found, question);
    const { style, contradicted, releases } = found;
    if (contradicted !== undefined) {
        log.warning(`The tag format is "${(0,tag_style/* describeStyle */.Ni)(style)}", and the newest releases are tagged like "${(0,tag_style/* describeStyle */.Ni)(contradicted)}", such as "${(0,neutralize/* neutralizeLine */.a0)(releases[0]?.name ?? '', 120)}".`);
    }
    return found;
}


/***/ }),

/***/ 7343:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  XZ: () => (/* binding */ hints),
  QL: () => (/* binding */ inputs_inputs),
  V4: () => (/* binding */ outputs)
});

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 4 modules
var core = __nccwpck_require__(8838);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/inputs/find-nearest.ts
var find_nearest = __nccwpck_require__(4111);
;// CONCATENATED MODULE: ./packages/core/src/inputs/scalar-inputs.ts





function reject(name, text, expected, guess = '') {
    return new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "${name}" is "${(0,neutralize/* neutralizeLine */.a0)(text, 200)}"; ${expected}.${guess}`,
    });
}
function defineText(kind, options) {
    return {
        kind,
        default: options.default,
        required: options.required === true,
        mayBeEmpty: options.mayBeEmpty === true,
        parse: (text) => (text === '' && options.default === undefined ? undefined : text),
    };
}
/** Any text. */
function scalar_inputs_text(options = {}) {
    return defineText('text', options);
}
/** A text that is masked before anything else happens with it. */
function secret(options = {}) {
    return defineText('secret', options);
}
/** `true` or `false` in the words of the YAML 1.2 core schema, as `getBooleanInput` reads them. */
function flag(options) {
    return {
        kind: 'flag',
        default: String(options.default),
        required: false,
        parse(given, name) {
            if ((0,core/* getInput */.V4)(name) === '')
                return options.default;
            try {
                return (0,core/* getBooleanInput */.Vt)(name);
            }
            catch {
                throw reject(name, given, 'expected true or false');
            }
        },
    };
}
/** One of a few words. */
function choice(words, options = {}) {
    return {
        kind: 'choice',
        default: options.default,
        required: options.required === true,
        parse(given, name) {
            const found = words.find((word) => word === given);
            if (found !== undefined)
                return found;
            if (given === '' && options.default === undefined)
                return undefined;
            const nearest = (0,find_nearest/* findNearest */.q)(given, words);
            const guess = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
            throw reject(name, given, `expected one of ${words.join(', ')}`, guess);
        },
    };
}
/** A whole number within bounds. */
function integer(options) {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
    return {
        kind: 'integer',
        default: String(options.default),
        required: false,
        parse(given, name) {
            const value = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
            if (value >= min && value <= max)
                return value;
            const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
            throw reject(name, given, `expected a whole number ${bounds}`);
        },
    };
}

;// CONCATENATED MODULE: ./packages/core/src/inputs/list-inputs.ts




/** Lines, without blank lines and comments (`#` as the first character). */
function readLines(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
/** One item per line. */
function list(options = {}) {
    return { kind: 'list', default: options.default, required: options.required === true, parse: readLines };
}
/** One `NAME=VALUE` per line; each name may occur once. */
function keyValues() {
    return {
        kind: 'key-values',
        default: undefined,
        required: false,
        parse(text, name) {
            const values = new Map();
            for (const line of readLines(text)) {
                const at = line.indexOf('=');
                const key = line.slice(0, Math.max(0, at)).trim();
                const problem = at < 1 || key === '' ? 'is not NAME=VALUE' : values.has(key) ? 'repeats a name' : undefined;
                if (problem !== undefined) {
                    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
                        // Do not show the value, which may be a secret; the name is enough to correct it.
                        message: `Input "${name}": the line "${(0,neutralize/* neutralizeLine */.a0)(at < 1 ? line.slice(0, 40) : key, 100)}" ${problem}.`,
                    });
                }
                values.set(key, line.slice(at + 1));
            }
            return values;
        },
    };
}
/** The JSON lists of files with their digests that different jobs output, one per line; undefined if empty. */
function fileList() {
    return {
        ...fileLists(),
        parse(text, name) {
            const lists = fileLists().parse(text, name);
            return lists.length === 0 ? undefined : joinFileLists(lists, `Input "${name}"`);
        },
    };
}
/** The same, list by list, in the order of the lines. No file is in two of them. */
function fileLists() {
    return {
        kind: 'file-list',
        default: undefined,
        required: false,
        parse(text, name) {
            const what = `Input "${name}"`;
            const lines = readLines(text);
            if (lines.length === 0)
                return [];
            // One list may itself be written on several lines.
            const isOne = !lines.every((line) => line.startsWith('[') && line.endsWith(']'));
            const lists = (isOne ? [text] : lines).map((line) => parseFileList(line, what));
            joinFileLists(lists, what);
            return lists;
        },
    };
}

// EXTERNAL MODULE: ./packages/python/src/version/bump-version.ts
var bump_version = __nccwpck_require__(5970);
;// CONCATENATED MODULE: ./actions/version-bump/src/inputs.ts


/** The inputs, as `action.yml` describes them. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    bump: choice(['auto', ...bump_version/* bumpKinds */.K, 'none']),
    version: scalar_inputs_text(),
    'pre-major': choice(['minor', 'major'], { default: 'minor' }),
    'bump-types': keyValues(),
    path: scalar_inputs_text({ default: '.' }),
    package: scalar_inputs_text(),
    'shared-paths': list(),
    'tag-format': scalar_inputs_text({ default: 'auto' }),
    'tag-prefix': scalar_inputs_text({ default: 'auto', mayBeEmpty: true }),
    'version-file': scalar_inputs_text(),
    'extra-files': list(),
    'release-branches': list(),
    'require-checks': choice(['auto', 'all', 'none'], { default: 'auto' }),
    changelog: scalar_inputs_text(),
    mode: choice(['direct', 'pull-request'], { default: 'direct' }),
    dispatch: scalar_inputs_text(),
    'dispatch-inputs': keyValues(),
    'commit-message': scalar_inputs_text({ default: 'chore(release): {version}' }),
    'dry-run': flag({ default: false }),
    token: secret(),
});
const outputs = [
    'name',
    'version',
    'previous-version',
    'tag',
    'path',
    'commit',
    'changed',
    'released',
    'reason',
    'is-prerelease',
    'from-release',
    'plan',
    'slipway',
];
/** What to change about an error, in the names of these inputs. */
const hints = {
    E_GITHUB_AUTHENTICATION: 'Leave "token" unset to use the token of the job, or pass one that has not expired.',
    E_GITHUB_RULES: 'Use "mode: pull-request", or allow the app of the token to bypass the rule.',
};


/***/ }),

/***/ 5840:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5525);
/* harmony import */ var _slipway_handover_build_id__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7903);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7343);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4285);




// Only git in a complete checkout is started: what starts it is loaded then.
const exec = {
    async run(...command) {
        const { createExec } = await __nccwpck_require__.e(/* import() */ 344).then(__nccwpck_require__.bind(__nccwpck_require__, 2344));
        return createExec().run(...command);
    },
};
await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)({
    name: 'version-bump',
    inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL,
    outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .outputs */ .V4,
    hints: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .hints */ .XZ,
    async main(context) {
        // Every bundle is read for it, and GitHub is asked meanwhile.
        const identified = (0,_slipway_handover_build_id__WEBPACK_IMPORTED_MODULE_2__/* .readBuildId */ .O)(process.argv[1] ?? '').then((id) => context.setOutput('slipway', id));
        const bumped = (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .runVersionBump */ .S)(context, { exec, path: process.env['PATH'] ?? '' });
        await Promise.allSettled([identified, bumped]);
        await Promise.all([bumped, identified]);
    },
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 2095:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ openJobRepository)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5336);
/* harmony import */ var _slipway_core_errors_core_errors__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1040);
/* harmony import */ var _slipway_github_client__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(7684);
/* harmony import */ var _slipway_github_repository__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7857);




/** The repository of the job, with the token of the inputs. @throws InputError E_INPUT_MISSING without a token */
function openJobRepository({ inputs, job, http, log }) {
    const { token } = inputs;
    if (token === undefined || token === '') {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_slipway_core_errors_core_errors__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_MISSING, { message: 'The input "token" is empty.' });
    }
    const { apiUrl, graphqlUrl } = job;
    return (0,_slipway_github_repository__WEBPACK_IMPORTED_MODULE_2__/* .openRepository */ .h_)((0,_slipway_github_client__WEBPACK_IMPORTED_MODULE_3__/* .createGitHubClient */ .LX)({ http, apiUrl, graphqlUrl, token, log }), job.repository);
}


/***/ }),

/***/ 7574:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  SH: () => (/* binding */ findAskedPackage),
  W3: () => (/* binding */ findTaggedPackage),
  LY: () => (/* binding */ readPackage)
});

;// CONCATENATED MODULE: ./packages/core/src/async/run-parallel.ts
/**
 * Runs `body` on every item, at most `limit` (and at least one) at a time. After a failure, nothing new is started, and running
 * items are awaited.
 * @throws the first failure
 */
async function runParallel(items, limit, body) {
    const queue = items.values();
    const failures = [];
    const drain = async () => {
        for (const item of queue) {
            try {
                await body(item);
            }
            catch (cause) {
                failures.push(cause);
            }
            if (failures.length > 0)
                return;
        }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, drain));
    if (failures.length > 0)
        throw failures[0];
}

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/commits.ts
var commits = __nccwpck_require__(5223);
// EXTERNAL MODULE: ./packages/github/src/commits/tree-entries.ts
var tree_entries = __nccwpck_require__(5215);
// EXTERNAL MODULE: ./packages/tags/src/project-names.ts
var project_names = __nccwpck_require__(6183);
// EXTERNAL MODULE: ./packages/tags/src/read-tag.ts
var read_tag = __nccwpck_require__(7330);
;// CONCATENATED MODULE: ./packages/tags/src/find-owner.ts


/** The package that a tag names; of several whose names fit, the longest. Undefined for a tag that names none of them. */
function findOwner(tag, packages) {
    let best;
    for (const owner of packages) {
        const reading = (0,read_tag/* createTagReader */.O)((0,project_names/* listNames */.Zv)(owner))(tag);
        if (reading.is !== 'own' || !reading.isNamed)
            continue;
        if (reading.prefix.length > (best?.length ?? 0))
            best = { owner, length: reading.prefix.length };
    }
    return best?.owner;
}
/** The name that a tag has before its version, such as `demo` in `demo-v1.2.0`; undefined for a tag without one. */
function readOwnerName(tag) {
    const reading = createTagReader([])(tag);
    return reading.is === 'foreign' ? reading.owner : undefined;
}

// EXTERNAL MODULE: ./actions/version-bump/src/project.ts + 1 modules
var project = __nccwpck_require__(8513);
;// CONCATENATED MODULE: ./actions/version-bump/src/packages/find-package.ts








const projectFile = /^(?:(.*)\/)?(?:pyproject\.toml|setup\.py|setup\.cfg)$/;
// Environments, installed packages, and what tests build are no packages of the repository.
const passedOver = /(?:^|\/)(?:\.[^/]+|node_modules|site-packages|tests?|testdata|fixtures|vendor|_vendor)(?:\/|$)/;
const maxPackages = 200;
/** The project in a folder, without name and version when there is none or it cannot be told. */
async function readPackage({ files }, folder, log) {
    try {
        const { name, version } = await (0,project/* openProject */.U)(files, folder, log);
        return { folder, name, version };
    }
    catch (cause) {
        // A root that only holds packages has no version, and a package that cannot be read is not the one.
        if (cause instanceof action_error/* ActionError */.lZ && cause.blame === 'input')
            return { folder, name: undefined, version: undefined };
        throw cause;
    }
}
/** The packages of a commit below its root. */
async function listPackages(view) {
    const { repository, sha, log } = view;
    const { paths, isComplete } = await (0,tree_entries/* listTreeFiles */.I)(repository, (await (0,commits/* readCommit */.kN)(repository, sha)).tree);
    const folders = new Set(paths.flatMap((path) => {
        const folder = projectFile.exec(path)?.[1];
        return folder === undefined || passedOver.test(folder) ? [] : [folder];
    }));
    if (!isComplete || folders.size > maxPackages)
        log.warning(`The repository has more packages than are looked at (${maxPackages}). Set "path" to the folder of the package.`);
    const found = [...folders].sort((left, right) => left.length - right.length).slice(0, maxPackages);
    const packages = new Map();
    await runParallel(found, 8, async (folder) => {
        packages.set(folder, await readPackage(view, folder, log));
    });
    return found.flatMap((folder) => packages.get(folder) ?? []);
}
/** The package that a tag names; undefined for a tag of none. */
async function findTaggedPackage(view, tag) {
    return findOwner(tag, await listPackages(view));
}
/**
 * The folder of the package that was asked for, by its name or as a folder.
 * @throws InputError E_INPUT_INVALID, which names the packages that there are
 */
async function findAskedPackage(view, asked) {
    const packages = await listPackages(view);
    // A tag of the package is read in every spelling of its name.
    const owner = packages.find(({ folder }) => folder === asked.replace(/^\.\/|\/$/g, '')) ??
        findOwner(`${asked}-1.0`, packages);
    if (owner !== undefined)
        return owner.folder;
    const { name: rootName } = await readPackage(view, '.', view.log);
    if (rootName !== undefined && findOwner(`${asked}-1.0`, [{ folder: undefined, name: rootName }]))
        return '.';
    const names = packages.map(({ name, folder }) => (0,neutralize/* neutralizeLine */.a0)(`${name ?? '?'} (${folder})`, 100));
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `The repository has no package "${(0,neutralize/* neutralizeLine */.a0)(asked, 100)}". It has ${names.slice(0, 20).join(', ') || 'no packages below its root'}.`,
        hint: 'Set "package" to the name or the folder of one of them.',
    });
}


/***/ }),

/***/ 7549:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ commitPage),
/* harmony export */   o: () => (/* binding */ tagPage)
/* harmony export */ });
/** Page of a tag; GitHub shows it also before there is a release. */
const tagPage = ({ serverUrl, repository }, tag) => `${serverUrl}/${repository}/releases/tag/${tag.split('/').map(encodeURIComponent).join('/')}`;
const commitPage = ({ serverUrl, repository }, sha) => `${serverUrl}/${repository}/commit/${sha}`;


/***/ }),

/***/ 8513:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  U: () => (/* binding */ openProject)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/files/join-inside.ts
var join_inside = __nccwpck_require__(3470);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/python/src/project/discover-project.ts + 1 modules
var discover_project = __nccwpck_require__(4266);
// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __nccwpck_require__(921);
;// CONCATENATED MODULE: ./packages/python/src/project/places/text-encoding.ts



const utf8 = {
    decode: (bytes) => bytes.toString('utf8'),
    encode: (text) => Buffer.from(text, 'utf8'),
};
// Every byte is one character, and back: what an ASCII version stands between does not matter.
const bytewise = {
    decode: (bytes) => bytes.toString('latin1'),
    encode: (text) => Buffer.from(text, 'latin1'),
};
const utf16 = {
    decode: (bytes) => bytes.toString('utf16le'),
    encode: (text) => Buffer.from(text, 'utf16le'),
};
const swapped = {
    decode: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
    encode: (text) => Buffer.from(text, 'utf16le').swap16(),
};
function listCodecs(bytes) {
    if (bytes.length % 2 === 0 && bytes[0] === 0xff && bytes[1] === 0xfe)
        return [utf16, bytewise];
    if (bytes.length % 2 === 0 && bytes[0] === 0xfe && bytes[1] === 0xff)
        return [swapped, bytewise];
    return [utf8, bytewise];
}
/**
 * Reads the bytes of a file in the first encoding that leads back to the same bytes, so that a file is never re-encoded: UTF-16 by
 * its byte order mark, UTF-8, or byte by byte for every other one.
 * @throws InputError E_PROJECT_INVALID for a TOML file that is not UTF-8, which TOML requires
 */
function decodeFile(file, path) {
    const bytes = Buffer.from(file);
    for (const { decode, encode } of listCodecs(bytes)) {
        const text = decode(bytes);
        if (!encode(text).equals(bytes))
            continue;
        if (encode === utf8.encode || !/\.(?:toml|lock)$/.test(path))
            return { text, encode };
    }
    throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_INVALID, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(path, 200)} is not UTF-8.`,
    });
}

// EXTERNAL MODULE: ./packages/python/src/project/places/version-location.ts
var version_location = __nccwpck_require__(6967);
;// CONCATENATED MODULE: ./actions/version-bump/src/project.ts







/**
 * @param folder of the project, from the root of the repository
 * @param versionFile value of the input `version-file`
 * @throws InputError E_PROJECT_MISSING, E_VERSION_DISAGREE and others of `discoverProject`
 */
async function openProject(files, folder, log, versionFile) {
    const top = (0,join_inside/* joinInside */.l)(folder);
    if (top === undefined) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `"${(0,neutralize/* neutralizeLine */.a0)(folder, 200)}" is outside of the repository.`,
        });
    }
    const decoded = new Map();
    const tree = {
        async read(path) {
            const full = (0,join_inside/* joinInside */.l)(top, path);
            const bytes = full === undefined ? undefined : await files.read(full);
            if (full === undefined || bytes === undefined)
                return undefined;
            const file = decoded.get(full) ?? decodeFile(bytes, full);
            decoded.set(full, file);
            return file.text;
        },
        async list(path) {
            const full = (0,join_inside/* joinInside */.l)(top, path);
            const listed = full === undefined ? [] : await files.listAll(full);
            return listed?.map((each) => `${path}${each}`);
        },
    };
    const project = await (0,discover_project/* discoverProject */.J)(tree, versionFile);
    const show = (place) => (0,version_location/* describeLocation */.lR)({ ...place, path: (0,join_inside/* joinInside */.l)(top, place.path) ?? place.path });
    return {
        name: project.name,
        version: project.version,
        async findCompiledSign() {
            const { findCompiledParts } = await __nccwpck_require__.e(/* import() */ 130).then(__nccwpck_require__.bind(__nccwpck_require__, 5130));
            return (await findCompiledParts(tree))?.sign;
        },
        async planEdits(request) {
            const { planVersionEdits } = await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(170), __nccwpck_require__.e(522), __nccwpck_require__.e(698)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8698));
            const { edits, stale, strangers } = await planVersionEdits(tree, project, request);
            for (const place of stale) {
                log.warning(`${show(place)} keeps "${(0,neutralize/* neutralizeLine */.a0)(place.version, 80)}" and is out of date after this release. Add "${place.path}" to "extra-files" to bump it too.`);
            }
            for (const place of strangers) {
                log.warning(`${show(place)} contains a different version, "${(0,neutralize/* neutralizeLine */.a0)(place.version, 80)}", and was left unchanged.`);
            }
            return edits.map(({ path, before, after }) => {
                const full = (0,join_inside/* joinInside */.l)(top, path) ?? path;
                const encode = decoded.get(full)?.encode ?? ((text) => Buffer.from(text, 'utf8'));
                return { path: full, before: encode(before), after: encode(after) };
            });
        },
    };
}


/***/ }),

/***/ 3307:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EL: () => (/* binding */ readReleaseLine),
/* harmony export */   Lj: () => (/* binding */ formatReleaseLine),
/* harmony export */   tF: () => (/* binding */ nameReleaseBranch)
/* harmony export */ });
/* harmony import */ var _slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6401);

const line = /^Slipway-Release: (\S{1,100}) as (\S{1,250})\r?$/m;
/** The trailer that names a release in a commit message and in the description of its pull request. */
function formatReleaseLine(version, tag) {
    return `Slipway-Release: ${version} as ${tag}`;
}
/** The release that a text names; undefined when it names none. */
function readReleaseLine(text) {
    const found = line.exec(text);
    const version = (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(found?.[1] ?? '');
    const tag = found?.[2];
    return version === undefined || tag === undefined ? undefined : { version, tag };
}
/** The branch of the pull request of a branch, and of a package in a repository of several: `slipway/release-main-demo`. */
function nameReleaseBranch(branch, folder, name) {
    const isRoot = folder.split('/').every((part) => part === '' || part === '.');
    const label = (name ?? folder)
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '');
    return `slipway/release-${branch}${isRoot ? '' : `-${label}`}`;
}


/***/ }),

/***/ 6686:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EG: () => (/* binding */ renderPlan),
/* harmony export */   Wd: () => (/* binding */ listChanges),
/* harmony export */   k: () => (/* binding */ hashPlan)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

const sha256 = (bytes) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex');
/**
 * Names what is to be done: what it starts from and what it is to be. The new bytes are not part of it, as the date in a
 * changelog is that of the day: a run that was stopped yesterday is the same release today.
 */
function hashPlan(plan) {
    const identity = {
        version: plan.version,
        baseSha: plan.baseSha,
        branch: plan.branch,
        tag: plan.tag,
        edits: plan.edits.map(({ path, before }) => [path, before === undefined ? null : sha256(before)]),
    };
    return sha256(Buffer.from(JSON.stringify(identity)));
}
/** The value of the output `plan`. */
function renderPlan(plan) {
    return JSON.stringify({
        version: plan.version,
        previousVersion: plan.previousVersion ?? null,
        isPrerelease: plan.isPrerelease,
        branch: plan.branch,
        base: plan.baseSha,
        tag: plan.tag,
        sha256: hashPlan(plan),
        edits: plan.edits.map(({ path, before, after }) => ({
            path,
            before: before === undefined ? null : sha256(before),
            after: after === undefined ? null : sha256(after),
        })),
    });
}
function listChanges(plan) {
    return plan.edits.map(({ path, after }) => ({ path, contents: after }));
}


/***/ }),

/***/ 2433:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ renderDiff)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);

/** The lines that differ, file by file: `-` and `+` before what goes and comes, with one line of context. */
async function renderDiff(edits) {
    if (edits.length === 0)
        return [];
    // Loaded when there is something to show.
    const { structuredPatch } = await Promise.all(/* import() */[__nccwpck_require__.e(291), __nccwpck_require__.e(515)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8515));
    const decode = (bytes) => Buffer.from(bytes ?? []).toString('utf8');
    return edits.flatMap(({ path, before, after }) => {
        const { hunks } = structuredPatch(path, path, decode(before), decode(after), '', '', { context: 1 });
        return hunks.flatMap(({ oldStart, lines }) => [
            `${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__/* .replaceInvisible */ .k6)(path)}, line ${oldStart}:`,
            ...lines.map((line) => `  ${line.charAt(0)} ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__/* .replaceInvisible */ .k6)(line.slice(1))}`),
        ]);
    });
}


/***/ }),

/***/ 7623:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ addReport)
/* harmony export */ });
/* harmony import */ var _slipway_core_markdown__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2712);
/* harmony import */ var _slipway_core_text_count__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(542);
/* harmony import */ var _pages_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7549);
/* harmony import */ var _render_diff_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2433);




const shownCharacters = 20_000;
const linkCommit = (job, sha) => (0,_slipway_core_markdown__WEBPACK_IMPORTED_MODULE_0__/* .linkTo */ .uM)(sha.slice(0, 7), (0,_pages_js__WEBPACK_IMPORTED_MODULE_1__/* .commitPage */ .b)(job, sha));
const describeEdits = ({ edits }) => edits.length === 0 ? '' : `, ${(0,_slipway_core_text_count__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U)(edits.length, 'file')} changed`;
/** One table of what was decided and done, and what changed in the files. */
async function addReport({ summary, job }, plan, facts) {
    const { commitSha, runUrl, state } = facts;
    const step = plan.previousVersion === undefined ? plan.version : `${plan.previousVersion} → ${plan.version}`;
    summary.setTitle(`${state} ${step}`);
    summary.addTable(['', ''], [
        ['Tag', state !== 'Tagged' ? plan.tag : (0,_slipway_core_markdown__WEBPACK_IMPORTED_MODULE_0__/* .linkTo */ .uM)(plan.tag, (0,_pages_js__WEBPACK_IMPORTED_MODULE_1__/* .tagPage */ .o)(job, plan.tag))],
        [
            'Commit',
            (0,_slipway_core_markdown__WEBPACK_IMPORTED_MODULE_0__/* .joinMarkdown */ .UF)(linkCommit(job, commitSha ?? plan.baseSha), ` on ${plan.branch}${describeEdits(plan)}`),
        ],
        ...(runUrl === undefined ? [] : [['Next', (0,_slipway_core_markdown__WEBPACK_IMPORTED_MODULE_0__/* .linkTo */ .uM)(`release run at ${plan.tag}`, runUrl)]]),
    ]);
    summary.addParagraph(facts.note);
    if (plan.edits.length === 0)
        return;
    // Indented by four: code, whatever is in it.
    const diff = (await (0,_render_diff_js__WEBPACK_IMPORTED_MODULE_3__/* .renderDiff */ .i)(plan.edits)).join('\n');
    const lines = diff.slice(0, shownCharacters).split('\n');
    summary.addDetails('Changes', `\n\n${lines.map((line) => `    ${line}`).join('\n')}\n\n`);
}


/***/ }),

/***/ 7198:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  g: () => (/* binding */ openRepositoryFiles)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/commits.ts
var commits = __nccwpck_require__(5223);
// EXTERNAL MODULE: ./packages/core/src/files/join-inside.ts
var join_inside = __nccwpck_require__(3470);
;// CONCATENATED MODULE: ./packages/github/src/commits/follow-links.ts

/** git's mode of a symbolic link, whose blob is the path that it leads to. */
const linkMode = '120000';
/** As many links as Linux follows for one path (`man 7 path_resolution`). */
const maxLinks = 40;
/** The first part of a path that is a symbolic link. */
async function findLink({ find }, path) {
    const parts = path.split('/');
    for (const end of parts.keys()) {
        const part = parts.slice(0, end + 1).join('/');
        const entry = await find(part);
        if (entry === undefined)
            return undefined;
        if (entry.mode === linkMode)
            return { path: part, entry };
    }
    return undefined;
}
/**
 * Finds a file as a checkout shows it: through symbolic links of files and folders.
 * @param readLink the path that a link's blob contains
 * @returns undefined for what is missing, leads out of the repository, or leads to itself
 * @throws as GitHubClient.rest
 */
async function locateEntry(reader, path, readLink) {
    let at = path;
    for (let followed = 0; followed <= maxLinks; followed += 1) {
        const link = await findLink(reader, at);
        if (link === undefined) {
            const entry = await reader.find(at);
            return entry && { path: at, entry };
        }
        const target = await readLink(link);
        const folder = link.path.split('/').slice(0, -1).join('/');
        const next = (0,join_inside/* joinInside */.l)(folder, `${target}/${at.slice(link.path.length)}`);
        if (target.startsWith('/') || next === undefined || next === '')
            return undefined;
        at = next;
    }
    return undefined;
}

// EXTERNAL MODULE: ./packages/github/src/commits/tree-entries.ts
var tree_entries = __nccwpck_require__(5215);
// EXTERNAL MODULE: ./packages/github/src/repository.ts
var src_repository = __nccwpck_require__(7857);
;// CONCATENATED MODULE: ./actions/version-bump/src/repository-files.ts








/**
 * Reads files as they are in a commit, over the API: what is released is what is on the branch, whatever happened to the
 * files of the checkout.
 */
async function openRepositoryFiles(repository, sha) {
    const root = (await (0,commits/* readCommit */.kN)(repository, sha)).tree;
    const reader = (0,tree_entries/* createTreeReader */.s)(repository, root);
    const known = new Map();
    const readEntry = async ({ path, entry }) => {
        const bytes = await (0,src_repository/* readBlob */.gm)(repository, entry.sha);
        assertBlob(bytes, entry.sha, path);
        return bytes;
    };
    const locate = (path) => locateEntry(reader, path, async (link) => Buffer.from(await readEntry(link)).toString('utf8'));
    const read = async (path) => {
        const located = await locate(path);
        return located?.entry.type === 'blob' ? readEntry(located) : undefined;
    };
    const listed = new Map();
    const listFiles = async (folder) => {
        const tree = folder === '' ? root : (await reader.find(folder))?.sha;
        if (tree === undefined)
            return [];
        const { paths, isComplete } = await (0,tree_entries/* listTreeFiles */.I)(repository, tree);
        return isComplete ? paths : undefined;
    };
    return {
        listAll(folder) {
            const listing = listed.get(folder) ?? listFiles(folder);
            listed.set(folder, listing);
            return listing;
        },
        read(path) {
            const reading = known.get(path) ?? read(path);
            known.set(path, reading);
            return reading;
        },
        resolve: async (path) => (await locate(path))?.path ?? path,
        async list(folder) {
            const entries = await reader.list(folder);
            return entries?.map(({ path, type }) => ({ name: path, isFolder: type === 'tree' }));
        },
    };
}
/** Holds the bytes against the name of the blob, which git makes of them; repositories of SHA-256 have longer names. */
function assertBlob(bytes, name, path) {
    const found = (0,external_node_crypto_.createHash)(name.length === 64 ? 'sha256' : 'sha1')
        .update(`blob ${bytes.byteLength}\0`)
        .update(bytes)
        .digest('hex');
    if (found === name)
        return;
    throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
        message: `GitHub returned "${(0,neutralize/* neutralizeLine */.a0)(path, 200)}" as the blob ${found}, but the commit has ${(0,neutralize/* neutralizeLine */.a0)(name, 80)}.`,
    });
}


/***/ }),

/***/ 4285:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  S: () => (/* binding */ runVersionBump)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/commits/commit-objects.ts
var commit_objects = __nccwpck_require__(1618);
// EXTERNAL MODULE: ./packages/github/src/errors.ts
var errors = __nccwpck_require__(3570);
// EXTERNAL MODULE: ./packages/github/src/repository.ts
var src_repository = __nccwpck_require__(7857);
// EXTERNAL MODULE: ./packages/github/src/commits/ref-updates.ts
var ref_updates = __nccwpck_require__(8890);
;// CONCATENATED MODULE: ./packages/github/src/commits/release-commit.ts






const trailer = 'Slipway-Plan: sha256:';
/** The plan a tag was made for, hex; undefined for a tag of somebody else. */
function readPlanTrailer(tagMessage) {
    return new RegExp(`^${trailer}([0-9a-f]{64})$`, 'm').exec(tagMessage)?.[1];
}
/**
 * Makes a commit and its annotated tag, and then lets branch and tag point at them in one transaction: a reader sees both or
 * neither, and so does who runs it again after it was killed at any point. With no changes only the tag is made, on `baseSha`.
 * @throws InputError E_GITHUB_TAG_TAKEN, E_GITHUB_WORKFLOW_FILE, E_GITHUB_SYMBOLIC_LINK; EnvironmentError E_GITHUB_RULES,
 * E_GITHUB_PERMISSION; and as GitHubClient.rest
 */
async function makeReleaseCommit(repository, plan) {
    const existing = await findOwnTag(repository, plan);
    if (existing !== undefined)
        return { outcome: 'tagged', commitSha: existing, made: false };
    if (plan.changes.length === 0)
        return tagCommit(repository, plan);
    const branchRef = `refs/heads/${plan.branch}`;
    const head = await (0,src_repository/* findRef */.DQ)(repository, `heads/${plan.branch}`);
    if (head?.sha !== plan.baseSha)
        return { outcome: 'moved', headSha: head?.sha };
    const commitSha = await (0,commit_objects/* createCommitObject */.dj)(repository, plan);
    const tagSha = await createPlanTag(repository, plan, commitSha);
    const result = await (0,ref_updates/* updateRefs */.E)(repository, [
        { ref: branchRef, before: plan.baseSha, after: commitSha },
        { ref: `refs/tags/${plan.tag.name}`, before: undefined, after: tagSha },
    ]);
    if (result.done)
        return { outcome: 'tagged', commitSha, made: true };
    // The tag may be that of another run of the same release, or of this very call and the branch has moved on since.
    const found = await findOwnTag(repository, plan);
    if (found !== undefined)
        return { outcome: 'tagged', commitSha: found, made: found === commitSha };
    const [headSha] = result.now;
    if (headSha !== plan.baseSha)
        return { outcome: 'moved', headSha };
    throw new action_error/* RemoteError */.Hi(errors/* githubErrors */.Z.E_GITHUB_REFUSED, {
        message: `GitHub did not move ${branchRef} and create ${(0,neutralize/* neutralizeLine */.a0)(plan.tag.name)}, and returned no reason. Nothing was written.`,
    });
}
/** Without a commit the branch need not be touched, which its rules may forbid, and may have moved on. */
async function tagCommit(repository, plan) {
    const tagSha = await createPlanTag(repository, plan, plan.baseSha);
    const ref = `refs/tags/${plan.tag.name}`;
    const { done } = await (0,ref_updates/* updateRefs */.E)(repository, [{ ref, before: undefined, after: tagSha }]);
    if (done)
        return { outcome: 'tagged', commitSha: plan.baseSha, made: true };
    const found = await findOwnTag(repository, plan);
    if (found !== undefined)
        return { outcome: 'tagged', commitSha: found, made: false };
    throw new action_error/* RemoteError */.Hi(errors/* githubErrors */.Z.E_GITHUB_REFUSED, {
        message: `GitHub did not create ${(0,neutralize/* neutralizeLine */.a0)(plan.tag.name)}, and returned no reason. Nothing was written.`,
    });
}
async function createPlanTag(repository, { tag: { name, message }, planSha256 }, commitSha) {
    const text = `${message.trimEnd()}\n\n${trailer}${planSha256}\n`;
    return (0,commit_objects/* createTagObject */.CM)(repository, { name, message: text }, commitSha);
}
async function findOwnTag(repository, plan) {
    const tag = await (0,commit_objects/* findTag */.IU)(repository, plan.tag.name);
    if (tag === undefined)
        return undefined;
    if (readPlanTrailer(tag.message) === plan.planSha256)
        return tag.commitSha;
    throw new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_TAG_TAKEN, {
        message: `The tag ${(0,neutralize/* neutralizeLine */.a0)(plan.tag.name)} exists at ${tag.commitSha.slice(0, 7)} and was not made for this release. Nothing was written.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/repository/release-branch.ts



/** Names of branches that releases come from, beside the default branch: lines of maintenance, by their usual names. */
const maintenanceBranches = ['*.x', 'release/*', 'maint/*'];
/** Branches that are looked at; a repository with more of them has its release on one of the first. */
const maxBranches = 200;
const maxListed = 5000;
/**
 * Whether a branch has one of these names. `*` stands for anything but a slash and `**` for anything, as in the branch filters
 * of a workflow.
 */
function matchesBranch(name, patterns) {
    return patterns.some((pattern) => {
        const source = pattern
            .split(/(\*\*?)/)
            .map((part) => part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('');
        return new RegExp(`^${source}$`, 's').test(name);
    });
}
/** The patterns that are meant: those given, else the default branch and the usual names. @throws as GitHubClient.rest */
async function listReleaseBranches(repository, given) {
    if (given.length > 0)
        return given;
    const { defaultBranch } = await (0,src_repository/* readRepository */.Nu)(repository);
    return [defaultBranch, ...maintenanceBranches];
}
/**
 * The first branch with one of these names that has a commit in its history; undefined when none has.
 * @throws as GitHubClient.rest
 */
async function findBranchWith(repository, commitSha, patterns) {
    const { rest, at } = repository;
    const fields = ['name:string', 'commit.sha:string'];
    const branches = await listPages((page) => rest.repos.listBranches({ ...at, ...page, ...expectingEach(fields) }), maxListed);
    const wanted = branches.filter(({ name }) => matchesBranch(name, patterns)).slice(0, maxBranches);
    // In the order of the patterns: the default branch has nearly every release.
    const order = ({ name }) => patterns.findIndex((pattern) => matchesBranch(name, [pattern]));
    for (const { name, commit } of wanted.sort((left, right) => order(left) - order(right))) {
        if (commit.sha === commitSha)
            return name;
        const status = await compareCommits(repository, commit.sha, commitSha);
        // `behind`: what is compared is in the history of the branch.
        if (status === 'behind' || status === 'identical')
            return name;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/core/src/text/short-ref.ts
/** A branch or tag by its name: `main` of `refs/heads/main`. */
const shortRef = (ref) => ref.replace(/^refs\/(?:heads|tags)\//, '');

// EXTERNAL MODULE: ./packages/github/src/client.ts + 3 modules
var client = __nccwpck_require__(7684);
;// CONCATENATED MODULE: ./packages/github/src/workflows/workflow-dispatch.ts






const lookUps = 6;
const firstWaitMs = 1000;
/** Runs of a workflow that were started by a dispatch for this name and commit, newest first. */
async function listDispatchedRuns(repository, { workflow, ref, sha }) {
    const query = { event: 'workflow_dispatch', branch: shortRef(ref), head_sha: sha };
    const { data } = await repository.rest.actions.listWorkflowRuns({
        ...{ ...repository.at, workflow_id: workflow, ...query },
        ...(0,client/* expecting */.Kk)(['workflow_runs[].id:number', 'workflow_runs[].html_url:string']),
    });
    return data.workflow_runs.map(({ id, html_url: url }) => ({ id, url }));
}
/** Whether a branch and a tag have the name: the list of runs does not say which of them a run is for. */
async function isNameShared(repository, ref) {
    const other = ref.startsWith('refs/tags/') ? 'heads' : 'tags';
    return (await (0,src_repository/* findRef */.DQ)(repository, `${other}/${shortRef(ref)}`)) !== undefined;
}
/**
 * Starts a workflow once for a ref and commit: a run that is there already is not started again, and neither is one whose
 * start was answered by nothing.
 * @throws RemoteError E_GITHUB_DISPATCH with the words of GitHub; EnvironmentError E_GITHUB_PERMISSION
 */
async function dispatchWorkflow(repository, dispatch, clock) {
    const before = await listDispatchedRuns(repository, dispatch);
    const [known] = before;
    // A run for the branch of this name is not one for the tag. One run too many finds everything done; one too few loses a release.
    if (known !== undefined && !(await isNameShared(repository, dispatch.ref)))
        return { ...known, started: false };
    const { workflow, ref, inputs } = dispatch;
    const body = { ref, ...(inputs === undefined ? {} : { inputs }), return_run_details: true };
    let failure;
    try {
        // The types of the library know only the answer without run details, 204.
        const answer = await repository.rest.actions.createWorkflowDispatch({
            ...{ ...repository.at, workflow_id: workflow, ...body },
            ...(0,client/* expecting */.Kk)(['workflow_run_id:number', 'html_url:string']),
        });
        if (answer.status === 200) {
            const run = answer.data;
            return { id: run.workflow_run_id, url: run.html_url, started: true };
        }
    }
    catch (error) {
        const refused = error instanceof action_error/* RemoteError */.Hi && error.status !== undefined && error.status < 500;
        if (!(error instanceof action_error/* RemoteError */.Hi))
            throw error;
        if (refused)
            throw explain(dispatch, error);
        failure = error;
    }
    // Servers that know no run details, and answers that were lost: the run appears in the list after a while.
    for (let attempt = 0; attempt < lookUps; attempt += 1) {
        await clock.sleep(firstWaitMs * 2 ** attempt);
        const runs = await listDispatchedRuns(repository, dispatch);
        const run = runs.find(({ id }) => before.every((earlier) => earlier.id !== id));
        if (run !== undefined)
            return { ...run, started: true };
    }
    throw explain(dispatch, failure);
}
function explain({ workflow, ref }, cause) {
    const reason = cause instanceof action_error/* ActionError */.lZ ? cause.message : 'no run of it appeared.';
    return new action_error/* RemoteError */.Hi(errors/* githubErrors */.Z.E_GITHUB_DISPATCH, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(workflow)} was not started at ${(0,neutralize/* neutralizeLine */.a0)(ref)}: ${reason}`,
        cause,
    });
}

// EXTERNAL MODULE: ./packages/python/src/version/format-version.ts
var format_version = __nccwpck_require__(2693);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./actions/version-bump/src/errors.ts
var src_errors = __nccwpck_require__(3314);
;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-checkout.ts




// A checkout may have the line endings of its machine.
const plain = (bytes) => Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');
/**
 * Refuses a checkout whose files were changed by an earlier step: those changes would not be in the release. Without a
 * checkout there is nothing to compare.
 * @throws InputError E_BUMP_TREE
 */
async function refuseChangedCheckout(plan, workspace) {
    for (const { path, before } of plan.edits) {
        const found = await (0,promises_.readFile)((0,external_node_path_.join)(workspace, path)).catch(() => undefined);
        if (found === undefined || before === undefined || plain(found) === plain(before))
            continue;
        throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_TREE, {
            message: `${path} in the checkout is not the file of ${plan.baseSha.slice(0, 7)}: an earlier step has changed it. Nothing was written.`,
        });
    }
}

// EXTERNAL MODULE: ./actions/version-bump/src/checks/check-environment.ts + 1 modules
var check_environment = __nccwpck_require__(9888);
// EXTERNAL MODULE: ./packages/github/src/client/refusals.ts
var refusals = __nccwpck_require__(5624);
;// CONCATENATED MODULE: ./packages/github/src/repository/list-branch-rules.ts


/**
 * The active rules of a branch, from rulesets of the repository and of its organization. Classic branch protection is not among
 * them. A private repository on the free plan has none: GitHub answers 403 there, whatever the token may do.
 * @throws as GitHubClient.rest
 */
async function listBranchRules({ rest, at }, branch) {
    try {
        return await (0,client/* listPages */.pN)((page) => rest.repos.getBranchRules({
            ...{ ...at, branch, ...page },
            ...(0,client/* expectingEach */.$X)(['type:string', 'ruleset_id?:number']),
        }));
    }
    catch (error) {
        if ((0,refusals/* isPlanRefusal */.Au)(error))
            return [];
        throw error;
    }
}

;// CONCATENATED MODULE: ./packages/github/src/repository/commit-checks.ts


const passing = new Set(['success', 'neutral', 'skipped']);
const maxPages = 10;
/** The newest check run of each name and app of a commit, at most 1,000. Needs `checks: read`. @throws as GitHubClient.rest */
async function listCheckRuns({ rest, at }, sha) {
    const found = [];
    for (let page = 1; page <= maxPages; page += 1) {
        const fields = ['total_count:number', 'check_runs:list', 'check_runs[].name:string'];
        const { data } = await rest.checks.listForRef({
            ...{ ...at, ref: sha, per_page: 100, page },
            ...(0,client/* expecting */.Kk)(fields),
        });
        for (const { name, status, conclusion, app, details_url: url } of data.check_runs) {
            const state = status === 'completed' ? (conclusion ?? 'unknown') : status;
            found.push({ name, state, isGreen: passing.has(state), appId: app?.id, url: url ?? '' });
        }
        if (data.check_runs.length < 100)
            break;
    }
    return found;
}
/** The newest status of each context of a commit, at most 100. Needs `statuses: read`. @throws as GitHubClient.rest */
async function listStatuses({ rest, at }, sha) {
    const { data } = await rest.repos.getCombinedStatusForRef({
        ...{ ...at, ref: sha, per_page: 100 },
        ...(0,client/* expecting */.Kk)(['statuses:list', 'statuses[].context:string', 'statuses[].state:string']),
    });
    return data.statuses.map(({ context, state, target_url: url }) => ({
        ...{ name: context, state, isGreen: state === 'success', appId: undefined, url: url ?? '' },
    }));
}
/** An `app_id` of any app, as classic branch protection has it. */
const anyApp = -1;
/**
 * The checks that the classic protection of a branch requires. GitHub tells them with the branch, which takes `contents: read`; the
 * protection itself is for administrators (REST reference, "Get a branch").
 */
async function listClassicChecks({ rest, at }, branch) {
    const checks = 'protection?.required_status_checks?.checks?';
    const fields = ['name:string', `${checks}:list`, `${checks}[].context:string`];
    const found = await (0,client/* findOptional */.qb)(rest.repos.getBranch({ ...at, branch, ...(0,client/* expecting */.Kk)(fields) }));
    const required = found?.protection?.required_status_checks;
    const listed = required?.checks ?? required?.contexts?.map((context) => ({ context, app_id: null })) ?? [];
    return listed.map(({ context, app_id: appId }) => ({
        name: context,
        appId: appId === null || appId === anyApp ? undefined : appId,
    }));
}
/** The checks that the active rules of a branch, and its classic protection, require. @throws as GitHubClient.rest */
async function listRequiredChecks(repository, branch) {
    const rules = await listBranchRules(repository, branch);
    const checks = rules.flatMap((rule) => rule.type === 'required_status_checks' ? (rule.parameters?.required_status_checks ?? []) : []);
    const required = [
        ...checks.map(({ context, integration_id: appId }) => ({ name: context, appId })),
        ...(await listClassicChecks(repository, branch)),
    ];
    return [...new Map(required.map((check) => [JSON.stringify(check), check])).values()];
}

;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-green.ts





const maxNamed = 10;
/** The job that asks is a check of the commit itself, which is never green yet. */
const isOwn = ({ url }, runId) => url.includes(`/actions/runs/${runId}/`);
/** Statuses take a right of their own, which a commit without statuses does not need. */
async function readStatuses(repository, sha) {
    try {
        return { statuses: await listStatuses(repository, sha), isRefused: false };
    }
    catch (cause) {
        if (!(cause instanceof action_error/* EnvironmentError */.eG) || cause.code !== errors/* githubErrors */.Z.E_GITHUB_PERMISSION.code)
            throw cause;
        return { statuses: [], isRefused: true };
    }
}
const unread = 'statuses, the older kind of checks, were not read, which takes "statuses: read"';
/** What a required check lacks, in words; undefined when it is green. */
function judgeRequired({ name, appId }, checks, isRefused) {
    const own = checks.filter((check) => check.name === name && (appId === undefined || check.appId === undefined || check.appId === appId));
    if (own.length === 0)
        return `${name} (missing${isRefused ? `; ${unread}` : ''})`;
    const open = own.find(({ isGreen }) => !isGreen);
    return open === undefined ? undefined : `${name} (${open.state})`;
}
async function findOpenChecks({ inputs, job, log }, repository, branch, sha) {
    const readRuns = async () => (await listCheckRuns(repository, sha)).filter((check) => !isOwn(check, job.runId));
    if (inputs['require-checks'] === 'all') {
        const runs = await readRuns();
        const { statuses, isRefused } = await readStatuses(repository, sha);
        if (isRefused)
            log.warning(`Of the checks of ${sha.slice(0, 7)}, ${unread}.`);
        const checks = [...runs, ...statuses];
        log.info(`${checks.length} checks of ${sha.slice(0, 7)} were read.`);
        return checks.filter(({ isGreen }) => !isGreen).map(({ name, state }) => `${name} (${state})`);
    }
    const required = await listRequiredChecks(repository, branch);
    if (required.length === 0)
        return [];
    const runs = await readRuns();
    // Statuses are the older kind: a commit whose checks are all runs needs no right to read them.
    const isRun = ({ name }) => runs.some((check) => check.name === name);
    const none = { statuses: [], isRefused: false };
    const { statuses, isRefused } = required.every(isRun) ? none : await readStatuses(repository, sha);
    return required.flatMap((check) => judgeRequired(check, [...runs, ...statuses], isRefused) ?? []);
}
/**
 * Refuses to release a commit whose checks are not green. With `auto` these are the checks that the rules and the protection of the branch require, with `all`
 * every check of the commit but those of this run.
 * @throws EnvironmentError E_BUMP_CHECKS with every check; and as GitHubClient.rest
 */
async function refuseOpenChecks(context, repository, branch, sha) {
    if (context.inputs['require-checks'] === 'none')
        return;
    const open = await findOpenChecks(context, repository, branch, sha);
    if (open.length === 0)
        return;
    const named = open.slice(0, maxNamed).map((each) => (0,neutralize/* neutralizeLine */.a0)(each, 100));
    const more = open.length > maxNamed ? ` and ${open.length - maxNamed} more` : '';
    throw new action_error/* EnvironmentError */.eG(src_errors/* bumpErrors */.y.E_BUMP_CHECKS, {
        message: `${open.length} ${open.length === 1 ? 'check' : 'checks'} of ${sha.slice(0, 7)} ${open.length === 1 ? 'is' : 'are'} not green: ${named.join(', ')}${more}. Nothing was written.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/repository/branch-rules.ts


// What a commit that is pushed as it was made can never have, or that is not allowed at all.
const forbidding = new Set([
    'pull_request',
    'merge_queue',
    'required_status_checks',
    'update',
]);
/**
 * The rules that forbid a direct commit on a branch to this token. A rule that the token can bypass is left out, as is one whose
 * ruleset does not say who can: GitHub decides then. Classic branch protection is not among them.
 * @throws as GitHubClient.rest
 */
async function listForbiddingRules(repository, branch) {
    const { rest, at } = repository;
    const rules = await listBranchRules(repository, branch);
    const found = rules.filter(({ type }) => forbidding.has(type));
    const ids = [...new Set(found.flatMap(({ ruleset_id: id }) => id ?? []))];
    const rulesets = new Map(await Promise.all(ids.map(async (id) => {
        const fields = ['name:string', 'current_user_can_bypass?:string'];
        const ruleset = await (0,client/* findOptional */.qb)(rest.repos.getRepoRuleset({ ...at, ruleset_id: id, ...(0,client/* expecting */.Kk)(fields) }));
        return [id, ruleset];
    })));
    return found.flatMap(({ type, ruleset_id: id }) => {
        const ruleset = id === undefined ? undefined : rulesets.get(id);
        const bypass = ruleset?.current_user_can_bypass;
        const isForbidden = bypass === 'never' || bypass === 'pull_requests_only';
        return isForbidden ? [{ type, ruleset: ruleset?.name ?? '' }] : [];
    });
}

;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-rules.ts




/**
 * Refuses a commit that a rule of the branch forbids to this token, before anything is written.
 * @throws EnvironmentError E_GITHUB_RULES with every rule; and as GitHubClient.rest
 */
async function refuseForbiddenCommit(repository, branch) {
    const rules = await listForbiddingRules(repository, branch);
    if (rules.length === 0)
        return;
    const named = rules.map(({ type, ruleset }) => `${type} (ruleset "${(0,neutralize/* neutralizeLine */.a0)(ruleset, 100)}")`);
    throw new action_error/* EnvironmentError */.eG(errors/* githubErrors */.Z.E_GITHUB_RULES, {
        message: `The rules of ${(0,neutralize/* neutralizeLine */.a0)(branch, 200)} forbid a direct commit: ${named.join(', ')}. Nothing was written.`,
        hint: 'Use "mode: pull-request", or pass the token of a GitHub App that is allowed to bypass the ruleset in "token".',
    });
}

;// CONCATENATED MODULE: ./packages/github/src/job/server.ts



const publicRegistry = 'ghcr.io';
/** `iss` of the ID tokens of github.com, the one issuer that PyPI and the public Fulcio know for GitHub Actions. */
const publicIssuer = 'https://token.actions.githubusercontent.com';
/**
 * Describes the server of a job by `GITHUB_SERVER_URL`. Sources: https://docs.github.com/enterprise-cloud@latest/admin/data-residency
 * "Feature overview" for ghe.com; https://docs.github.com/enterprise-server@latest/packages "Working with the Container
 * registry" and ".../actions/reference/security/oidc" for GitHub Enterprise Server.
 */
function describeServer({ serverUrl }) {
    const { host, hostname } = new URL(serverUrl);
    if (hostname === 'github.com') {
        return {
            kind: 'github.com',
            host,
            registry: publicRegistry,
            idTokenIssuer: publicIssuer,
            hasArtifacts: true,
        };
    }
    const registry = `containers.${host}`;
    if (hostname.endsWith('.ghe.com')) {
        const idTokenIssuer = `https://token.actions.${hostname}`;
        return { kind: 'data-residency', host, registry, idTokenIssuer, hasArtifacts: true };
    }
    // `.localhost` is a development server of GitHub itself.
    const hasArtifacts = hostname.endsWith('.localhost');
    return {
        kind: 'enterprise-server',
        host,
        registry,
        idTokenIssuer: `https://${host}/_services/token`,
        hasArtifacts,
    };
}
/**
 * Whether ID tokens with this `iss` are those of a server. On github.com an enterprise may have its slug behind the address
 * (https://docs.github.com/enterprise-cloud@latest/actions/reference/security/oidc "Customizing the issuer value").
 */
function isIssuerOf({ kind, idTokenIssuer }, issuer) {
    if (issuer === idTokenIssuer)
        return true;
    const slug = typeof issuer === 'string' && kind === 'github.com' ? issuer.split(`${idTokenIssuer}/`) : [];
    return slug[0] === '' && /^[\w-]+$/.test(slug[1] ?? '');
}
/** A server as a person calls it. */
function nameServer({ kind, host }) {
    return kind === 'enterprise-server' ? `the GitHub Enterprise Server ${host}` : host;
}
/** The server as whoever signs needs it: the public Fulcio knows the ID tokens of github.com alone. */
function describeSigningServer(job) {
    const server = describeServer(job);
    return {
        url: job.serverUrl,
        title: nameServer(server),
        idTokenIssuer: server.idTokenIssuer,
        isTrusted: server.kind === 'github.com',
        isIssuer: (issuer) => isIssuerOf(server, issuer),
    };
}
/**
 * Whether a host belongs to a server: its own host and those below it; on github.com also the registry, which has a name of
 * its own. A subdomain of ghe.com owns nothing of another one.
 */
function ownsHost(server, host) {
    const wanted = host.toLowerCase();
    if (wanted === server.host || wanted === server.registry)
        return true;
    return wanted.endsWith(`.${server.host}`);
}
/**
 * Refuses artifacts on a server whose service the client of GitHub does not use, before anything is built for them.
 * @throws EnvironmentError E_GITHUB_SERVER
 */
function refuseMissingArtifacts(job, name) {
    const server = describeServer(job);
    if (server.hasArtifacts)
        return;
    throw new EnvironmentError(githubErrors.E_GITHUB_SERVER, {
        message: `The artifact ${neutralizeLine(name, 100)} cannot be used on ${nameServer(server)}: GitHub's artifact client (version 4 and later) does not support GitHub Enterprise Server.`,
        hint: 'Run the steps that need the files in the job that builds them, without an artifact.',
    });
}
/**
 * Whether a token is one that GitHub made for an app, which is what the token of a job is
 * (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/).
 */
function isInstallationToken(token) {
    return /^ghs_|^v1\.[0-9a-f]{40}$/.test(token);
}
/**
 * The one rule for credentials and hosts: the token of a job goes to the server that made it, and nowhere else. A secret that
 * the user names for another host is not the token of the job.
 * @throws EnvironmentError E_GITHUB_FOREIGN_HOST before anything is sent
 */
function refuseForeignHost(job, token, host, wayOut) {
    const server = describeServer(job);
    if (!isInstallationToken(token) || ownsHost(server, host))
        return;
    throw new EnvironmentError(githubErrors.E_GITHUB_FOREIGN_HOST, {
        message: `The token of this job is for ${nameServer(server)} and was not sent to ${neutralizeLine(host, 200)}.`,
        hint: wayOut,
    });
}

// EXTERNAL MODULE: ./actions/version-bump/src/workflow-file.ts
var workflow_file = __nccwpck_require__(691);
// EXTERNAL MODULE: ./actions/version-bump/src/checks/server-limits.ts
var server_limits = __nccwpck_require__(5141);
;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-server.ts







const folder = '.github/workflows';
/**
 * Refuses a release whose workflow has steps that cannot work on the server of this job, while nothing is written: a tag that
 * nothing can be published for is in everybody's way. What only some releases run is said and not refused.
 * @throws EnvironmentError E_GITHUB_SERVER with every step, why it fails and what to change
 */
async function refuseUnsupportedWorkflow({ job, inputs, log }, { repository }, plan) {
    const server = describeServer(job);
    if (server.kind === 'github.com')
        return;
    const file = inputs.dispatch ?? (0,workflow_file/* readWorkflowFile */.A)(job.workflowRef);
    if (file === undefined)
        return;
    const text = await (0,src_repository/* readFileAt */._T)(repository, `${folder}/${file}`, plan.baseSha);
    if (text === undefined)
        return;
    const workflow = await (0,workflow_file/* parseWorkflow */.h)(file, Buffer.from(text).toString('utf8'));
    const found = (0,server_limits/* listUnsupportedSteps */.V)(workflow, server);
    const hasImage = found.some(({ when }) => when === 'image') && (await findDockerfile(workflow, repository, plan));
    const isSure = { always: true, final: !plan.isPrerelease, image: hasImage };
    const describe = (steps) => steps
        .map(({ job: key, action, reason }) => `${(0,neutralize/* neutralizeLine */.a0)(key, 80)} (${action}): ${reason}`)
        .join('. ');
    const doubtful = found.filter(({ when }) => !isSure[when]);
    if (doubtful.length > 0)
        log.warning(`On ${nameServer(server)} these steps fail when a release runs them. ${describe(doubtful)}.`);
    const sure = found.filter(({ when }) => isSure[when]);
    if (sure.length === 0)
        return;
    throw new action_error/* EnvironmentError */.eG(errors/* githubErrors */.Z.E_GITHUB_SERVER, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(file, 120)} cannot release on ${nameServer(server)}. ${describe(sure)}. Nothing was written.`,
    });
}
async function findDockerfile(workflow, repository, plan) {
    const images = (0,server_limits/* listOwnSteps */.K)(workflow).filter(({ action }) => action === 'docker-build-sign');
    const paths = new Set(images.map(({ inputs }) => {
        const file = String(inputs['file'] ?? '');
        return file === '' ? `${String(inputs['context'] ?? '.')}/Dockerfile` : file;
    }));
    for (const path of paths) {
        const plain = path.replace(/^(?:\.\/)+/, '');
        if ((await (0,src_repository/* readFileAt */._T)(repository, plain, plan.baseSha)) !== undefined)
            return true;
    }
    return false;
}

// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __nccwpck_require__(276);
// EXTERNAL MODULE: ./actions/version-bump/src/release-plan.ts
var release_plan = __nccwpck_require__(6686);
;// CONCATENATED MODULE: ./actions/version-bump/src/write-release.ts



/** The commit of a release that was made before by the same plan, or that has this tag already; else undefined. */
async function findMade(repository, plan) {
    const tag = await (0,commit_objects/* findTag */.IU)(repository, plan.tag);
    if (tag === undefined)
        return undefined;
    // A tag set by hand at the very commit whose tree has the version says the same.
    const byHand = plan.edits.length === 0 && tag.commitSha === plan.baseSha;
    return byHand || readPlanTrailer(tag.message) === (0,release_plan/* hashPlan */.k)(plan) ? tag.commitSha : undefined;
}
/** Makes commit and tag as one unit. @throws as makeReleaseCommit */
async function writeDirectly(repository, plan) {
    const made = await findMade(repository, plan);
    if (made !== undefined)
        return { outcome: 'tagged', commitSha: made, made: false };
    return makeReleaseCommit(repository, {
        branch: plan.branch,
        baseSha: plan.baseSha,
        message: plan.commitMessage,
        changes: (0,release_plan/* listChanges */.Wd)(plan),
        tag: { name: plan.tag, message: plan.tagMessage },
        planSha256: (0,release_plan/* hashPlan */.k)(plan),
    });
}

;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-tag.ts







/**
 * Refuses a version that another line has released, under whatever tag.
 * @throws InputError E_BUMP_VERSION
 */
function refuseReleasedVersion(version, tag, releases) {
    const other = releases.find((each) => each.name !== tag && (0,compare_versions/* compareVersions */.Z)(each.version, version) === 0);
    if (other === undefined)
        return;
    throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_VERSION, {
        message: `The next version would be tagged ${(0,neutralize/* neutralizeLine */.a0)(tag, 200)}, and the tag ${(0,neutralize/* neutralizeLine */.a0)(other.name, 200)} is a release of the same version. Nothing was written.`,
    });
}
/**
 * Refuses a tag that exists and was not made by an earlier run of this very release.
 * @throws InputError E_GITHUB_TAG_TAKEN; and as GitHubClient.rest
 */
async function refuseTakenTag(repository, plan) {
    const tag = await (0,commit_objects/* findTag */.IU)(repository, plan.tag);
    if (tag === undefined || (await findMade(repository, plan)) !== undefined)
        return;
    throw new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_TAG_TAKEN, {
        message: `The tag ${(0,neutralize/* neutralizeLine */.a0)(plan.tag, 200)} exists at ${tag.commitSha.slice(0, 7)} and was not made for this release of ${(0,neutralize/* neutralizeLine */.a0)(plan.branch, 200)}. Nothing was written.`,
    });
}

// EXTERNAL MODULE: ./packages/github/src/repository/pull-requests.ts
var pull_requests = __nccwpck_require__(1494);
// EXTERNAL MODULE: ./packages/python/src/version/parse-version.ts
var parse_version = __nccwpck_require__(6401);
// EXTERNAL MODULE: ./packages/tags/src/tag-format.ts + 1 modules
var tag_format = __nccwpck_require__(7295);
// EXTERNAL MODULE: ./packages/tags/src/tag-style.ts
var tag_style = __nccwpck_require__(2967);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
;// CONCATENATED MODULE: ./actions/version-bump/src/checks/check-wheels.ts






/** What a workflow lacks for wheels of several platforms; undefined if it has it, or if only a run could tell. */
function findWheelGap(workflow) {
    const builds = (0,server_limits/* listOwnSteps */.K)(workflow).filter(({ action }) => action === 'python-build');
    const natives = builds.map(({ inputs }) => String(inputs['native'] ?? 'refuse').trim());
    if (builds.length === 0 || natives.some((native) => native.includes('${{')))
        return undefined;
    if (natives.some((native) => native === 'build' || native === 'collect') || callsWheels(workflow))
        return undefined;
    if (natives.includes('auto'))
        return 'sdist';
    return builds.some(({ inputs }) => inputs['formats'] !== 'sdist') ? 'refused' : undefined;
}
function callsWheels(workflow) {
    const jobs = (0,is_record/* isRecord */.u)(workflow) && (0,is_record/* isRecord */.u)(workflow['jobs']) ? Object.values(workflow['jobs']) : [];
    // A called workflow may build wheels under any name.
    return jobs.some((job) => (0,is_record/* isRecord */.u)(job) && job['uses'] !== undefined);
}
/**
 * Refuses a release whose build would stop because its wheels are platform-specific, while there is no tag yet.
 * @throws InputError E_BUMP_WHEELS with the line to add; and as `parseWorkflow`
 */
async function refuseUnbuiltWheels({ file, text, findSign, log }) {
    // The release workflows as they are copied, and those that build elsewhere, need no parser.
    if (!/\/actions\/python-build\b/.test(text) || /^\s*uses:.*\/wheels\.yml\b/m.test(text))
        return;
    const gap = findWheelGap(await (0,workflow_file/* parseWorkflow */.h)(file, text));
    const sign = gap === undefined ? undefined : await findSign();
    if (gap === undefined || sign === undefined)
        return;
    const why = `The project has compiled parts (${(0,neutralize/* neutralizeLine */.a0)(`${sign.file}: ${sign.what}`, 200)})`;
    if (gap === 'sdist') {
        log.warning(`${why}, but no job of ${(0,neutralize/* neutralizeLine */.a0)(file, 120)} builds its wheels, so only the sdist is released.`);
        return;
    }
    throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_WHEELS, {
        message: `${why}, and its wheels are platform-specific, which ${(0,neutralize/* neutralizeLine */.a0)(file, 120)} does not allow: the build would stop. Nothing was written.`,
    });
}

// EXTERNAL MODULE: ./packages/python/src/version/bump-version.ts
var bump_version = __nccwpck_require__(5970);
;// CONCATENATED MODULE: ./packages/python/src/version/bump-project.ts


/**
 * The next version of a project for a kind of bump. Files that are behind the last release are passed over. Files that somebody
 * raised after the last release have what comes next, which is not raised once more, as far as the kind asks for no higher version.
 * Before the first release, the files may have the version that was released before there were tags.
 *
 * | last release | files | kind | next |
 * |---|---|---|---|
 * | 1.2.0 | 1.2.0 | minor | 1.3.0 |
 * | 1.2.0 | 1.0.0 | minor | 1.3.0 |
 * | 1.2.0 | 1.3.0 | patch, minor, release | 1.3.0 |
 * | 1.2.0 | 1.3.0 | major | 2.0.0 |
 * | 1.2.0 | 1.3.0.dev0 | patch, minor | 1.3.0 |
 * | none | 1.1.0 | minor | 1.2.0 |
 *
 * @throws InputError E_VERSION_BUMP as `bumpVersion`
 */
function bumpProject(kind, versions) {
    const { current, last } = versions;
    if (last !== undefined && isRaised(versions, last)) {
        const needed = countNeeded(kind, current, last);
        if (needed !== undefined && (0,compare_versions/* compareVersions */.Z)(current, needed) >= 0)
            return { version: current, from: last, isInFiles: true };
    }
    const from = last !== undefined && (0,compare_versions/* compareVersions */.Z)(last, current) > 0 ? last : current;
    return { version: (0,bump_version/* bumpVersion */.B)(from, kind), from, isInFiles: false };
}
/** The files have a final version that nobody has released. */
function isRaised({ current, isFromTags, isReleased }, last) {
    const { pre, dev, post } = current;
    const isFinal = pre === undefined && dev === undefined && post === undefined;
    return !isFromTags && isFinal && (0,compare_versions/* compareVersions */.Z)(current, last) > 0 && !isReleased(current);
}
function countNeeded(kind, current, last) {
    if (kind === 'release')
        return current;
    return kind === 'major' || kind === 'minor' || kind === 'patch' ? (0,bump_version/* bumpVersion */.B)(last, kind) : undefined;
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/bump-types.ts
// Specification: feat is MINOR, fix is PATCH, breaking is MAJOR; perf and revert change what users get as fix does.
const defaultBumpTypes = new Map([
    ['feat', 'minor'],
    ['fix', 'patch'],
    ['perf', 'patch'],
    ['revert', 'patch'],
]);
const rank = { patch: 1, minor: 2, major: 3 };
/** The larger of two bumps. */
function higherBump(left, right) {
    return left !== undefined && rank[left] >= rank[right] ? left : right;
}

// EXTERNAL MODULE: ./packages/changelog/src/commits/commit-message.ts + 5 modules
var commit_message = __nccwpck_require__(2869);
;// CONCATENATED MODULE: ./packages/changelog/src/commits/merged-titles.ts
/**
 * The merges whose title counts. A merge echoes what it merged, so that its title says something new only if nothing that it
 * brought in counts by itself. Merges inside of a merged branch never count. Linear in the number of commits.
 * @param commits the oldest first
 * @param counts whether a commit that is not a merge says something by itself
 */
function findCountingMerges(commits, counts) {
    const known = new Map(commits.map((commit) => [commit.sha, commit]));
    const head = commits.at(-1);
    const line = [];
    const visited = new Set();
    for (let next = head; next !== undefined && !visited.has(next.sha);) {
        line.push(next);
        visited.add(next.sha);
        const [parent] = next.parents ?? [];
        next = parent === undefined ? undefined : known.get(parent);
    }
    const counting = new Set();
    for (const { sha, parents = [] } of line.toReversed()) {
        if (parents.length < 2)
            continue;
        if (!visitBranch(parents.slice(1), known, visited, counts))
            counting.add(sha);
    }
    return counting;
}
/** Walks over what a merge brought in, and was not there before. @returns whether any of it counts */
function visitBranch(tips, known, visited, counts) {
    let found = false;
    const pending = [...tips];
    for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
        const commit = known.get(sha);
        if (commit === undefined || visited.has(sha))
            continue;
        visited.add(sha);
        const parents = commit.parents ?? [];
        if (parents.length < 2 && counts(sha))
            found = true;
        pending.push(...parents);
    }
    return found;
}

// EXTERNAL MODULE: ./packages/changelog/src/commits/reverts.ts
var reverts = __nccwpck_require__(2384);
;// CONCATENATED MODULE: ./packages/changelog/src/commits/conventional.ts




/**
 * The smallest bump that is right for these commits, by Conventional Commits 1.0.0. A commit and its revert in the same range
 * cancel out, and a merge does not repeat what it merged.
 * @param commits the oldest first
 */
function recommendBump(commits, types = defaultBumpTypes) {
    const parsed = commits.map(({ message, ...commit }) => ({ ...commit, message: (0,commit_message/* parseMessage */.v)(message) }));
    const undone = (0,reverts/* findUndone */.J)(parsed);
    const judged = new Map(parsed.map(({ sha, message }) => [sha, judgeMessage(message, types)]));
    const counting = findCountingMerges(commits, (sha) => !undone.has(sha) && judged.get(sha)?.bump !== undefined);
    let bump;
    const verdicts = parsed.map(({ sha, message, parents }) => {
        const { isMergedPullRequest, breakingLine, header } = message;
        if (undone.has(sha))
            return { sha, ...nothing(header, 'reverted in this range, or its revert') };
        // Without the history, the title of a merge is all that is known of what it brought.
        const isTitle = isMergedPullRequest && (breakingLine === undefined || breakingLine === header);
        const isEcho = isTitle && parents !== undefined && !counting.has(sha);
        if (isEcho)
            return { sha, ...nothing(header, 'a merge, whose own commits count') };
        const verdict = judged.get(sha) ?? nothing(header, '');
        if (verdict.bump !== undefined)
            bump = higherBump(bump, verdict.bump);
        return { sha, ...verdict };
    });
    return { bump, verdicts };
}
const nothing = (line, because) => ({ bump: undefined, line, because });
function judgeMessage(message, types) {
    const { header, type, breakingLine, squashed } = message;
    if (breakingLine !== undefined)
        return {
            ...{ bump: 'major', line: breakingLine },
            because: breakingLine === header ? 'a "!" before the colon' : 'a BREAKING CHANGE footer',
        };
    if (message.isMerge)
        return nothing(header, 'a merge, whose own commits count');
    let best;
    const offer = (bump, line, because) => {
        if (bump === undefined || (best?.bump !== undefined && higherBump(best.bump, bump) === best.bump))
            return;
        best = { bump, line, because };
    };
    offer(types.get(type ?? ''), header, `type "${type ?? ''}"`);
    // Undoing something that was released is a fix, even when the header says it in git's words.
    if (message.reverts !== undefined)
        offer(types.get('revert'), header, 'reverts a released change');
    for (const change of squashed) {
        const bump = change.breaking ? 'major' : types.get(change.type ?? '');
        offer(bump, change.header, 'a commit that the squash merge lists');
    }
    if (best !== undefined)
        return best;
    if (type !== undefined)
        return nothing(header, `type "${type}" asks for no release`);
    if (message.isDependencyUpdate)
        return nothing(header, 'an update of dependencies without a type');
    return nothing(header, 'not a Conventional Commit');
}

;// CONCATENATED MODULE: ./actions/version-bump/src/choice/calendar-scheme.ts
// Two releases may be the numbers of an ordinary version by chance; three in two years are not.
const minReleases = 3;
const maxReleases = 12;
const maxCandidateDays = 31;
/**
 * The calendar scheme of a project; undefined for any other. A version alone does not show it (24.1.0 may be the twenty-fourth
 * major version), so the tags of the last releases have to be of the dates that their versions name.
 * @param dated the newest first
 */
function findCalendarScheme(dated) {
    const finals = dated.filter(({ version }) => version.pre === undefined).slice(0, maxReleases);
    const [newest] = finals;
    if (newest === undefined)
        return undefined;
    const year = (newest.version.release[0] ?? 0n) >= 1000n ? 'YYYY' : 'YY';
    /** How many releases have the date of a day in their first parts, from a day after their tag to some days before it. */
    const count = (parts, maxLateDays) => finals.filter(({ version, taggedMs }) => Array.from({ length: maxLateDays + 2 }, (_, index) => taggedMs - (index - 1) * dayMs).some((ms) => datePartsOf(ms, year, parts).every((part, index) => part === version.release[index]))).length;
    // The tag may be set a day later, or in another time zone.
    const matches = (parts) => count(parts, 2) === finals.length;
    // A version of the month of its first release candidate may be final a month later, as long as most are of their own month.
    const matchesMonth = () => count(2, maxCandidateDays) === finals.length && count(2, 2) * 3 >= finals.length * 2;
    const countOf = (part) => new Set(finals.map(({ version }) => version.release[part])).size;
    const isEnough = finals.length >= minReleases;
    if (count(1, maxCandidateDays) < finals.length || (year === 'YY' && (!isEnough || countOf(0) < 2)))
        return undefined;
    // Many releases of one month cannot show whether the second part is the month or counts from 1.
    const isVaried = !isEnough || countOf(1) > 1;
    const dateParts = isVaried && matches(3) ? 3 : isVaried && matchesMonth() ? 2 : 1;
    return { year, dateParts, parts: newest.version.release.length, start: findStart(finals, dateParts) };
}
const dayMs = 86_400_000;
function datePartsOf(ms, year, count) {
    const date = new Date(ms);
    const full = date.getUTCFullYear();
    return [year === 'YYYY' ? full : full % 100, date.getUTCMonth() + 1, date.getUTCDate()]
        .slice(0, count)
        .map(BigInt);
}
/** The smallest value behind the date of the releases that were the first of theirs. */
function findStart(finals, dateParts) {
    const firsts = new Map();
    for (const { version } of finals) {
        const value = version.release[dateParts] ?? 0n;
        const key = version.release.slice(0, dateParts).join('.');
        const known = firsts.get(key);
        if (known === undefined || value < known)
            firsts.set(key, value);
    }
    const [lowest = 0n] = [...firsts.values()].sort((left, right) => (left < right ? -1 : 1));
    return lowest;
}
/** Whether a version can only be one of a calendar: it begins with a year. */
function beginsWithYear({ release: [first = 0n] }) {
    return first >= 1990n && first < 2200n;
}
/** The version of today; on a date that has one already, the part behind the date goes up by what the commits ask for. */
function nextByCalendar(last, { year, dateParts, parts, start }, asked, nowMs) {
    const today = datePartsOf(nowMs, year, dateParts);
    const isSameDate = today.every((part, index) => part <= (last.release[index] ?? 0n));
    const release = isSameDate
        ? raiseBehindDate(last.release, dateParts, asked)
        : Array.from({ length: parts }, (_, index) => today[index] ?? (index === dateParts ? start : 0n));
    return { epoch: last.epoch, release, pre: undefined, post: undefined, dev: undefined, local: [] };
}
function raiseBehindDate(release, dateParts, asked) {
    if (release.length <= dateParts)
        return [...release, 1n];
    const raised = asked === 'patch' ? release.length - 1 : dateParts;
    return release.map((part, index) => (index < raised ? part : index === raised ? part + 1n : 0n));
}
/** `YYYY.MM.MICRO`. */
function describeScheme({ year, dateParts, parts }) {
    const date = [year, 'MM', 'DD'].slice(0, dateParts);
    const rest = ['MINOR', 'MICRO'].slice(-Math.max(0, parts - dateParts));
    return [...date, ...(parts > dateParts ? rest : [])].join('.');
}

;// CONCATENATED MODULE: ./actions/version-bump/src/choice/choose-automatically.ts











const isSame = (left, right) => (0,compare_versions/* compareVersions */.Z)(left, right) === 0;
/** The version that the project, its last release and the commits since then ask for. @throws InputError E_INPUT_INVALID */
function chooseAutomatically(inputs, facts) {
    const types = readBumpTypes(inputs['bump-types']);
    const commits = recommendBump(facts.commits, types);
    return { ...decide(inputs['pre-major'], facts, commits.bump, listTypes(types)), commits };
}
function decide(preMajor, facts, asked, types) {
    const { current, last, isFromTags } = facts;
    const isReleased = facts.isReleased(current) || (last !== undefined && isSame(current, last.version));
    if (last === undefined && !isReleased)
        return startReleases(current, isFromTags);
    const isBehind = last !== undefined && (0,compare_versions/* compareVersions */.Z)(last.version, current) > 0;
    if (last === undefined || isReleased || isBehind) {
        if (asked === undefined)
            return sayNothing(facts, types);
        const isAhead = last === undefined || (0,compare_versions/* compareVersions */.Z)(current, last.version) > 0;
        return raise(isAhead ? current : last.version, asked, preMajor, facts);
    }
    return goOn(current, last, asked, preMajor, facts, types);
}
/** Without a release, the project itself says what its first one is. */
function startReleases(current, isFromTags) {
    const isPlaceholder = current.release.every((part) => part === 0n);
    if (isFromTags || isPlaceholder)
        return { version: (0,parse_version/* parseVersion */.o)('0.1.0'), why: 'the first release' };
    return { version: settle(current), why: `the first release, as the project has ${(0,format_version/* formatVersion */.qh)(current)}` };
}
/** The project is ahead of its last release: what it says is released, unless the commits ask for more. */
function goOn(current, last, asked, preMajor, facts, types) {
    const isMark = current.dev !== undefined;
    if (asked === undefined && isMark)
        return sayNothing(facts, types);
    const planned = settle(current);
    const already = `already in the project, ahead of ${last.name}`;
    if (asked === undefined)
        return { version: planned, why: already };
    const raised = raise(last.version, asked, preMajor, facts);
    const final = planned.pre === undefined ? planned : (0,bump_version/* bumpVersion */.B)(planned, 'release');
    if (raised.version === undefined || (0,compare_versions/* compareVersions */.Z)(raised.version, final) <= 0)
        return { version: planned, why: `${already}; the commits since then ask for no more` };
    // A pre-release in progress stays one, of the larger version.
    if (planned.pre === undefined)
        return raised;
    return { version: { ...raised.version, pre: { ...planned.pre, number: 1n } }, why: raised.why };
}
/** Without the mark of development: 1.3.0.dev0 is to become 1.3.0. */
function settle(version) {
    return version.dev === undefined ? version : { ...version, dev: undefined };
}
function raise(from, asked, preMajor, facts) {
    const scheme = findCalendarScheme(facts.dated);
    if (scheme !== undefined && from.pre === undefined) {
        const version = nextByCalendar(from, scheme, asked, facts.nowMs);
        return { version, why: `the next version of the calendar scheme ${describeScheme(scheme)}` };
    }
    if (beginsWithYear(from)) {
        throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_VERSION, {
            message: `${(0,format_version/* formatVersion */.qh)(from)} looks like a calendar version, and the dates of the tags do not show its scheme. Conventional Commits say nothing about the next date.`,
            hint: `Set "version" to the version to release, such as ${new Date(facts.nowMs).getUTCFullYear()}.1.0, or set "bump" to the part to raise.`,
        });
    }
    const isHeldBack = asked === 'major' && preMajor === 'minor' && from.epoch === 0n && from.release[0] === 0n;
    const kind = isHeldBack ? 'minor' : asked;
    const because = isHeldBack
        ? 'a breaking change before 1.0.0 raises the minor version ("pre-major: minor")'
        : `the commits ask for a ${kind} release`;
    const raised = (0,bump_version/* bumpVersion */.B)(from, kind);
    const why = `next after ${(0,format_version/* formatVersion */.qh)(from)}: ${because}`;
    if (from.pre === undefined)
        return { version: raised, why };
    // A pre-release is finished by hand; until then further changes make the next one of it, or the first of a larger version.
    if (isSame(raised, (0,bump_version/* bumpVersion */.B)(from, 'release')))
        return { version: (0,bump_version/* bumpVersion */.B)(from, 'pre'), why };
    return { version: { ...raised, pre: { ...from.pre, number: 1n } }, why };
}
function sayNothing({ last, commits }, types) {
    const since = last === undefined ? 'in this history' : `since ${(0,neutralize/* neutralizeLine */.a0)(last.name, 200)}`;
    const count = commits.length;
    const what = count === 0
        ? 'no commits'
        : count === 1
            ? `1 commit, which is not ${types}`
            : `${count.toLocaleString('en-US')} commits, none of them ${types}`;
    return { version: undefined, why: `Nothing to release ${since}: ${what}.` };
}
const kinds = new Set(['major', 'minor', 'patch', 'none']);
/** @throws InputError E_INPUT_INVALID */
function readBumpTypes(given) {
    const types = new Map(defaultBumpTypes);
    for (const [type, kind] of given) {
        if (!kinds.has(kind)) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
                message: `The input "bump-types" gives the type "${(0,neutralize/* neutralizeLine */.a0)(type, 80)}" the bump "${(0,neutralize/* neutralizeLine */.a0)(kind, 80)}".`,
                hint: 'Use major, minor, patch or none, such as "build=patch".',
            });
        }
        if (kind === 'none')
            types.delete(type.toLowerCase());
        else
            types.set(type.toLowerCase(), kind);
    }
    return types;
}
/** "feat, fix or perf", as far as a reader has to know. */
function listTypes(types) {
    const names = [...types.keys()].filter((name) => name !== 'revert').map((name) => (0,neutralize/* neutralizeLine */.a0)(name, 40));
    const last = names.pop() ?? 'breaking';
    return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}

;// CONCATENATED MODULE: ./actions/version-bump/src/choice/choose-version.ts








/**
 * The version to release, and why; or why there is nothing to release. Only `auto` finds nothing.
 * @throws InputError E_INPUT_INVALID, E_BUMP_VERSION, E_VERSION_INVALID, E_VERSION_BUMP
 */
function chooseVersion(inputs, facts) {
    if (inputs.version !== undefined && inputs.bump !== undefined) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: '"bump" and "version" are both set.',
            hint: 'Set one of them: "version" names the version itself.',
        });
    }
    const isAsItIs = inputs.bump === 'none';
    // A local part ("1.2.0+dev") marks a state of development, and no release has it.
    const current = isAsItIs ? facts.current : { ...facts.current, local: [] };
    const settled = { ...facts, current };
    const choice = inputs.version === undefined
        ? chooseByBump(inputs, settled)
        : { version: (0,parse_version/* parseVersion */.o)(inputs.version, 'The input "version"'), why: 'asked for by "version"' };
    if (choice.version !== undefined)
        assertPublishable(choice.version, isAsItIs, settled);
    return choice;
}
function chooseByBump(inputs, facts) {
    const { bump = 'auto' } = inputs;
    if (bump === 'auto')
        return chooseAutomatically(inputs, facts);
    const { current, last } = facts;
    if (bump === 'none')
        return { version: current, why: 'the version in the project, as it is' };
    const { version, from, isInFiles } = bumpProject(bump, { ...facts, last: last?.version });
    if (!isInFiles)
        return { version, why: `"${bump}" of ${describeOrigin(from, facts)}` };
    return {
        version,
        why: `already in the project, and "${bump}" of ${(0,format_version/* formatVersion */.qh)(from)}, the last release, asks for no more than ${(0,format_version/* formatVersion */.qh)(version)}. To release a higher one, set "version"`,
    };
}
function describeOrigin(from, { last, isFromTags }) {
    const text = (0,format_version/* formatVersion */.qh)(from);
    if (last !== undefined && (0,compare_versions/* compareVersions */.Z)(from, last.version) === 0)
        return `${text}, the last release`;
    if (isFromTags && last === undefined)
        return `${text}, as there is no release yet`;
    if (isFromTags)
        return `${text}, which a tag marks as in development`;
    // A master far ahead of the releases of other branches: what is on them does not count here.
    const past = last === undefined ? 'nothing was released from here' : `${last.name} is the last release here`;
    return `${text}, the version in the project (${past})`;
}
function assertPublishable(chosen, isAsItIs, facts) {
    const text = (0,format_version/* formatVersion */.qh)(chosen);
    if (chosen.local.length > 0) {
        throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_VERSION, {
            message: `${text} has a local part ("+…"), which package indexes do not accept.`,
        });
    }
    if (isAsItIs)
        return;
    const { current, last } = facts;
    const highest = last !== undefined && (0,compare_versions/* compareVersions */.Z)(last.version, current) > 0 ? last.version : current;
    // The version in the project may be the one to come, as long as it was not tagged.
    const isCurrent = (0,compare_versions/* compareVersions */.Z)(chosen, current) === 0 &&
        (last === undefined || (0,compare_versions/* compareVersions */.Z)(last.version, current) < 0);
    if ((0,compare_versions/* compareVersions */.Z)(chosen, highest) > 0 || isCurrent)
        return;
    throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_VERSION, {
        message: `${text} is not later than ${(0,format_version/* formatVersion */.qh)(highest)}, which this branch already has.`,
    });
}

;// CONCATENATED MODULE: ./actions/version-bump/src/choice/explain-choice.ts


const maxLines = 1000;
/** Says why a version is next: the line that counted in every commit, those that ask for a release first. */
function explainChoice(log, { version, why, commits }) {
    if (commits !== undefined)
        explainCommits(log, commits);
    log.info(version === undefined ? why : `${(0,format_version/* formatVersion */.qh)(version)}: ${(0,neutralize/* neutralizeLine */.a0)(why, 300)}.`);
}
function explainCommits(log, { verdicts }) {
    const counted = verdicts.filter(({ bump }) => bump !== undefined);
    const others = verdicts.filter(({ bump }) => bump === undefined);
    for (const verdict of [...counted, ...others].slice(0, maxLines))
        log.info(describeVerdict(verdict));
    const left = verdicts.length - maxLines;
    if (left > 0)
        log.info(`and ${left.toLocaleString('en-US')} more commits`);
}
function describeVerdict({ sha, bump, line, because }) {
    return `${sha.slice(0, 7)} ${bump ?? 'no release'}: ${(0,neutralize/* neutralizeLine */.a0)(line, 200)} (${(0,neutralize/* neutralizeLine */.a0)(because, 80)})`;
}

;// CONCATENATED MODULE: ./actions/version-bump/src/history/find-last-release.ts



const maxDated = 12;
// Each is asked about by itself.
const maxAbandoned = 20;
/** The highest version whose tag the history contains, whatever was released on other lines. */
async function findLine(history, { releases, developments, version }) {
    const candidates = listCandidates(releases);
    const { tag, abandoned } = await findContinued(history, candidates, version);
    const development = version === undefined
        ? await history.findMerged(listCandidates(developments).filter((each) => isHigher(each, tag)))
        : undefined;
    const { mergedNames } = history;
    const times = new Map(history.tags.map(({ name, taggedMs }) => [name, taggedMs]));
    const dated = candidates
        .filter(({ name }) => mergedNames?.has(name) === true)
        .slice(0, maxDated)
        .flatMap(({ name, version: released }) => {
        const taggedMs = times.get(name);
        return taggedMs === undefined ? [] : [{ version: released, taggedMs }];
    });
    return { tag, development, abandoned, dated };
}
function listCandidates(tags) {
    return tags.flatMap(({ name, version, commitSha }) => commitSha === undefined ? [] : [{ name, version, commitSha }]);
}
const isHigher = (tag, other) => other === undefined || (0,compare_versions/* compareVersions */.Z)(tag.version, other.version) > 0;
/**
 * The release that the line goes on from. After 1.0.0b1 came 0.28.1, on the same line: the pre-release was given up. A lower
 * release of a maintenance line that was merged does not contain the pre-release, and gives up nothing.
 */
async function findContinued(history, candidates, inFiles) {
    const abandoned = [];
    let tag = await history.findMerged(candidates);
    if (tag?.version.pre === undefined)
        return { tag, abandoned };
    // Every final release that is merged is lower than the highest tag, and stays the one to compare with.
    const final = await history.findMerged(candidates.filter(({ version }) => version.pre === undefined));
    if (final === undefined)
        return { tag, abandoned };
    let rest = candidates;
    while (tag?.version.pre !== undefined && abandoned.length < maxAbandoned) {
        const { commitSha, version } = tag;
        // The files go on with it, whatever was tagged since.
        if (inFiles !== undefined && (0,compare_versions/* compareVersions */.Z)(inFiles, version) >= 0)
            break;
        if (final.commitSha === commitSha || !(await history.contains(final.commitSha, commitSha)))
            break;
        rest = rest.slice(rest.indexOf(tag) + 1);
        abandoned.push(tag);
        tag = await history.findMerged(rest);
    }
    return { tag, abandoned };
}
/**
 * Whether GitHub has the last release at the same commit: the tags of a checkout that is kept between jobs may be old.
 * @throws as GitHubClient.rest
 */
async function isCurrentTag(repository, tag, log) {
    if (tag === undefined)
        return true;
    const found = await (0,commit_objects/* findTag */.IU)(repository, tag.name);
    if (found?.commitSha === tag.commitSha)
        return true;
    const place = found === undefined ? 'not on GitHub' : `at ${found.commitSha.slice(0, 7)} on GitHub`;
    log.warning(`The tag ${(0,neutralize/* neutralizeLine */.a0)(tag.name, 200)} of the checkout is ${place}. The history is read through the API.`);
    return false;
}

;// CONCATENATED MODULE: ./actions/version-bump/src/history/history.ts
/** The paths that are meant; undefined when every commit counts. */
function selectPaths({ folder, shared }) {
    const clean = (path) => path
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/');
    const own = clean(folder);
    return own === '' ? undefined : [own, ...shared.map(clean).filter((path) => path !== '')];
}

;// CONCATENATED MODULE: ./actions/version-bump/src/history/local-history.ts


/**
 * Reads the history of a commit from the repository that the job has checked out. It takes three programs, whatever the number
 * of tags and commits.
 * @param headSha the commit, as GitHub says
 */
async function openLocalHistory(git, headSha) {
    const reading = Promise.all([
        git.run(['for-each-ref', `--format=${tagFormat}`, 'refs/tags']).then(readTags),
        git.run(['for-each-ref', '--format=%(refname:strip=2)', `--merged=${headSha}`, 'refs/tags']),
    ]);
    // It fails where there is a problem, which is what is told.
    reading.catch(() => undefined);
    const problem = await findProblem(git, headSha);
    if (problem !== undefined)
        return { history: undefined, problem };
    const [tags, merged] = await reading;
    const mergedNames = new Set(merged.split('\n').filter((name) => name !== ''));
    return {
        history: {
            tags,
            mergedNames,
            findMerged: async (candidates) => candidates.find(({ name }) => mergedNames.has(name)),
            contains: async (commitSha, ancestorSha) => (await git.run(['rev-list', '--max-count=1', ancestorSha, `^${commitSha}`, '--'])).trim() === '',
            listCommits: (sinceSha, paths) => listCommits(git, sinceSha, headSha, selectPaths(paths)),
        },
    };
}
async function findProblem(git, headSha) {
    let answer;
    try {
        answer = await git.run(['rev-parse', '--is-shallow-repository', `${headSha}^{commit}`]);
    }
    catch (cause) {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        if (cause.code === 'E_TOOL_MISSING')
            return 'git is not installed on the runner';
        const isRepository = await git.run(['rev-parse', '--git-dir']).then(() => true, () => false);
        return isRepository
            ? `the checkout does not contain ${headSha.slice(0, 7)}`
            : 'the job has no checkout of the repository';
    }
    return answer.startsWith('true') ? 'the checkout is shallow' : undefined;
}
// `*` is what an annotated tag points at, and empty for any other.
const tagFormat = '%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(creatordate:unix)';
function readTags(output) {
    return output.split('\n').flatMap((line) => {
        const [name = '', type, sha = '', pointsAt, commitSha = '', seconds = ''] = line.split('\0');
        const commit = type === 'commit' ? sha : pointsAt === 'commit' ? commitSha : undefined;
        if (commit === undefined)
            return [];
        return [{ name, commitSha: commit, taggedMs: seconds === '' ? undefined : Number(seconds) * 1000 }];
    });
}
async function listCommits(git, sinceSha, headSha, paths) {
    const range = sinceSha === undefined ? [headSha] : [headSha, `^${sinceSha}`];
    // Without the order, a commit may come before its parent if a clock was wrong.
    const log = git.run(['log', '-z', '--reverse', '--topo-order', '--format=%H %P%n%B', ...range, '--']);
    if (paths === undefined)
        return readLog(await log);
    // What concerns only other packages of the repository is left out; a merge concerns what it merged.
    const touching = git.run([
        'rev-list',
        '--full-history',
        ...range,
        '--',
        ...paths.map((path) => `:(literal)${path}`),
    ]);
    const [commits, touched] = await Promise.all([log, touching]);
    const own = new Set(touched.split('\n'));
    return readLog(commits).filter(({ sha }) => own.has(sha));
}
function readLog(output) {
    return output.split('\0').flatMap((entry) => {
        const end = entry.indexOf('\n');
        const [sha = '', ...parents] = entry.slice(0, Math.max(0, end)).split(' ');
        if (sha === '')
            return [];
        return [{ sha, parents: parents.filter((parent) => parent !== ''), message: entry.slice(end + 1) }];
    });
}

// EXTERNAL MODULE: ./packages/github/src/commits.ts
var src_commits = __nccwpck_require__(5223);
;// CONCATENATED MODULE: ./actions/version-bump/src/history/remote-history.ts



// Without a complete checkout the answer may take a while, and must not take for ever: 10 pages of commits, 60 comparisons.
const maxWalkedCommits = 1000;
const maxComparisons = 60;
const comparedAtOnce = 6;
const maxTags = 10_000;
/** The history of a commit through the API, for a job without a complete checkout. @throws as GitHubClient.rest */
async function openRemoteHistory(repository, headSha, log) {
    const tags = await listAllTags(repository);
    const walked = tags.length === 0 ? [] : await (0,src_commits/* listCommits */.VE)(repository, headSha, maxWalkedCommits);
    const reached = new Set(walked.map(({ sha }) => sha));
    // The whole history was walked over: what is not in it is not contained.
    const isComplete = walked.length < maxWalkedCommits;
    return {
        tags,
        mergedNames: undefined,
        async findMerged(candidates) {
            const near = candidates.findIndex(({ commitSha }) => reached.has(commitSha));
            if (near === 0 || isComplete)
                return candidates[near];
            const before = near === -1 ? candidates : candidates.slice(0, near);
            const asked = before.slice(0, maxComparisons);
            for (let start = 0; start < asked.length; start += comparedAtOnce) {
                const batch = asked.slice(start, start + comparedAtOnce);
                const found = await Promise.all(batch.map((tag) => isAncestor(repository, tag.commitSha, headSha)));
                const index = found.indexOf(true);
                if (index !== -1)
                    return batch[index];
            }
            if (before.length > asked.length) {
                log.warning(`${(before.length - asked.length).toLocaleString('en-US')} version tags were not compared with ${headSha.slice(0, 7)}. Check out the repository with "fetch-depth: 0" to have all of them read.`);
            }
            return candidates[near];
        },
        contains: (commitSha, ancestorSha) => isAncestor(repository, ancestorSha, commitSha),
        async listCommits(sinceSha, paths) {
            const commits = sinceSha === undefined
                ? (await (0,src_commits/* listCommits */.VE)(repository, headSha, maxWalkedCommits)).toReversed()
                : sinceSha === headSha
                    ? []
                    : await (0,src_commits/* listCommitsBetween */.hR)(repository, sinceSha, headSha);
            const selected = selectPaths(paths);
            if (selected === undefined)
                return commits;
            const own = await listTouching(repository, headSha, selected, new Set(commits.map(({ sha }) => sha)));
            return commits.filter(({ sha }) => own.has(sha));
        },
    };
}
async function listAllTags({ rest, at }) {
    const found = await (0,client/* listPages */.pN)((page) => rest.repos.listTags({ ...at, ...page, ...(0,client/* expectingEach */.$X)(['name:string', 'commit.sha:string']) }), maxTags);
    return found.map(({ name, commit }) => ({ name, commitSha: commit.sha, taggedMs: undefined }));
}
async function isAncestor(repository, ancestor, head) {
    const status = await (0,src_commits/* compareCommits */.kC)(repository, ancestor, head);
    return status === 'ahead' || status === 'identical';
}
/** Those of some commits that touch a path, among as many of the newest as there are commits. */
async function listTouching({ rest, at }, head, paths, wanted) {
    const listed = await Promise.all(paths.map((path) => (0,client/* listPages */.pN)((page) => rest.repos.listCommits({ ...at, sha: head, path, ...page, ...(0,client/* expectingEach */.$X)(['sha:string']) }), Math.min(wanted.size, maxWalkedCommits))));
    return new Set(listed
        .flat()
        .map(({ sha }) => sha)
        .filter((sha) => wanted.has(sha)));
}

;// CONCATENATED MODULE: ./actions/version-bump/src/history/run-git.ts
// A commit has a few hundred bytes; more than this is the history of no project.
const maxOutputBytes = 512 * 1024 * 1024;
const timeoutMs = 300_000;
/**
 * git that reads one repository and nothing else: no configuration of the machine, no program that the configuration of the
 * repository names, no network, and no object that stands in for another.
 */
function createGit(exec, directory, path) {
    const settings = [
        // A checkout in a container often belongs to another user.
        `safe.directory=${directory}`,
        'core.fsmonitor=false',
        'log.showSignature=false',
        'i18n.logOutputEncoding=UTF-8',
    ];
    const env = {
        PATH: path,
        LC_ALL: 'C',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_NO_LAZY_FETCH: '1',
        GIT_NO_REPLACE_OBJECTS: '1',
    };
    const common = ['--no-pager', '-C', directory, ...settings.flatMap((setting) => ['-c', setting])];
    return {
        async run(args) {
            const { stdout } = await exec.run('git', [...common, ...args], { env, maxOutputBytes, timeoutMs });
            return stdout;
        },
    };
}

;// CONCATENATED MODULE: ./actions/version-bump/src/history/open-history.ts




/**
 * The history of a commit: that of the checkout if it is complete, else through the API.
 * @param headSha the commit, as GitHub says; a checkout of another repository does not contain it
 */
async function openHistory(sources, headSha) {
    const { repository, exec, workspace, path, log } = sources;
    const local = workspace === ''
        ? { history: undefined, problem: 'the job has no workspace' }
        : await openLocalHistory(createGit(exec, workspace, path), headSha);
    if (local.history !== undefined) {
        log.debug(`The history of ${headSha} is read from the checkout.`);
        return local.history;
    }
    log.info(`The history is read through the API, because ${(0,neutralize/* neutralizeLine */.a0)(local.problem, 200)}. It is faster and complete after actions/checkout with "fetch-depth: 0".`);
    return openRemoteHistory(repository, headSha, log);
}

// EXTERNAL MODULE: ./actions/version-bump/src/history/version-tags.ts + 1 modules
var version_tags = __nccwpck_require__(1420);
// EXTERNAL MODULE: ./actions/version-bump/src/project.ts + 1 modules
var src_project = __nccwpck_require__(8513);
// EXTERNAL MODULE: ./actions/version-bump/src/pull-request/release-line.ts
var release_line = __nccwpck_require__(3307);
;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/landed-release.ts



/**
 * The version that the commit was made to release and that no tag has: a release pull request was merged, in whatever way. The
 * files decide and not the message of the merge, which every way of merging writes differently; for a version that comes from
 * git, the dated section of the changelog or the pull request itself. A first release needs the latter, as a project that was never tagged has
 * versions and sections of the past.
 */
function findLandedRelease(facts) {
    const version = findByFiles(facts) ?? findByProposal(facts);
    if (version === undefined)
        return undefined;
    return { version, why: `merged: ${(0,format_version/* formatVersion */.qh)(version)} is in the project and has no tag yet` };
}
const landed_release_isSame = (left, right) => (0,compare_versions/* compareVersions */.Z)(left, right) === 0;
function isOpen({ last, isReleased }, version) {
    return !isReleased(version) && (last === undefined || (0,compare_versions/* compareVersions */.Z)(version, last.version) > 0);
}
function findByFiles(facts) {
    const { current, isFromTags, last, sections } = facts;
    if (last === undefined)
        return undefined;
    if (isFromTags) {
        const [newest] = sections;
        return newest?.isDated === true && isOpen(facts, newest.version) ? newest.version : undefined;
    }
    const hasSection = sections.some(({ version, isDated }) => isDated && landed_release_isSame(version, current));
    return current.dev === undefined && hasSection && isOpen(facts, current) ? current : undefined;
}
function findByProposal(facts) {
    const { commits, current, isFromTags } = facts;
    const range = new Set(commits.map(({ sha }) => sha));
    const named = commits.flatMap(({ message }) => (0,release_line/* readReleaseLine */.EL)(message)?.tag ?? []);
    const found = facts.proposals.flatMap(({ body, isOpen: isWaiting, mergedSha }) => {
        const release = (0,release_line/* readReleaseLine */.EL)(body);
        if (release === undefined || facts.formatTag(release.version) !== release.tag)
            return [];
        // One that was merged with git itself, outside of GitHub, is still open.
        const isMerged = mergedSha === undefined ? isWaiting && named.includes(release.tag) : range.has(mergedSha);
        return isMerged ? [release] : [];
    })[0];
    if (found === undefined || !isOpen(facts, found.version))
        return undefined;
    // Somebody took it back, or raised the version further.
    return isFromTags || landed_release_isSame(found.version, current) ? found.version : undefined;
}

// EXTERNAL MODULE: ./actions/version-bump/src/repository-files.ts + 1 modules
var repository_files = __nccwpck_require__(7198);
;// CONCATENATED MODULE: ./actions/version-bump/src/make-plan.ts























/**
 * Decides everything about a release from one commit, and writes nothing.
 * @throws InputError for a project, version or changelog that cannot be released
 */
async function makePlan(scene, baseSha) {
    const { inputs, repository, log, clock } = scene;
    // git reads the history while GitHub is asked for the files.
    const history = openHistory(scene.sources, baseSha);
    history.catch(() => undefined);
    const files = await (0,repository_files/* openRepositoryFiles */.g)(repository, baseSha);
    const project = await (0,src_project/* openProject */.U)(files, inputs.path, log, inputs['version-file']);
    const format = (0,tag_format/* parseFormatInputs */.eN)(inputs);
    const question = { name: project.name, package: inputs.path, format, version: project.version };
    const { last, releases, style } = await readReleases(scene, baseSha, await history, question);
    // A version that comes from git is the last tag's, or that of the development that a tag marks.
    const tagged = last.development ?? last.tag;
    const current = project.version ?? tagged?.version ?? (0,parse_version/* parseVersion */.o)('0.0.0');
    noticeAbandoned(log, last);
    const facts = {
        ...{ current, isFromTags: project.version === undefined, last: last.tag, commits: last.commits },
        isReleased: (version) => releases.some((tag) => (0,compare_versions/* compareVersions */.Z)(tag.version, version) === 0),
        ...{ dated: last.dated, nowMs: clock.now() },
    };
    const proposalBranch = (0,release_line/* nameReleaseBranch */.tF)(scene.branch, inputs.path, project.name);
    const landed = inputs.mode === 'pull-request' ? await findLanded(scene, files, facts, style, proposalBranch) : undefined;
    const choice = landed ?? chooseVersion(inputs, facts);
    explainChoice(log, choice);
    const chosen = choice.version;
    if (chosen === undefined)
        return { plan: undefined, choice, current, last: last.tag, proposalBranch };
    const version = (0,format_version/* formatVersion */.qh)(chosen);
    const previousVersion = last.tag === undefined ? undefined : (0,format_version/* formatVersion */.qh)(last.tag.version);
    if (inputs.dispatch !== undefined) {
        const text = await readDispatched(files, inputs.dispatch, baseSha);
        const findSign = () => project.findCompiledSign();
        if (text !== undefined)
            await refuseUnbuiltWheels({ file: inputs.dispatch, text, findSign, log });
    }
    const tag = (0,tag_style/* formatTag */._3)(style, chosen);
    if (inputs.bump !== 'none' || landed !== undefined)
        refuseReleasedVersion(chosen, tag, releases);
    log.info((0,tag_style/* describeTags */.FE)(style, last.tag?.name, tag));
    const { edits, changelogPath } = inputs.bump === 'none' || landed !== undefined
        ? { edits: [], changelogPath: undefined }
        : await listEdits(scene, files, project, {
            ...{ version: chosen, previousTag: last.tag?.name, style, tagged: last.tag?.version },
            // The tag of this release as it will be, then the one before: they show whether zeros are kept.
            habits: [tag, last.tag?.name ?? ''].map((name) => name.startsWith(style.prefix) ? name.slice(style.prefix.length) : name),
        });
    // A version that somebody raised by hand, and that nothing is left to change for.
    const isInFiles = edits.length === 0 && project.version !== undefined && last.tag !== undefined;
    return {
        choice,
        commits: last.commits,
        plan: {
            version,
            previousVersion,
            isPrerelease: (0,format_version/* isPrerelease */.V1)(chosen),
            isLanded: landed !== undefined || isInFiles,
            proposalBranch,
            branch: scene.branch,
            baseSha,
            tag,
            commitMessage: fillMessage(inputs['commit-message'], { version, tag, previous: previousVersion ?? '' }),
            tagMessage: `${project.name ?? inputs.path} ${version}`,
            changelogPath,
            edits: edits.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
        },
    };
}
/** One notice for all pre-releases that the line did not go on with. */
function noticeAbandoned(log, { abandoned, tag }) {
    const [highest, ...others] = abandoned;
    if (highest === undefined || tag === undefined)
        return;
    const more = others.length === 0 ? '' : ` (and ${others.length} before it)`;
    log.notice(`${(0,neutralize/* neutralizeLine */.a0)(highest.name, 200)}${more} is not continued, because ${(0,neutralize/* neutralizeLine */.a0)(tag.name, 200)} was released after it on this line. To continue it, set "version".`);
}
/** The release of a pull request that was merged, and that no tag has yet. */
async function findLanded({ inputs, repository, branch }, files, facts, style, head) {
    const { readReleasedSections } = await Promise.all(/* import() */[__nccwpck_require__.e(667), __nccwpck_require__.e(663)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7663));
    const [sections, proposals] = await Promise.all([
        readReleasedSections(files, inputs),
        (0,pull_requests/* listPullRequests */.qc)(repository, { head, base: branch }),
    ]);
    return findLandedRelease({
        ...{ ...facts, sections, proposals },
        formatTag: (version) => (0,tag_style/* formatTag */._3)(style, version),
    });
}
/** The releases of the project and what came after the last one, by the checkout unless its tags are old. */
async function readReleases({ inputs, sources, log }, baseSha, history, question) {
    const paths = { folder: inputs.path, shared: inputs['shared-paths'] };
    const read = async (opened) => {
        const found = (0,version_tags/* readVersionTags */.y)({ ...question, tags: opened.tags }, log);
        const line = await findLine(opened, { ...found, version: question.version });
        const [commits, isCurrent] = await Promise.all([
            opened.listCommits(line.tag?.commitSha, paths),
            opened.mergedNames === undefined || isCurrentTag(sources.repository, line.tag, log),
        ]);
        return { ...found, last: { ...line, commits }, isCurrent };
    };
    const found = await read(history);
    return found.isCurrent ? found : read(await openRemoteHistory(sources.repository, baseSha, log));
}
async function listEdits({ inputs, repositoryUrl, log, clock }, files, project, release) {
    const edits = [
        ...(await project.planEdits({
            version: release.version,
            extraFiles: inputs['extra-files'],
            tagged: release.tagged,
            habits: release.habits,
        })),
    ];
    const { planChangelogEdits } = await Promise.all(/* import() */[__nccwpck_require__.e(667), __nccwpck_require__.e(390)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1390));
    const changelog = await planChangelogEdits(files, {
        path: inputs.changelog,
        folder: inputs.path,
        version: (0,format_version/* formatVersion */.qh)(release.version),
        previousTag: release.previousTag,
        formatTag: (version) => {
            const parsed = (0,parse_version/* tryParseVersion */.z)(version);
            return parsed === undefined ? `${release.style.prefix}${version}` : (0,tag_style/* formatTag */._3)(release.style, parsed);
        },
        repositoryUrl,
        date: new Date(clock.now()).toISOString().slice(0, 10),
    }, log);
    edits.push(...changelog);
    // A link stays a link: the file that it leads to is written.
    const written = await Promise.all(edits.map(async (edit) => edit.after === undefined ? edit : { ...edit, path: await files.resolve(edit.path) }));
    (0,commit_objects/* refuseWorkflowFiles */.Vz)(written);
    const changed = written.filter(({ before, after }) => before === undefined || after === undefined || !Buffer.from(before).equals(after));
    const news = changelog.find(({ after }) => after !== undefined);
    return { edits: changed, changelogPath: news && (await files.resolve(news.path)) };
}
/** The tag will have the workflow of this commit: what is wrong with it is told before there is a tag. */
async function readDispatched(files, workflow, sha) {
    const path = `.github/workflows/${workflow}`;
    // A number names a workflow as well; GitHub knows which.
    if (/^\d+$/.test(workflow))
        return undefined;
    const bytes = await files.read(path);
    const text = bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
    if (text?.includes('workflow_dispatch') === true)
        return text;
    const problem = text === undefined ? `is not in ${sha.slice(0, 7)}` : 'has no "workflow_dispatch" trigger';
    throw new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_DISPATCH, {
        message: `The workflow to start, ${(0,neutralize/* neutralizeLine */.a0)(path, 200)}, ${problem}. Nothing was written.`,
        hint: 'Correct "dispatch", or add the trigger to the workflow.',
    });
}
const placeholders = /\{(version|tag|previous)\}/g;
function fillMessage(template, values) {
    const message = template.replace(placeholders, (_, name) => values[name] ?? '').trim();
    if (message !== '')
        return message;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: 'The input "commit-message" gives an empty message.',
    });
}

// EXTERNAL MODULE: ./actions/version-bump/src/open-job-repository.ts
var open_job_repository = __nccwpck_require__(2095);
// EXTERNAL MODULE: ./actions/version-bump/src/packages/find-package.ts + 2 modules
var find_package = __nccwpck_require__(7574);
// EXTERNAL MODULE: ./actions/version-bump/src/render-diff.ts
var render_diff = __nccwpck_require__(2433);
// EXTERNAL MODULE: ./actions/version-bump/src/report.ts
var report = __nccwpck_require__(7623);
;// CONCATENATED MODULE: ./actions/version-bump/src/run.ts

























/** Observe, plan, act, observe, dispatch: each step finds what an earlier run has done. */
async function runVersionBump(context, programs) {
    // Each way of running loads what it needs and no more.
    if (context.job.refType === 'tag') {
        const { runAtTag } = await __nccwpck_require__.e(/* import() */ 476).then(__nccwpck_require__.bind(__nccwpck_require__, 6476));
        return runAtTag(context);
    }
    return runAtBranch(await choosePackage(nameDispatched(context)), programs);
}
/** `auto` starts the file that this run started with, also when the job is in a workflow that it calls. */
function nameDispatched(context) {
    const { inputs, job } = context;
    if (inputs.dispatch !== 'auto')
        return context;
    const file = (0,workflow_file/* readWorkflowFile */.A)(job.workflowRef);
    if (file !== undefined)
        return { ...context, inputs: { ...inputs, dispatch: file } };
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "dispatch" is "auto", but GITHUB_WORKFLOW_REF (${(0,neutralize/* neutralizeLine */.a0)(job.workflowRef, 200) || 'not set'}) names no workflow file.`,
        hint: 'Set "dispatch" to the name of the file.',
    });
}
/** The run with the folder of the package that was asked for. */
async function choosePackage(context) {
    const { inputs, job, log, setOutput } = context;
    if (inputs.package === undefined) {
        setOutput('path', inputs.path);
        return context;
    }
    if (inputs.path !== '.') {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: '"package" and "path" are both set.',
            hint: 'Set one of them: "package" finds the folder itself.',
        });
    }
    const repository = (0,open_job_repository/* openJobRepository */.w)(context);
    const files = await (0,repository_files/* openRepositoryFiles */.g)(repository, job.sha);
    const path = await (0,find_package/* findAskedPackage */.SH)({ repository, sha: job.sha, files, log }, inputs.package);
    setOutput('path', path);
    return { ...context, inputs: { ...inputs, path } };
}
async function runAtBranch(context, programs) {
    context.setOutput('name', '');
    context.setOutput('from-release', 'false');
    const scene = openScene(context, programs);
    const { inputs, log, job } = context;
    const head = (0,src_repository/* findRef */.DQ)(scene.repository, `heads/${scene.branch}`);
    // Both are asked at once, and the branch is judged first.
    head.catch(() => undefined);
    await refuseOtherBranch(context, scene);
    const planned = await planFromBranch(scene, job.sha, (await head)?.sha);
    if (planned.plan === undefined) {
        if (inputs.mode === 'pull-request' && !inputs['dry-run']) {
            const { closeProposal } = await Promise.all(/* import() */[__nccwpck_require__.e(291), __nccwpck_require__.e(54), __nccwpck_require__.e(667), __nccwpck_require__.e(428)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7428));
            await closeProposal(scene, planned.proposalBranch);
        }
        return reportNothing(context, scene, planned);
    }
    const { plan } = planned;
    await announce(context, plan, planned.choice.why);
    await refuseTakenTag(scene.repository, plan);
    await refuseUnsupportedWorkflow(context, scene, plan);
    if (plan.baseSha === job.sha)
        await refuseChangedCheckout(plan, job.workspace);
    if (inputs['dry-run']) {
        context.setOutput('changed', 'false');
        context.setOutput('released', 'false');
        log.notice(`Dry run: ${plan.tag} would be released from ${plan.baseSha.slice(0, 7)}; nothing was written.`);
        return (0,report/* addReport */.e)(context, plan, { state: 'Dry run for', note: 'Dry run: nothing was written.' });
    }
    if (inputs.mode === 'pull-request' && !plan.isLanded) {
        const { proposeAndReport } = await Promise.all(/* import() */[__nccwpck_require__.e(291), __nccwpck_require__.e(54), __nccwpck_require__.e(667), __nccwpck_require__.e(428)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7428));
        return proposeAndReport(context, scene, planned);
    }
    return releaseAndReport(context, scene, plan);
}
function openScene(context, programs) {
    const { inputs, log, clock, job } = context;
    if (job.refType !== 'branch') {
        throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_BRANCH, {
            message: `The workflow runs at "${(0,neutralize/* neutralizeLine */.a0)(job.ref, 200)}", which is not a branch.`,
        });
    }
    const repository = (0,open_job_repository/* openJobRepository */.w)(context);
    const repositoryUrl = `${job.serverUrl}/${job.repository}`;
    const sources = { repository, workspace: job.workspace, log, ...programs };
    return { inputs, repository, repositoryUrl, branch: job.refName, sources, log, clock };
}
/** A tag on another branch would be refused by the run that publishes it. @throws InputError E_BUMP_BRANCH */
async function refuseOtherBranch({ inputs }, scene) {
    const { repository, branch } = scene;
    const patterns = await listReleaseBranches(repository, inputs['release-branches']);
    if (matchesBranch(branch, patterns))
        return;
    throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_BRANCH, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(branch, 200)} is not a release branch (${(0,neutralize/* neutralizeLine */.a0)(patterns.join(', '), 300)}). Nothing was written.`,
        hint: 'Start the workflow on a release branch, or add the branch to "release-branches" here and where the release is drafted.',
    });
}
/** The plan of the commit the run was started for when it was carried out already, else that of the head of the branch. */
async function planFromBranch(scene, startedAtSha, head) {
    const { repository, branch, log } = scene;
    if (head === undefined) {
        throw new action_error/* InputError */.dz(src_errors/* bumpErrors */.y.E_BUMP_BRANCH, {
            message: `The branch ${(0,neutralize/* neutralizeLine */.a0)(branch, 200)} is gone.`,
        });
    }
    if (head === startedAtSha)
        return makePlan(scene, head);
    const planned = await makePlan(scene, startedAtSha);
    // What was merged is released where it was merged.
    const isLanded = planned.plan?.isLanded === true;
    if (planned.plan !== undefined && (isLanded || (await findMade(repository, planned.plan)) !== undefined))
        return planned;
    log.notice(`The branch has moved from ${startedAtSha.slice(0, 7)} to ${head.slice(0, 7)} since the run was started; ${head.slice(0, 7)} is released.`);
    return makePlan(scene, head);
}
async function announce({ log, setOutput }, plan, why) {
    setOutput('version', plan.version);
    setOutput('previous-version', plan.previousVersion ?? '');
    setOutput('tag', plan.tag);
    setOutput('is-prerelease', String(plan.isPrerelease));
    setOutput('plan', (0,release_plan/* renderPlan */.EG)(plan));
    setOutput('reason', (0,neutralize/* neutralizeLine */.a0)(why, 500));
    log.info(`${plan.previousVersion ?? 'no release yet'} → ${plan.version}, tag ${plan.tag}, from ${plan.baseSha}`);
    for (const line of await (0,render_diff/* renderDiff */.i)(plan.edits))
        log.info((0,neutralize/* neutralizeLine */.a0)(line));
}
// Exit code 0: a schedule that runs every night finds nothing on most nights.
const wayOut = 'To release anyway, set "bump" to patch, minor or major. To let the commits decide, write Conventional Commits, such as "fix: …" or "feat: …".';
async function reportNothing({ setOutput, log, clock, inputs, summary }, { repository }, { current, last, choice }) {
    const version = (0,format_version/* formatVersion */.qh)(last?.version ?? current);
    setOutput('version', version);
    setOutput('previous-version', last === undefined ? '' : version);
    setOutput('is-prerelease', String((0,format_version/* isPrerelease */.V1)(last?.version ?? current)));
    setOutput('changed', 'false');
    setOutput('released', 'false');
    setOutput('reason', choice.why);
    log.notice(`${choice.why} ${wayOut}`);
    summary.addParagraph(`${choice.why} ${wayOut}`);
    if (last === undefined)
        return;
    setOutput('tag', last.name);
    setOutput('commit', last.commitSha);
    // A run that ended between the tag and the start of its workflow left this undone.
    const tag = await (0,commit_objects/* findTag */.IU)(repository, last.name);
    const isOurs = tag !== undefined && readPlanTrailer(tag.message) !== undefined;
    if (!isOurs || inputs.dispatch === undefined || inputs['dry-run'])
        return;
    const target = describeDispatch(inputs.dispatch, inputs, last.name, last.commitSha);
    tellRun({ log }, await dispatchWorkflow(repository, target, clock));
}
async function releaseAndReport(context, scene, first) {
    const { repository, branch, log } = scene;
    if (first.edits.length > 0)
        await refuseForbiddenCommit(repository, branch);
    // The rules of the branch were asked when it was merged.
    if (!first.isLanded || context.inputs['require-checks'] === 'all')
        await refuseOpenChecks(context, repository, branch, first.baseSha);
    await (0,check_environment/* refuseClosedEnvironment */.e)(context, repository, {
        ...{ tag: first.tag, sha: first.baseSha, file: context.inputs.dispatch },
        index: context.inputs['dispatch-inputs'].get('index') ?? '',
    });
    let plan = first;
    let result = await writeDirectly(repository, plan);
    if (result.outcome === 'moved' && result.headSha !== undefined) {
        log.notice(`The branch has moved to ${result.headSha.slice(0, 7)}; planning once more.`);
        const planned = await makePlan(scene, result.headSha);
        if (planned.plan === undefined)
            return reportNothing(context, scene, planned);
        plan = planned.plan;
        await announce(context, plan, planned.choice.why);
        result = await writeDirectly(repository, plan);
    }
    if (result.outcome === 'moved') {
        throw new action_error/* RemoteError */.Hi(src_errors/* bumpErrors */.y.E_GITHUB_BRANCH_MOVED, {
            message: `${branch} was moved again while the release was made (it is at ${result.headSha ?? 'no commit'}). Nothing was written.`,
        });
    }
    const { commitSha, made } = result;
    context.setOutput('commit', commitSha);
    context.setOutput('changed', String(made));
    context.setOutput('released', 'true');
    log.notice(`${plan.tag} ${made ? 'is' : 'was already'} at ${commitSha}`);
    const run = await startWorkflow(context, scene, plan.tag, commitSha);
    const note = made ? 'Commit and tag were made together.' : 'An earlier run has made commit and tag.';
    await (0,report/* addReport */.e)(context, plan, {
        state: 'Tagged',
        commitSha,
        note,
        ...(run === undefined ? {} : { runUrl: run.url }),
    });
}
async function startWorkflow({ inputs, clock, log }, { repository }, tag, sha) {
    if (inputs.dispatch === undefined)
        return undefined;
    const target = describeDispatch(inputs.dispatch, inputs, tag, sha);
    const run = await dispatchWorkflow(repository, target, clock);
    tellRun({ log }, run);
    return run;
}
function tellRun({ log }, { started, url }) {
    log.notice(`${started ? 'Started' : 'Runs already'}: ${url}`);
}
function describeDispatch(workflow, inputs, tag, sha) {
    // A workflow that lacks an input rejects it; one that is left out has its default.
    const values = new Map([...inputs['dispatch-inputs']].filter(([, value]) => value !== ''));
    const ref = `refs/tags/${tag}`;
    return { workflow, ref, sha, ...(values.size === 0 ? {} : { inputs: Object.fromEntries(values) }) };
}


/***/ }),

/***/ 691:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ readWorkflowFile),
/* harmony export */   h: () => (/* binding */ parseWorkflow)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);
/* harmony import */ var _slipway_github_errors__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3570);



/**
 * Name of the workflow file that a run started with.
 * @param workflowRef `GITHUB_WORKFLOW_REF`: `owner/name/.github/workflows/release.yml@refs/heads/main`
 */
function readWorkflowFile(workflowRef) {
    return /\.github\/workflows\/([^/@]+)@/.exec(workflowRef)?.[1];
}
/**
 * Reads the text of a workflow. The parser is loaded for it, which only some runs need.
 * @param file name of the workflow file, for the error
 * @throws InputError E_GITHUB_DISPATCH for what is not YAML, which GitHub would not start
 */
async function parseWorkflow(file, text) {
    const { parse } = await __nccwpck_require__.e(/* import() */ 815).then(__nccwpck_require__.t.bind(__nccwpck_require__, 8815, 19));
    try {
        return parse(text);
    }
    catch (cause) {
        const why = (0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__/* .neutralizeLine */ .a0)(cause instanceof Error ? cause.message : String(cause), 200);
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_slipway_github_errors__WEBPACK_IMPORTED_MODULE_2__/* .githubErrors */ .Z.E_GITHUB_DISPATCH, {
            message: `The workflow ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__/* .neutralizeLine */ .a0)(file, 200)} is not valid YAML: ${why.replace(/[.:]?$/, '')}. Nothing was written.`,
            hint: 'Correct the file on the branch, and start a new run.',
        });
    }
}


/***/ }),

/***/ 2869:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  v: () => (/* binding */ parseMessage)
});

;// CONCATENATED MODULE: ./packages/changelog/src/commits/conventional-header.ts
// Items 1, 4, 5, 13 and 15: a noun, an optional scope in parentheses, an optional "!", then colon and space, in any case.
const conventional_header_form = /^(\w[\w-]*)(?:\(([^()]*)\))?(!)?: +(\S.*)$/;
/** @param title one line of at most 500 characters */
function readHeader(title) {
    const found = conventional_header_form.exec(title);
    if (found === null)
        return { type: undefined, scope: undefined, subject: title.trim(), mark: false };
    const [, type, scope, mark, subject = ''] = found;
    return {
        type: type?.toLowerCase(),
        scope: scope?.trim() || undefined,
        subject,
        mark: mark === '!',
    };
}

// EXTERNAL MODULE: ./packages/changelog/src/commits/dependency-update.ts
var dependency_update = __nccwpck_require__(9170);
;// CONCATENATED MODULE: ./packages/changelog/src/commits/footers.ts
// Items 8, 9, 12 and 16 of the specification: a token has hyphens instead of spaces, except for BREAKING CHANGE. Only the
// latter may have all of its text on the next line; another word with a colon at the end of its line introduces a list.
const breakingToken = /^(BREAKING[ -]CHANGE)(?:(:)(?: +(.*))?| (#)(.*))$/;
const ordinaryToken = /^([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)(?:(:) +(\S.*)| (#)(\S.*))$/;
const maxValueLength = 1000;
const maxFooters = 1000;
/** The line begins a footer. */
function matchFooter(line) {
    const found = breakingToken.exec(line) ?? ordinaryToken.exec(line);
    if (found === null)
        return undefined;
    const [, token = '', colon, text, , number] = found;
    return {
        token,
        separator: colon === undefined ? '#' : ':',
        value: (text ?? number ?? '').trim(),
        line,
    };
}
/**
 * The footers in the lines below a title. A value goes on until the next footer (item 10 of the specification) and may contain
 * blank lines; it also ends where `isEnd` says so.
 */
function readFooters(lines, isEnd = () => false) {
    const footers = [];
    let open = false;
    for (const line of lines) {
        const footer = matchFooter(line);
        if (footer !== undefined) {
            if (footers.length === maxFooters)
                break;
            footers.push({ footer, parts: [footer.value], length: footer.value.length });
            open = true;
        }
        else if (isEnd(line))
            open = false;
        else if (open)
            extend(footers.at(-1), line.trim());
    }
    return footers.map(({ footer, parts }) => ({
        ...footer,
        value: parts
            .filter((part) => part !== '')
            .join(' ')
            .slice(0, maxValueLength),
    }));
}
function extend(last, text) {
    if (last === undefined || last.length >= maxValueLength)
        return;
    last.parts.push(text);
    last.length += text.length + 1;
}
/**
 * Whether a footer announces a breaking change: `BREAKING CHANGE` or `BREAKING-CHANGE` in upper case, a colon and a text (items
 * 12, 15 and 16 of the specification).
 */
function isBreaking({ token, separator, value }) {
    return /^BREAKING[ -]CHANGE$/.test(token) && separator === ':' && value !== '';
}
/** The paragraphs at the end of a message that begin with a footer, as `git interpret-trailers` finds them. */
function cutTrailers(lines) {
    let start = lines.length;
    for (let end = lines.length; end > 0;) {
        while (end > 0 && lines[end - 1] === '')
            end -= 1;
        let first = end;
        while (first > 0 && lines[first - 1] !== '')
            first -= 1;
        const head = lines[first];
        if (head === undefined || first === end || matchFooter(head) === undefined)
            break;
        start = first;
        end = first;
    }
    return lines.slice(start);
}

// EXTERNAL MODULE: ./packages/changelog/src/markdown/blocks.ts
var blocks = __nccwpck_require__(8582);
;// CONCATENATED MODULE: ./packages/changelog/src/commits/message-lines.ts

// What is longer is no line that a person wrote as a title or a footer.
const maxLineLength = 500;
/**
 * The lines of a commit message, each cut at 500 characters. Lines of code, comments and quotations are empty: an example of a
 * footer is not a footer.
 */
function readProse(message) {
    const lines = message.split(/\r\n|\n|\r/);
    // Most messages have neither a fence nor a comment, and nothing to track.
    if (!/[`~]{3}|<!--/.test(message))
        return lines.map((line) => (isQuoted(line) ? '' : cut(line)));
    const tracker = new blocks/* BlockTracker */.y();
    return lines.map((line) => (tracker.accept(line) !== 'text' || isQuoted(line) ? '' : cut(line)));
}
const isQuoted = (line) => /^(?: {4}|\t|>)/.test(line);
function cut(line) {
    return (line.length > maxLineLength ? line.slice(0, maxLineLength) : line).trimEnd();
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/revert-target.ts
/** What a message undoes, in the words of git, of GitHub's button, or of the specification; undefined when it is not a revert. */
function readRevert(header, body) {
    // "Reapply" is git's title of a revert of a revert.
    const git = /^(Revert|Reapply) "(.*)"(?: \(#\d+\))?$/.exec(header);
    const isRevert = git !== null || /^revert(?:\([^()]*\))?!?: /i.test(header);
    if (!isRevert)
        return undefined;
    const shas = [];
    let pullRequest;
    for (const text of body) {
        const named = /^This reverts commit ([0-9a-f]{7,64})/.exec(text)?.[1];
        if (named !== undefined)
            shas.push(named);
        // The specification's own example of a revert: "Refs: 676104e, a215868".
        const footer = /^Refs: ([0-9a-f]{7,64}(?:, *[0-9a-f]{7,64})*)$/i.exec(text)?.[1];
        if (footer !== undefined)
            shas.push(...footer.split(',').map((sha) => sha.trim()));
        const number = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,10})\b/.exec(text)?.[1];
        if (number !== undefined)
            pullRequest ??= Number(number);
    }
    const quoted = git?.[2];
    return { shas, pullRequest, header: git?.[1] === 'Reapply' ? `Revert "${quoted ?? ''}"` : quoted };
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/squashed-commits.ts
const item = /^\* +(\S.*)$/;
// Headings, rules below a heading, HTML and tables: a text that somebody composed, or a changelog that is quoted.
const composed = /^ {0,3}(?:#{1,6}(?: |$)|<\/?[a-z!]|\||={3,}$)/i;
// How GitHub's release notes list a change; a commit is not titled like this.
const quotedChange = / by @[\w[\]-]+(?: in (?:https?:\/\/|#\d)|[….]*$)/u;
const maxItems = 1000;
/**
 * The titles of the commits that a squash merge lists. GitHub's default message of a pull request with several commits is a
 * list of `* <title>`, each followed by the body of that commit; nothing else is before the list. Empty for any other body.
 */
function readSquashedTitles(body) {
    const first = body.find((line) => line !== '');
    if (first === undefined || !item.test(first))
        return [];
    const titles = [];
    for (const line of body) {
        if (composed.test(line) || titles.length === maxItems)
            break;
        const title = item.exec(line)?.[1];
        if (title !== undefined && !quotedChange.test(title))
            titles.push(title);
    }
    return titles;
}
/** The line begins the next commit of the list, or ends the list: GitHub puts a rule before the co-authors. */
function endsSquashedCommit(line) {
    return item.test(line) || /^-{3,}$/.test(line);
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/commit-message.ts






const mergeHeader = /^Merge (?:branch|branches|remote-tracking branch|tag|commit|pull request) /;
const pullRequestSuffix = /\(#(\d{1,10})\)$/;
/**
 * Reads one commit message, in time linear in its length. The title decides before the body: the commits that a body lists
 * count only below a title that is not a Conventional Commit, and of the body of a dependency update only the footers at its end.
 */
function parseMessage(message) {
    const lines = readProse(message);
    const first = lines.findIndex((line) => line.trim() !== '');
    const firstLine = lines[first] ?? '';
    const merge = /^Merge pull request #(\d{1,10}) from /.exec(firstLine);
    const second = merge === null ? -1 : lines.findIndex((line, index) => index > first && line.trim() !== '');
    const header = second === -1 ? firstLine : (lines[second] ?? '');
    const body = lines.slice(Math.max(first, second) + 1);
    const read = readHeader(header);
    const isUpdate = (0,dependency_update/* isDependencyUpdate */.N)(read.type, read.scope, read.subject);
    const isSquash = pullRequestSuffix.test(header) && read.type === undefined && !isUpdate;
    const titles = isSquash ? readSquashedTitles(body) : [];
    const footers = isUpdate
        ? readFooters(cutTrailers(body))
        : readFooters(body, titles.length > 0 ? endsSquashedCommit : undefined);
    const note = footers.find(isBreaking);
    return {
        ...describeChange(read, note),
        header,
        breakingLine: read.mark ? header : note?.line,
        isMerge: second === -1 && mergeHeader.test(firstLine),
        isMergedPullRequest: second !== -1,
        pullRequest: readNumber(merge?.[1] ?? pullRequestSuffix.exec(header)?.[1]),
        squashed: titles.map((title) => ({ ...describeChange(readHeader(title), undefined), header: title })),
        isDependencyUpdate: isUpdate,
        footers,
        reverts: readRevert(header, body),
    };
}
function describeChange({ type, scope, subject, mark }, note) {
    return {
        ...{ type, scope, subject },
        breaking: mark || note !== undefined,
        breakingText: note?.value ?? (mark ? subject : undefined),
    };
}
function readNumber(digits) {
    return digits === undefined ? undefined : Number(digits);
}


/***/ }),

/***/ 9170:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ isDependencyUpdate)
/* harmony export */ });
const scopes = /^(?:deps|dependencies|dep)(?:[-_/ ].*)?$/i;
const subjects = [
    // Dependabot: "Bump x from 1 to 2", "Bump the x group with 3 updates", "Update x requirement from ~=1 to ~=2".
    /^(?:\[[^\]]*\] *)?(?:bumps?|updates?|upgrades?|pins?|rolls?) .*\bfrom \S+ to \S+/i,
    /^bumps? the .+ group\b/i,
    // Renovate: "Update dependency x to v3", "Update x action to v4", "Pin dependencies", "Lock file maintenance".
    /^(?:bumps?|updates?|upgrades?|pins?|rolls?) (?:dependency )?\S+(?: (?:action|docker tag|digest|monorepo|orb|packages?))* to v?\d\S*/i,
    /^(?:bumps?|updates?|upgrades?|pins?|rolls?|replaces?) (?:all |non-major |major |minor |patch )*(?:dependency|dependencies|deps)\b/i,
    /^lock ?file maintenance\b/i,
    /^(?:\[pre-commit\.ci\] *)?pre-commit autoupdate\b/i,
];
/**
 * Whether a title is that of an update of dependencies, by Dependabot, Renovate, pre-commit.ci or in their words. The body of
 * such a commit quotes the changelog of somebody else.
 */
function isDependencyUpdate(type, scope, subject) {
    if (type === 'deps' || (scope !== undefined && scopes.test(scope)))
        return true;
    return subjects.some((pattern) => pattern.test(subject));
}


/***/ }),

/***/ 2384:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ findUndone)
/* harmony export */ });
/**
 * The commits that leave no trace in this range: those reverted in it, and the reverts that undid them.
 * A revert that is itself reverted undoes nothing. Linear in the number of commits and reverts.
 */
function findUndone(commits) {
    const index = buildIndex(commits);
    const targets = new Map();
    const pending = new Map();
    for (const commit of commits) {
        const found = findTargets(commit, index);
        if (found.shas.length === 0)
            continue;
        targets.set(commit.sha, found);
        for (const target of found.shas)
            pending.set(target, (pending.get(target) ?? 0) + 1);
    }
    return settle(commits, targets, pending);
}
/** Decides in the order in which nothing undecided is left that could undo the commit; a cycle (forged) stays undecided, hence kept. */
function settle(commits, targets, pending) {
    const undone = new Set();
    const reverted = new Set();
    const ready = commits.filter(({ sha }) => !pending.has(sha)).map(({ sha }) => sha);
    for (let sha = ready.pop(); sha !== undefined; sha = ready.pop()) {
        const found = targets.get(sha) ?? nothingReverted;
        const acts = !reverted.has(sha);
        if (acts && found.complete)
            undone.add(sha);
        for (const target of found.shas) {
            if (acts) {
                reverted.add(target);
                undone.add(target);
            }
            const left = (pending.get(target) ?? 1) - 1;
            pending.set(target, left);
            if (left === 0)
                ready.push(target);
        }
    }
    return undone;
}
function buildIndex(commits) {
    const bySha = new Map();
    const byPullRequest = new Map();
    const byHeader = new Map();
    for (const { sha, message } of commits) {
        const key = sha.slice(0, 7);
        const same = bySha.get(key);
        if (same === undefined)
            bySha.set(key, [sha]);
        else
            same.push(sha);
        if (message.pullRequest !== undefined)
            byPullRequest.set(message.pullRequest, sha);
        if (!byHeader.has(message.header))
            byHeader.set(message.header, sha);
    }
    return { bySha, byPullRequest, byHeader };
}
const nothingReverted = { shas: [], complete: false };
function findTargets({ sha, message }, index) {
    const { reverts } = message;
    if (reverts === undefined)
        return nothingReverted;
    let missing = 0;
    const found = new Set();
    for (const named of reverts.shas) {
        const candidate = index.bySha.get(named.slice(0, 7))?.find((full) => full.startsWith(named));
        if (candidate === undefined)
            missing += 1;
        else
            found.add(candidate);
    }
    if (reverts.shas.length === 0) {
        const byNumber = reverts.pullRequest === undefined ? undefined : index.byPullRequest.get(reverts.pullRequest);
        const byHeader = reverts.header === undefined ? undefined : index.byHeader.get(reverts.header);
        const candidate = byNumber ?? byHeader;
        if (candidate !== undefined)
            found.add(candidate);
    }
    found.delete(sha);
    return { shas: [...found], complete: found.size > 0 && missing === 0 };
}


/***/ }),

/***/ 8582:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ BlockTracker)
/* harmony export */ });
// CommonMark 0.31 §4.5: up to three spaces, at least three of one character, and a backtick fence has no backtick in its info string.
const openingFence = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;
const closingFence = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
/**
 * Walks over lines of Markdown and tells fenced code and HTML comments from the rest (CommonMark §4.5 and §4.6, kind 2).
 * A heading inside of either is not a heading.
 */
class BlockTracker {
    #fence;
    #comment = false;
    /** The role of the next line. */
    accept(line) {
        if (this.#fence !== undefined) {
            const run = closingFence.exec(line)?.[1];
            if (run?.startsWith(this.#fence.marker) && run.length >= this.#fence.length)
                this.#fence = undefined;
            return 'code';
        }
        if (this.#comment) {
            if (line.includes('-->'))
                this.#comment = false;
            return 'comment';
        }
        const opened = openingFence.exec(line);
        const run = opened?.[1] ?? opened?.[2];
        if (run !== undefined) {
            this.#fence = { marker: run.slice(0, 1), length: run.length };
            return 'code';
        }
        const comment = /^ {0,3}<!--/.exec(line)?.[0].length;
        if (comment !== undefined) {
            // A comment may close at once: `<!-->` and `<!--->` do.
            this.#comment = line.indexOf('-->', comment - 2) === -1;
            return 'comment';
        }
        return 'text';
    }
    /** What is still open after the lines accepted so far. */
    get open() {
        return {
            fence: this.#fence === undefined ? undefined : this.#fence.marker.repeat(this.#fence.length),
            comment: this.#comment,
        };
    }
}


/***/ }),

/***/ 5336:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ RemoteError),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   eG: () => (/* binding */ EnvironmentError),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony export IntegrityError */
/**
 * A failure of a known kind. `message` says what happened and the value seen, `hint` what to change, and `cause` is always kept.
 */
class ActionError extends Error {
    /** `E_…`, with an entry of its own in `docs/errors.md`. */
    code;
    kind;
    blame;
    hint;
    constructor(kind, blame, options = {}) {
        super(options.message ?? kind.message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = new.target.name;
        this.code = kind.code;
        this.kind = kind;
        this.blame = blame;
        this.hint = options.hint ?? kind.hint;
    }
}
/** The caller supplied something invalid: an input, a project file, a tag. */
class InputError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'input', options);
    }
}
/** The machine or the job lacks something: a tool, a permission, a token. */
class EnvironmentError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'environment', options);
    }
}
/** A service rejected a request, stalled, or returned a response that differs from its documentation. */
class RemoteError extends ActionError {
    status;
    url;
    requestId;
    retryable;
    retryAfterMs;
    constructor(kind, options = {}) {
        super(kind, 'remote', options);
        this.status = options.status;
        this.url = options.url;
        this.requestId = options.requestId;
        this.retryable = options.retryable ?? false;
        this.retryAfterMs = options.retryAfterMs;
    }
}
/** Bytes differ from the promised bytes. Never retried, never overridden. */
class IntegrityError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'integrity', options);
    }
}


/***/ }),

/***/ 1040:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ coreErrors)
/* harmony export */ });
/* harmony import */ var _define_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of inputs, programs, files and HTTP, which every package may raise. */
const coreErrors = (0,_define_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_DIGEST_MISMATCH: {
        message: 'A file does not have the expected digest.',
        hint: 'Do not publish it. Build again and compare.',
    },
    E_EXEC_FAILED: {
        message: 'A program failed.',
        hint: 'See its output above for the cause.',
    },
    E_FILES_DIFFER: {
        message: 'The files do not match the expected list.',
        hint: 'Pass the "files" output of the job that built them, and nothing else.',
    },
    E_FILES_MISSING: {
        message: 'No files matched.',
        hint: 'Check the pattern and the folder, and that an earlier step created the files.',
    },
    E_FILE_SYSTEM: {
        message: 'The machine failed to read or write a file.',
        hint: 'Check the disk space, permissions and limits of this machine, then re-run the job.',
    },
    E_FILE_UNREADABLE: {
        message: 'A file cannot be read.',
        hint: 'Check the path. Links, folders, pipes and devices are not read.',
    },
    E_HTTP_BODY_TOO_LARGE: {
        message: 'The response was larger than allowed.',
        hint: 'Check the address. A different service may be answering.',
    },
    E_HTTP_DEADLINE: {
        message: 'A service did not respond in time.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_HTTP_MALFORMED: {
        message: 'A service sent a response that is not in the documented form.',
        hint: 'A proxy or an outage page may be in the way. Re-run the job later.',
    },
    E_HTTP_NETWORK: {
        message: 'A service could not be reached.',
        hint: 'Check the network, the proxy settings and the status page of the service, then re-run the job.',
    },
    E_HTTP_REDIRECT: {
        message: 'The server redirected to a location that Slipway does not follow.',
        hint: 'Use the final address.',
    },
    E_HTTP_STATUS: {
        message: 'A service rejected a request.',
        hint: 'The response of the service is quoted above.',
    },
    E_INPUT_INVALID: {
        message: 'An input has an invalid value.',
        hint: 'Compare the input with the table in the README of the action.',
    },
    E_INPUT_MISSING: {
        message: 'A required input is empty.',
        hint: 'Set the input in the "with:" block of the step.',
    },
    E_INPUT_UNKNOWN: {
        message: 'Unknown input.',
        hint: 'Check the spelling against the README of the action.',
    },
    E_INTERRUPTED: {
        message: 'The job was canceled.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_MANIFEST_INVALID: {
        message: 'The checksum file is not valid.',
        hint: 'Create it with "sha256sum" or with the "checksums" action.',
    },
    E_NOT_IN_JOB: {
        message: 'The variables of a workflow job are missing or invalid.',
        hint: 'Run the action as a step of a workflow, or in a rehearsal.',
    },
    E_PROXY: {
        message: 'The proxy or certificate settings of this machine are not valid.',
        hint: 'Correct the variable named above.',
    },
    E_TOOL_MISSING: {
        message: 'A required program was not found.',
        hint: 'Install it, or add it to PATH.',
    },
});


/***/ }),

/***/ 700:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ defineErrors)
/* harmony export */ });
/** Declares the failures of one package or action: a row per code, which every error names in its constructor. */
function defineErrors(rows) {
    const kinds = Object.entries(rows).map(([code, texts]) => [code, { code, ...texts }]);
    return Object.fromEntries(kinds);
}


/***/ }),

/***/ 3470:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ joinInside)
/* harmony export */ });
/**
 * A path below a folder, both with slashes and from the root of a repository. `.` and empty parts are left out.
 * @returns undefined when the path leads out of the repository
 */
function joinInside(folder, path = '') {
    const parts = [];
    for (const part of `${folder}/${path}`.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part !== '..')
            parts.push(part);
        else if (parts.pop() === undefined)
            return undefined;
    }
    return parts.join('/');
}


/***/ }),

/***/ 7276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   Q1: () => (/* binding */ listSecretInputs),
/* harmony export */   _: () => (/* binding */ readInputText),
/* harmony export */   pf: () => (/* binding */ defineInputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8838);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1040);
/* harmony import */ var _inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4111);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2430);







/** Keeps the exact type of a schema. */
function defineInputs(schema) {
    return schema;
}
/** The text of one input, trimmed. An empty one has the default, unless it may be empty and the workflow has set it so. */
function readInputText(name, { default: fallback = '', mayBeEmpty }) {
    const isSet = process.env[`INPUT_${name.toUpperCase()}`] !== undefined;
    return (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4)(name) || (mayBeEmpty === true && isSet ? '' : fallback);
}
/** The secrets among the inputs, so that they can be masked before any of them can be in a message. */
function listSecretInputs(schema) {
    return Object.entries(schema)
        .filter(([, { kind }]) => kind === 'secret')
        .map(([name, definition]) => readInputText(name, definition))
        .filter((value) => value !== '');
}
/**
 * Reads every input of a schema from the variables of this process.
 * @throws InputError E_INPUT_UNKNOWN for a variable that belongs to no input, E_INPUT_MISSING, E_INPUT_INVALID
 */
function readInputs(schema) {
    refuseUnknownInputs(schema);
    const values = {};
    for (const [name, definition] of Object.entries(schema)) {
        const text = readInputText(name, definition);
        if (text === '' && definition.required) {
            throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_INPUT_MISSING, { message: `Input "${name}" is required but empty.` });
        }
        values[name] = definition.parse(text, name);
    }
    return values;
}
// `getInput` reads what it is asked for: without this, a misspelled input would silently be its default.
function refuseUnknownInputs(schema) {
    const names = Object.keys(schema);
    const known = new Set(names.map((name) => `INPUT_${name.toUpperCase()}`));
    for (const variable of Object.keys(process.env)
        .filter((name) => name.startsWith('INPUT_') && !known.has(name))
        .sort()) {
        const given = variable.slice('INPUT_'.length).toLowerCase();
        const nearest = (0,_inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .findNearest */ .q)(given, names);
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_INPUT_UNKNOWN, {
            message: `Unknown input "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_4__/* .neutralizeLine */ .a0)(given, 100)}".`,
            hint: nearest === undefined ? `Valid inputs: ${names.join(', ')}.` : `Did you mean "${nearest}"?`,
        });
    }
}


/***/ }),

/***/ 4111:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ findNearest)
/* harmony export */ });
/** Edit distance (insertions, deletions, replacements), abandoned beyond `limit`. */
function measureDistance(left, right, limit) {
    if (Math.abs(left.length - right.length) > limit)
        return limit + 1;
    let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (const [row, character] of [...left].entries()) {
        const current = [row + 1];
        for (let column = 0; column < right.length; column += 1) {
            const replaced = (previous[column] ?? 0) + (character === right[column] ? 0 : 1);
            current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[right.length] ?? limit + 1;
}
/** The known word that `word` most likely stands for; undefined if none is similar. */
function findNearest(word, known) {
    const wanted = word.toLowerCase().replaceAll('_', '-').slice(0, 100);
    // Two swapped letters count as two replacements.
    const limit = Math.max(wanted.length > 2 ? 2 : 1, Math.floor(wanted.length / 3));
    let nearest;
    for (const candidate of known) {
        const distance = measureDistance(wanted, candidate.toLowerCase(), limit);
        if (distance <= limit && distance < (nearest?.distance ?? limit + 1))
            nearest = { word: candidate, distance };
    }
    return nearest?.word;
}


/***/ }),

/***/ 9583:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ isRecord)
/* harmony export */ });
/** Whether a JSON value is an object, not an array or null. */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 2712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UF: () => (/* binding */ joinMarkdown),
/* harmony export */   _: () => (/* binding */ renderInline),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* unused harmony export codeOf */
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);

/** Characters that end a link, a cell or a line of Markdown, and that WHATWG URL does not escape. */
const breaksLink = /[()<>|\\`[\]"']/g;
function encodeCharacter(character) {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
/** A link with untrusted text; only the text if the URL is not `http` or `https`. */
function linkTo(text, address) {
    const label = (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text);
    const url = URL.parse(address);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
        return { markdown: label, text };
    const target = url.href.replace(breaksLink, encodeCharacter);
    return { markdown: `[${label}](${target})`, text: `${text} (${url.href})` };
}
/** A digest or another text of letters, digits and `:._/@-` as code; any other text is only text. */
const codeOf = (text) => /^[\w:./@-]+$/.test(text) ? { markdown: `\`${text}\``, text } : { markdown: escapeMarkdown(text), text };
/** Concatenates texts and links. */
function joinMarkdown(...parts) {
    return {
        markdown: parts.map((part) => (typeof part === 'string' ? escapePart(part) : part.markdown)).join(''),
        text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
    };
}
/** `escapeMarkdown` trims its input, but blanks between the parts matter. */
function escapePart(part) {
    const words = part.trim();
    const before = part.trimStart() === part ? '' : ' ';
    const after = words === '' || part.trimEnd() === part ? '' : ' ';
    return before + (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(words) + after;
}
/** Inline Markdown of either kind. */
function renderInline(text) {
    return typeof text === 'string' ? (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text) : text.markdown;
}


/***/ }),

/***/ 2430:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a0: () => (/* binding */ neutralizeLine),
/* harmony export */   k6: () => (/* binding */ replaceInvisible)
/* harmony export */ });
/* unused harmony exports cutText, codeSpan */
// Everything that a terminal or a log viewer interprets instead of showing: C0 and C1 controls, bidirectional overrides and
// isolates (Unicode UAX #9), zero-width characters, line and paragraph separators, and the byte order mark. A zero-width
// non-joiner at a place where the code below inserts one is kept, so that a normalized text is not changed again.
const invisible = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/(?!(?<=:|##)\u200C)[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48 sequences begin with ESC
const escapeSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/gu;
const defaultLineLength = 2048;
const cutMark = '… (cut)';
/** Cuts a text to at most `longest` UTF-16 units, never inside a surrogate pair, and marks the cut. */
function cutText(text, longest) {
    if (text.length <= longest)
        return text;
    const end = Math.max(0, longest - cutMark.length);
    const last = text.charCodeAt(end - 1);
    return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}${cutMark}`;
}
/** A line of a file or a diff as it can be shown in a code block: what is not visible is U+FFFD, and spaces stay. */
const replaceInvisible = (line) => line.replace(escapeSequence, '').replace(/\t/g, ' ').replace(invisible, '\uFFFD');
/**
 * Untrusted text as one harmless line: nothing in it ends a line, moves a cursor, hides text, or is read as a workflow command
 * (`::name::` at the start of a line, `##[name]` anywhere).
 * @param longest maximum length of the result in UTF-16 units
 */
function neutralizeLine(text, longest = defaultLineLength) {
    // Text far beyond the cut does not have to be scanned.
    const part = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
    const shown = part
        .replace(escapeSequence, '')
        .replace(/\r\n|[\r\n\u2028\u2029]/g, ' ')
        .replace(/\t/g, ' ')
        .replace(invisible, '\uFFFD')
        .replace(/:(?=:)/g, ':\u200C')
        .replaceAll('##[', '##\u200C[');
    return cutText(shown.trim(), longest);
}
// CommonMark, "ASCII punctuation": each may be escaped by a backslash; these have a meaning inside a line or a table cell.
const markdownSpecial = /[\\`*_{}[\]<>()#+!|~&$-]/g;
// A URL that GitHub would link (GFM 0.29 §6.9). It is shown as code, so that you can copy the exact URL.
const bareAddress = /((?:https?|ftp):\/\/[^\s<>`{}]+|\bwww\.[^\s<>`{}]+)/i;
/** Untrusted text as plain text inside a line of GitHub's Markdown: no markup, no link, no mention, no reference. */
function escapeMarkdown(text) {
    return neutralizeLine(text)
        .split(bareAddress)
        .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeWords(part)))
        .join('');
}
function escapeWords(text) {
    return (text
        .replace(markdownSpecial, '\\$&')
        // A zero-width non-joiner breaks mentions and issue numbers, and is invisible.
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/\\#(?=\d)/g, '\\#\u200C')
        // The hyphen is already escaped.
        .replace(/\bGH\\-(?=\d)/gi, 'GH\u200C\\-'));
}
/** Untrusted text as plain text inside an HTML element of GitHub's Markdown, where a backslash escapes nothing. */
function escapeHtml(text) {
    return neutralizeLine(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/#(?=\d)/g, '#\u200C');
}
/** Untrusted text as inline code; pipes are escaped so that it can be in a table cell. */
function codeSpan(text) {
    const shown = neutralizeLine(text);
    if (shown === '')
        return '';
    // CommonMark §6.1: the fence is longer than any run of backticks inside.
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    const padding = /^`|`$/.test(shown) ? ' ' : '';
    return `${fence}${padding}${shown.replaceAll('|', '\\|')}${padding}${fence}`;
}


/***/ }),

/***/ 796:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ redactUrl),
/* harmony export */   R: () => (/* binding */ redactText)
/* harmony export */ });
const mask = '***';
// GitHub's and PyPI's token formats.
const tokenText = /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,})/g;
/** Character runs that may contain a JSON Web Token (RFC 7515 §7.1): base64url in parts. Each run is read once. */
const dottedRuns = /[A-Za-z0-9_.-]+/g;
const webTokenStart = /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]/;
const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
// RFC 3986, "userinfo": the part of a URL before the host.
const addressCredentials = /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,500}@/gi;
/** Masks everything that has the form of a known token. */
function maskTokens(text) {
    return text.replaceAll(dottedRuns, maskWebTokens).replaceAll(tokenText, mask);
}
/** Masks the tokens in one run: a part that begins like a token (`{"` in base64), with the two parts after it. */
function maskWebTokens(run) {
    const parts = run.split('.');
    const shown = [];
    for (let index = 0; index < parts.length; index += 1) {
        const part = parts[index] ?? '';
        const start = (parts[index + 1] ?? '') === '' || index + 2 >= parts.length ? -1 : part.search(webTokenStart);
        shown.push(start < 0 ? part : part.slice(0, start) + mask);
        if (start >= 0)
            index += 2;
    }
    return shown.join('.');
}
/** A URL without user, password, query and fragment, which is safe in a log or an error. */
function redactUrl(url) {
    const parsed = URL.parse(url);
    if (parsed === null)
        return mask;
    const query = parsed.search === '' ? '' : '?…';
    return maskTokens(`${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`);
}
// Masking shorter values would mask ordinary words and hide nothing.
const minSecretLength = 4;
/** The forms in which a secret may occur in a text. A text may be shown line by line, so each line of a secret is a form of its own. */
function* spellSecret(secret) {
    const bytes = Buffer.from(secret);
    yield bytes.toString('base64').replace(/=+$/, '');
    yield bytes.toString('base64url');
    yield JSON.stringify(secret).slice(1, -1);
    // Lone surrogates cannot be percent-encoded.
    const encoded = encodeURIComponent(bytes.toString());
    yield encoded;
    yield encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
    yield encoded.replaceAll('%20', '+');
    for (const line of secret.split(/\r?\n/))
        yield line;
    yield secret;
}
/**
 * Masks every given secret in a text (also in base64, JSON and percent encoding), everything that has the form of a known
 * token, and the user and password in URLs.
 */
function redactText(text, secrets = []) {
    const spellings = new Set();
    for (const secret of secrets) {
        for (const spelling of spellSecret(secret))
            if (spelling.length >= minSecretLength)
                spellings.add(spelling);
    }
    return maskTokens(maskAll(text, spellings))
        .replaceAll(authorization, `$1 ${mask}`)
        .replaceAll(addressCredentials, `${mask}@`);
}
/** Masks everything that a needle covers. All are searched in the original text, because one may overlap or contain another one. */
function maskAll(text, needles) {
    const ranges = [];
    for (const needle of needles) {
        for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
            ranges.push([at, at + needle.length]);
    }
    ranges.sort(([left], [right]) => left - right);
    let masked = '';
    let done = 0;
    for (const [start, end] of ranges) {
        if (start >= done)
            masked += text.slice(done, start) + mask;
        done = Math.max(done, end);
    }
    return masked + text.slice(done);
}


/***/ }),

/***/ 5525:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 4 modules
var core = __nccwpck_require__(8838);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var src_redact = __nccwpck_require__(796);
;// CONCATENATED MODULE: ./packages/core/src/action-log.ts



// The runner would mask every occurrence, ordinary words included.
const minSecretLength = 4;
/**
 * The log of an action, written by `@actions/core`. Every text is untrusted: it is redacted and made one harmless line first,
 * because the library prints a line that begins like a workflow command as it is.
 */
function createActionLog() {
    const secrets = new Set();
    const redact = (text) => (0,src_redact/* redactText */.R)(text, secrets);
    const clean = (text) => (0,neutralize/* neutralizeLine */.a0)(redact(text));
    return {
        debug: (message) => (0,core/* debug */.Yz)(clean(message)),
        info: (message) => {
            for (const line of message.split('\n'))
                (0,core/* info */.pq)(clean(line));
        },
        notice: (message) => (0,core/* notice */.lm)(clean(message)),
        warning: (message) => (0,core/* warning */.$e)(clean(message)),
        error: (message, title) => (0,core/* error */.z3)(message.split('\n').map(clean).join('\n'), { title: clean(title) }),
        detail: (message) => (0,core/* info */.pq)(`  ${clean(message)}`),
        redact,
        async group(name, body) {
            (0,core/* startGroup */.Oh)(clean(name));
            try {
                return await body();
            }
            finally {
                (0,core/* endGroup */.N4)();
            }
        },
        mask(secret) {
            if (secret.length < minSecretLength) {
                if (secret !== '')
                    (0,core/* warning */.$e)(`A secret of ${secret.length} characters is too short to be masked.`);
                return;
            }
            if (secrets.has(secret))
                return;
            secrets.add(secret);
            // The runner masks line by line.
            for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
                if (line.length >= minSecretLength)
                    (0,core/* setSecret */.Pq)(line);
            }
        },
    };
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./packages/core/src/clock.ts

/** The time of the machine. */
const systemClock = {
    now: () => Date.now(),
    async sleep(milliseconds, signal) {
        await (0,promises_namespaceObject.setTimeout)(Math.max(0, milliseconds), undefined, signal === undefined ? {} : { signal });
    },
};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
;// CONCATENATED MODULE: ./packages/core/src/command-files.ts




/**
 * Adds an output to the file of the runner, immediately and synchronously, so that it survives however the process
 * ends.
 * @throws EnvironmentError E_NOT_IN_JOB if the runner provides no file
 */
function writeOutput(name, value) {
    requireCommandFile('GITHUB_OUTPUT', name);
    (0,core/* setOutput */.uH)(name, value);
}
/** Likewise a value that the step after the job can read. */
function writeState(name, value) {
    requireCommandFile('GITHUB_STATE', name);
    (0,core/* saveState */.LZ)(name, value);
}
// Without the variable, `@actions/core` prints `::set-output` or `::save-state`, which the runner no longer obeys.
function requireCommandFile(variable, name) {
    const path = process.env[variable] ?? '';
    if (path !== '' && (0,external_node_fs_namespaceObject.existsSync)(path))
        return;
    const what = path === '' ? 'is not set' : `is "${path}", which does not exist`;
    throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_NOT_IN_JOB, {
        message: `${variable} ${what}; cannot write "${name}".`,
    });
}

;// CONCATENATED MODULE: ./packages/core/src/http/connect-failure.ts
/** A connection that could not be established: nothing of the request was sent. */
class ConnectFailure extends Error {
    /** Whether a retry may succeed; a proxy that asks for a password or forbids a host gives the same response again. */
    passing;
    /** What to change, if known. */
    hint;
    constructor(message, options = {}) {
        super(message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = 'ConnectFailure';
        this.passing = options.passing ?? true;
        this.hint = options.hint;
    }
}
/** The failed connection among the causes of a failure. */
function findConnectFailure(failure) {
    for (let cause = failure; cause instanceof Error; cause = cause.cause)
        if (cause instanceof ConnectFailure)
            return cause;
    return undefined;
}

;// CONCATENATED MODULE: ./packages/core/src/http/read-response.ts




/** How much of a response an error quotes. */
const excerptLength = 300;
/** Headers in which services return the ID of a request. */
const requestIdHeaders = ['x-github-request-id', 'x-request-id', 'x-served-by', 'x-ms-request-id'];
/** The ID that a service assigned to a request, for its support. */
function readRequestId(headers) {
    return requestIdHeaders.map((name) => headers[name]).find((value) => value !== undefined);
}
/** Reads the body of a response up to a limit, or streams it to `sink`. */
async function readBody(answer, url, maxBytes, sink) {
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
        answer.discard();
        throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
            message: `${(0,src_redact/* redactUrl */.B)(url)} returned the encoding "${(0,neutralize/* neutralizeLine */.a0)(encoding, 40)}", which was not requested.`,
            url: (0,src_redact/* redactUrl */.B)(url),
        });
    }
    const chunks = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) {
            answer.discard();
            throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_BODY_TOO_LARGE, {
                message: `${(0,src_redact/* redactUrl */.B)(url)} returned more than ${maxBytes} bytes.`,
                status: answer.status,
                url: (0,src_redact/* redactUrl */.B)(url),
            });
        }
        if (sink === undefined)
            chunks.push(chunk);
        else
            await sink(chunk);
    }
    return sink === undefined ? Buffer.concat(chunks) : new Uint8Array();
}
/** The response for the caller. */
function createResponse({ status, headers }, url, body) {
    const text = () => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    return {
        status,
        headers,
        url,
        body,
        text,
        json() {
            try {
                return JSON.parse(text());
            }
            catch (cause) {
                throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
                    message: `${(0,src_redact/* redactUrl */.B)(url)} returned status ${status} with a body that is not JSON: "${excerpt(text())}".`,
                    status,
                    url: (0,src_redact/* redactUrl */.B)(url),
                    requestId: readRequestId(headers),
                    cause,
                });
            }
        },
    };
}
/** How much text is scanned for an excerpt; a token that is cut at its end is not shown. */
const maxLookedAt = 64 * 1024;
/** The beginning of a response, escaped and without tokens. */
function excerpt(text) {
    return (0,neutralize/* neutralizeLine */.a0)((0,src_redact/* redactText */.R)(text.slice(0, maxLookedAt)), excerptLength);
}

;// CONCATENATED MODULE: ./packages/core/src/http/redirects.ts



const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 5;
// Headers that authenticate the caller; they are meant only for the origin that they were given for.
const credentialHeaders = new Set([
    'authorization',
    'cookie',
    'proxy-authorization',
    'private-token',
    'x-api-key',
]);
function refuse(from, what) {
    return new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_REDIRECT, {
        message: `${(0,src_redact/* redactUrl */.B)(from)} redirects ${what}. Slipway does not follow this redirect.`,
        url: (0,src_redact/* redactUrl */.B)(from),
    });
}
/**
 * The next step of a redirect; undefined if the response is not a redirect.
 * @param followed how many redirects were followed before
 * @throws RemoteError E_HTTP_REDIRECT if it leaves https, loops, or the request does not follow redirects
 */
function planRedirect(request, current, answer, followed) {
    const mode = request.redirect ?? (request.method === 'GET' || request.method === 'HEAD' ? 'follow' : 'error');
    if (mode === 'manual' || !redirectStatuses.has(answer.status))
        return undefined;
    if (request.acceptedStatuses?.includes(answer.status) === true)
        return undefined;
    const target = URL.parse(answer.headers['location'] ?? '', current.url);
    if (target === null)
        throw refuse(current.url, 'to an invalid address');
    const shown = (0,src_redact/* redactUrl */.B)(target.href);
    if (mode === 'error')
        throw refuse(current.url, `to ${shown}`);
    if (followed >= maxRedirects)
        throw refuse(current.url, `for the ${followed + 1}th time, to ${shown}`);
    const origin = new URL(current.url);
    if (origin.protocol === 'https:' && target.protocol !== 'https:')
        throw refuse(current.url, `from https to ${shown}`);
    if (target.origin === origin.origin)
        return { url: target.href, headers: current.headers };
    const withheld = new Set([
        ...credentialHeaders,
        ...(request.secretHeaders ?? []).map((name) => name.toLowerCase()),
    ]);
    const headers = Object.entries(current.headers).filter(([name]) => !withheld.has(name.toLowerCase()));
    return { url: target.href, headers: Object.fromEntries(headers) };
}

;// CONCATENATED MODULE: ./packages/core/src/http/retry.ts

const firstDelayMs = 500;
const maxDelayMs = 20_000;
// RFC 9110 and RFC 6585: statuses for which the same request may succeed later.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * Whether GitHub rejected the request because of its rate limits: 403 or 429 with these headers.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimited({ status, headers }) {
    if (status === 429)
        return true;
    return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}
/** Whether to retry after a response. A request that was rejected unread is retried even if it is not idempotent. */
function mayRetryAnswer(head, idempotent) {
    return isRateLimited(head) || (idempotent && passingStatuses.has(head.status));
}
/** Whether a broken exchange may be retried: without a connection, nothing was sent. */
function mayRetryFailure(failure, idempotent) {
    const unconnected = findConnectFailure(failure);
    return unconnected === undefined ? idempotent : unconnected.passing;
}
/**
 * How long the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit.
 * Undefined if it asks for nothing (zero, a time in the past, neither a number nor a date): the ordinary backoff then applies.
 */
function readRequestedDelayMs(head, nowMs) {
    const delayMs = readRetryAfterMs(head, nowMs) ?? readResetMs(head, nowMs);
    return delayMs !== undefined && delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : undefined;
}
function readRetryAfterMs({ headers }, nowMs) {
    const after = headers['retry-after']?.trim() ?? '';
    if (/^\d+$/.test(after))
        return Number(after) * 1000;
    // `Date.parse` accepts too much: "-5", "5 minutes". RFC 9110 §5.6.7: each form begins with a day of the week, and one has no
    // zone.
    if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(after))
        return undefined;
    const date = Date.parse(/GMT$/.test(after) ? after : `${after} GMT`);
    return Number.isNaN(date) ? undefined : date - nowMs;
}
function readResetMs({ status, headers }, nowMs) {
    const reset = headers['x-ratelimit-reset']?.trim() ?? '';
    const isUsedUp = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0';
    return isUsedUp && /^\d+$/.test(reset) ? Number(reset) * 1000 - nowMs : undefined;
}
/** Exponential backoff with full jitter: a random part of a limit that doubles. `random` returns 0 to 1. */
function chooseDelayMs(attempt, random) {
    return Math.round(random() * Math.min(maxDelayMs, firstDelayMs * 2 ** attempt));
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __nccwpck_require__(1692);
;// CONCATENATED MODULE: ./packages/core/src/http/certificates.ts




/**
 * The authorities to trust if the environment names a file of them (`SSL_CERT_FILE`, as OpenSSL, Go and Python read it);
 * undefined if Node's own rules (its list and `NODE_EXTRA_CA_CERTS`) are enough.
 * @throws EnvironmentError E_PROXY for a file that cannot be read, or if verification is disabled
 */
function readTrustedAuthorities(variables) {
    if (variables['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: 'NODE_TLS_REJECT_UNAUTHORIZED is "0": certificates would not be verified, so tokens could be sent to anyone.',
            hint: 'Unset it, and set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of your proxy.',
        });
    }
    const path = variables['SSL_CERT_FILE'];
    if (path === undefined || path === '')
        return undefined;
    // Node read it at startup, which takes a fraction of the time of passing every authority.
    if (path === process.env['NODE_EXTRA_CA_CERTS'])
        return undefined;
    const extra = variables['NODE_EXTRA_CA_CERTS'];
    const files = [path, ...(extra === undefined || extra === '' || extra === path ? [] : [extra])];
    // Node 22.15 knows what it trusts; before, that is its own list and `NODE_EXTRA_CA_CERTS`.
    const { getCACertificates } = external_node_tls_;
    const trusted = getCACertificates?.('default') ?? external_node_tls_.rootCertificates;
    return [...trusted, ...files.map(readPem)];
}
/**
 * Makes every client of this process trust what `readTrustedAuthorities` names, also those with connections of their own. Node
 * 24.5 can do that; before, they only know `NODE_EXTRA_CA_CERTS`.
 * @throws as readTrustedAuthorities
 */
function trustAuthoritiesEverywhere(variables = process.env) {
    const authorities = readTrustedAuthorities(variables);
    if (authorities !== undefined && 'setDefaultCACertificates' in tls)
        tls.setDefaultCACertificates(authorities);
}
function readPem(path) {
    try {
        return (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8');
    }
    catch (cause) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: `The certificate file "${path}" cannot be read.`,
            hint: 'Correct or unset SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.',
            cause,
        });
    }
}

// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(6698);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: ./packages/core/src/http/proxy-tunnel.ts




/** RFC 7617: user and password of the proxy's address. */
function readCredentials({ username, password }) {
    if (username === '' && password === '')
        return {};
    const credentials = [username, password].map(decodePart).join(':');
    return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
/** A percent sign that encodes nothing is taken literally, as in curl. */
function decodePart(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
/**
 * Opens a connection through an HTTP proxy with CONNECT (RFC 9110 §9.3.6).
 * @param signal ends it at any point
 * @throws ConnectFailure if the proxy rejects the request
 */
function openProxyTunnel(target, proxy, secureContext, signal) {
    const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
    const open = proxy.protocol === 'https:' ? external_node_https_namespaceObject.request : external_node_http_.request;
    return new Promise((resolve, reject) => {
        const request = open({
            method: 'CONNECT',
            host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
            port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
            path: authority,
            headers: { host: authority, ...readCredentials(proxy) },
            agent: false,
            ...(secureContext === undefined ? {} : { secureContext }),
        });
        const abort = () => void request.destroy(signal.reason instanceof Error ? signal.reason : undefined);
        const settle = (outcome) => {
            signal.removeEventListener('abort', abort);
            outcome();
        };
        request.once('connect', (response, socket, head) => {
            const status = response.statusCode ?? 0;
            if (status < 200 || status > 299) {
                socket.on('error', () => undefined).destroy();
                settle(() => reject(proxy_tunnel_refuse(proxy, authority, status, response.statusMessage ?? '')));
                return;
            }
            if (head.byteLength > 0)
                socket.unshift(head);
            // It belongs to the caller from here on, who may not be listening yet.
            socket.on('error', () => undefined);
            settle(() => resolve(socket));
        });
        request.on('error', (cause) => settle(() => reject(cause)));
        request.once('close', () => settle(() => reject(new Error('the proxy closed the connection'))));
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
        request.end();
    });
}
function proxy_tunnel_refuse(proxy, authority, status, text) {
    const shown = `${proxy.protocol}//${proxy.host}`;
    const message = `the proxy ${shown} rejected CONNECT ${authority} with status ${status}${text === '' ? '' : ` ${(0,neutralize/* neutralizeLine */.a0)(text, 100)}`}`;
    if (status === 407) {
        return new ConnectFailure(message, {
            passing: false,
            hint: 'Add the proxy user and password to HTTPS_PROXY, percent-encoded: http://user:password@host:port.',
        });
    }
    // RFC 9110 §15.5: the same request gets the same response, except after a timeout (408) or a rate limit (429).
    const passing = status < 400 || status > 499 || status === 408 || status === 429;
    return new ConnectFailure(message, {
        passing,
        ...(passing ? {} : { hint: `Allow ${authority} in the proxy, or add the host to NO_PROXY.` }),
    });
}

;// CONCATENATED MODULE: ./packages/core/src/http/connect.ts





/** Maximum time for a connection including name lookup, proxy and TLS. */
const maxConnectMs = 30_000;
// undici makes connections for itself and passes nothing of the exchange to the connector. It does so in the same asynchronous
// context, so the exchange can be found there.
const waiting = new external_node_async_hooks_.AsyncLocalStorage();
/** Runs `send` so that connections made within it end with `wait.signal` and report their steps. */
function whileWaiting(wait, send) {
    return waiting.run(wait, send);
}
/**
 * Makes connections for undici; a time limit and the signal of the exchange apply to every step. undici's own proxy client
 * reconnects endlessly to a proxy that drops connections, and obeys neither limit (nodejs/undici#3897).
 */
function createConnector(settings) {
    return ({ hostname, protocol, port }, callback) => {
        const secure = protocol === 'https:';
        const target = { host: hostname, port: Number(port) || (secure ? 443 : 80), secure };
        const wait = waiting.getStore() ?? { signal: new AbortController().signal, step: undefined };
        connect(target, settings, wait).then((socket) => callback(null, socket), 
        // undici retries by itself for some error codes, but never for an error without a code.
        (cause) => callback(describeFailure(target, wait.step, cause), null));
    };
}
function describeFailure({ host, port }, step, cause) {
    return cause instanceof ConnectFailure
        ? cause
        : new ConnectFailure(`no connection to ${host}:${port}${step === undefined ? '' : ` (${step})`}`, {
            cause,
        });
}
async function connect(target, { secureContext, proxy }, wait) {
    const bound = new AbortController();
    const timer = setTimeout(() => bound.abort(new Error(`did not finish within ${maxConnectMs} ms`)), maxConnectMs);
    const signal = AbortSignal.any([wait.signal, bound.signal]);
    let socket;
    try {
        if (proxy === undefined) {
            wait.step = 'connecting';
            socket = await untilReady((0,external_node_net_.connect)(target), 'connect', signal);
        }
        else {
            wait.step = `connecting through the proxy ${proxy.protocol}//${proxy.host}`;
            socket = await openProxyTunnel(target, proxy, secureContext, signal);
        }
        if (target.secure) {
            wait.step = 'TLS handshake';
            socket = await speakTls(target, socket, secureContext, signal);
        }
        socket.setKeepAlive(true, 60_000).setNoDelay(true);
        wait.step = undefined;
        return socket;
    }
    catch (cause) {
        socket?.destroy();
        throw cause;
    }
    finally {
        clearTimeout(timer);
    }
}
async function speakTls({ host, port }, socket, secureContext, signal) {
    const secured = (0,external_node_tls_.connect)({
        socket,
        // RFC 6066, section 3: an IP address is not a server name.
        ...((0,external_node_net_.isIP)(host) === 0 ? { servername: host } : { host }),
        ALPNProtocols: ['http/1.1'],
        ...(secureContext === undefined ? {} : { secureContext }),
    });
    try {
        return await untilReady(secured, 'secureConnect', signal);
    }
    catch (cause) {
        // Typed as an Error; it is an error code (Node's documentation, "X509 certificate error codes").
        const refused = secured.authorizationError;
        if (typeof refused !== 'string')
            throw cause;
        throw new ConnectFailure(`the certificate of ${host}:${port} is not trusted`, {
            passing: false,
            ...(/ISSUER|SIGNED|SIGNATURE|CHAIN/.test(refused)
                ? { hint: 'Set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of its authority.' }
                : {}),
            cause,
        });
    }
}
/** Waits for the event that makes a socket usable; destroys the socket if the signal fires first. */
function untilReady(socket, event, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => void socket.destroy(asError(signal.reason));
        const settle = (outcome) => {
            signal.removeEventListener('abort', abort);
            outcome();
        };
        socket.once(event, () => settle(() => resolve(socket)));
        // Keep this listener: an error without a listener would end the process.
        socket.on('error', (cause) => settle(() => reject(cause)));
        socket.once('close', () => settle(() => reject(new Error('the server closed the connection'))));
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
    });
}
const asError = (reason) => (reason instanceof Error ? reason : new Error(String(reason)));

;// CONCATENATED MODULE: ./packages/core/src/http/proxy.ts



/** A setting of the environment: lower case wins, as in curl. */
function readSetting(variables, name) {
    return variables[name.toLowerCase()] || variables[name] || '';
}
/** A host without the brackets of an IPv6 address and without the dot of a root. */
const plainHost = (host) => host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
/** Host and port of an entry; an address with several colons and no brackets is IPv6 without a port. */
function splitEntry(entry) {
    const [, host, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    return { host: plainHost(host ?? entry), port };
}
function isExcepted(url, exceptions) {
    const defaultPort = url.protocol === 'https:' ? '443' : '80';
    const wanted = plainHost(url.hostname);
    return exceptions
        .split(/[\s,]+/)
        .filter((entry) => entry !== '')
        .some((entry) => {
        if (entry === '*')
            return true;
        const { host, port } = splitEntry(entry);
        if (port !== undefined && port !== (url.port || defaultPort))
            return false;
        const suffix = host.replace(/^\*?\./, '');
        return suffix !== '' && (wanted === suffix || wanted.endsWith(`.${suffix}`));
    });
}
/**
 * The proxy for a URL by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (hosts and their subdomains, addresses, a port if given,
 * `*` for all); undefined for a direct connection.
 * @throws EnvironmentError E_PROXY for a setting that is not the URL of an HTTP proxy
 */
function chooseProxy(variables, address) {
    const url = new URL(address);
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const setting = readSetting(variables, name);
    if (setting === '' || isExcepted(url, readSetting(variables, 'NO_PROXY')))
        return undefined;
    const proxy = URL.parse(setting);
    if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: `${name} is "${proxy === null ? '(not an address)' : (0,src_redact/* redactUrl */.B)(setting)}", which is not the address of an HTTP proxy.`,
        });
    }
    return proxy;
}

;// CONCATENATED MODULE: ./packages/core/src/http/transport.ts






// undici has its own timeouts; here the signal of the attempt limits the time, and long uploads are allowed.
const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
/**
 * The transport of a process: proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, authorities by
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`.
 * @throws EnvironmentError E_PROXY
 */
async function createTransport(variables) {
    const ca = readTrustedAuthorities(variables);
    // One context for all connections: a context per connection would read every authority again, which takes longer than a
    // handshake.
    const secureContext = ca === undefined ? undefined : (0,external_node_tls_.createSecureContext)({ ca });
    // A large module, loaded at the first request.
    const { Agent, request } = await __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 6752, 19));
    const agents = new Map();
    const choose = (url) => {
        const proxy = chooseProxy(variables, url);
        const key = proxy?.href ?? '';
        const agent = agents.get(key) ?? new Agent({ connect: createConnector({ secureContext, proxy }), ...timeouts });
        agents.set(key, agent);
        return agent;
    };
    return async ({ method, url, headers, body, signal }) => {
        const size = typeof body === 'object' && 'open' in body ? { 'content-length': String(body.size) } : {};
        const dispatcher = choose(url);
        const answer = await untilAborted(signal, () => request(url, {
            method,
            // Compressed responses would need two limits; the few large ones are streamed anyway.
            headers: { 'accept-encoding': 'identity', ...headers, ...size },
            body: openBody(body),
            dispatcher,
            signal,
        }));
        return {
            status: answer.statusCode,
            headers: joinHeaders(answer.headers),
            body: answer.body,
            discard: () => {
                answer.body.on('error', () => undefined);
                answer.body.destroy();
            },
        };
    };
}
/**
 * Sends, and ends with the signal even before there is a connection, for which undici waits regardless of its signal. A
 * canceled exchange is never written, even if its connection is established later.
 */
async function untilAborted(signal, send) {
    signal.throwIfAborted();
    const wait = { signal, step: undefined };
    let give = () => undefined;
    const aborted = new Promise((_, reject) => {
        give = () => {
            const cause = signal.reason;
            reject(wait.step === undefined
                ? cause
                : new ConnectFailure(`no connection was made (${wait.step})`, { cause }));
        };
        signal.addEventListener('abort', give, { once: true });
    });
    try {
        return await Promise.race([whileWaiting(wait, send), aborted]);
    }
    catch (failure) {
        // undici's own message is omitted.
        throw findConnectFailure(failure) ?? failure;
    }
    finally {
        signal.removeEventListener('abort', give);
    }
}
function openBody(body) {
    if (body === undefined)
        return null;
    return typeof body === 'object' && 'open' in body
        ? external_node_stream_.Readable.from(body.open(), { objectMode: false })
        : body;
}
function joinHeaders(headers) {
    const joined = Object.create(null);
    for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined)
            joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
    return joined;
}

;// CONCATENATED MODULE: ./packages/core/src/http.ts









const defaultAttemptTimeoutMs = 60_000;
const defaultDeadlineMs = 300_000;
const defaultResponseBytes = 32 * 1024 * 1024;
const defaultAttempts = 8;
/** An HTTP client that retries idempotent requests until a deadline, and reports precisely why it gave up. */
function createHttp(options) {
    const { log, clock } = options;
    const random = options.random ?? Math.random;
    let transport;
    return {
        async request(request) {
            transport ??= createTransport(options.environment);
            const send = await transport;
            const startedMs = clock.now();
            const { deadlineMs = defaultDeadlineMs, maxAttempts = defaultAttempts } = request;
            for (let attempt = 1;; attempt += 1) {
                const remainingMs = deadlineMs - (clock.now() - startedMs);
                const outcome = await attemptRequest(send, request, options, Math.max(1, remainingMs));
                if (!('error' in outcome))
                    return outcome;
                const delayMs = outcome.delayMs ?? chooseDelayMs(attempt, random);
                const leftMs = deadlineMs - (clock.now() - startedMs) - delayMs;
                if (!outcome.retry || attempt >= maxAttempts)
                    throw outcome.error;
                if (leftMs <= 0)
                    throw exceedDeadline(request, outcome, deadlineMs, delayMs, attempt);
                log.debug(`${outcome.error.message} Retrying in ${delayMs} ms.`);
                await clock.sleep(delayMs, joinSignals(request.signal, options.signal));
            }
        },
    };
}
function joinSignals(...signals) {
    return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
async function attemptRequest(send, request, options, remainingMs) {
    const cancelled = joinSignals(request.signal, options.signal);
    const timeoutMs = Math.min(request.attemptTimeoutMs ?? defaultAttemptTimeoutMs, remainingMs);
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    const progress = { sunk: false, sinkFailure: undefined };
    try {
        return await followRedirects(send, request, options, joinSignals(cancelled, timeout.signal), progress);
    }
    catch (cause) {
        if (cancelled.aborted)
            throw cancelled.reason;
        if (progress.sinkFailure !== undefined)
            throw progress.sinkFailure.cause;
        if (cause instanceof action_error/* ActionError */.lZ && !(cause instanceof action_error/* RemoteError */.Hi && cause.retryable))
            throw cause;
        const error = cause instanceof action_error/* RemoteError */.Hi ? cause : describeBroken(request, cause, timeout.signal, timeoutMs);
        // Bytes that were written to a sink cannot be taken back.
        const retry = !progress.sunk && mayRetryFailure(cause, isIdempotent(request));
        return { error, retry, delayMs: undefined };
    }
    finally {
        clearTimeout(timer);
    }
}
async function followRedirects(send, request, options, signal, progress) {
    let step = {
        url: request.url,
        headers: { 'user-agent': options.userAgent, ...request.headers },
    };
    for (let followed = 0;; followed += 1) {
        const { method, body } = request;
        const answer = await send({ method, url: step.url, headers: step.headers, body, signal });
        const next = planRedirect(request, step, answer, followed);
        options.log.debug(`${method} ${(0,src_redact/* redactUrl */.B)(step.url)} returned ${answer.status}`);
        if (next !== undefined) {
            answer.discard();
            step = next;
            continue;
        }
        const { status } = answer;
        const good = status >= 200 && status < 300;
        const accepted = good ||
            request.acceptedStatuses?.includes(status) === true ||
            (status < 400 && request.redirect === 'manual');
        const sink = good ? request.sink : undefined;
        const bytes = await readBody(answer, step.url, request.maxResponseBytes ?? defaultResponseBytes, sink === undefined
            ? undefined
            : async (chunk) => {
                progress.sunk = true;
                try {
                    await sink(chunk);
                }
                catch (cause) {
                    progress.sinkFailure = { cause };
                    throw cause;
                }
            });
        const response = createResponse(answer, step.url, bytes);
        return accepted ? response : rejectStatus(request, response, options.clock.now());
    }
}
function rejectStatus(request, response, nowMs) {
    const retry = mayRetryAnswer(response, isIdempotent(request));
    const delayMs = readRequestedDelayMs(response, nowMs);
    const requestId = readRequestId(response.headers);
    const error = new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_STATUS, {
        message: `${label(request)} returned status ${response.status}${requestId === undefined ? '' : ` (request ${(0,neutralize/* neutralizeLine */.a0)(requestId, 80)})`}: "${excerpt(response.text())}".`,
        status: response.status,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        requestId,
        retryable: retry,
        retryAfterMs: delayMs,
    });
    return { error, retry, delayMs };
}
function exceedDeadline(request, { error }, deadlineMs, delayMs, attempts) {
    // Distinguish a service that was never reached from a slow one.
    const unconnected = findConnectFailure(error) !== undefined;
    return new action_error/* RemoteError */.Hi(unconnected ? core_errors/* coreErrors */.F.E_HTTP_NETWORK : core_errors/* coreErrors */.F.E_HTTP_DEADLINE, {
        message: `${label(request)} did not succeed within ${Math.round(deadlineMs / 1000)} s (${attempts} attempts, ${Math.round(delayMs / 1000)} s until the next retry). Last error: ${error.message}`,
        status: error.status,
        url: error.url,
        requestId: error.requestId,
        retryable: true,
        cause: error,
    });
}
function isIdempotent({ idempotent, method }) {
    return idempotent ?? (method !== 'POST' && method !== 'PATCH');
}
const label = ({ method, url }) => `${method} ${(0,src_redact/* redactUrl */.B)(url)}`;
/** The error for an exchange without a response. @param timeout fired when it took too long */
function describeBroken(request, cause, timeout, timeoutMs) {
    const unconnected = findConnectFailure(cause);
    const late = timeout.aborted;
    const what = unconnected === undefined
        ? late
            ? `received no response within ${timeoutMs} ms`
            : `failed: ${http_describeFailure(cause)}`
        : `failed: ${late ? `within ${timeoutMs} ms, ` : ''}${http_describeFailure(unconnected)}`;
    return new action_error/* RemoteError */.Hi(late && unconnected === undefined ? core_errors/* coreErrors */.F.E_HTTP_DEADLINE : core_errors/* coreErrors */.F.E_HTTP_NETWORK, {
        message: `${label(request)} ${what}.`,
        hint: unconnected?.hint,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        retryable: unconnected?.passing ?? true,
        cause,
    });
}
/** Names and codes along the chain of causes: "fetch failed" by itself helps nobody. */
function http_describeFailure(failure) {
    const parts = [];
    for (let cause = failure; cause instanceof Error && parts.length < 4; cause = cause.cause) {
        const { code } = cause;
        parts.push(typeof code === 'string' ? `${code} ${cause.message}` : cause.message);
    }
    return (0,neutralize/* neutralizeLine */.a0)((0,src_redact/* redactText */.R)(parts.join(', ')), 400);
}

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: ./packages/core/src/job-environment.ts



/**
 * Reads the variables of the runner.
 * @throws EnvironmentError E_NOT_IN_JOB for a repository that is not `owner/name`
 */
function readJobEnvironment(variables) {
    const read = (name, fallback = '') => variables[name] || fallback;
    const count = (name) => Number.parseInt(read(name, '0'), 10) || 0;
    const address = (name, fallback) => read(name, fallback).replace(/\/+$/, '');
    const repository = read('GITHUB_REPOSITORY');
    const [owner = '', name = '', ...rest] = repository.split('/');
    if (repository !== '' && (owner === '' || name === '' || rest.length > 0)) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_NOT_IN_JOB, {
            message: `GITHUB_REPOSITORY is "${repository}", which is not "owner/name".`,
        });
    }
    const refType = read('GITHUB_REF_TYPE');
    return {
        repository,
        owner,
        name,
        serverUrl: address('GITHUB_SERVER_URL', 'https://github.com'),
        apiUrl: address('GITHUB_API_URL', 'https://api.github.com'),
        graphqlUrl: address('GITHUB_GRAPHQL_URL', 'https://api.github.com/graphql'),
        ref: read('GITHUB_REF'),
        refName: read('GITHUB_REF_NAME'),
        refType: refType === 'branch' || refType === 'tag' ? refType : undefined,
        sha: read('GITHUB_SHA'),
        runId: count('GITHUB_RUN_ID'),
        runAttempt: count('GITHUB_RUN_ATTEMPT'),
        runNumber: count('GITHUB_RUN_NUMBER'),
        jobId: read('GITHUB_JOB'),
        workflow: read('GITHUB_WORKFLOW'),
        workflowRef: read('GITHUB_WORKFLOW_REF'),
        eventName: read('GITHUB_EVENT_NAME'),
        eventPath: read('GITHUB_EVENT_PATH'),
        actor: read('GITHUB_ACTOR'),
        workspace: read('GITHUB_WORKSPACE', process.cwd()),
        temporaryDirectory: read('RUNNER_TEMP', (0,external_node_os_namespaceObject.tmpdir)()),
        runnerEnvironment: read('RUNNER_ENVIRONMENT', 'self-hosted'),
        variable: (wanted) => variables[wanted] || undefined,
    };
}

// EXTERNAL MODULE: ./packages/core/src/version.ts
var version = __nccwpck_require__(8109);
;// CONCATENATED MODULE: ./packages/core/src/errors/docs-link.ts

/** Page of Slipway's documentation that explains an error code. */
const docsLink = (code) => `https://github.com/slipway-actions/slipway/blob/v${version/* version */.r}/docs/errors.md#${code.toLowerCase()}`;

;// CONCATENATED MODULE: ./packages/core/src/errors/file-system-error.ts



/** What the machine lacks, by the errno(3) codes that report it, and what to do about it. */
const reasons = {
    ENOSPC: ['the disk is full', 'Free disk space or use a runner with a larger disk, then re-run the job.'],
    EDQUOT: ['the disk quota is used up', 'Free disk space or raise the quota, then re-run the job.'],
    EFBIG: ['the file would be larger than this machine allows', 'Raise the limit on file sizes (ulimit -f).'],
    EROFS: ['the file system is read-only', 'Choose a folder that can be written to.'],
    EACCES: ['permission denied', 'Give the user of the job access to the file and its folder.'],
    EPERM: ['operation not permitted', 'Give the user of the job access to the file and its folder.'],
    EMFILE: ['too many open files', 'Raise the limit on open files (ulimit -n), then re-run the job.'],
    ENFILE: ['too many open files on this machine', 'Re-run the job on a machine with less load.'],
    ENAMETOOLONG: ['the path is too long', 'Use a workspace with a shorter path.'],
    EIO: ['the disk failed', 'Re-run the job on a different machine.'],
    ESTALE: ['the network file system lost the file', 'Re-run the job.'],
};
/** System calls on files, as Node names them; sockets and programs have errors of their own. */
const fileCalls = /^(?:access|append|chmod|chown|close|copyfile|cp|f?stat|f?truncate|fdatasync|fsync|futime|link|lstat|lutime|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|symlink|unlink|utime|write)/;
/**
 * The error for a failure of the file system that the caller's code did not cause: a full disk, a missing permission, too many
 * open files. Undefined for anything else.
 */
function describeFileSystemError(failure) {
    if (!(failure instanceof Error))
        return undefined;
    const { code = '', syscall = '', path } = failure;
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    if (reason === undefined || !fileCalls.test(syscall))
        return undefined;
    const [what, hint] = reason;
    const where = path === undefined ? '' : ` of "${(0,neutralize/* neutralizeLine */.a0)(path, 400)}"`;
    return new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_FILE_SYSTEM, {
        message: `${syscall}${where} failed: ${what} (${code}).`,
        hint,
        cause: failure,
    });
}

// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
;// CONCATENATED MODULE: ./packages/core/src/report-failure.ts




/** The failures inside an AggregateError, each once; any other failure as a single item. */
function unroll(failure) {
    if (failure instanceof AggregateError && failure.errors.length > 0)
        return failure.errors.flatMap(unroll);
    return [failure];
}
function* walkCauses(failure) {
    const seen = new Set([failure]);
    let cause = failure instanceof Error ? failure.cause : undefined;
    while (cause instanceof Error && !seen.has(cause)) {
        seen.add(cause);
        yield cause;
        cause = cause.cause;
    }
}
/**
 * Reports what went wrong: a known failure with its code, the value seen and what to change; any other failure as a bug, with
 * its stack.
 * @param hints what to change, by code, in place of the general hint of the code
 * @param summary told of it, too
 */
function reportFailure(log, failure, hints = {}, summary) {
    for (const thrown of unroll(failure)) {
        const each = describeFileSystemError(thrown) ?? thrown;
        if (each instanceof action_error/* ActionError */.lZ) {
            // A hint of this occurrence says more than one for all errors of the kind.
            const hint = each.hint === each.kind.hint ? (hints[each.code] ?? each.hint) : each.hint;
            log.error([each.message, hint, docsLink(each.code)].join('\n'), each.code);
            for (const cause of walkCauses(each))
                log.detail(`caused by ${cause.name}: ${cause.message}`);
            const link = (0,markdown/* linkTo */.uM)('More about this error', docsLink(each.code));
            const title = each.kind.message.replace(/\.$/, '');
            summary?.setFailure({ title, message: log.redact(each.message), fix: log.redact(hint), link });
            continue;
        }
        const error = each instanceof Error ? each : new Error(String(each));
        log.error(`${error.name}: ${error.message} (this is a bug, please report it)`, 'unexpected error');
        summary?.setFailure({
            title: 'Unexpected error',
            message: log.redact(`${error.name}: ${error.message}.`),
            fix: 'This is a bug, please report it.',
            link: undefined,
        });
        for (const line of (error.stack ?? '').split('\n').slice(1))
            log.detail(line.trim());
        for (const cause of walkCauses(error))
            log.detail(`caused by ${cause.name}: ${cause.message}`);
    }
}

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./packages/core/src/summary.ts




// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const maxSummaryBytes = 1024 * 1024;
const fullNotice = '\nThe rest of this summary was cut off because it exceeds the size limit of GitHub.\n';
const maxTableRows = 1000;
/** A table of GitHub's Markdown. */
function renderMarkdownTable(headers, rows, numbers) {
    const line = (cells) => `| ${cells.map(markdown/* renderInline */._).join(' | ')} |`;
    const shown = rows.slice(0, maxTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
    const rest = rows.length - shown.length;
    return [
        line(headers),
        `|${headers.map((_, index) => (numbers.includes(index) ? '--:' : '---')).join('|')}|`,
        ...shown.map(line),
        ...(rest > 0 ? ['', `… and ${rest} more.`] : []),
    ].join('\n');
}
/**
 * An empty summary. Its blocks are Markdown that was escaped here and enter the buffer of `@actions/core` raw: the methods of
 * the library write HTML and escape nothing. There is one buffer, so there is one summary in a process at a time.
 */
function createSummary() {
    summary.emptyBuffer();
    let isFull = false;
    let isWriting = false;
    let title;
    let failure;
    const blocks = [];
    // Only whole blocks enter, so that the text is valid Markdown.
    const flush = (block) => {
        if (isFull)
            return;
        const text = `${summary.isEmptyBuffer() ? '' : '\n'}${block}\n`;
        const free = maxSummaryBytes - Buffer.byteLength(fullNotice) - measureUsed();
        isFull = Buffer.byteLength(text) > free;
        if (!isFull)
            summary.addRaw(text);
        else if (free >= 0)
            summary.addRaw(fullNotice);
    };
    // The title is known last: what follows it does not enter the buffer before.
    const fill = () => {
        if (failure !== undefined)
            for (const block of renderFailure(failure))
                flush(block);
        else if (title !== undefined)
            flush(`### ${(0,markdown/* renderInline */._)(title)}`);
        title = undefined;
        failure = undefined;
        for (const block of blocks.splice(0))
            flush(block);
    };
    const add = (block) => void blocks.push(block);
    const isWritable = () => {
        if (findFile() === undefined || isWriting)
            return false;
        fill();
        return !summary.isEmptyBuffer();
    };
    return {
        setTitle: (text) => {
            title = text;
        },
        setFailure: (text) => {
            failure ??= text;
        },
        addHeading: (text, level) => add(`${'#'.repeat(level)} ${(0,neutralize/* escapeMarkdown */.FV)(text)}`),
        addTable(headers, rows, numbers = []) {
            // A header without rows says nothing.
            if (rows.length > 0)
                add(renderMarkdownTable(headers, rows, numbers));
        },
        addParagraph: (text) => add((0,markdown/* renderInline */._)(text)),
        addDetails: (title, markdown) => add(`<details>\n<summary>${(0,neutralize/* escapeHtml */.ZD)(title)}</summary>\n\n${markdown}\n\n</details>`),
        addMarkdown: add,
        async write() {
            if (!isWritable())
                return;
            isWriting = true;
            await summary.write().finally(() => {
                isWriting = false;
            });
        },
        writeNow() {
            const path = findFile();
            if (path === undefined || !isWritable())
                return;
            (0,external_node_fs_namespaceObject.appendFileSync)(path, summary.stringify());
            summary.emptyBuffer();
        },
    };
}
/** One sentence more than the log needs: the page that explains the failure. */
function renderFailure({ title, message, fix, link }) {
    return [
        `### ✕ ${(0,neutralize/* escapeMarkdown */.FV)(title)}`,
        (0,markdown/* renderInline */._)((0,markdown/* joinMarkdown */.UF)(message.replace(/[^.!?:…]$/, '$&.'), ' ', fix, ...(link === undefined ? [] : [' ', link]))),
    ];
}
const findFile = () => process.env['GITHUB_STEP_SUMMARY'] || undefined;
/** Bytes of the summary so far, written or not. */
function measureUsed() {
    const path = findFile();
    const written = path === undefined ? 0 : ((0,external_node_fs_namespaceObject.statSync)(path, { throwIfNoEntry: false })?.size ?? 0);
    return written + Buffer.byteLength(summary.stringify());
}

;// CONCATENATED MODULE: ./packages/core/src/run-action.ts












// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more.
const cancellationGraceMs = 7000;
const postMark = 'isPost';
/**
 * Runs an action: reads and masks its inputs, runs its part, reports a failure once, writes the summary, and sets the exit
 * code. It never throws.
 */
async function runAction(definition) {
    const log = createActionLog();
    const summary = createSummary();
    const isPost = (0,core/* getState */.Gu)(postMark) === 'true';
    // The result of the action does not change if the summary cannot be written.
    const warnOfSummary = (failure) => log.warning(`The job summary could not be written: ${describe(failure)}`);
    const writeSummaryNow = () => {
        try {
            summary.writeNow();
        }
        catch (failure) {
            warnOfSummary(failure);
        }
    };
    const fail = (failure) => {
        // What is left to do after a job cannot undo its result.
        if (isPost)
            log.warning(`The post step failed: ${describe(failure)}`);
        else {
            reportFailure(log, failure, definition.hints, summary);
            process.exitCode = 1;
        }
    };
    const cancellation = watchCancellation(() => {
        fail(cancellation.reason);
        writeSummaryNow();
    });
    endOnStrayFailure((failure) => {
        fail(failure);
        writeSummaryNow();
    });
    try {
        for (const secret of (0,inputs/* listSecretInputs */.Q1)(definition.inputs))
            log.mask(secret);
        const context = createContext(definition, log, cancellation, summary);
        if (isPost)
            await definition.post?.(context);
        else {
            if (definition.post !== undefined)
                context.state.set(postMark, 'true');
            await log.group('Inputs', async () => listInputs(definition.inputs, log));
            await definition.main(context);
        }
    }
    catch (failure) {
        fail(cancellation.aborted && !isPost ? cancellation.reason : failure);
    }
    finally {
        await summary.write().catch(warnOfSummary);
    }
    endSoon();
}
function createContext(definition, log, signal, summary) {
    return {
        inputs: (0,inputs/* readInputs */.Ko)(definition.inputs),
        log,
        http: createHttp({
            log,
            clock: systemClock,
            userAgent: `slipway-${definition.name}/${version/* version */.r}`,
            environment: process.env,
            signal,
        }),
        clock: systemClock,
        signal,
        job: readJobEnvironment(process.env),
        setOutput: writeOutput,
        summary,
        state: {
            get: (name) => (0,core/* getState */.Gu)(name) || undefined,
            set: writeState,
        },
    };
}
function listInputs(schema, log) {
    for (const [name, definition] of Object.entries(schema)) {
        const text = (0,inputs/* readInputText */._)(name, definition);
        if (text === '')
            continue;
        log.info(`${name}: ${definition.kind === 'secret' ? '(secret)' : text.replaceAll('\n', ', ')}`);
    }
}
function watchCancellation(beforeExit) {
    const controller = new AbortController();
    const cancel = (signal) => {
        if (controller.signal.aborted)
            return;
        controller.abort(new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_INTERRUPTED, { message: `The job was canceled (${signal}).` }));
        setTimeout(() => {
            beforeExit();
            process.exit(1);
        }, cancellationGraceMs).unref();
    };
    process.on('SIGINT', cancel);
    process.on('SIGTERM', cancel);
    return controller.signal;
}
/** A failure that nobody waits for, in a promise or a callback, ends the action; it must not end without its summary. */
function endOnStrayFailure(report) {
    const end = (failure) => {
        report(failure);
        endSoon();
    };
    process.on('unhandledRejection', end);
    process.on('uncaughtException', end);
}
function describe(failure) {
    return failure instanceof Error ? failure.message : String(failure);
}
// An idle connection would keep the process for as long as its server does; what was written is flushed first.
function endSoon() {
    process.stdout.write('', () => process.exit());
}


/***/ }),

/***/ 542:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ count)
/* harmony export */ });
/** A number with its noun: `1 file`, `5,373 files`. */
function count(number, noun, plural = `${noun}s`) {
    return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}


/***/ }),

/***/ 8109:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ version)
/* harmony export */ });
/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
const version = '0.1.0';


/***/ }),

/***/ 7684:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  LX: () => (/* binding */ createGitHubClient),
  Kk: () => (/* binding */ expecting),
  $X: () => (/* binding */ expectingEach),
  qb: () => (/* binding */ findOptional),
  pN: () => (/* binding */ listPages)
});

// UNUSED EXPORTS: uploadsUrlOf

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
;// CONCATENATED MODULE: ./packages/github/src/client/answer-fields.ts




/** Finds the first value that is not of the documented form; undefined when all are. */
function findWrong(value, path, type, seen) {
    const [step, ...rest] = path;
    if (step === undefined) {
        const right = type === 'list' ? Array.isArray(value) : typeof value === type;
        return right ? undefined : `${seen} is no ${type}`;
    }
    const [, name = '', optional, list] = /^([^?[]*)(\?)?(\[\])?$/.exec(step) ?? [];
    if (name !== '' && !(0,is_record/* isRecord */.u)(value))
        return `${seen} is no object`;
    const inner = name === '' ? value : value[name];
    const where = name === '' ? seen : `"${name}"`;
    if (optional !== undefined && (inner === undefined || inner === null))
        return undefined;
    if (list === undefined)
        return findWrong(inner, rest, type, where);
    if (!Array.isArray(inner))
        return `${where} is not a list`;
    for (const entry of inner) {
        const wrong = findWrong(entry, rest, type, `an entry of ${where}`);
        if (wrong !== undefined)
            return wrong;
    }
    return undefined;
}
/**
 * Holds an answer against its documented form: a proxy or an outage may answer 200 with anything.
 * @param request method and address, for the message
 * @throws RemoteError E_HTTP_MALFORMED
 */
function assertFields(answer, fields, request) {
    for (const field of fields) {
        const colon = field.lastIndexOf(':');
        const path = field.slice(0, colon);
        const wrong = findWrong(answer, path === '' ? [] : path.split('.'), field.slice(colon + 1), 'the answer');
        if (wrong === undefined)
            continue;
        const shown = (0,neutralize/* neutralizeLine */.a0)(JSON.stringify(answer) ?? 'nothing', 200);
        throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
            message: `${request} was answered with something else than documented: ${wrong} in ${shown}.`,
        });
    }
}

// EXTERNAL MODULE: ./packages/github/src/errors.ts
var src_errors = __nccwpck_require__(3570);
// EXTERNAL MODULE: ./packages/github/src/client/refusals.ts
var refusals = __nccwpck_require__(5624);
;// CONCATENATED MODULE: ./packages/github/src/client/graphql-errors.ts




const describe = (errors) => errors
    .map(({ type, message }) => `${type === undefined ? '' : `${type}: `}${message ?? 'no message'}`)
    .map((text) => (0,neutralize/* neutralizeLine */.a0)(text, 500))
    .join('; ');
/** The error for a GraphQL answer that has `errors`. @param headers of the answer */
function refuseGraphql(errors, headers) {
    const text = describe(errors);
    if ((0,refusals/* isRuleText */.of)(text))
        return (0,refusals/* refuseRule */.DI)(text);
    const types = new Set(errors.map(({ type }) => type));
    if (types.has('FORBIDDEN')) {
        return new action_error/* EnvironmentError */.eG(src_errors/* githubErrors */.Z.E_GITHUB_PERMISSION, {
            message: `GitHub refused a GraphQL request: ${text}.`,
            hint: (0,refusals/* explainRefusal */.GC)(text) ?? 'Add "contents: write" to the "permissions" of the job.',
        });
    }
    return new action_error/* RemoteError */.Hi(types.has('NOT_FOUND') ? src_errors/* githubErrors */.Z.E_GITHUB_NOT_FOUND : src_errors/* githubErrors */.Z.E_GITHUB_REFUSED, {
        message: `GitHub answered a GraphQL request with: ${text}.`,
        status: 200,
        requestId: (0,refusals/* readRequestId */.BZ)(headers),
    });
}

// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(796);
;// CONCATENATED MODULE: ./packages/github/src/client/octokit.ts





/** Limits of a transfer of a large file over a slow line; the deadline holds for all attempts. */
const slowTransfer = { attemptTimeoutMs: 600_000, deadlineMs: 1_200_000 };
// Statuses whose body says what is wrong. 403 is not among them: the HTTP port tells rate limits from refusals by it.
const explained = [400, 401, 404, 409, 410, 422, 451];
/** `fetch` for one call of octokit, over our port: its retries, deadlines, proxy, certificates and redaction. */
function bindFetch(http, { fields: _, ...port }) {
    return async (url, { method, headers: { 'user-agent': _agent, ...headers }, body }) => {
        const request = { ...port, method, url, headers, ...(body === undefined ? {} : { body }) };
        let answer;
        try {
            answer = await http.request({ ...request, acceptedStatuses: explained });
        }
        catch (error) {
            if (!(error instanceof action_error/* RemoteError */.Hi) || error.status !== 403 || error.retryable)
                throw error;
            // The header that names the missing permission is on the answer: refused once, the request is refused again.
            answer = await http.request({ ...request, acceptedStatuses: [...explained, 403] });
        }
        // octokit parses by the content type, and fails on one that is malformed. What was asked for is known here.
        const isRaw = answer.status < 300 && /raw|octet-stream/.test(headers['accept'] ?? '');
        return {
            status: answer.status,
            url: answer.url,
            headers: new Map(Object.entries(answer.headers)).set('content-type', isRaw ? 'application/octet-stream' : 'application/json'),
            text: async () => answer.text(),
            arrayBuffer: async () => answer.body,
        };
    };
}
/** Connects `@actions/github` with the HTTP port. It is loaded here, at the first request: it takes longer than an action to start. */
async function openOctokit(http, log, { apiUrl, token }) {
    const { GitHub: Client, getOctokitOptions } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(845)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1845)).catch(async (cause) => {
        // The library reads the settings of the proxy, too, and fails on a wrong one without naming it. The port names it.
        await http.request({ method: 'GET', url: apiUrl });
        throw cause;
    });
    const tell = (message) => log.debug((0,neutralize/* neutralizeLine */.a0)(message, 400));
    const options = { baseUrl: apiUrl, log: { debug: tell, info: tell, warn: tell, error: tell } };
    const octokit = new Client(token === '' ? options : getOctokitOptions(token, options));
    octokit.hook.wrap('request', async (send, options) => {
        const port = options.request;
        // In place: the hook that adds the token holds this object and drops any other.
        options.request = { ...options.request, log: octokit.log, fetch: bindFetch(http, port) };
        options.headers['x-github-api-version'] = '2022-11-28';
        try {
            const response = await send(options);
            if (port.fields !== undefined && response.status !== 204)
                assertFields(response.data, port.fields, `${options.method} ${(0,redact/* redactUrl */.B)(response.url)}`);
            return response;
        }
        catch (error) {
            throw translate(error, options.method);
        }
    });
    return octokit;
}
function translate(error, method) {
    if (error.name !== 'HttpError')
        return error;
    const { response, cause } = error;
    return response === undefined ? cause : (0,refusals/* refuse */.TR)(method, response);
}

;// CONCATENATED MODULE: ./packages/github/src/client.ts




/** Entries of one page; GitHub's maximum. */
const pageSize = 100;
const graphqlFields = [':object', 'errors?[].message?:string', 'errors?[].type?:string'];
/** `https://api.github.com` is paired with `https://uploads.github.com`, `…/api/v3` of a server with `…/api/uploads`. */
function uploadsUrlOf(apiUrl) {
    if (/\/api\/v3$/.test(apiUrl))
        return apiUrl.replace(/\/api\/v3$/, '/api/uploads');
    return apiUrl.replace(/^https:\/\/api\./, 'https://uploads.');
}
/** Creates a client; it holds no connection. */
function createGitHubClient(options) {
    const { http, apiUrl, graphqlUrl, log, uploadsUrl = uploadsUrlOf(apiUrl) } = options;
    let opening;
    const open = () => {
        opening ??= openOctokit(http, log, options);
        return opening;
    };
    return {
        log,
        uploadsUrl,
        rest: deferRest(open),
        async graphql(document, variables, { fields, idempotent }) {
            const octokit = await open();
            const data = await octokit
                .graphql({
                query: document,
                ...variables,
                baseUrl: graphqlUrl.replace(/\/graphql$/, ''),
                ...expecting(graphqlFields, { idempotent }),
            })
                .catch((error) => {
                throw error.name === 'GraphqlResponseError'
                    ? refuseGraphql(error.errors ?? [], error.headers ?? {})
                    : error;
            });
            assertFields(data, [':object', ...fields], `POST ${graphqlUrl}`);
            return data;
        },
    };
}
/** The endpoints of a client that is opened by the first call: a run that makes none does not load it. */
function deferRest(open) {
    const scopes = new Proxy({}, {
        get: (_, scope) => new Proxy({}, {
            get: (_endpoints, name) => async (parameters) => {
                const { rest } = await open();
                return rest[scope]?.[name]?.(parameters);
            },
        }),
    });
    return scopes;
}
/** Parameter of an endpoint: what must be in its answer, and how the request is sent. */
function expecting(fields, port = {}) {
    return { request: { ...port, fields } };
}
/** `expecting` for a list: what must be in each entry. */
function expectingEach(fields) {
    return expecting([':list', ...fields.map((field) => `[].${field}`)]);
}
/** The data of an answer; undefined when GitHub answers 404. */
async function findOptional(answer) {
    try {
        return (await answer).data;
    }
    catch (error) {
        if (error instanceof action_error/* RemoteError */.Hi && error.status === 404)
            return undefined;
        throw error;
    }
}
/**
 * All pages of a list, at most `limit` entries. Pages are counted: `octokit.paginate` drops the options of a request, follows a
 * link to any host, and takes a 409 and `null` for an empty list.
 */
async function listPages(request, limit = Number.POSITIVE_INFINITY) {
    const entries = [];
    for (let page = 1; entries.length < limit; page += 1) {
        const { headers, data } = await request({ per_page: pageSize, ...(page === 1 ? {} : { page }) });
        for (const entry of data)
            entries.push(entry);
        if (!/rel="next"/.test(headers.link ?? ''))
            break;
    }
    return entries.slice(0, limit);
}


/***/ }),

/***/ 5624:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Au: () => (/* binding */ isPlanRefusal),
/* harmony export */   BZ: () => (/* binding */ readRequestId),
/* harmony export */   DI: () => (/* binding */ refuseRule),
/* harmony export */   GC: () => (/* binding */ explainRefusal),
/* harmony export */   TR: () => (/* binding */ refuse),
/* harmony export */   of: () => (/* binding */ isRuleText)
/* harmony export */ });
/* unused harmony export hasErrorCode */
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5336);
/* harmony import */ var _slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9583);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2430);
/* harmony import */ var _slipway_core_redact__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(796);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3570);





const readText = (value) => (typeof value === 'string' ? value : undefined);
/** What can be read of an error body; a proxy may answer in any other form. */
function readErrorBody(body) {
    const { message, errors } = (0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(body) ? body : {};
    return {
        message: readText(message),
        errors: (Array.isArray(errors) ? errors : []).map((error) => {
            const { code, field, message: text } = (0,_slipway_core_is_record__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u)(error) ? error : { message: error };
            return { code: readText(code), field: readText(field), message: readText(text) };
        }),
    };
}
/** GitHub's own words about a refusal, as one harmless line. */
function describeRefusal(body) {
    const { message, errors } = readErrorBody(body);
    const details = errors.map((error) => error.message ?? [error.field, error.code].filter((part) => part !== undefined).join(' '));
    const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
    return (0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)([message ?? (0,_slipway_core_redact__WEBPACK_IMPORTED_MODULE_2__/* .redactText */ .R)(text), ...details].join('; '), 800);
}
/** Whether GitHub refused a request by 422 with this `code` for one of its fields, for example `already_exists`. */
function hasErrorCode(error, code) {
    return error instanceof RefusedError && readErrorBody(error.body).errors.some((each) => each.code === code);
}
/** An error that keeps what GitHub answered. */
class RefusedError extends _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__/* .RemoteError */ .Hi {
    body;
    constructor(body, ...options) {
        super(...options);
        this.body = body;
    }
}
const ruleText = /repository rule violations|protected branch|protected ref|through a pull request|verified signatures|creations being restricted/i;
/** Whether GitHub's words are those of a ruleset or of a protected branch. */
function isRuleText(text) {
    return ruleText.test(text);
}
/** The error for a change that a rule of the repository forbids. */
function refuseRule(text) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__/* .EnvironmentError */ .eG(_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_RULES, {
        message: `A rule of the repository forbids the change: ${text}. Nothing was written.`,
    });
}
/** `contents=write; pull_requests=read, issues=write` as the lines of a `permissions:` block. */
function namePermissions(header) {
    // Alternatives are separated by semicolons; the first is enough.
    return (header.split(';')[0] ?? '')
        .split(',')
        .map((part) => part.trim().replaceAll('_', '-').replace('=', ': '))
        .map((part) => `"${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(part, 60)}"`)
        .join(' and ');
}
const planText = /upgrade to GitHub (?:Pro|Team|Enterprise)/i;
/** Whether GitHub refused because the plan of the owner does not have the feature for a private repository. */
function isPlanRefusal(error) {
    return (error instanceof _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__/* .EnvironmentError */ .eG &&
        error.code === _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_PERMISSION.code &&
        planText.test(error.message));
}
const rateLimitText = /rate limit|abuse detection/i;
/**
 * Refusals that no permission of the job changes, by GitHub's words, and what does. The header that names permissions is on
 * these answers too.
 */
const otherRefusals = [
    [
        /IP allow list|IP address is not permitted/i,
        'An owner of the organization has to add the address of this runner to the IP allow list, or the job has to run on a runner that is on it.',
    ],
    [
        /SAML|single sign-on|\bSSO\b/i,
        'Authorize the token for the single sign-on of the organization, or use the token of the job.',
    ],
    [/suspended/i, 'An account or an installation that is suspended has to be reinstated first.'],
    [planText, 'The plan of the owner does not have this feature for private repositories.'],
    [/billing|spending limit|payment/i, 'Check the billing of the account that owns the repository.'],
    [
        /repository (?:access )?(?:is )?(?:blocked|disabled)|DMCA|legal reasons/i,
        'GitHub blocks this repository. Contact GitHub Support.',
    ],
    [/was archived|is archived|read-only/i, 'Unarchive the repository first.'],
    [rateLimitText, 'Try again later. GitHub limits the number of requests.'],
    [
        /not permitted to create or approve pull requests/i,
        'Allow GitHub Actions to create pull requests in the settings of the repository, under Actions.',
    ],
    [
        /OAuth App access restrictions|third-party application/i,
        'An owner of the organization has to approve the app of the token.',
    ],
    [
        /personal access tokens? .*(?:forbid|lifetime|not allowed|expir)|forbids access via a/i,
        'The organization restricts personal access tokens. Use the token of the job.',
    ],
    [/two-factor|2FA/i, 'Turn on two-factor authentication for the account of the token.'],
    [/verify your email|email address/i, 'Verify the email address of the account of the token.'],
];
/** What to do about a refusal that no permission of the job changes; undefined for any other. */
function explainRefusal(text) {
    return otherRefusals.find(([words]) => words.test(text))?.[1];
}
/** `x-github-request-id`, by which GitHub's support finds a request. */
function readRequestId(headers) {
    const id = headers['x-github-request-id'];
    return id === undefined ? undefined : String(id);
}
const readPermissions = ({ headers }) => String(headers['x-accepted-github-permissions'] ?? '');
function refusePermission(request, text, answer) {
    const header = readPermissions(answer);
    const other = explainRefusal(text);
    // Only these words are about the permissions of a token.
    const isMissing = /resource not accessible by|permission|must have (?:admin|push|write)/i.test(text);
    const hint = other ??
        (isMissing
            ? header === ''
                ? undefined
                : `Add ${namePermissions(header)} to the "permissions" of the job.`
            : `GitHub's words above say why.${header === '' ? '' : ` If a permission is missing, the request takes ${namePermissions(header)}.`}`);
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__/* .EnvironmentError */ .eG(_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_PERMISSION, {
        message: `${request} was refused: ${text}.`,
        hint,
    });
}
/** The error for an answer that is not accepted. @param method of the request */
function refuse(method, answer) {
    const url = (0,_slipway_core_redact__WEBPACK_IMPORTED_MODULE_2__/* .redactUrl */ .B)(answer.url);
    const request = `${method} ${url}`;
    const text = describeRefusal(answer.data);
    const facts = { status: answer.status, url, requestId: readRequestId(answer.headers) };
    if (isRuleText(text))
        return refuseRule(text);
    if (answer.status === 401) {
        return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__/* .EnvironmentError */ .eG(_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_AUTHENTICATION, {
            message: `${request} was refused: ${text}.`,
        });
    }
    if (answer.status === 429 || (answer.status === 403 && rateLimitText.test(text))) {
        // Secondary limits may come without the headers that say when to ask again.
        return new RefusedError(answer.data, _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_REFUSED, {
            ...{ ...facts, retryable: true, message: `${request} was refused: ${text}.` },
            hint: explainRefusal(text),
        });
    }
    if (answer.status === 403 || answer.status === 451)
        return refusePermission(request, text, answer);
    if (answer.status === 404) {
        const header = readPermissions(answer);
        return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_3__/* .RemoteError */ .Hi(_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_NOT_FOUND, {
            ...facts,
            message: `${request} was answered with 404: ${text}.`,
            ...(header === ''
                ? {}
                : {
                    hint: `Check the name. GitHub answers 404 also when a permission is missing: this request takes ${namePermissions(header)}.`,
                }),
        });
    }
    return new RefusedError(answer.data, _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .githubErrors */ .Z.E_GITHUB_REFUSED, {
        ...facts,
        message: `${request} was answered with ${answer.status}: ${text}.`,
    });
}


/***/ }),

/***/ 5223:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   VE: () => (/* binding */ listCommits),
/* harmony export */   hR: () => (/* binding */ listCommitsBetween),
/* harmony export */   kC: () => (/* binding */ compareCommits),
/* harmony export */   kN: () => (/* binding */ readCommit)
/* harmony export */ });
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7684);

const commitFields = [
    'sha:string',
    'commit.message:string',
    'commit.tree.sha:string',
    'commit.author?.name?:string',
    'commit.committer?.date?:string',
    'author?.login?:string',
    'parents[].sha:string',
];
function summarize({ sha, commit, author, parents }) {
    return {
        sha,
        message: commit.message,
        parents: parents.map((parent) => parent.sha),
        tree: commit.tree.sha,
        authorName: commit.author?.name ?? '',
        // The schema also allows an empty object.
        authorLogin: author?.login,
        committedAt: commit.committer?.date ?? '',
    };
}
/** A commit by its name, branch or tag. @throws as GitHubClient.rest */
async function readCommit({ rest, at }, ref) {
    const { data } = await rest.repos.getCommit({ ...at, ref, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(commitFields) });
    return summarize(data);
}
/**
 * Commits that `head` has and `base` has not, oldest first; all of them, page by page.
 * @throws RemoteError E_GITHUB_NOT_FOUND when there is no common ancestor, and as GitHubClient.rest
 */
async function listCommitsBetween({ rest, at }, base, head) {
    const fields = [
        'total_commits:number',
        'commits:list',
        ...commitFields.map((field) => `commits[].${field}`),
    ];
    const commits = [];
    for (let page = 1;; page += 1) {
        const basehead = `${base}...${head}`;
        const { data } = await rest.repos.compareCommitsWithBasehead({
            ...{ ...at, basehead, per_page: 100, page },
            ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(fields),
        });
        commits.push(...data.commits.map(summarize));
        if (commits.length >= data.total_commits || data.commits.length === 0)
            return commits;
    }
}
/**
 * How `head` is related to `base`; undefined when they have no history in common.
 * @throws as GitHubClient.rest
 */
async function compareCommits({ rest, at }, base, head) {
    const basehead = `${base}...${head}`;
    const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .findOptional */ .qb)(rest.repos.compareCommitsWithBasehead({ ...at, basehead, per_page: 1, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(['status:string']) }));
    return found?.status;
}
/** Commits reachable from `head`, newest first, at most `limit`. @throws as GitHubClient.rest */
async function listCommits({ rest, at }, head, limit) {
    const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .listPages */ .pN)((page) => rest.repos.listCommits({ ...at, sha: head, ...page, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expectingEach */ .$X)(commitFields) }), limit);
    return found.map(summarize);
}


/***/ }),

/***/ 1618:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CM: () => (/* binding */ createTagObject),
/* harmony export */   IU: () => (/* binding */ findTag),
/* harmony export */   Vz: () => (/* binding */ refuseWorkflowFiles),
/* harmony export */   dj: () => (/* binding */ createCommitObject)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7684);
/* harmony import */ var _commits_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(5223);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3570);
/* harmony import */ var _repository_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(7857);
/* harmony import */ var _tree_entries_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(5215);






/** Objects are named by their content: the same request twice makes no second one, or one that nothing refers to. */
const object = (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(['sha:string'], { idempotent: true });
const workflowFolder = '.github/workflows/';
/**
 * Refuses what the token of a job can write by no route.
 * @throws InputError E_GITHUB_WORKFLOW_FILE
 */
function refuseWorkflowFiles(changes) {
    const found = changes.find(({ path }) => path.startsWith(workflowFolder));
    if (found !== undefined) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .githubErrors */ .Z.E_GITHUB_WORKFLOW_FILE, {
            message: `The release would change ${found.path}; the token of a job never may write workflow files. Nothing was written.`,
        });
    }
}
/**
 * Makes the objects of a commit; no ref points at it yet, so nothing is visible. Modes are those of the base commit, a new
 * file is 100644. Unless the plan has one, neither author nor committer is set: only then GitHub signs the commit of a job ("Signature verification
 * for bots").
 * @returns name of the commit
 * @throws InputError E_GITHUB_WORKFLOW_FILE, E_GITHUB_SYMBOLIC_LINK, and as GitHubClient.rest
 */
async function createCommitObject(repository, plan) {
    refuseWorkflowFiles(plan.changes);
    const { rest, at } = repository;
    const { tree: baseTree } = await (0,_commits_js__WEBPACK_IMPORTED_MODULE_3__/* .readCommit */ .kN)(repository, plan.baseSha);
    const reader = (0,_tree_entries_js__WEBPACK_IMPORTED_MODULE_4__/* .createTreeReader */ .s)(repository, baseTree);
    const entries = [];
    for (const { path, contents } of plan.changes) {
        const known = await reader.find(path);
        const isLink = known?.mode === '120000';
        // A link can be deleted. New contents would replace it with a file.
        if (known !== undefined && (known.type !== 'blob' || (isLink && contents !== undefined))) {
            throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .githubErrors */ .Z.E_GITHUB_SYMBOLIC_LINK, {
                message: `${path} is ${isLink ? 'a symbolic link' : `a ${known.type}`} in ${plan.baseSha.slice(0, 7)} and cannot be changed.`,
            });
        }
        const mode = (known?.mode ?? '100644');
        if (contents === undefined) {
            entries.push({ path, mode, type: 'blob', sha: null });
            continue;
        }
        const content = Buffer.from(contents).toString('base64');
        const { data } = await rest.git.createBlob({ ...at, content, encoding: 'base64', ...object });
        entries.push({ path, mode, type: 'blob', sha: data.sha });
    }
    // GitHub takes no empty list; a commit without changes has the tree of its parent.
    const tree = entries.length === 0
        ? baseTree
        : (await rest.git.createTree({ ...at, base_tree: baseTree, tree: entries, ...object })).data.sha;
    const parents = [plan.baseSha];
    const commit = await rest.git.createCommit({
        ...{ ...at, message: plan.message, tree, parents },
        ...(plan.author === undefined ? {} : { author: plan.author }),
        ...object,
    });
    return commit.data.sha;
}
/** Makes the object of an annotated tag; no ref points at it yet. @returns name of the object */
async function createTagObject({ rest, at }, { name, message }, commitSha) {
    const target = { object: commitSha, type: 'commit' };
    const { data } = await rest.git.createTag({ ...at, tag: name, message, ...target, ...object });
    return data.sha;
}
/** The commit behind a tag, and its message; undefined when there is no such tag. @throws as GitHubClient.rest */
async function findTag(repository, name) {
    const ref = await (0,_repository_js__WEBPACK_IMPORTED_MODULE_5__/* .findRef */ .DQ)(repository, `tags/${name}`);
    if (ref === undefined)
        return undefined;
    if (ref.type !== 'tag')
        return { commitSha: ref.sha, message: '' };
    const { rest, at } = repository;
    const fields = ['object.sha:string', 'message:string'];
    const { data } = await rest.git.getTag({ ...at, tag_sha: ref.sha, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(fields) });
    return { commitSha: data.object.sha, message: data.message };
}


/***/ }),

/***/ 8890:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ updateRefs)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _repository_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7857);


const zeroSha = '0'.repeat(40);
const mutation = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;
/**
 * Changes all refs or none, each only while it is what `before` says (GraphQL reference, "updateRefs": "All updates are
 * performed atomically"). GitHub answers a `before` that does not hold with an error that has no reason, and an answer can
 * be lost: so what counts is what the refs are afterwards.
 * @returns `done: false` when a ref was something else before; nothing was changed then
 * @throws EnvironmentError E_GITHUB_RULES, E_GITHUB_PERMISSION; RemoteError when GitHub refused while every ref is as before
 */
async function updateRefs(repository, updates) {
    const { nodeId } = await (0,_repository_js__WEBPACK_IMPORTED_MODULE_0__/* .readRepository */ .Nu)(repository);
    const refUpdates = updates.map(({ ref, before, after, force }) => ({
        name: ref,
        beforeOid: before ?? zeroSha,
        afterOid: after,
        force: force ?? false,
    }));
    let failure;
    try {
        // Sent twice, it finds the refs changed and changes nothing.
        const input = { repositoryId: nodeId, refUpdates };
        await repository.graphql(mutation, { input }, { fields: [], idempotent: true });
    }
    catch (error) {
        if (!(error instanceof _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ) || error.blame === 'environment')
            throw error;
        failure = error;
    }
    const now = await Promise.all(updates.map(async ({ ref }) => (await (0,_repository_js__WEBPACK_IMPORTED_MODULE_0__/* .findRef */ .DQ)(repository, ref.replace(/^refs\//, '')))?.sha));
    const done = updates.every(({ after }, index) => now[index] === after);
    const untouched = updates.every(({ before }, index) => now[index] === before);
    if (!done && untouched && failure !== undefined)
        throw failure;
    return { done, now };
}


/***/ }),

/***/ 5215:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ listTreeFiles),
/* harmony export */   s: () => (/* binding */ createTreeReader)
/* harmony export */ });
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7684);

/**
 * The paths of all files below a tree, in one request.
 * @param isComplete false when GitHub cut the list, which it does at 100,000 entries or 7 MB
 * https://docs.github.com/rest/git/trees#get-a-tree
 */
async function listTreeFiles({ rest, at }, tree) {
    const fields = ['tree[].path:string', 'tree[].type:string', 'truncated:boolean'];
    const query = { ...at, tree_sha: tree, recursive: '1', ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(fields) };
    const { data } = await rest.git.getTree(query);
    return {
        paths: data.tree.flatMap((entry) => (entry.type === 'blob' ? [entry.path] : [])),
        isComplete: !data.truncated,
    };
}
/** @param rootTree name of the tree of a commit */
function createTreeReader({ rest, at }, rootTree) {
    const fields = ['path', 'mode', 'type', 'sha'].map((name) => `tree[].${name}:string`);
    const known = new Map();
    const read = (tree_sha) => {
        const reading = known.get(tree_sha) ??
            rest.git.getTree({ ...at, tree_sha, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(fields) }).then(({ data }) => data.tree);
        known.set(tree_sha, reading);
        return reading;
    };
    const find = async (path) => {
        const parts = path.split('/');
        let sha = rootTree;
        for (const [index, part] of parts.entries()) {
            const entry = (await read(sha)).find((candidate) => candidate.path === part);
            if (entry === undefined || index === parts.length - 1)
                return entry;
            if (entry.type !== 'tree')
                return undefined;
            sha = entry.sha;
        }
        return undefined;
    };
    return {
        find,
        async list(folder) {
            if (folder === '')
                return read(rootTree);
            const entry = await find(folder);
            return entry?.type === 'tree' ? read(entry.sha) : undefined;
        },
    };
}


/***/ }),

/***/ 3570:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ githubErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of repositories, releases, artifacts and settings on GitHub. */
const githubErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_GITHUB_ARTIFACT: {
        message: 'A workflow artifact could not be stored or read.',
        hint: 'Check the status page of GitHub, then re-run the job.',
    },
    E_GITHUB_ARTIFACT_ABSENT: {
        message: 'The run has no workflow artifact of this name.',
        hint: 'Check the name against the job that stores it, and that this job "needs" it. If the run is older than the retention period, re-run all of its jobs, or start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_DIFFERS: {
        message: 'A workflow artifact does not contain the expected bytes.',
        hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_EXPIRED: {
        message: 'A workflow artifact has expired or was deleted.',
        hint: 'An expired artifact cannot be fetched again. Re-run all jobs of the workflow, or start a new run at the tag.',
    },
    E_GITHUB_ASSET_DIFFERS: {
        message: 'A published release has an asset with different bytes.',
        hint: 'A published asset is never replaced. Raise the version and release again.',
    },
    E_GITHUB_ASSET_NAME: {
        message: 'GitHub would change the name of a release asset.',
        hint: 'Use only letters, digits and "-_+@." in asset names.',
    },
    E_GITHUB_AUTHENTICATION: {
        message: 'GitHub rejected the token.',
        hint: 'Use the token of the job, or one that has not expired.',
    },
    E_GITHUB_DISPATCH: {
        message: 'The workflow could not be started at the tag.',
        hint: 'Start it by hand at the tag, or re-run this job. The commit and the tag stay as they are.',
    },
    E_GITHUB_FOREIGN_HOST: {
        message: "The job's token would have been sent to a host of a different server.",
        hint: 'Use a host of the server that the job runs on, or pass credentials for the other host.',
    },
    E_GITHUB_ID_TOKEN: {
        message: 'GitHub did not issue an ID token to this job.',
        hint: 'Re-run the job.',
    },
    E_GITHUB_ID_TOKEN_PERMISSION: {
        message: 'This job is not allowed to request an ID token.',
        hint: 'Add "id-token: write" to the "permissions" of the job. Pull requests from forks never have it.',
    },
    E_GITHUB_NOT_FOUND: {
        message: 'GitHub has nothing at this address, or the token is not allowed to see it.',
        hint: 'Check the name and the "permissions" of the job. GitHub also answers 404 if a permission is missing.',
    },
    E_GITHUB_PERMISSION: {
        message: 'The token lacks a permission.',
        hint: 'Add the permission to the "permissions" of the job.',
    },
    E_GITHUB_REFUSED: {
        message: 'GitHub rejected a request.',
        hint: 'The response of GitHub is quoted above.',
    },
    E_GITHUB_RELEASE_CLOSED: {
        message: 'The release is published and cannot be changed.',
        hint: 'Raise the version and release again.',
    },
    E_GITHUB_RULES: {
        message: 'A repository rule forbids the change.',
        hint: 'Release by a pull request, or allow the app of the token to bypass the rule.',
    },
    E_GITHUB_SERVER: {
        message: 'This GitHub server lacks a feature that the release needs.',
        hint: 'Remove the steps named above from the workflow, or release from a repository on github.com.',
    },
    E_GITHUB_SYMBOLIC_LINK: {
        message: 'A file to change is a symbolic link or not a regular file.',
        hint: 'Use the file that the link points to.',
    },
    E_GITHUB_TAG_TAKEN: {
        message: 'The tag already exists and points to a different commit.',
        hint: 'Choose a different version. A published tag is never moved.',
    },
    E_GITHUB_WORKFLOW_FILE: {
        message: 'The release would change a file under .github/workflows, which a job token is not allowed to do.',
        hint: 'Remove the file from the list of files to change.',
    },
    E_SETTINGS_INVALID: {
        message: 'The settings file is not valid.',
        hint: 'Record GitHub\'s answers unchanged, for example with "gh api". docs/settings.md lists the request lines.',
    },
});


/***/ }),

/***/ 7857:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DQ: () => (/* binding */ findRef),
/* harmony export */   Nu: () => (/* binding */ readRepository),
/* harmony export */   _T: () => (/* binding */ readFileAt),
/* harmony export */   cB: () => (/* binding */ listTags),
/* harmony export */   gm: () => (/* binding */ readBlob),
/* harmony export */   h_: () => (/* binding */ openRepository)
/* harmony export */ });
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7684);

/** @param name `owner/name` */
function openRepository(client, name) {
    const [owner = '', repo = ''] = name.split('/');
    return { ...client, name, at: { owner, repo } };
}
const refFields = ['ref:string', 'object.sha:string', 'object.type:string'];
const readTarget = ({ ref, object }) => ({ ref, sha: object.sha, type: object.type });
/** @throws as GitHubClient.rest */
async function readRepository({ rest, at }) {
    const fields = ['node_id:string', 'default_branch:string'];
    const { data } = await rest.repos.get({ ...at, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(fields) });
    return { nodeId: data.node_id, defaultBranch: data.default_branch };
}
/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.rest */
async function findRef({ rest, at }, ref) {
    const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .findOptional */ .qb)(rest.git.getRef({ ...at, ref, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(refFields) }));
    return found && readTarget(found);
}
/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.rest */
async function listTags({ rest, at }, prefix = '') {
    const ref = `tags/${prefix}`;
    const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .listPages */ .pN)((page) => rest.git.listMatchingRefs({ ...at, ref, ...page, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expectingEach */ .$X)(refFields) }));
    return found.map(readTarget);
}
/** The answer is the file itself instead of a JSON object with its base64. */
const rawMedia = { headers: { accept: 'application/vnd.github.raw+json' } };
/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.rest */
async function readFileAt({ rest, at }, path, ref) {
    const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .findOptional */ .qb)(rest.repos.getContent({ ...at, path, ref, ...rawMedia }));
    return found;
}
/** The bytes of a blob of git. @throws as GitHubClient.rest */
async function readBlob({ rest, at }, sha) {
    const { data } = await rest.git.getBlob({ ...at, file_sha: sha, ...rawMedia });
    return data;
}


/***/ }),

/***/ 1494:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _f: () => (/* binding */ findPullRequest),
/* harmony export */   d6: () => (/* binding */ closePullRequest),
/* harmony export */   pk: () => (/* binding */ ensurePullRequest),
/* harmony export */   qc: () => (/* binding */ listPullRequests)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7684);


const actionsLogin = 'github-actions[bot]';
const pullFields = [
    'number:number',
    'html_url:string',
    'title:string',
    'body?:string',
    'user?.login?:string',
];
const toPullRequest = ({ number, html_url: url, user }) => ({
    ...{ number, url, isByJob: user?.login === actionsLogin },
});
/** The open pull request between two branches. @throws as GitHubClient.rest */
async function findListed({ rest, at }, { head, base }) {
    const query = { state: 'open', head: `${at.owner}:${head}`, base };
    const { data } = await rest.pulls.list({ ...at, ...query, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expectingEach */ .$X)(pullFields) });
    return data[0];
}
/** The open pull request between two branches of one repository. @throws as GitHubClient.rest */
async function findPullRequest(repository, branches) {
    const found = await findListed(repository, branches);
    return found && toPullRequest(found);
}
/**
 * Opens the pull request, or brings the open one up to date.
 * @throws EnvironmentError E_GITHUB_PERMISSION, also when the repository does not let Actions open pull requests; and as
 * GitHubClient.rest
 */
async function ensurePullRequest(repository, plan) {
    const { rest, at } = repository;
    const known = await findListed(repository, plan);
    if (known === undefined) {
        try {
            // A second one for the same branches is refused by GitHub, so the request may be repeated; what is there is read then.
            const made = await rest.pulls.create({
                ...at,
                ...plan,
                ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)(pullFields, { idempotent: true }),
            });
            return toPullRequest(made.data);
        }
        catch (error) {
            const other = error instanceof _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi && error.status === 422 ? await findListed(repository, plan) : undefined;
            if (other === undefined)
                throw error;
            return updatePullRequest(repository, other, plan);
        }
    }
    return updatePullRequest(repository, known, plan);
}
async function updatePullRequest({ rest, at }, known, { title, body }) {
    // GitHub stores the line endings of a form.
    const isSame = known.title === title && (known.body ?? '').replaceAll('\r\n', '\n') === body;
    if (!isSame)
        await rest.pulls.update({
            ...{ ...at, pull_number: known.number, title, body },
            ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)([], { idempotent: true }),
        });
    return toPullRequest(known);
}
/** Closes a pull request without merging it. @throws as GitHubClient.rest */
async function closePullRequest({ rest, at }, number) {
    await rest.pulls.update({
        ...{ ...at, pull_number: number, state: 'closed' },
        ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expecting */ .Kk)([], { idempotent: true }),
    });
}
/** The newest pull requests between two branches, in whatever state, the newest first. @throws as GitHubClient.rest */
async function listPullRequests({ rest, at }, { head, base }) {
    const query = { state: 'all', head: `${at.owner}:${head}`, base, per_page: 30 };
    const fields = [
        ...['number:number', 'state:string', 'body?:string'],
        ...['merged_at?:string', 'merge_commit_sha?:string'],
    ];
    const { data } = await rest.pulls.list({ ...at, ...query, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .expectingEach */ .$X)(fields) });
    return data.map(({ number, state, body, merged_at: mergedAt, merge_commit_sha: sha }) => ({
        ...{ number, isOpen: state === 'open', body: body ?? '' },
        mergedSha: mergedAt == null || sha == null ? undefined : sha,
    }));
}


/***/ }),

/***/ 7903:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ readBuildId)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _slipway_core_version__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8109);




const idDigits = 12;
/**
 * Identifies the bundles that an action belongs to: the version, and the start of the SHA-256 over all of them, such as
 * `0.1.0+5f70bf18a086`. The runner has the whole repository of an action, so that every action of one commit says the same.
 * @param script path of the running bundle, `<repository>/dist/<action>/index.js`
 * @throws Error of the file system
 */
async function readBuildId(script) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(script));
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    const listed = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(folder, { recursive: true });
    for (const name of listed.filter((path) => path.endsWith('.js')).sort()) {
        const bundle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name));
        hash.update(`${name.replaceAll('\\', '/')}\0${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bundle).digest('hex')}\n`);
    }
    return `${_slipway_core_version__WEBPACK_IMPORTED_MODULE_3__/* .version */ .r}+${hash.digest('hex').slice(0, idDigits)}`;
}


/***/ }),

/***/ 921:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ pythonErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of project files, versions and distributions. */
const pythonErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_DISTRIBUTION_INVALID: {
        message: 'A package index would reject a distribution.',
        hint: 'Correct the problems listed above and build again.',
    },
    E_EXTRA_FILE: {
        message: 'An additional file cannot be edited.',
        hint: 'Mark each line that contains the version with a "slipway-version" comment, or use a pattern that matches once.',
    },
    E_LOCK_FILE: {
        message: 'The lock file cannot be edited.',
        hint: 'Refresh it with the tool that wrote it, and commit it.',
    },
    E_PROJECT_INVALID: {
        message: 'The project file cannot be read.',
        hint: 'Correct the line named above.',
    },
    E_PROJECT_MISSING: {
        message: 'There is no Python project in this folder.',
        hint: 'Set "path" to the folder that contains pyproject.toml, setup.cfg or setup.py.',
    },
    E_VERSION_BUMP: {
        message: 'The version cannot be bumped this way.',
        hint: 'Choose a different kind of bump, or set the exact version.',
    },
    E_VERSION_DISAGREE: {
        message: 'The project has two different versions.',
        hint: 'Set the fields to the same version, or remove one of them.',
    },
    E_VERSION_INVALID: {
        message: 'The version is not valid under PEP 440.',
        hint: 'Write it as 1.2.3, 1.2.3rc1 or 1.2.3.post1.',
    },
    E_VERSION_SOURCE: {
        message: 'The file that contains the version was not found.',
        hint: 'Set "version-file" of version-bump to the file, with a pattern if it contains more than the version, or write the version into [project].version.',
    },
    E_VERSION_SPELLING: {
        message: 'A file cannot express the version.',
        hint: 'Choose a version without what the file cannot express, or let the file read the version from another one.',
    },
    E_WORKSPACE_ROOT: {
        message: 'This folder is the root of a workspace and not a package.',
        hint: 'Set "path" to the folder of the member to release.',
    },
});


/***/ }),

/***/ 2584:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Pc: () => (/* binding */ normalizeName)
/* harmony export */ });
/* unused harmony exports fileNameOf, isProjectName */
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


/***/ }),

/***/ 4476:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ guessPackageFiles),
/* harmony export */   MA: () => (/* binding */ listPackageFiles),
/* harmony export */   cp: () => (/* binding */ listNestedProjects)
/* harmony export */ });
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2584);

const roots = ['', 'src/', 'lib/', 'python/'];
// Modules that hold the version of a package, by the habits of the field.
const versionModules = /^(?:__init__|__about__|_?about|_?version|__version__|__pkginfo__|_?package_data|_?meta|__meta__|_?metadata|_?info|release|_?const(?:ants)?|_?build_info)\.pyi?$/;
const isInside = (path, folder) => path.startsWith(`${folder}/`);
/** Folders with a project of their own: what is in them is no copy of this one. */
function listNestedProjects(paths) {
    return paths.flatMap((path) => {
        const folder = /^(.+)\/(?:pyproject\.toml|setup\.py)$/.exec(path)?.[1];
        return folder === undefined ? [] : [folder];
    });
}
/** Whether a folder is the package of a project: `acme_core`, `acme/core` and `src/Acme.Core` of `acme-core`. */
function isPackageOf(folder, name) {
    return roots.some((root) => folder.startsWith(root) &&
        (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeName */ .Pc)(folder.slice(root.length).replaceAll('/', '-')) === (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeName */ .Pc)(name));
}
/**
 * The files of a project's own package that may contain its version.
 * @param paths every file of the project's folder
 */
function listPackageFiles(paths, name) {
    const folders = [
        ...new Set(paths
            .filter((path) => path.endsWith('.py'))
            .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))),
    ];
    const own = folders.filter((folder) => folder !== '' && isPackageOf(folder, name));
    const inPackage = paths.filter((path) => {
        const folder = own.find((each) => isInside(path, each));
        if (folder === undefined)
            return false;
        const inside = path.slice(folder.length + 1);
        // A version module may lie one folder deeper; the `__init__.py` of a part of the package is none.
        return (versionModules.test(inside) ||
            (/^[^/]+\/(?!__init__)[^/]+$/.test(inside) &&
                versionModules.test(inside.slice(inside.indexOf('/') + 1))));
    });
    const modules = paths.filter((path) => /\.py$/.test(path) && isPackageOf(path.slice(0, -'.py'.length), name));
    return [...inPackage, ...modules];
}
/** The same, where the files of the folder are not listed. */
function guessPackageFiles(name) {
    const plain = (0,_names_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeName */ .Pc)(name);
    const bases = [...new Set([plain.replaceAll('-', '_'), plain.replaceAll('-', '/')])];
    const files = ['__init__.py', '__about__.py', '_version.py', 'version.py', '__version__.py'];
    return roots
        .slice(0, 2)
        .flatMap((root) => bases.flatMap((base) => [...files.map((file) => `${root}${base}/${file}`), `${root}${base}.py`]));
}


/***/ }),

/***/ 4266:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  J: () => (/* binding */ discoverProject)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __nccwpck_require__(921);
// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __nccwpck_require__(276);
// EXTERNAL MODULE: ./packages/python/src/version/parse-version.ts
var parse_version = __nccwpck_require__(6401);
// EXTERNAL MODULE: ./packages/python/src/project/copies/package-files.ts
var package_files = __nccwpck_require__(4476);
// EXTERNAL MODULE: ./packages/python/src/project/places/setup-cfg.ts
var setup_cfg = __nccwpck_require__(5065);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __nccwpck_require__(1852);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-location.ts
var toml_location = __nccwpck_require__(4919);
// EXTERNAL MODULE: ./packages/python/src/project/places/version-location.ts
var version_location = __nccwpck_require__(6967);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/tag-tools.ts

// Tools that derive the version from git, by the table that enables them.
const tables = [
    [['tool', 'setuptools_scm'], 'setuptools-scm'],
    [['tool', 'setuptools-scm'], 'setuptools-scm'],
    [['tool', 'vcs-versioning'], 'vcs-versioning'],
    [['tool', 'versioneer'], 'versioneer'],
    [['tool', 'versioningit'], 'versioningit'],
    [['tool', 'setuptools-git-versioning'], 'setuptools-git-versioning'],
];
// Calls and keywords of setup.py that derive the version from git.
const scriptSigns = [
    [/\buse_scm_version\b/, 'setuptools-scm (setup.py)'],
    [/\bversioneer\.get_version\s*\(/, 'versioneer'],
    [/\bsetuptools_git_versioning\s*=/, 'setuptools-git-versioning (setup.py)'],
    [/\bversioningit\b.*\bget_(?:cmdclasses|version)\b/, 'versioningit'],
    [/\bpbr\s*=\s*True\b/, 'pbr'],
    [/\bfrom\s+setuptools_scm\s+import\s+get_version\b/, 'setuptools-scm (setup.py)'],
];
/** The tool that derives the version of a project from git; undefined if a file contains it. */
function findTagTool({ pyproject, script, cfg }) {
    const data = pyproject?.data ?? {};
    for (const [path, tool] of tables) {
        const parent = (0,toml_document/* readTable */.xz)(data, ...path.slice(0, -1));
        if (Object.hasOwn(parent, path.at(-1) ?? '') && !isSwitchedOff((0,toml_document/* readTable */.xz)(data, ...path)))
            return tool;
    }
    if ((0,toml_document/* readTable */.xz)(data, 'tool', 'poetry-dynamic-versioning')['enable'] === true)
        return 'poetry-dynamic-versioning';
    const backend = (0,toml_document/* readTable */.xz)(data, 'build-system')['build-backend'];
    if (typeof backend === 'string') {
        if (backend.startsWith('flit_scm'))
            return 'flit-scm';
        if (/^pbr\b/.test(backend))
            return 'pbr';
    }
    if (cfg !== undefined && /^\[versioneer\]\s*$/m.test(cfg))
        return 'versioneer';
    const plain = script?.replace(/#[^\n]*/g, '') ?? '';
    const sign = scriptSigns.find(([form]) => form.test(plain));
    if (sign !== undefined)
        return sign[1];
    return requiresScm((0,toml_document/* readTable */.xz)(data, 'build-system')['requires']) && isDynamic(data)
        ? 'setuptools-scm'
        : undefined;
}
// setuptools-git-versioning does nothing unless it is enabled.
const isSwitchedOff = (table) => table['enabled'] === false;
// Since setuptools-scm 8.1, the requirement by itself enables it, with a dynamic version that nothing else provides.
function requiresScm(requires) {
    if (!Array.isArray(requires))
        return false;
    return requires.some((requirement) => /^(?:setuptools[-_.]scm|vcs[-_.]versioning)\b/i.test(String(requirement)));
}
function isDynamic(data) {
    const { dynamic } = (0,toml_document/* readTable */.xz)(data, 'project');
    const other = (0,toml_document/* readTable */.xz)(data, 'tool', 'setuptools', 'dynamic');
    return Array.isArray(dynamic) && dynamic.includes('version') && !Object.hasOwn(other, 'version');
}

// EXTERNAL MODULE: ./packages/python/src/project/workspace/workspace-members.ts
var workspace_members = __nccwpck_require__(8915);
;// CONCATENATED MODULE: ./packages/python/src/project/discover-project.ts












const legacyBackend = 'setuptools.build_meta:__legacy__';
/**
 * Finds the project of a folder and the places that contain its version, following the build backend's own configuration. No code of
 * the project is run.
 * @param source reads files of the folder, and lists them, so that the members of a workspace can be named
 * @param versionFile value of the input `version-file`, which comes before what the backend is configured to read
 * @throws InputError E_PROJECT_MISSING, E_PROJECT_INVALID, E_WORKSPACE_ROOT, E_VERSION_SOURCE, E_VERSION_DISAGREE, E_VERSION_INVALID
 */
async function discoverProject(source, versionFile) {
    const tree = typeof source === 'function' ? { read: source } : source;
    const looked = new Set();
    const read = async (path) => {
        const content = await tree.read(path);
        if (content !== undefined)
            looked.add(path);
        return content;
    };
    const content = await read('pyproject.toml');
    const pyproject = content === undefined ? undefined : (0,toml_document/* parseToml */.MT)(content, 'pyproject.toml');
    const files = { read, pyproject };
    const cfg = await read('setup.cfg');
    const script = await read('setup.py');
    if (pyproject === undefined && cfg === undefined && script === undefined) {
        throw await refuseMissing(tree, 'There is no pyproject.toml, setup.cfg or setup.py in this folder.');
    }
    if (pyproject !== undefined)
        await (0,workspace_members/* refuseVirtualRoot */.UH)(tree, pyproject, cfg !== undefined || script !== undefined);
    if (pyproject !== undefined && cfg === undefined && script === undefined && isOnlySettings(pyproject)) {
        throw await refuseMissing(tree, 'pyproject.toml has no [project], no [tool.poetry] and no [build-system]: it only configures tools.');
    }
    const backend = readBackend(pyproject);
    // The reader of Python is loaded for projects that need it: most have their name and version in pyproject.toml.
    const name = readName(pyproject, cfg) ??
        (script === undefined ? undefined : await (await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(170), __nccwpck_require__.e(767)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1767))).readSetupName(files));
    const tagTool = findTagTool({ pyproject, script, cfg });
    const fields = pyproject === undefined ? [] : listStaticFields(pyproject, tagTool);
    if (versionFile !== undefined) {
        const { findInVersionFile } = await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(170), __nccwpck_require__.e(522), __nccwpck_require__.e(438)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6438));
        const named = await findInVersionFile(files, versionFile, name);
        if (named.kind === 'file') {
            const project = createProject(name, backend, named.version, [...named.locations, ...fields]);
            return { ...project, versionFile };
        }
    }
    const [field] = fields;
    if (field !== undefined)
        return createProject(name, backend, field.version, fields);
    const origin = tagTool === undefined
        ? await (await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(170), __nccwpck_require__.e(48)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9048))).findOrigin(files, backend)
        : { kind: 'tag', tool: tagTool };
    if (origin === undefined) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_VERSION_SOURCE, {
            message: `No version was found: ${describeMissing(pyproject)}, and the backend "${(0,neutralize/* neutralizeLine */.a0)(backend, 80)}" is not configured to read it from a file. Files checked: ${[...looked].slice(0, 8).join(', ')}.`,
        });
    }
    if (origin.kind === 'file')
        return createProject(name, backend, origin.version, origin.locations);
    return { name, backend, version: undefined, locations: [], tagTool: origin.tool };
}
function isOnlySettings({ data }) {
    const poetry = (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry');
    return !('project' in data) && !('build-system' in data) && Object.keys(poetry).length === 0;
}
const maxNamedProjects = 10;
/** E_PROJECT_MISSING with the projects that are in folders below. */
async function refuseMissing(tree, what) {
    const folders = [...new Set((0,package_files/* listNestedProjects */.cp)((await tree.list?.('')) ?? []))].sort((left, right) => left.split('/').length - right.split('/').length || (left < right ? -1 : 1));
    const named = folders.slice(0, maxNamedProjects).map((folder) => `"path: ${(0,neutralize/* neutralizeLine */.a0)(folder, 200)}"`);
    const more = folders.length > maxNamedProjects ? `, and ${folders.length - maxNamedProjects} more` : '';
    return new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_MISSING, {
        message: named.length === 0 ? what : `${what} Projects were found at ${named.join(', ')}${more}.`,
    });
}
const describeMissing = (pyproject) => pyproject === undefined
    ? 'there is no pyproject.toml'
    : 'pyproject.toml has no [project].version or [tool.poetry].version';
function readBackend(pyproject) {
    const backend = (0,toml_document/* readTable */.xz)(pyproject?.data ?? {}, 'build-system')['build-backend'];
    return typeof backend === 'string' && backend !== '' ? backend : legacyBackend;
}
function readName(pyproject, cfg) {
    const data = pyproject?.data ?? {};
    const candidates = [
        (0,toml_document/* readTable */.xz)(data, 'project')['name'],
        (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry')['name'],
        (0,toml_document/* readTable */.xz)(data, 'tool', 'flit', 'metadata')['module'],
        cfg === undefined ? undefined : (0,setup_cfg/* findCfgOption */.Vk)(cfg, 'metadata', 'name')?.value,
    ];
    return candidates.find((value) => typeof value === 'string' && value !== '');
}
function listStaticFields(pyproject, tagTool) {
    const project = (0,toml_location/* locateTomlString */.g)(pyproject, ['project', 'version'], '[project].version');
    const poetry = (0,toml_location/* locateTomlString */.g)(pyproject, ['tool', 'poetry', 'version'], '[tool.poetry].version');
    // poetry-dynamic-versioning and Poetry 2 require a placeholder version if a different place contains the real one.
    const isPlaceholder = poetry !== undefined &&
        /^0(\.0)*$/.test(poetry.version) &&
        (tagTool !== undefined || project !== undefined);
    return [project, isPlaceholder ? undefined : poetry].filter((location) => location !== undefined);
}
function createProject(name, backend, text, locations) {
    const [first, ...others] = locations;
    if (first === undefined)
        throw new Error('a project with a version has a place that holds it');
    const version = (0,parse_version/* parseVersion */.o)(text, (0,version_location/* describeLocation */.lR)(first));
    for (const other of others) {
        if (other.spelling !== undefined)
            continue;
        const same = (0,parse_version/* tryParseVersion */.z)(other.version);
        if (same === undefined || (0,compare_versions/* compareVersions */.Z)(version, same) !== 0) {
            throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_VERSION_DISAGREE, {
                message: `${(0,version_location/* describeLocation */.lR)(first)} says "${first.version}", ${(0,version_location/* describeLocation */.lR)(other)} says "${(0,neutralize/* neutralizeLine */.a0)(other.version, 80)}".`,
            });
        }
    }
    return { name, backend, version, locations, tagTool: undefined };
}


/***/ }),

/***/ 5065:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K$: () => (/* binding */ readCfgPairs),
/* harmony export */   Vk: () => (/* binding */ findCfgOption),
/* harmony export */   pm: () => (/* binding */ locateCfgVersion)
/* harmony export */ });
/* harmony import */ var _version_location_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6967);

/** The first line of `[section] option`; option names are case-insensitive (configparser's `optionxform`). */
function findCfgOption(text, section, option) {
    let inside = false;
    let offset = 0;
    for (const line of text.split('\n')) {
        const plain = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
        const header = /^\[([^\]]+)\]/.exec(plain);
        if (header !== null)
            inside = header[1] === section;
        // An indented line continues the previous value.
        const separator = inside && /^[^\s=:#;]/.test(plain) ? plain.search(/[=:]/) : -1;
        if (separator > 0 && plain.slice(0, separator).trimEnd().toLowerCase() === option) {
            const value = plain.slice(separator + 1).trim();
            const start = offset + line.indexOf(value, separator + 1);
            return { value, start, end: start + value.length };
        }
        offset += line.length + 1;
    }
    return undefined;
}
/** The lines `name = value` of an option of several lines, such as `package_dir`. */
function readCfgPairs(text, section, option) {
    const found = findCfgOption(text, section, option);
    const pairs = new Map();
    if (found === undefined)
        return pairs;
    const [, continued = ''] = /^[^\n]*((?:\n[ \t]+[^\n]*)*)/.exec(text.slice(found.start)) ?? [];
    for (const line of [found.value, ...continued.split('\n')]) {
        const [, name, value] = /^\s*([^=]*?)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined)
            pairs.set(name, value);
    }
    return pairs;
}
/** `[metadata] version` if it is the version itself. */
function locateCfgVersion(text, path) {
    const found = findCfgOption(text, 'metadata', 'version');
    if (found === undefined || found.value === '' || /^(attr|file)\s*:/.test(found.value))
        return undefined;
    return (0,_version_location_js__WEBPACK_IMPORTED_MODULE_0__/* .locateSpan */ .VB)(text, path, '[metadata] version', [found.start, found.end]);
}


/***/ }),

/***/ 1852:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  he: () => (/* binding */ countTomlChanges),
  bI: () => (/* binding */ isTable),
  MT: () => (/* binding */ parseToml),
  xz: () => (/* binding */ readTable)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
;// CONCATENATED MODULE: ./node_modules/toml-eslint-parser/lib/chunk-15K8U1wQ.mjs
//#region rolldown:runtime
var __defProp = Object.defineProperty;
var __exportAll = (all, symbols) => {
	let target = {};
	for (var name in all) {
		__defProp(target, name, {
			get: all[name],
			enumerable: true
		});
	}
	if (symbols) {
		__defProp(target, Symbol.toStringTag, { value: "Module" });
	}
	return target;
};

//#endregion

;// CONCATENATED MODULE: ./node_modules/eslint-visitor-keys/lib/visitor-keys.js
/* eslint-disable jsdoc/valid-types -- doesn't allow `readonly`.
   TODO: remove eslint-disable when https://github.com/jsdoc-type-pratt-parser/jsdoc-type-pratt-parser/issues/164 is fixed
*/
/**
 * @typedef {{ readonly [type: string]: ReadonlyArray<string> }} VisitorKeys
 */
/* eslint-enable jsdoc/valid-types -- doesn't allow `readonly string[]`. TODO: check why */

/**
 * @type {VisitorKeys}
 */
const KEYS = {
	ArrayExpression: ["elements"],
	ArrayPattern: ["elements"],
	ArrowFunctionExpression: ["params", "body"],
	AssignmentExpression: ["left", "right"],
	AssignmentPattern: ["left", "right"],
	AwaitExpression: ["argument"],
	BinaryExpression: ["left", "right"],
	BlockStatement: ["body"],
	BreakStatement: ["label"],
	CallExpression: ["callee", "arguments"],
	CatchClause: ["param", "body"],
	ChainExpression: ["expression"],
	ClassBody: ["body"],
	ClassDeclaration: ["id", "superClass", "body"],
	ClassExpression: ["id", "superClass", "body"],
	ConditionalExpression: ["test", "consequent", "alternate"],
	ContinueStatement: ["label"],
	DebuggerStatement: [],
	DoWhileStatement: ["body", "test"],
	EmptyStatement: [],
	ExperimentalRestProperty: ["argument"],
	ExperimentalSpreadProperty: ["argument"],
	ExportAllDeclaration: ["exported", "source", "attributes"],
	ExportDefaultDeclaration: ["declaration"],
	ExportNamedDeclaration: [
		"declaration",
		"specifiers",
		"source",
		"attributes",
	],
	ExportSpecifier: ["local", "exported"],
	ExpressionStatement: ["expression"],
	ForInStatement: ["left", "right", "body"],
	ForOfStatement: ["left", "right", "body"],
	ForStatement: ["init", "test", "update", "body"],
	FunctionDeclaration: ["id", "params", "body"],
	FunctionExpression: ["id", "params", "body"],
	Identifier: [],
	IfStatement: ["test", "consequent", "alternate"],
	ImportAttribute: ["key", "value"],
	ImportDeclaration: ["specifiers", "source", "attributes"],
	ImportDefaultSpecifier: ["local"],
	ImportExpression: ["source", "options"],
	ImportNamespaceSpecifier: ["local"],
	ImportSpecifier: ["imported", "local"],
	JSXAttribute: ["name", "value"],
	JSXClosingElement: ["name"],
	JSXClosingFragment: [],
	JSXElement: ["openingElement", "children", "closingElement"],
	JSXEmptyExpression: [],
	JSXExpressionContainer: ["expression"],
	JSXFragment: ["openingFragment", "children", "closingFragment"],
	JSXIdentifier: [],
	JSXMemberExpression: ["object", "property"],
	JSXNamespacedName: ["namespace", "name"],
	JSXOpeningElement: ["name", "attributes"],
	JSXOpeningFragment: [],
	JSXSpreadAttribute: ["argument"],
	JSXSpreadChild: ["expression"],
	JSXText: [],
	LabeledStatement: ["label", "body"],
	Literal: [],
	LogicalExpression: ["left", "right"],
	MemberExpression: ["object", "property"],
	MetaProperty: ["meta", "property"],
	MethodDefinition: ["key", "value"],
	NewExpression: ["callee", "arguments"],
	ObjectExpression: ["properties"],
	ObjectPattern: ["properties"],
	PrivateIdentifier: [],
	Program: ["body"],
	Property: ["key", "value"],
	PropertyDefinition: ["key", "value"],
	RestElement: ["argument"],
	ReturnStatement: ["argument"],
	SequenceExpression: ["expressions"],
	SpreadElement: ["argument"],
	StaticBlock: ["body"],
	Super: [],
	SwitchCase: ["test", "consequent"],
	SwitchStatement: ["discriminant", "cases"],
	TaggedTemplateExpression: ["tag", "quasi"],
	TemplateElement: [],
	TemplateLiteral: ["quasis", "expressions"],
	ThisExpression: [],
	ThrowStatement: ["argument"],
	TryStatement: ["block", "handler", "finalizer"],
	UnaryExpression: ["argument"],
	UpdateExpression: ["argument"],
	VariableDeclaration: ["declarations"],
	VariableDeclarator: ["id", "init"],
	WhileStatement: ["test", "body"],
	WithStatement: ["object", "body"],
	YieldExpression: ["argument"],
};

// Types.
const NODE_TYPES = Object.keys(KEYS);

// Freeze the keys.
for (const type of NODE_TYPES) {
	Object.freeze(KEYS[type]);
}
Object.freeze(KEYS);

/* harmony default export */ const visitor_keys = (KEYS);

;// CONCATENATED MODULE: ./node_modules/eslint-visitor-keys/lib/index.js
/**
 * @author Toru Nagashima <https://github.com/mysticatea>
 * See LICENSE file in root directory for full license.
 */


/**
 * @typedef {import('./visitor-keys.js').VisitorKeys} VisitorKeys
 */

// List to ignore keys.
const KEY_BLACKLIST = new Set([
	"parent",
	"leadingComments",
	"trailingComments",
]);

/**
 * Check whether a given key should be used or not.
 * @param {string} key The key to check.
 * @returns {boolean} `true` if the key should be used.
 */
function filterKey(key) {
	return !KEY_BLACKLIST.has(key) && key[0] !== "_";
}

/* eslint-disable jsdoc/valid-types -- doesn't allow `readonly`.
   TODO: remove eslint-disable when https://github.com/jsdoc-type-pratt-parser/jsdoc-type-pratt-parser/issues/164 is fixed
*/
/**
 * Get visitor keys of a given node.
 * @param {Object} node The AST node to get keys.
 * @returns {readonly string[]} Visitor keys of the node.
 */
function getKeys(node) {
	return Object.keys(node).filter(filterKey);
}
/* eslint-enable jsdoc/valid-types -- doesn't allow `readonly` */

/**
 * Make the union set with `KEYS` and given keys.
 * @param {VisitorKeys} additionalKeys The additional keys.
 * @returns {VisitorKeys} The union set.
 */
function unionWith(additionalKeys) {
	const retv =
		/** @type {{ [type: string]: ReadonlyArray<string> }} */
		(Object.assign({}, visitor_keys));

	for (const type of Object.keys(additionalKeys)) {
		if (Object.hasOwn(retv, type)) {
			const keys = new Set(additionalKeys[type]);

			for (const key of retv[type]) {
				keys.add(key);
			}

			retv[type] = Object.freeze(Array.from(keys));
		} else {
			retv[type] = Object.freeze(Array.from(additionalKeys[type]));
		}
	}

	return Object.freeze(retv);
}



;// CONCATENATED MODULE: ./node_modules/toml-eslint-parser/lib/index.mjs



//#region src/internal-utils/index.ts
/**
* Get the last element from given array
*/
function last(arr) {
	return arr[arr.length - 1] ?? null;
}
/**
* Node to key name
*/
function toKeyName(node) {
	return node.type === "TOMLBare" ? node.name : node.value;
}

//#endregion
//#region src/parser-options.ts
var TOMLVerImpl = class {
	constructor(major, minor) {
		this.major = major;
		this.minor = minor;
	}
	lt(major, minor) {
		return this.major < major || this.major === major && this.minor < minor;
	}
	gte(major, minor) {
		return this.major > major || this.major === major && this.minor >= minor;
	}
};
const TOML_VERSION_1_0 = new TOMLVerImpl(1, 0);
const TOML_VERSION_1_1 = new TOMLVerImpl(1, 1);
const DEFAULT_TOML_VERSION = TOML_VERSION_1_1;
const SUPPORTED_TOML_VERSIONS = {
	"1.0": TOML_VERSION_1_0,
	"1.0.0": TOML_VERSION_1_0,
	"1.1": TOML_VERSION_1_1,
	"1.1.0": TOML_VERSION_1_1,
	latest: TOML_VERSION_1_1,
	next: TOML_VERSION_1_1
};
/**
* Get TOML version object from given TOML version string.
*/
function getTOMLVer(v) {
	return v && SUPPORTED_TOML_VERSIONS[v] || DEFAULT_TOML_VERSION;
}

//#endregion
//#region src/errors.ts
const MESSAGES = {
	"unterminated-string": "Unterminated string constant",
	"unterminated-table-key": "Unterminated table-key",
	"unterminated-array": "Unterminated array",
	"unterminated-inline-table": "Unterminated inline table",
	"missing-key": "Empty bare keys are not allowed",
	"missing-newline": "Must be a newline",
	"missing-equals-sign": "Expected equal (=) token",
	"missing-value": "Unspecified values are invalid",
	"missing-comma": "Expected comma (,) token",
	"dupe-keys": "Defining a key multiple times is invalid",
	"unexpected-char": "Unexpected character",
	"unexpected-token": "Unexpected token",
	"invalid-control-character": "Control characters (codes < 0x1f and 0x7f) are not allowed",
	"invalid-comment-character": "Invalid code point {{cp}} within comments",
	"invalid-key-value-newline": "The key, equals sign, and value must be on the same line",
	"invalid-inline-table-newline": "No newlines are allowed between the curly braces unless they are valid within a value",
	"invalid-underscore": "Underscores are allowed between digits",
	"invalid-space": "Unexpected spaces",
	"invalid-three-quotes": "Three or more quotes are not permitted",
	"invalid-date": "Unexpected invalid date",
	"invalid-time": "Unexpected invalid time",
	"invalid-leading-zero": "Leading zeros are not allowed",
	"invalid-trailing-comma-in-inline-table": "Trailing comma is not permitted in an inline table",
	"invalid-char-in-escape-sequence": "Invalid character in escape sequence",
	"invalid-consecutive-dots-in-key": "Consecutive dots are not permitted in keys",
	"invalid-code-point": "Invalid code point {{cp}}",
	"invalid-trailing-dot-in-key": "Keys cannot end with a dot",
	"invalid-leading-dot-in-key": "Keys cannot start with a dot"
};
/**
* Get message from error code
*/
function getMessage(code, data) {
	if (data) return MESSAGES[code].replace(/\{\{(.*?)\}\}/gu, (_, name$2) => {
		if (name$2 in data) return data[name$2];
		return `{{${name$2}}}`;
	});
	return MESSAGES[code];
}
/**
* TOML parse errors.
*/
var ParseError = class extends SyntaxError {
	/**
	* Initialize this ParseError instance.
	*
	*/
	constructor(code, offset, line, column, data) {
		super(getMessage(code, data));
		this.index = offset;
		this.lineNumber = line;
		this.column = column;
	}
};

//#endregion
//#region src/tokenizer/code-point.ts
const CodePoint = {
	EOF: -1,
	NULL: 0,
	SOH: 1,
	BACKSPACE: 8,
	TABULATION: 9,
	LINE_FEED: 10,
	FORM_FEED: 12,
	CARRIAGE_RETURN: 13,
	ESCAPE: 27,
	SO: 14,
	US: 31,
	SPACE: 32,
	QUOTATION_MARK: 34,
	HASH: 35,
	SINGLE_QUOTE: 39,
	PLUS_SIGN: 43,
	COMMA: 44,
	DASH: 45,
	DOT: 46,
	DIGIT_0: 48,
	DIGIT_1: 49,
	DIGIT_2: 50,
	DIGIT_3: 51,
	DIGIT_7: 55,
	DIGIT_9: 57,
	COLON: 58,
	EQUALS_SIGN: 61,
	LATIN_CAPITAL_A: 65,
	LATIN_CAPITAL_E: 69,
	LATIN_CAPITAL_F: 70,
	LATIN_CAPITAL_T: 84,
	LATIN_CAPITAL_U: 85,
	LATIN_CAPITAL_Z: 90,
	LEFT_BRACKET: 91,
	BACKSLASH: 92,
	RIGHT_BRACKET: 93,
	UNDERSCORE: 95,
	LATIN_SMALL_A: 97,
	LATIN_SMALL_B: 98,
	LATIN_SMALL_E: 101,
	LATIN_SMALL_F: 102,
	LATIN_SMALL_I: 105,
	LATIN_SMALL_L: 108,
	LATIN_SMALL_N: 110,
	LATIN_SMALL_O: 111,
	LATIN_SMALL_R: 114,
	LATIN_SMALL_S: 115,
	LATIN_SMALL_T: 116,
	LATIN_SMALL_U: 117,
	LATIN_SMALL_X: 120,
	LATIN_SMALL_Z: 122,
	LEFT_BRACE: 123,
	RIGHT_BRACE: 125,
	TILDE: 126,
	DELETE: 127,
	PAD: 128,
	SUPERSCRIPT_TWO: 178,
	SUPERSCRIPT_THREE: 179,
	SUPERSCRIPT_ONE: 185,
	VULGAR_FRACTION_ONE_QUARTER: 188,
	VULGAR_FRACTION_THREE_QUARTERS: 190,
	LATIN_CAPITAL_LETTER_A_WITH_GRAVE: 192,
	LATIN_CAPITAL_LETTER_O_WITH_DIAERESIS: 214,
	LATIN_CAPITAL_LETTER_O_WITH_STROKE: 216,
	LATIN_SMALL_LETTER_O_WITH_DIAERESIS: 246,
	LATIN_SMALL_LETTER_O_WITH_STROKE: 248,
	GREEK_SMALL_REVERSED_DOTTED_LUNATE_SIGMA_SYMBOL: 891,
	GREEK_CAPITAL_LETTER_YOT: 895,
	CP_1FFF: 8191,
	ZERO_WIDTH_NON_JOINER: 8204,
	ZERO_WIDTH_JOINER: 8205,
	UNDERTIE: 8255,
	CHARACTER_TIE: 8256,
	SUPERSCRIPT_ZERO: 8304,
	CP_218F: 8591,
	CIRCLED_DIGIT_ONE: 9312,
	NEGATIVE_CIRCLED_DIGIT_ZERO: 9471,
	GLAGOLITIC_CAPITAL_LETTER_AZU: 11264,
	CP_2FEF: 12271,
	IDEOGRAPHIC_COMMA: 12289,
	CP_D7FF: 55295,
	CP_E000: 57344,
	CJK_COMPATIBILITY_IDEOGRAPH_F900: 63744,
	ARABIC_LIGATURE_SALAAMUHU_ALAYNAA: 64975,
	ARABIC_LIGATURE_SALLA_USED_AS_KORANIC_STOP_SIGN_ISOLATED_FORM: 65008,
	REPLACEMENT_CHARACTER: 65533,
	LINEAR_B_SYLLABLE_B008_A: 65536,
	CP_EFFFF: 983039,
	CP_10FFFF: 1114111
};
/**
* Check whether the code point is a control character.
*/
function isControl(cp) {
	return cp >= CodePoint.NULL && cp <= CodePoint.US;
}
/**
* Check whether the code point is a whitespace.
*/
function isWhitespace(cp) {
	return cp === CodePoint.TABULATION || cp === CodePoint.SPACE;
}
/**
* Check whether the code point is a end of line.
*/
function isEOL(cp) {
	return cp === CodePoint.LINE_FEED || cp === CodePoint.CARRIAGE_RETURN;
}
/**
* Check whether the code point is an uppercase letter character.
*/
function isUpperLetter(cp) {
	return cp >= CodePoint.LATIN_CAPITAL_A && cp <= CodePoint.LATIN_CAPITAL_Z;
}
/**
* Check whether the code point is a lowercase letter character.
*/
function isLowerLetter(cp) {
	return cp >= CodePoint.LATIN_SMALL_A && cp <= CodePoint.LATIN_SMALL_Z;
}
/**
* Check whether the code point is a letter character.
*/
function isLetter(cp) {
	return isLowerLetter(cp) || isUpperLetter(cp);
}
/**
* Check whether the code point is a digit character.
*/
function isDigit(cp) {
	return cp >= CodePoint.DIGIT_0 && cp <= CodePoint.DIGIT_9;
}
/**
* Check whether the code point is a hex digit character.
*/
function isHexDig(cp) {
	return isDigit(cp) || cp >= CodePoint.LATIN_SMALL_A && cp <= CodePoint.LATIN_SMALL_F || cp >= CodePoint.LATIN_CAPITAL_A && cp <= CodePoint.LATIN_CAPITAL_F;
}
/**
* Check whether the code point is a octal digit character.
*/
function isOctalDig(cp) {
	return cp >= CodePoint.DIGIT_0 && cp <= CodePoint.DIGIT_7;
}
/**
* Check whether the code point is valid code point.
*
* see
* - https://unicode.org/glossary/#unicode_scalar_value
* - https://toml.io/en/v1.0.0#string
*/
function isUnicodeScalarValue(cp) {
	return cp >= 0 && cp <= 55295 || cp >= 57344 && cp <= 1114111;
}

//#endregion
//#region src/tokenizer/locs.ts
/**
* Find the last index of the array that is less than or equal to the value.
*/
function sortedLastIndex(array, value) {
	let low = 0;
	let high = array.length;
	while (low < high) {
		const mid = low + high >>> 1;
		const val = array[mid];
		if (val === value) return mid + 1;
		if (val < value) low = mid + 1;
		else high = mid;
	}
	return low;
}
/**
* A class for getting lines and columns location.
*/
var Locations = class {
	constructor() {
		this.offsets = [];
	}
	addOffset(offset) {
		for (let i = this.offsets.length - 1; i >= 0; i--) {
			const element = this.offsets[i];
			if (element === offset) return;
			if (element < offset) break;
		}
		this.offsets.push(offset);
	}
	/**
	* Calculate the location of the given index.
	* @param index The index to calculate their location.
	* @returns The location of the index.
	*/
	getLocFromIndex(offset) {
		const line = sortedLastIndex(this.offsets, offset) + 1;
		return {
			line,
			column: offset - (line === 1 ? 0 : this.offsets[line - 2])
		};
	}
};

//#endregion
//#region src/tokenizer/code-point-iterator.ts
var CodePointIterator = class {
	/**
	* Initialize this char iterator.
	*/
	constructor(text) {
		this.locs = new Locations();
		this.lastCodePoint = CodePoint.NULL;
		this.start = -1;
		this.end = 0;
		this.text = text;
	}
	next() {
		if (this.lastCodePoint === CodePoint.EOF) return CodePoint.EOF;
		return this.lastCodePoint = this.moveAt(this.end);
	}
	getLocFromIndex(index) {
		return this.locs.getLocFromIndex(index);
	}
	eat(cp) {
		if (this.text.codePointAt(this.end) === cp) {
			this.next();
			return true;
		}
		return false;
	}
	moveAt(offset) {
		this.start = this.end = offset;
		const cp = this.text.codePointAt(this.start) ?? CodePoint.EOF;
		if (cp === CodePoint.EOF) {
			this.end = this.start;
			return cp;
		}
		this.end += cp >= 65536 ? 2 : 1;
		if (cp === CodePoint.LINE_FEED) this.locs.addOffset(this.end);
		else if (cp === CodePoint.CARRIAGE_RETURN) {
			if (this.text.codePointAt(this.end) === CodePoint.LINE_FEED) {
				this.end++;
				this.locs.addOffset(this.end);
			}
			return CodePoint.LINE_FEED;
		}
		return cp;
	}
};

//#endregion
//#region src/tokenizer/tokenizer.ts
const HAS_BIGINT = typeof BigInt !== "undefined";
const RADIX_PREFIXES = {
	16: "0x",
	10: "",
	8: "0o",
	2: "0b"
};
const ESCAPES_1_0 = {
	[CodePoint.QUOTATION_MARK]: CodePoint.QUOTATION_MARK,
	[CodePoint.BACKSLASH]: CodePoint.BACKSLASH,
	[CodePoint.LATIN_SMALL_B]: CodePoint.BACKSPACE,
	[CodePoint.LATIN_SMALL_F]: CodePoint.FORM_FEED,
	[CodePoint.LATIN_SMALL_N]: CodePoint.LINE_FEED,
	[CodePoint.LATIN_SMALL_R]: CodePoint.CARRIAGE_RETURN,
	[CodePoint.LATIN_SMALL_T]: CodePoint.TABULATION
};
const ESCAPES_LATEST = {
	...ESCAPES_1_0,
	[CodePoint.LATIN_SMALL_E]: CodePoint.ESCAPE
};
/**
* Tokenizer for TOML.
*/
var Tokenizer = class {
	/**
	* Initialize this tokenizer.
	*/
	constructor(text, parserOptions) {
		this.backCode = false;
		this.lastCodePoint = CodePoint.NULL;
		this.state = "DATA";
		this.token = null;
		this.tokenStart = -1;
		this.valuesEnabled = false;
		this.text = text;
		this.parserOptions = parserOptions || {};
		this.codePointIterator = new CodePointIterator(text);
		this.tomlVersion = getTOMLVer(this.parserOptions.tomlVersion);
		this.ESCAPES = this.tomlVersion.gte(1, 1) ? ESCAPES_LATEST : ESCAPES_1_0;
	}
	get start() {
		return this.codePointIterator.start;
	}
	get end() {
		return this.codePointIterator.end;
	}
	getLocFromIndex(index) {
		return this.codePointIterator.getLocFromIndex(index);
	}
	/**
	* Report an invalid character error.
	*/
	reportParseError(code, data) {
		const offset = this.codePointIterator.start;
		const loc = this.codePointIterator.getLocFromIndex(offset);
		throw new ParseError(code, offset, loc.line, loc.column, data);
	}
	/**
	* Get the next token.
	*/
	nextToken() {
		let token = this.token;
		if (token != null) {
			this.token = null;
			return token;
		}
		let cp = this.lastCodePoint;
		while (cp !== CodePoint.EOF && !this.token) {
			cp = this.nextCode();
			const nextState = this[this.state](cp);
			if (!nextState) throw new Error(`Unknown error: pre state=${this.state}`);
			this.state = nextState;
		}
		token = this.token;
		this.token = null;
		return token;
	}
	/**
	* Get the next code point.
	*/
	nextCode() {
		if (this.lastCodePoint === CodePoint.EOF) return CodePoint.EOF;
		if (this.backCode) {
			this.backCode = false;
			return this.lastCodePoint;
		}
		return this.lastCodePoint = this.codePointIterator.next();
	}
	/**
	* Eat the next code point.
	*/
	eatCode(cp) {
		if (this.lastCodePoint === CodePoint.EOF) return false;
		if (this.backCode) {
			if (this.lastCodePoint === cp) {
				this.backCode = false;
				return true;
			}
			return false;
		}
		return this.codePointIterator.eat(cp);
	}
	/**
	* Moves the character position to the given position.
	*/
	moveAt(loc) {
		if (this.backCode) this.backCode = false;
		this.lastCodePoint = this.codePointIterator.moveAt(loc);
	}
	/**
	* Back the current code point as the given state.
	*/
	back(state) {
		this.backCode = true;
		return state;
	}
	punctuatorToken() {
		this.startToken();
		this.endToken("Punctuator", "end");
	}
	startToken() {
		this.tokenStart = this.codePointIterator.start;
	}
	/**
	* Commit the current token.
	*/
	endToken(type, pos, option1, option2) {
		const { tokenStart } = this;
		const end = this.codePointIterator[pos];
		const range = [tokenStart, end];
		const loc = {
			start: this.codePointIterator.getLocFromIndex(tokenStart),
			end: this.codePointIterator.getLocFromIndex(end)
		};
		if (type === "Block") this.token = {
			type,
			value: this.text.slice(tokenStart + 1, end),
			range,
			loc
		};
		else {
			let token;
			const value = this.text.slice(tokenStart, end);
			if (type === "BasicString" || type === "LiteralString" || type === "MultiLineBasicString" || type === "MultiLineLiteralString") token = {
				type,
				value,
				string: option1,
				range,
				loc
			};
			else if (type === "Integer") {
				const text = option1;
				token = {
					type,
					value,
					number: parseInt(text, option2),
					bigint: HAS_BIGINT ? BigInt(RADIX_PREFIXES[option2] + text) : null,
					range,
					loc
				};
			} else if (type === "Float") token = {
				type,
				value,
				number: option1,
				range,
				loc
			};
			else if (type === "Boolean") token = {
				type,
				value,
				boolean: option1,
				range,
				loc
			};
			else if (type === "LocalDate" || type === "LocalTime" || type === "LocalDateTime" || type === "OffsetDateTime") token = {
				type,
				value,
				date: option1,
				range,
				loc
			};
			else token = {
				type,
				value,
				range,
				loc
			};
			this.token = token;
		}
	}
	DATA(cp) {
		while (isWhitespace(cp) || isEOL(cp)) cp = this.nextCode();
		if (cp === CodePoint.HASH) {
			this.startToken();
			return "COMMENT";
		}
		if (cp === CodePoint.QUOTATION_MARK) {
			this.startToken();
			return "BASIC_STRING";
		}
		if (cp === CodePoint.SINGLE_QUOTE) {
			this.startToken();
			return "LITERAL_STRING";
		}
		if (cp === CodePoint.DOT || cp === CodePoint.EQUALS_SIGN || cp === CodePoint.LEFT_BRACKET || cp === CodePoint.RIGHT_BRACKET || cp === CodePoint.LEFT_BRACE || cp === CodePoint.RIGHT_BRACE || cp === CodePoint.COMMA) {
			this.punctuatorToken();
			return "DATA";
		}
		if (this.valuesEnabled) {
			if (cp === CodePoint.DASH || cp === CodePoint.PLUS_SIGN) {
				this.startToken();
				return "SIGN";
			}
			if (cp === CodePoint.LATIN_SMALL_N || cp === CodePoint.LATIN_SMALL_I) {
				this.startToken();
				return this.back("NAN_OR_INF");
			}
			if (isDigit(cp)) {
				this.startToken();
				return this.back("NUMBER");
			}
			if (cp === CodePoint.LATIN_SMALL_T || cp === CodePoint.LATIN_SMALL_F) {
				this.startToken();
				return this.back("BOOLEAN");
			}
		} else if (isUnquotedKeyChar(cp, this.tomlVersion)) {
			this.startToken();
			return "BARE";
		}
		if (cp === CodePoint.EOF) return "DATA";
		return this.reportParseError("unexpected-char");
	}
	COMMENT(cp) {
		const processCommentChar = this.tomlVersion.gte(1, 1) ? (c) => {
			if (!isNonEOL(c)) this.reportParseError("invalid-comment-character", { cp: JSON.stringify(String.fromCodePoint(c)).slice(1, -1) });
		} : (c) => {
			if (isControlOtherThanTab(c)) this.reportParseErrorControlChar();
		};
		while (!isEOL(cp) && cp !== CodePoint.EOF) {
			processCommentChar(cp);
			cp = this.nextCode();
		}
		this.endToken("Block", "start");
		return "DATA";
	}
	BARE(cp) {
		while (isUnquotedKeyChar(cp, this.tomlVersion)) cp = this.nextCode();
		this.endToken("Bare", "start");
		return this.back("DATA");
	}
	BASIC_STRING(cp) {
		if (cp === CodePoint.QUOTATION_MARK) {
			cp = this.nextCode();
			if (cp === CodePoint.QUOTATION_MARK) return "MULTI_LINE_BASIC_STRING";
			this.endToken("BasicString", "start", "");
			return this.back("DATA");
		}
		const out = [];
		while (cp !== CodePoint.QUOTATION_MARK && cp !== CodePoint.EOF && cp !== CodePoint.LINE_FEED) {
			if (isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			if (cp === CodePoint.BACKSLASH) {
				cp = this.nextCode();
				const ecp = this.ESCAPES[cp];
				if (ecp) {
					out.push(ecp);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_U) {
					const code = this.parseUnicode(4);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_CAPITAL_U) {
					const code = this.parseUnicode(8);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_X && this.tomlVersion.gte(1, 1)) {
					const code = this.parseUnicode(2);
					out.push(code);
					cp = this.nextCode();
					continue;
				}
				return this.reportParseError("invalid-char-in-escape-sequence");
			}
			out.push(cp);
			cp = this.nextCode();
		}
		if (cp !== CodePoint.QUOTATION_MARK) return this.reportParseError("unterminated-string");
		this.endToken("BasicString", "end", String.fromCodePoint(...out));
		return "DATA";
	}
	MULTI_LINE_BASIC_STRING(cp) {
		const out = [];
		if (cp === CodePoint.LINE_FEED) cp = this.nextCode();
		while (cp !== CodePoint.EOF) {
			if (cp !== CodePoint.LINE_FEED && isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			if (cp === CodePoint.QUOTATION_MARK) {
				const startPos = this.codePointIterator.start;
				if (this.eatCode(CodePoint.QUOTATION_MARK) && this.eatCode(CodePoint.QUOTATION_MARK)) {
					if (this.eatCode(CodePoint.QUOTATION_MARK)) {
						out.push(CodePoint.QUOTATION_MARK);
						if (this.eatCode(CodePoint.QUOTATION_MARK)) {
							out.push(CodePoint.QUOTATION_MARK);
							if (this.eatCode(CodePoint.QUOTATION_MARK)) {
								this.moveAt(startPos);
								return this.reportParseError("invalid-three-quotes");
							}
						}
					}
					this.endToken("MultiLineBasicString", "end", String.fromCodePoint(...out));
					return "DATA";
				}
				this.moveAt(startPos);
			}
			if (cp === CodePoint.BACKSLASH) {
				cp = this.nextCode();
				const ecp = this.ESCAPES[cp];
				if (ecp) {
					out.push(ecp);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_U) {
					const code = this.parseUnicode(4);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_CAPITAL_U) {
					const code = this.parseUnicode(8);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_X && this.tomlVersion.gte(1, 1)) {
					const code = this.parseUnicode(2);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LINE_FEED) {
					cp = this.nextCode();
					while (isWhitespace(cp) || cp === CodePoint.LINE_FEED) cp = this.nextCode();
					continue;
				} else if (isWhitespace(cp)) {
					let valid = true;
					const startPos = this.codePointIterator.start;
					let nextCp;
					while ((nextCp = this.nextCode()) !== CodePoint.EOF) {
						if (nextCp === CodePoint.LINE_FEED) break;
						if (!isWhitespace(nextCp)) {
							this.moveAt(startPos);
							valid = false;
							break;
						}
					}
					if (valid) {
						cp = this.nextCode();
						while (isWhitespace(cp) || cp === CodePoint.LINE_FEED) cp = this.nextCode();
						continue;
					}
				}
				return this.reportParseError("invalid-char-in-escape-sequence");
			}
			out.push(cp);
			cp = this.nextCode();
		}
		return this.reportParseError("unterminated-string");
	}
	LITERAL_STRING(cp) {
		if (cp === CodePoint.SINGLE_QUOTE) {
			cp = this.nextCode();
			if (cp === CodePoint.SINGLE_QUOTE) return "MULTI_LINE_LITERAL_STRING";
			this.endToken("LiteralString", "start", "");
			return this.back("DATA");
		}
		const out = [];
		while (cp !== CodePoint.SINGLE_QUOTE && cp !== CodePoint.EOF && cp !== CodePoint.LINE_FEED) {
			if (isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			out.push(cp);
			cp = this.nextCode();
		}
		if (cp !== CodePoint.SINGLE_QUOTE) return this.reportParseError("unterminated-string");
		this.endToken("LiteralString", "end", String.fromCodePoint(...out));
		return "DATA";
	}
	MULTI_LINE_LITERAL_STRING(cp) {
		const out = [];
		if (cp === CodePoint.LINE_FEED) cp = this.nextCode();
		while (cp !== CodePoint.EOF) {
			if (cp !== CodePoint.LINE_FEED && isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			if (cp === CodePoint.SINGLE_QUOTE) {
				const startPos = this.codePointIterator.start;
				if (this.eatCode(CodePoint.SINGLE_QUOTE) && this.eatCode(CodePoint.SINGLE_QUOTE)) {
					if (this.eatCode(CodePoint.SINGLE_QUOTE)) {
						out.push(CodePoint.SINGLE_QUOTE);
						if (this.eatCode(CodePoint.SINGLE_QUOTE)) {
							out.push(CodePoint.SINGLE_QUOTE);
							if (this.eatCode(CodePoint.SINGLE_QUOTE)) {
								this.moveAt(startPos);
								return this.reportParseError("invalid-three-quotes");
							}
						}
					}
					this.endToken("MultiLineLiteralString", "end", String.fromCodePoint(...out));
					return "DATA";
				}
				this.moveAt(startPos);
			}
			out.push(cp);
			cp = this.nextCode();
		}
		return this.reportParseError("unterminated-string");
	}
	SIGN(cp) {
		if (cp === CodePoint.LATIN_SMALL_N || cp === CodePoint.LATIN_SMALL_I) return this.back("NAN_OR_INF");
		if (isDigit(cp)) return this.back("NUMBER");
		return this.reportParseError("unexpected-char");
	}
	NAN_OR_INF(cp) {
		if (cp === CodePoint.LATIN_SMALL_N) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_A) && this.eatCode(CodePoint.LATIN_SMALL_N)) {
				this.endToken("Float", "end", NaN);
				return "DATA";
			}
			this.moveAt(startPos);
		} else if (cp === CodePoint.LATIN_SMALL_I) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_N) && this.eatCode(CodePoint.LATIN_SMALL_F)) {
				this.endToken("Float", "end", this.text[this.tokenStart] === "-" ? -Infinity : Infinity);
				return "DATA";
			}
			this.moveAt(startPos);
		}
		return this.reportParseError("unexpected-char");
	}
	NUMBER(cp) {
		const start = this.text[this.tokenStart];
		const sign = start === "+" ? CodePoint.PLUS_SIGN : start === "-" ? CodePoint.DASH : CodePoint.NULL;
		if (cp === CodePoint.DIGIT_0) {
			if (sign === CodePoint.NULL) {
				const startPos = this.codePointIterator.start;
				const nextCp$1 = this.nextCode();
				if (isDigit(nextCp$1)) {
					const nextNextCp = this.nextCode();
					if (nextNextCp === CodePoint.COLON) {
						this.data = {
							hasDate: false,
							year: 0,
							month: 0,
							day: 0,
							hour: Number(String.fromCodePoint(CodePoint.DIGIT_0, nextCp$1)),
							minute: 0,
							second: 0
						};
						return "TIME_MINUTE";
					}
					if (isDigit(nextNextCp)) {
						const nextNextNextCp = this.nextCode();
						if (isDigit(nextNextNextCp) && this.eatCode(CodePoint.DASH)) {
							this.data = {
								hasDate: true,
								year: Number(String.fromCodePoint(CodePoint.DIGIT_0, nextCp$1, nextNextCp, nextNextNextCp)),
								month: 0,
								day: 0,
								hour: 0,
								minute: 0,
								second: 0
							};
							return "DATE_MONTH";
						}
					}
					this.moveAt(startPos);
					return this.reportParseError("invalid-leading-zero");
				}
				this.moveAt(startPos);
			}
			cp = this.nextCode();
			if (cp === CodePoint.LATIN_SMALL_X || cp === CodePoint.LATIN_SMALL_O || cp === CodePoint.LATIN_SMALL_B) {
				if (sign !== CodePoint.NULL) return this.reportParseError("unexpected-char");
				return cp === CodePoint.LATIN_SMALL_X ? "HEX" : cp === CodePoint.LATIN_SMALL_O ? "OCTAL" : "BINARY";
			}
			if (cp === CodePoint.LATIN_SMALL_E || cp === CodePoint.LATIN_CAPITAL_E) {
				this.data = {
					minus: sign === CodePoint.DASH,
					left: [CodePoint.DIGIT_0]
				};
				return "EXPONENT_RIGHT";
			}
			if (cp === CodePoint.DOT) {
				this.data = {
					minus: sign === CodePoint.DASH,
					absInt: [CodePoint.DIGIT_0]
				};
				return "FRACTIONAL_RIGHT";
			}
			this.endToken("Integer", "start", "0", 10);
			return this.back("DATA");
		}
		const { out, nextCp, hasUnderscore } = this.parseDigits(cp, isDigit);
		if (nextCp === CodePoint.DASH && sign === CodePoint.NULL && !hasUnderscore && out.length === 4) {
			this.data = {
				hasDate: true,
				year: Number(String.fromCodePoint(...out)),
				month: 0,
				day: 0,
				hour: 0,
				minute: 0,
				second: 0
			};
			return "DATE_MONTH";
		}
		if (nextCp === CodePoint.COLON && sign === CodePoint.NULL && !hasUnderscore && out.length === 2) {
			this.data = {
				hasDate: false,
				year: 0,
				month: 0,
				day: 0,
				hour: Number(String.fromCodePoint(...out)),
				minute: 0,
				second: 0
			};
			return "TIME_MINUTE";
		}
		if (nextCp === CodePoint.LATIN_SMALL_E || nextCp === CodePoint.LATIN_CAPITAL_E) {
			this.data = {
				minus: sign === CodePoint.DASH,
				left: out
			};
			return "EXPONENT_RIGHT";
		}
		if (nextCp === CodePoint.DOT) {
			this.data = {
				minus: sign === CodePoint.DASH,
				absInt: out
			};
			return "FRACTIONAL_RIGHT";
		}
		this.endToken("Integer", "start", sign === CodePoint.DASH ? String.fromCodePoint(CodePoint.DASH, ...out) : String.fromCodePoint(...out), 10);
		return this.back("DATA");
	}
	HEX(cp) {
		const { out } = this.parseDigits(cp, isHexDig);
		this.endToken("Integer", "start", String.fromCodePoint(...out), 16);
		return this.back("DATA");
	}
	OCTAL(cp) {
		const { out } = this.parseDigits(cp, isOctalDig);
		this.endToken("Integer", "start", String.fromCodePoint(...out), 8);
		return this.back("DATA");
	}
	BINARY(cp) {
		const { out } = this.parseDigits(cp, (c) => c === CodePoint.DIGIT_0 || c === CodePoint.DIGIT_1);
		this.endToken("Integer", "start", String.fromCodePoint(...out), 2);
		return this.back("DATA");
	}
	FRACTIONAL_RIGHT(cp) {
		const { minus, absInt } = this.data;
		const { out, nextCp } = this.parseDigits(cp, isDigit);
		const absNum = [
			...absInt,
			CodePoint.DOT,
			...out
		];
		if (nextCp === CodePoint.LATIN_SMALL_E || nextCp === CodePoint.LATIN_CAPITAL_E) {
			this.data = {
				minus,
				left: absNum
			};
			return "EXPONENT_RIGHT";
		}
		const value = Number(minus ? String.fromCodePoint(CodePoint.DASH, ...absNum) : String.fromCodePoint(...absNum));
		this.endToken("Float", "start", value);
		return this.back("DATA");
	}
	EXPONENT_RIGHT(cp) {
		const { left, minus: leftMinus } = this.data;
		let minus = false;
		if (cp === CodePoint.DASH || cp === CodePoint.PLUS_SIGN) {
			minus = cp === CodePoint.DASH;
			cp = this.nextCode();
		}
		const { out } = this.parseDigits(cp, isDigit);
		const right = out;
		if (minus) right.unshift(CodePoint.DASH);
		const value = Number(leftMinus ? String.fromCodePoint(CodePoint.DASH, ...left, CodePoint.LATIN_SMALL_E, ...right) : String.fromCodePoint(...left, CodePoint.LATIN_SMALL_E, ...right));
		this.endToken("Float", "start", value);
		return this.back("DATA");
	}
	BOOLEAN(cp) {
		if (cp === CodePoint.LATIN_SMALL_T) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_R) && this.eatCode(CodePoint.LATIN_SMALL_U) && this.eatCode(CodePoint.LATIN_SMALL_E)) {
				this.endToken("Boolean", "end", true);
				return "DATA";
			}
			this.moveAt(startPos);
		} else if (cp === CodePoint.LATIN_SMALL_F) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_A) && this.eatCode(CodePoint.LATIN_SMALL_L) && this.eatCode(CodePoint.LATIN_SMALL_S) && this.eatCode(CodePoint.LATIN_SMALL_E)) {
				this.endToken("Boolean", "end", false);
				return "DATA";
			}
			this.moveAt(startPos);
		}
		return this.reportParseError("unexpected-char");
	}
	DATE_MONTH(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (cp !== CodePoint.DASH) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.start;
		const data = this.data;
		data.month = Number(this.text.slice(start, end));
		return "DATE_DAY";
	}
	DATE_DAY(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.end;
		const data = this.data;
		data.day = Number(this.text.slice(start, end));
		if (!isValidDate(data.year, data.month, data.day)) return this.reportParseError("invalid-date");
		cp = this.nextCode();
		if (cp === CodePoint.LATIN_CAPITAL_T || cp === CodePoint.LATIN_SMALL_T) return "TIME_HOUR";
		if (cp === CodePoint.SPACE) {
			const startPos = this.codePointIterator.start;
			if (isDigit(this.nextCode()) && isDigit(this.nextCode())) {
				this.moveAt(startPos);
				return "TIME_HOUR";
			}
			this.moveAt(startPos);
		}
		const dateValue = getDateFromDateTimeData(data, "");
		this.endToken("LocalDate", "start", dateValue);
		return this.back("DATA");
	}
	TIME_HOUR(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (cp !== CodePoint.COLON) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.start;
		const data = this.data;
		data.hour = Number(this.text.slice(start, end));
		return "TIME_MINUTE";
	}
	TIME_MINUTE(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.end;
		const data = this.data;
		data.minute = Number(this.text.slice(start, end));
		cp = this.nextCode();
		if (cp === CodePoint.COLON) return "TIME_SECOND";
		if (this.tomlVersion.lt(1, 1)) return this.reportParseError("unexpected-char");
		if (!isValidTime(data.hour, data.minute, data.second)) return this.reportParseError("invalid-time");
		return this.processTimeEnd(cp, data);
	}
	TIME_SECOND(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.end;
		const data = this.data;
		data.second = Number(this.text.slice(start, end));
		if (!isValidTime(data.hour, data.minute, data.second)) return this.reportParseError("invalid-time");
		cp = this.nextCode();
		if (cp === CodePoint.DOT) return "TIME_SEC_FRAC";
		return this.processTimeEnd(cp, data);
	}
	TIME_SEC_FRAC(cp) {
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const start = this.codePointIterator.start;
		while (isDigit(cp)) cp = this.nextCode();
		const end = this.codePointIterator.start;
		const data = this.data;
		data.frac = this.text.slice(start, end);
		return this.processTimeEnd(cp, data);
	}
	processTimeEnd(cp, data) {
		if (data.hasDate) {
			if (cp === CodePoint.DASH || cp === CodePoint.PLUS_SIGN) {
				data.offsetSign = cp;
				return "TIME_OFFSET";
			}
			if (cp === CodePoint.LATIN_CAPITAL_Z || cp === CodePoint.LATIN_SMALL_Z) {
				const dateValue$2 = getDateFromDateTimeData(data, "Z");
				this.endToken("OffsetDateTime", "end", dateValue$2);
				return "DATA";
			}
			const dateValue$1 = getDateFromDateTimeData(data, "");
			this.endToken("LocalDateTime", "start", dateValue$1);
			return this.back("DATA");
		}
		const dateValue = getDateFromDateTimeData(data, "");
		this.endToken("LocalTime", "start", dateValue);
		return this.back("DATA");
	}
	TIME_OFFSET(cp) {
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const hourStart = this.codePointIterator.start;
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (cp !== CodePoint.COLON) return this.reportParseError("unexpected-char");
		const hourEnd = this.codePointIterator.start;
		cp = this.nextCode();
		const minuteStart = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const minuteEnd = this.codePointIterator.end;
		const hour = Number(this.text.slice(hourStart, hourEnd));
		const minute = Number(this.text.slice(minuteStart, minuteEnd));
		if (!isValidTime(hour, minute, 0)) return this.reportParseError("invalid-time");
		const data = this.data;
		const dateValue = getDateFromDateTimeData(data, `${String.fromCodePoint(data.offsetSign)}${padStart(hour, 2)}:${padStart(minute, 2)}`);
		this.endToken("OffsetDateTime", "end", dateValue);
		return "DATA";
	}
	parseDigits(cp, checkDigit) {
		if (cp === CodePoint.UNDERSCORE) return this.reportParseError("invalid-underscore");
		if (!checkDigit(cp)) return this.reportParseError("unexpected-char");
		const out = [];
		let before = CodePoint.NULL;
		let hasUnderscore = false;
		while (checkDigit(cp) || cp === CodePoint.UNDERSCORE) {
			if (cp === CodePoint.UNDERSCORE) {
				hasUnderscore = true;
				if (before === CodePoint.UNDERSCORE) return this.reportParseError("invalid-underscore");
			} else out.push(cp);
			before = cp;
			cp = this.nextCode();
		}
		if (before === CodePoint.UNDERSCORE) return this.reportParseError("invalid-underscore");
		return {
			out,
			nextCp: cp,
			hasUnderscore
		};
	}
	parseUnicode(count) {
		const startLoc = this.codePointIterator.start;
		const start = this.codePointIterator.end;
		let charCount = 0;
		let cp;
		while ((cp = this.nextCode()) !== CodePoint.EOF) {
			if (!isHexDig(cp)) {
				this.moveAt(startLoc);
				return this.reportParseError("invalid-char-in-escape-sequence");
			}
			charCount++;
			if (charCount >= count) break;
		}
		const end = this.codePointIterator.end;
		const code = this.text.slice(start, end);
		const codePoint = parseInt(code, 16);
		if (!isUnicodeScalarValue(codePoint)) return this.reportParseError("invalid-code-point", { cp: code });
		return codePoint;
	}
	reportParseErrorControlChar() {
		return this.reportParseError("invalid-control-character");
	}
};
/**
* Check whether the code point is unquoted-key-char
*/
function isUnquotedKeyChar(cp, tomlVersion) {
	if (isLetter(cp) || isDigit(cp) || cp === CodePoint.UNDERSCORE || cp === CodePoint.DASH) return true;
	if (tomlVersion.lt(1, 1)) return false;
	return false;
}
/**
* Check whether the code point is control character other than tab
*/
function isControlOtherThanTab(cp) {
	return isControl(cp) && cp !== CodePoint.TABULATION || cp === CodePoint.DELETE;
}
/**
* Check whether the code point is non-eol for TOML 1.1
*/
function isNonEOL(cp) {
	return cp === CodePoint.TABULATION || CodePoint.SPACE <= cp && cp <= CodePoint.TILDE || isNonAscii(cp);
}
/**
* Check whether the code point is a non-ascii character.
*/
function isNonAscii(cp) {
	return CodePoint.PAD <= cp && cp <= CodePoint.CP_D7FF || CodePoint.CP_E000 <= cp && cp <= CodePoint.CP_10FFFF;
}
/**
* Check whether the given values is valid date
*/
function isValidDate(y, m, d) {
	if (y >= 0 && m <= 12 && m >= 1 && d >= 1) return d <= (m === 2 ? y & 3 || !(y % 25) && y & 15 ? 28 : 29 : 30 + (m + (m >> 3) & 1));
	return false;
}
/**
* Check whether the given values is valid time
*/
function isValidTime(h, m, s) {
	if (h >= 24 || h < 0 || m > 59 || m < 0 || s > 60 || s < 0) return false;
	return true;
}
/**
* Get date from DateTimeData
*/
function getDateFromDateTimeData(data, timeZone) {
	const year = padStart(data.year, 4);
	const month = data.month ? padStart(data.month, 2) : "01";
	const day = data.day ? padStart(data.day, 2) : "01";
	const hour = padStart(data.hour, 2);
	const minute = padStart(data.minute, 2);
	const second = padStart(data.second, 2);
	const textDate = `${year}-${month}-${day}`;
	const frac = data.frac ? `.${data.frac}` : "";
	const dateValue = /* @__PURE__ */ new Date(`${textDate}T${hour}:${minute}:${second}${frac}${timeZone}`);
	if (!isNaN(dateValue.getTime()) || data.second !== 60) return dateValue;
	return /* @__PURE__ */ new Date(`${textDate}T${hour}:${minute}:59${frac}${timeZone}`);
}
/**
* Pad with zeros.
*/
function padStart(num, maxLength) {
	return String(num).padStart(maxLength, "0");
}

//#endregion
//#region src/toml-parser/keys-resolver.ts
const VALUE_KIND_VALUE = Symbol("VALUE_KIND_VALUE");
const VALUE_KIND_INTERMEDIATE = Symbol("VALUE_KIND_INTERMEDIATE");
var KeysResolver = class {
	constructor(ctx) {
		this.rootKeys = /* @__PURE__ */ new Map();
		this.tables = [];
		this.ctx = ctx;
	}
	applyResolveKeyForTable(node) {
		let keys = this.rootKeys;
		const peekKeyIndex = node.key.keys.length - 1;
		for (let index = 0; index < peekKeyIndex; index++) {
			const keyNode = node.key.keys[index];
			const keyName = toKeyName(keyNode);
			node.resolvedKey.push(keyName);
			let keyStore = keys.get(keyName);
			if (!keyStore) {
				keyStore = {
					node: keyNode,
					keys: /* @__PURE__ */ new Map()
				};
				keys.set(keyName, keyStore);
			} else if (keyStore.table === "array") {
				const peekIndex = keyStore.peekIndex;
				node.resolvedKey.push(peekIndex);
				keyStore = keyStore.keys.get(peekIndex);
			}
			keys = keyStore.keys;
		}
		const lastKeyNode = node.key.keys[peekKeyIndex];
		const lastKeyName = toKeyName(lastKeyNode);
		node.resolvedKey.push(lastKeyName);
		const lastKeyStore = keys.get(lastKeyName);
		if (!lastKeyStore) if (node.kind === "array") {
			node.resolvedKey.push(0);
			const newKeyStore = {
				node: lastKeyNode,
				keys: /* @__PURE__ */ new Map()
			};
			keys.set(lastKeyName, {
				table: node.kind,
				node: lastKeyNode,
				keys: new Map([[0, newKeyStore]]),
				peekIndex: 0
			});
			this.tables.push({
				node,
				keys: newKeyStore.keys
			});
		} else {
			const newKeyStore = {
				table: node.kind,
				node: lastKeyNode,
				keys: /* @__PURE__ */ new Map()
			};
			keys.set(lastKeyName, newKeyStore);
			this.tables.push({
				node,
				keys: newKeyStore.keys
			});
		}
		else if (!lastKeyStore.table) if (node.kind === "array") this.ctx.reportParseError("dupe-keys", lastKeyNode);
		else {
			const transformKey = {
				table: node.kind,
				node: lastKeyNode,
				keys: lastKeyStore.keys
			};
			keys.set(lastKeyName, transformKey);
			this.tables.push({
				node,
				keys: transformKey.keys
			});
		}
		else if (lastKeyStore.table === "array") if (node.kind === "array") {
			const newKeyStore = {
				node: lastKeyNode,
				keys: /* @__PURE__ */ new Map()
			};
			const newIndex = lastKeyStore.peekIndex + 1;
			node.resolvedKey.push(newIndex);
			lastKeyStore.keys.set(newIndex, newKeyStore);
			lastKeyStore.peekIndex = newIndex;
			this.tables.push({
				node,
				keys: newKeyStore.keys
			});
		} else this.ctx.reportParseError("dupe-keys", lastKeyNode);
		else this.ctx.reportParseError("dupe-keys", lastKeyNode);
	}
	verifyDuplicateKeys(node) {
		for (const body of node.body) if (body.type === "TOMLKeyValue") verifyDuplicateKeysForKeyValue(this.ctx, this.rootKeys, body);
		for (const { node: tableNode, keys } of this.tables) for (const body of tableNode.body) verifyDuplicateKeysForKeyValue(this.ctx, keys, body);
	}
};
/**
* Verify duplicate keys from TOMLKeyValue
*/
function verifyDuplicateKeysForKeyValue(ctx, defineKeys, node) {
	let keys = defineKeys;
	const lastKey = last(node.key.keys);
	for (const keyNode of node.key.keys) {
		const key = toKeyName(keyNode);
		let defineKey = keys.get(key);
		if (defineKey) {
			if (defineKey.value === VALUE_KIND_VALUE) ctx.reportParseError("dupe-keys", getAfterNode(keyNode, defineKey.node));
			else if (lastKey === keyNode) ctx.reportParseError("dupe-keys", getAfterNode(keyNode, defineKey.node));
			else if (defineKey.table) ctx.reportParseError("dupe-keys", getAfterNode(keyNode, defineKey.node));
			defineKey.value = VALUE_KIND_INTERMEDIATE;
		} else {
			if (lastKey === keyNode) defineKey = {
				value: VALUE_KIND_VALUE,
				node: keyNode,
				keys: /* @__PURE__ */ new Map()
			};
			else defineKey = {
				value: VALUE_KIND_INTERMEDIATE,
				node: keyNode,
				keys: /* @__PURE__ */ new Map()
			};
			keys.set(key, defineKey);
		}
		keys = defineKey.keys;
	}
	if (node.value.type === "TOMLInlineTable") verifyDuplicateKeysForInlineTable(ctx, keys, node.value);
	else if (node.value.type === "TOMLArray") verifyDuplicateKeysForArray(ctx, keys, node.value);
}
/**
* Verify duplicate keys from TOMLInlineTable
*/
function verifyDuplicateKeysForInlineTable(ctx, defineKeys, node) {
	for (const body of node.body) verifyDuplicateKeysForKeyValue(ctx, defineKeys, body);
}
/**
* Verify duplicate keys from TOMLArray
*/
function verifyDuplicateKeysForArray(ctx, defineKeys, node) {
	const keys = defineKeys;
	for (let index = 0; index < node.elements.length; index++) {
		const element = node.elements[index];
		let defineKey = keys.get(index);
		if (defineKey) ctx.reportParseError("dupe-keys", getAfterNode(element, defineKey.node));
		else {
			defineKey = {
				value: VALUE_KIND_VALUE,
				node: element,
				keys: /* @__PURE__ */ new Map()
			};
			defineKeys.set(index, defineKey);
			if (element.type === "TOMLInlineTable") verifyDuplicateKeysForInlineTable(ctx, defineKey.keys, element);
			else if (element.type === "TOMLArray") verifyDuplicateKeysForArray(ctx, defineKey.keys, element);
		}
	}
}
/**
* Get the after node
*/
function getAfterNode(a, b) {
	return a.range[0] <= b.range[0] ? b : a;
}

//#endregion
//#region src/toml-parser/context.ts
var Context = class {
	constructor(data) {
		this.tokens = [];
		this.comments = [];
		this.back = null;
		this.stateStack = [];
		this.needNewLine = false;
		this.needSameLine = false;
		this.currToken = null;
		this.prevToken = null;
		this.valueContainerStack = [];
		this.tokenizer = new Tokenizer(data.text, data.parserOptions);
		this.topLevelTable = data.topLevelTable;
		this.table = data.topLevelTable;
		this.keysResolver = new KeysResolver(this);
	}
	/**
	* Get the next token.
	*/
	nextToken(option) {
		this.prevToken = this.currToken;
		if (this.back) {
			this.currToken = this.back;
			this.back = null;
		} else this.currToken = this._nextTokenFromTokenizer(option);
		if ((this.needNewLine || this.needSameLine || option?.needSameLine) && this.prevToken && this.currToken) if (this.prevToken.loc.end.line === this.currToken.loc.start.line) {
			if (this.needNewLine) return this.reportParseError("missing-newline", this.currToken);
		} else {
			const needSameLine = this.needSameLine || option?.needSameLine;
			if (needSameLine) return this.reportParseError(needSameLine, this.currToken);
		}
		this.needNewLine = false;
		this.needSameLine = false;
		return this.currToken;
	}
	_nextTokenFromTokenizer(option) {
		const valuesEnabled = this.tokenizer.valuesEnabled;
		if (option?.valuesEnabled) this.tokenizer.valuesEnabled = option.valuesEnabled;
		let token = this.tokenizer.nextToken();
		while (token && token.type === "Block") {
			this.comments.push(token);
			token = this.tokenizer.nextToken();
		}
		if (token) this.tokens.push(token);
		this.tokenizer.valuesEnabled = valuesEnabled;
		return token;
	}
	backToken() {
		if (this.back) throw new Error("Illegal state");
		this.back = this.currToken;
		this.currToken = this.prevToken;
	}
	addValueContainer(valueContainer) {
		this.valueContainerStack.push(valueContainer);
		this.tokenizer.valuesEnabled = true;
	}
	consumeValueContainer() {
		const valueContainer = this.valueContainerStack.pop();
		this.tokenizer.valuesEnabled = this.valueContainerStack.length > 0;
		return valueContainer;
	}
	applyResolveKeyForTable(node) {
		this.keysResolver.applyResolveKeyForTable(node);
	}
	verifyDuplicateKeys() {
		this.keysResolver.verifyDuplicateKeys(this.topLevelTable);
	}
	/**
	* Report an invalid token error.
	*/
	reportParseError(code, token) {
		let offset, line, column;
		if (token) {
			offset = token.range[0];
			line = token.loc.start.line;
			column = token.loc.start.column;
		} else {
			offset = this.tokenizer.start;
			const startPos = this.tokenizer.getLocFromIndex(offset);
			line = startPos.line;
			column = startPos.column;
		}
		throw new ParseError(code, offset, line, column);
	}
};

//#endregion
//#region src/toml-parser/index.ts
const STATE_FOR_ERROR = { VALUE: "missing-value" };
const STRING_VALUE_STYLE_MAP = {
	BasicString: "basic",
	MultiLineBasicString: "basic",
	LiteralString: "literal",
	MultiLineLiteralString: "literal"
};
const STRING_KEY_STYLE_MAP = {
	BasicString: "basic",
	LiteralString: "literal"
};
const DATETIME_VALUE_KIND_MAP = {
	OffsetDateTime: "offset-date-time",
	LocalDateTime: "local-date-time",
	LocalDate: "local-date",
	LocalTime: "local-time"
};
var TOMLParser = class {
	/**
	* Initialize this parser.
	*/
	constructor(text, parserOptions) {
		this.text = text;
		this.parserOptions = parserOptions || {};
		this.tomlVersion = getTOMLVer(this.parserOptions.tomlVersion);
	}
	/**
	* Parse TOML
	*/
	parse() {
		const ast = {
			type: "Program",
			body: [],
			sourceType: "module",
			tokens: [],
			comments: [],
			parent: null,
			range: [0, 0],
			loc: {
				start: {
					line: 1,
					column: 0
				},
				end: {
					line: 1,
					column: 0
				}
			}
		};
		const node = {
			type: "TOMLTopLevelTable",
			body: [],
			parent: ast,
			range: cloneRange(ast.range),
			loc: cloneLoc(ast.loc)
		};
		ast.body = [node];
		const ctx = new Context({
			text: this.text,
			parserOptions: this.parserOptions,
			topLevelTable: node
		});
		let token = ctx.nextToken();
		if (token) {
			node.range[0] = token.range[0];
			node.loc.start = clonePos(token.loc.start);
			while (token) {
				const state$1 = ctx.stateStack.pop() || "TABLE";
				ctx.stateStack.push(...this[state$1](token, ctx));
				token = ctx.nextToken();
			}
			const state = ctx.stateStack.pop() || "TABLE";
			if (state in STATE_FOR_ERROR) return ctx.reportParseError(STATE_FOR_ERROR[state], null);
			if (ctx.table.type === "TOMLTable") applyEndLoc(ctx.table, last(ctx.table.body));
			applyEndLoc(node, last(node.body));
		}
		ctx.verifyDuplicateKeys();
		ast.tokens = ctx.tokens;
		ast.comments = ctx.comments;
		const endOffset = ctx.tokenizer.end;
		const endPos = ctx.tokenizer.getLocFromIndex(endOffset);
		ast.range[1] = endOffset;
		ast.loc.end = {
			line: endPos.line,
			column: endPos.column
		};
		return ast;
	}
	TABLE(token, ctx) {
		if (isBare(token) || isString(token)) return this.processKeyValue(token, ctx.table, ctx);
		if (isLeftBracket(token)) return this.processTable(token, ctx.topLevelTable, ctx);
		return ctx.reportParseError("unexpected-token", token);
	}
	VALUE(token, ctx) {
		if (isString(token) || isMultiLineString(token)) return this.processStringValue(token, ctx);
		if (isNumber(token)) return this.processNumberValue(token, ctx);
		if (isBoolean(token)) return this.processBooleanValue(token, ctx);
		if (isDateTime(token)) return this.processDateTimeValue(token, ctx);
		if (isLeftBracket(token)) return this.processArray(token, ctx);
		if (isLeftBrace(token)) return this.processInlineTable(token, ctx);
		return ctx.reportParseError("unexpected-token", token);
	}
	processTable(token, topLevelTableNode, ctx) {
		const tableNode = {
			type: "TOMLTable",
			kind: "standard",
			key: null,
			resolvedKey: [],
			body: [],
			parent: topLevelTableNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		if (ctx.table.type === "TOMLTable") applyEndLoc(ctx.table, last(ctx.table.body));
		topLevelTableNode.body.push(tableNode);
		ctx.table = tableNode;
		let targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
		if (isLeftBracket(targetToken)) {
			if (token.range[1] < targetToken.range[0]) return ctx.reportParseError("invalid-space", targetToken);
			tableNode.kind = "array";
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
		}
		if (isRightBracket(targetToken)) return ctx.reportParseError("missing-key", targetToken);
		if (!targetToken) return ctx.reportParseError("unterminated-table-key", null);
		targetToken = this.processKeyNode(targetToken, tableNode, ctx).nextToken;
		if (!isRightBracket(targetToken)) return ctx.reportParseError("unterminated-table-key", targetToken);
		if (tableNode.kind === "array") {
			const rightBracket = targetToken;
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
			if (!isRightBracket(targetToken)) return ctx.reportParseError("unterminated-table-key", targetToken);
			if (rightBracket.range[1] < targetToken.range[0]) return ctx.reportParseError("invalid-space", targetToken);
		}
		applyEndLoc(tableNode, targetToken);
		ctx.applyResolveKeyForTable(tableNode);
		ctx.needNewLine = true;
		return [];
	}
	processKeyValue(token, tableNode, ctx) {
		const keyValueNode = {
			type: "TOMLKeyValue",
			key: null,
			value: null,
			parent: tableNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		tableNode.body.push(keyValueNode);
		const { nextToken: targetToken } = this.processKeyNode(token, keyValueNode, ctx);
		if (!isEq(targetToken)) return ctx.reportParseError("missing-equals-sign", targetToken);
		ctx.addValueContainer({
			parent: keyValueNode,
			set: (valNode) => {
				keyValueNode.value = valNode;
				applyEndLoc(keyValueNode, valNode);
				ctx.needNewLine = true;
				return [];
			}
		});
		ctx.needSameLine = "invalid-key-value-newline";
		return ["VALUE"];
	}
	processKeyNode(token, parent, ctx) {
		if (isDot(token)) ctx.reportParseError("invalid-leading-dot-in-key", token);
		const keyNode = {
			type: "TOMLKey",
			keys: [],
			parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		parent.key = keyNode;
		let targetToken = token;
		let dotToken = null;
		do {
			if (isBare(targetToken)) this.processBareKey(targetToken, keyNode);
			else if (isString(targetToken)) this.processStringKey(targetToken, keyNode);
			else break;
			dotToken = null;
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
			if (!isDot(targetToken)) break;
			dotToken = targetToken;
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
		} while (targetToken);
		if (dotToken) ctx.reportParseError(isDot(targetToken) ? "invalid-consecutive-dots-in-key" : "invalid-trailing-dot-in-key", dotToken);
		applyEndLoc(keyNode, last(keyNode.keys));
		return {
			keyNode,
			nextToken: targetToken
		};
	}
	processBareKey(token, keyNode) {
		const node = {
			type: "TOMLBare",
			name: token.value,
			parent: keyNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		keyNode.keys.push(node);
	}
	processStringKey(token, keyNode) {
		const node = {
			type: "TOMLQuoted",
			kind: "string",
			value: token.string,
			style: STRING_KEY_STYLE_MAP[token.type],
			multiline: false,
			parent: keyNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		keyNode.keys.push(node);
	}
	processStringValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLValue",
			kind: "string",
			value: token.string,
			style: STRING_VALUE_STYLE_MAP[token.type],
			multiline: isMultiLineString(token),
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processNumberValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const text = this.text;
		const [startRange, endRange] = token.range;
		let numberString = null;
		/**
		* Get the text of number
		*/
		const getNumberText = () => {
			return numberString ?? (numberString = text.slice(startRange, endRange).replace(/_/g, ""));
		};
		let node;
		if (token.type === "Integer") node = {
			type: "TOMLValue",
			kind: "integer",
			value: token.number,
			bigint: token.bigint,
			get number() {
				return getNumberText();
			},
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		else node = {
			type: "TOMLValue",
			kind: "float",
			value: token.number,
			get number() {
				return getNumberText();
			},
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processBooleanValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLValue",
			kind: "boolean",
			value: token.boolean,
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processDateTimeValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLValue",
			kind: DATETIME_VALUE_KIND_MAP[token.type],
			value: token.date,
			datetime: token.value,
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processArray(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLArray",
			elements: [],
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		const nextToken = ctx.nextToken({ valuesEnabled: true });
		if (isRightBracket(nextToken)) {
			applyEndLoc(node, nextToken);
			return valueContainer.set(node);
		}
		ctx.backToken();
		return this.processArrayValue(node, valueContainer, ctx);
	}
	processArrayValue(node, valueContainer, ctx) {
		ctx.addValueContainer({
			parent: node,
			set: (valNode) => {
				node.elements.push(valNode);
				let nextToken = ctx.nextToken({ valuesEnabled: true });
				const hasComma = isComma(nextToken);
				if (hasComma) nextToken = ctx.nextToken({ valuesEnabled: true });
				if (isRightBracket(nextToken)) {
					applyEndLoc(node, nextToken);
					return valueContainer.set(node);
				}
				if (hasComma) {
					ctx.backToken();
					return this.processArrayValue(node, valueContainer, ctx);
				}
				return ctx.reportParseError(nextToken ? "missing-comma" : "unterminated-array", nextToken);
			}
		});
		return ["VALUE"];
	}
	processInlineTable(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLInlineTable",
			body: [],
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		const needSameLine = this.tomlVersion.gte(1, 1) ? void 0 : "invalid-inline-table-newline";
		const nextToken = ctx.nextToken({ needSameLine });
		if (nextToken) {
			if (isBare(nextToken) || isString(nextToken)) return this.processInlineTableKeyValue(nextToken, node, valueContainer, ctx);
			if (isRightBrace(nextToken)) {
				applyEndLoc(node, nextToken);
				return valueContainer.set(node);
			}
		}
		return ctx.reportParseError("unexpected-token", nextToken);
	}
	processInlineTableKeyValue(token, inlineTableNode, valueContainer, ctx) {
		const keyValueNode = {
			type: "TOMLKeyValue",
			key: null,
			value: null,
			parent: inlineTableNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		inlineTableNode.body.push(keyValueNode);
		const { nextToken: targetToken } = this.processKeyNode(token, keyValueNode, ctx);
		if (!isEq(targetToken)) return ctx.reportParseError("missing-equals-sign", targetToken);
		const needSameLine = this.tomlVersion.gte(1, 1) ? void 0 : "invalid-inline-table-newline";
		ctx.addValueContainer({
			parent: keyValueNode,
			set: (valNode) => {
				keyValueNode.value = valNode;
				applyEndLoc(keyValueNode, valNode);
				let nextToken = ctx.nextToken({ needSameLine });
				if (isComma(nextToken)) {
					nextToken = ctx.nextToken({ needSameLine });
					if (nextToken && (isBare(nextToken) || isString(nextToken))) return this.processInlineTableKeyValue(nextToken, inlineTableNode, valueContainer, ctx);
					if (isRightBrace(nextToken)) {
						if (this.tomlVersion.lt(1, 1)) return ctx.reportParseError("invalid-trailing-comma-in-inline-table", nextToken);
					} else return ctx.reportParseError(nextToken ? "unexpected-token" : "unterminated-inline-table", nextToken);
				}
				if (isRightBrace(nextToken)) {
					applyEndLoc(inlineTableNode, nextToken);
					return valueContainer.set(inlineTableNode);
				}
				return ctx.reportParseError(nextToken ? "missing-comma" : "unterminated-inline-table", nextToken);
			}
		});
		ctx.needSameLine = "invalid-key-value-newline";
		return ["VALUE"];
	}
};
/**
* Check whether the given token is a dot.
*/
function isDot(token) {
	return isPunctuator(token) && token.value === ".";
}
/**
* Check whether the given token is an equal sign.
*/
function isEq(token) {
	return isPunctuator(token) && token.value === "=";
}
/**
* Check whether the given token is a left bracket.
*/
function isLeftBracket(token) {
	return isPunctuator(token) && token.value === "[";
}
/**
* Check whether the given token is a right bracket.
*/
function isRightBracket(token) {
	return isPunctuator(token) && token.value === "]";
}
/**
* Check whether the given token is a left brace.
*/
function isLeftBrace(token) {
	return isPunctuator(token) && token.value === "{";
}
/**
* Check whether the given token is a right brace.
*/
function isRightBrace(token) {
	return isPunctuator(token) && token.value === "}";
}
/**
* Check whether the given token is a comma.
*/
function isComma(token) {
	return isPunctuator(token) && token.value === ",";
}
/**
* Check whether the given token is a punctuator.
*/
function isPunctuator(token) {
	return Boolean(token && token.type === "Punctuator");
}
/**
* Check whether the given token is a bare token.
*/
function isBare(token) {
	return token.type === "Bare";
}
/**
* Check whether the given token is a string.
*/
function isString(token) {
	return token.type === "BasicString" || token.type === "LiteralString";
}
/**
* Check whether the given token is a multi-line string.
*/
function isMultiLineString(token) {
	return token.type === "MultiLineBasicString" || token.type === "MultiLineLiteralString";
}
/**
* Check whether the given token is a number.
*/
function isNumber(token) {
	return token.type === "Integer" || token.type === "Float";
}
/**
* Check whether the given token is a boolean.
*/
function isBoolean(token) {
	return token.type === "Boolean";
}
/**
* Check whether the given token is a date time.
*/
function isDateTime(token) {
	return token.type === "OffsetDateTime" || token.type === "LocalDateTime" || token.type === "LocalDate" || token.type === "LocalTime";
}
/**
* Apply end locations
*/
function applyEndLoc(node, child) {
	if (child) {
		node.range[1] = child.range[1];
		node.loc.end = clonePos(child.loc.end);
	}
}
/**
* clone the location.
*/
function cloneRange(range) {
	return [range[0], range[1]];
}
/**
* clone the location.
*/
function cloneLoc(loc) {
	return {
		start: clonePos(loc.start),
		end: clonePos(loc.end)
	};
}
/**
* clone the location.
*/
function clonePos(pos) {
	return {
		line: pos.line,
		column: pos.column
	};
}

//#endregion
//#region src/visitor-keys.ts
const tomlKeys = {
	Program: ["body"],
	TOMLTopLevelTable: ["body"],
	TOMLTable: ["key", "body"],
	TOMLKeyValue: ["key", "value"],
	TOMLKey: ["keys"],
	TOMLArray: ["elements"],
	TOMLInlineTable: ["body"],
	TOMLBare: [],
	TOMLQuoted: [],
	TOMLValue: []
};
const lib_KEYS = unionWith(tomlKeys);

//#endregion
//#region src/parser.ts
/**
* Parse source code
*/
function parseForESLint(code, options) {
	return {
		ast: new TOMLParser(code, options).parse(),
		visitorKeys: lib_KEYS,
		services: { isTOML: true }
	};
}

//#endregion
//#region src/traverse.ts
/**
* Check that the given key should be traversed or not.
* @this {Traversable}
* @param key The key to check.
* @returns `true` if the key should be traversed.
*/
function fallbackKeysFilter(key) {
	let value = null;
	return key !== "comments" && key !== "leadingComments" && key !== "loc" && key !== "parent" && key !== "range" && key !== "tokens" && key !== "trailingComments" && (value = this[key]) !== null && typeof value === "object" && (typeof value.type === "string" || Array.isArray(value));
}
/**
* Get the keys of the given node to traverse it.
* @param node The node to get.
* @returns The keys to traverse.
*/
function getFallbackKeys(node) {
	return Object.keys(node).filter(fallbackKeysFilter, node);
}
/**
* Get the keys of the given node to traverse it.
* @param node The node to get.
* @returns The keys to traverse.
*/
function lib_getKeys(node, visitorKeys) {
	return ((visitorKeys || lib_KEYS)[node.type] || getFallbackKeys(node)).filter((key) => !getNodes(node, key).next().done);
}
/**
* Get the nodes of the given node.
* @param node The node to get.
*/
function* getNodes(node, key) {
	const child = node[key];
	if (Array.isArray(child)) {
		for (const c of child) if (isNode(c)) yield c;
	} else if (isNode(child)) yield child;
}
/**
* Check whether a given value is a node.
* @param x The value to check.
* @returns `true` if the value is a node.
*/
function isNode(x) {
	return x !== null && typeof x === "object" && typeof x.type === "string";
}
/**
* Traverse the given node.
* @param node The node to traverse.
* @param parent The parent node.
* @param visitor The node visitor.
*/
function traverse(node, parent, visitor) {
	visitor.enterNode(node, parent);
	const keys = lib_getKeys(node, visitor.visitorKeys);
	for (const key of keys) for (const child of getNodes(node, key)) traverse(child, node, visitor);
	visitor.leaveNode(node, parent);
}
/**
* Traverse the given AST tree.
* @param node Root node to traverse.
* @param visitor Visitor.
*/
function traverseNodes(node, visitor) {
	traverse(node, null, visitor);
}

//#endregion
//#region src/utils.ts
/**
* Gets the static value for the given node.
*/
const getStaticTOMLValue = generateConvertTOMLValue((node) => node.value);
/** Generates a converter to convert from a node. */
function generateConvertTOMLValue(convertValue) {
	/**
	* Resolve TOML value
	*/
	function resolveValue(node, baseTable) {
		return resolver[node.type](node, baseTable);
	}
	const resolver = {
		Program(node, baseTable = {}) {
			return resolveValue(node.body[0], baseTable);
		},
		TOMLTopLevelTable(node, baseTable = {}) {
			for (const body of node.body) resolveValue(body, baseTable);
			return baseTable;
		},
		TOMLKeyValue(node, baseTable = {}) {
			const value = resolveValue(node.value);
			set(baseTable, resolveValue(node.key), value);
			return baseTable;
		},
		TOMLTable(node, baseTable = {}) {
			const table = getTable(baseTable, resolveValue(node.key), node.kind === "array");
			for (const body of node.body) resolveValue(body, table);
			return baseTable;
		},
		TOMLArray(node) {
			return node.elements.map((e) => resolveValue(e));
		},
		TOMLInlineTable(node) {
			const table = {};
			for (const body of node.body) resolveValue(body, table);
			return table;
		},
		TOMLKey(node) {
			return node.keys.map((key) => resolveValue(key));
		},
		TOMLBare(node) {
			return node.name;
		},
		TOMLQuoted(node) {
			return node.value;
		},
		TOMLValue(node) {
			return convertValue(node);
		}
	};
	return (node) => resolveValue(node);
}
/**
* Get the table from the table.
*/
function getTable(baseTable, keys, array) {
	let target = baseTable;
	for (let index = 0; index < keys.length - 1; index++) {
		const key = keys[index];
		target = getNextTargetFromKey(target, key);
	}
	const lastKey = last(keys);
	const lastTarget = target[lastKey];
	if (lastTarget == null) {
		const tableValue$1 = {};
		target[lastKey] = array ? [tableValue$1] : tableValue$1;
		return tableValue$1;
	}
	if (isValue(lastTarget)) {
		const tableValue$1 = {};
		target[lastKey] = array ? [tableValue$1] : tableValue$1;
		return tableValue$1;
	}
	if (!array) {
		if (Array.isArray(lastTarget)) {
			const tableValue$1 = {};
			target[lastKey] = tableValue$1;
			return tableValue$1;
		}
		return lastTarget;
	}
	if (Array.isArray(lastTarget)) {
		const tableValue$1 = {};
		lastTarget.push(tableValue$1);
		return tableValue$1;
	}
	const tableValue = {};
	target[lastKey] = [tableValue];
	return tableValue;
	/** Get next target from key */
	function getNextTargetFromKey(currTarget, key) {
		const nextTarget = currTarget[key];
		if (nextTarget == null) {
			const val = {};
			currTarget[key] = val;
			return val;
		}
		if (isValue(nextTarget)) {
			const val = {};
			currTarget[key] = val;
			return val;
		}
		let resultTarget = nextTarget;
		while (Array.isArray(resultTarget)) {
			const lastIndex = resultTarget.length - 1;
			const nextElement = resultTarget[lastIndex];
			if (isValue(nextElement)) {
				const val = {};
				resultTarget[lastIndex] = val;
				return val;
			}
			resultTarget = nextElement;
		}
		return resultTarget;
	}
}
/**
* Set the value to the table.
*/
function set(baseTable, keys, value) {
	let target = baseTable;
	for (let index = 0; index < keys.length - 1; index++) {
		const key = keys[index];
		const nextTarget = target[key];
		if (nextTarget == null) {
			const val = {};
			target[key] = val;
			target = val;
		} else if (isValue(nextTarget) || Array.isArray(nextTarget)) {
			const val = {};
			target[key] = val;
			target = val;
		} else target = nextTarget;
	}
	target[last(keys)] = value;
}
/**
* Check whether the given value is a value.
*/
function isValue(value) {
	return typeof value !== "object" || value instanceof Date;
}

//#endregion
//#region package.json
var name$1 = "toml-eslint-parser";
var version$1 = "1.0.3";

//#endregion
//#region src/meta.ts
var meta_exports = /* @__PURE__ */ __exportAll({
	name: () => lib_name,
	version: () => version
});
const lib_name = name$1;
const version = version$1;

//#endregion
//#region src/index.ts
const VisitorKeys = (/* unused pure expression or super */ null && (lib_KEYS));
/**
* Parse TOML source code
*/
function parseTOML(code, options) {
	return parseForESLint(code, options).ast;
}

//#endregion

// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __nccwpck_require__(921);
;// CONCATENATED MODULE: ./packages/python/src/project/places/toml-document.ts




/** Characters: a syntax tree needs some hundred times as much memory as its text. Lock files are written by machines. */
const maxLength = 512 * 1024;
const maxLockLength = 8 * 1024 * 1024;
const byteOrderMark = '\uFEFF';
/**
 * @param path for errors; a `.lock` may be larger than other files
 * @throws InputError E_PROJECT_INVALID with line and column, or for more than 512 Ki characters (8 Mi of a lock)
 */
function parseToml(text, path) {
    const most = path.endsWith('.lock') ? maxLockLength : maxLength;
    if (text.length > most) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_INVALID, {
            message: `${path} has ${text.length} characters; at most ${most} are read.`,
        });
    }
    const offset = text.startsWith(byteOrderMark) ? 1 : 0;
    let program;
    let data;
    try {
        program = parseTOML(text.slice(offset), { tomlVersion: '1.0' });
        data = getStaticTOMLValue(program);
    }
    catch (cause) {
        const where = cause instanceof ParseError ? `, line ${cause.lineNumber}, column ${cause.column + 1}` : '';
        // The parser recurses with every bracket, and puts a whole string on the stack.
        const isDeep = cause instanceof RangeError;
        const what = isDeep
            ? 'it is nested too deeply, or holds too long a string'
            : String(Object(cause).message);
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_INVALID, {
            message: `${path} ${isDeep ? 'cannot be read' : 'is not TOML'}${where}: ${(0,neutralize/* neutralizeLine */.a0)(what, 200)}.`,
            cause,
        });
    }
    return {
        path,
        text,
        data,
        findString: (keys) => {
            const node = findNode(program, keys);
            if (node?.type !== 'TOMLValue' || node.kind !== 'string')
                return undefined;
            const [start, end] = node.range;
            return { value: node.value, start: start + offset, end: end + offset, line: node.loc.start.line };
        },
    };
}
function findNode(program, keys) {
    const [top] = program.body;
    for (const node of top.body) {
        const found = node.type === 'TOMLTable' ? findInTable(node.resolvedKey, node.body, keys) : findInPairs([node], keys);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function findInTable(prefix, pairs, keys) {
    if (!prefix.every((key, index) => keys[index] === key))
        return undefined;
    return findInPairs(pairs, keys.slice(prefix.length));
}
function findInPairs(pairs, keys) {
    for (const { key, value } of pairs) {
        const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
        if (names.length > keys.length || !names.every((name, index) => keys[index] === name))
            continue;
        const found = findInValue(value, keys.slice(names.length));
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function findInValue(value, keys) {
    const [first, ...rest] = keys;
    if (first === undefined)
        return value;
    if (value.type === 'TOMLInlineTable')
        return findInPairs(value.body, keys);
    if (value.type !== 'TOMLArray' || typeof first !== 'number')
        return undefined;
    const element = value.elements[first];
    return element === undefined ? undefined : findInValue(element, rest);
}
/** How many values of two documents differ. */
function countTomlChanges(before, after) {
    return [...listChanges(before.data, after.data)].length;
}
function* listChanges(before, after) {
    if (isTable(before) && isTable(after)) {
        for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
            yield* listChanges(before[key], after[key]);
    }
    else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
        for (const [index, value] of before.entries())
            yield* listChanges(value, after[index]);
    }
    else if (before instanceof Date && after instanceof Date) {
        if (before.getTime() !== after.getTime())
            yield undefined;
    }
    else if (!Object.is(before, after))
        yield undefined;
}
/** Whether a value is a table, inline or not. */
function isTable(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
/** The table at a path of keys; an empty one if there is none. */
function readTable(data, ...keys) {
    let value = data;
    for (const key of keys)
        value = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return isTable(value) ? value : {};
}


/***/ }),

/***/ 4919:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ locateTomlString)
/* harmony export */ });
/** A string of a TOML document as a place of the version, without its quotes. */
function locateTomlString(document, keys, label) {
    const found = document.findString(keys);
    if (found === undefined)
        return undefined;
    const { value: version, start, end, line } = found;
    const quote = /^("""|'''|"|')/.exec(document.text.slice(start, end))?.[1]?.length ?? 1;
    return { path: document.path, label, line, version, start: start + quote, end: end - quote };
}


/***/ }),

/***/ 6967:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bm: () => (/* binding */ maxPlaces),
/* harmony export */   VB: () => (/* binding */ locateSpan),
/* harmony export */   Vd: () => (/* binding */ tupleSpelling),
/* harmony export */   hW: () => (/* binding */ lineOfOffset),
/* harmony export */   lR: () => (/* binding */ describeLocation)
/* harmony export */ });
/** Places of one file: more are noise, and each costs a look at what is before it. */
const maxPlaces = 200;
/** One-based line of an offset. */
function lineOfOffset(text, offset) {
    let line = 1;
    for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1))
        line += 1;
    return line;
}
/** The place of a span of a text. */
function locateSpan(text, path, label, [start, end], spelling) {
    const location = {
        path,
        label,
        line: lineOfOffset(text, start),
        version: text.slice(start, end),
        start,
        end,
    };
    return spelling === undefined ? location : { ...location, spelling };
}
/** A version tuple; its file shows which words it uses. */
function tupleSpelling(text) {
    return { kind: 'tuple', candidate: /["']candidate["']/.test(text) };
}
/** `path, line n (label)`: how a place is named in a message. */
function describeLocation({ path, line, label }) {
    return `${path}, line ${line} (${label})`;
}


/***/ }),

/***/ 8915:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UH: () => (/* binding */ refuseVirtualRoot),
/* harmony export */   YV: () => (/* binding */ listMembers),
/* harmony export */   Yo: () => (/* binding */ isWorkspaceRoot)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2430);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(921);
/* harmony import */ var _places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1852);




const maxMembers = 500;
const strings = (value) => Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
/** Patterns of members and of what is left out, in the form of uv (and of Rye, whose successor it is). */
function readPatterns(data) {
    const uv = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'uv', 'workspace');
    const rye = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'rye', 'workspace');
    return {
        members: [...strings(uv['members']), ...strings(rye['members'])],
        exclude: strings(uv['exclude']),
    };
}
/** Poetry has no workspaces: the packages of such a repository are dependencies with a path. */
function listPoetryPaths(data) {
    const poetry = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'poetry');
    const groups = Object.values((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(poetry, 'group')).filter(_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI);
    const tables = [
        (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(poetry, 'dependencies'),
        ...groups.map((group) => (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(group, 'dependencies')),
    ];
    return tables.flatMap((table) => Object.values(table).flatMap((dependency) => (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI)(dependency) && typeof dependency['path'] === 'string' ? [dependency['path']] : []));
}
/** Whether a pyproject.toml is the root of a workspace with members. */
function isWorkspaceRoot({ data }) {
    return readPatterns(data).members.length > 0 || (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI)((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'uv')['workspace']);
}
/**
 * The members of a workspace whose root is a folder.
 * @param root relative to the project's folder, with a slash at its end unless it is empty
 */
async function listMembers(tree, root, { data }) {
    const { members, exclude } = readPatterns(data);
    const plain = [...members.filter((pattern) => !/[*?[{]/.test(pattern)), ...listPoetryPaths(data)];
    const globs = members.filter((pattern) => /[*?[{]/.test(pattern)).map(toPattern);
    const excluded = exclude.map(toPattern);
    const listed = globs.length === 0 ? [] : ((await tree.list?.(root)) ?? []);
    const folders = listed
        .filter((path) => path.startsWith(root) && path.endsWith('/pyproject.toml'))
        .map((path) => path.slice(root.length, -'/pyproject.toml'.length))
        .filter((folder) => globs.some((glob) => glob.test(folder)));
    const all = [...new Set([...plain.map((path) => path.replace(/^\.\//, '').replace(/\/$/, '')), ...folders])]
        .filter((folder) => folder !== '' && folder !== '.' && !excluded.some((glob) => glob.test(folder)))
        .sort();
    return Promise.all(all
        .slice(0, maxMembers)
        .map(async (path) => ({ path, name: await readName(tree, `${root}${path}/pyproject.toml`) })));
}
async function readName({ read }, path) {
    const content = await read(path);
    if (content === undefined)
        return undefined;
    const { data } = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .parseToml */ .MT)(content, path);
    const name = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'project')['name'] ?? (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'poetry')['name'];
    return typeof name === 'string' ? name : undefined;
}
// Globs as uv expands them: `*` and `?` stay in one folder, `**` does not.
function toPattern(glob) {
    const plain = glob.replace(/^\.\//, '').replace(/\/$/, '');
    const source = plain.replace(/\*\*\/?|\*|\?|\[!?[^\]]*\]|[^\w/]/g, (part) => {
        if (part.startsWith('**'))
            return '(?:.*/)?';
        if (part === '*')
            return '[^/]*';
        if (part === '?')
            return '[^/]';
        if (part.startsWith('['))
            return part.replace(/^\[!/, '[^');
        return `\\${part}`;
    });
    return new RegExp(`^${source}$`);
}
/** Why a pyproject.toml is no package; undefined if it is one. */
function describeVirtualRoot({ data }, hasScript) {
    const uv = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'uv');
    if (uv['package'] === false)
        return 'sets [tool.uv] package = false';
    if ((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'poetry')['package-mode'] === false)
        return 'sets [tool.poetry] package-mode = false';
    if ((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'rye')['virtual'] === true)
        return 'sets [tool.rye] virtual = true';
    const hasProject = (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI)(data['project']) || Object.keys((0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .readTable */ .xz)(data, 'tool', 'poetry')).length > 0;
    if (!(0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI)(uv['workspace']) || hasScript)
        return undefined;
    if (!hasProject)
        return 'has a [tool.uv.workspace] and no [project]';
    // https://docs.astral.sh/uv/concepts/projects/config/#project-packaging
    return (0,_places_toml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .isTable */ .bI)(data['build-system']) || uv['package'] === true
        ? undefined
        : 'has a [tool.uv.workspace] and no [build-system], so that uv does not package it';
}
const maxNamed = 20;
/**
 * Rejects the root of a workspace that is not a package, and names what can be released instead.
 * @throws InputError E_WORKSPACE_ROOT
 */
async function refuseVirtualRoot(tree, document, hasScript) {
    const reason = describeVirtualRoot(document, hasScript);
    if (reason === undefined)
        return;
    const members = await listMembers(tree, '', document);
    const named = members
        .slice(0, maxNamed)
        .map(({ path, name }) => `${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(name ?? path, 80)} ("path: ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(path, 200)}")`);
    const more = members.length > maxNamed ? `, and ${members.length - maxNamed} more` : '';
    const patterns = readPatterns(document.data).members;
    const shown = named.length > 0
        ? `Its members are ${named.join(', ')}${more}.`
        : patterns.length > 0
            ? `Its members are ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(patterns.join(', '), 300)}.`
            : 'It names no members.';
    throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_2__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .pythonErrors */ .M.E_WORKSPACE_ROOT, {
        message: `pyproject.toml ${reason}. ${shown}`,
    });
}


/***/ }),

/***/ 5970:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ bumpVersion),
/* harmony export */   K: () => (/* binding */ bumpKinds)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(921);
/* harmony import */ var _compare_versions_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(276);
/* harmony import */ var _format_version_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2693);




const parts = ['major', 'minor', 'patch'];
const stages = ['a', 'b', 'rc', 'dev'];
/** Every kind of bump, in the order in which they are documented. */
const bumpKinds = [
    ...parts,
    ...['pre', 'a', 'b', 'rc', 'post', 'dev', 'release'],
    ...parts.flatMap((part) => stages.map((stage) => `${part}+${stage}`)),
];
const partOf = { major: 0, minor: 1, patch: 2 };
const phaseOrder = ['a', 'b', 'rc'];
const plain = (version, release) => ({
    epoch: version.epoch,
    release,
    pre: undefined,
    post: undefined,
    dev: undefined,
    local: [],
});
/**
 * The next version. An epoch stays, a local part goes, and a release keeps its number of parts unless the kind needs more.
 *
 * | from | kind | to |
 * |---|---|---|
 * | 1.2.3 | major, minor, patch | 2.0.0, 1.3.0, 1.2.4 |
 * | 2.0.0rc1 | major | 2.0.0: it is on its way there |
 * | 1.2.3 | a, b, rc; pre | 1.2.4a1, 1.2.4b1, 1.2.4rc1; 1.2.4rc1 |
 * | 1.2.4a1 | a, b, rc; pre | 1.2.4a2, 1.2.4b1, 1.2.4rc1; 1.2.4a2 |
 * | 1.2.4rc1 | release | 1.2.4 |
 * | 1.2.3 | post, dev | 1.2.3.post1, 1.2.4.dev1 |
 * | 1.2.4.dev1, 1.2.4rc1, 1.2.3.post1 | dev | 1.2.4.dev2, 1.2.4rc2.dev1, 1.2.3.post2.dev1 |
 * | 1.2.3 | minor+b, major+dev | 1.3.0b1, 2.0.0.dev1 |
 * | 1.3.0a2, 1.3.0b1 | minor+b | 1.3.0b1, 1.3.0b2: it is on its way there |
 *
 * @throws InputError E_VERSION_BUMP when the kind leads to no higher version
 */
function bumpVersion(version, kind) {
    const next = computeNext(version, kind);
    if (next === undefined || (0,_compare_versions_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Z)(next, version) <= 0) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .pythonErrors */ .M.E_VERSION_BUMP, {
            message: `"${kind}" leads from ${(0,_format_version_js__WEBPACK_IMPORTED_MODULE_3__/* .formatVersion */ .qh)(version)} to no higher version.`,
        });
    }
    return next;
}
function computeNext(version, kind) {
    const [step, stage] = kind.split('+');
    return stage === undefined ? takeStep(version, step) : startStage(version, partOf[step], stage);
}
function takeStep(version, kind) {
    switch (kind) {
        case 'major':
        case 'minor':
        case 'patch':
            return raisePart(version, partOf[kind]);
        case 'pre':
            return raisePhase(version, version.pre?.phase ?? 'rc');
        case 'a':
        case 'b':
        case 'rc':
            return raisePhase(version, kind);
        case 'post':
            return { ...version, post: (version.post ?? 0n) + 1n, dev: undefined, local: [] };
        case 'dev':
            return raiseDev(version);
        case 'release':
            return finish(version);
    }
}
function startStage(version, part, stage) {
    const raised = raisePart(version, part);
    // A pre-release of exactly that release goes on with its next stage instead of skipping the release.
    if (isBefore(version) && (0,_compare_versions_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Z)(raised, plain(version, version.release)) === 0)
        return takeStep(version, stage);
    return stage === 'dev' ? { ...raised, dev: 1n } : { ...raised, pre: { phase: stage, number: 1n } };
}
const isBefore = ({ pre, dev, post }) => pre !== undefined || (dev !== undefined && post === undefined);
function raisePart(version, part) {
    const release = [...version.release];
    while (release.length <= part)
        release.push(0n);
    const restIsZero = release.slice(part + 1).every((number) => number === 0n);
    // A pre-release of exactly this release is finalized, not skipped.
    if (isBefore(version) && restIsZero)
        return plain(version, version.release);
    return plain(version, release.map((number, index) => (index < part ? number : index === part ? number + 1n : 0n)));
}
function raisePhase(version, phase) {
    const { pre, dev, post } = version;
    const base = isBefore(version) ? plain(version, version.release) : raisePart(version, partOf.patch);
    if (pre === undefined)
        return { ...base, pre: { phase, number: 1n } };
    if (phaseOrder.indexOf(phase) < phaseOrder.indexOf(pre.phase))
        return undefined;
    if (phase !== pre.phase)
        return { ...base, pre: { phase, number: 1n } };
    // A development version of a pre-release becomes that pre-release.
    const number = dev !== undefined && post === undefined ? pre.number : pre.number + 1n;
    return { ...base, pre: { phase, number } };
}
function raiseDev(version) {
    const { pre, post, dev } = version;
    if (dev !== undefined)
        return { ...version, dev: dev + 1n, local: [] };
    if (post !== undefined)
        return { ...version, post: post + 1n, dev: 1n, local: [] };
    if (pre !== undefined)
        return { ...version, pre: { ...pre, number: pre.number + 1n }, dev: 1n, local: [] };
    return { ...raisePart(version, partOf.patch), dev: 1n };
}
function finish(version) {
    if (!isBefore(version))
        return version.dev === undefined ? undefined : { ...version, dev: undefined, local: [] };
    return plain(version, version.release);
}


/***/ }),

/***/ 276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ compareVersions)
/* harmony export */ });
const phaseRank = { a: 0n, b: 1n, rc: 2n };
const compareNumbers = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
function compareReleases(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const order = compareNumbers(left[index] ?? 0n, right[index] ?? 0n);
        if (order !== 0)
            return order;
    }
    return 0;
}
// A development version sorts before the pre-releases of its release, a final version after them.
function rankPre({ pre, post, dev }) {
    if (pre !== undefined)
        return [phaseRank[pre.phase], pre.number];
    return post === undefined && dev !== undefined ? [-1n, 0n] : [3n, 0n];
}
function compareLocals(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const [a, b] = [left[index], right[index]];
        if (a === undefined || b === undefined)
            return a === b ? 0 : a === undefined ? -1 : 1;
        if (typeof a === 'bigint' && typeof b === 'bigint') {
            if (a !== b)
                return compareNumbers(a, b);
        }
        else if (typeof a === 'string' && typeof b === 'string') {
            if (a !== b)
                return a < b ? -1 : 1;
        }
        else
            return typeof a === 'bigint' ? 1 : -1;
    }
    return 0;
}
/** The order of PEP 440, for `sort`: negative if `left` is lower. */
function compareVersions(left, right) {
    const [leftPhase, leftNumber] = rankPre(left);
    const [rightPhase, rightNumber] = rankPre(right);
    return (compareNumbers(left.epoch, right.epoch) ||
        compareReleases(left.release, right.release) ||
        compareNumbers(leftPhase, rightPhase) ||
        compareNumbers(leftNumber, rightNumber) ||
        // No post number sorts before any; no development number sorts after any.
        compareNumbers(left.post ?? -1n, right.post ?? -1n) ||
        compareDev(left.dev, right.dev) ||
        compareLocals(left.local, right.local));
}
function compareDev(left, right) {
    if (left === undefined || right === undefined)
        return left === right ? 0 : left === undefined ? 1 : -1;
    return compareNumbers(left, right);
}


/***/ }),

/***/ 2693:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jy: () => (/* binding */ spellSemver),
/* harmony export */   V1: () => (/* binding */ isPrerelease),
/* harmony export */   Wm: () => (/* binding */ readZeroPadding),
/* harmony export */   aw: () => (/* binding */ formatPadded),
/* harmony export */   qh: () => (/* binding */ formatVersion)
/* harmony export */ });
/* unused harmony exports toSemver, toImageTag */
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


/***/ }),

/***/ 6401:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ parseVersion),
/* harmony export */   z: () => (/* binding */ tryParseVersion)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2430);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(921);



// PEP 440, appendix B, without surrounding blanks; digits are ASCII.
const form = /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]+)?)?(?:-(?<implicit>[0-9]+)|(?<postWord>[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]+)?))?(?<devWord>[-_.]?dev[-_.]?(?<dev>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
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
    const found = form.exec(text)?.groups;
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
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .pythonErrors */ .M.E_VERSION_INVALID, {
            message: `${what} is "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}


/***/ }),

/***/ 292:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ tagErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of tag names and their formats. */
const tagErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_TAG_FORMAT: {
        message: 'The tag format cannot be used.',
        hint: 'Write it with {version} at its end, such as "v{version}" or "{name}-v{version}".',
    },
    E_TAG_UNREAD: {
        message: "The repository has version tags that are not the project's.",
        hint: 'Set "tag-format" to the form of the project\'s tags, such as "{name}-v{version}". With "v{version}" the first release starts a new series.',
    },
});


/***/ }),

/***/ 6183:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UI: () => (/* binding */ cleanFolder),
/* harmony export */   WM: () => (/* binding */ joints),
/* harmony export */   X1: () => (/* binding */ escapeText),
/* harmony export */   Zv: () => (/* binding */ listNames),
/* harmony export */   hu: () => (/* binding */ matchName)
/* harmony export */ });
/** What stands between a name and a version. */
const joints = ['==', '@', '/', '-', '_', '.'];
/** The text as a regular expression that matches nothing else. */
const escapeText = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw `\$&`);
/** A regular expression that matches a name in every spelling that PEP 503 takes for the same. */
function matchName(name) {
    const words = name.split(/[-_.]+/).map((word) => [...word].map(matchLetter).join(''));
    return `(?:${words.join('[-_.]+')})`;
}
// A group with a flag of its own, `(?i:demo)`, is for Node 23 and later.
function matchLetter(character) {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    const hasCase = lower !== upper && lower.length === 1 && upper.length === 1;
    return hasCase ? `[${lower}${upper}]` : escapeText(character);
}
/** `packages/liba` for `./packages/liba/`; undefined for the root. */
function cleanFolder(folder) {
    const parts = [];
    for (const part of (folder ?? '').split('/')) {
        if (part === '..')
            parts.pop();
        else if (part !== '' && part !== '.')
            parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join('/');
}
/** The names that tags may have for the project: of its metadata, its folder, and the path of that. */
function listNames({ name, folder }) {
    const path = cleanFolder(folder);
    const found = [name, path, path?.split('/').at(-1)].filter((each) => each !== undefined && each !== '');
    return [...new Set(found)];
}


/***/ }),

/***/ 2385:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  F: () => (/* binding */ readProjectTags)
});

// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __nccwpck_require__(276);
// EXTERNAL MODULE: ./packages/tags/src/spelling.ts
var src_spelling = __nccwpck_require__(7109);
// EXTERNAL MODULE: ./packages/tags/src/tag-format.ts + 1 modules
var tag_format = __nccwpck_require__(7295);
// EXTERNAL MODULE: ./packages/tags/src/tag-style.ts
var tag_style = __nccwpck_require__(2967);
;// CONCATENATED MODULE: ./packages/tags/src/choose-style.ts




/** The style of the next tag, and that of the newest releases when somebody asked for another one. */
function chooseStyle(facts) {
    const { releases, format, names, name = '' } = facts;
    const habit = findHabit(releases);
    if (format === undefined)
        return { style: habit ?? findDefault(facts), contradicted: undefined };
    const asked = (0,tag_format/* matchFormat */.Z6)(format, names);
    const matching = releases.filter(({ reading }) => asked.test(`${reading.prefix}0`));
    const prefix = matching[0]?.reading.prefix ?? (0,tag_format/* fillFormat */.bW)(format, name);
    const style = {
        prefix,
        spelling: findFormatSpelling(prefix, matching, releases),
        source: 'format',
    };
    const isContradicted = habit !== undefined && !asked.test(`${habit.prefix}0`);
    return { style, contradicted: isContradicted ? habit : undefined };
}
function findFormatSpelling(prefix, matching, releases) {
    const texts = (matching.length > 0 ? matching : releases).map(({ reading }) => reading.text);
    const spelling = (0,src_spelling/* findSpelling */.Un)(texts);
    if (matching.length > 0)
        return spelling;
    // A tag such as `rel_1_2` has one separator throughout.
    const separator = /(?:^|\W)rel(?:ease)?_$/i.test(prefix) ? '_' : '.';
    return { ...spelling, separator };
}
/**
 * The style of two of the three newest finals: a stray tag changes nothing, and a switch is followed from its second release on.
 */
function findHabit(releases) {
    const finals = releases.filter(({ reading }) => isFinal(reading.text.version));
    const candidates = finals.length > 0 ? finals : releases;
    const prefix = choosePrefix(candidates);
    if (prefix === undefined)
        return undefined;
    const family = releases.filter(({ reading }) => reading.prefix === prefix);
    return { prefix, spelling: (0,src_spelling/* findSpelling */.Un)(family.map(({ reading }) => reading.text)), source: 'tags' };
}
const isFinal = ({ pre }) => pre === undefined;
/**
 * The prefix that is the first to have two releases, counted from the newest version on; of two that are used for the same
 * versions, the more frequent one. With two releases of two prefixes, the older one.
 */
function choosePrefix(releases) {
    const totals = new Map();
    for (const { reading } of releases)
        totals.set(reading.prefix, (totals.get(reading.prefix) ?? 0) + 1);
    const seen = new Set();
    const repeated = [];
    for (const [index, { reading }] of releases.entries()) {
        if (seen.has(reading.prefix))
            repeated.push(reading.prefix);
        seen.add(reading.prefix);
        const next = releases[index + 1]?.reading.text.version;
        const isLastOfVersion = next === undefined || (0,compare_versions/* compareVersions */.Z)(next, reading.text.version) !== 0;
        if (!isLastOfVersion || repeated.length === 0)
            continue;
        return repeated.toSorted((left, right) => (totals.get(right) ?? 0) - (totals.get(left) ?? 0))[0];
    }
    return (releases[1] ?? releases[0])?.reading.prefix;
}
/** A package without tags gets them as its siblings have them; a project without any, the usual ones. */
function findDefault({ isMember, siblings, name }) {
    if (!isMember || name === undefined)
        return tag_style/* defaultStyle */.lv;
    const counts = new Map();
    for (const { prefix, owner } of siblings) {
        const joint = prefix.slice(owner.length);
        counts.set(joint, (counts.get(joint) ?? 0) + 1);
    }
    const [most] = [...counts].toSorted(([, left], [, right]) => right - left);
    if (most === undefined)
        return tag_style/* defaultStyle */.lv;
    return { prefix: `${name}${most[0]}`, spelling: src_spelling/* canonicalSpelling */.rU, source: 'tags' };
}

;// CONCATENATED MODULE: ./packages/tags/src/classify-tag.ts
const classify_tag_isFinal = ({ pre, dev, local }) => pre === undefined && dev === undefined && local.length === 0;
const keyOf = ({ epoch, release }, length = release.length) => {
    const parts = release.slice(0, length);
    while (parts.length > 1 && parts.at(-1) === 0n)
        parts.pop();
    return `${epoch}!${parts.join('.')}`;
};
// A version has three or four parts; more of them need no shorter names.
const maxShortParts = 5;
/**
 * Tells the releases of a project from what only looks like one. A final tag is floating when there is a longer tag of the same
 * version (`v1.2` beside `v1.2.0`) or of a version that it begins at the same commit, or when it is one number in a project whose
 * versions have more.
 * @param tags of the project; all of them, since a tag is judged by its siblings
 */
function createClassifier(tags) {
    const longest = new Map();
    const beginnings = new Set();
    let hasLonger = false;
    for (const { tag, reading } of tags) {
        const { version } = reading.text;
        const { length } = version.release;
        if (length > 1 && version.dev === undefined)
            hasLonger = true;
        if (!classify_tag_isFinal(version))
            continue;
        const key = keyOf(version);
        longest.set(key, Math.max(longest.get(key) ?? 0, length));
        if (tag.commitSha === undefined)
            continue;
        for (let short = 1; short < Math.min(length, maxShortParts + 1); short += 1)
            beginnings.add(`${tag.commitSha} ${version.epoch}!${version.release.slice(0, short).join('.')}`);
    }
    return ({ tag, reading }) => {
        const { version } = reading.text;
        if (version.dev !== undefined)
            return 'development';
        if (!classify_tag_isFinal(version))
            return 'release';
        if (version.release.length === 1 && hasLonger)
            return 'floating';
        const isShorter = (longest.get(keyOf(version)) ?? 0) > version.release.length;
        const isBeginning = tag.commitSha !== undefined &&
            beginnings.has(`${tag.commitSha} ${version.epoch}!${version.release.join('.')}`);
        return version.post === undefined && (isShorter || isBeginning) ? 'floating' : 'release';
    };
}

// EXTERNAL MODULE: ./packages/tags/src/project-names.ts
var project_names = __nccwpck_require__(6183);
// EXTERNAL MODULE: ./packages/tags/src/read-tag.ts
var read_tag = __nccwpck_require__(7330);
// EXTERNAL MODULE: ./packages/tags/src/version-text.ts
var version_text = __nccwpck_require__(9131);
;// CONCATENATED MODULE: ./packages/tags/src/project-tags.ts







/** Reads the tags of a repository for one of its projects. Takes time in proportion to their number, but for the sort. */
function readProjectTags(question) {
    const { tags, name, format } = question;
    const names = (0,project_names/* listNames */.Zv)({ name, folder: question.package });
    const isMember = (0,project_names/* cleanFolder */.UI)(question.package) !== undefined;
    const read = createReader(names, format);
    const readings = tags.map((tag) => ({ tag, reading: read(tag.name) }));
    const own = keepOwn(readings, isMember, question, names);
    const classify = createClassifier([...own.values()]);
    const kinds = new Map();
    const found = { release: [], development: [] };
    for (const { tag, reading } of readings) {
        const mine = own.get(tag.name);
        const kind = mine === undefined ? kindOf(reading) : classify(mine);
        kinds.set(tag.name, kind);
        if (mine !== undefined && (kind === 'release' || kind === 'development'))
            found[kind].push(mine);
    }
    const releases = found.release.toSorted(compareOwn);
    const siblings = readings.flatMap(({ reading }) => (reading.is === 'foreign' ? [reading] : []));
    const { style, contradicted } = chooseStyle({ releases, format, names, isMember, siblings, name });
    return {
        releases: preferStyle(releases, style).map(toRelease),
        developments: found.development.toSorted(compareOwn).map(toRelease),
        style,
        kinds,
        strangers: tags
            .map((tag) => tag.name)
            .filter((tag) => ['foreign', 'unread'].includes(kinds.get(tag) ?? 'other')),
        contradicted,
    };
}
function createReader(names, format) {
    const read = (0,read_tag/* createTagReader */.O)(names);
    if (format === undefined)
        return read;
    const asked = (0,tag_format/* matchFormat */.Z6)(format, names);
    return (tag) => {
        const prefix = asked.exec(tag)?.[0];
        const text = prefix === undefined ? undefined : (0,version_text/* readVersionText */._)(tag.slice(prefix.length));
        if (prefix === undefined || text === undefined)
            return read(tag);
        // Behind a word of its own the tag is nobody else's.
        const isNamed = !/^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?$/i.test(prefix);
        return { is: 'own', prefix, text, isNamed };
    };
}
/**
 * The tags of the project among those that may be. In a repository of several packages with tags of their own, a tag without a
 * name is the root's; without any such tags all packages have one version and one tag. A package that changed from tags with
 * its name to tags without one is known by its files: their version has a tag without a name, and none with it.
 */
function keepOwn(readings, isMember, { format, version }, names) {
    const asked = format === undefined ? undefined : (0,tag_format/* matchFormat */.Z6)(format, names);
    const isNamedRepository = readings.some(({ reading }) => reading.is === 'foreign' || (reading.is === 'own' && reading.isNamed));
    const isPlain = isNamedRepository && version !== undefined && isTaggedPlainly(readings, version);
    const own = new Map();
    for (const { tag, reading } of readings) {
        if (reading.is !== 'own')
            continue;
        const isAsked = asked?.test(tag.name) === true;
        if (isMember && isNamedRepository && !reading.isNamed && !isAsked && !isPlain)
            continue;
        own.set(tag.name, { tag, reading });
    }
    return own;
}
function isTaggedPlainly(readings, version) {
    const same = readings.flatMap(({ reading }) => reading.is === 'own' && (0,compare_versions/* compareVersions */.Z)(reading.text.version, version) === 0 ? [reading.isNamed] : []);
    return same.length > 0 && !same.includes(true);
}
function kindOf(reading) {
    // A tag without a name, seen from a package that has tags of its own.
    return reading.is === 'own' ? 'foreign' : reading.is;
}
function compareOwn(left, right) {
    return ((0,compare_versions/* compareVersions */.Z)(right.reading.text.version, left.reading.text.version) ||
        (left.tag.name < right.tag.name ? -1 : 1));
}
/** Of two tags of one version, the one that the style writes comes first. */
function preferStyle(releases, { prefix }) {
    const rank = ({ reading }) => (reading.prefix === prefix ? 0 : 1);
    return releases.toSorted((left, right) => (0,compare_versions/* compareVersions */.Z)(right.reading.text.version, left.reading.text.version) || rank(left) - rank(right));
}
function toRelease({ tag, reading }) {
    return { name: tag.name, commitSha: tag.commitSha, version: reading.text.version };
}


/***/ }),

/***/ 7330:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ createTagReader)
/* harmony export */ });
/* harmony import */ var _project_names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6183);
/* harmony import */ var _version_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9131);


// `v1.2`, `release-1.2`, `rel_1_2`, `release/v1.2`, `version-1.2`: no name of a project.
const generic = /^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?(?=\d)/i;
const line = /^(?:.*[-_/@]|)v?\d+(?:[._]\d+)*[._]x$/i;
const versionLike = /\d[._]\d|\d{4}-\d{2}-\d{2}/;
const foreignPrefix = /^(?<owner>@?[a-z][\w.@/+-]*?)(?:==|[-_/@.])v?$/i;
// A longer name is no tag that a person would type; git has no limit of its own.
const maxTagLength = 300;
/** @param names of the project, see `listNames`  @returns a function that reads tags, each in bounded time */
function createTagReader(names) {
    const joint = _project_names_js__WEBPACK_IMPORTED_MODULE_0__/* .joints */ .WM.map((each) => (each === '.' ? String.raw `\.` : each)).join('|');
    const named = names.map((name) => new RegExp(`^${(0,_project_names_js__WEBPACK_IMPORTED_MODULE_0__/* .matchName */ .hu)(name)}(?:${joint})(?:v[-_.]?)?(?=\\d)`, 'i'));
    return (tag) => {
        if (tag.length > maxTagLength)
            return { is: 'other' };
        for (const pattern of named) {
            const own = readBehind(tag, pattern);
            if (own !== undefined)
                return { is: 'own', isNamed: true, ...own };
        }
        const plain = readBehind(tag, generic);
        if (plain !== undefined)
            return { is: 'own', isNamed: false, ...plain };
        if (line.test(tag))
            return { is: 'line' };
        return readForeign(tag) ?? { is: versionLike.test(tag) ? 'unread' : 'other' };
    };
}
function readBehind(tag, pattern) {
    const prefix = pattern.exec(tag)?.[0];
    const text = prefix === undefined ? undefined : (0,_version_text_js__WEBPACK_IMPORTED_MODULE_1__/* .readVersionText */ ._)(tag.slice(prefix.length));
    return prefix === undefined || text === undefined ? undefined : { prefix, text };
}
function readForeign(tag) {
    for (const { index } of tag.matchAll(/(?<![\d.])\d/g)) {
        const owner = foreignPrefix.exec(tag.slice(0, index))?.groups?.['owner'];
        if (owner === undefined)
            continue;
        // A count or a date behind a word is no version of a package.
        const found = (0,_version_text_js__WEBPACK_IMPORTED_MODULE_1__/* .readVersionText */ ._)(tag.slice(index));
        if (found !== undefined && found.parts.length > 1)
            return { is: 'foreign', prefix: tag.slice(0, index), owner };
    }
    return undefined;
}


/***/ }),

/***/ 7109:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Un: () => (/* binding */ findSpelling),
/* harmony export */   nI: () => (/* binding */ spellVersion),
/* harmony export */   rU: () => (/* binding */ canonicalSpelling)
/* harmony export */ });
const canonicalWords = { a: 'a', b: 'b', rc: 'rc' };
const longWords = { a: 'alpha', b: 'beta', rc: 'rc' };
/** PEP 440, "Normalization". */
const canonicalSpelling = {
    separator: '.',
    widths: [],
    pre: { before: '', between: '', words: canonicalWords },
};
/** Writes a version; the canonical form for a canonical spelling. Local parts are kept as they are. */
function spellVersion({ epoch, release, pre, post, dev, local }, spelling) {
    const { separator, widths } = spelling;
    const { before, between, words } = spelling.pre;
    return [
        epoch === 0n ? '' : `${epoch}!`,
        release.map((part, index) => String(part).padStart(widths[index] ?? 1, '0')).join(separator),
        pre === undefined ? '' : `${before}${words[pre.phase]}${between}${pre.number}`,
        post === undefined ? '' : `.post${post}`,
        dev === undefined ? '' : `.dev${dev}`,
        local.length === 0 ? '' : `+${local.join('.')}`,
    ].join('');
}
/** The habit of a project. @param texts of its releases, newest first */
function findSpelling(texts) {
    const separator = texts.find(({ parts }) => parts.length > 1)?.separator ?? '.';
    // `1.0.b1` was typed once; a habit is that of Semantic Versioning, or the separator of a tag such as `rel_1_0_b1`.
    const usual = texts.filter(({ pre }) => pre === undefined || ['', '-', separator.replace('.', '')].includes(pre.before));
    return { separator, widths: findWidths(texts), pre: findPreSpelling(usual) };
}
// A calendar version such as `2026.08.17` shows its habit where a part is short enough to be filled; `2026.11.17` shows none.
function findWidths(texts) {
    const widths = [];
    const filled = [];
    for (const { parts } of texts)
        for (const [index, part] of parts.entries())
            if (/^0\d/.test(part))
                filled[index] = Math.max(filled[index] ?? 0, part.length);
    for (const { parts } of texts) {
        for (const [index, part] of parts.entries()) {
            if (widths[index] !== undefined)
                continue;
            if (/^0\d/.test(part))
                widths[index] = part.length;
            else if (part.length < (filled[index] ?? 2))
                widths[index] = 1;
        }
    }
    return Array.from(widths, (width) => width ?? 1);
}
function findPreSpelling(texts) {
    const newest = {};
    let habit;
    for (const { version, pre } of texts) {
        if (version.pre === undefined || pre === undefined)
            continue;
        habit ??= pre;
        // A phase that was last written in another habit follows the new one.
        if (pre.before === habit.before)
            newest[version.pre.phase] ??= pre.word;
    }
    if (habit === undefined)
        return canonicalSpelling.pre;
    const isLong = habit.before === '-' || /^(?:alpha|beta)$/i.test(habit.word);
    const words = isLong ? longWords : canonicalWords;
    return { before: habit.before, between: habit.between, words: { ...words, ...newest } };
}


/***/ }),

/***/ 7295:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  bW: () => (/* binding */ fillFormat),
  Z6: () => (/* binding */ matchFormat),
  eN: () => (/* binding */ parseFormatInputs)
});

// UNUSED EXPORTS: parseTagFormat

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/tags/src/errors.ts
var errors = __nccwpck_require__(292);
// EXTERNAL MODULE: ./packages/tags/src/project-names.ts
var project_names = __nccwpck_require__(6183);
;// CONCATENATED MODULE: ./packages/tags/src/tag-name.ts
/**
 * Whether a text can be the name of a tag, by the rules of `git check-ref-format`.
 * https://git-scm.com/docs/git-check-ref-format
 */
function isTagName(text) {
    return (text !== '' &&
        text !== '@' &&
        !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{|\/\/|^[/.-]|\/\.|\.lock(\/|$)|[/.]$/u.test(text));
}

;// CONCATENATED MODULE: ./packages/tags/src/tag-format.ts





const automatic = (text) => text === undefined || text === 'auto';
/**
 * The format that the inputs ask for; undefined when the existing tags decide. An empty `tag-prefix` is the format `{version}`.
 * @throws InputError E_TAG_FORMAT
 */
function parseFormatInputs(inputs) {
    const { 'tag-format': format, 'tag-prefix': prefix } = inputs;
    const short = automatic(prefix) ? undefined : parseTagFormat(`${prefix}{version}`, 'tag-prefix');
    if (automatic(format) || format === undefined)
        return short;
    const long = parseTagFormat(format, 'tag-format');
    if (short === undefined || short.template === long.template)
        return long;
    throw new action_error/* InputError */.dz(errors/* tagErrors */.S.E_TAG_FORMAT, {
        message: `"tag-format" and "tag-prefix" contradict each other: "${show(long.template)}" and "${show(prefix ?? '')}".`,
        hint: 'Set one of them. "tag-prefix" is the short form of "{prefix}{version}".',
    });
}
const show = (text) => (0,neutralize/* neutralizeLine */.a0)(text, 120);
/**
 * Parses a template: any text with `{version}` at its end, and `{name}` for the name of the project.
 * @param input that it was given as, for the error
 * @throws InputError E_TAG_FORMAT
 */
function parseTagFormat(template, input = 'tag-format') {
    const problem = findProblem(template);
    if (problem !== undefined) {
        throw new action_error/* InputError */.dz(errors/* tagErrors */.S.E_TAG_FORMAT, {
            message: `The input "${input}" is "${show(input === 'tag-prefix' ? template.slice(0, -9) : template)}", which ${problem}.`,
        });
    }
    return { template, literals: template.slice(0, -'{version}'.length).split('{name}') };
}
function findProblem(template) {
    if (!template.endsWith('{version}'))
        return 'does not end in {version}';
    const unknown = template
        .replaceAll('{name}', 'n')
        .slice(0, -'{version}'.length)
        .match(/\{[^}]*\}?|\}/)?.[0];
    if (unknown !== undefined)
        return `has the unknown placeholder ${show(unknown)}; use {name} and {version}`;
    const text = fillFormat({ literals: template.slice(0, -9).split('{name}') }, 'n');
    // A digit there would be read as part of the version.
    if (/[0-9]$/.test(text))
        return 'has a digit before {version}';
    return isTagName(`${text}1.0`) ? undefined : 'is not allowed in the name of a tag (git check-ref-format)';
}
/** What a format writes before the version. */
function fillFormat({ literals }, name) {
    return literals.join(name);
}
/** A regular expression of what a format may have written before a version, with any of `names` and in any of their spellings. */
function matchFormat({ literals }, names) {
    const escaped = literals.map(project_names/* escapeText */.X1);
    const name = names.length === 0 ? '(?!)' : `(?:${names.map(project_names/* matchName */.hu).join('|')})`;
    return new RegExp(`^${escaped.join(name)}(?=\\d)`);
}


/***/ }),

/***/ 2967:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FE: () => (/* binding */ describeTags),
/* harmony export */   Ni: () => (/* binding */ describeStyle),
/* harmony export */   _3: () => (/* binding */ formatTag),
/* harmony export */   lv: () => (/* binding */ defaultStyle)
/* harmony export */ });
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2430);
/* harmony import */ var _spelling_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7109);


/** The style of a project without tags. */
const defaultStyle = { prefix: 'v', spelling: _spelling_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalSpelling */ .rU, source: 'default' };
/** The name of the tag of a version. */
function formatTag({ prefix, spelling }, version) {
    return `${prefix}${(0,_spelling_js__WEBPACK_IMPORTED_MODULE_0__/* .spellVersion */ .nI)(version, spelling)}`;
}
/** `{version}`, `v{version}`, `demo-v{version}`: a style for people. */
function describeStyle({ prefix }) {
    return `${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(prefix, 120)}{version}`;
}
/** `Tags like 2.7.0; last 2.7.0, next 2.8.0`: what was found in one line. */
function describeTags(style, last, next) {
    const like = style.source === 'default' ? describeStyle(style) : (0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(last ?? next, 120);
    return `Tags like ${like}; last ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(last ?? 'none', 120)}, next ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_1__/* .neutralizeLine */ .a0)(next, 120)}`;
}


/***/ }),

/***/ 9131:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ readVersionText)
/* harmony export */ });
/* harmony import */ var _slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6401);

const form = /^(?:\d+!)?(?<release>\d+(?:[._]\d+)*)(?:(?<before>[-_.]?)(?<word>alpha|a|beta|b|preview|pre|c|rc)(?<between>[-_.]?)\d*)?/i;
// `1_2`, which PEP 440 does not have; a suffix such as `_rc1` or `.post1` keeps its separator.
const underscored = /^(?:\d+!)?\d+(?:_\d+)+(?![\d.]*\.\d)/;
/** Reads the part of a tag that is a version; undefined for any other text. It has to start with a digit. */
function readVersionText(text) {
    if (!/^\d/.test(text))
        return undefined;
    const separator = underscored.test(text) ? '_' : '.';
    const dotted = separator === '_' ? text.replace(underscored, (found) => found.replaceAll('_', '.')) : text;
    const version = (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(dotted);
    const found = form.exec(dotted)?.groups;
    if (version === undefined || found === undefined)
        return undefined;
    const { release = '', before = '', word, between = '' } = found;
    const pre = version.pre === undefined || word === undefined ? undefined : { before, word, between };
    return { version, separator, parts: release.split('.'), pre };
}


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 6193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 8838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Yz: () => (/* binding */ debug),
  N4: () => (/* binding */ endGroup),
  z3: () => (/* binding */ error),
  Vt: () => (/* binding */ getBooleanInput),
  V4: () => (/* binding */ getInput),
  Gu: () => (/* binding */ getState),
  pq: () => (/* binding */ info),
  lm: () => (/* binding */ notice),
  LZ: () => (/* binding */ saveState),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ setSecret),
  Oh: () => (/* binding */ startGroup),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, exportVariable, getIDToken, getMultilineInput, group, isDebug, markdownSummary, platform, setCommandEcho, setFailed, summary, toPlatformPath, toPosixPath, toWin32Path

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(6928);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5840);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
