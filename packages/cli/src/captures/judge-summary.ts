import { findInvisible, findUnlinkedAddresses, isWholeAddress } from './addresses.ts';
import type { ProsePart } from './markdown-parts.ts';
import { readSummary } from './read-summary.ts';
import { findShownData } from './shown-data.ts';

/** What a finding is about. */
export type SummaryRule = 'links' | 'data' | 'tables' | 'invisible' | 'commands';

/** Something in a job summary that does not show what it should. */
export interface SummaryFinding {
  readonly rule: SummaryRule;
  /** Counted from 1. */
  readonly line: number;
  /** In words, without the place. */
  readonly problem: string;
}

// The parser needs quadratic time for a crafted paragraph.
const maxJudgedLength = 250_000;

const workflowCommand = /^\s*(?:::[a-z][a-z-]*(?: [^:]*)?::|##\[[a-z-]+\])/i;

function judgeLinks({ texts, links }: ProsePart): SummaryFinding[] {
  const found: SummaryFinding[] = [];
  const add = (line: number, problem: string): void => void found.push({ rule: 'links', line, problem });
  for (const { line, text, source } of texts) {
    for (const address of findUnlinkedAddresses(text, source)) add(line, `"${address}" is not a link`);
    if (/(?<!\\)\]\(/.test(source)) add(line, `"${source.trim().slice(0, 120)}" is a broken link`);
  }
  for (const { line, text, address } of links) {
    if (!isWholeAddress(address) && !/^(?:mailto:[^\s@]+@[^\s@]+|#[\w-]+)$/.test(address))
      add(line, `the link "${text}" points to "${address.slice(0, 120)}", which is not a valid address`);
    else if (text.trim() === '') add(line, `the link to "${address.slice(0, 120)}" has no text`);
    else if (/^https?:\/\//i.test(text) && text !== address)
      add(line, `the link "${text.slice(0, 120)}" points to "${address.slice(0, 120)}"`);
  }
  return found;
}

function judgeProse(prose: ProsePart): SummaryFinding[] {
  const { line, isCell, text, links, codes, tags } = prose;
  const data =
    findShownData(text, true) ?? codes.map((code) => findShownData(code.text, false)).find(Boolean);
  const hidden = [text, ...links.map(({ address }) => address), ...tags.map((tag) => tag.text)].flatMap(
    findInvisible,
  );
  return [
    ...judgeLinks(prose),
    ...(data === undefined
      ? []
      : [{ rule: 'data' as const, line, problem: `${isCell ? 'a cell' : 'the text'} shows ${data}` }]),
    ...hidden.map((problem) => ({ rule: 'invisible' as const, line, problem })),
  ];
}

/** HTML of a summary: text between the tags is text, and an address is a link as the target of an anchor. */
function judgeHtml(line: number, html: string): SummaryFinding[] {
  const text = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<a\s[^>]*href="[^"]*"[^>]*>[\s\S]*?<\/a>/gi, ' ')
    .replace(/<[^>]*>/g, ' ');
  const data = findShownData(text, false);
  return [
    ...Array.from(text.matchAll(/https?:\/\/[^\s<]*/gi), ([address]) => ({
      rule: 'links' as const,
      line,
      problem: `"${address.slice(0, 120)}" is not a link`,
    })),
    ...(data === undefined ? [] : [{ rule: 'data' as const, line, problem: `the text shows ${data}` }]),
    ...findInvisible(html).map((problem) => ({ rule: 'invisible' as const, line, problem })),
  ];
}

/** Everything in the Markdown of one job summary that a reader stumbles over; empty when it shows what it says. */
export function judgeSummary(markdown: string): SummaryFinding[] {
  const text = markdown.slice(0, maxJudgedLength);
  const { prose, codeBlocks, html, brokenRows } = readSummary(text);
  const codeLines = new Set(
    codeBlocks.flatMap(({ line, source }) => source.split('\n').map((_, index) => line + index)),
  );
  const commands = text
    .split('\n')
    .flatMap((line, index) =>
      workflowCommand.test(line) && !codeLines.has(index + 1)
        ? [{ rule: 'commands' as const, line: index + 1, problem: `"${line.trim().slice(0, 120)}"` }]
        : [],
    );
  return [
    ...prose.flatMap(judgeProse),
    ...html.flatMap((part) => judgeHtml(part.line, part.text)),
    ...codeBlocks.flatMap(({ line, text: code }) =>
      findInvisible(code).map((problem) => ({ rule: 'invisible' as const, line, problem })),
    ),
    ...brokenRows.map(({ line, problem }) => ({ rule: 'tables' as const, line, problem })),
    ...commands,
  ].toSorted((left, right) => left.line - right.line);
}
