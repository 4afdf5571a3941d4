export const id = 476;
export const ids = [476];
export const modules = {

/***/ 6476:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAtTag: () => (/* binding */ runAtTag)
});

// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __webpack_require__(2712);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
// EXTERNAL MODULE: ./packages/python/src/version/format-version.ts
var format_version = __webpack_require__(2693);
// EXTERNAL MODULE: ./packages/tags/src/project-tags.ts + 2 modules
var project_tags = __webpack_require__(2385);
// EXTERNAL MODULE: ./packages/tags/src/tag-format.ts + 1 modules
var tag_format = __webpack_require__(7295);
// EXTERNAL MODULE: ./actions/version-bump/src/checks/check-environment.ts + 1 modules
var check_environment = __webpack_require__(9888);
// EXTERNAL MODULE: ./actions/version-bump/src/history/version-tags.ts + 1 modules
var version_tags = __webpack_require__(1420);
// EXTERNAL MODULE: ./actions/version-bump/src/open-job-repository.ts
var open_job_repository = __webpack_require__(2095);
// EXTERNAL MODULE: ./actions/version-bump/src/packages/find-package.ts + 2 modules
var find_package = __webpack_require__(7574);
// EXTERNAL MODULE: ./actions/version-bump/src/pages.ts
var pages = __webpack_require__(7549);
// EXTERNAL MODULE: ./actions/version-bump/src/repository-files.ts + 1 modules
var repository_files = __webpack_require__(7198);
// EXTERNAL MODULE: ./actions/version-bump/src/workflow-file.ts
var workflow_file = __webpack_require__(691);
// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __webpack_require__(276);
// EXTERNAL MODULE: ./packages/tags/src/tag-style.ts
var tag_style = __webpack_require__(2967);
;// CONCATENATED MODULE: ./actions/version-bump/src/at-tag/tag-kind.ts



/**
 * Says what a tag is.
 * @param isAsked the run was started at the tag, which a push of it does not say
 */
function judgeTag(found, tag, isAsked) {
    const release = findRelease(found, tag, isAsked);
    if (release !== undefined) {
        const previous = found.releases.find(({ version }) => (0,compare_versions/* compareVersions */.Z)(version, release.version) < 0);
        return { release, previous };
    }
    const name = `"${(0,neutralize/* neutralizeLine */.a0)(tag, 120)}"`;
    const form = `tags of releases are like "${(0,tag_style/* describeStyle */.Ni)(found.style)}"`;
    switch (found.kinds.get(tag)) {
        case 'floating':
            return nothing(`${name} is a floating tag, which moves with the releases`);
        case 'line':
            return nothing(`${name} is the name of a line of versions`);
        case 'development':
            return nothing(`${name} marks where the development of a version began`);
        case 'foreign':
            return nothing(`${name} is a tag of something else; ${form}`);
        case 'unread':
            return { ...nothing(`${name} contains a version in another form; ${form}`), isDoubtful: true };
        case 'release':
        case 'other':
        case undefined:
            return nothing(`${name} is not the tag of a version`);
    }
}
function nothing(why) {
    return { release: undefined, why, isDoubtful: false };
}
function findRelease(found, tag, isAsked) {
    const release = found.releases.find(({ name }) => name === tag);
    if (release !== undefined)
        return release;
    // `1.3.0.dev0` marks a beginning; a later number, or a run that was started there, is for a development release.
    const development = found.developments.find(({ name }) => name === tag);
    const isRelease = isAsked || (development?.version.dev ?? 0n) > 0n;
    return isRelease ? development : undefined;
}

;// CONCATENATED MODULE: ./actions/version-bump/src/at-tag/run-at-tag.ts













/**
 * Reads the tag that the run is at, and writes nothing: the version to release, or that there is none. A tag that is not a release
 * is no failure, since a workflow cannot tell by a pattern which tags are.
 */
async function runAtTag(context) {
    const { inputs, job, log, setOutput } = context;
    const { refName: tag, sha } = job;
    setOutput('tag', tag);
    setOutput('commit', sha);
    setOutput('changed', 'false');
    setOutput('from-release', 'false');
    const repository = (0,open_job_repository/* openJobRepository */.w)(context);
    const files = await (0,repository_files/* openRepositoryFiles */.g)(repository, sha);
    const view = { repository, sha, files, log };
    const listed = await (0,version_tags/* listNamedTags */.h)(repository);
    // The tag may be gone again.
    const tags = listed.some(({ name }) => name === tag) ? listed : [...listed, { name: tag, commitSha: sha }];
    const format = (0,tag_format/* parseFormatInputs */.eN)(inputs);
    const read = ({ folder, name, version }) => (0,project_tags/* readProjectTags */.F)({ tags, name, version, package: folder, format });
    const isAsked = ['workflow_dispatch', 'release'].includes(job.eventName);
    const folder = inputs.package === undefined ? inputs.path : await (0,find_package/* findAskedPackage */.SH)(view, inputs.package);
    let owner = await (0,find_package/* readPackage */.LY)(view, folder, log);
    let verdict = judgeTag(read(owner), tag, isAsked);
    const isOpen = inputs.package === undefined && inputs.path === '.';
    if (verdict.release === undefined && isOpen && /\d/.test(tag)) {
        const tagged = await (0,find_package/* findTaggedPackage */.W3)(view, tag);
        if (tagged !== undefined) {
            owner = tagged;
            verdict = judgeTag(read(owner), tag, isAsked);
        }
    }
    setOutput('path', owner.folder);
    setOutput('name', owner.name ?? '');
    if (verdict.release !== undefined && job.eventName === 'release')
        verdict = await judgePublication(context, repository, verdict);
    if (verdict.release !== undefined)
        await (0,check_environment/* refuseClosedEnvironment */.e)(context, repository, {
            ...{ tag, sha, file: (0,workflow_file/* readWorkflowFile */.A)(job.workflowRef) },
            index: inputs['dispatch-inputs'].get('index') ?? '',
        });
    report(context, owner, verdict);
}
/** Whether the release that started the run has its files, or needs them, or is released already. */
async function judgePublication({ job, log, setOutput }, repository, verdict) {
    // No other run loads what reads the text of a release.
    const { readPublication } = await __webpack_require__.e(/* import() */ 146).then(__webpack_require__.bind(__webpack_require__, 5146));
    const publication = await readPublication(repository, job.refName, job.runId);
    if (publication.kind === 'done')
        return { release: undefined, why: publication.why, isDoubtful: false };
    const shown = (0,neutralize/* neutralizeLine */.a0)(job.refName, 120);
    log.notice(publication.kind === 'has files'
        ? `${shown} was published with its files: they are verified and published, and nothing is built.`
        : `${shown} was published without files of this workflow: they are built.`);
    setOutput('from-release', String(publication.kind === 'has files'));
    return verdict;
}
function report({ setOutput, log, summary, job }, { name, folder }, verdict) {
    setOutput('released', String(verdict.release !== undefined));
    if (verdict.release === undefined) {
        const sentence = `Nothing to release: ${verdict.why}.`;
        for (const output of ['version', 'previous-version'])
            setOutput(output, '');
        setOutput('is-prerelease', 'false');
        setOutput('reason', sentence);
        if (verdict.isDoubtful)
            log.warning(`${sentence} If it is a release, set "tag-format" to its form.`);
        else
            log.notice(sentence);
        summary.setTitle(sentence.replace(/\.$/, ''));
        return;
    }
    const { release, previous } = verdict;
    const version = (0,format_version/* formatVersion */.qh)(release.version);
    const previousVersion = previous === undefined ? '' : (0,format_version/* formatVersion */.qh)(previous.version);
    setOutput('version', version);
    setOutput('previous-version', previousVersion);
    setOutput('is-prerelease', String((0,format_version/* isPrerelease */.V1)(release.version)));
    setOutput('reason', `The run is at the tag ${(0,neutralize/* neutralizeLine */.a0)(release.name, 200)}`);
    log.notice(`Releasing ${(0,neutralize/* neutralizeLine */.a0)(name ?? folder, 120)} ${version} from the tag ${(0,neutralize/* neutralizeLine */.a0)(release.name, 120)}.`);
    summary.setTitle(`Releasing ${name ?? ''} ${version}`.replace('  ', ' '));
    summary.addTable(['', ''], [
        ['Previous version', previousVersion || 'none'],
        ['Tag', (0,markdown/* linkTo */.uM)(release.name, (0,pages/* tagPage */.o)(job, release.name))],
        ['Commit', (0,markdown/* linkTo */.uM)(job.sha.slice(0, 7), (0,pages/* commitPage */.b)(job, job.sha))],
        ...(folder === '.' ? [] : [['Package', `${name ?? ''} (${folder})`]]),
    ]);
}


/***/ })

};
