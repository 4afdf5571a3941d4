export const id = 390;
export const ids = [390];
export const modules = {

/***/ 1390:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  planChangelogEdits: () => (/* binding */ planChangelogEdits)
});

// EXTERNAL MODULE: ./packages/changelog/src/changelog/choose-changelog.ts
var choose_changelog = __webpack_require__(8477);
// EXTERNAL MODULE: ./packages/changelog/src/errors.ts
var errors = __webpack_require__(4695);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/parse-changelog.ts + 3 modules
var parse_changelog = __webpack_require__(4743);
// EXTERNAL MODULE: ./packages/changelog/src/headings/heading-line.ts
var heading_line = __webpack_require__(2145);
// EXTERNAL MODULE: ./packages/changelog/src/headings/markdown-headings.ts
var markdown_headings = __webpack_require__(9027);
// EXTERNAL MODULE: ./packages/changelog/src/headings/rst-headings.ts
var rst_headings = __webpack_require__(9353);
// EXTERNAL MODULE: ./packages/changelog/src/text/text-lines.ts
var text_lines = __webpack_require__(5479);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/categories.ts
var categories = __webpack_require__(3371);
;// CONCATENATED MODULE: ./packages/changelog/src/changelog/section-content.ts





// What people write to say that there is nothing to say.
const placeholder = /^(?:nothing(?: (?:yet|so far|changed(?: yet)?|here(?: yet)?|to see here))?|no (?:unreleased |notable |user-facing |significant )?changes(?: yet| so far)?|\\?\[?(?:short )?description of (?:a )?non-?trivial change\.?\\?\]?|tbd|tba|todo|none|n\/a|\.\.\.|…)$/i;
const markdownDefinition = /^ {0,3}\[[^[\]]+\]:/;
/** Reads the body of a section line by line. */
function readBodyLines(body, format) {
    const lines = (0,text_lines/* splitLines */.u)(body);
    const scanned = format === 'rst' ? (0,rst_headings/* findRstHeadings */.M)(lines) : (0,markdown_headings/* findMarkdownHeadings */.Q)(lines);
    const headings = scanned.headings.filter(({ level, text }) => level < heading_line/* boldLevel */._m || (level === heading_line/* boldLevel */._m && (0,categories/* isCategory */.h)(text)));
    const inHeading = new Set();
    for (const { firstLine, lastLine } of headings)
        for (let index = firstLine; index <= lastLine; index += 1)
            inHeading.add(index);
    const isComment = format === 'rst' ? findRstComments(lines) : scanned.roles.map((role) => role === 'comment');
    const hasContent = lines.map(({ text }, index) => {
        if (isComment[index] === true || inHeading.has(index) || text.trim() === '')
            return false;
        if (isCode(scanned, index, format))
            return true;
        return !markdownDefinition.test(text) && !isPlaceholder(text);
    });
    return { lines, headings, hasContent, isComment };
}
function isCode({ roles }, index, format) {
    return format === 'markdown' && roles[index] === 'code';
}
/** Whether a section says nothing: blank lines, headings, comments, link definitions and "nothing yet" do not count. */
function isEmptySection(body, format = 'markdown') {
    return !readBodyLines(body, format).hasContent.includes(true);
}
/** Whether a line is a mark without words, or says that there is nothing to say. */
function isPlaceholder(line) {
    return line.length <= 60 && (bareWords(line) === '' || isPlaceholderLine(line));
}
/** Whether a line only holds the place of entries to come: "Nothing changed yet". */
function isPlaceholderLine(line) {
    return line.length <= 60 && placeholder.test(bareWords(line));
}
const bareWords = (line) => line.replace(/^[\s*_+-]+|[\s*_.!]+$/g, '');
/** Comments and targets of links with what is indented below them; a directive is content. */
function findRstComments(lines) {
    let inside = false;
    return lines.map(({ text }) => {
        if (text.trim() === '')
            return inside;
        if (/^\.\.(?:[ \t]|$)/.test(text))
            inside = !/^\.\. (?:[\w:.+-]+::|\[|\|)/.test(text);
        else if (!/^[ \t]/.test(text))
            inside = false;
        return inside;
    });
}

// EXTERNAL MODULE: ./packages/changelog/src/changelog/section-entries.ts
var section_entries = __webpack_require__(2793);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/version-reading.ts
var version_reading = __webpack_require__(6518);
// EXTERNAL MODULE: ./packages/changelog/src/markdown/edits.ts
var markdown_edits = __webpack_require__(6379);
// EXTERNAL MODULE: ./packages/changelog/src/headings/read-heading.ts
var read_heading = __webpack_require__(3029);
;// CONCATENATED MODULE: ./packages/changelog/src/promotion/promotion-result.ts
/** A promotion that is not made. */
function refuse(refusal, message) {
    return { ok: false, refusal, message };
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/find-unreleased.ts





/** Finds what is to be released, or says why nothing is. */
function findSources(changelog, version, versions) {
    const released = changelog.sections.filter(({ state }) => state === 'version');
    const same = released.find(({ heading }) => versions.isSame(heading.label, version));
    if (same !== undefined)
        return refuse('version-exists', `The changelog already has a section for ${version} (line ${same.line}).`);
    const all = changelog.sections.filter(({ state }) => state === 'unreleased');
    const prereleases = released.filter(({ heading }) => versions.isPrereleaseOf(heading.label, version));
    const first = chooseUnreleased(changelog, all, (label) => versions.isSame(label, version));
    if (first === undefined && prereleases.length === 0) {
        const { fence } = changelog.open;
        const hidden = fence === undefined ? '' : ` A code fence (${fence}) is never closed.`;
        return refuse('no-unreleased', `The changelog has no heading for unreleased changes.${hidden}`);
    }
    const above = released.find(({ line }) => first !== undefined && line < first.line);
    if (above !== undefined && first !== undefined) {
        return refuse('unreleased-not-first', `"${first.heading.label}" (line ${first.line}) is below version ${above.heading.label} (line ${above.line}).`);
    }
    const passedOver = all.filter((section) => section !== first);
    return {
        ...{ unreleased: first, passedOver, prereleases },
        keepsPrereleases: keepsPrereleases(released, prereleases),
    };
}
/**
 * Of several headings for unreleased changes, the one that announces the version; else the one that announces none; else the
 * first one with entries, as files have the newest on top.
 */
function chooseUnreleased(changelog, all, isReleased) {
    const announced = all.find(({ isUpcoming, heading }) => isUpcoming && isReleased(heading.label));
    if (announced !== undefined)
        return announced;
    const plain = all.filter(({ isUpcoming }) => !isUpcoming);
    const eligible = plain.length > 0 ? plain : all;
    const hasEntries = (section) => !isEmptySection((0,section_entries/* readEntries */.$)(changelog, section).text, changelog.format);
    return eligible.length > 1 ? (eligible.find(hasEntries) ?? eligible[0]) : eligible[0];
}
/** Whether an earlier final release has its pre-releases beside it. */
function keepsPrereleases(released, own) {
    const finals = new Set(released.flatMap(({ heading }) => (0,version_reading/* spellFinal */.bi)(heading.label) === undefined ? (0,read_heading/* normalizeLabel */.yP)(heading.label) : []));
    const ours = new Set(own);
    return released.some((section) => {
        const final = (0,version_reading/* spellFinal */.bi)(section.heading.label);
        return final !== undefined && !ours.has(section) && finals.has(final);
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./packages/changelog/src/promotion/kept-sections.ts

/**
 * Whether every section of the old file but the replaced ones is in the new one byte for byte and in the same order, and
 * the new one has exactly one section more, of the version.
 */
function keepsOtherSections(before, after, replaced, isNew) {
    const gone = new Set(replaced);
    const kept = before.sections.filter((section) => !gone.has(section));
    const first = before.sections.findIndex((section) => gone.has(section));
    // Sections of later versions, announced above the one that is released.
    const above = Math.max(0, first);
    const below = kept.length - above;
    const added = after.sections.slice(above, Math.max(above, after.sections.length - below));
    const rest = [...after.sections.slice(0, above), ...after.sections.slice(above + added.length)];
    const same = rest.length === kept.length &&
        rest.every((section, index) => digest(after, section) === digestAt(before, kept[index]));
    return same && added.filter((section) => section.state === 'version' && isNew(section)).length === 1;
}
const digestAt = (changelog, section) => section === undefined ? '' : digest(changelog, section);
function digest(changelog, { headingSpan, bodySpan }) {
    return (0,external_node_crypto_.createHash)('sha256').update(changelog.text.slice(headingSpan.start, bodySpan.end)).digest('hex');
}

// EXTERNAL MODULE: ./packages/changelog/src/headings/dates.ts
var headings_dates = __webpack_require__(4025);
;// CONCATENATED MODULE: ./packages/changelog/src/promotion/render-heading.ts



// Habits change; what the newest headings have in common is today's.
const maxSamples = 12;
/**
 * The title of a new version as the newest headings are written: name, brackets, a `v`, the form of the date and what is
 * around it. A code name and a mark such as [YANKED] belong to their version and are not repeated.
 */
function renderVersionTitle(changelog, own, { version, date, url }) {
    const samples = changelog.sections.filter(({ state }) => state === 'version').slice(0, maxSamples);
    const level = own?.source.level;
    const template = samples.find(({ source, heading }) => isPlainExample(source.text, heading) && (level === undefined || source.level === level)) ??
        samples.find(({ source, heading }) => isPlainExample(source.text, heading)) ??
        samples[0];
    const dates = samples.flatMap(({ heading }) => heading.date ?? []);
    if (template === undefined)
        return renderFirstTitle(own, { version, date, url }, changelog.format);
    const { text } = template.source;
    const { heading } = template;
    const label = `${readPrefix(heading.label)}${version}`;
    const edits = [{ ...heading.labelSpan, text: label }];
    if (heading.urlSpan !== undefined)
        edits.push({ ...heading.urlSpan, text: url ?? renameVersion(heading, label) });
    if (heading.date !== undefined) {
        // What the newest heading with this form leaves open is told by the others.
        const alike = [heading.date, ...dates.filter((other) => other !== heading.date)];
        edits.push({ start: heading.date.start, end: heading.date.end, text: (0,headings_dates/* renderDate */.F)(alike, date) });
    }
    const titled = (0,markdown_edits/* applyEdits */.c)(text, edits)
        .replace(/\s*\[yanked\]/i, '')
        .trimEnd();
    return heading.date === undefined ? cutRest(titled) : cutAfterDate(titled, date, dates);
}
/** A heading of a version and, at most, a date: nothing that belongs to that version alone. */
function isPlainExample(text, heading) {
    if (heading.yanked)
        return false;
    const start = Math.max(heading.labelSpan.end, heading.date?.end ?? 0);
    const between = text.slice(heading.labelSpan.end, heading.date?.start ?? heading.labelSpan.end);
    const after = heading.urlSpan !== undefined && heading.urlSpan.start >= start ? '' : text.slice(start);
    const words = /[\p{L}\p{N}]/u;
    const link = heading.urlSpan === undefined ? between : '';
    return !words.test(after) && !words.test(link.replace(/\b(?:released?|on|date)\b/gi, ''));
}
/** A code name after the date goes; what closes the date stays. */
function cutAfterDate(title, iso, dates) {
    const heading = (0,read_heading/* readHeading */.Nu)(title);
    const date = heading.date ?? (0,headings_dates/* findDate */.O)(title);
    if (date === undefined)
        return title;
    const after = title.slice(date.end);
    const kept = /[\p{L}\p{N}]/u.test(after.replace(/<[^<>]*>|\]\([^()]*\)/g, ''))
        ? (/^\s*[)\]]/.exec(after)?.[0] ?? '')
        : after;
    const between = title.slice(heading.labelSpan.end, date.start);
    const hasName = heading.urlSpan === undefined && /[\p{L}\p{N}]/u.test(between.replace(/\b(?:released?|on|date)\b/gi, ''));
    if (!hasName)
        return title.slice(0, date.end) + kept;
    const frame = /[([]\s*$/.test(between) ? ' (' : ' - ';
    return `${title.slice(0, heading.labelSpan.end)}${frame}${(0,headings_dates/* renderDate */.F)(dates, iso)}${kept}`;
}
/** Without a date, what follows the version is a name of that version. */
function cutRest(title) {
    const { labelSpan, urlSpan } = (0,read_heading/* readHeading */.Nu)(title);
    const rest = title.slice(labelSpan.end);
    if (urlSpan !== undefined || !/[\p{L}\p{N}]/u.test(rest))
        return title;
    return title.slice(0, labelSpan.end) + (/^[\]`*_)]+/.exec(rest)?.[0] ?? '');
}
/** The first version of a file: as the heading of the unreleased part is written, with Keep a Changelog's date. */
function renderFirstTitle(own, { version, date, url }, format) {
    const heading = own?.heading;
    const text = own?.source.text ?? '';
    if (own?.isUpcoming === true && heading !== undefined) {
        const label = `${readPrefix(heading.label)}${version}`;
        const edits = [{ ...heading.labelSpan, text: label }];
        if (heading.mark !== undefined)
            edits.push({ ...heading.mark, text: date });
        const title = (0,markdown_edits/* applyEdits */.c)(text, edits);
        return heading.mark === undefined && own.dateLine === undefined ? `${title} (${date})` : title;
    }
    const bold = own?.source.form === 'bold' ? '**' : '';
    const label = heading?.bracketed === true ? `[${version}]` : version;
    const linked = url === undefined ? label : format === 'rst' ? `\`${version} <${url}>\`_` : `${label}(${url})`;
    return `${bold}${linked}${format === 'rst' ? ` (${date})` : ` - ${date}`}${bold}`;
}
/** What projects write before the number: a `v`. */
function readPrefix(label) {
    return /^v\.?(?=\d)/i.exec(label)?.[0] ?? '';
}
/** An address that names the version of its heading, for another version. */
function renameVersion({ url = '', label }, next) {
    const [bare, nextBare] = [label, next].map((text) => text.slice(readPrefix(text).length));
    return url.replaceAll(bare ?? label, nextBare ?? next);
}
/** A title as a heading, in the form of another one. */
function renderHeading(changelog, like, title) {
    const ending = changelog.lines[like.firstLine]?.ending || '\n';
    if (like.form === 'underlined' || like.form === 'overlined') {
        const line = renderAdornment(changelog, like, title);
        const indent = like.form === 'overlined' ? readIndent(changelog, like) : '';
        const under = `${indent}${title}${ending}${line}`;
        return like.form === 'overlined' ? `${line}${ending}${under}` : under;
    }
    const line = changelog.lines[like.firstLine];
    if (line === undefined)
        return title;
    const before = changelog.text.slice(line.start, like.textSpan.start).replace(/^\uFEFF/, '');
    return `${before}${title}${changelog.text.slice(like.textSpan.end, line.end)}`;
}
function readIndent(changelog, like) {
    return /^[ \t]*/.exec(changelog.lines[like.firstLine + 1]?.text ?? '')?.[0] ?? '';
}
/** As long as the title when the others are, and never shorter, which docutils warns about. */
function renderAdornment(changelog, like, title) {
    const old = (changelog.lines[like.lastLine]?.text ?? '').trimEnd();
    const indent = like.form === 'overlined' ? readIndent(changelog, like).length : 0;
    const width = measureColumns(title) + 2 * indent;
    const oldWidth = measureColumns(like.text) + 2 * indent;
    // Markdown's lines need not be as long as the title.
    const shorter = changelog.format === 'markdown' && old.length < oldWidth;
    const length = shorter || old.length > oldWidth + 1 ? Math.max(old.length, shorter ? 0 : width) : width;
    return (old[0] ?? '-').repeat(length);
}
// Wide characters of East Asian scripts and emoji take two columns, combining marks none, as docutils counts them.
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}]/u;
/** Columns of a text in a terminal. */
function measureColumns(text) {
    let columns = 0;
    for (const character of text.normalize('NFC'))
        columns += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
    return columns;
}
/** Replaces the version in an anchor (`.. _v1-2-0:`) in its own spelling; undefined when it does not name the version. */
function renameAnchor(line, label, version) {
    const numbers = label.slice(readPrefix(label).length).split(/[^0-9A-Za-z]+/);
    const spelled = numbers.map((part) => part.replace(/[^\w]/g, '')).join('([-._])');
    const found = new RegExp(`(?<![0-9])${spelled}(?![0-9])`, 'i').exec(line);
    if (found === null)
        return undefined;
    const separator = found[1] ?? '.';
    return (line.slice(0, found.index) +
        version.replace(/[.+!]/g, separator) +
        line.slice(found.index + found[0].length));
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/section-head.ts





/** The heading of the new version, with its anchor, and with a date line when the file has them and this section has none. */
function renderSectionHead(changelog, own, facts) {
    const ending = (0,text_lines/* dominantLineEnding */.Y)(changelog.lines);
    const newest = changelog.sections.find(({ state }) => state === 'version');
    const version = spellVersion(own, facts);
    const title = renderVersionTitle(changelog, own, { ...facts, version });
    const like = chooseForm(changelog, own, newest);
    const heading = like === undefined ? title : renderHeading(changelog, like, title);
    const anchor = renderAnchor(changelog, own?.isUpcoming === true ? own : newest, version);
    const dateLine = own?.dateLine === undefined ? renderDateLine(changelog, facts.date) : undefined;
    return `${anchor}${heading}${dateLine === undefined ? '' : `${ending}${ending}${dateLine}`}`;
}
/** The version as the heading has it already: `1.1` stays, when it is what is released. */
function spellVersion(own, { version, versions }) {
    if (own?.isUpcoming !== true)
        return version;
    const label = own.heading.label.slice(readPrefix(own.heading.label).length);
    return versions.isSame(label, version) ? label : version;
}
/** As the unreleased part is headed, when versions are on that level; else as the newest version. */
function chooseForm(changelog, own, newest) {
    if (own === undefined || newest === undefined)
        return own?.source ?? newest?.source;
    const shared = changelog.sections.some(({ state, source }) => state === 'version' && source.level === own.source.level);
    return shared ? own.source : newest.source;
}
/** The anchors above a heading, for another version; nothing when they do not name the version. */
function renderAnchor(changelog, like, version) {
    if (like === undefined)
        return '';
    const first = changelog.lines[like.source.firstLine];
    const anchors = changelog.text.slice(like.headingSpan.start, first?.start ?? 0);
    return anchors === '' ? '' : (renameAnchor(anchors, like.heading.label, version) ?? '');
}
/** "Released 2026-02-03" in the words of the newest version that has such a line. */
function renderDateLine(changelog, iso) {
    const samples = changelog.sections.filter(({ state }) => state === 'version').slice(0, 5);
    const lines = samples.flatMap(({ dateLine }) => (dateLine?.date === undefined ? [] : [dateLine]));
    const [first] = lines;
    // A habit, not the one version whose release was late.
    if (first?.date === undefined || lines.length * 2 < samples.length)
        return undefined;
    const dates = lines.flatMap(({ date }) => date ?? []);
    return first.text.slice(0, first.date.start) + (0,headings_dates/* renderDate */.F)(dates, iso) + first.text.slice(first.date.end);
}
/**
 * The heading for what comes after a release, where the unreleased part is under a version: the version that is still to
 * come after a pre-release, else the next one.
 */
function renderFreshHead(changelog, own, facts) {
    const ending = (0,text_lines/* dominantLineEnding */.Y)(changelog.lines);
    const { label, labelSpan } = own.heading;
    const prefix = readPrefix(label);
    const suffix = /[.-]?dev\d*$/i.exec(label)?.[0] ?? '';
    const bare = label.slice(prefix.length, label.length - suffix.length);
    const isToCome = facts.versions.isPrereleaseOf(facts.version, bare);
    const next = isToCome ? bare : (0,version_reading/* raiseLastNumber */.co)(spellVersion(own, facts));
    const title = (0,markdown_edits/* applyEdits */.c)(own.source.text, [{ ...labelSpan, text: `${prefix}${next}${suffix}` }]);
    const anchor = isToCome ? renderAnchor(changelog, own, bare) : renderAnchor(changelog, own, next);
    const heading = renderHeading(changelog, own.source, title);
    return `${anchor}${heading}${own.dateLine === undefined ? '' : `${ending}${ending}${own.dateLine.text}`}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/section-parts.ts

/** Cuts a body at its highest subheadings. */
function splitParts(body, format) {
    const { lines, headings } = readBodyLines(body, format);
    const top = Math.min(...headings.map(({ level }) => level));
    const starts = headings.filter(({ level }) => level === top);
    const cut = (from, to) => trimBlankEnds(body.slice(lines[from]?.start ?? body.length, lines[to]?.start ?? body.length));
    const parts = [];
    const intro = cut(0, starts[0]?.firstLine ?? lines.length);
    if (intro !== '')
        parts.push({ heading: undefined, key: '', body: intro });
    starts.forEach((heading, index) => {
        const from = lines[heading.firstLine]?.start ?? 0;
        parts.push({
            heading: body.slice(from, lines[heading.lastLine]?.end ?? from),
            key: heading.text
                .toLowerCase()
                .replace(/[^\p{L}\p{N}]+/gu, ' ')
                .trim(),
            body: cut(heading.lastLine + 1, starts[index + 1]?.firstLine ?? lines.length),
        });
    });
    return parts;
}
/** Removes blank lines at both ends and keeps the indentation of the first line. */
function trimBlankEnds(text) {
    return text.replace(/^(?:[ \t]*(?:\r\n|\n|\r))+/, '').trimEnd();
}
/**
 * One body from several, newest first: what has no heading stays on top, and parts with the same heading become one. The
 * body with most parts gives the order.
 */
function mergeBodies(bodies, format, ending) {
    const split = bodies.map((body) => splitParts(body, format));
    const longest = split.reduce((most, parts) => (parts.length > most.length ? parts : most), []);
    const merged = new Map();
    merged.set('', { heading: undefined, bodies: [] });
    for (const { key, heading } of longest)
        if (heading !== undefined)
            merged.set(key, { heading, bodies: [] });
    for (const { key, heading, body } of split.flat()) {
        const target = merged.get(key) ?? { heading, bodies: [] };
        merged.set(key, target);
        if (body !== '' && !target.bodies.includes(body))
            target.bodies.push(body);
    }
    const texts = [...merged.values()].flatMap(({ heading, bodies: own }) => {
        const body = own.reduce((above, below) => above + joint(above, below, ending) + below, '');
        if (body === '')
            return [];
        return [heading === undefined ? body : `${heading}${ending}${ending}${body}`];
    });
    return texts.join(ending + ending);
}
/** Two lists without blank lines between their items become one list. */
function joint(above, below, ending) {
    if (above === '')
        return '';
    const marker = /^\s*([-*+])\s/.exec(below)?.[1];
    const items = above.split(/\r\n|\n|\r/);
    const isTight = marker !== undefined &&
        !items.some((line) => line.trim() === '') &&
        items.some((line) => line.trimStart().startsWith(`${marker} `));
    return isTight ? ending : ending + ending;
}
/** A body without the subheadings that have nothing below them, and, when `dropComments`, without comments. */
function dropEmptyParts(body, format, dropComments) {
    const read = readBodyLines(body, format);
    const removed = new Set(findEmptyParts(read));
    if (dropComments)
        for (const [index, isComment] of read.isComment.entries())
            if (isComment)
                removed.add(index);
    if (removed.size === 0)
        return body;
    let result = '';
    let afterBlank = true;
    read.lines.forEach(({ text, ending }, index) => {
        const isBlank = text.trim() === '';
        // What was removed leaves no second blank line.
        if (removed.has(index) || (isBlank && afterBlank && removed.has(index - 1))) {
            if (isBlank)
                removed.add(index);
            return;
        }
        afterBlank = isBlank;
        result += text + ending;
    });
    return result;
}
/** Indexes of the lines of headings without content, with everything below them. */
function findEmptyParts({ lines, headings, hasContent }) {
    const contentBefore = [0];
    for (const has of hasContent)
        contentBefore.push((contentBefore.at(-1) ?? 0) + (has ? 1 : 0));
    const ends = findPartEnds(headings.map(({ level, firstLine }) => ({ level, firstLine })), lines.length);
    return headings.flatMap(({ firstLine, lastLine }, index) => {
        const end = ends[index] ?? lines.length;
        const content = (contentBefore[end] ?? 0) - (contentBefore[lastLine + 1] ?? 0);
        return content > 0 ? [] : Array.from({ length: end - firstLine }, (_, step) => firstLine + step);
    });
}
/** Where the part below each heading ends: at the next heading that is not deeper. */
function findPartEnds(headings, total) {
    const ends = headings.map(() => total);
    const open = [];
    headings.forEach(({ level, firstLine }, index) => {
        for (let top = open.at(-1); top !== undefined && (headings[top]?.level ?? 0) >= level; top = open.at(-1)) {
            ends[top] = firstLine;
            open.pop();
        }
        open.push(index);
    });
    return ends;
}
/**
 * The headings and comments of a template that is filled in before each release: for the next one. Undefined when the body
 * has no comment below an empty heading, and so is no template.
 */
function readSkeleton(body, format) {
    const { lines, headings, hasContent, isComment } = readBodyLines(body, format);
    if (headings.length < 2 || !isComment.includes(true) || format === 'rst')
        return undefined;
    const kept = new Set();
    for (const { firstLine, lastLine } of headings)
        for (let index = firstLine; index <= lastLine; index += 1)
            kept.add(index);
    let result = '';
    let afterBlank = true;
    lines.forEach(({ text, ending }, index) => {
        const isBlank = text.trim() === '' && isComment[index] !== true;
        if (hasContent[index] === true || (!kept.has(index) && isComment[index] !== true && !isBlank))
            return;
        if (isBlank && afterBlank)
            return;
        afterBlank = isBlank;
        result += text + ending;
    });
    return result.trimEnd();
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/unreleased-frame.ts



const notice = /^\.\. note::[^\r\n]*(?:(?:\r\n|\n|\r)[ \t]+[^\r\n]*|(?:\r\n|\n|\r)(?=(?:\r\n|\n|\r)[ \t]))*/;
/** Parts a body: comments above and below the entries, a placeholder beside them, and a template stay. */
function splitFrame(body, format) {
    const template = readSkeleton(body, format);
    if (template !== undefined)
        return { entries: body, kept: [template], hasTemplate: true };
    const { lines, hasContent, isComment, headings } = readBodyLines(body, format);
    const isBlank = (index) => lines[index]?.text.trim() === '';
    const firstEntry = hasContent.indexOf(true);
    const firstHeading = headings[0]?.firstLine ?? lines.length;
    const top = firstEntry === -1 ? firstHeading : Math.min(firstEntry, firstHeading);
    let from = 0;
    while (from < top && (isBlank(from) || isComment[from] === true))
        from += 1;
    let to = lines.length;
    while (to > from && (isBlank(to - 1) || isComment[to - 1] === true))
        to -= 1;
    if (!isMark((0,parse_changelog/* trimBlankLines */.u)(body.slice(lines[to]?.start ?? body.length))))
        to = lines.length;
    const cut = (start, end) => body.slice(lines[start]?.start ?? body.length, lines[end]?.start ?? body.length);
    const placeholder = lines.findIndex(({ text }, index) => index >= from && index < Math.min(to, firstHeading) && isPlaceholderLine(text));
    const hasPlaceholder = placeholder !== -1 && firstEntry !== -1;
    const rest = hasPlaceholder ? dropLine(cut(from, placeholder), cut(placeholder + 1, to)) : cut(from, to);
    const found = format === 'rst' ? notice.exec(rest.slice(0, 1000)) : null;
    const isNotice = found !== null && /not\s+(?:yet\s+)?(?:been\s+)?released/i.test(found[0]);
    const kept = [
        (0,parse_changelog/* trimBlankLines */.u)(cut(0, from)),
        isNotice ? found[0] : '',
        hasPlaceholder ? (lines[placeholder]?.text ?? '') : '',
        (0,parse_changelog/* trimBlankLines */.u)(cut(to, lines.length)),
    ];
    const entries = (0,parse_changelog/* trimBlankLines */.u)(isNotice ? rest.slice(found[0].length) : rest);
    return { entries, kept: kept.filter((text) => text !== ''), hasTemplate: false };
}
/** A comment that shows a tool where releases begin: `.. start-releases`, `<!-- scriv-insert-here -->`. */
function isMark(text) {
    return text.length < 200 && /\b(?:start|insert|here|begin|new)\b|release notes/i.test(text);
}
/** What is around a line that goes, without a second blank line. */
function dropLine(above, below) {
    return above.trim() === '' ? below : above + below.replace(/^(?:[ \t]*(?:\r\n|\n|\r))+/, '');
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/section-edits.ts






/** The edits that put the unreleased part and the gathered pre-releases under the new heading. */
function planSectionEdits(changelog, sources, facts) {
    const { unreleased, prereleases, keepsPrereleases } = sources;
    const ending = (0,text_lines/* dominantLineEnding */.Y)(changelog.lines);
    const removed = keepsPrereleases ? [] : prereleases;
    const head = renderSectionHead(changelog, unreleased, facts);
    const own = unreleased === undefined ? undefined : (0,section_entries/* readEntries */.$)(changelog, unreleased);
    const frame = splitFrame(own?.text ?? '', changelog.format);
    const texts = [frame.entries, ...prereleases.map((section) => (0,section_entries/* readEntries */.$)(changelog, section).text)];
    const clean = texts.map((text, index) => (0,parse_changelog/* trimBlankLines */.u)(dropEmptyParts(text, changelog.format, index === 0 && frame.hasTemplate)));
    const body = prereleases.length === 0 ? (clean[0] ?? '') : mergeBodies(clean, changelog.format, ending);
    const blank = ending.repeat(countBlankLines(changelog, unreleased ?? prereleases[0]));
    const below = frame.kept.map((text) => `${ending}${ending}${text}`).join('');
    if (unreleased === undefined || own === undefined) {
        const first = prereleases[0];
        if (first === undefined)
            return [];
        const at = first.headingSpan.start;
        const text = `${head}${ending}${ending}${body}${ending}${blank}`;
        return [{ start: at, end: at, text }, ...removed.map(removeSection)];
    }
    const fresh = unreleased.isUpcoming ? renderFreshHead(changelog, unreleased, facts) : undefined;
    const { headingSpan } = unreleased;
    const top = fresh === undefined
        ? { start: headingSpan.end, end: headingSpan.end, text: `${below}${ending}${blank}${head}` }
        : { ...headingSpan, text: `${fresh}${below}${ending}${blank}${head}` };
    return [
        top,
        ...planDateLine(changelog, unreleased, facts.date),
        ...planBody(changelog, own, body, removed.at(-1), ending + blank),
        ...removed.map(removeSection),
    ];
}
const removeSection = ({ headingSpan, bodySpan }) => ({
    start: headingSpan.start,
    end: bodySpan.end,
    text: '',
});
function planDateLine(changelog, { dateLine }, date) {
    if (dateLine === undefined)
        return [];
    const line = changelog.lines[dateLine.line];
    const text = renderDateLine(changelog, date);
    if (line === undefined || text === undefined)
        return [{ ...dateLine.span, text: `Released ${date}` }];
    return [{ start: line.start, end: line.end, text }];
}
/** Replaces what a section says when that changes; the blank lines around it stay. */
function planBody(changelog, own, body, last, separator) {
    const raw = changelog.text.slice(own.span.start, own.span.end);
    if (body === (0,parse_changelog/* trimBlankLines */.u)(raw) && last === undefined)
        return [];
    const closing = last === undefined ? raw : changelog.text.slice(last.bodySpan.start, last.bodySpan.end);
    const isLast = own.span.end >= changelog.tail && last === undefined;
    const trail = closing.trim() === '' && !isLast ? separator : closing.slice(closing.trimEnd().length);
    const blankAbove = /^(?:[ \t]*(?:\r\n|\n|\r))+/.exec(raw)?.[0] ?? '';
    const opening = raw.trim() === '' ? firstEnding(separator) : blankAbove;
    return [{ ...own.span, text: body === '' ? trail : `${opening}${body}${trail}` }];
}
const firstEnding = (text) => /^(?:\r\n|\n|\r)/.exec(text)?.[0] ?? '\n';
/** Blank lines above the section that follows, at most three; one where none does. */
function countBlankLines(changelog, section) {
    const next = changelog.sections.find(({ line }) => section !== undefined && line > section.line);
    if (next === undefined)
        return 1;
    const first = lineAt(changelog, next);
    let count = 0;
    while (changelog.lines[first - 1 - count]?.text.trim() === '')
        count += 1;
    return Math.min(count, 3);
}
/** Index of the first line of a section, its anchors included. */
function lineAt(changelog, { headingSpan, source }) {
    let index = source.firstLine;
    while (index > 0 && (changelog.lines[index]?.start ?? 0) > headingSpan.start)
        index -= 1;
    return index;
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/version-links.ts



/**
 * Moves the comparison of Unreleased to start at the new tag, and adds one of the new version, in the way the file does
 * it: inline at the heading, as a definition, or not at all. Definitions inside other versions' sections stay.
 */
function planLinks(changelog, unreleased, newest, options) {
    if (unreleased?.heading.url !== undefined && !unreleased.isUpcoming)
        return planInline(changelog, unreleased, unreleased.heading.url, options);
    const definition = unreleased && findDefinition(changelog, unreleased);
    if (definition !== undefined)
        return planDefinition(changelog, definition, newest, options);
    const sibling = changelog.definitions.find(({ label, span }) => newest !== undefined && (0,read_heading/* isSameLabel */.zi)(label, newest.heading.label) && span.start >= changelog.tail);
    const inline = newest?.heading.url;
    if (inline !== undefined)
        return { edits: [], headingUrl: continueFrom(inline, newest, options) };
    if (sibling === undefined)
        return { edits: [], headingUrl: undefined };
    return { edits: addBefore(changelog, sibling, newest, options), headingUrl: undefined };
}
function planInline(changelog, section, url, options) {
    const comparison = readComparison(url);
    if (comparison === undefined)
        return { edits: [], headingUrl: undefined };
    const { current, released } = renderComparisons(comparison, options);
    const { heading, source } = section;
    const span = heading.urlSpan ?? { start: 0, end: 0 };
    const offset = source.textSpan.start;
    const edits = [{ start: offset + span.start, end: offset + span.end, text: current }];
    // A line below the title that is shorter than it makes no heading in reStructuredText.
    const underline = changelog.lines[source.lastLine];
    if (source.form === 'underlined' && underline !== undefined) {
        const title = source.text.slice(0, span.start) + current + source.text.slice(span.end);
        const text = renderAdornment(changelog, source, title);
        if (text !== underline.text)
            edits.push({ start: underline.start, end: underline.end, text });
    }
    return { edits, headingUrl: released };
}
function findDefinition(changelog, unreleased) {
    return changelog.definitions.find(({ label, span }) => (0,read_heading/* isSameLabel */.zi)(label, unreleased.heading.label) &&
        (span.start >= changelog.tail || span.start < unreleased.bodySpan.end));
}
function planDefinition(changelog, definition, newest, options) {
    const comparison = readComparison(definition.url);
    const ending = lineEndingAt(changelog, definition);
    const label = `${readPrefix(newest?.heading.label ?? '')}${options.version}`;
    const at = definition.span.end;
    const added = comparison === undefined
        ? releasePage(definition.url, options)
        : renderComparisons(comparison, options).released;
    const edits = [];
    if (comparison !== undefined)
        edits.push({ ...definition.urlSpan, text: renderComparisons(comparison, options).current });
    if (added !== undefined)
        edits.push({ start: at, end: at, text: `${ending}${rewrite(changelog, definition, label, added)}` });
    return { edits, headingUrl: undefined };
}
function addBefore(changelog, sibling, newest, options) {
    const released = continueFrom(sibling.url, newest, options);
    if (released === undefined)
        return [];
    const label = `${readPrefix(newest?.heading.label ?? '')}${options.version}`;
    const at = sibling.span.start;
    const line = rewrite(changelog, sibling, label, released);
    return [{ start: at, end: at, text: `${line}${lineEndingAt(changelog, sibling)}` }];
}
/** A definition for another version, written as this one is. */
function rewrite(changelog, { span, labelSpan, urlSpan }, label, url) {
    const { text } = changelog;
    return text.slice(span.start, labelSpan.start) + label + text.slice(labelSpan.end, urlSpan.start) + url;
}
/** The address for the new version after the one of the version before. */
function continueFrom(url, newest, options) {
    const comparison = readComparison(url);
    if (comparison !== undefined) {
        const from = options.previousTag ?? comparison.to;
        return renderComparisons({ ...comparison, from }, options).released;
    }
    const label = newest?.heading.label ?? '';
    const bare = label.slice(readPrefix(label).length);
    const isTagPage = /\/(?:releases\/tag|tree|tags?|src\/tag|-\/tags)\/[^/]*$/.exec(url);
    if (isTagPage !== null)
        return `${moveToRepository(url.slice(0, url.lastIndexOf('/') + 1), options.repositoryUrl)}${options.formatTag(options.version)}`;
    if (bare !== '' && url.includes(bare))
        return url.replaceAll(bare, options.version);
    return releasePage(url, options);
}
function renderComparisons({ base, from, dots, to }, options) {
    const place = moveToRepository(base, options.repositoryUrl);
    const tag = options.formatTag(options.version);
    const start = options.previousTag ?? from;
    return { current: `${place}${tag}${dots}${to}`, released: `${place}${start}${dots}${tag}` };
}
/** A repository that was renamed keeps its old addresses in the file; another host than the one released from is left alone. */
function moveToRepository(base, repositoryUrl) {
    const written = /^(https?:\/\/[^/]+)\/[^/]+\/[^/]+(\/.*)$/.exec(base);
    const host = /^https?:\/\/[^/]+/.exec(repositoryUrl ?? '')?.[0];
    if (repositoryUrl === undefined || written === null || written[1] !== host)
        return base;
    return `${repositoryUrl.replace(/\/$/, '')}${written[2] ?? '/'}`;
}
/** Where there was nothing to compare with, KaC links to the tag: `…/releases/tag/v0.0.1`. */
function releasePage(url, options) {
    const written = /^(https?:\/\/[^/]+\/[^/]+\/[^/]+)(?:\/|$)/.exec(url)?.[1];
    const place = (options.repositoryUrl ?? written)?.replace(/\/$/, '');
    return place === undefined ? undefined : `${place}/releases/tag/${options.formatTag(options.version)}`;
}
function readComparison(url) {
    const at = url.indexOf('/compare/');
    if (at === -1)
        return undefined;
    const base = url.slice(0, at + '/compare/'.length);
    const range = url.slice(base.length);
    const dots = /\.{2,3}/.exec(range);
    if (dots === null || dots.index === 0)
        return undefined;
    return {
        base,
        from: range.slice(0, dots.index),
        dots: dots[0],
        to: range.slice(dots.index + dots[0].length),
    };
}
function lineEndingAt(changelog, definition) {
    return changelog.lines[definition.line - 1]?.ending || (0,text_lines/* dominantLineEnding */.Y)(changelog.lines);
}

;// CONCATENATED MODULE: ./packages/changelog/src/promotion/promote-unreleased.ts











/**
 * Puts what is unreleased under the heading of a version, in the dialect of the file, and leaves a fresh heading for what
 * comes next. A final release takes over the entries of its pre-releases, whose sections go unless the file keeps them
 * beside earlier final releases. Subheadings without content vanish. Every byte of every other section stays, which is
 * checked on the result. Takes linear time.
 */
function promoteUnreleased(text, options) {
    const changelog = (0,parse_changelog/* parseChangelog */.E)(text, options.format);
    const versions = options.versions ?? version_reading/* spelledVersions */.hq;
    const sources = findSources(changelog, options.version, versions);
    if ('ok' in sources)
        return sources;
    const { unreleased, prereleases, keepsPrereleases } = sources;
    const all = [...(unreleased === undefined ? [] : [unreleased]), ...prereleases];
    const isEmpty = all.every((section) => isEmptySection((0,section_entries/* readEntries */.$)(changelog, section).text, changelog.format));
    if (isEmpty && options.allowEmpty !== true) {
        return refuse('unreleased-empty', `Nothing is under "${all[0]?.heading.label ?? ''}" (line ${all[0]?.line ?? 0}).`);
    }
    const removed = keepsPrereleases ? [] : prereleases;
    const isRemoved = new Set(removed);
    const newest = changelog.sections.find((section) => section.state === 'version' && !isRemoved.has(section));
    const previousTag = removed.length > 0 ? nameTag(newest, options) : options.previousTag;
    const links = planLinks(changelog, unreleased, newest ?? prereleases[0], { ...options, previousTag });
    const { version, date } = options;
    const edits = planSectionEdits(changelog, sources, { version, date, versions, url: links.headingUrl });
    const linkEdits = [...links.edits, ...dropDefinitions(changelog, removed)].filter(isOutside(edits));
    const promoted = (0,markdown_edits/* applyEdits */.c)(text, [...edits, ...linkEdits]);
    const replaced = [...(unreleased === undefined ? [] : [unreleased]), ...removed];
    const isNew = ({ heading }) => versions.isSame(heading.label, version);
    if (!keepsOtherSections(changelog, (0,parse_changelog/* parseChangelog */.E)(promoted, options.format), replaced, isNew))
        return refuse('not-safe', 'The new heading would change how other sections are read.');
    return {
        ok: true,
        text: promoted,
        isEmpty,
        passedOver: sources.passedOver.map(locate),
        used: unreleased === undefined ? undefined : locate(unreleased),
        gathered: prereleases.map(({ heading }) => heading.label),
        keepsPrereleases: keepsPrereleases && prereleases.length > 0,
        renamedFrom: readRenamed(unreleased, version, versions),
    };
}
const locate = ({ heading, line, isUpcoming }) => ({
    ...{ label: heading.label, line, isUpcoming },
});
/** The version that the unreleased part was announced for, when a different one is released. */
function readRenamed(unreleased, version, versions) {
    if (unreleased?.isUpcoming !== true)
        return undefined;
    const { label } = unreleased.heading;
    const announced = label.replace(/[.-]?dev\d*$/i, '');
    return versions.isSame(announced, version) || versions.isPrereleaseOf(version, announced)
        ? undefined
        : label;
}
function nameTag(newest, { formatTag, previousTag }) {
    const label = newest?.heading.label;
    return label === undefined ? previousTag : formatTag(label.slice(readPrefix(label).length));
}
/** Definitions of headings that go: nothing refers to them any more. */
function dropDefinitions(changelog, removed) {
    if (removed.length === 0)
        return [];
    const labels = new Set(removed.map(({ heading }) => heading.label.toLowerCase()));
    return changelog.definitions
        .filter(({ label, span }) => span.start >= changelog.tail && labels.has(label.toLowerCase()))
        .map(({ span, line }) => ({
        start: span.start,
        end: changelog.lines[line - 1]?.next ?? span.end,
        text: '',
    }));
}
/** An address inside a text that is replaced goes with it. */
function isOutside(edits) {
    const replaced = edits.filter(({ start, end }) => end > start);
    return ({ start, end }) => !replaced.some((edit) => start < edit.end && end > edit.start);
}

// EXTERNAL MODULE: ./packages/changelog/src/text/byte-text.ts
var byte_text = __webpack_require__(1202);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __webpack_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
// EXTERNAL MODULE: ./packages/python/src/version/compare-spellings.ts
var compare_spellings = __webpack_require__(2390);
;// CONCATENATED MODULE: ./packages/changelog/src/fragments/find-fragments.ts
/** Reads the fragments of a project, in the order of their names. @param folder of the project, `''` for the root */
async function findFragments(files, folder, config) {
    const fragments = [];
    const unread = [];
    const types = new Set(config.types.map(({ key }) => key));
    const ignored = config.ignored.map(toPattern);
    for (const section of config.sections) {
        const place = joinPath(folder, config.folder, section.path, config.suffix);
        const entries = (await files.list(place)) ?? [];
        const names = entries.filter(({ isFolder }) => !isFolder).map(({ name }) => name);
        for (const name of names.sort()) {
            if (ignored.some((pattern) => pattern.test(name.toLowerCase())))
                continue;
            const path = joinPath(place, name);
            const parsed = parseFragmentName(name, types);
            if (parsed === undefined) {
                unread.push(path);
                continue;
            }
            const bytes = await files.read(path);
            if (bytes === undefined)
                continue;
            const isOrphan = config.orphanPrefix !== '' && parsed.issue.startsWith(config.orphanPrefix);
            const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
            fragments.push({
                path,
                section: section.name,
                issue: isOrphan ? '' : parsed.issue,
                type: parsed.type,
                text,
            });
        }
    }
    return { fragments, unread };
}
/** `12.feature.rst`, `+a.bugfix.1.md`: what is before the last part that names a type is the issue. */
function parseFragmentName(name, types) {
    const parts = name.split('.');
    for (let index = parts.length - 1; index >= 1; index -= 1) {
        const type = parts[index] ?? '';
        if (!types.has(type))
            continue;
        const issue = parts.slice(0, index).join('.').trim();
        return { issue: /^\d+$/.test(issue) ? String(BigInt(issue)) : issue, type };
    }
    return undefined;
}
/** A pattern of Python's `fnmatch`. */
function toPattern(glob) {
    const source = glob
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')
        .replaceAll('[!', '[^');
    try {
        return new RegExp(`^${source}$`, 's');
    }
    catch {
        return /$^/;
    }
}
/** A path without `.`, `..` and empty parts. */
function joinPath(...paths) {
    const parts = [];
    for (const part of paths.join('/').split('/')) {
        if (part === '..')
            parts.pop();
        else if (part !== '' && part !== '.')
            parts.push(part);
    }
    return parts.join('/');
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/fragment-entries.ts
/** The parts of a section, in the order of the types. */
function groupFragments(fragments, section, config) {
    return config.types.flatMap(({ key, name, showsContent }) => {
        const own = fragments.filter((fragment) => fragment.section === section && fragment.type === key);
        if (own.length === 0)
            return [];
        const issuesByText = new Map();
        for (const { text, issue } of own) {
            const content = config.hasBullets ? indentLines(text.trim()).slice(2) : text.trimEnd();
            const shown = !showsContent && issue !== '' ? '' : content;
            const issues = issuesByText.get(shown) ?? [];
            issuesByText.set(shown, issue === '' ? issues : [...issues, issue]);
        }
        const sorted = [...issuesByText].map(([text, issues]) => ({ text, issues: issues.sort(compareIssues) }));
        sorted.sort(compareEntries);
        if (!config.hasBullets)
            sorted.sort((left, right) => rankBullet(left.text) - rankBullet(right.text));
        const render = (issue) => renderIssue(config.issueFormat, issue);
        const entries = sorted.map(({ text, issues }) => ({
            text: openAfterCode(text),
            issues: issues.map(render),
        }));
        const all = [...new Set(own.flatMap(({ issue }) => (issue === '' ? [] : [issue])))].sort(compareIssues);
        return [{ name, entries, issues: all.map(render) }];
    });
}
function indentLines(text) {
    return text.replace(/^(?=.*\S)/gm, '  ');
}
/** By issues; entries without issues come last, by their text. */
function compareEntries(left, right) {
    const [first, second] = [left, right].map(({ text, issues }) => (issues.length > 0 ? '' : text));
    const byText = compareText(first ?? '', second ?? '');
    if (byText !== 0)
        return byText;
    for (let index = 0; index < Math.min(left.issues.length, right.issues.length); index += 1) {
        const order = compareIssues(left.issues[index] ?? '', right.issues[index] ?? '');
        if (order !== 0)
            return order;
    }
    return left.issues.length - right.issues.length;
}
const compareText = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
/** Words first, then numbers among words by their number, then plain numbers. */
function compareIssues(left, right) {
    const [first, second] = [readIssue(left), readIssue(right)];
    return (first.rank - second.rank ||
        compareText(first.words, second.words) ||
        (first.number < second.number ? -1 : first.number > second.number ? 1 : 0));
}
function readIssue(issue) {
    if (/^\d+$/.test(issue))
        return { rank: 2, words: '', number: BigInt(issue) };
    const found = /\d+/.exec(issue);
    if (found === null)
        return { rank: 0, words: issue, number: -1n };
    const words = issue.slice(0, found.index) + issue.slice(found.index + found[0].length);
    return { rank: 1, words, number: BigInt(found[0]) };
}
function rankBullet(text) {
    if (text === '')
        return -1;
    const at = ['- ', '* ', '#. '].findIndex((mark) => text.startsWith(mark));
    return at === -1 ? 3 : at;
}
function renderIssue(format, issue) {
    if (format === undefined)
        return /^[+-]?\d+$/.test(issue) ? `#${issue}` : issue;
    return format.replace(/\{\{|\}\}|\{issue\}/g, (found) => (found === '{issue}' ? issue : found.charAt(0)));
}
/** An issue must not become part of a code block that ends the text. */
function openAfterCode(text) {
    const at = text.lastIndexOf('::\n\n');
    if (at === -1)
        return text;
    const rest = text.slice(at + 4).split('\n');
    const isCode = rest.every((line, index) => /^ {2}[ \t]+/.test(line) || (line === '' && index < rest.length - 1));
    return isCode ? `${text}\n\n ` : text;
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/wrap-line.ts
const width = 79;
/** As Python's `textwrap.fill` with whole words: at most 79 columns, further lines indented. */
function wrapLine(line, indent) {
    const chunks = line
        .replace(/\s/g, ' ')
        .split(/( +)/)
        .filter((chunk) => chunk !== '');
    const lines = [];
    let current = '';
    for (const chunk of chunks) {
        const isBlank = chunk.trim() === '';
        const prefix = lines.length === 0 ? '' : indent;
        if (isBlank && current === '' && lines.length > 0)
            continue;
        if (current !== '' && prefix.length + current.length + chunk.length > width) {
            lines.push(prefix + current.trimEnd());
            current = isBlank ? '' : chunk;
        }
        else
            current += chunk;
    }
    const last = current.trimEnd();
    if (last !== '')
        lines.push((lines.length === 0 ? '' : indent) + last);
    return lines.join('\n');
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/render-fragments.ts


/**
 * The text of a release as towncrier's default templates render it.
 * @param date `YYYY-MM-DD`
 * @param ownTitle heading in the dialect of the file, for a project with a template of its own
 */
function renderNews(fragments, config, version, date, ownTitle) {
    const sections = config.sections.map(({ name }) => ({
        name,
        parts: groupFragments(fragments, name, config),
    }));
    const format = config.titleFormat;
    const title = format === undefined ? undefined : fillFormat(format, { name: config.name, version, project_date: date });
    const level = config.isMarkdown ? readLevel(format, config.rendersTitle, ownTitle) : 0;
    const body = config.isMarkdown ? renderMarkdown(sections, level) : renderRst(sections, config.underlines);
    const full = config.rendersTitle ? renderTitle(config, version, date) + body : body;
    const wrapped = config.wraps
        ? full
            .split('\n')
            .map((line) => wrapLine(line, indentOf(line, config)))
            .join('\n')
        : full;
    if (ownTitle !== undefined && title === undefined)
        return { title: undefined, text: `${ownTitle}\n${wrapped}` };
    if (title === undefined)
        return { title, text: wrapped };
    const under = config.isMarkdown ? [] : [(config.underlines[0] ?? '=').repeat([...title].length)];
    return { title, text: [title, ...under, wrapped].join('\n') };
}
function renderTitle(config, version, date) {
    const title = `${config.name === '' ? '' : `${config.name} `}${version} (${date})`;
    if (config.isMarkdown)
        return `# ${title}\n`;
    return `${title}\n${(config.underlines[0] ?? '=').repeat([...title].length)}\n`;
}
const nothing = 'No significant changes.\n';
/** `templates/default.rst` with Jinja's `trim_blocks`. */
function renderRst(sections, underlines) {
    const line = (text, at) => (underlines[at] ?? '').repeat([...text].length);
    return sections
        .map(({ name, parts }) => {
        const head = name === '' ? '\n' : `${name}\n${line(name, 1)}\n\n`;
        if (parts.length === 0)
            return `${head}${nothing}\n\n`;
        const rendered = parts.map((part) => {
            const items = part.entries.map(({ text, issues }) => `- ${joinIssues(text, issues)}\n`);
            return `${part.name}\n${line(part.name, name === '' ? 1 : 2)}\n\n${items.join('')}\n\n`;
        });
        return head + rendered.join('');
    })
        .join('');
}
function joinIssues(text, issues) {
    if (text === '')
        return issues.join(', ');
    return issues.length === 0 ? text : `${text} (${issues.join(', ')})`;
}
/** `templates/default.md`. */
function renderMarkdown(sections, level) {
    const heading = (depth) => '#'.repeat(Math.max(0, level + depth - 1));
    const rendered = sections.map(({ name, parts }) => {
        const head = name === '' ? '' : `\n${heading(2)} ${name}\n\n`;
        if (parts.length === 0)
            return `${head}${nothing}\n`;
        const texts = parts.map((part) => {
            const items = part.entries.map(({ text, issues }) => renderItem(text, issues.map((issue) => issue.split(': ')[0] ?? issue)));
            const hasLinks = part.issues[0]?.includes(']: ') === true;
            const links = hasLinks ? `${part.issues.map((issue) => `${issue}\n`).join('')}\n` : '';
            return `${heading(name === '' ? 2 : 3)} ${part.name}\n\n${items.join('')}\n${links}`;
        });
        return head + texts.join('');
    });
    return `\n${rendered.join('')}\n`;
}
function renderItem(text, issues) {
    const list = issues.join(', ');
    if (text === '')
        return list === '' ? '' : `- ${list}\n`;
    if (list === '')
        return `- ${text}\n`;
    return /\n {2}[-*] /.test(text) ? `- ${text}\n\n  (${list})\n` : `- ${text} (${list})\n`;
}
/** How many `#` the title has; the headings of the parts are below it. */
function readLevel(format, rendersTitle, ownTitle) {
    const title = format ?? ownTitle;
    if (title !== undefined)
        return /^#+(?=\s)/m.exec(title)?.[0].length ?? 0;
    return rendersTitle ? 1 : 0;
}
/** `str.format` with names only. */
function fillFormat(format, values) {
    return format.replace(/\{\{|\}\}|\{(\w+)\}/g, (found, name) => name === undefined ? found.charAt(0) : (values[name] ?? found));
}
function indentOf(line, { hasBullets }) {
    if (hasBullets || /^[-*] /.test(line))
        return '  ';
    return line.startsWith('#. ') ? '   ' : '';
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/write-news.ts
/**
 * Puts the text of a release below the start string of the file, or on top without one, as towncrier does; undefined when
 * its title is in the file already. Line endings of the file are kept.
 */
function writeNews(existing, news, config) {
    if (existing === undefined || !config.isSingleFile)
        return `${news.text.trimEnd()}\n`;
    const isWindows = existing.includes('\r\n');
    const write = (text) => (isWindows ? text.replaceAll('\n', '\r\n') : text);
    const start = write(config.startString);
    const at = existing.indexOf(start);
    const header = at === -1 ? '' : `${existing.slice(0, at).trimEnd()}${write('\n\n')}${start}${write('\n')}`;
    const body = (at === -1 ? existing : existing.slice(at + start.length)).trimStart();
    if (news.title !== undefined && body.includes(news.title))
        return undefined;
    return header + (body === '' ? `${write(news.text.trimEnd())}${write('\n')}` : write(news.text) + body);
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/collect-news.ts







/**
 * Renders the fragments of a project into its news file; nothing is written.
 * @param folder of the project, `''` for the root
 * @param date `YYYY-MM-DD`
 */
async function collectNews(files, folder, config, release) {
    const { version, date } = release;
    const found = await findFragments(files, folder, config);
    const values = { name: config.name, version, project_date: date };
    const path = joinPath(folder, config.isSingleFile ? config.filename : fillFormat(config.filename, values));
    const before = await files.read(path);
    const { text, encoding } = (0,byte_text/* decodeBytes */.yj)(before ?? new Uint8Array());
    const ownTitle = config.rendersTitle || config.titleFormat !== undefined
        ? undefined
        : renderOwnTitle(text, config, release);
    const news = renderNews(found.fragments, config, version, date, ownTitle);
    const written = writeNews(before === undefined ? undefined : text, news, config);
    if (written === undefined)
        return { ...found, path, before, after: undefined, problem: 'version-exists' };
    const after = (0,byte_text/* encodeBytes */.MW)(written, encoding);
    return { ...found, path, before, after, problem: after === undefined ? 'encoding' : undefined };
}
/** The heading that a template of the project's own would write, as the file has it for the version before. */
function renderOwnTitle(text, config, { version, date }) {
    const changelog = (0,parse_changelog/* parseChangelog */.E)(text.replace(/\r\n?/g, '\n'), config.isMarkdown ? 'markdown' : 'rst');
    if (changelog.sections.some(({ state }) => state === 'version'))
        return renderSectionHead(changelog, undefined, {
            version,
            date,
            url: undefined,
            versions: version_reading/* spelledVersions */.hq,
        });
    const title = `${version} (${date})`;
    return config.isMarkdown
        ? `## ${title}`
        : `${title}\n${(config.underlines[0] ?? '=').repeat(title.length)}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/other-tools.ts

const tools = [
    { name: 'scriv', folder: 'changelog.d', command: 'scriv collect', pattern: /\.(?:md|rst)$/ },
    { name: 'changie', folder: '.changes/unreleased', command: 'changie batch', pattern: /\.ya?ml$/ },
    { name: 'reno', folder: 'releasenotes/notes', command: 'reno report', pattern: /\.ya?ml$/ },
    { name: 'jmeslog', folder: '.changes/next-release', command: 'jmeslog new-release', pattern: /\.json$/ },
    { name: 'blurb', folder: 'Misc/NEWS.d/next', command: 'blurb release', pattern: /./ },
    { name: 'changesets', folder: '.changeset', command: 'changeset version', pattern: /^(?!readme).*\.md$/i },
];
/** Fragments of other tools, found by the folder each of them uses. @param folder of the project */
async function findOtherFragments(files, folder) {
    for (const { pattern, ...tool } of tools) {
        const place = joinPath(folder, tool.folder);
        const entries = await files.list(place);
        if (entries?.some(({ name, isFolder }) => isFolder || pattern.test(name)) === true)
            return { ...tool, folder: place };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/changelog/src/fragments/towncrier-config.ts
const defaultTypes = [
    { key: 'feature', name: 'Features', showsContent: true },
    { key: 'bugfix', name: 'Bugfixes', showsContent: true },
    { key: 'doc', name: 'Improved Documentation', showsContent: true },
    { key: 'removal', name: 'Deprecations and Removals', showsContent: true },
    { key: 'misc', name: 'Misc', showsContent: false },
];
/**
 * Reads `[tool.towncrier]` as towncrier 25.8 does: `towncrier.toml` before `pyproject.toml`; undefined without either.
 * @param pyproject the parsed file
 */
function readTowncrierConfig(pyproject, towncrier) {
    const config = tableAt(towncrier ?? pyproject, 'tool', 'towncrier');
    if (config === undefined)
        return undefined;
    const text = (key) => (typeof config[key] === 'string' ? config[key] : '');
    const project = tableAt(pyproject, 'project')?.['name'];
    const projectName = typeof project === 'string' ? project : '';
    const named = text('package') === '' ? projectName : text('package');
    const name = text('name') !== '' ? text('name') : projectName !== '' ? named : titleCase(text('package'));
    const filename = text('filename') === '' ? 'NEWS.rst' : text('filename');
    const isMarkdown = /\.md$/i.test(filename);
    const format = config['title_format'];
    const template = text('template');
    const isOwn = template !== '' && !/^towncrier:(?:default(?:\.(?:md|rst))?)$/.test(template);
    const { folder, suffix } = readFolder(config, text, named);
    const comment = isMarkdown
        ? '<!-- towncrier release notes start -->\n'
        : '.. towncrier release notes start\n';
    const underlines = Array.isArray(config['underlines']) ? config['underlines'].map(String) : ['=', '-', '~'];
    return {
        ...{
            types: readTypes(config),
            sections: readSections(config),
            folder,
            suffix,
            filename,
            isMarkdown,
            name,
        },
        titleFormat: typeof format === 'string' && format !== '' ? format : undefined,
        rendersTitle: (format === undefined || format === '') && !isOwn,
        issueFormat: text('issue_format') === '' ? undefined : text('issue_format'),
        underlines,
        startString: text('start_string') === '' ? comment : text('start_string'),
        isSingleFile: config['single_file'] !== false,
        hasBullets: config['all_bullets'] !== false,
        wraps: config['wrap'] === true,
        orphanPrefix: typeof config['orphan_prefix'] === 'string' ? config['orphan_prefix'] : '+',
        ignored: readIgnored(config, template),
        isStrict: Array.isArray(config['ignore']),
        template: isOwn ? template : undefined,
    };
}
function readFolder(config, text, named) {
    if (typeof config['directory'] === 'string')
        return { folder: config['directory'], suffix: '' };
    return {
        folder: `${text('package_dir') === '' ? '.' : text('package_dir')}/${named}`,
        suffix: 'newsfragments',
    };
}
function readIgnored(config, template) {
    const own = Array.isArray(config['ignore'])
        ? config['ignore'].map((name) => String(name).toLowerCase())
        : [];
    const file = template.includes(':') ? '' : (template.split('/').at(-1) ?? '').toLowerCase();
    const names = ['.gitignore', '.gitkeep', '.keep', 'readme', 'readme.md', 'readme.rst', ...own];
    return file === '' ? names : [...names, file];
}
function readTypes(config) {
    const table = config['fragment'];
    if (isTable(table)) {
        return Object.keys(table)
            .sort()
            .map((key) => {
            const options = isTable(table[key]) ? table[key] : {};
            return { key, ...readType(options, key.charAt(0).toUpperCase() + key.slice(1).toLowerCase()) };
        });
    }
    if (!Array.isArray(config['type']))
        return defaultTypes;
    return config['type'].filter(isTable).map((entry) => {
        const { name, showsContent } = readType(entry, '');
        return {
            key: typeof entry['directory'] === 'string' ? entry['directory'] : name.toLowerCase(),
            name,
            showsContent,
        };
    });
}
function readType(options, name) {
    return {
        name: typeof options['name'] === 'string' ? options['name'] : name,
        showsContent: options['showcontent'] !== false,
    };
}
function readSections(config) {
    if (!Array.isArray(config['section']))
        return [{ name: '', path: '' }];
    return config['section'].filter(isTable).map((section) => ({
        name: typeof section['name'] === 'string' ? section['name'] : '',
        path: typeof section['path'] === 'string' ? section['path'] : '',
    }));
}
/** As Python's `str.title`. */
function titleCase(text) {
    return text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}
function isTable(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function tableAt(table, ...keys) {
    let current = table;
    for (const key of keys)
        current = isTable(current) ? current[key] : undefined;
    return isTable(current) ? current : undefined;
}

// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __webpack_require__(1852);
;// CONCATENATED MODULE: ./actions/version-bump/src/changelog/fragment-edits.ts







const maxNamed = 10;
/**
 * The news file with the text of towncrier's fragments, and the fragments deleted; undefined when the project has none.
 * Fragments of other tools are named.
 * @throws InputError E_CHANGELOG_FRAGMENT, E_CHANGELOG_ENCODING
 */
async function planFragmentEdits(files, facts, log) {
    const { folder, version } = facts;
    const config = await readConfig(files, folder);
    if (config === undefined) {
        const other = await findOtherFragments(files, folder);
        if (other !== undefined)
            log.notice(`${(0,neutralize/* neutralizeLine */.a0)(other.folder, 200)} has fragments of ${other.name}, which Slipway does not read. Run "${other.command}" and merge the result before the release.`);
        return undefined;
    }
    const news = await collectNews(files, folder, config, facts);
    tellUnread(news, config, log);
    if (news.fragments.length === 0) {
        log.notice(`There are no fragments for ${version} in ${(0,neutralize/* neutralizeLine */.a0)(config.folder, 200)}.`);
        return undefined;
    }
    const path = (0,neutralize/* neutralizeLine */.a0)(news.path, 200);
    if (news.problem === 'version-exists') {
        throw new action_error/* InputError */.dz(errors/* changelogErrors */.M.E_CHANGELOG_FRAGMENT, {
            message: `${path} has the title of ${version} already, and there are ${news.fragments.length} fragments.`,
        });
    }
    if (news.after === undefined) {
        throw new action_error/* InputError */.dz(errors/* changelogErrors */.M.E_CHANGELOG_ENCODING, {
            message: `${path} is not UTF-8 and cannot hold the text of the fragments.`,
        });
    }
    if (config.template !== undefined)
        log.notice(`The template ${(0,neutralize/* neutralizeLine */.a0)(config.template, 200)} is not evaluated: ${path} gets the layout of towncrier's default template.`);
    const count = news.fragments.length;
    log.notice(`${path} has the text of ${count === 1 ? '1 fragment, which is' : `${count} fragments, which are`} deleted.`);
    const removed = await Promise.all(news.fragments.map(async (fragment) => ({
        path: fragment.path,
        before: await files.read(fragment.path),
        after: undefined,
    })));
    return [{ path: news.path, before: news.before, after: news.after }, ...removed];
}
async function readConfig(files, folder) {
    const read = async (name) => {
        const path = folder === '' ? name : `${folder}/${name}`;
        const bytes = await files.read(path);
        return bytes === undefined ? undefined : (0,toml_document/* parseToml */.MT)(new TextDecoder().decode(bytes), path).data;
    };
    return readTowncrierConfig(await read('pyproject.toml'), await read('towncrier.toml'));
}
/** towncrier passes over a file whose name has no type, unless the project lists what may be ignored. */
function tellUnread({ unread }, config, log) {
    if (unread.length === 0)
        return;
    const named = (0,neutralize/* neutralizeLine */.a0)(unread.slice(0, maxNamed).join(', '), 400);
    const types = config.types.map(({ key }) => key).join(', ');
    const message = `No type of fragment is in the name of ${named}; the types are ${(0,neutralize/* neutralizeLine */.a0)(types, 300)}.`;
    if (config.isStrict)
        throw new action_error/* InputError */.dz(errors/* changelogErrors */.M.E_CHANGELOG_FRAGMENT, { message });
    log.notice(`${message} These files stay.`);
}

;// CONCATENATED MODULE: ./actions/version-bump/src/changelog/changelog-edit.ts









/**
 * What a release changes in the changelog: the text of fragments where the project has them, else the unreleased part under
 * its version.
 * @throws InputError as planFragmentEdits and planChangelogEdit
 */
async function planChangelogEdits(files, facts, log) {
    if (facts.path === 'none')
        return [];
    const folder = facts.folder
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/');
    // A file that the input names is kept by hand.
    const fragments = facts.path === undefined ? await planFragmentEdits(files, { ...facts, folder }, log) : undefined;
    if (fragments !== undefined)
        return fragments;
    const edit = await planChangelogEdit(files, facts, log);
    return edit === undefined ? [] : [edit];
}
/**
 * The changelog with its unreleased part under the new version; undefined when there is nothing to change, which is said.
 * An empty unreleased part is allowed: the notes come from the commits then.
 * @throws InputError E_CHANGELOG_AMBIGUOUS, E_CHANGELOG_ENCODING, E_INPUT_INVALID for a named file that is not there
 */
async function planChangelogEdit(files, facts, log) {
    const promote = promoteOnce(facts);
    const { chosen, passedOver, isMissing } = await (0,choose_changelog/* chooseChangelog */.G)(files, {
        ...{ path: facts.path, folder: facts.folder },
        suits: (found) => promote(found).ok || isDone(promote(found)),
        otherwise: 'has no heading for unreleased changes',
    });
    if (isMissing) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `The changelog "${(0,neutralize/* neutralizeLine */.a0)(facts.path ?? '', 200)}" is not in the repository.`,
        });
    }
    for (const { path, reason } of passedOver)
        log.notice(`${(0,neutralize/* neutralizeLine */.a0)(path, 200)} is not used: it ${reason}.`);
    if (chosen === undefined)
        return undefined;
    return toEdit(chosen, promote(chosen), facts, log);
}
/** Promotes a file when it is first asked for: whether it can be is told by doing it. */
function promoteOnce(facts) {
    const results = new Map();
    const { version, previousTag, formatTag, repositoryUrl, date } = facts;
    return (found) => {
        const options = {
            ...{ version, previousTag, formatTag, repositoryUrl, date },
            ...{ format: found.format, versions: compare_spellings/* versionSpellings */.e, allowEmpty: true },
        };
        const result = results.get(found) ?? promoteUnreleased(found.text, options);
        results.set(found, result);
        return result;
    };
}
const changelog_edit_maxNamed = 5;
const showHeading = ({ label, line }) => `"${(0,neutralize/* neutralizeLine */.a0)(label, 80)}" (line ${line})`;
/** The file has the version already. */
const isDone = (result) => !result.ok && result.refusal === 'version-exists';
function toEdit(found, result, { version }, log) {
    const path = (0,neutralize/* neutralizeLine */.a0)(found.path, 200);
    if (!result.ok) {
        // A file without a heading for unreleased changes is kept by other means, or has the version already.
        if (result.refusal !== 'no-unreleased' && result.refusal !== 'version-exists')
            throw new action_error/* InputError */.dz(errors/* changelogErrors */.M.E_CHANGELOG_AMBIGUOUS, { message: `${path}: ${result.message}` });
        log.notice(`${path} is not changed. ${result.message}`);
        return undefined;
    }
    const after = (0,byte_text/* encodeBytes */.MW)(result.text, found.encoding);
    if (after === undefined) {
        throw new action_error/* InputError */.dz(errors/* changelogErrors */.M.E_CHANGELOG_ENCODING, {
            message: `${path} is not UTF-8 and cannot hold the new heading.`,
        });
    }
    if (result.isEmpty)
        log.notice(`${path} has no entries for ${version}: the new section is empty.`);
    if (result.used !== undefined && result.passedOver.length > 0) {
        const passed = result.passedOver.slice(0, changelog_edit_maxNamed).map(showHeading).join(', ');
        const isForOthers = result.passedOver.every(({ isUpcoming }) => isUpcoming);
        log[isForOthers ? 'notice' : 'warning'](`${path} has several headings for unreleased changes. ${showHeading(result.used)} is used for ${version}, and not ${passed}.`);
    }
    if (result.renamedFrom !== undefined)
        log.notice(`${path} announced ${(0,neutralize/* neutralizeLine */.a0)(result.renamedFrom, 80)}; its entries are released as ${version}.`);
    if (result.gathered.length > 0) {
        const from = (0,neutralize/* neutralizeLine */.a0)(result.gathered.join(', '), 200);
        const kept = result.keepsPrereleases ? 'whose sections stay' : 'whose sections go';
        log.notice(`${path}: ${version} has the entries of ${from}, ${kept}.`);
    }
    return { path: found.path, before: (0,byte_text/* encodeBytes */.MW)(found.text, found.encoding), after };
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


/***/ }),

/***/ 2793:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readEntries)
/* harmony export */ });
/* harmony import */ var _parse_changelog_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4743);

/** Reads what a section says. */
function readEntries(changelog, { dateLine, bodySpan }) {
    const start = dateLine === undefined ? bodySpan.start : (changelog.lines[dateLine.line]?.next ?? bodySpan.start);
    const span = { start, end: Math.max(start, bodySpan.end) };
    return { span, text: (0,_parse_changelog_js__WEBPACK_IMPORTED_MODULE_0__/* .trimBlankLines */ .u)(changelog.text.slice(span.start, span.end)) };
}


/***/ }),

/***/ 6518:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bi: () => (/* binding */ spellFinal),
/* harmony export */   co: () => (/* binding */ raiseLastNumber),
/* harmony export */   hq: () => (/* binding */ spelledVersions)
/* harmony export */ });
/* harmony import */ var _headings_read_heading_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3029);

const prerelease = /^(.*\d)[-._]?(?:alpha|beta|preview|pre|rc|dev|a|b|c)[-._]?\d*(?:[-._]?dev\d*)?$/;
/** The spelling of the final version that a pre-release leads to; undefined for a final version. */
function spellFinal(label) {
    return prerelease.exec((0,_headings_read_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeLabel */ .yP)(label).slice(0, 200))?.[1];
}
/** Compares spellings: `v1.1.0` is `1.1.0`, and `1.1.0-rc.1` comes before it. */
const spelledVersions = {
    isSame: (label, version) => (0,_headings_read_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeLabel */ .yP)(label) === (0,_headings_read_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeLabel */ .yP)(version),
    isPrereleaseOf: (label, version) => spellFinal(label) === (0,_headings_read_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .normalizeLabel */ .yP)(version),
};
/** The version after: its last number is one higher. `1.2.0` → `1.2.1`, `1.2.0rc1` → `1.2.0rc2`. */
function raiseLastNumber(version) {
    return version.replace(/\d+(?=\D*$)/, (digits) => {
        const next = String(BigInt(digits) + 1n);
        return digits.startsWith('0') ? next.padStart(digits.length, '0') : next;
    });
}


/***/ }),

/***/ 4695:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ changelogErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(700);

/** Errors of changelogs and release notes. */
const changelogErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_CHANGELOG_AMBIGUOUS: {
        message: 'The changelog does not say clearly what is released.',
        hint: 'Keep one section for each version and one heading for unreleased changes, above all versions.',
    },
    E_CHANGELOG_ENCODING: {
        message: 'The changelog is not UTF-8 and cannot hold the new text.',
        hint: 'Convert the file to UTF-8, or set "changelog: none" and edit it yourself.',
    },
    E_CHANGELOG_FRAGMENT: {
        message: 'The fragments of the changelog cannot be collected.',
        hint: 'Rename the files to "<issue>.<type>", list them under "ignore" of towncrier, or remove the section that is there.',
    },
    E_NOTES_EVIDENCE: {
        message: 'The evidence from the publishing jobs is not valid.',
        hint: 'Pass the outputs of the publishing jobs as JSON, unchanged, under "pypi", "github-packages", "image" and "provenance".',
    },
    E_NOTES_TEMPLATE: {
        message: 'The notes template has an unknown placeholder.',
        hint: 'Compare the placeholders with the README of release-notes.',
    },
    E_NOTES_TOO_LONG: {
        message: 'The release notes are longer than GitHub accepts.',
        hint: 'Shorten the header, the footer or the template.',
    },
});


/***/ }),

/***/ 6379:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ applyEdits)
/* harmony export */ });
/** Applies edits that do not overlap; two insertions at one place keep their order. */
function applyEdits(text, edits) {
    const ordered = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
    let result = '';
    let position = 0;
    for (const edit of ordered) {
        if (edit.start < position)
            throw new RangeError(`edits overlap at offset ${edit.start}`);
        result += text.slice(position, edit.start) + edit.text;
        position = edit.end;
    }
    return result + text.slice(position);
}


/***/ }),

/***/ 2390:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ versionSpellings)
/* harmony export */ });
/* harmony import */ var _compare_versions_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(276);
/* harmony import */ var _format_version_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2693);
/* harmony import */ var _parse_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6401);



/** Compares versions as people write them (`v1.1`, `1.1.0-rc.1`) by PEP 440. */
const versionSpellings = {
    /** Whether two spellings name one version; false when one is not a version. */
    isSame(left, right) {
        const [first, second] = [(0,_parse_version_js__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(left), (0,_parse_version_js__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(right)];
        return first !== undefined && second !== undefined && (0,_compare_versions_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(first, second) === 0;
    },
    /** Whether the first names a pre-release (`1.1.0rc1`, `1.1.0.dev3`) of the second, which is final. */
    isPrereleaseOf(label, final) {
        const [earlier, later] = [(0,_parse_version_js__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(label), (0,_parse_version_js__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(final)];
        if (earlier === undefined || later === undefined || !(0,_format_version_js__WEBPACK_IMPORTED_MODULE_2__/* .isPrerelease */ .V1)(earlier) || (0,_format_version_js__WEBPACK_IMPORTED_MODULE_2__/* .isPrerelease */ .V1)(later))
            return false;
        const { epoch, release } = earlier;
        const base = (0,_parse_version_js__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(`${epoch}!${release.join('.')}`);
        return base !== undefined && (0,_compare_versions_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Z)(base, later) === 0;
    },
};


/***/ })

};
