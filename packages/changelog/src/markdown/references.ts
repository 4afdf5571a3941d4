import type { Edit } from './edits.ts';
import { readHtmlTokens } from './html-tags.ts';
import { type MarkdownRoot, offsetsOf, walkPlaced } from './tree.ts';

/** Shows nothing and is no space: it parts what GitHub would link, mention or evaluate. */
export const nonJoiner = '\u200C';

const addresses = String.raw`https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<&]*`;
const mentions = String.raw`(?<![A-Za-z0-9])@(?=[^\s@\u200C])`;
const numbers = String.raw`#(?=[0-9&])|(?<![A-Za-z0-9])GH-(?=\d)`;
const entities = '&(?:#0{0,5}(?:64|35)|#x0{0,5}(?:40|23)|commat|num);';
// https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
const closing = String.raw`\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s+(?:\[|https?:|[\w./-]{0,140}#|GH-))`;
const footnotes = String.raw`\[(?=\^)`;
const linking = new RegExp(`(${addresses})|${mentions}|${numbers}|${entities}|${closing}|${footnotes}`, 'gi');

/** A piece of a text in which GitHub looks for references. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where GitHub looks for mentions and numbers of issues: everywhere but in code and in links
 * (https://github.com/gjtorikian/html-pipeline, `mention_filter.rb`: `IGNORE_PARENTS`).
 */
function listTextSpans(text: string, root: MarkdownRoot): Span[] {
  const spans: Span[] = [];
  for (const { node, isLinked } of walkPlaced(root)) {
    if (isLinked) continue;
    if (node.type === 'text') spans.push(offsetsOf(node));
    if (node.type !== 'html') continue;
    let { start } = offsetsOf(node);
    for (const token of readHtmlTokens(text.slice(start, offsetsOf(node).end))) {
      if (token.kind === 'text') spans.push({ start, end: start + token.source.length });
      start += token.source.length;
    }
  }
  return spans;
}

/**
 * The edits that part every mention, number of an issue and word that closes one from what GitHub knows them by, and the sign of
 * a footnote, whose definition would go on in what is indented here.
 */
export function breakReferences(text: string, root: MarkdownRoot): Edit[] {
  const edits: Edit[] = [];
  const find = (from: number): RegExpExecArray | null => {
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
    if (found !== null && found.index < span.start) found = find(span.start);
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
