export const id = 146;
export const ids = [146];
export const modules = {

/***/ 5146:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readPublication: () => (/* binding */ readPublication)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./packages/changelog/src/notes/draft-block.ts

const ending = '<!-- slipway: end -->';
const opening = /<!-- slipway: (\S{1,1000}) commit=([0-9a-f]{7,64}) title=([0-9a-f]{16}) notes=([0-9a-f]{16})(?: image=(sha256:[0-9a-f]{64}))?(?: index=([a-z]{1,20}))?(?: run=([0-9]{1,15}))?(?: extra=(\S{1,100000}))? -->/;
/** What every block for a tag begins with: by it a draft is known to be ours. */
const beginBlock = (tag) => `<!-- slipway: ${encodeURIComponent(tag)} `;
/** A form field sends other line ends than were in it, and a server may drop blanks at the ends. */
function fingerprint(text) {
    const plain = text.replace(/\r\n?/g, '\n').trim();
    return (0,external_node_crypto_.createHash)('sha256').update(plain).digest('hex').slice(0, 16);
}
/** The block as it stands in a body. */
function renderBlock(block) {
    const { tag, commitSha, title, notes, extra, imageDigest, index, publishedBy } = block;
    const files = extra.map(({ name, sha256 }) => `${encodeURIComponent(name)}:${sha256}`).join(',');
    const facts = [
        `${beginBlock(tag)}commit=${commitSha}`,
        `title=${fingerprint(title)}`,
        `notes=${fingerprint(notes)}`,
        ...(imageDigest === undefined ? [] : [`image=${imageDigest}`]),
        ...(index === undefined ? [] : [`index=${index}`]),
        ...(publishedBy === undefined ? [] : [`run=${publishedBy}`]),
        ...(files === '' ? [] : [`extra=${files}`]),
    ].join(' ');
    return `${facts} -->\n${notes}\n${ending}`;
}
/** The block of a tag in a body; undefined when there is none, or when its end is gone. */
function findBlock(body, tag) {
    const start = body.indexOf(beginBlock(tag));
    if (start < 0)
        return undefined;
    const found = opening.exec(body.slice(start));
    const end = body.lastIndexOf(ending);
    if (found === null || found.index !== 0 || end < start + found[0].length)
        return undefined;
    const [marker, , commitSha = '', title, notes, imageDigest, index, run, files] = found;
    return {
        tag,
        commitSha,
        extra: (files ?? '').split(',').flatMap((file) => {
            const [name = '', sha256 = ''] = file.split(':');
            return /^[0-9a-f]{64}$/.test(sha256) ? [{ name: decodeName(name), sha256 }] : [];
        }),
        imageDigest,
        index,
        publishedBy: run === undefined ? undefined : Number(run),
        before: body.slice(0, start),
        after: body.slice(end + ending.length),
        isOurs: fingerprint(body.slice(start + marker.length, end)) === notes,
        hasTitle: (text) => fingerprint(text) === title,
    };
}
function decodeName(name) {
    try {
        return decodeURIComponent(name);
    }
    catch {
        return name;
    }
}
/** Characters of a body that are not ours, and that the notes have to leave room for. */
function measureKept(body, tag) {
    const found = findBlock(body, tag);
    if (found !== undefined)
        return found.before.length + found.after.length;
    return body.trim() === '' ? 0 : body.length + 2;
}
/**
 * Renews the block of a release and keeps everything that people wrote: text above and below it byte for byte, a title that is not
 * the one we gave, and the whole body when somebody edited inside of the block or took one of its marks away.
 */
function mergeBlock(existing, block) {
    const written = renderBlock(block);
    if (existing === undefined) {
        return { name: block.title, body: written, keepsTitle: false, keepsNotes: false };
    }
    const { name, body } = existing;
    const found = findBlock(body, block.tag);
    if (found === undefined) {
        const keepsTitle = name !== '' && name !== block.tag && name !== block.title;
        // One of our marks is left without the other.
        const keepsNotes = body.includes(beginBlock(block.tag));
        return {
            name: keepsTitle ? name : block.title,
            body: keepsNotes ? body : body.trim() === '' ? written : `${body}\n\n${written}`,
            keepsTitle,
            keepsNotes,
        };
    }
    const keepsTitle = name !== '' && name !== block.title && !found.hasTitle(name);
    return {
        name: keepsTitle ? name : block.title,
        body: found.isOurs ? `${found.before}${written}${found.after}` : body,
        keepsTitle,
        keepsNotes: !found.isOurs,
    };
}

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/client.ts + 3 modules
var client = __webpack_require__(7684);
;// CONCATENATED MODULE: ./packages/github/src/releases/release-fields.ts
/** What has to be in an answer about an asset. */
const assetFields = [
    'id:number',
    'name:string',
    'size:number',
    'label?:string',
    'state:string',
    'digest?:string',
    'browser_download_url:string',
];
/** What has to be in an answer about a release. */
const release_fields_releaseFields = [
    'id:number',
    'tag_name:string',
    'name?:string',
    'body?:string',
    'draft:boolean',
    'prerelease:boolean',
    'html_url:string',
    'assets:list',
    ...assetFields.map((field) => `assets[].${field}`),
];

;// CONCATENATED MODULE: ./packages/github/src/releases.ts





/** Reads the schema `release-asset`. */
function readAsset(asset) {
    const { id, name, size, state } = asset;
    const sha256 = /^sha256:([0-9a-f]{64})$/.exec(asset.digest ?? '')?.[1];
    const label = asset.label ?? '';
    return { id, name, label, size, state, sha256, downloadUrl: asset.browser_download_url };
}
function readRelease(release) {
    return {
        id: release.id,
        tagName: release.tag_name,
        name: release.name ?? '',
        body: release.body ?? '',
        draft: release.draft,
        prerelease: release.prerelease,
        immutable: release.immutable ?? false,
        url: release.html_url,
        assets: release.assets.map(readAsset),
    };
}
const byTag = (/* unused pure expression or super */ null && (`query ($owner: String!, $name: String!, $tag: String!) {
  repository(owner: $owner, name: $name) { release(tagName: $tag) { databaseId } }
}`));
/** Drafts are found among the newest releases and by GraphQL, which knows them by their tag at any age. */
const newestReleases = 100;
/** The published release of a tag, which everybody sees who sees the repository. @throws as GitHubClient.rest */
async function findPublishedRelease({ rest, at }, tag) {
    const found = await (0,client/* findOptional */.qb)(rest.repos.getReleaseByTag({ ...at, tag, ...(0,client/* expecting */.Kk)(release_fields_releaseFields) }));
    return found && readRelease(found);
}
/** The published release of a tag and its drafts; drafts need `contents: write`. @throws as GitHubClient.rest */
async function findReleases(repository, tagName) {
    const { rest, at } = repository;
    const published = await findPublishedRelease(repository, tagName);
    const { repository: found } = await repository.graphql(byTag, { owner: at.owner, name: at.repo, tag: tagName }, { fields: ['repository?.release?.databaseId:number'], idempotent: true });
    const id = found?.release?.databaseId;
    const drafts = new Map();
    if (id !== undefined && id !== published?.id) {
        const draft = await findOptional(rest.repos.getRelease({ ...at, release_id: id, ...expecting(releaseFields) }));
        if (draft?.draft === true)
            drafts.set(draft.id, draft);
    }
    for (const release of await list(repository, newestReleases)) {
        if (release.draft && release.tag_name === tagName)
            drafts.set(release.id, release);
    }
    return {
        published,
        drafts: [...drafts.values()].map(readRelease).sort((left, right) => left.id - right.id),
    };
}
const list = ({ rest, at }, limit) => listPages((page) => rest.repos.listReleases({ ...at, ...page, ...expectingEach(releaseFields) }), limit);
/** @throws RemoteError E_GITHUB_NOT_FOUND and as GitHubClient.rest */
async function readReleaseById({ rest, at }, id) {
    const { data } = await rest.repos.getRelease({ ...at, release_id: id, ...expecting(releaseFields) });
    return readRelease(data);
}
/** Newest first, drafts included for who may see them. @throws as GitHubClient.rest */
async function listReleases(repository, limit) {
    return (await list(repository, limit)).map(readRelease);
}
/**
 * The one release of a tag to work on: the published one as it is, else the oldest draft brought up to date, else a new draft.
 * Further drafts that carry the marker are removed; those of people stay.
 * @throws as GitHubClient.rest
 */
async function ensureDraft(repository, plan) {
    let { published, drafts } = await findReleases(repository, plan.tagName);
    if (published !== undefined)
        return published;
    const { prerelease } = plan;
    if (drafts.length === 0) {
        try {
            const made = await repository.rest.repos.createRelease({
                ...{ ...repository.at, tag_name: plan.tagName, draft: true, prerelease },
                ...textOf(plan.compose(undefined)),
                ...expecting(releaseFields),
            });
            return readRelease(made.data);
        }
        catch (error) {
            // The answer may be lost and the draft made: what is there decides.
            if (!(error instanceof RemoteError) || (error.status ?? 500) < 500)
                throw error;
            ({ published, drafts } = await findReleases(repository, plan.tagName));
            if (published === undefined && drafts.length === 0)
                throw error;
        }
    }
    const ours = (release) => release.body.includes(plan.marker);
    const [kept] = [...drafts.filter(ours), ...drafts];
    if (published !== undefined || kept === undefined)
        return published ?? failMissing(plan.tagName);
    for (const draft of drafts) {
        if (draft.id === kept.id)
            continue;
        if (ours(draft))
            await deleteDraft(repository, draft.id);
        else
            repository.log.warning(`There is another draft for ${neutralizeLine(plan.tagName)}, ${draft.url}; it is not changed.`);
    }
    const text = textOf(plan.compose(kept));
    if (kept.name === text.name && kept.body === text.body && kept.prerelease === prerelease)
        return kept;
    return patchRelease(repository, kept.id, { ...text, prerelease });
}
const textOf = ({ name, body }) => ({ name, body });
function failMissing(tagName) {
    throw new RemoteError(githubErrors.E_GITHUB_NOT_FOUND, {
        message: `The draft for ${neutralizeLine(tagName)} is gone again.`,
    });
}
async function deleteDraft({ rest, at }, id) {
    await findOptional(rest.repos.deleteRelease({ ...at, release_id: id }));
}
/** Sets fields of a release to values: sent twice, the result is the same. */
async function patchRelease({ rest, at }, id, change) {
    const { data } = await rest.repos.updateRelease({
        ...{ ...at, release_id: id, ...change },
        ...expecting(releaseFields, { idempotent: true }),
    });
    return readRelease(data);
}
/** Title and notes stay changeable on every release, an immutable one too. @throws as GitHubClient.rest */
async function updateReleaseNotes(repository, release, text) {
    if (release.name === text.name && release.body === text.body)
        return release;
    return patchRelease(repository, release.id, textOf(text));
}
/**
 * Makes a published pre-release final, with the notes of a final release. Sent twice, the result is the same.
 * @throws as GitHubClient.rest
 */
async function promoteRelease(repository, releaseId, { name, body, makeLatest }) {
    return patchRelease(repository, releaseId, {
        name,
        body,
        prerelease: false,
        make_latest: makeLatest ? 'true' : 'false',
    });
}
/**
 * Makes a draft public; a release that is public is returned as it is.
 * @throws RemoteError E_GITHUB_RELEASE_CLOSED when an asset is not whole; and as GitHubClient.rest
 */
async function publishRelease(repository, releaseId, options) {
    const release = await readReleaseById(repository, releaseId);
    if (!release.draft)
        return release;
    const broken = release.assets.find(({ state }) => state !== 'uploaded');
    if (broken !== undefined) {
        throw new RemoteError(githubErrors.E_GITHUB_RELEASE_CLOSED, {
            message: `The draft is not published: its asset ${neutralizeLine(broken.name)} is in the state "${neutralizeLine(broken.state)}".`,
            hint: 'Re-run the job: the asset is uploaded again.',
        });
    }
    const { prerelease, makeLatest, discussionCategory } = options;
    return patchRelease(repository, releaseId, {
        draft: false,
        prerelease,
        make_latest: makeLatest && !prerelease ? 'true' : 'false',
        ...(discussionCategory === undefined ? {} : { discussion_category_name: discussionCategory }),
    });
}

// EXTERNAL MODULE: ./actions/version-bump/src/errors.ts
var errors = __webpack_require__(3314);
;// CONCATENATED MODULE: ./actions/version-bump/src/at-tag/published-release.ts





/** The file name of a passport. */
const passport = /\.intoto\.jsonl$/;
/**
 * Reads the release of a tag after it was published. A release that a run of the workflow published itself starts another run
 * if an app did it: that one has nothing left to do.
 * @throws InputError E_BUMP_GATE for a draft that was made for another index; and as GitHubClient.rest
 */
async function readPublication(repository, tag, runId) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(tag, 120);
    const release = await findPublishedRelease(repository, tag);
    if (release === undefined)
        return { kind: 'done', why: `${shown} has no published release any more` };
    const block = findBlock(release.body, tag);
    if (block?.publishedBy !== undefined && block.publishedBy !== runId)
        return {
            kind: 'done',
            why: `run ${block.publishedBy} of the workflow published ${shown} and its files; if it failed, re-run it`,
        };
    if (block?.index !== undefined)
        throw new action_error/* InputError */.dz(errors/* bumpErrors */.y.E_BUMP_GATE, {
            message: `The draft of ${shown} was made with "index: ${(0,neutralize/* neutralizeLine */.a0)(block.index, 40)}", and publishing it by hand would publish its files to PyPI. Nothing was published by this run.`,
        });
    const isOurs = block !== undefined || release.assets.some(({ name }) => passport.test(name));
    return { kind: isOurs ? 'has files' : 'made by hand' };
}


/***/ })

};
