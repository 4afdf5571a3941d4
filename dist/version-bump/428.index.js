export const id = 428;
export const ids = [428];
export const modules = {

/***/ 7428:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  closeProposal: () => (/* binding */ closeProposal),
  proposeAndReport: () => (/* binding */ proposeAndReport)
});

// EXTERNAL MODULE: ./actions/version-bump/src/report.ts
var report = __webpack_require__(7623);
// EXTERNAL MODULE: ./node_modules/mdast-util-from-markdown/lib/index.js + 51 modules
var lib = __webpack_require__(53);
;// CONCATENATED MODULE: ./packages/changelog/src/markdown/cost.ts
/** What makes a parser of CommonMark look back: each opens or closes something. */
const marks = /[[\]*_`<&\\!~]/g;
const listMarker = /^ {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]+\S/;
/** One container at the beginning of a line: a block quote or an item of a list. */
const container = /[ \t]*(?:(>)|([-+*]|\d{1,9}[.)])(?=[ \t]|$))/y;
// What the parser compares with all of its kind before: an item within an item, until a heading ends the list (CommonMark §5.3),
// and a heading underlined, until a blank line.
const nestedItem = /^(?:[ \t]+|[ \t]*>[ \t>]*)(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
const heading = /^#{1,6}(?:[ \t]|$)/;
const underline = /^[ \t>]*(?:=+|-+)[ \t]*$/;
/** People's notes stay far below: about 60,000 for 800 lines of GitHub's generated notes without a blank line between them. */
const maxCost = 4_000_000;
// Measured: an item within an item costs the parser about 40 times as much as two marks of one paragraph.
const listFactor = 40;
/** Square of the depth of one line, of which a list costs more than a quote. */
function measureDepth(line) {
    let quotes = 0;
    let items = 0;
    container.lastIndex = 0;
    for (let found = container.exec(line); found !== null; found = container.exec(line)) {
        if (found[1] === undefined)
            items += 1;
        else
            quotes += 1;
    }
    return (quotes + items) ** 2 + items ** 2 * listFactor;
}
/**
 * Whether a text could keep the parser of Markdown busy for more than a moment: it compares the marks of a paragraph with
 * each other, the containers of a line one within the other, the items within the items of one list, and underlined headings
 * without a blank line between them. Takes linear time.
 */
function cost_isCostlyMarkdown(text) {
    let cost = 0;
    let paragraphMarks = 0;
    let nestedItems = 0;
    let underlines = 0;
    for (const line of text.split('\n')) {
        // A blank line and the item of a list begin a new paragraph, whatever was open before (CommonMark §5.3).
        if (line.trim() === '' || listMarker.test(line)) {
            cost += paragraphMarks ** 2;
            paragraphMarks = 0;
        }
        underlines = line.trim() === '' ? 0 : underlines + (underline.test(line) ? 1 : 0);
        nestedItems = heading.test(line) ? 0 : nestedItems + (nestedItem.test(line) ? 1 : 0);
        paragraphMarks += line.match(marks)?.length ?? 0;
        cost += measureDepth(line);
        if (cost + paragraphMarks ** 2 > maxCost || Math.max(nestedItems, underlines) ** 2 > maxCost)
            return true;
    }
    return false;
}
/** A text as code: nothing in it is markup. The fence is longer than any run of its characters inside (CommonMark §4.5). */
function renderAsCode(text) {
    const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
    const fence = '`'.repeat(longest + 1);
    return `${fence}text\n${text.replace(/\n+$/, '')}\n${fence}`;
}

// EXTERNAL MODULE: ./packages/changelog/src/markdown/edits.ts
var markdown_edits = __webpack_require__(6379);
;// CONCATENATED MODULE: ./packages/changelog/src/markdown/addresses.ts
const schemes = new Set(['http', 'https', 'mailto']);
/**
 * An address that leads somewhere from the page of a release; undefined for a scheme that is not let through.
 * @param view page of a file (`blob`) or its bytes (`raw`)
 */
function completeAddress(address, base, view) {
    const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
    if (scheme !== undefined)
        return schemes.has(scheme) ? encodeAddress(address) : undefined;
    if (address.startsWith('//'))
        return encodeAddress(`https:${address}`);
    if (base === undefined || address === '' || address.startsWith('#'))
        return encodeAddress(address);
    const path = URL.parse(address, 'https://placeholder.invalid/');
    if (path === null)
        return undefined;
    const place = `${base.repositoryUrl}/${view}/${encodeURIComponent(base.tag)}`;
    return encodeAddress(`${place}${path.pathname}${path.search}${path.hash}`);
}
/** What would end a link's destination, or start an expression, is percent-encoded (RFC 3986). */
function encodeAddress(address) {
    return address.replace(/[\s<>()[\]{}\\`"|]/g, (found) => `%${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`);
}
/** What a link to an image says when the image has no text of its own: the name of its file. */
function nameImage(label, address) {
    const text = label.replace(/[\\[\]*_`<>&!#@\n]/g, ' ').trim();
    if (text !== '')
        return text;
    const file = /([^/?#]+)(?:[?#].*)?$/.exec(address)?.[1] ?? '';
    return file.replace(/[^\w. -]/g, ' ').trim() || 'image';
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/html-tags.ts
/**
 * What of GitHub's own list of elements may stand in notes
 * (https://github.com/gjtorikian/html-pipeline, `sanitization_filter.rb`). Left out are images and headings, which become links
 * and bold text, and `bdo` and `pre`, which turn around what stands beside them or end where Markdown does not.
 */
const allowed = new Map([
    ...'abbr b blockquote caption cite code dd del dfn div dl dt em figcaption figure i ins kbd li mark ol p q rp rt ruby s samp small span strike strong sub summary sup table tbody td tfoot th thead time tr tt ul var'.split(' ').map((name) => [name, []]),
    ['a', ['href']],
    ['details', ['open']],
    ['div', ['align']],
    ['ol', ['start']],
    ['p', ['align']],
    ['td', ['align', 'colspan', 'rowspan']],
    ['th', ['align', 'colspan', 'rowspan']],
]);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Elements without an end tag. */
const voidElements = new Set(['br', 'hr', 'wbr']);
/** Elements that a browser ends by itself (HTML, "Optional tags"): a tag of them without its counterpart says nothing. */
const optionalEnds = new Set('p li dt dd rp rt tr td th thead tbody tfoot caption'.split(' '));
/** Elements that hold blocks: one that stays open holds the rest of the text. */
const blockElements = new Set('blockquote details div dl figure ol table ul'.split(' '));
// CommonMark §6.6. Every piece of white space belongs to exactly one part, so that a long tag is read once.
const attribute = String.raw `\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>\u0060]+))?`;
const openTag = new RegExp(`<([a-z][a-z0-9-]*)((?:${attribute})*)\\s*/?>`, 'iy');
const closeTag = /<\/([a-z][a-z0-9-]*)\s*>/iy;
const eachAttribute = /([a-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gi;
/** Takes a piece of HTML apart; joined, the sources are the piece again. A `<` that begins nothing is text. */
function readHtmlTokens(html) {
    const tokens = [];
    let text = '';
    let hasCommentEnd = true;
    const push = (token) => {
        if (text !== '')
            tokens.push({ kind: 'text', source: text });
        text = '';
        tokens.push(token);
    };
    for (let at = 0; at < html.length;) {
        const next = html.indexOf('<', at);
        if (next < 0) {
            text += html.slice(at);
            break;
        }
        text += html.slice(at, next);
        const comment = hasCommentEnd ? readComment(html, next) : undefined;
        if (comment === '')
            hasCommentEnd = false;
        const token = comment ? { kind: 'comment', source: comment } : readTag(html, next);
        if (token === undefined)
            text += '<';
        else
            push(token);
        at = next + (token?.source.length ?? 1);
    }
    if (text !== '')
        tokens.push({ kind: 'text', source: text });
    return tokens;
}
/** A comment (CommonMark §6.6); empty when it stays open, and with it every later one. */
function readComment(html, at) {
    if (!html.startsWith('<!--', at))
        return undefined;
    const short = /^<!---?>/.exec(html.slice(at, at + 6))?.[0];
    if (short !== undefined)
        return short;
    const end = html.indexOf('-->', at + 4);
    return end < 0 ? '' : html.slice(at, end + 3);
}
function readTag(html, at) {
    openTag.lastIndex = at;
    const opened = openTag.exec(html);
    if (opened !== null) {
        const attributes = new Map();
        for (const [, name = '', double, single, bare] of (opened[2] ?? '').matchAll(eachAttribute)) {
            const key = name.toLowerCase();
            if (!attributes.has(key))
                attributes.set(key, double ?? single ?? bare ?? '');
        }
        return { kind: 'open', name: (opened[1] ?? '').toLowerCase(), attributes, source: opened[0] };
    }
    closeTag.lastIndex = at;
    const closed = closeTag.exec(html);
    if (closed === null)
        return undefined;
    return { kind: 'close', name: (closed[1] ?? '').toLowerCase(), attributes: new Map(), source: closed[0] };
}
/** What an element is in notes: itself, another one, or nothing that is known. A heading would be out of its order. */
function mapElement(name) {
    if (headings.has(name))
        return 'strong';
    return allowed.has(name) || voidElements.has(name) ? name : undefined;
}
/** The start tag with what may stay of its attributes. @param address of a link, ready to stand in an attribute */
function renderOpenTag(name, attributes, address) {
    const kept = (allowed.get(name) ?? []).flatMap((key) => {
        const value = key === 'href' ? address : attributes.get(key);
        if (value === undefined)
            return [];
        if (key === 'open')
            return [' open'];
        return key === 'href' || /^[\w -]{1,20}$/.test(value) ? [` ${key}="${value}"`] : [];
    });
    return `<${name}${kept.join('')}>`;
}

// EXTERNAL MODULE: ./node_modules/micromark-extension-gfm-autolink-literal/lib/syntax.js
var syntax = __webpack_require__(7042);
// EXTERNAL MODULE: ./node_modules/micromark-extension-gfm-table/lib/syntax.js + 2 modules
var lib_syntax = __webpack_require__(7749);
;// CONCATENATED MODULE: ./packages/changelog/src/markdown/tree.ts



/** Makes a node of a token; its positions are those of the token. */
const enterAs = (create) => function (token) {
    this.enter(create(), token);
};
function exitToken(token) {
    this.exit(token);
}
/**
 * The constructs of GFM that decide whether a text is code or a link: cells of a table end at a pipe, code or not, and a bare
 * address is a link. What only changes how a text looks (strikethrough, task lists) is not needed here.
 */
const gfm = {
    enter: {
        table: enterAs(() => ({ type: 'table', align: [], children: [] })),
        tableRow: enterAs(() => ({ type: 'tableRow', children: [] })),
        tableData: enterAs(() => ({ type: 'tableCell', children: [] })),
        tableHeader: enterAs(() => ({ type: 'tableCell', children: [] })),
        literalAutolink: enterAs(() => ({ type: 'link', title: null, url: '', children: [] })),
    },
    exit: {
        table: exitToken,
        tableRow: exitToken,
        tableData: exitToken,
        tableHeader: exitToken,
        literalAutolink: exitToken,
    },
};
const extensions = [(0,lib_syntax/* gfmTable */.x)(), (0,syntax/* gfmAutolinkLiteral */.$)()];
// One step after the other looks at the same text.
let newest;
/** Parses as GitHub does (https://github.github.com/gfm/); the tree is only read. The caller bounds the cost. */
function tree_parseGfm(text) {
    if (newest?.text !== text)
        newest = { text, root: (0,lib/* fromMarkdown */.Y)(text, { extensions, mdastExtensions: [gfm] }) };
    return newest.root;
}
/** All nodes in the order of the text; deep nesting does not exhaust the stack. */
function* walkPlaced(root) {
    const waiting = [{ node: root, parent: root, isLinked: false }];
    for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
        yield placed;
        const { node, isLinked } = placed;
        if (!('children' in node))
            continue;
        const within = isLinked || node.type === 'link' || node.type === 'linkReference';
        // One by one: a long text has more children than a call may have arguments.
        for (let index = node.children.length - 1; index >= 0; index -= 1) {
            const child = node.children[index];
            if (child !== undefined)
                waiting.push({ node: child, parent: node, isLinked: within });
        }
    }
}
/** All nodes in the order of the text. */
function* walkMarkdown(root) {
    for (const { node } of walkPlaced(root))
        yield node;
}
/** Offsets of a parsed node in UTF-16 units. */
function offsetsOf(node) {
    return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/html.ts



/** A browser ends elements that are nested deeper than this. People do not nest so deep. */
const maxDepth = 20;
/** The elements that are open at one place of the tree. */
class ElementStack {
    open = [];
    get hasLink() {
        return this.open.some(({ name, opening }) => name === 'a' && opening !== '');
    }
}
/**
 * The edits that leave only elements which GitHub shows and which cannot reach beyond themselves: each has its end within the
 * same block, in order. What the author meant as text (`List<str>`) is shown as text.
 */
function html_renderHtmlEdits(text, root, base) {
    const tags = [];
    const stacks = new Map();
    for (const { node, parent, isLinked } of walkPlaced(root)) {
        if (node.type !== 'html')
            continue;
        const stack = stacks.get(parent) ?? new ElementStack();
        stacks.set(parent, stack);
        let { start } = offsetsOf(node);
        const source = text.slice(start, offsetsOf(node).end);
        for (const token of readHtmlTokens(source)) {
            const tag = { token, start, text: undefined };
            tags.push(tag);
            start += token.source.length;
            placeTag(tag, stack, base, isLinked);
        }
    }
    const ends = [];
    for (const [parent, { open }] of stacks) {
        for (const element of open.reverse())
            endUnclosed(element, parent === root ? ends : undefined);
    }
    const edits = tags
        .filter(({ token, text: kept }) => kept !== token.source)
        .map(({ token, start, text: kept = '' }) => ({ start, end: start + token.source.length, text: kept }));
    if (ends.length > 0)
        edits.push({ start: text.length, end: text.length, text: `\n\n${ends.join('\n')}` });
    return edits;
}
function placeTag(tag, stack, base, isLinked) {
    const { token } = tag;
    if (token.kind === 'comment')
        tag.text = '';
    else if (token.kind === 'text')
        tag.text = token.source.replaceAll('<', '&lt;');
    else if (token.kind === 'close')
        closeElement(tag, token.name, stack);
    else
        openElement(tag, token, stack, base, isLinked);
}
function openElement(tag, token, stack, base, isLinked) {
    const { name, attributes } = token;
    const isInLink = isLinked || stack.hasLink;
    if (name === 'img') {
        tag.text = renderImage(attributes, base, isInLink);
        return;
    }
    const mapped = mapElement(name);
    if (mapped === undefined || stack.open.length >= maxDepth) {
        tag.text = token.source.replaceAll('<', '&lt;');
        return;
    }
    if (voidElements.has(mapped)) {
        tag.text = `<${mapped}>`;
        return;
    }
    const address = name === 'a' && !isInLink ? readAddress(attributes.get('href'), base) : undefined;
    const isDropped = name === 'a' && address === undefined;
    stack.open.push({
        name,
        tag,
        opening: isDropped ? '' : renderOpenTag(mapped, attributes, address),
        closing: isDropped ? '' : `</${mapped}>`,
    });
}
function closeElement(tag, name, stack) {
    const last = stack.open.at(-1);
    // A list or a table may leave the ends of its parts out.
    const depth = stack.open.findLastIndex((element) => element.name === name);
    const isBehindOptional = depth >= 0 && stack.open.slice(depth + 1).every((element) => optionalEnds.has(element.name));
    if (last === undefined || !isBehindOptional) {
        tag.text = mapElement(name) === undefined ? tag.token.source.replaceAll('<', '&lt;') : '';
        return;
    }
    for (const element of stack.open.splice(depth + 1))
        element.tag.text = '';
    const element = stack.open.pop();
    if (element === undefined)
        return;
    element.tag.text = element.opening;
    tag.text = element.closing;
}
/** What stays open: its end is put behind the text when it holds blocks, and else it was meant as text. */
function endUnclosed({ name, tag, opening, closing }, ends) {
    if (optionalEnds.has(name) || opening === '')
        tag.text = '';
    else if (ends !== undefined && blockElements.has(name)) {
        tag.text = opening;
        ends.push(closing);
    }
    else
        tag.text = tag.token.source.replaceAll('<', '&lt;');
}
/** An address of an attribute; undefined when it is not one that leads somewhere, or hides what it is behind entities. */
function readAddress(value, base) {
    const plain = value?.replaceAll('&amp;', '&');
    if (plain === undefined || plain.trim() === '' || /&(?:#|[a-z]+;)/i.test(plain))
        return undefined;
    return completeAddress(plain.trim(), base, 'blob')?.replaceAll('&', '&amp;');
}
function renderImage(attributes, base, isInLink) {
    const address = readAddress(attributes.get('src'), base);
    const label = nameImage(attributes.get('alt') ?? '', attributes.get('src') ?? '').replace(/["']/g, ' ');
    return address === undefined || isInLink ? label : `<a href="${address}">${label}</a>`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/links.ts


/**
 * The edits that write every reference out as an inline link, take titles and definitions away, complete relative addresses,
 * make links of images, and leave only the text of a link to any other scheme.
 */
function renderLinkEdits(text, root, base) {
    const placed = [...walkPlaced(root)];
    const definitions = new Map();
    // The first definition of a label counts (CommonMark §4.7).
    for (const { node } of placed)
        if (node.type === 'definition' && !definitions.has(node.identifier))
            definitions.set(node.identifier, node.url);
    const edits = [];
    for (const { node, isLinked } of placed) {
        if (node.type === 'definition')
            edits.push({ ...offsetsOf(node), text: '' });
        else if (node.type === 'link' || node.type === 'linkReference')
            edits.push(...editLink(text, node, definitions, base));
        else if (node.type === 'image' || node.type === 'imageReference')
            edits.push(editImage(node, definitions, base, isLinked));
    }
    return edits;
}
function editLink(text, node, definitions, base) {
    const { start, end } = offsetsOf(node);
    // A bare address: GFM knows them by "http://", "https://", "www." and "@" alone.
    if (text[start] !== '[' && text[start] !== '<')
        return [];
    const address = completeAddress(addressOf(node, definitions), base, 'blob');
    // An autolink, `<https://…>`: CommonMark allows only absolute addresses there.
    if (text[start] === '<') {
        return address === undefined ? [{ start, end: start + 1, text: '&lt;' }] : [];
    }
    const [first] = node.children;
    const last = node.children.at(-1);
    const from = first === undefined ? start + 1 : offsetsOf(first).start;
    const to = last === undefined ? start + 1 : offsetsOf(last).end;
    if (address === undefined) {
        return [
            { start, end: from, text: '' },
            { start: to, end, text: '' },
        ];
    }
    return text.slice(to, end) === `](${address})` ? [] : [{ start: to, end, text: `](${address})` }];
}
/** An image in a release is loaded by everybody who reads it, and as large as its author likes: a link says where it is. */
function editImage(node, definitions, base, isLinked) {
    const source = addressOf(node, definitions);
    const address = completeAddress(source, base, 'blob');
    const label = nameImage(node.alt ?? '', source);
    const isPlain = address === undefined || address === '' || isLinked;
    return { ...offsetsOf(node), text: isPlain ? label : `[${label}](${address})` };
}
function addressOf(node, definitions) {
    return 'url' in node ? node.url : (definitions.get(node.identifier) ?? '');
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/reference-links.ts

const address = String.raw `(?:https?:\/\/|\bwww\.)[^\s<>\u0060{}]+`;
// What stands before decides: an address of mail, a path, an entity and what is escaped are no references.
const before = String.raw `(?<![\w.\u0060@\/\\!&#\u200C-])`;
const login = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?(?![A-Za-z0-9-])';
// `@app.route`, `@types/node`, `@fixture(…)`, `@cached_property`.
const decorated = String.raw `[A-Za-z_][\w-]{0,60}(?:(?:[./][A-Za-z_][\w-]{0,60}){1,5}|(?=\())|[A-Za-z_][A-Za-z0-9]{0,60}_\w{0,60}`;
const mention = String.raw `@(?:(${login})(?![\w/(]|\.\w)|(${decorated}))`;
const repository = String.raw `[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}`;
const issue = String.raw `(?:(${repository})?#|GH-)([1-9]\d{0,6})(?![\w-])`;
const anyReference = new RegExp(`(${address})|${before}(?:${mention}|${issue})`, 'g');
// Decorators of the standard library whose names could be those of accounts.
const decorators = new Set('property staticmethod classmethod overload override final dataclass dataclasses abstractmethod contextmanager asynccontextmanager wraps cache singledispatch singledispatchmethod deprecated unique'.split(' '));
/** The references of a piece of plain text, in its order. Takes linear time. */
function* findReferences(text, from = 0, to = text.length) {
    const pattern = new RegExp(anyReference);
    pattern.lastIndex = from;
    for (let found = pattern.exec(text); found !== null && found.index < to; found = pattern.exec(text)) {
        const [source, url, account, code, other, number] = found;
        const start = found.index;
        const end = start + source.length;
        if (end > to)
            return;
        if (url !== undefined)
            yield { start, end, reference: { kind: 'address', source } };
        else if (number !== undefined)
            yield { start, end, reference: { kind: 'issue', repository: other, number, source } };
        else if (account !== undefined && !decorators.has(account))
            yield { start, end, reference: { kind: 'mention', login: account } };
        else if (account !== undefined || code !== undefined)
            yield { start, end, reference: { kind: 'code', source } };
    }
}
/** Address of the server that a repository is on. */
const serverOf = ({ repositoryUrl }) => new URL(repositoryUrl).origin;
/** A link to an account, which tells nobody: GitHub looks for no mention in a link. */
function renderMention(login, base) {
    return `[@${login}](${serverOf(base)}/${login})`;
}
/** A link to an issue or a pull request; GitHub redirects from the one to the other. */
function renderIssue({ repository: other, number, source }, base) {
    const repositoryUrl = other === undefined ? base.repositoryUrl : `${serverOf(base)}/${other}`;
    return `[${source.replaceAll('_', '\\_')}](${repositoryUrl}/issues/${number})`;
}
/**
 * The edits that write mentions and numbers of issues as links. Where a backtick stands in a text, a decorator is left for
 * `breakReferences`: it could become the end of other code.
 */
function linkReferences(text, root, base) {
    const spans = [...walkPlaced(root)].filter(({ node, isLinked }) => node.type === 'text' && !isLinked);
    const hasBackticks = spans.some(({ node }) => {
        const { start, end } = offsetsOf(node);
        return text.slice(start, end).includes('`');
    });
    const edits = replaceRoles(text, root, base);
    for (const { node } of spans) {
        const { start, end } = offsetsOf(node);
        const isInCodeNext = text[end] === '`' || text[start - 1] === '`';
        for (const found of findReferences(text.slice(start, end))) {
            const { reference } = found;
            // The beginning of a piece of text is not always that of a word: `a_**@b**`.
            if (found.start === 0 && /[\w.`@/\\!&#-]/.test(text[start - 1] ?? ' '))
                continue;
            const written = reference.kind === 'mention'
                ? renderMention(reference.login, base)
                : reference.kind === 'issue'
                    ? renderIssue(reference, base)
                    : reference.kind === 'code' && !hasBackticks && !isInCodeNext
                        ? `\`${reference.source}\``
                        : undefined;
            if (written === undefined)
                continue;
            edits.push({ start: start + found.start, end: start + found.end, text: written });
        }
    }
    return edits;
}
// MyST writes the roles of Sphinx so: `{issue}`12``, `{func}`open``.
const role = /\{([a-z][\w:-]{0,40})\}$/;
const issueRole = /^(?:issue|pr|pull|gh|gh-issue|gh-pr|bug|pull-request)$/;
/** The edits that show what a role of Sphinx means; GitHub knows none of them. */
function replaceRoles(text, root, base) {
    const edits = [];
    for (const { node, isLinked } of walkPlaced(root)) {
        if (node.type !== 'inlineCode' || isLinked)
            continue;
        const { start, end } = offsetsOf(node);
        const [written, name = ''] = role.exec(text.slice(Math.max(0, start - 44), start)) ?? [];
        if (written === undefined)
            continue;
        const isIssue = issueRole.test(name) && /^[1-9]\d{0,6}$/.test(node.value);
        edits.push(isIssue
            ? {
                start: start - written.length,
                end,
                text: `[#${node.value}](${base.repositoryUrl}/issues/${node.value})`,
            }
            : { start: start - written.length, end: start, text: '' });
    }
    return edits;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/references.ts


/** Shows nothing and is no space: it parts what GitHub would link, mention or evaluate. */
const nonJoiner = '\u200C';
const addresses = String.raw `https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<&]*`;
const mentions = String.raw `(?<![A-Za-z0-9])@(?=[^\s@\u200C])`;
const numbers = String.raw `#(?=[0-9&])|(?<![A-Za-z0-9])GH-(?=\d)`;
const entities = '&(?:#0{0,5}(?:64|35)|#x0{0,5}(?:40|23)|commat|num);';
// https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
const closing = String.raw `\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s+(?:\[|https?:|[\w./-]{0,140}#|GH-))`;
const footnotes = String.raw `\[(?=\^)`;
const linking = new RegExp(`(${addresses})|${mentions}|${numbers}|${entities}|${closing}|${footnotes}`, 'gi');
/**
 * Where GitHub looks for mentions and numbers of issues: everywhere but in code and in links
 * (https://github.com/gjtorikian/html-pipeline, `mention_filter.rb`: `IGNORE_PARENTS`).
 */
function listTextSpans(text, root) {
    const spans = [];
    for (const { node, isLinked } of walkPlaced(root)) {
        if (isLinked)
            continue;
        if (node.type === 'text')
            spans.push(offsetsOf(node));
        if (node.type !== 'html')
            continue;
        let { start } = offsetsOf(node);
        for (const token of readHtmlTokens(text.slice(start, offsetsOf(node).end))) {
            if (token.kind === 'text')
                spans.push({ start, end: start + token.source.length });
            start += token.source.length;
        }
    }
    return spans;
}
/**
 * The edits that part every mention, number of an issue and word that closes one from what GitHub knows them by, and the sign of
 * a footnote, whose definition would go on in what is indented here.
 */
function breakReferences(text, root) {
    const edits = [];
    const find = (from) => {
        linking.lastIndex = from;
        return linking.exec(text);
    };
    let found = find(0);
    for (const span of listTextSpans(text, root)) {
        // GitHub looks at each piece by itself: at its beginning nothing stands before.
        const opening = /^(?:@(?=[^\s@\u200C])|GH-(?=\d))/i.exec(text.slice(span.start, span.start + 8))?.[0];
        if (opening !== undefined && /[A-Za-z0-9]/.test(text[span.start - 1] ?? '')) {
            const start = span.start + opening.length;
            edits.push({ start, end: start, text: nonJoiner });
        }
        // What was found before this piece began in a link's address or in code.
        if (found !== null && found.index < span.start)
            found = find(span.start);
        while (found !== null && found.index < span.end) {
            const [source, address] = found;
            const start = found.index;
            const end = start + source.length;
            const letter = /64|40|commat/i.test(source) ? '@' : '#';
            if (address === undefined)
                edits.push({ start, end, text: `${source.startsWith('&') ? letter : source}${nonJoiner}` });
            // An address may be read on into the next piece, where something else begins.
            found = find(Math.min(end, span.end));
        }
    }
    return edits;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/neutralize.ts







// Rounds of settling a text; more than a text written by people ever needs.
const maxRounds = 8;
// The parser needs quadratic time for a crafted paragraph; notes beyond this are not shown anyway.
const maxTextLength = 250_000;
// Controls but tab and line feed, bidirectional overrides and isolates (UAX #9): they make a text look like another one.
const deceiving = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
/**
 * Markdown of a changelog as it may stand in a release: the HTML that GitHub shows and that ends where it should, no image, no
 * mention, no bare reference to an issue, no word that closes one, no expression. Mentions and numbers become links; addresses are
 * `http(s)` or `mailto`, relative ones lead to the file at the tag, references are written out, so that the text can be cut
 * between blocks; a fence left open is closed.
 */
function neutralizeMarkdown(text, base) {
    const part = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
    const plain = part.replace(/\r\n?/g, '\n').replace(deceiving, '');
    try {
        const settled = settle(plain, base);
        const linked = base === undefined || !mayRefer.test(settled) ? settled : linkWhereSafe(settled, base);
        const broken = mayRefer.test(linked)
            ? (0,markdown_edits/* applyEdits */.c)(linked, breakReferences(linked, parse(linked)))
            : linked;
        return closeFence(breakCommands(broken).trimEnd());
    }
    catch (failure) {
        if (failure instanceof CostlyMarkdown)
            return showAsText(plain);
        throw failure;
    }
}
// Without one of these there is nothing to link and nothing to break.
const mayRefer = /[@#&{]|GH-|\[\^|clos|fix|resolv/i;
class CostlyMarkdown extends Error {
}
/** Parses a text that the parser is done with in time; taking a text apart may have made another one of it. */
function parse(text) {
    if (cost_isCostlyMarkdown(text))
        throw new CostlyMarkdown();
    return tree_parseGfm(text);
}
/** A text that no parser would be done with in time, as it is; in code nothing is mentioned, linked or closed. */
function showAsText(text) {
    return `*These notes are shown as plain text: their Markdown is nested too deeply.*\n\n${breakCommands(renderAsCode(text))}`;
}
/** Breaks what the runner, or a workflow that reads the text, would evaluate. */
function breakCommands(text) {
    return text
        .replaceAll('${{', `$${nonJoiner}{{`)
        .replace(/^([ \t]*:):(?=[a-z])/gim, `$1${nonJoiner}:`)
        .replaceAll('##[', `##${nonJoiner}[`);
}
/** One round of taking away what may not stay. */
function settleOnce(text, base) {
    const root = parse(text);
    return (0,markdown_edits/* applyEdits */.c)(text, [...renderLinkEdits(text, root, base), ...html_renderHtmlEdits(text, root, base)]);
}
/** What is left of something that was taken away may be part of something else: until nothing changes. */
function settle(text, base) {
    let current = text;
    for (let round = 0; round < maxRounds; round += 1) {
        const next = settleOnce(current, base);
        if (next === current)
            return current;
        current = next;
    }
    const escaped = current.replaceAll('<', '&lt;').replace(/(?<!\\)[[\]]/g, '\\$&');
    return settleOnce(escaped, base) === escaped ? escaped : renderAsCode(current);
}
/** Links in a text that was settled; a text that would have to be settled again is left without them. */
function linkWhereSafe(text, base) {
    const linked = (0,markdown_edits/* applyEdits */.c)(text, linkReferences(text, parse(text), base));
    return linked === text || settleOnce(linked, base) === linked ? linked : text;
}
/**
 * Ends what is open at the end of a text: a fence or an element would swallow all that follows. An end whose beginning stands in
 * another part goes.
 */
function closeBlocks(text) {
    if (isCostlyMarkdown(text))
        return showAsText(text);
    const closed = closeFence(text);
    if (!closed.includes('<'))
        return closed;
    return applyEdits(closed, renderHtmlEdits(closed, parseGfm(closed), undefined));
}
/** Adds the end of a fence that is open at the end of a text: it would swallow all that follows. */
function closeFence(text) {
    if (cost_isCostlyMarkdown(text))
        return showAsText(text);
    if (!/^ {0,3}(?:`{3}|~{3})/m.test(text))
        return text;
    const last = tree_parseGfm(text).children.at(-1);
    if (last?.type !== 'code')
        return text;
    const source = text.slice(offsetsOf(last).start).split('\n');
    const run = /^ {0,3}(`{3,}|~{3,})/.exec(source[0] ?? '')?.[1];
    if (run === undefined)
        return text;
    const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(source.length > 1 ? (source.at(-1) ?? '') : '')?.[1];
    return end?.startsWith(run) === true ? text : `${text}\n${run}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/changelog-sections.ts



const breakingTitle = /\bbreaking\b/i;
/**
 * The parts of a section of a changelog: an introduction, breaking changes, and the rest in the author's order.
 * @param text what `extractSection` gives: without the heading of the version
 */
function readChangelogSections(text, base) {
    const safe = neutralizeMarkdown(text, base);
    const headings = (0,lib/* fromMarkdown */.Y)(safe).children.filter((node) => node.type === 'heading');
    const depth = headings.reduce((least, heading) => Math.min(least, heading.depth), 6);
    const starts = headings.filter((heading) => heading.depth === depth);
    const sections = [];
    const opening = safe.slice(0, starts[0] === undefined ? safe.length : offsetsOf(starts[0]).start).trim();
    if (opening !== '')
        sections.push({ title: undefined, body: closeFence(opening) });
    starts.forEach((heading, index) => {
        const { end } = offsetsOf(heading);
        const next = starts[index + 1];
        const first = heading.children[0];
        const last = heading.children.at(-1);
        const title = first === undefined || last === undefined
            ? ''
            : safe.slice(offsetsOf(first).start, offsetsOf(last).end).replace(/\n/g, ' ');
        const body = safe.slice(end, next === undefined ? safe.length : offsetsOf(next).start);
        if (title !== '' || body.trim() !== '')
            sections.push({ title, body: body.replace(/^\n+|\s+$/g, '') });
    });
    // An introduction is about all of it and stays on top.
    const rank = ({ title }) => title === undefined ? 0 : breakingTitle.test(title) ? 1 : 2;
    return sections.toSorted((left, right) => rank(left) - rank(right));
}

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/changelog/src/errors.ts
var errors = __webpack_require__(4695);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/parse-changelog.ts + 3 modules
var parse_changelog = __webpack_require__(4743);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/section-entries.ts
var section_entries = __webpack_require__(2793);
// EXTERNAL MODULE: ./packages/changelog/src/changelog/version-reading.ts
var version_reading = __webpack_require__(6518);
;// CONCATENATED MODULE: ./packages/changelog/src/changelog/extract-section.ts





/**
 * The text below the heading of `version`, without the heading and its date; definitions of links it uses that are
 * elsewhere in the file are added at its end. Undefined when there is no such heading, empty when nothing is under it.
 * @param name of the file, for errors
 * @throws InputError E_CHANGELOG_AMBIGUOUS when several sections of that version say different things
 */
function extractSection(text, version, format, versions = version_reading/* spelledVersions */.hq, name = 'The changelog') {
    const changelog = (0,parse_changelog/* parseChangelog */.E)(text, format);
    const found = changelog.sections.filter(({ state, isUpcoming, heading }) => (state === 'version' || isUpcoming) && versions.isSame(heading.label, version));
    const first = found[0];
    if (first === undefined)
        return undefined;
    const body = (0,section_entries/* readEntries */.$)(changelog, first).text;
    const other = found.find((section) => (0,section_entries/* readEntries */.$)(changelog, section).text !== body);
    if (other !== undefined) {
        throw new action_error/* InputError */.dz(errors/* changelogErrors */.M.E_CHANGELOG_AMBIGUOUS, {
            message: `${name} has ${found.length} sections for version ${version} (lines ${found.map(({ line }) => line).join(', ')}) and they differ.`,
        });
    }
    return appendDefinitions(changelog, body);
}
/** Adds the definitions of the links a piece of the file uses: outside of the file they would be plain brackets. */
function appendDefinitions(changelog, body) {
    if (body === '')
        return body;
    const isRst = changelog.format === 'rst';
    const own = new Set((0,parse_changelog/* parseChangelog */.E)(body, changelog.format).definitions.map(({ label }) => label.toLowerCase()));
    const used = new Set();
    const reference = isRst ? /`([^`<>]{1,999})`_|([\w.+-]{1,999})_(?!\w)/g : /\[([^[\]]{1,999})\]/g;
    for (const found of body.matchAll(reference))
        used.add((found[1] ?? found[2] ?? '').replace(/\s+/g, ' ').toLowerCase());
    const added = [];
    for (const { label, span } of changelog.definitions) {
        const key = label.toLowerCase();
        if (!used.has(key) || own.has(key))
            continue;
        own.add(key);
        added.push(changelog.text.slice(span.start, span.end).trim());
    }
    return added.length === 0 ? body : `${body}\n\n${added.join('\n')}`;
}

// EXTERNAL MODULE: ./packages/changelog/src/changelog/find-changelog.ts
var find_changelog = __webpack_require__(1667);
;// CONCATENATED MODULE: ./packages/changelog/src/markdown/unwrap.ts




// GFM tables and alerts are paragraphs to a parser of CommonMark.
const tableRow = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/m;
const unwrap_alert = /^[ \t>]*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\r\n|\n|\r)/i;
const lineBreak = /[ \t]*(?:\r\n|\n|\r)[ \t>]*/g;
// The parser takes quadratic time for long runs of lines without a blank one; no paragraph that is wrapped has so many.
const maxRun = 300;
const wide = /[\u2E80-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFFEF]/;
/**
 * Joins the lines of each paragraph. GitHub shows a line break of a file as a space, but one of a release as a break. Hard
 * breaks, code, tables, HTML and the markers of lists and quotes stay.
 */
function unwrapMarkdown(text) {
    if (cost_isCostlyMarkdown(text) || hasLongRun(text))
        return text;
    const edits = [];
    for (const node of walkMarkdown((0,lib/* fromMarkdown */.Y)(text)))
        if (node.type === 'paragraph')
            edits.push(...joinLines(text, node));
    return (0,markdown_edits/* applyEdits */.c)(text, edits);
}
function hasLongRun(text) {
    let run = 0;
    for (const line of text.split(/\r\n|\n|\r/)) {
        run = line.trim() === '' || /^\s*(?:[-+*]|#{1,6})\s+\S/.test(line.slice(0, 80)) ? 0 : run + 1;
        if (run > maxRun)
            return true;
    }
    return false;
}
function joinLines(text, paragraph) {
    const { start, end } = offsetsOf(paragraph);
    const source = text.slice(start, end);
    if (source.includes('|') && tableRow.test(source))
        return [];
    const kept = [...listKept(paragraph)].sort((left, right) => left.start - right.start);
    const first = start + (unwrap_alert.exec(source)?.[0].length ?? 0);
    const edits = [];
    let next = 0;
    for (const found of source.matchAll(lineBreak)) {
        const at = start + found.index;
        const to = at + found[0].length;
        while (next < kept.length && (kept[next]?.end ?? 0) <= at)
            next += 1;
        const inside = (kept[next]?.start ?? Number.POSITIVE_INFINITY) < to;
        if (inside || at < first)
            continue;
        const isWide = wide.test(text[at - 1] ?? '') && wide.test(text[to] ?? '');
        edits.push({ start: at, end: to, text: isWide ? '' : ' ' });
    }
    return edits;
}
/** Where a line break is no soft one: hard breaks, HTML and code. */
function* listKept(paragraph) {
    const waiting = [paragraph];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        if (node.type === 'break' || node.type === 'html' || node.type === 'inlineCode')
            yield offsetsOf(node);
        if ('children' in node)
            for (const child of node.children)
                waiting.push(child);
    }
}

// EXTERNAL MODULE: ./packages/changelog/src/headings/heading-line.ts
var heading_line = __webpack_require__(2145);
// EXTERNAL MODULE: ./packages/changelog/src/headings/rst-headings.ts
var rst_headings = __webpack_require__(9353);
// EXTERNAL MODULE: ./packages/changelog/src/text/text-lines.ts
var text_lines = __webpack_require__(5479);
;// CONCATENATED MODULE: ./packages/changelog/src/rst/block-lines.ts
/** The lines from `from` on that are indented, with the blank lines between them. */
function takeIndented(lines, from) {
    let next = from;
    let end = from;
    while (next < lines.length) {
        const line = lines[next] ?? '';
        if (line.trim() !== '' && !/^\s/.test(line))
            break;
        next += 1;
        if (line.trim() !== '')
            end = next;
    }
    return { lines: lines.slice(from, end), next: end };
}
/** The lines without the indentation that all of them share. */
function dedent(lines) {
    let margin = Number.POSITIVE_INFINITY;
    for (const line of lines)
        if (line.trim() !== '')
            margin = Math.min(margin, line.length - line.trimStart().length);
    return Number.isFinite(margin) ? lines.map((line) => line.slice(margin)) : lines;
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/directives.ts


const admonitions = {
    ...{ note: 'Note', tip: 'Tip', hint: 'Hint', important: 'Important', seealso: 'See also' },
    ...{ warning: 'Warning', caution: 'Caution', attention: 'Attention', danger: 'Danger', error: 'Error' },
};
const versions = {
    ...{ versionadded: 'Added in version', versionchanged: 'Changed in version' },
    ...{ deprecated: 'Deprecated since version', versionremoved: 'Removed in version' },
};
// They show nothing themselves, or something that is elsewhere.
const silent = /^(?:contents|currentmodule|module|index|highlight|toctree|include|only|ifconfig|tags|meta|default-role|role|section-numbering|sectnum|towncrier-draft-entries|class|rst-class|py:currentmodule|orphan)$/;
/**
 * Explicit markup as Markdown: comments and targets vanish, footnotes and known directives are shown, others are kept as
 * they are.
 */
function convertDirective(line, body, inner, inline) {
    const footnote = /^\.\. \[([^\]]{1,80})\]\s+(.*)$/.exec(line);
    if (footnote !== null) {
        const text = [footnote[2] ?? '', ...body.map((part) => part.trim())].join(' ').trim();
        return `\\[${footnote[1] ?? ''}\\] ${inline(text)}`;
    }
    const found = /^\.\. (?:\|[^|]*\| )?([\w:.+-]{1,60})::[ ]*(.*)$/.exec(line);
    if (found === null || /^\.\. \|/.test(line))
        return '';
    const name = (found[1] ?? '').toLowerCase();
    const argument = found[2] ?? '';
    const { options, content } = splitOptions(dedent(body));
    if (silent.test(name))
        return '';
    if (/^(?:code-block|code|sourcecode|parsed-literal|highlight|prompt|console|ipython|doctest|testcode)$/.test(name))
        return fence(content, /^[\w+-]*$/.test(argument) ? argument : '');
    const title = admonitions[name] ?? (name === 'admonition' ? argument : undefined);
    if (title !== undefined) {
        const text = name === 'admonition' || argument === '' ? content : [argument, ...content];
        return quote([`**${inline(title)}**`, ...inner(text)]);
    }
    const since = versions[name];
    if (since !== undefined) {
        const [version = '', ...words] = argument.split(/\s+/);
        const rest = inner([words.join(' '), ...content]);
        return [`*${since} ${version}:* ${rest[0] ?? ''}`.trim(), ...rest.slice(1)].join('\n\n');
    }
    if (name === 'rubric')
        return `#### ${inline(argument)}`;
    if (name === 'centered')
        return `**${inline(argument)}**`;
    if (name === 'image' || name === 'figure') {
        const text = options.get('alt') ?? argument.split('/').at(-1) ?? argument;
        return [
            `[${text.replace(/[[\]]/g, '\\$&')}](${options.get('target') ?? argument})`,
            ...inner(content),
        ].join('\n\n');
    }
    if (/^(?:epigraph|pull-quote|highlights|container|details|collapse|dropdown|topic|sidebar|line-block)$/.test(name))
        return [...(argument === '' ? [] : [`**${inline(argument)}**`]), ...inner(content)].join('\n\n');
    return fence([line, ...body], 'rst');
}
/** `:alt: text` above the content of a directive. */
function splitOptions(lines) {
    const options = new Map();
    let index = 0;
    for (; index < lines.length; index += 1) {
        const found = /^:([\w-]{1,60}):[ ]*(.*)$/.exec(lines[index] ?? '');
        if (found === null)
            break;
        options.set(found[1] ?? '', found[2] ?? '');
    }
    return { options, content: lines.slice(index) };
}
const quote = (blocks) => blocks.join('\n\n').replace(/^/gm, '> ').replace(/^> $/gm, '>');
function fence(lines, language) {
    const text = lines
        .join('\n')
        .replace(/^(?:[ ]*\n)+/, '')
        .trimEnd();
    return text === '' ? '' : renderAsCode(text).replace(/^(`+)text/, `$1${language}`);
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/inline.ts
// Bounded, so that a mark that is never closed costs no more than the text behind it.
const markup = /\\([\s\S])|``([^\n]{1,400}?)``(?!`)|:([\w.+-]{1,60}(?::[\w.+-]{1,60}){0,3}):`([^`]{1,400})`|`([^`]{1,400})`(__?|:[\w.+-]{1,60}:)?|\|([^|\s][^|\n]{0,100})\|_{0,2}|(?<![\w`])([A-Za-z0-9](?:[\w.+-]{0,80}[A-Za-z0-9])?)__?(?![\w`])|([<[\]])/g;
const issueRoles = /^(?:gh-?)?(?:pr|pull|pulls|issue|issues|bug|ticket|merge|mr|gh|ghpull|ghissue|ghpr)$/i;
const userRoles = /^(?:user|gh-?user|ghuser|contributor|author)$/i;
const wordRoles = /^(?:std:)?(?:ref|doc|term|abbr|numref|guilabel|menuselection|dfn|any|emphasis|title|title-reference|t|sub|sup|rfc)$/i;
const callRoles = /(?:^|:)(?:func|meth|method|function)$/i;
/** Inline markup of reStructuredText as Markdown. What is not known keeps its text. */
function convertInline(text, references) {
    return text.replace(markup, (...found) => {
        const [whole = '', escaped, literal, role, content, quoted, suffix, substitution, reference, plain] = found;
        if (escaped !== undefined)
            return escapeCharacter(escaped);
        if (literal !== undefined)
            return code(literal.trim());
        if (role !== undefined)
            return convertRole(role, content ?? '');
        if (quoted !== undefined)
            return convertQuoted(quoted, suffix, references);
        if (substitution !== undefined)
            return references.substitutions.get(substitution.toLowerCase()) ?? whole;
        if (reference !== undefined) {
            const url = references.targets.get(reference.toLowerCase());
            return url === undefined ? whole : inline_link(reference, url);
        }
        // What is markup in Markdown only.
        return `\\${plain ?? ''}`;
    });
}
function escapeCharacter(character) {
    if (/\s/.test(character))
        return '';
    return /[\p{L}\p{N}]/u.test(character) ? character : `\\${character}`;
}
function convertQuoted(quoted, suffix, { targets }) {
    const { title, address } = splitTitle(quoted);
    if (suffix?.startsWith(':') === true)
        return convertRole(suffix.slice(1, -1), quoted);
    if (suffix === undefined)
        return code(quoted);
    const named = address?.endsWith('_') === true ? targets.get(address.slice(0, -1).toLowerCase()) : address;
    const url = named ?? targets.get(title.replace(/\s+/g, ' ').toLowerCase());
    return url === undefined ? title : inline_link(title, url);
}
/** `text <target>`; the text stands for both when there is no target. */
function splitTitle(content) {
    const found = /^([^<]*?)\s*<([^<>]+)>$/.exec(content.trim());
    if (found === null)
        return { title: content.trim(), address: undefined };
    const address = (found[2] ?? '').replace(/\s+/g, '');
    return { title: found[1] === '' || found[1] === undefined ? address : found[1], address };
}
function convertRole(role, content) {
    const { title, address } = splitTitle(content);
    const number = /^#?(\d+)$/.exec(title)?.[1];
    if (number !== undefined && (issueRoles.test(role) || !/pep|rfc|cve/i.test(role)))
        return `#${number}`;
    if (/^pep$/i.test(role))
        return `[PEP ${title}](https://peps.python.org/pep-${title.padStart(4, '0')}/)`;
    if (/^rfc$/i.test(role))
        return `[RFC ${title}](https://www.rfc-editor.org/rfc/rfc${title})`;
    if (/^cve$/i.test(role))
        return title.toUpperCase().startsWith('CVE') ? title : `CVE-${title}`;
    if (/^ghsa$/i.test(role)) {
        const id = title.toUpperCase().startsWith('GHSA-') ? title : `GHSA-${title}`;
        return inline_link(id, `https://github.com/advisories/${id}`);
    }
    if (userRoles.test(role))
        return `@${title.replace(/^@/, '')}`;
    if (/^(?:strong|b)$/i.test(role))
        return `**${title}**`;
    if (/^(?:emphasis|i|em)$/i.test(role))
        return `*${title}*`;
    if (address !== undefined && /^https?:\/\//.test(address))
        return inline_link(title, address);
    if (/^doc$/i.test(role) && address === undefined)
        return title.split('/').at(-1) ?? title;
    if (issueRoles.test(role) || wordRoles.test(role))
        return title.replace(/[<[\]]/g, '\\$&');
    const name = address === undefined && title.startsWith('~') ? (title.split('.').at(-1) ?? title) : title;
    const shown = name.replace(/^[~!.]+/, '');
    return code(callRoles.test(role) && address === undefined && !shown.endsWith(')') ? `${shown}()` : shown);
}
function inline_link(title, url) {
    return `[${title.replace(/[[\]]/g, '\\$&')}](${url.replace(/[()\s]/g, encodeURIComponent)})`;
}
/** A code span whose fence is longer than any run of backticks inside (CommonMark §6.1). */
function code(text) {
    const content = text.replace(/\s+/g, ' ');
    const longest = (content.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
    const fence = '`'.repeat(longest + 1);
    return longest === 0 ? `${fence}${content}${fence}` : `${fence} ${content} ${fence}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/references.ts
const target = /^\s*\.\. _(?:`([^`]+)`|([^:`]+)):\s+(\S+:\S+)\s*$/;
const substitution = /^\s*\.\. \|([^|]+)\| (?:replace|unicode)::\s*(.*)$/;
/** The targets of links and the substitutions of a text. */
function collectReferences(lines) {
    const targets = new Map();
    const substitutions = new Map();
    for (const line of lines) {
        const found = target.exec(line.slice(0, 1000));
        if (found !== null)
            targets.set((found[1] ?? found[2] ?? '').toLowerCase(), found[3] ?? '');
        const replaced = substitution.exec(line.slice(0, 1000));
        if (replaced !== null)
            substitutions.set((replaced[1] ?? '').toLowerCase(), replaced[2] ?? '');
    }
    return { targets, substitutions };
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/to-markdown.ts








// Deeper than any changelog; what is deeper is shown as it is.
const to_markdown_maxDepth = 12;
// Notes beyond this are not shown anyway.
const maxLength = 250_000;
/**
 * A section of a changelog in reStructuredText as Markdown: titles, lists, paragraphs on one line, literals, links, roles
 * and the directives that changelogs use. What has no counterpart is kept as code, never lost. Takes linear time.
 */
function convertRst(text) {
    const lines = (0,text_lines/* splitLines */.u)(text.slice(0, maxLength)).map((line) => line.text.replace(/\t/g, '        '));
    const references = collectReferences(lines);
    const titles = new Map();
    for (const { level, text: title, firstLine, lastLine } of (0,rst_headings/* findRstHeadings */.M)((0,text_lines/* splitLines */.u)(lines.join('\n')))
        .headings)
        if (level < heading_line/* boldLevel */._m)
            titles.set(firstLine, { level, text: title, last: lastLine });
    const blocks = [];
    let from = 0;
    for (const [first, { level, text: title, last }] of titles) {
        blocks.push(...convertBlocks(lines.slice(from, first), references, 0));
        blocks.push(`${'#'.repeat(Math.min(level + 2, 6))} ${convertInline(title, references)}`);
        from = last + 1;
    }
    blocks.push(...convertBlocks(lines.slice(from), references, 0));
    const shown = blocks.filter((block) => block !== '');
    // A rule between releases is not part of one.
    while (shown.at(-1) === '---')
        shown.pop();
    return shown.join('\n\n');
}
/** The blocks of lines that share a margin. */
function convertBlocks(lines, references, depth) {
    if (depth > to_markdown_maxDepth)
        return lines.every((line) => line.trim() === '') ? [] : [renderAsCode(lines.join('\n'))];
    const blocks = [];
    let index = 0;
    while (index < lines.length) {
        const line = lines[index] ?? '';
        if (line.trim() === '')
            index += 1;
        else {
            const { block, next } = convertBlock(lines, index, references, depth);
            blocks.push(block);
            index = Math.max(next, index + 1);
        }
    }
    return blocks.filter((block) => block !== '');
}
const bullet = /^([-*+•‣])(?:[ ]+(?=\S)|[ ]*$)/;
const numbered = /^(?:\(?(\d{1,9}|#|[a-zA-Z])[.)])[ ]+(?=\S)/;
const field = /^:([^:`\s][^:`]{0,80}):(?:[ ]+(.*))?$/;
function convertBlock(lines, index, references, depth) {
    const line = lines[index] ?? '';
    if (/^\s/.test(line))
        return convertIndented(lines, index, references, depth);
    if (/^\.\.(?:\s|$)/.test(line)) {
        const body = takeIndented(lines, index + 1);
        const inner = (inside) => convertBlocks(inside, references, depth + 1);
        const block = convertDirective(line, body.lines, inner, (text) => convertInline(text, references));
        return { block, next: body.next };
    }
    if (bullet.test(line) || numbered.test(line))
        return convertList(lines, index, references, depth);
    if (/^>>> /.test(line))
        return takeCode(lines, index, 'pycon');
    if (/^(?:\+[-=+]{3,}\+|=+(?: +=+)+)\s*$/.test(line))
        return takeTable(lines, index);
    if (/^\| /.test(line))
        return takeLineBlock(lines, index, references);
    const named = field.exec(line);
    if (named !== null) {
        const body = takeIndented(lines, index + 1);
        const text = [named[2] ?? '', ...body.lines.map((part) => part.trim())].join(' ').trim();
        return { block: `- **${named[1] ?? ''}:** ${convertInline(text, references)}`, next: body.next };
    }
    if (/^([!-/:-@[-`{-~])\1{3,}\s*$/.test(line))
        return { block: '---', next: index + 1 };
    return convertParagraph(lines, index, references, depth);
}
function convertParagraph(lines, index, references, depth) {
    let next = index;
    while (next < lines.length &&
        (lines[next] ?? '').trim() !== '' &&
        (next === index || !/^\s/.test(lines[next] ?? '')))
        next += 1;
    const text = lines
        .slice(index, next)
        .map((line) => line.trim())
        .join(' ');
    // A term with its definition below.
    if (next === index + 1 && /^\s+\S/.test(lines[next] ?? '')) {
        const body = takeIndented(lines, next);
        const inner = convertBlocks(dedent(body.lines), references, depth + 1);
        return { block: [`**${convertInline(text, references)}**`, ...inner].join('\n\n'), next: body.next };
    }
    const opensLiteral = text.endsWith('::');
    const bare = text.slice(0, -2);
    const shown = !opensLiteral ? text : bare.trimEnd() === bare && bare !== '' ? `${bare}:` : bare.trimEnd();
    const paragraph = protectStart(convertInline(shown, references));
    if (!opensLiteral)
        return { block: paragraph, next };
    const body = takeIndented(lines, next);
    const code = dedent(body.lines).join('\n').trim() === '' ? '' : renderCode(dedent(body.lines), '');
    return { block: [paragraph, code].filter((part) => part !== '').join('\n\n'), next: body.next };
}
/** A paragraph that begins like a heading or a list of Markdown stays one. */
function protectStart(text) {
    return text.replace(/^(#{1,6} |>|\+ |- |={3,}|\d{1,9}[.)] )/, '\\$1');
}
function convertIndented(lines, index, references, depth) {
    const body = takeIndented(lines, index);
    const inner = dedent(body.lines);
    const blocks = convertBlocks(inner, references, depth + 1);
    const isList = bullet.test(inner.find((line) => line.trim() !== '') ?? '');
    const text = blocks.join('\n\n');
    // Lists are often indented by a space or two without meaning a quotation.
    return { block: isList ? text : text.replace(/^/gm, '> ').replace(/^> $/gm, '>'), next: body.next };
}
function convertList(lines, index, references, depth) {
    const isBullet = bullet.test(lines[index] ?? '');
    const marker = isBullet ? bullet : numbered;
    const items = [];
    let next = index;
    let isLoose = false;
    for (;;) {
        const found = marker.exec(lines[next] ?? '');
        if (found === null)
            break;
        const body = takeIndented(lines, next + 1);
        const first = (lines[next] ?? '').slice(found[0].length);
        // Lines below may have another indent than the text of the first one.
        const rest = dedent(body.lines);
        // A list right below the text of its item, without the blank line that docutils asks for.
        const isNested = bullet.test(rest[0] ?? '');
        const blocks = convertBlocks(isNested ? [first, '', ...rest] : [first, ...rest], references, depth + 1);
        const mark = isBullet ? '- ' : `${/^\d+$/.test(found[1] ?? '') ? found[1] : items.length + 1}. `;
        const [head = '', ...more] = blocks;
        const joined = [head, ...more].join(more.every((block) => /^(?:- |\d+\. )/.test(block)) ? '\n' : '\n\n');
        items.push(mark + joined.replace(/\n(?=.)/g, `\n${' '.repeat(mark.length)}`));
        isLoose ||= more.some((block) => !/^(?:- |\d+\. )/.test(block));
        next = body.next;
        let ahead = next;
        while (ahead < lines.length && (lines[ahead] ?? '').trim() === '')
            ahead += 1;
        if (!marker.test(lines[ahead] ?? ''))
            break;
        next = ahead;
    }
    return { block: items.join(isLoose ? '\n\n' : '\n'), next };
}
function takeCode(lines, index, language) {
    let next = index;
    while (next < lines.length && (lines[next] ?? '').trim() !== '')
        next += 1;
    return { block: renderCode(lines.slice(index, next), language), next };
}
/** Tables are kept as they are: their columns say what belongs together. */
function takeTable(lines, index) {
    let next = index;
    const isSimple = (lines[index] ?? '').startsWith('=');
    let rules = 0;
    while (next < lines.length) {
        const line = lines[next] ?? '';
        if (isSimple && /^=+(?: +=+)*\s*$/.test(line))
            rules += 1;
        next += 1;
        const after = (lines[next] ?? '').trim();
        if (after === '' && (!isSimple || rules >= 2))
            break;
    }
    return { block: renderCode(lines.slice(index, next), ''), next };
}
function takeLineBlock(lines, index, references) {
    let next = index;
    const parts = [];
    while (/^\|(?: |$)/.test(lines[next] ?? '')) {
        parts.push(convertInline((lines[next] ?? '').slice(2).trim(), references));
        next += 1;
    }
    return { block: parts.join('\\\n'), next };
}
/** A fenced block that nothing inside closes. */
function renderCode(lines, language) {
    return renderAsCode(lines
        .join('\n')
        .replace(/^(?:[ ]*\n)+/, '')
        .trimEnd()).replace(/^(`+)text/, `$1${language}`);
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/section-markdown.ts


/** A section of a changelog as Markdown for GitHub, with each paragraph on one line. */
function renderSection(text, format) {
    return format === 'rst' ? convertRst(text) : unwrapMarkdown(text);
}

// EXTERNAL MODULE: ./packages/core/src/text/count.ts
var count = __webpack_require__(542);
// EXTERNAL MODULE: ./packages/changelog/src/commits/commit-message.ts + 5 modules
var commit_message = __webpack_require__(2869);
// EXTERNAL MODULE: ./packages/changelog/src/commits/dependency-update.ts
var dependency_update = __webpack_require__(9170);
// EXTERNAL MODULE: ./packages/changelog/src/commits/reverts.ts
var reverts = __webpack_require__(2384);
;// CONCATENATED MODULE: ./packages/changelog/src/notes/merged-branches.ts
/**
 * By which merge each commit came in: the sha of a merge with a title of its own, for each commit that was on a branch before. What
 * a merge without one brought in (`Merge branch 'stable'`) is a line like the main one. Linear in the number of commits.
 * @param commits the oldest first
 * @param hasTitle whether a merge says what was merged
 */
function findMerges(commits, hasTitle) {
    const known = new Map(commits.map((commit) => [commit.sha, commit]));
    const visited = new Set();
    const mergeOf = new Map();
    const tips = [commits.at(-1)?.sha ?? ''];
    for (let tip = tips.pop(); tip !== undefined; tip = tips.pop()) {
        const line = followLine(tip, known, visited);
        // From the oldest: what an earlier merge brought in is not of a later one.
        for (const { sha: merge, parents = [] } of line.reverse()) {
            if (!hasTitle(merge))
                tips.push(...parents.slice(1));
            else
                claimBranch(parents.slice(1), merge, known, visited, mergeOf);
        }
    }
    return mergeOf;
}
function followLine(tip, known, visited) {
    const line = [];
    for (let next = known.get(tip); next !== undefined && !visited.has(next.sha);) {
        line.push(next);
        visited.add(next.sha);
        const [parent] = next.parents ?? [];
        next = parent === undefined ? undefined : known.get(parent);
    }
    return line;
}
function claimBranch(tips, merge, known, visited, mergeOf) {
    const pending = [...tips];
    for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
        const commit = known.get(sha);
        if (commit === undefined || visited.has(sha))
            continue;
        visited.add(sha);
        mergeOf.set(sha, merge);
        pending.push(...(commit.parents ?? []));
    }
}

// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
;// CONCATENATED MODULE: ./packages/changelog/src/notes/text.ts



/** A code span as commit titles have them; a pipe would end a table cell. */
const codeSpan = /(`[^`|\n]+`)/;
/**
 * A title of a commit or pull request: code spans stay, numbers of issues and names are links, everything else is plain text. It
 * may stand anywhere in a line.
 */
function renderTitle(text, base) {
    return showLine(text)
        .split(codeSpan)
        .map((part, index) => {
        // What is told apart by a blank end would not be code any more; nothing in code is linked or mentioned.
        const isCode = index % 2 === 1 && part.slice(1, -1).trim() !== '';
        return isCode ? part.replaceAll('${{', `$${nonJoiner}{{`) : renderWords(part, base);
    })
        .join('');
}
/** Untrusted text inside a line, as plain text without links. */
function renderPlain(text) {
    return escapeWords(showLine(text));
}
/** One line without anything invisible; what the log of a runner would take for a command is none inside of a line. */
function showLine(text) {
    return (0,neutralize/* neutralizeLine */.a0)(text).replaceAll(`:${nonJoiner}:`, '::');
}
function renderWords(text, base) {
    let written = '';
    let from = 0;
    for (const { start, end, reference } of findReferences(text)) {
        written += escapeWords(text.slice(from, start)) + renderReference(reference, base);
        from = end;
    }
    return written + escapeWords(text.slice(from));
}
function renderReference(reference, base) {
    if (reference.kind === 'mention')
        return renderMention(reference.login, base);
    if (reference.kind === 'issue')
        return renderIssue(reference, base);
    if (reference.kind === 'code')
        return `\`${reference.source}\``;
    // A dot or a bracket behind an address is not a part of it.
    const [, address = '', rest = ''] = /^(.*?)([.,:;!?)\]'"]*)$/.exec(reference.source) ?? [];
    const page = new RegExp(`^${escapePattern(serverOf(base))}/([\\w.-]+/[\\w.-]+)/(?:issues|pull)/(\\d{1,7})$`);
    const [, repository, number] = page.exec(address) ?? [];
    const shown = repository === undefined || number === undefined
        ? `\`${address.replaceAll('${{', `$${nonJoiner}{{`)}\``
        : `[${base.repositoryUrl.endsWith(`/${repository}`) ? '' : repository.replaceAll('_', '\\_')}#${number}](${address})`;
    return shown + escapeWords(rest);
}
const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const mailAddress = /^[([{"'<]*[A-Za-z0-9](?:[\w.+-]{0,62}[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+[)\]}"'>.,;:!?]*$/;
/**
 * Escapes what means something inside of a line of GitHub's Markdown (CommonMark §2.4), and no more: people read and edit the
 * source of a draft. Between letters an underscore means nothing.
 */
function escapeWords(text) {
    return (text
        // An address of mail stays whole; in anything else with an "@", somebody could be meant.
        .replace(/\S*@\S*/g, (word) => mailAddress.test(word) ? word : word.replace(/@(?=[\w-])/g, `@${nonJoiner}`))
        .replace(/[\\`*[\]~$]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z])|\{(?=\{)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
        // What would begin a list, a quote or a heading at the start of an item.
        .replace(/^(\s*)([-+](?=\s|$)|[#>=]|\d{1,9}(?=[.)](?:\s|$)))/, (_found, blank, mark) => /\d/.test(mark) ? `${blank}${mark}\\` : `${blank}\\${mark}`)
        .replace(/#(?=\d)/g, `#${nonJoiner}`)
        .replace(/(?<![A-Za-z0-9])GH(?=-\d)/gi, `$&${nonJoiner}`)
        // GitHub begins an address behind an underscore as well, and takes a backslash behind it for a part of it.
        .replace(/(?<![A-Za-z0-9])(?:https?:\/\/|www\.)/gi, (found) => `${found.slice(0, 3)}${nonJoiner}${found.slice(3)}`));
}
/** A link whose text is plain; the address is one this project built. */
function renderLink(text, address) {
    return `[${renderPlain(text)}](${address})`;
}
/** A table of GitHub's Markdown whose cells are Markdown already. @param aligned columns with numbers */
function renderTable(headers, rows, aligned = []) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const marks = headers.map((_header, index) => (aligned.includes(index) ? '--:' : '---'));
    return [line(headers), `|${marks.join('|')}|`, ...rows.map(line)].join('\n');
}
/** A block of commands to copy; a command holds no line break and no fence, being made of checked parts. */
function renderCommands(commands, language = 'sh') {
    return `\`\`\`${language}\n${commands.join('\n')}\n\`\`\``;
}
/** Something long, opened only by who wants it. @param summary plain text of our own */
function text_renderFolded(summary, body) {
    return `<details>\n<summary>${(0,neutralize/* escapeHtml */.ZD)(summary)}</summary>\n\n${body}\n\n</details>`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/people.ts

const maxTrailers = 50;
/** More names than these are folded: nobody reads a paragraph of ninety. */
const maxShownPeople = 12;
const loginGrammar = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const trailer = /^co-authored-by:[ \t]*([^<>]{1,200}?)[ \t]*<([^<>\s]{1,254})>[ \t]*$/i;
// https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
const noReply = /^(?:\d+\+)?([A-Za-z0-9-]+)(?:\[bot\])?@users\.noreply\.[\w.-]+$/i;
// An address that takes no mail is that of a program, but for those GitHub gives to people.
const programAddress = /^(?:no-?reply|noreply-[\w-]+|bot|actions?)@(?!users\.noreply\.)/i;
// Accounts of programs that are not apps, hence without "[bot]".
const programNames = /^(?:github|github-actions|web-flow|dependabot(?:-preview)?|renovate(?:-bot)?|pre-commit-ci|pyup-bot|snyk-bot|depfu|greenkeeper|copilot|semantic-release-bot|release-please|allcontributors)$/i;
/** The co-authors a commit message names; an account is known when the address is GitHub's own. */
function readCoAuthors(message) {
    const people = [];
    for (const line of message.split(/\r\n|\n|\r/)) {
        const found = line.length > 500 ? null : trailer.exec(line);
        if (found === null || people.length >= maxTrailers)
            continue;
        const address = found[2] ?? '';
        const login = noReply.exec(address)?.[1];
        const name = (found[1] ?? '').trim();
        if (name !== '' && !programAddress.test(address) && !isBot({ name, login }))
            people.push({ name, login });
    }
    return people;
}
/** Accounts of programs. */
function isBot({ name, login }) {
    const isProgram = (text) => /\[bot\]$/i.test(text) || programNames.test(text.trim());
    return login === undefined ? isProgram(name ?? '') : isProgram(login) || /\[bot\]$/i.test(name ?? '');
}
/** A link to the account, which tells nobody; else the name as plain text. */
function renderPerson({ name, login }, { repositoryUrl }) {
    if (login === undefined)
        return renderPlain(name ?? '');
    if (!loginGrammar.test(login))
        return renderPlain(login);
    return `[${login}](${new URL(repositoryUrl).origin}/${login})`;
}
/** Everybody once, without programs, in the order of the alphabet (code units of the lower-case name). */
function listContributors(people) {
    const known = new Map();
    const named = new Map();
    for (const person of people) {
        if (isBot(person))
            continue;
        if (person.login !== undefined) {
            const key = person.login.toLowerCase();
            if (!known.has(key))
                known.set(key, person);
        }
        else if (person.name !== undefined && person.name.trim() !== '') {
            named.set(person.name.trim().toLowerCase(), person);
        }
    }
    // Somebody who is known by an account is not listed again by name alone.
    for (const { name, login } of known.values()) {
        if (name !== undefined)
            named.delete(name.trim().toLowerCase());
        if (login === undefined)
            continue;
        for (const key of named.keys())
            if (key.replace(/[^a-z0-9]/g, '') === login.toLowerCase())
                named.delete(key);
    }
    const keyOf = ({ login, name }) => (login ?? name ?? '').toLowerCase();
    return [...known.values(), ...named.values()].sort((left, right) => keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0);
}
/**
 * The part of the notes that thanks; empty when nobody is known.
 * @param people those who are not named beside their changes; somebody who is all alone is not thanked
 */
function renderCredits(people, firstTimers, base) {
    const listed = listContributors(people);
    const first = firstTimers
        .filter(({ login }) => !isBot({ login }))
        .toSorted((left, right) => left.pullRequest - right.pullRequest)
        .map(({ login, pullRequest }) => `${renderPerson({ login }, base)} made their first contribution in [#${pullRequest}](${base.repositoryUrl}/pull/${pullRequest})`);
    return [
        ...(first.length === 0 ? [] : [renderNames('New contributors', first, 'new contributors', '; ')]),
        ...(listed.length < 2
            ? []
            : [
                renderNames('Contributors', listed.map((person) => renderPerson(person, base)), 'contributors', ', '),
            ]),
    ].join('\n\n');
}
function renderNames(title, names, counted, separator) {
    if (names.length <= maxShownPeople)
        return `**${title}:** ${names.join(separator)}`;
    return renderFolded(`${names.length} ${counted}`, names.join(separator));
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/release-commit.ts
// "1.2.0", "v1.2.0rc1", "1!2.0.post1", "2026.11": a number with a point, or a "v" before it.
const version = /^v?\d+!?(?:\d+)?(?:\.\d+)+[\w.+!-]*$|^v\d+[\w.+-]*$/i;
// What people write around the version when they release it, and nothing else.
const words = new Set('a add and back begin bump bumped bumping bumps changelog changes chore cut cutting dev development document final finalize finish for cycle from get history in increment incremented increments incrementing into it its make mark new news next notes now number of open our package post-release pre-release prepare prepared preparation preparing prepares prerelease publish ready rc re-open release released releases releasing reopen set ship start starting tag tagging the this to towards update updated updates updating upgrade version versions with'.split(' '));
const says = /\b(?:release[sd]?|releasing|version|bump(?:ed|ing|s)?|tag|increment\w*|prepar\w+|development|publish|cut|ship|start|changelog)\b/i;
// What was written down is in the notes itself.
const record = /^(?:updat|fix|edit|writ|add|amend)\w* (?:the |to )?(?:changelog|change log|changes|history|news|release notes)(?: file| entry| entries)?\.?$/i;
const scopes = /^(?:release|version|changelog|publish|bump)$/i;
const types = /^(?:release|version|bump|publish)$/i;
/**
 * Whether a commit is that of a release itself, or opens the next one: "chore(release): 1.2.0", "Version 0.28.1 (#3445)", "v1.2.0",
 * "start version 8.3.0", "Bump version: 1.1.0 → 1.2.0". Every word of its title belongs to that, so that "Bump the minimum
 * version of h11 to 0.14" does not.
 * @param names of the project, which may stand beside the version; lower case
 */
function release_commit_isReleaseCommit({ type, scope, subject }, names = new Set()) {
    const title = subject
        .replace(/ *\(#\d{1,10}\)$/, '')
        .replace(/\[[^\]]{0,40}\]/g, ' ')
        // Gitmoji.
        .replace(/^(?:\p{Extended_Pictographic}|\u200D|\uFE0F|\s|:[a-z_]{1,40}:)+/u, '')
        .trim();
    if (title === '' || title.length > 120)
        return false;
    if (record.test(title))
        return true;
    const parts = title
        .split(/[\s,:;()`'"]+|(?:->|→|=>|\/)/)
        .map((part) => part.replace(/^[-–—.]+|[-–—.]+$/g, ''))
        .filter((part) => part !== '');
    const isVersion = (part) => version.test(part) || hasProjectVersion(part, names);
    const isOurs = parts.every((part) => words.has(part.toLowerCase()) || names.has(part.toLowerCase()) || isVersion(part));
    if (!isOurs)
        return false;
    const isScoped = (scope !== undefined && scopes.test(scope)) || (type !== undefined && types.test(type));
    if (parts.some(isVersion))
        return isScoped || says.test(title) || parts.every(isVersion);
    // "Prepare the release", "Bump version", "Start new development cycle", and a lone "bump".
    if (/^(?:version )?bump$/i.test(title))
        return true;
    return isScoped || (/\b(?:release|version|development)\b/i.test(title) && says.test(title));
}
/** `demo-1.2.0`, `demo==1.2.0`, `demo@1.2.0`. */
function hasProjectVersion(part, names) {
    const [, name, rest] = /^(.+?)(?:==|[-@_])(v?\d.*)$/.exec(part) ?? [];
    return name !== undefined && rest !== undefined && names.has(name.toLowerCase()) && version.test(rest);
}
/** Whether the author of a commit says that it is not for the notes, by a trailer `Release-Notes: skip`. */
function isSkipped({ footers }) {
    return footers.some(({ token, value }) => /^release-notes$/i.test(token) && /^(?:skip|none|no)$/i.test(value.trim()));
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/change-entries.ts








const titles = {
    security: 'Security',
    breaking: 'Breaking changes',
    feat: 'Added',
    fix: 'Fixed',
    perf: 'Performance',
    revert: 'Reverted',
    docs: 'Documentation',
    other: 'Other changes',
    dependencies: 'Dependencies',
    maintenance: 'Maintenance',
};
const kindOfType = new Map([
    ['security', 'security'],
    ['sec', 'security'],
    ['feat', 'feat'],
    ['feature', 'feat'],
    ['fix', 'fix'],
    ['bugfix', 'fix'],
    ['perf', 'perf'],
    ['revert', 'revert'],
    ['docs', 'docs'],
    ['doc', 'docs'],
    ...['build', 'chore', 'ci', 'refactor', 'style', 'test', 'tests'].map((type) => [type, 'maintenance']),
]);
const kindOfLabel = new Map([
    ['breaking', 'breaking'],
    ['breaking-change', 'breaking'],
    ['breaking change', 'breaking'],
    ['security', 'security'],
    ['enhancement', 'feat'],
    ['feature', 'feat'],
    ['bug', 'fix'],
    ['documentation', 'docs'],
    ['dependencies', 'dependencies'],
]);
/** Programs that update dependencies, whatever they write. */
const updaters = /^(?:dependabot(?:-preview)?|renovate(?:-bot)?|pre-commit-ci|pyup-bot|depfu|greenkeeper)(?:\[bot\])?$/i;
// "Update dev dependencies", "refresh lock files".
const updateTitle = /^(?:bump|update|upgrade|refresh)\w* (?:[\w-]+ ){0,3}(?:dependencies|requirements|deps|lock ?files?|pre-commit hooks?)\.?(?: \(#\d+\))?$/i;
// "Merge stable into main (#12)": about branches, not about a change.
const branchTitle = /^(?:merge|merging|sync)\b.*\b(?:into|to|with|from)\b/i;
// Format fixes that pre-commit.ci pushes to a branch.
const automatic = /^\[pre-commit\.ci\] auto fixes/i;
/** More changes than these, of a kind that users do not notice, are folded. */
const maxMaintenance = 8;
const quietKinds = new Set(['dependencies', 'maintenance']);
/**
 * The commits that tell a reader something: without those that release a version, those that are marked, and those that were
 * taken back within the range.
 */
function selectCommits(commits, names) {
    const read = commits.map((commit) => ({ ...commit, parsed: (0,commit_message/* parseMessage */.v)(commit.message) }));
    const undone = (0,reverts/* findUndone */.J)(read.map(({ sha, parsed }) => ({ sha, message: parsed })));
    return read.filter(({ sha, parsed }) => !undone.has(sha) &&
        parsed.header.trim() !== '' &&
        !automatic.test(parsed.header) &&
        !isSkipped(parsed) &&
        !release_commit_isReleaseCommit(parsed, names));
}
/** Who worked on what the notes tell, the programs included. */
function listPeople(commits, options) {
    return selectCommits(commits, options.projectNames).flatMap((commit) => isMerge(commit) ? [] : peopleOf(commit));
}
/**
 * Commits by type, in their order. A pull request that was merged is one change with its title, or, where its commits are
 * conventional, those of them that are.
 * @param commits the oldest first
 */
function readCommitSections(commits, options) {
    const selected = selectCommits(commits, options.projectNames);
    const titled = new Set(selected.filter(hasOwnTitle).map(({ sha }) => sha));
    const mergeOf = findMerges(commits, (sha) => titled.has(sha));
    const logins = learnLogins(commits);
    const bySha = new Map(selected.map((commit) => [commit.sha, commit]));
    const telling = new Set();
    // Who merged a pull request is not who wrote it.
    const ownPeople = new Map();
    for (const commit of selected) {
        const { sha, parsed } = commit;
        const merge = mergeOf.get(sha);
        if (merge !== undefined && !isMerge(commit))
            ownPeople.set(merge, [...(ownPeople.get(merge) ?? []), ...peopleOf(commit)]);
        if (merge !== undefined && parsed.type !== undefined)
            telling.add(merge);
    }
    const entries = selected
        .filter(({ sha, parents, parsed }) => {
        if (telling.has(sha) || (isMerge({ parents, parsed }) && !titled.has(sha)))
            return false;
        const merge = mergeOf.get(sha);
        return merge === undefined || (telling.has(merge) && parsed.type !== undefined);
    })
        .map((commit) => {
        const merge = bySha.get(mergeOf.get(commit.sha) ?? '');
        const people = ownPeople.get(commit.sha) ?? peopleOf(commit);
        return describeCommit({ ...commit, people }, merge, { ...options, logins });
    });
    return groupEntries(entries);
}
const isMerge = ({ parents, parsed }) => parsed.isMerge || parsed.isMergedPullRequest || (parents?.length ?? 0) > 1;
/** GitHub gives the title of a pull request to its merge, in the first or in the third line. */
const hasOwnTitle = ({ parents, parsed }) => isMerge({ parents, parsed }) && !parsed.isMerge && !branchTitle.test(parsed.header);
/** Accounts by the names that people have beside them elsewhere: a trailer does not always tell the account. */
function learnLogins(commits) {
    return new Map(commits
        .flatMap(peopleOf)
        .flatMap(({ name, login }) => name === undefined || login === undefined ? [] : [[name.trim().toLowerCase(), login]]));
}
const peopleOf = ({ author, message }) => [
    ...(author === undefined ? [] : [author]),
    ...readCoAuthors(message),
];
function describeCommit({ sha, author, parsed, people }, merge, options) {
    const pull = parsed.pullRequest ?? merge?.parsed.pullRequest;
    const [breaking] = [parsed, ...parsed.squashed].filter((each) => each.breaking);
    const isUpdate = updatesDependencies(parsed, author);
    return {
        kind: isUpdate ? 'dependencies' : breaking !== undefined ? 'breaking' : kindOf(parsed),
        line: renderEntry(parsed, isUpdate ? undefined : breaking?.breakingText, pull === undefined
            ? renderLink(sha.slice(0, 7), `${options.repositoryUrl}/commit/${sha}`)
            : `[#${pull}](${options.repositoryUrl}/pull/${pull})`, people, options),
    };
}
/** By its title, also behind a mark such as "[Bot]", or by who wrote it. */
function updatesDependencies({ isDependencyUpdate: isUpdate, type, scope, subject }, author) {
    const title = subject.replace(/^\[[^\]]{0,40}\] */, '');
    return (isUpdate ||
        updaters.test(author?.login ?? author?.name ?? '') ||
        updateTitle.test(title) ||
        (0,dependency_update/* isDependencyUpdate */.N)(type, scope, title));
}
/** Pull requests by label, else by the type their title names. */
function readPullRequestSections(pulls, options) {
    const entries = pulls.flatMap(({ number, title, labels = [], author }) => {
        const change = parseMessage(title);
        if (isReleaseCommit(change, options.projectNames))
            return [];
        const named = labels.map((label) => kindOfLabel.get(label.toLowerCase()));
        const labelled = named.includes('breaking') ? 'breaking' : named.find((kind) => kind !== undefined);
        const isUpdate = updatesDependencies(change, author);
        const link = `[#${number}](${options.repositoryUrl}/pull/${number})`;
        return [
            {
                kind: isUpdate ? 'dependencies' : change.breaking ? 'breaking' : (labelled ?? kindOf(change)),
                line: renderEntry(change, undefined, link, author === undefined ? [] : [author], options),
            },
        ];
    });
    return groupEntries(entries);
}
const kindOf = ({ type, reverts }) => kindOfType.get(type ?? '') ?? (reverts === undefined ? 'other' : 'revert');
function renderEntry({ scope, subject }, breakingText, link, people, options) {
    // The header ends with the number that stands as a link already.
    const title = renderTitle(subject.replace(/ *\(#\d{1,10}\)$/, ''), options);
    const isPlainUpdate = scope !== undefined && /^deps/i.test(scope);
    const area = scope === undefined || isPlainUpdate ? '' : `**${renderTitle(scope, options)}:** `;
    const names = new Set(people
        .filter((person) => !isBot(person))
        .map(({ name, login = options.logins?.get(name?.trim().toLowerCase() ?? '') }) => renderPerson({ name, login }, options)));
    const by = names.size === 0 ? '' : ` by ${[...names].join(', ')}`;
    const note = breakingText === undefined || breakingText === subject ? '' : `\n  ${renderTitle(breakingText, options)}`;
    return `- ${area}${title} (${link}${by})${note}`;
}
function groupEntries(entries) {
    const sections = Object.keys(titles).flatMap((kind) => {
        const lines = entries.filter((entry) => entry.kind === kind).map(({ line }) => line);
        return lines.length === 0 ? [] : [{ kind, title: titles[kind], body: foldQuiet(kind, lines) }];
    });
    // Where no change has a type there is nothing that they are other than.
    const isPlain = sections.every(({ kind }) => kind === 'other' || quietKinds.has(kind));
    return sections.map(({ kind, title, body }) => ({
        title: isPlain && kind === 'other' ? undefined : title,
        body,
    }));
}
/** Updates of dependencies, and long lists of what users do not notice, are opened by who looks for them. */
function foldQuiet(kind, lines) {
    const list = lines.join('\n');
    if (kind === 'dependencies')
        return text_renderFolded((0,count/* count */.U)(lines.length, 'update'), list);
    if (kind === 'maintenance' && lines.length > maxMaintenance)
        return text_renderFolded(`${lines.length} changes`, list);
    return list;
}

// EXTERNAL MODULE: ./packages/python/src/version/compare-spellings.ts
var compare_spellings = __webpack_require__(2390);
;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/preview-notes.ts






/**
 * What the notes of the release will say: the section of the changelog, or the commits. Markdown that may stand in a release.
 * @param changelog undefined when the release does not change it
 */
function previewNotes(version, changelog, commits, repositoryUrl) {
    const section = changelog === undefined ? '' : readSection(version, changelog);
    const sections = section.trim() === '' ? readCommitSections(commits, { repositoryUrl }) : readChangelogSections(section);
    return sections
        .map(({ title, body }) => (title === undefined ? body : `### ${title}\n\n${body}`.trimEnd()))
        .join('\n\n');
}
function readSection(version, { path, bytes }) {
    const found = (0,find_changelog/* readChangelogFile */.HQ)(path, bytes);
    if ('reason' in found)
        return '';
    const section = extractSection(found.text, version, found.format, compare_spellings/* versionSpellings */.e, path);
    return section === undefined ? '' : renderSection(section, found.format);
}

// EXTERNAL MODULE: ./packages/github/src/commits.ts
var commits = __webpack_require__(5223);
// EXTERNAL MODULE: ./packages/github/src/commits/commit-objects.ts
var commit_objects = __webpack_require__(1618);
// EXTERNAL MODULE: ./packages/github/src/commits/ref-updates.ts
var ref_updates = __webpack_require__(8890);
// EXTERNAL MODULE: ./packages/github/src/repository.ts
var src_repository = __webpack_require__(7857);
// EXTERNAL MODULE: ./packages/github/src/repository/pull-requests.ts
var pull_requests = __webpack_require__(1494);
// EXTERNAL MODULE: ./actions/version-bump/src/release-plan.ts
var release_plan = __webpack_require__(6686);
// EXTERNAL MODULE: ./node_modules/diff/libesm/patch/create.js + 2 modules
var create = __webpack_require__(7291);
// EXTERNAL MODULE: ./node_modules/diff/libesm/patch/apply.js + 4 modules
var apply = __webpack_require__(5281);
;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/carry-commits.ts

const decode = (bytes) => Buffer.from(bytes).toString('latin1');
const isEqual = (left, right) => left === undefined || right === undefined ? left === right : Buffer.from(left).equals(right);
// Lines around a change that may differ: the heading above an entry has the new version.
const maxFuzz = 2;
/**
 * Puts commits on top of a renewed release commit, as `git rebase` does. What the release commit or the branch has by now is left
 * out.
 * @param read a file after the renewed release commit
 */
async function carryCommits(foreign, read) {
    const contents = new Map();
    const commits = [];
    for (const { sha, message, author, files } of foreign) {
        const changes = [];
        for (const { path, before, after } of files) {
            const now = contents.get(path) ?? (await read(path));
            if (isEqual(now, after))
                continue;
            const result = after === undefined ? undefined : isEqual(now, before) ? after : patch(before, after, now);
            if (result === undefined)
                return { commits: undefined, sha, path };
            contents.set(path, result);
            if (!isEqual(result, now))
                changes.push({ path, contents: result });
        }
        if (changes.length > 0)
            commits.push({ message, author, changes });
    }
    return { commits };
}
function patch(before, after, now) {
    if (before === undefined || now === undefined)
        return undefined;
    // Bytes stay what they are, whatever the encoding.
    const change = (0,create/* structuredPatch */.YB)('', '', decode(before), decode(after), '', '', { context: 3 });
    const result = (0,apply/* applyPatch */.X)(decode(now), change, { fuzzFactor: maxFuzz, autoConvertLineEndings: false });
    return result === false ? undefined : Buffer.from(result, 'latin1');
}

// EXTERNAL MODULE: ./packages/github/src/client.ts + 3 modules
var client = __webpack_require__(7684);
// EXTERNAL MODULE: ./actions/version-bump/src/pull-request/release-line.ts
var release_line = __webpack_require__(3307);
;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/read-foreign-commits.ts



/** Tells the release commit from what others have added. @param commits oldest first */
function sortCommits(commits) {
    const isOwn = ({ message }) => (0,release_line/* readReleaseLine */.EL)(message) !== undefined;
    return {
        own: commits.findLast(isOwn),
        foreign: commits.filter((commit) => !isOwn(commit) && commit.parents.length === 1),
        hasMerges: commits.some(({ parents }) => parents.length > 1),
    };
}
const fields = [
    'sha:string',
    'commit.author?.name?:string',
    'commit.author?.email?:string',
    'commit.author?.date?:string',
    'files[].filename:string',
    'files[].previous_filename?:string',
];
/** Reads what a commit changed, with the bytes of every file. @throws as GitHubClient.rest */
async function readForeignCommit(repository, { sha, message, parents }) {
    const { rest, at } = repository;
    const { data } = await rest.repos.getCommit({ ...at, ref: sha, ...(0,client/* expecting */.Kk)(fields) });
    const { name, email, date } = data.commit.author ?? {};
    const paths = (data.files ?? []).flatMap(({ filename, previous_filename: previous }) => previous === undefined ? [filename] : [previous, filename]);
    const files = await Promise.all([...new Set(paths)].map(async (path) => {
        const [before, after] = await Promise.all([parents[0] ?? sha, sha].map((revision) => (0,src_repository/* readFileAt */._T)(repository, path, revision)));
        return { path, before, after };
    }));
    const author = name === undefined || email === undefined || date === undefined ? undefined : { name, email, date };
    return { sha, message, author, files };
}

// EXTERNAL MODULE: ./actions/version-bump/src/render-diff.ts
var render_diff = __webpack_require__(2433);
;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/render-proposal.ts


// GitHub takes 65,536 characters.
const maxNotesLength = 30_000;
const maxDiffLength = 25_000;
/** Title and description of the pull request of a release. The same plan gives the same text. */
async function renderProposal(plan, { notes, why }) {
    const from = plan.previousVersion === undefined ? '' : ` after ${plan.previousVersion}`;
    const parts = [
        `Merging this pull request releases **${plan.version}**${from}: the merged commit gets the tag \`${plan.tag}\`, and the release starts. Merge it in any way.`,
        `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
        '## Release notes',
        notes === '' ? 'There are no entries for this version.' : cut(notes, maxNotesLength),
        await renderChanges(plan),
        'New commits update this pull request. You can edit the changelog on this branch: your commits are kept. The pull request is closed when there is nothing to release.',
        (0,release_line/* formatReleaseLine */.Lj)(plan.version, plan.tag),
    ];
    return {
        title: plan.commitMessage.split('\n')[0] ?? plan.tag,
        body: parts.filter((part) => part !== '').join('\n\n'),
    };
}
async function renderChanges({ edits }) {
    if (edits.length === 0)
        return '';
    const diff = cut((await (0,render_diff/* renderDiff */.i)(edits)).join('\n'), maxDiffLength);
    const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return `<details><summary>Changed files</summary>\n\n${fence}text\n${diff}\n${fence}\n\n</details>`;
}
/** Whole lines only. */
function cut(text, maxLength) {
    if (text.length <= maxLength)
        return text;
    const end = text.lastIndexOf('\n', maxLength);
    return `${text.slice(0, Math.max(0, end))}\n…`;
}

;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/propose-release.ts











// Somebody may push to the branch meanwhile.
const maxAttempts = 3;
const nothing = { own: undefined, foreign: [], hasMerges: false };
/**
 * Puts the release commit on the branch of its pull request, with what others have committed there on top, and opens the pull
 * request or brings it up to date. There is one for each branch and package.
 * @param describe is given the changelog as it is on that branch; undefined when the release does not change it
 * @throws as createCommitObject, updateRefs and ensurePullRequest
 */
async function proposeRelease(repository, plan, describe) {
    const branches = { head: plan.proposalBranch, base: plan.branch };
    const open = await (0,pull_requests/* findPullRequest */._f)(repository, branches);
    const { commitSha, conflict } = await renewBranch(repository, plan, open !== undefined);
    if (open !== undefined && conflict !== undefined)
        return { commitSha, pullRequest: open, conflict };
    const path = plan.changelogPath;
    const bytes = path === undefined ? undefined : await (0,src_repository/* readFileAt */._T)(repository, path, commitSha);
    const changelog = path === undefined || bytes === undefined ? undefined : { path, bytes };
    const text = await renderProposal(plan, describe(changelog));
    const pullRequest = await (0,pull_requests/* ensurePullRequest */.pk)(repository, { ...branches, ...text });
    return { commitSha, pullRequest, conflict };
}
/** Closes the pull request of a branch that has nothing to release any more. @returns the closed one */
async function withdrawProposal(repository, head, base) {
    const open = await (0,pull_requests/* findPullRequest */._f)(repository, { head, base });
    if (open !== undefined)
        await (0,pull_requests/* closePullRequest */.d6)(repository, open.number);
    return open;
}
async function renewBranch(repository, plan, isOpen) {
    for (let attempt = 1;; attempt += 1) {
        const known = await (0,src_repository/* findRef */.DQ)(repository, `heads/${plan.proposalBranch}`);
        // Without an open pull request the branch is left from one that was merged or closed.
        const content = known === undefined || !isOpen ? nothing : await readContent(repository, plan, known.sha);
        const release = await createReleaseCommit(repository, plan);
        if (known !== undefined && (await isUpToDate(repository, known.sha, content, release)))
            return { commitSha: known.sha, conflict: undefined };
        const made = await addForeign(repository, plan, content, release);
        if (made.conflict !== undefined)
            return { commitSha: known?.sha ?? release, conflict: made.conflict };
        const update = {
            ...{ ref: `refs/heads/${plan.proposalBranch}`, before: known?.sha },
            ...{ after: made.commitSha, force: true },
        };
        const { done, now } = await (0,ref_updates/* updateRefs */.E)(repository, [update]);
        if (done || attempt === maxAttempts)
            return { commitSha: now[0] ?? made.commitSha, conflict: undefined };
    }
}
async function readContent(repository, plan, head) {
    return sortCommits(await (0,commits/* listCommitsBetween */.hR)(repository, plan.branch, head));
}
function createReleaseCommit(repository, plan) {
    const line = (0,release_line/* formatReleaseLine */.Lj)(plan.version, plan.tag);
    return (0,commit_objects/* createCommitObject */.dj)(repository, {
        ...{ baseSha: plan.baseSha, message: `${plan.commitMessage.trimEnd()}\n\n${line}\n` },
        changes: (0,release_plan/* listChanges */.Wd)(plan),
    });
}
/** The branch has this very release commit, whoever made it and when, and nothing has to be put on top of it anew. */
async function isUpToDate(repository, head, { own, foreign, hasMerges }, release) {
    if (hasMerges)
        return false;
    const [made, found] = await Promise.all([
        (0,commits/* readCommit */.kN)(repository, release),
        own === undefined || foreign.length === 0 ? (0,commits/* readCommit */.kN)(repository, head) : own,
    ]);
    return made.tree === found.tree && made.parents.join() === found.parents.join();
}
async function addForeign(repository, plan, { foreign }, release) {
    const commits = await Promise.all(foreign.map((commit) => readForeignCommit(repository, commit)));
    const edits = new Map(plan.edits.map(({ path, after }) => [path, after]));
    const carried = await carryCommits(commits, async (path) => edits.has(path) ? edits.get(path) : (0,src_repository/* readFileAt */._T)(repository, path, plan.baseSha));
    if (carried.commits === undefined)
        return { commitSha: release, conflict: carried };
    let commitSha = release;
    for (const { message, author, changes } of carried.commits)
        commitSha = await (0,commit_objects/* createCommitObject */.dj)(repository, { baseSha: commitSha, message, author, changes });
    return { commitSha, conflict: undefined };
}
/** Says what a person has to know about the pull request. */
function tellProposal(log, { pullRequest, conflict }, head) {
    log.notice(`Pull request: ${pullRequest.url}`);
    if (conflict !== undefined) {
        log.warning(`The pull request was not updated: commit ${conflict.sha.slice(0, 7)} on ${(0,neutralize/* neutralizeLine */.a0)(head, 200)} changes ${(0,neutralize/* neutralizeLine */.a0)(conflict.path, 200)}, and does not fit the new commits of the branch. Move the change to the branch itself and delete the commit, or close the pull request, so that the next run opens a new one.`);
    }
    if (pullRequest.isByJob) {
        log.notice('The checks of this pull request wait for "Approve workflows to run", because it was opened with GITHUB_TOKEN. Pass the token of a GitHub App in "token" to have them start by themselves.');
    }
}

;// CONCATENATED MODULE: ./actions/version-bump/src/pull-request/report-proposal.ts



/** Opens or renews the pull request of a release, and says so in outputs, log and summary. @throws as proposeRelease */
async function proposeAndReport(context, { repository, repositoryUrl }, { plan, choice, commits }) {
    const proposal = await proposeRelease(repository, plan, (changelog) => ({
        ...{ why: choice.why, notes: previewNotes(plan.version, changelog, commits, repositoryUrl) },
    }));
    const { commitSha, pullRequest } = proposal;
    context.setOutput('commit', commitSha);
    context.setOutput('changed', 'true');
    context.setOutput('released', 'false');
    tellProposal(context.log, proposal, plan.proposalBranch);
    await (0,report/* addReport */.e)(context, plan, {
        commitSha,
        state: 'Proposed',
        note: `Pull request ${pullRequest.number}: merge it, and the next run of this workflow on ${plan.branch} releases ${plan.version}.`,
    });
}
/** Closes the pull request of a branch that has nothing to release any more. */
async function closeProposal({ repository, branch, log }, head) {
    const closed = await withdrawProposal(repository, head, branch);
    if (closed !== undefined)
        log.notice(`Closed ${closed.url}: there is nothing to release any more.`);
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
