import { fromMarkdown } from 'mdast-util-from-markdown';
import { isCostlyMarkdown, renderAsCode } from './cost.ts';
import { applyEdits, type Edit } from './edits.ts';
import { type LinkBase, renderLinkEdits } from './links.ts';
import { type MarkdownRoot, offsetsOf, walkMarkdown } from './tree.ts';

/** Shows nothing and is no space: it parts what GitHub would link, mention or evaluate. */
const nonJoiner = '\u200C';

// Rounds of taking HTML away; more than a text written by people ever needs.
const maxRounds = 8;
// The parser needs quadratic time for a crafted paragraph; notes beyond this are not shown anyway.
const maxTextLength = 250_000;

// Controls but tab and line feed, bidirectional overrides and isolates (UAX #9): they make a text look like another one.
const deceiving =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

const addresses = String.raw`https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<&]*`;
const mentions = String.raw`(?<![A-Za-z0-9])@(?=[^\s@\u200C])`;
const numbers = String.raw`#(?=[0-9&])|(?<![A-Za-z0-9])GH-(?=\d)`;
const entities = '&(?:#0{0,5}(?:64|35)|#x0{0,5}(?:40|23)|commat|num);';
// https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
const closing = String.raw`\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s+(?:\[|https?:|[\w./-]{0,140}#|GH-))`;
const linking = new RegExp(`(${addresses})|${mentions}|${numbers}|${entities}|${closing}`, 'gi');

/**
 * Markdown of a changelog as it may stand in a release: no raw HTML, no mention, no bare issue reference, no word that closes
 * an issue, no expression; addresses are `http(s)` or `mailto`, relative ones lead to the file at the tag, references are
 * written out, so that the text can be cut between blocks; a fence left open is closed.
 */
export function neutralizeMarkdown(text: string, base?: LinkBase): string {
  const part = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
  const plain = part.replace(/\r\n?/g, '\n').replace(deceiving, '');
  try {
    const safe = breakCommands(breakReferences(settleLinks(escapeHtml(plain), base)));
    return closeFence(safe.trimEnd());
  } catch (failure) {
    if (failure instanceof CostlyMarkdown) return showAsText(plain);
    throw failure;
  }
}

class CostlyMarkdown extends Error {}

/** Parses a text that the parser is done with in time; taking a text apart may have made another one of it. */
function parse(text: string): MarkdownRoot {
  if (isCostlyMarkdown(text)) throw new CostlyMarkdown();
  return fromMarkdown(text);
}

/** A text that no parser would be done with in time, as it is; in code nothing is mentioned, linked or closed. */
function showAsText(text: string): string {
  return `*These notes are shown as plain text: their Markdown is nested too deeply.*\n\n${breakCommands(renderAsCode(text))}`;
}

/** Breaks what the runner, or a workflow that reads the text, would evaluate. */
function breakCommands(text: string): string {
  return text
    .replaceAll('${{', `$${nonJoiner}{{`)
    .replace(/^([ \t]*:):(?=[a-z])/gim, `$1${nonJoiner}:`)
    .replaceAll('##[', `##${nonJoiner}[`);
}

/** What is left of a link that was taken away may be part of another one, or of a tag: until nothing changes. */
function settleLinks(text: string, base: LinkBase | undefined): string {
  let current = text;
  for (let round = 0; round < maxRounds; round += 1) {
    const next = applyEdits(current, renderLinkEdits(current, parse(current), base));
    if (next === current) return current;
    current = escapeHtml(next);
  }
  return escapeHtml(current.replace(/(?<!\\)[[\]]/g, '\\$&'));
}

function escapeHtml(text: string): string {
  let current = text;
  for (let round = 0; round < maxRounds; round += 1) {
    const edits: Edit[] = [];
    for (const node of walkMarkdown(parse(current))) {
      if (node.type !== 'html') continue;
      const { start, end } = offsetsOf(node);
      const source = current.slice(start, end);
      edits.push({
        start,
        end,
        text: dropComments(source).replaceAll('<', '&lt;'),
      });
    }
    if (edits.length === 0) return current;
    current = applyEdits(current, edits);
  }
  return current.replaceAll('<', '&lt;');
}

/** HTML without its comments (CommonMark §6.6); one that stays open is no comment. */
function dropComments(html: string): string {
  let kept = '';
  let from = 0;
  for (let at = html.indexOf('<!--'); at >= 0; at = html.indexOf('<!--', at)) {
    const short = /^<!---?>/.exec(html.slice(at, at + 6))?.[0].length;
    const end = short === undefined ? html.indexOf('-->', at + 4) : at + short - 3;
    // No comment after this one can end either.
    if (end < 0) break;
    kept += html.slice(from, at);
    from = end + 3;
    at = from;
  }
  return kept + html.slice(from);
}

function breakReferences(text: string): string {
  const spans = [...walkMarkdown(parse(text))]
    .filter(({ type }) => type === 'text')
    .map(offsetsOf)
    .sort((left, right) => left.start - right.start);
  const edits: Edit[] = [];
  const find = (from: number): RegExpExecArray | null => {
    linking.lastIndex = from;
    return linking.exec(text);
  };
  let found = find(0);
  for (const span of spans) {
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
  return applyEdits(text, edits);
}

/** Adds the end of a fence that is open at the end of a text: it would swallow all that follows. */
export function closeFence(text: string): string {
  if (isCostlyMarkdown(text)) return showAsText(text);
  const last = fromMarkdown(text).children.at(-1);
  if (last?.type !== 'code') return text;
  const source = text.slice(offsetsOf(last).start).split('\n');
  const run = /^ {0,3}(`{3,}|~{3,})/.exec(source[0] ?? '')?.[1];
  if (run === undefined) return text;
  const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(source.length > 1 ? (source.at(-1) ?? '') : '')?.[1];
  return end?.startsWith(run) === true ? text : `${text}\n${run}`;
}
