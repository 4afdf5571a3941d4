import { fromMarkdown } from 'mdast-util-from-markdown';
import { isCostlyMarkdown } from './cost.ts';
import { applyEdits, type Edit } from './edits.ts';
import { type MarkdownNode, offsetsOf, walkMarkdown } from './tree.ts';

// GFM tables and alerts are paragraphs to a parser of CommonMark.
const tableRow = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/m;
const alert = /^[ \t>]*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\r\n|\n|\r)/i;
const lineBreak = /[ \t]*(?:\r\n|\n|\r)[ \t>]*/g;
// The parser takes quadratic time for long runs of lines without a blank one; no paragraph that is wrapped has so many.
const maxRun = 300;
const wide = /[\u2E80-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFFEF]/;

/**
 * Joins the lines of each paragraph. GitHub shows a line break of a file as a space, but one of a release as a break. Hard
 * breaks, code, tables, HTML and the markers of lists and quotes stay.
 */
export function unwrapMarkdown(text: string): string {
  if (isCostlyMarkdown(text) || hasLongRun(text)) return text;
  const edits: Edit[] = [];
  for (const node of walkMarkdown(fromMarkdown(text)))
    if (node.type === 'paragraph') edits.push(...joinLines(text, node));
  return applyEdits(text, edits);
}

function hasLongRun(text: string): boolean {
  let run = 0;
  for (const line of text.split(/\r\n|\n|\r/)) {
    run = line.trim() === '' || /^\s*(?:[-+*]|#{1,6})\s+\S/.test(line.slice(0, 80)) ? 0 : run + 1;
    if (run > maxRun) return true;
  }
  return false;
}

function joinLines(text: string, paragraph: Extract<MarkdownNode, { type: 'paragraph' }>): Edit[] {
  const { start, end } = offsetsOf(paragraph);
  const source = text.slice(start, end);
  if (source.includes('|') && tableRow.test(source)) return [];
  const kept = [...listKept(paragraph)].sort((left, right) => left.start - right.start);
  const first = start + (alert.exec(source)?.[0].length ?? 0);
  const edits: Edit[] = [];
  let next = 0;
  for (const found of source.matchAll(lineBreak)) {
    const at = start + found.index;
    const to = at + found[0].length;
    while (next < kept.length && (kept[next]?.end ?? 0) <= at) next += 1;
    const inside = (kept[next]?.start ?? Number.POSITIVE_INFINITY) < to;
    if (inside || at < first) continue;
    const isWide = wide.test(text[at - 1] ?? '') && wide.test(text[to] ?? '');
    edits.push({ start: at, end: to, text: isWide ? '' : ' ' });
  }
  return edits;
}

/** Where a line break is no soft one: hard breaks, HTML and code. */
function* listKept(paragraph: MarkdownNode): Generator<{ start: number; end: number }> {
  const waiting: MarkdownNode[] = [paragraph];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'break' || node.type === 'html' || node.type === 'inlineCode') yield offsetsOf(node);
    if ('children' in node) for (const child of node.children) waiting.push(child);
  }
}
