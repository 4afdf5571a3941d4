import { count } from '@slipway/core/text/count';
import {
  type MarkdownNode,
  type ProsePart,
  parseMarkdown,
  readProse,
  sourceOf,
  type TextPart,
} from './markdown-parts.ts';
import { findTable, looksLikeRow, splitCells } from './summary-tables.ts';

/** A line of a table that does not show what it was meant to show. */
export interface BrokenRow {
  readonly line: number;
  /** In words. */
  readonly problem: string;
}

/** What a job summary shows, part by part, as GitHub Flavored Markdown reads it. */
export interface SummaryParts {
  readonly prose: readonly ProsePart[];
  /** Fenced and indented code. */
  readonly codeBlocks: readonly TextPart[];
  readonly html: readonly TextPart[];
  readonly brokenRows: readonly BrokenRow[];
}

interface Collected {
  readonly prose: ProsePart[];
  readonly codeBlocks: TextPart[];
  readonly html: TextPart[];
  readonly brokenRows: BrokenRow[];
}

/** The lines of a paragraph without the marks of the quote around it. */
function readLines(source: string): string[] {
  return source
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(/^[ \t]*(?:>[ \t]?)*/, '')));
}

function readParagraph(parts: Collected, source: string, firstLine: number): void {
  const lines = readLines(source);
  const table = findTable(lines);
  const before = table === undefined ? lines : lines.slice(0, table.header);
  if (before.length > 0) parts.prose.push(readProse(before.join('\n'), firstLine, false));
  before.forEach((line, index) => {
    if (looksLikeRow(line))
      parts.brokenRows.push({
        line: firstLine + index,
        problem: 'looks like a table row, but is not part of a table',
      });
  });
  if (table === undefined) return;
  const startsWithPipe = (lines[table.header] ?? '').trim().startsWith('|');
  lines.forEach((row, index) => {
    // The line below the header has no cells to show.
    if (index < table.header || index === table.header + 1) return;
    const line = firstLine + index;
    const cells = splitCells(row);
    if (cells.length !== table.columns)
      parts.brokenRows.push({
        line,
        problem: `has ${count(cells.length, 'cell')} in a table of ${table.columns} columns`,
      });
    else if (row.trim().startsWith('|') !== startsWithPipe)
      parts.brokenRows.push({ line, problem: 'does not start like the header of its table' });
    for (const cell of cells) parts.prose.push(readProse(cell, line, true));
  });
}

/** Takes a summary apart. Linear in its length but for what the parser needs. */
export function readSummary(markdown: string): SummaryParts {
  const text = markdown.replace(/\r\n?/g, '\n');
  const parts: Collected = { prose: [], codeBlocks: [], html: [], brokenRows: [] };
  const waiting: MarkdownNode[] = [parseMarkdown(text)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const line = node.position?.start.line ?? 1;
    const source = sourceOf(text, node);
    if (node.type === 'paragraph') readParagraph(parts, source, line);
    else if (node.type === 'heading') parts.prose.push(readProse(source, line, false));
    else if (node.type === 'code') parts.codeBlocks.push({ line, text: node.value, source });
    else if (node.type === 'html') parts.html.push({ line, text: node.value, source });
    else if ('children' in node) waiting.push(...node.children.toReversed());
  }
  return parts;
}
