export const id = 667;
export const ids = [667];
export const modules = {

/***/ 3371:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ isCategory)
/* harmony export */ });
/** Titles of parts of a section, also where a project writes them on the level of its versions or in bold. */
const category = /^\W*(?:added|additions?|changed?|changes|deprecat\w+|removed|removals?|fixe[ds]|fixes|bug ?fix(?:es)?|bugs? fixed|security|features?|new features?|features? added|enhancements?|improve\w+|performance\w*|doc(?:s|umentation)(?: changes)?|internal\w*|misc\w*|other\w*(?: changes)?|breaking\b.{0,40}|backward.{0,60}|what'?s (?:new|changed)|highlights?|contributors|chores?|refactor\w*|tests?|testing|dependencies|notes?|upgrade notes?|packaging|stable style|preview style|configuration|parser|output|integrations?|_?blackd_?)\W*$/i;
/** Whether a title names a kind of change and not a version or a document. */
function isCategory(title) {
    return title.length <= 80 && category.test(title);
}


/***/ }),

/***/ 1667:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cp: () => (/* binding */ searchChangelogs),
/* harmony export */   HQ: () => (/* binding */ readChangelogFile)
/* harmony export */ });
/* unused harmony export readFormat */
/* harmony import */ var _text_byte_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1202);
/* harmony import */ var _parse_changelog_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4743);


const names = [
    'changelog',
    'changes',
    'history',
    'news',
    'releases',
    'release-notes',
    'versionhistory',
    'whatsnew',
];
const fileName = /^(change[-_ ]?logs?|changes|history|news|releases?|release[-_ ]?notes|version[-_ ]?history|what[-_ ]?s?[-_ ]?new)(\.(?:md|markdown|mdown|rst|rest|txt))?$/i;
// Where documentation has its changelog; folders that sites are built from are below `docs` or `doc`.
const docFolder = /^(?:docs?|documentation)$/i;
const innerFolder = /^(?:source|src|en|about|project|dev|development|docs|build|content|reference|pages)$/i;
// One file for all the changes of a project is not larger than this.
const maxBytes = 8 * 1024 * 1024;
/**
 * The changelogs of a project, best first: at its root, then in its documentation. A file without a heading that names a
 * version is passed over, as are files that only include another one.
 * @param folder of the project, `''` for the root of the repository
 */
async function searchChangelogs(files, folder) {
    const paths = await listCandidates(files, folder);
    const found = [];
    const passedOver = [];
    for (const path of paths) {
        const bytes = await files.read(path);
        if (bytes === undefined)
            continue;
        const read = readChangelogFile(path, bytes);
        if ('reason' in read)
            passedOver.push(read);
        else
            found.push(read);
    }
    return { found, passedOver };
}
/** Reads one file as a changelog, or says why it is none. */
function readChangelogFile(path, bytes) {
    if (bytes.byteLength > maxBytes)
        return { path, reason: `is larger than ${maxBytes / 1024 / 1024} MiB` };
    if (bytes[0] === 0xff || bytes[0] === 0xfe || bytes.includes(0))
        return { path, reason: 'is UTF-16 or no text' };
    const { text, encoding } = (0,_text_byte_text_js__WEBPACK_IMPORTED_MODULE_0__/* .decodeBytes */ .yj)(bytes);
    const format = readFormat(path, text);
    const changelog = (0,_parse_changelog_js__WEBPACK_IMPORTED_MODULE_1__/* .parseChangelog */ .E)(text, format);
    if (changelog.sections.some(({ state }) => state !== 'other'))
        return { path, text, encoding, format, changelog };
    return { path, reason: describeEmpty(text, changelog) };
}
function describeEmpty(text, { open }) {
    const included = /^(?:\.\. (?:include|mdinclude|git_changelog|towncrier-draft-entries|changelog)::\s*(\S*)|```\{include\}\s*(\S*)|\{!\s*(\S+)|--8<--\s*"([^"]+))/m.exec(text);
    const target = included?.slice(1).find((name) => name !== undefined && name !== '');
    if (included?.[0].startsWith('.. changelog::') === true)
        return 'has its versions in "changelog" directives, which Slipway does not read';
    if (target !== undefined)
        return `only includes ${target}`;
    if (open.fence !== undefined)
        return `has a code fence (${open.fence}) that is never closed`;
    return 'has no heading that names a version';
}
/** The extension decides; a file without one is read as what its headings and links look like. */
function readFormat(path, text) {
    if (/\.(?:md|markdown|mdown)$/i.test(path))
        return 'markdown';
    if (/\.(?:rst|rest)$/i.test(path))
        return 'rst';
    if (/^#{1,4} \S/m.test(text))
        return 'markdown';
    return /^\.\. |:[a-z]+:`|`_(?:\W|$)|^[^\s=-].*\n([=~^"'*+#-])\1{3,}[ \t]*$/m.test(text)
        ? 'rst'
        : 'markdown';
}
async function listCandidates(files, folder) {
    const top = (await files.list(folder)) ?? [];
    const paths = rankFiles(folder, top);
    for (const { name } of top.filter((entry) => entry.isFolder && docFolder.test(entry.name))) {
        const docs = join(folder, name);
        const inner = (await files.list(docs)) ?? [];
        paths.push(...rankFiles(docs, inner));
        for (const below of inner.filter((entry) => entry.isFolder && innerFolder.test(entry.name))) {
            const path = join(docs, below.name);
            const pages = (await files.list(path)) ?? [];
            paths.push(...rankFiles(path, pages));
            // `docs/en/docs`, where translations are beside each other.
            const nested = pages.find((entry) => entry.isFolder && entry.name === 'docs');
            if (nested !== undefined)
                paths.push(...rankFiles(join(path, 'docs'), (await files.list(join(path, 'docs'))) ?? []));
        }
    }
    return paths;
}
function rankFiles(folder, entries) {
    return entries
        .filter(({ name, isFolder }) => !isFolder && fileName.test(name))
        .toSorted((left, right) => rankName(left.name) - rankName(right.name) || (left.name < right.name ? -1 : 1))
        .map(({ name }) => join(folder, name));
}
function rankName(name) {
    const stem = name.toLowerCase().replace(/\.[a-z]+$/, '');
    const at = names.findIndex((known) => stem.replace(/[-_ ]/g, '') === known.replace('-', ''));
    return at === -1 ? names.length : at;
}
const join = (folder, name) => (folder === '' ? name : `${folder}/${name}`);


/***/ }),

/***/ 4743:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ parseChangelog),
  u: () => (/* binding */ trimBlankLines)
});

// EXTERNAL MODULE: ./packages/changelog/src/headings/markdown-headings.ts
var markdown_headings = __webpack_require__(9027);
// EXTERNAL MODULE: ./packages/changelog/src/headings/read-heading.ts
var read_heading = __webpack_require__(3029);
// EXTERNAL MODULE: ./packages/changelog/src/headings/rst-headings.ts
var rst_headings = __webpack_require__(9353);
// EXTERNAL MODULE: ./packages/changelog/src/text/text-lines.ts
var text_lines = __webpack_require__(5479);
// EXTERNAL MODULE: ./packages/changelog/src/headings/heading-line.ts
var heading_line = __webpack_require__(2145);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/categories.ts
var categories = __webpack_require__(3371);
;// CONCATENATED MODULE: ./packages/changelog/src/changelog/choose-sections.ts



/**
 * The headings that open a section, and those that end one without opening another. Which level has the versions is told
 * by what its headings say: bold lines and plain lines count only in a file whose real headings name no version.
 */
function chooseSections(headings) {
    const level = findVersionLevel(headings);
    if (level === undefined)
        return [];
    const isReal = level < heading_line/* boldLevel */._m;
    const early = isReal ? findEarlyLines(headings, level) : new Set();
    const titles = new Map();
    for (const { heading } of headings)
        if (heading.kind === 'other')
            titles.set(heading.label, (titles.get(heading.label) ?? 0) + 1);
    const chosen = [];
    let versionSeen = false;
    for (const read of headings) {
        const { source, heading } = read;
        if (early.has(read)) {
            chosen.push({ ...read, isSection: true });
            versionSeen = true;
            continue;
        }
        if (isReal !== source.level < heading_line/* boldLevel */._m || (!isReal && source.level !== level)) {
            if (!isReal && source.level < level && chosen.length > 0)
                chosen.push({ ...read, isSection: false });
            continue;
        }
        if (opensSection(read, level, versionSeen)) {
            chosen.push({ ...read, isSection: true });
            versionSeen ||= heading.kind === 'version';
            continue;
        }
        const current = chosen.findLast(({ isSection }) => isSection)?.source.level;
        const isPart = (0,categories/* isCategory */.h)(heading.label) || (titles.get(heading.label) ?? 0) > 1 || heading.kind !== 'other';
        if (current !== undefined && source.level <= Math.min(current, level) && !isPart)
            chosen.push({ ...read, isSection: false });
    }
    return chosen;
}
function opensSection({ source, heading }, level, versionSeen) {
    if (heading.kind === 'other')
        return false;
    if (heading.kind === 'unreleased')
        return (0,read_heading/* isVagueLabel */.RR)(heading.label) ? source.level === level && !versionSeen : true;
    return heading.strict || source.level === level;
}
/** Newer sections may be headed by plain lines where older ones have real headings. */
function findEarlyLines(headings, level) {
    const first = headings.findIndex(({ source, heading }) => source.level === level && heading.kind !== 'other');
    const lines = headings
        .slice(0, first)
        .filter(({ source, heading }) => source.level === heading_line/* plainLevel */.DS &&
        heading.strict &&
        (heading.date !== undefined || heading.kind === 'unreleased'));
    return new Set(lines.length > 1 ? lines : []);
}
/** The level whose headings name most versions; one that says nothing else weighs three of the others. */
function findVersionLevel(headings) {
    const scores = new Map();
    for (const { source, heading } of headings) {
        if (heading.kind === 'other')
            continue;
        const score = scores.get(source.level) ?? { strict: new Set(), loose: new Set() };
        scores.set(source.level, score);
        if (heading.kind === 'unreleased' && (0,read_heading/* isVagueLabel */.RR)(heading.label))
            continue;
        (heading.strict ? score.strict : score.loose).add((0,read_heading/* normalizeLabel */.yP)(heading.label));
    }
    const weigh = (level) => {
        const score = scores.get(level);
        return score === undefined ? 0 : score.strict.size * 3 + score.loose.size;
    };
    const real = [...scores.keys()].filter((level) => level < heading_line/* boldLevel */._m);
    const best = real.toSorted((left, right) => weigh(right) - weigh(left) || left - right)[0];
    const bold = scores.get(heading_line/* boldLevel */._m)?.strict.size ?? 0;
    const plain = scores.get(heading_line/* plainLevel */.DS)?.strict.size ?? 0;
    if (best !== undefined && weigh(best) >= (bold > 0 || plain > 1 ? 2 : 1))
        return best;
    if (bold > 0)
        return heading_line/* boldLevel */._m;
    if (plain > 0)
        return heading_line/* plainLevel */.DS;
    return best;
}

// EXTERNAL MODULE: ./packages/changelog/src/headings/dates.ts
var dates = __webpack_require__(4025);
;// CONCATENATED MODULE: ./packages/changelog/src/changelog/date-line.ts

const maxLength = 100;
const notReleased = /\b(?:un-?released|not (?:yet )?released(?: yet)?|in development|under development|to be (?:released|announced|determined)|tb[ad])\b/i;
const words = /\b(?:released?|release|date|on|the)\b/gi;
/** Reads the first line with text after a heading, when it says nothing but a date. */
function readDateLine(lines, from, end) {
    let index = from;
    while (index < lines.length && lines[index]?.text.trim() === '')
        index += 1;
    const line = lines[index];
    if (line === undefined || line.start >= end || line.text.length > maxLength)
        return undefined;
    if (/^(?:[-*+] |\.\.|#|\s)/.test(line.text))
        return undefined;
    const date = (0,dates/* findDate */.O)(line.text);
    const mark = date === undefined ? notReleased.exec(line.text) : null;
    const start = date?.start ?? mark?.index;
    const length = date === undefined ? (mark?.[0].length ?? 0) : date.end - date.start;
    if (start === undefined)
        return undefined;
    const rest = `${line.text.slice(0, start)} ${line.text.slice(start + length)}`.replace(words, ' ');
    if (/[\p{L}\p{N}]/u.test(rest))
        return undefined;
    const span = { start: line.start + start, end: line.start + start + length };
    return { isUnreleased: date === undefined, date, span, text: line.text, line: index };
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/link-definitions.ts
// CommonMark §4.7, on one line, as every changelog writes it.
const markdownLine = /^ {0,3}\[([^[\]]+)\]:[ \t]*<?([^\s<>]+)>?(?=[ \t]|$)/;
// docutils, "external hyperlink targets".
const rstLine = /^\.\. _(?:`([^`]+)`|([^:`]+)):[ \t]+([^\s<>]+:\/\/[^\s<>]+)[ \t]*$/;
/** All definitions of links, in the order of the file. */
function findDefinitions(lines, roles, format) {
    const wanted = format === 'rst' ? 'comment' : 'text';
    return lines.flatMap((line, index) => {
        if (roles[index] !== wanted)
            return [];
        const found = (format === 'rst' ? rstLine : markdownLine).exec(line.text);
        const label = format === 'rst' ? (found?.[1] ?? found?.[2]) : found?.[1];
        const url = format === 'rst' ? found?.[3] : found?.[2];
        if (label === undefined || url === undefined)
            return [];
        // Neither kind of label can hold what ends it, so that the first one does.
        const labelStart = line.text.indexOf(label);
        const urlStart = line.text.indexOf(url, labelStart + label.length + 1);
        const spanAt = (offset, length) => ({
            start: line.start + offset,
            end: line.start + offset + length,
        });
        return [
            {
                ...{ label, url, line: index + 1, span: { start: line.start, end: line.end } },
                ...{ labelSpan: spanAt(labelStart, label.length), urlSpan: spanAt(urlStart, url.length) },
            },
        ];
    });
}
/** Where the block of definitions (and blank lines) begins that ends the file; one further up belongs to its section. */
function findTail(lines, roles, definitions) {
    const closing = new Map(definitions.map((definition) => [definition.line - 1, definition]));
    let index = lines.length;
    let first;
    while (index > 0) {
        const definition = closing.get(index - 1);
        const isBlank = lines[index - 1]?.text.trim() === '' && roles[index - 1] !== 'code';
        if (definition === undefined && !isBlank)
            break;
        first = definition ?? first;
        index -= 1;
    }
    return first?.span.start ?? lines.at(-1)?.next ?? 0;
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/parse-changelog.ts







/**
 * Finds the sections of a changelog and the spans they take, without changing anything. Takes linear time.
 * The level of headings that name versions decides which headings are sections; a heading that says nothing but a version
 * is one on any level, as release-please writes patch releases a level below.
 */
function parseChangelog(text, format = 'markdown') {
    const lines = (0,text_lines/* splitLines */.u)(text);
    const { headings, roles, open } = format === 'rst' ? (0,rst_headings/* findRstHeadings */.M)(lines) : (0,markdown_headings/* findMarkdownHeadings */.Q)(lines);
    const definitions = findDefinitions(lines, roles, format);
    const tail = findTail(lines, roles, definitions);
    const read = headings.map((source) => ({ source, heading: (0,read_heading/* readHeading */.Nu)(source.text) }));
    const chosen = chooseSections(read);
    const leads = chosen.map(({ source }) => findLead(lines, source.firstLine, format));
    let versionSeen = false;
    let unreleasedSeen = false;
    const sections = chosen.map(({ source, heading, isSection }, index) => {
        const last = lines[source.lastLine];
        const nextLead = leads[index + 1];
        const start = last?.next ?? 0;
        const end = nextLead === undefined ? Math.max(tail, start) : (lines[nextLead]?.start ?? text.length);
        const dateLine = heading.kind === 'version' && heading.date === undefined && heading.mark === undefined
            ? readDateLine(lines, source.lastLine + 1, end)
            : undefined;
        const isUpcoming = heading.kind === 'version' && !versionSeen && saysUnreleased(heading, dateLine);
        // A heading for unreleased changes that was forgotten below a version is history.
        const isForgotten = heading.kind === 'unreleased' && versionSeen && unreleasedSeen;
        const state = !isSection || isForgotten ? 'other' : isUpcoming ? 'unreleased' : heading.kind;
        unreleasedSeen ||= state === 'unreleased';
        if (state === 'version')
            versionSeen = true;
        return {
            ...{ heading, source, isUpcoming, dateLine, state },
            line: lineOf(source) + 1,
            headingSpan: { start: lines[leads[index] ?? source.firstLine]?.start ?? 0, end: last?.end ?? 0 },
            bodySpan: { start, end },
        };
    });
    return { text, format, lines, roles, headings, sections, definitions, tail, open };
}
function lineOf({ form, firstLine }) {
    return form === 'overlined' ? firstLine + 1 : firstLine;
}
function saysUnreleased(heading, dateLine) {
    // `1.2.0.dev0` stands for the version to come; a numbered or dated one was released.
    const isComing = heading.date === undefined && /[.-]?dev0?$/i.test(heading.label);
    return heading.mark !== undefined || dateLine?.isUnreleased === true || isComing;
}
/** The first line of a heading with the anchors right above it; blank lines in between belong to them. */
function findLead(lines, firstLine, format) {
    const anchor = format === 'rst' ? /^\.\. _[^:]+:[ \t]*$/ : /^ {0,3}<a (?:name|id)=[^<>]*>(?:<\/a>)?[ \t]*$/;
    let lead = firstLine;
    let blanks = 0;
    for (let index = firstLine - 1; index >= 0 && blanks < 3; index -= 1) {
        const text = lines[index]?.text ?? '';
        if (text.trim() === '')
            blanks += 1;
        else if (anchor.test(text)) {
            lead = index;
            blanks = 0;
        }
        else
            break;
    }
    return lead;
}
/** Removes blank lines at both ends and the last line ending; keeps the indentation of the first line. */
function trimBlankLines(text) {
    const lines = (0,text_lines/* splitLines */.u)(text);
    const first = lines.findIndex((line) => line.text.trim() !== '');
    const last = lines.findLastIndex((line) => line.text.trim() !== '');
    return first === -1 ? '' : text.slice(lines[first]?.start ?? 0, lines[last]?.end ?? 0);
}


/***/ }),

/***/ 4025:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ renderDate),
/* harmony export */   O: () => (/* binding */ findDate)
/* harmony export */ });
const longMonths = [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const monthNames = longMonths.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)}|\\.|t\\.?)?`).join('|');
const day = String.raw `\d{1,2}`;
const ordinal = '(?:st|nd|rd|th)?';
const year = String.raw `(?:19|20)\d{2}`;
/** Each form with the names of its groups, in the order in which they are tried. */
const forms = [
    // 2026-02-03, 2026/02/03, 2026.02.03
    {
        order: 'ymd',
        pattern: new RegExp(String.raw `(?<![\d.])(?<y>${year})([-/.])(?<m>${day})\2(?<d>${day})(?![\d])`),
    },
    {
        order: 'compact',
        pattern: new RegExp(String.raw `(?<![\d.])(?<y>${year})(?<m>\d{2})(?<d>\d{2})(?![\d.])`),
    },
    // February 3, 2026 · Feb 3rd 2026
    {
        order: 'Mdy',
        pattern: new RegExp(String.raw `(?<m>\b(?:${monthNames}))\s+(?<d>${day})${ordinal},?\s+(?<y>${year})\b`, 'i'),
    },
    // 3 February 2026 · 3rd Feb, 2026 · 03-Feb-2026
    {
        order: 'dMy',
        pattern: new RegExp(String.raw `(?<![\d.])(?<d>${day})${ordinal}(?:\s+|-)(?<m>${monthNames}),?(?:\s+|-)(?<y>${year})\b`, 'i'),
    },
    // 03.02.2026, 03/02/2026, 02/03/2026
    {
        order: 'numeric',
        pattern: new RegExp(String.raw `(?<![\d.])(?<d>${day})([-/.])(?<m>${day})\2(?<y>${year})(?![\d.])`),
    },
    { order: 'My', pattern: new RegExp(String.raw `(?<m>\b(?:${monthNames})),?\s+(?<y>${year})\b`, 'i') },
];
/** The first date in a text of at most some hundred characters. */
function findDate(text) {
    for (const { order, pattern } of forms) {
        const found = pattern.exec(text);
        const { y = '', m = '', d = '' } = found?.groups ?? {};
        if (found === null || !isPossible(order, m, d))
            continue;
        const parts = { order, year: y, month: m, day: d };
        return { text: found[0], start: found.index, end: found.index + found[0].length, parts };
    }
    return undefined;
}
function isPossible(order, month, dayText) {
    if (order === 'My')
        return true;
    const [m, d] = [Number(month), Number(dayText)];
    if (order === 'numeric')
        return m >= 1 && d >= 1 && (m <= 12 || d <= 12) && m <= 31 && d <= 31;
    return d >= 1 && d <= 31 && (Number.isNaN(m) || (m >= 1 && m <= 12));
}
/**
 * A date in the form of the samples, of which the first decides and the others say what it leaves open: whether `May` is a
 * short name, whether days below 10 have a zero, whether 03/02 is in March.
 * @param iso `YYYY-MM-DD`
 */
function renderDate(samples, iso) {
    const first = samples[0];
    if (first === undefined)
        return iso;
    const [y = '', m = '', d = ''] = iso.split('-');
    const alike = samples.filter(({ parts }) => parts.order === first.parts.order);
    const { order } = first.parts;
    const swapped = order === 'numeric' && isMonthFirst(first, alike);
    const monthText = order === 'compact'
        ? m
        : /^\d/.test(first.parts.month)
            ? pad(m, alike, 'month')
            : nameMonth(Number(m), alike);
    const dayText = order === 'compact' ? d : pad(d, alike, 'day');
    const texts = swapped
        ? { year: y, month: dayText, day: monthText }
        : { year: y, month: monthText, day: dayText };
    return replaceParts(first, texts, Number(d));
}
/** Puts the new parts where the old ones are. */
function replaceParts(sample, texts, dayNumber) {
    const { order } = sample.parts;
    const sequence = order === 'ymd' || order === 'compact'
        ? ['year', 'month', 'day']
        : order === 'Mdy'
            ? ['month', 'day', 'year']
            : order === 'My'
                ? ['month', 'year']
                : ['day', 'month', 'year'];
    let result = '';
    let position = 0;
    for (const name of sequence) {
        const old = sample.parts[name];
        const at = sample.text.indexOf(old, position);
        result += sample.text.slice(position, at) + texts[name];
        position = at + old.length;
        const suffix = name === 'day' ? /^(?:st|nd|rd|th)/i.exec(sample.text.slice(position)) : null;
        if (suffix !== null) {
            result += ordinalOf(dayNumber);
            position += suffix[0].length;
        }
    }
    return result + sample.text.slice(position);
}
function ordinalOf(number) {
    if (number >= 11 && number <= 13)
        return 'th';
    return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}
/** `03/02/2026`: dots and hyphens are used where the day comes first, slashes in both. */
function isMonthFirst(first, alike) {
    for (const { parts } of alike) {
        if (Number(parts.month) > 12)
            return true;
        if (Number(parts.day) > 12)
            return false;
    }
    return first.text.includes('/');
}
function pad(value, alike, name) {
    // Two digits are the habit unless a single one is seen, in the nearest heading that tells.
    const telling = alike.map(({ parts }) => parts[name]).find((text) => /^0?[1-9]$/.test(text));
    const isNumeric = /^\d/.test(alike[0]?.parts.month ?? '');
    const padded = telling === undefined ? isNumeric : telling.startsWith('0');
    return padded ? value.padStart(2, '0') : String(Number(value));
}
function nameMonth(number, alike) {
    const long = longMonths[number - 1] ?? '';
    // "May" is both, and a name in capitals is kept in capitals.
    const telling = alike.map(({ parts }) => parts.month).find((name) => !/^may/i.test(name)) ?? long;
    const isLong = longMonths.some((name) => name.toLowerCase() === telling.toLowerCase());
    const name = isLong ? long : `${long.slice(0, 3)}${telling.endsWith('.') && long.length > 3 ? '.' : ''}`;
    if (telling === telling.toUpperCase())
        return name.toUpperCase();
    return telling === telling.toLowerCase() ? name.toLowerCase() : name;
}


/***/ }),

/***/ 2145:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DS: () => (/* binding */ plainLevel),
/* harmony export */   HG: () => (/* binding */ makeHeading),
/* harmony export */   _m: () => (/* binding */ boldLevel)
/* harmony export */ });
/** Levels of headings that are no headings of the format: a whole bold paragraph, and a line that names a version. */
const boldLevel = 7;
const plainLevel = 8;
const maxHeadingLength = 500;
/** A heading whose title is the part of one line from `offset` on; a longer title than anybody writes is cut. */
function makeHeading(form, level, line, place, lines) {
    const raw = line.text.slice(place.offset, place.offset + Math.min(place.length, maxHeadingLength));
    const text = raw.trim();
    const start = line.start + place.offset + (raw.length - raw.trimStart().length);
    return {
        form,
        level,
        text,
        textSpan: { start, end: start + text.length },
        firstLine: lines.first,
        lastLine: lines.last,
    };
}


/***/ }),

/***/ 9027:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ findMarkdownHeadings)
/* harmony export */ });
/* harmony import */ var _markdown_blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8582);
/* harmony import */ var _heading_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2145);
/* harmony import */ var _plain_headings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4317);



// CommonMark 0.31 §4.2 and §4.3.
const atx = /^( {0,3})(#{1,6})[ \t]+(\S.*)$/;
const underline = /^ {0,3}(?:(=+)|(-+))[ \t]*$/;
// What cannot be the only line of a paragraph: another block, a table, a definition, a closing tag on its own.
const noParagraph = /^(?: {4}|\t| {0,3}(?:[-+*>#|]|\d{1,9}[.)](?:[ \t]|$)|\[[^[\]]+\]:|<\/?[a-z]))/i;
const bold = /^ {0,3}(\*\*|__)(?=\S)(.{1,400}?)\1(.{0,100})$/;
/** The headings of a text in Markdown: with `#`, underlined, and paragraphs that are bold or only name a version. */
function findMarkdownHeadings(lines) {
    const tracker = new _markdown_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .BlockTracker */ .y();
    const roles = [];
    const headings = [];
    const begin = skipFrontMatter(lines);
    for (const [index, line] of lines.entries()) {
        const role = index < begin ? 'comment' : tracker.accept(withoutMark(line, index));
        roles.push(role);
        if (role !== 'text')
            continue;
        const found = readAtx(line, index) ?? readUnderlined(lines, roles, index) ?? readLoose(lines, roles, index);
        if (found !== undefined)
            headings.push(found);
    }
    return { headings, roles, open: tracker.open };
}
/** A byte order mark opens the file, not its first line. */
function withoutMark(line, index) {
    return index === 0 ? line.text.replace(/^\uFEFF/, '') : line.text;
}
function readAtx(line, index) {
    const text = withoutMark(line, index);
    const found = atx.exec(text);
    if (found === null)
        return undefined;
    const offset = line.text.length - (found[3] ?? '').length;
    // Without the closing `#` marks.
    const length = (found[3] ?? '').slice(0, 1000).replace(/[ \t]+#+[ \t]*$/, '').length;
    return (0,_heading_line_js__WEBPACK_IMPORTED_MODULE_1__/* .makeHeading */ .HG)('atx', (found[2] ?? '').length, line, { offset, length }, { first: index, last: index });
}
/** A paragraph of one line with `===` or `---` below it. */
function readUnderlined(lines, roles, index) {
    const found = underline.exec(lines[index]?.text ?? '');
    const title = lines[index - 1];
    if (found === null || title === undefined || roles[index - 1] !== 'text')
        return undefined;
    const text = withoutMark(title, index - 1);
    const aboveIsText = index >= 2 && roles[index - 2] === 'text' && lines[index - 2]?.text.trim() !== '';
    if (text.trim() === '' || noParagraph.test(text) || aboveIsText)
        return undefined;
    const offset = title.text.length - text.length;
    const place = { offset, length: text.length };
    return (0,_heading_line_js__WEBPACK_IMPORTED_MODULE_1__/* .makeHeading */ .HG)('underlined', found[1] === undefined ? 2 : 1, title, place, {
        first: index - 1,
        last: index,
    });
}
function readLoose(lines, roles, index) {
    const line = lines[index];
    const above = lines[index - 1];
    const opensParagraph = above === undefined || above.text.trim() === '' || roles[index - 1] !== 'text';
    if (line === undefined || !opensParagraph)
        return undefined;
    const next = lines[index + 1]?.text ?? '';
    if (underline.test(next))
        return undefined;
    const text = withoutMark(line, index);
    if (bold.test(text)) {
        const offset = line.text.length - text.length;
        return (0,_heading_line_js__WEBPACK_IMPORTED_MODULE_1__/* .makeHeading */ .HG)('bold', _heading_line_js__WEBPACK_IMPORTED_MODULE_1__/* .boldLevel */ ._m, line, { offset, length: text.length }, { first: index, last: index });
    }
    return (0,_plain_headings_js__WEBPACK_IMPORTED_MODULE_2__/* .findPlainHeading */ .W)(line, index);
}
/** YAML between two lines of `---` at the very beginning, as site generators read it. */
function skipFrontMatter(lines) {
    if (lines[0]?.text.replace(/^\uFEFF/, '').trimEnd() !== '---')
        return 0;
    const end = lines.findIndex(({ text }, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(text));
    return end === -1 || end > 200 ? 0 : end + 1;
}


/***/ }),

/***/ 4317:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ findPlainHeading)
/* harmony export */ });
/* harmony import */ var _heading_line_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2145);
/* harmony import */ var _read_heading_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3029);


// `= 4.15.0 (20260607)`, `--1.4.1--`: marks that are no heading in Markdown or reStructuredText.
const decoration = /^(?:=+ ?|--)(?=\S)|(?<=\S)(?: ?=+|--)$/g;
/** A line at the margin that only names a version: `1.2.0 (2026-01-02)`, `Version 1.2.0 released 2026-01-02`. */
function findPlainHeading(line, index) {
    const text = line.text.replace(/^\uFEFF/, '');
    if (text.length > 120 || !/^(?:[=\-vV\d]|version\b|release\b|un-?released)/i.test(text))
        return undefined;
    const bare = text.replace(decoration, '');
    const { kind, strict } = (0,_read_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .readHeading */ .Nu)(bare.replace(/:\s*$/, ''));
    if (kind === 'other' || !strict || (kind === 'unreleased' && !/^unreleased/i.test(bare)))
        return undefined;
    const offset = line.text.indexOf(bare);
    return (0,_heading_line_js__WEBPACK_IMPORTED_MODULE_1__/* .makeHeading */ .HG)('plain', _heading_line_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLevel */ .DS, line, { offset, length: bare.length }, { first: index, last: index });
}


/***/ }),

/***/ 3029:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nu: () => (/* binding */ readHeading),
/* harmony export */   RR: () => (/* binding */ isVagueLabel),
/* harmony export */   yP: () => (/* binding */ normalizeLabel),
/* harmony export */   zi: () => (/* binding */ isSameLabel)
/* harmony export */ });
/* harmony import */ var _dates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4025);

const maxLength = 500;
// PEP 440 and the spellings of SemVer; at least two numbers, as "3 fixes" is no version.
const suffixes = String.raw `(?:[-._]?(?:alpha|beta|preview|pre|rc|post|rev|dev|final|a|b|c|r)(?:[-._]?\d+)?){0,4}(?:-\d{1,3}(?![\d-]))?`;
const release = String.raw `\d+(?:\.\d+)+`;
const version = String.raw `v?\.?(?:\d+!)?(?:${release}|\d+(?=a|b|rc|\.dev))${suffixes}(?:[-.](?!x\b)[a-z][\w.-]{0,60})?(?:\+[\w.]+)?`;
const wholeNumber = String.raw `(?:(?:\d+!)?\d{1,8}${suffixes})`;
const end = String.raw `(?![\w]|[.+!-]\w|\.\d)`;
const keyword = String.raw `(?:(?:version|release|ver|rel)\.?(?:\s+|(?=\d)))`;
const strictVersion = new RegExp(String.raw `^(\s*)(${keyword}*)(${version})${end}`, 'i');
const wordedNumber = new RegExp(String.raw `^(\s*)(${keyword}+|v)(${wholeNumber})${end}`, 'i');
const datedNumber = new RegExp(String.raw `^(\s*)()(${wholeNumber})${end}(?=\s*[-–—(/|:,])`, 'i');
const looseVersion = new RegExp(String.raw `(?<![\w.!+/-])(${version})${end}`, 'gi');
// What projects call the part that is not released, alone in its heading.
const unreleased = /^(\s*)((?:(?:un-?released|upcoming|pending|not yet released|work in progress|unstable)(?: (?:changes|version|release))?|(?:next|future|latest) (?:changes|version|release)|next|(?:in )?development(?: version)?|in progress|tbd|tba|to be released|current (?:development )?(?:version|main|master)|trunk|dev|devel|develop|main|master|head))(?![\w-])/i;
/** Words of the list above that also stand for something else, further down or in another place. */
const vague = /^(?:next|future|latest|current|trunk|dev|devel|develop|main|master|head|pending|unstable|in progress)\b/i;
const marks = /(?:not (?:yet )?released(?: yet)?|un-?released|in (?:active )?development|under (?:active )?development|development|in progress|work in progress|wip|tb[ad]|to be (?:announced|released|determined)|upcoming|future|x{4}(?:[-./]x{2}){2}|y{4}(?:[-./][md]{2}){2}|\?{2,4}(?:[-./]\?{1,2}){2}|(?:19|20)\d\d[-./][\dx?]{0,2}[?x]+[-./][\dx?]{1,2}|(?:19|20)\d\d-xx-xx|xx[-./]xx[-./](?:19|20)?(?:\d\d|xx)|\?{2,})(?!\w)/i;
/** Reads the text of a heading, without its `#` marks. */
function readHeading(source) {
    const text = source.slice(0, maxLength);
    const { plain, url, urlSpan, bracketed, yanked } = maskMarkup(text);
    const word = unreleased.exec(plain);
    if (word !== null) {
        const [, space = '', label = ''] = word;
        const rest = plain.slice(word[0].length);
        const date = (0,_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .findDate */ .O)(rest);
        if (isDecoration(withoutMarks(rest, date))) {
            const labelSpan = { start: space.length, end: space.length + label.length };
            const shared = { date: undefined, mark: labelSpan, yanked, bracketed, url, urlSpan };
            return {
                kind: 'unreleased',
                label: text.slice(labelSpan.start, labelSpan.end),
                labelSpan,
                strict: true,
                ...shared,
            };
        }
    }
    const found = findVersion(plain);
    if (found === undefined) {
        const labelSpan = { start: 0, end: text.length };
        const nothing = { date: undefined, mark: undefined, yanked, bracketed, url, urlSpan };
        return { kind: 'other', label: text, labelSpan, strict: false, ...nothing };
    }
    const { labelSpan } = found;
    const blanked = `${plain.slice(0, labelSpan.start)}${' '.repeat(labelSpan.end - labelSpan.start)}${plain.slice(labelSpan.end)}`;
    const date = (0,_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .findDate */ .O)(blanked);
    const mark = findMark(blanked, date);
    const label = text.slice(labelSpan.start, labelSpan.end);
    const strict = found.strict && isDecoration(withoutMarks(blanked.slice(labelSpan.end), undefined, date, labelSpan.end));
    return { kind: 'version', label, labelSpan, strict, date, mark, yanked, bracketed, url, urlSpan };
}
/** Whether a heading names the unreleased part by a word that also means something else ("main", "next"). */
function isVagueLabel(label) {
    return vague.test(label);
}
function findVersion(plain) {
    const strict = strictVersion.exec(plain) ?? wordedNumber.exec(plain) ?? readDatedNumber(plain);
    if (strict !== null) {
        const [whole, space = '', , label = ''] = strict;
        // A keyword "v" belongs to the label: `v3`.
        const letter = /v$/i.test(strict[2] ?? '') && !/\s$/.test(strict[2] ?? '') ? 1 : 0;
        const start = whole.length - label.length - letter;
        const after = plain.slice(whole.length);
        if (space.length < plain.length && !isRange(after))
            return { labelSpan: { start, end: whole.length }, strict: true };
        return undefined;
    }
    let last;
    for (const found of plain.matchAll(looseVersion))
        last = last !== undefined && !/\bto\s+$/i.test(plain.slice(0, found.index)) ? last : found;
    if (last === undefined)
        return undefined;
    const before = plain.slice(0, last.index).trim();
    // "Changes since 1.0" is about more than one version.
    if (/\b(?:since|until|before|after|than)$/i.test(before))
        return undefined;
    if (before.split(/\s+/).length > 6 || isRange(plain.slice(last.index + last[0].length)))
        return undefined;
    return { labelSpan: { start: last.index, end: last.index + last[0].length }, strict: false };
}
/** A single number is a version only beside a date: `24 (2024-02-03)`. */
function readDatedNumber(plain) {
    const found = datedNumber.exec(plain);
    const rest = plain.slice(found?.[0].length ?? 0);
    return found !== null && (0,_dates_js__WEBPACK_IMPORTED_MODULE_0__/* .findDate */ .O)(rest)?.parts.order !== undefined && !/^\s*[-/.]\s*\d/.test(rest)
        ? found
        : null;
}
/** `1.0 and newer` heads a range and not a version. */
function isRange(after) {
    return /^\s*(?:and|or)?\s*(?:newer|later|above|higher|older|earlier|onwards?|below|series)\b|^\s*(?:\+|x\b|and up|to\s+v?\d)/i.test(after);
}
function findMark(blanked, date) {
    // `43.0.0 - main` leads to the branch of what is not released.
    const found = marks.exec(blanked) ?? /(?<=[-–—(]\s*)(?:main|master|develop|trunk|head)(?=\s*\)?\s*$)/i.exec(blanked);
    if (found === null || date !== undefined)
        return undefined;
    return { start: found.index, end: found.index + found[0].length };
}
function withoutMarks(rest, date, shifted, shift = 0) {
    const at = date ?? (shifted && { start: shifted.start - shift, end: shifted.end - shift });
    const dateless = at === undefined || at.start < 0 ? rest : `${rest.slice(0, at.start)} ${rest.slice(at.end)}`;
    return dateless.replace(marks, ' ').replace(marks, ' ');
}
const smallWords = /\b(?:released?|release|date|on|the|of|yanked|utc|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|current|latest|stable|main|master)\b/gi;
function isDecoration(rest) {
    return !/[\p{L}\p{N}]/u.test(rest.replace(smallWords, ' '));
}
const blank = (text) => ' '.repeat(text.length);
/** Takes markup away without moving anything: links, anchors, emphasis, code, brackets, decoration in front. */
function maskMarkup(text) {
    const link = /\]\((<?)([^()\s]{1,400}?)>?\)|<(https?:\/\/[^<>\s]{1,400})>/.exec(text);
    const url = link?.[2] ?? link?.[3];
    const start = link === null || url === undefined ? 0 : link.index + link[0].indexOf(url);
    const yanked = /\[yanked\]/i.test(text);
    const plain = text
        .replace(/\[yanked\]/gi, blank)
        .replace(/\]\([^()\s]{1,400}\)/g, (found) => `]${blank(found.slice(1))}`)
        .replace(/\]\[[^[\]]{0,100}\]/g, (found) => `]${blank(found.slice(1))}`)
        .replace(/<[^<>]{1,400}>/g, blank)
        .replace(/\{[#.:][^{}]{0,100}\}/g, blank)
        .replace(/:[a-z][\w:+.-]{0,40}:(?=`)/gi, blank)
        .replace(/`_{0,2}|\*|[[\]]|(?<!\w)_+|_+(?!\w)|\\(?=[\W_])/g, blank)
        .replace(/^[^\p{L}\p{N}]+/u, blank)
        .replace(/\u200B|\uFE0F/g, ' ');
    const bracket = text.indexOf('[');
    const bracketed = bracket !== -1 &&
        text.indexOf(']', bracket) !== -1 &&
        !/[\p{L}\p{N}]/u.test(text.slice(0, bracket)) &&
        !/^\[yanked/i.test(text.slice(bracket));
    const urlSpan = url === undefined ? undefined : { start, end: start + url.length };
    return { plain, bracketed, yanked, url, urlSpan };
}
/**
 * Whether two spellings name one version, as far as this package can tell: a leading `v` and case do not matter.
 * Callers that know PEP 440 hand in their own comparison.
 */
function isSameLabel(left, right) {
    return normalizeLabel(left) === normalizeLabel(right);
}
/** A label without its leading `v`, in lower case. */
function normalizeLabel(label) {
    return label
        .trim()
        .toLowerCase()
        .replace(/^v\.?(?=\d)/, '');
}


/***/ }),

/***/ 9353:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ findRstHeadings)
/* harmony export */ });
/* harmony import */ var _heading_line_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2145);
/* harmony import */ var _plain_headings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4317);


// docutils, `Body.pats["nonalphanum7bit"]`: the characters that titles are underlined with.
const adornment = /^([!-/:-@[-`{-~])\1*[ \t]*$/;
const bold = /^\*\*(?=\S)(.{1,400}?)\*\*(.{0,100})$/;
/**
 * The titles of a text in reStructuredText, by docutils' rules: underlined, or over- and underlined by the same line; the
 * levels are those of the styles in the order in which they appear. Paragraphs that are bold or only name a version count too.
 */
function findRstHeadings(lines) {
    const roles = readRoles(lines);
    const styles = [];
    const headings = [];
    for (let index = 0; index < lines.length; index += 1) {
        if (roles[index] !== 'text')
            continue;
        const title = readTitle(lines, roles, index);
        if (title === undefined) {
            const loose = readLoose(lines, index);
            if (loose !== undefined)
                headings.push(loose);
            continue;
        }
        if (!styles.includes(title.style) && styles.length < 20)
            styles.push(title.style);
        const level = Math.min(styles.indexOf(title.style) + 1, _heading_line_js__WEBPACK_IMPORTED_MODULE_0__/* .boldLevel */ ._m - 1) || _heading_line_js__WEBPACK_IMPORTED_MODULE_0__/* .boldLevel */ ._m - 1;
        const line = lines[title.at];
        if (line === undefined)
            continue;
        const offset = title.at === 0 ? (/^\uFEFF/.exec(line.text)?.[0].length ?? 0) : 0;
        const form = title.style.length === 2 ? 'overlined' : 'underlined';
        const place = { offset, length: line.text.length - offset };
        headings.push((0,_heading_line_js__WEBPACK_IMPORTED_MODULE_0__/* .makeHeading */ .HG)(form, level, line, place, { first: index, last: title.last }));
        index = title.last;
    }
    return { headings, roles, open: { fence: undefined, comment: false } };
}
function readTitle(lines, roles, index) {
    const [first, second, third] = [0, 1, 2].map((step) => textAt(lines, index + step));
    const over = adornment.exec(first ?? '')?.[1];
    if (over !== undefined) {
        const below = adornment.exec(third ?? '')?.[1];
        const title = second?.trim() ?? '';
        if (title === '' || below !== over || adornment.test(title))
            return undefined;
        if ((first ?? '').trimEnd().length < Math.min(4, title.length))
            return undefined;
        return { style: over + over, at: index + 1, last: index + 2 };
    }
    const above = index === 0 ? '' : textAt(lines, index - 1);
    const opens = above?.trim() === '' || roles[index - 1] !== 'text' || adornment.test(above ?? '');
    const under = adornment.exec(second ?? '')?.[1];
    if (!opens || under === undefined || first === undefined || !/^\S/.test(first))
        return undefined;
    // docutils takes a line that is shorter than the title for text when it has less than four characters.
    const length = (second ?? '').trimEnd().length;
    if (length < Math.min(4, first.trimEnd().length))
        return undefined;
    return { style: under, at: index, last: index + 1 };
}
function textAt(lines, index) {
    const text = lines[index]?.text;
    return index === 0 ? text?.replace(/^\uFEFF/, '') : text;
}
function readLoose(lines, index) {
    const line = lines[index];
    if (line === undefined || (index > 0 && lines[index - 1]?.text.trim() !== ''))
        return undefined;
    const text = textAt(lines, index) ?? '';
    if (bold.test(text)) {
        const place = { offset: line.text.length - text.length, length: text.length };
        return (0,_heading_line_js__WEBPACK_IMPORTED_MODULE_0__/* .makeHeading */ .HG)('bold', _heading_line_js__WEBPACK_IMPORTED_MODULE_0__/* .boldLevel */ ._m, line, place, { first: index, last: index });
    }
    return (0,_plain_headings_js__WEBPACK_IMPORTED_MODULE_1__/* .findPlainHeading */ .W)(line, index);
}
/** Explicit markup (comments, directives, targets) with what is indented below it, and everything else that is indented. */
function readRoles(lines) {
    let inside = false;
    return lines.map((line, index) => {
        const text = textAt(lines, index) ?? line.text;
        if (text.trim() === '')
            return inside ? 'comment' : 'text';
        const opens = /^\.\.(?:[ \t]|$)/.test(text);
        inside = opens || (inside && /^[ \t]/.test(text));
        if (inside)
            return 'comment';
        return /^[ \t]/.test(text) && !adornment.test(lines[index + 1]?.text ?? '') ? 'code' : 'text';
    });
}


/***/ }),

/***/ 1202:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MW: () => (/* binding */ encodeBytes),
/* harmony export */   yj: () => (/* binding */ decodeBytes)
/* harmony export */ });
/* unused harmony export readForPeople */
/** Reads UTF-8, and any other encoding byte by byte, so that what is not edited comes back as it was. */
function decodeBytes(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString('utf8');
    // Invalid sequences become U+FFFD, which is longer or different when it is written again.
    if (Buffer.from(text, 'utf8').equals(buffer))
        return { text, encoding: 'utf-8' };
    return { text: buffer.toString('latin1'), encoding: 'bytes' };
}
/** The bytes of an edited text; undefined when the file is not UTF-8 and cannot hold a character of the new text. */
function encodeBytes(text, encoding) {
    if (encoding === 'utf-8')
        return Buffer.from(text, 'utf8');
    // A character above U+00FF is not one byte.
    return /[\u0100-\uFFFF]/.test(text) ? undefined : Buffer.from(text, 'latin1');
}
/** The text for people: files that are not UTF-8 are read as Windows-1252, the superset of Latin-1. */
function readForPeople(bytes) {
    const { text, encoding } = decodeBytes(bytes);
    return encoding === 'utf-8' ? text : new TextDecoder('windows-1252').decode(bytes);
}


/***/ }),

/***/ 5479:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ dominantLineEnding),
/* harmony export */   u: () => (/* binding */ splitLines)
/* harmony export */ });
/** Splits at CommonMark line endings (`\n`, `\r\n`, lone `\r`); joining `text + ending` gives the input back. */
function splitLines(text) {
    const lines = [];
    let start = 0;
    while (start < text.length) {
        let end = start;
        while (end < text.length && text[end] !== '\n' && text[end] !== '\r')
            end += 1;
        const ending = text.startsWith('\r\n', end) ? '\r\n' : (text[end] ?? '');
        lines.push({ text: text.slice(start, end), start, end, next: end + ending.length, ending });
        start = end + ending.length;
    }
    return lines;
}
/** The line ending most lines of the text have; `\n` when there is none. */
function dominantLineEnding(lines) {
    const counts = new Map();
    for (const { ending } of lines)
        if (ending !== '')
            counts.set(ending, (counts.get(ending) ?? 0) + 1);
    let best = '\n';
    let most = 0;
    for (const [ending, count] of counts) {
        if (count > most) {
            most = count;
            best = ending;
        }
    }
    return best;
}


/***/ })

};
