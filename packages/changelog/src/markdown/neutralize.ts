import type { LinkBase } from './addresses.ts';
import { isCostlyMarkdown, renderAsCode } from './cost.ts';
import { applyEdits } from './edits.ts';
import { renderHtmlEdits } from './html.ts';
import { renderLinkEdits } from './links.ts';
import { linkReferences } from './reference-links.ts';
import { breakReferences, nonJoiner } from './references.ts';
import { type MarkdownRoot, offsetsOf, parseGfm } from './tree.ts';

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
export function neutralizeMarkdown(text: string, base?: LinkBase): string {
  const part = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
  const plain = part.replace(/\r\n?/g, '\n').replace(deceiving, '');
  try {
    const settled = settle(plain, base);
    const linked = base === undefined || !mayRefer.test(settled) ? settled : linkWhereSafe(settled, base);
    const broken = mayRefer.test(linked)
      ? applyEdits(linked, breakReferences(linked, parse(linked)))
      : linked;
    return closeFence(breakCommands(broken).trimEnd());
  } catch (failure) {
    if (failure instanceof CostlyMarkdown) return showAsText(plain);
    throw failure;
  }
}

// Without one of these there is nothing to link and nothing to break.
const mayRefer = /[@#&{]|GH-|\[\^|clos|fix|resolv/i;

class CostlyMarkdown extends Error {}

/** Parses a text that the parser is done with in time; taking a text apart may have made another one of it. */
function parse(text: string): MarkdownRoot {
  if (isCostlyMarkdown(text)) throw new CostlyMarkdown();
  return parseGfm(text);
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

/** One round of taking away what may not stay. */
function settleOnce(text: string, base: LinkBase | undefined): string {
  const root = parse(text);
  return applyEdits(text, [...renderLinkEdits(text, root, base), ...renderHtmlEdits(text, root, base)]);
}

/** What is left of something that was taken away may be part of something else: until nothing changes. */
function settle(text: string, base: LinkBase | undefined): string {
  let current = text;
  for (let round = 0; round < maxRounds; round += 1) {
    const next = settleOnce(current, base);
    if (next === current) return current;
    current = next;
  }
  const escaped = current.replaceAll('<', '&lt;').replace(/(?<!\\)[[\]]/g, '\\$&');
  return settleOnce(escaped, base) === escaped ? escaped : renderAsCode(current);
}

/** Links in a text that was settled; a text that would have to be settled again is left without them. */
function linkWhereSafe(text: string, base: LinkBase): string {
  const linked = applyEdits(text, linkReferences(text, parse(text), base));
  return linked === text || settleOnce(linked, base) === linked ? linked : text;
}

/**
 * Ends what is open at the end of a text: a fence or an element would swallow all that follows. An end whose beginning stands in
 * another part goes.
 */
export function closeBlocks(text: string): string {
  if (isCostlyMarkdown(text)) return showAsText(text);
  const closed = closeFence(text);
  if (!closed.includes('<')) return closed;
  return applyEdits(closed, renderHtmlEdits(closed, parseGfm(closed), undefined));
}

/** Adds the end of a fence that is open at the end of a text: it would swallow all that follows. */
export function closeFence(text: string): string {
  if (isCostlyMarkdown(text)) return showAsText(text);
  if (!/^ {0,3}(?:`{3}|~{3})/m.test(text)) return text;
  const last = parseGfm(text).children.at(-1);
  if (last?.type !== 'code') return text;
  const source = text.slice(offsetsOf(last).start).split('\n');
  const run = /^ {0,3}(`{3,}|~{3,})/.exec(source[0] ?? '')?.[1];
  if (run === undefined) return text;
  const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(source.length > 1 ? (source.at(-1) ?? '') : '')?.[1];
  return end?.startsWith(run) === true ? text : `${text}\n${run}`;
}
