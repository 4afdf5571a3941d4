import { appendFileSync, statSync } from 'node:fs';
import { summary as buffer } from '@actions/core';
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

/** A summary that can be written out, to the file that `GITHUB_STEP_SUMMARY` names; what is written leaves the buffer. */
export interface WritableSummary extends Summary {
  /** Nothing is written when nothing was added or the runner gave no file. */
  write(): Promise<void>;
  /** The same at once, for a process that is about to end. */
  writeNow(): void;
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const maxSummaryBytes = 1024 * 1024;
const maxTableRows = 1000;

/** A table of GitHub's Markdown. */
function renderMarkdownTable(headers: readonly string[], rows: readonly (readonly InlineText[])[]): string {
  const line = (cells: readonly InlineText[]): string => `| ${cells.map(renderInline).join(' | ')} |`;
  const shown = rows.slice(0, maxTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
  const rest = rows.length - shown.length;
  return [
    line(headers),
    `|${headers.map(() => '---').join('|')}|`,
    ...shown.map(line),
    ...(rest > 0 ? ['', `… and ${rest} more.`] : []),
  ].join('\n');
}

/**
 * An empty summary. Its blocks are Markdown that was escaped here and enter the buffer of `@actions/core` raw: the methods of
 * the library write HTML and escape nothing. There is one buffer, so there is one summary in a process at a time.
 */
export function createSummary(): WritableSummary {
  buffer.emptyBuffer();
  // Where each block ends in the buffer.
  let ends: number[] = [];
  let writing = false;
  const add = (block: string): void => {
    buffer.addRaw(buffer.isEmptyBuffer() ? `${block}\n` : `\n${block}\n`);
    ends.push(buffer.stringify().length);
  };
  /** Path of the file, once the buffer has no more than the file can take; undefined when there is nothing to write. */
  const prepare = (): string | undefined => {
    const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
    if (path === '' || buffer.isEmptyBuffer() || writing) return undefined;
    const used = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const text = boundText(buffer.stringify(), ends, maxSummaryBytes - used);
    ends = [];
    buffer.emptyBuffer().addRaw(text);
    return path;
  };
  return {
    addHeading: (text, level = 3) => add(`${'#'.repeat(level)} ${escapeMarkdown(text)}`),
    addTable: (headers, rows) => add(renderMarkdownTable(headers, rows)),
    addParagraph: (text) => add(renderInline(text)),
    addDetails: (title, markdown) =>
      add(`<details>\n<summary>${escapeHtml(title)}</summary>\n\n${markdown}\n\n</details>`),
    addMarkdown: (markdown) => add(markdown),
    async write() {
      if (prepare() === undefined) return;
      writing = true;
      await buffer.write().finally(() => {
        writing = false;
      });
    },
    writeNow() {
      const path = prepare();
      if (path === undefined) return;
      const text = buffer.stringify();
      buffer.emptyBuffer();
      appendFileSync(path, text);
    },
  };
}

/** Whole blocks go, so that what stays is valid Markdown; empty when not even the sentence about it fits. */
function boundText(text: string, ends: readonly number[], maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  for (const end of [0, ...ends.slice(0, -1)].reverse()) {
    const bounded = `${text.slice(0, end)}\nThe rest of this summary is longer than GitHub shows.\n`;
    if (Buffer.byteLength(bounded) <= maxBytes) return bounded;
  }
  return '';
}
