import { appendFileSync, statSync } from 'node:fs';
import { type InlineText, renderInline } from './markdown.ts';
import { escapeHtml, escapeMarkdown } from './neutralise.ts';

/** The job summary of one step; a text is untrusted, and `Markdown` is what the caller has made safe. */
export interface Summary {
  /** Default level 3. */
  addHeading(text: string, level?: 1 | 2 | 3 | 4): void;
  addTable(headers: readonly string[], rows: readonly (readonly InlineText[])[]): void;
  addParagraph(text: InlineText): void;
  /** A folded part; the content is Markdown that the caller has made safe. */
  addDetails(title: string, markdown: string): void;
  /** Markdown that the caller has made safe. */
  addMarkdown(markdown: string): void;
}

/** A summary that can be written out. */
export interface WritableSummary extends Summary {
  /** Appends to the file of the runner, once; nothing is written when nothing was added. */
  write(path: string | undefined): void;
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const largestSummaryBytes = 1024 * 1024;
const mostTableRows = 1000;

/** A table of GitHub's Markdown. */
function renderMarkdownTable(headers: readonly string[], rows: readonly (readonly InlineText[])[]): string {
  const line = (cells: readonly InlineText[]): string => `| ${cells.map(renderInline).join(' | ')} |`;
  const shown = rows.slice(0, mostTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
  const rest = rows.length - shown.length;
  return [
    line(headers),
    `|${headers.map(() => '---').join('|')}|`,
    ...shown.map(line),
    ...(rest > 0 ? ['', `… and ${rest} more.`] : []),
  ].join('\n');
}

const renderBlocks = (blocks: readonly string[]): string => blocks.map((block) => `${block}\n`).join('\n');

/** An empty summary. */
export function createSummary(): WritableSummary {
  const blocks: string[] = [];
  let written = false;
  return {
    addHeading: (text, level = 3) => void blocks.push(`${'#'.repeat(level)} ${escapeMarkdown(text)}`),
    addTable: (headers, rows) => void blocks.push(renderMarkdownTable(headers, rows)),
    addParagraph: (text) => void blocks.push(renderInline(text)),
    addDetails: (title, markdown) =>
      void blocks.push(`<details>\n<summary>${escapeHtml(title)}</summary>\n\n${markdown}\n\n</details>`),
    addMarkdown: (markdown) => void blocks.push(markdown),
    write(path) {
      if (path === undefined || path === '' || blocks.length === 0 || written) return;
      written = true;
      const used = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      let text = renderBlocks(blocks);
      // Whole blocks go, so that what stays is valid Markdown.
      for (let kept = blocks.length - 1; used + Buffer.byteLength(text) > largestSummaryBytes; kept -= 1) {
        if (kept < 0) return;
        text = `${renderBlocks(blocks.slice(0, kept))}\nThe rest of this summary is longer than GitHub shows.\n`;
      }
      appendFileSync(path, text);
    },
  };
}
