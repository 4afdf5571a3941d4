/**
 * What of GitHub's own list of elements may stand in notes
 * (https://github.com/gjtorikian/html-pipeline, `sanitization_filter.rb`). Left out are images and headings, which become links
 * and bold text, and `bdo` and `pre`, which turn around what stands beside them or end where Markdown does not.
 */
const allowed = new Map<string, readonly string[]>([
  ...(
    'abbr b blockquote caption cite code dd del dfn div dl dt em figcaption figure i ins kbd li mark ol p q rp rt ruby s samp small span strike strong sub summary sup table tbody td tfoot th thead time tr tt ul var'.split(
      ' ',
    ) as readonly string[]
  ).map((name) => [name, []] as const),
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
export const voidElements: ReadonlySet<string> = new Set(['br', 'hr', 'wbr']);

/** Elements that a browser ends by itself (HTML, "Optional tags"): a tag of them without its counterpart says nothing. */
export const optionalEnds: ReadonlySet<string> = new Set(
  'p li dt dd rp rt tr td th thead tbody tfoot caption'.split(' '),
);

/** Elements that hold blocks: one that stays open holds the rest of the text. */
export const blockElements: ReadonlySet<string> = new Set(
  'blockquote details div dl figure ol table ul'.split(' '),
);

/** A start or an end tag. */
export interface TagToken {
  readonly kind: 'open' | 'close';
  /** Lower case. */
  readonly name: string;
  /** As written, without quotes; lower-case names. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly source: string;
}

/** One piece of HTML. */
export type HtmlToken = TagToken | { readonly kind: 'text' | 'comment'; readonly source: string };

// CommonMark §6.6. Every piece of white space belongs to exactly one part, so that a long tag is read once.
const attribute = String.raw`\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>\u0060]+))?`;
const openTag = new RegExp(`<([a-z][a-z0-9-]*)((?:${attribute})*)\\s*/?>`, 'iy');
const closeTag = /<\/([a-z][a-z0-9-]*)\s*>/iy;
const eachAttribute = /([a-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gi;

/** Takes a piece of HTML apart; joined, the sources are the piece again. A `<` that begins nothing is text. */
export function readHtmlTokens(html: string): HtmlToken[] {
  const tokens: HtmlToken[] = [];
  let text = '';
  let hasCommentEnd = true;
  const push = (token: HtmlToken): void => {
    if (text !== '') tokens.push({ kind: 'text', source: text });
    text = '';
    tokens.push(token);
  };
  for (let at = 0; at < html.length; ) {
    const next = html.indexOf('<', at);
    if (next < 0) {
      text += html.slice(at);
      break;
    }
    text += html.slice(at, next);
    const comment = hasCommentEnd ? readComment(html, next) : undefined;
    if (comment === '') hasCommentEnd = false;
    const token = comment ? ({ kind: 'comment', source: comment } as const) : readTag(html, next);
    if (token === undefined) text += '<';
    else push(token);
    at = next + (token?.source.length ?? 1);
  }
  if (text !== '') tokens.push({ kind: 'text', source: text });
  return tokens;
}

/** A comment (CommonMark §6.6); empty when it stays open, and with it every later one. */
function readComment(html: string, at: number): string | undefined {
  if (!html.startsWith('<!--', at)) return undefined;
  const short = /^<!---?>/.exec(html.slice(at, at + 6))?.[0];
  if (short !== undefined) return short;
  const end = html.indexOf('-->', at + 4);
  return end < 0 ? '' : html.slice(at, end + 3);
}

function readTag(html: string, at: number): TagToken | undefined {
  openTag.lastIndex = at;
  const opened = openTag.exec(html);
  if (opened !== null) {
    const attributes = new Map<string, string>();
    for (const [, name = '', double, single, bare] of (opened[2] ?? '').matchAll(eachAttribute)) {
      const key = name.toLowerCase();
      if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare ?? '');
    }
    return { kind: 'open', name: (opened[1] ?? '').toLowerCase(), attributes, source: opened[0] };
  }
  closeTag.lastIndex = at;
  const closed = closeTag.exec(html);
  if (closed === null) return undefined;
  return { kind: 'close', name: (closed[1] ?? '').toLowerCase(), attributes: new Map(), source: closed[0] };
}

/** What an element is in notes: itself, another one, or nothing that is known. A heading would be out of its order. */
export function mapElement(name: string): string | undefined {
  if (headings.has(name)) return 'strong';
  return allowed.has(name) || voidElements.has(name) ? name : undefined;
}

/** The start tag with what may stay of its attributes. @param address of a link, ready to stand in an attribute */
export function renderOpenTag(
  name: string,
  attributes: ReadonlyMap<string, string>,
  address: string | undefined,
): string {
  const kept = (allowed.get(name) ?? []).flatMap((key) => {
    const value = key === 'href' ? address : attributes.get(key);
    if (value === undefined) return [];
    if (key === 'open') return [' open'];
    return key === 'href' || /^[\w -]{1,20}$/.test(value) ? [` ${key}="${value}"`] : [];
  });
  return `<${name}${kept.join('')}>`;
}
