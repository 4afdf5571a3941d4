import { appendFileSync, statSync } from 'node:fs';
import { summary as buffer } from '@actions/core';
import { type InlineText, joinMarkdown, type Markdown, renderInline } from './markdown.ts';
import { escapeHtml, escapeMarkdown } from './neutralize.ts';

/** The job summary of one step; a text is untrusted, and `Markdown` is what the caller has made safe. */
export interface Summary {
  /** The result in one line, above everything else; GitHub prints the name of the job above it. After a failure it is not shown. */
  setTitle(text: InlineText): void;
  addHeading(text: string, level: 1 | 2 | 3 | 4): void;
  /** @param numbers indexes of columns that are aligned to the right */
  addTable(
    headers: readonly string[],
    rows: readonly (readonly InlineText[])[],
    numbers?: readonly number[],
  ): void;
  addParagraph(text: InlineText): void;
  /** A folded part; the content is Markdown that the caller has made safe. */
  addDetails(title: string, markdown: string): void;
  /** Markdown that the caller has made safe. */
  addMarkdown(markdown: string): void;
}

/** A summary that can be written out, to the file that `GITHUB_STEP_SUMMARY` names; what is written leaves the buffer. */
export interface WritableSummary extends Summary {
  /** What went wrong: its cause takes the place of the title, with the fix above what was done until then. The first one counts. */
  setFailure(failure: FailureText): void;
  /** Nothing is written if nothing was added or the runner provides no file. */
  write(): Promise<void>;
  /** The same at once, for a process that is about to end. */
  writeNow(): void;
}

/** A failure as a summary tells it. */
export interface FailureText {
  /** In a few words. */
  readonly title: string;
  /** What happened, with the values seen, and what to change. */
  readonly message: string;
  readonly fix: string;
  /** Page that explains the failure. */
  readonly link: Markdown | undefined;
}

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const maxSummaryBytes = 1024 * 1024;
const fullNotice = '\nThe rest of this summary was cut off because it exceeds the size limit of GitHub.\n';
const maxTableRows = 1000;

/** A table of GitHub's Markdown. */
function renderMarkdownTable(
  headers: readonly string[],
  rows: readonly (readonly InlineText[])[],
  numbers: readonly number[],
): string {
  const line = (cells: readonly InlineText[]): string => `| ${cells.map(renderInline).join(' | ')} |`;
  const shown = rows.slice(0, maxTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
  const rest = rows.length - shown.length;
  return [
    line(headers),
    `|${headers.map((_, index) => (numbers.includes(index) ? '--:' : '---')).join('|')}|`,
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
  let isFull = false;
  let isWriting = false;
  let title: InlineText | undefined;
  let failure: FailureText | undefined;
  const blocks: string[] = [];
  // Only whole blocks enter, so that the text is valid Markdown.
  const flush = (block: string): void => {
    if (isFull) return;
    const text = `${buffer.isEmptyBuffer() ? '' : '\n'}${block}\n`;
    const free = maxSummaryBytes - Buffer.byteLength(fullNotice) - measureUsed();
    isFull = Buffer.byteLength(text) > free;
    if (!isFull) buffer.addRaw(text);
    else if (free >= 0) buffer.addRaw(fullNotice);
  };
  // The title is known last: what follows it does not enter the buffer before.
  const fill = (): void => {
    if (failure !== undefined) for (const block of renderFailure(failure)) flush(block);
    else if (title !== undefined) flush(`### ${renderInline(title)}`);
    title = undefined;
    failure = undefined;
    for (const block of blocks.splice(0)) flush(block);
  };
  const add = (block: string): void => void blocks.push(block);
  const isWritable = (): boolean => {
    if (findFile() === undefined || isWriting) return false;
    fill();
    return !buffer.isEmptyBuffer();
  };
  return {
    setTitle: (text) => {
      title = text;
    },
    setFailure: (text) => {
      failure ??= text;
    },
    addHeading: (text, level) => add(`${'#'.repeat(level)} ${escapeMarkdown(text)}`),
    addTable(headers, rows, numbers = []) {
      // A header without rows says nothing.
      if (rows.length > 0) add(renderMarkdownTable(headers, rows, numbers));
    },
    addParagraph: (text) => add(renderInline(text)),
    addDetails: (title, markdown) =>
      add(`<details>\n<summary>${escapeHtml(title)}</summary>\n\n${markdown}\n\n</details>`),
    addMarkdown: add,
    async write() {
      if (!isWritable()) return;
      isWriting = true;
      await buffer.write().finally(() => {
        isWriting = false;
      });
    },
    writeNow() {
      const path = findFile();
      if (path === undefined || !isWritable()) return;
      appendFileSync(path, buffer.stringify());
      buffer.emptyBuffer();
    },
  };
}

/** One sentence more than the log needs: the page that explains the failure. */
function renderFailure({ title, message, fix, link }: FailureText): string[] {
  return [
    `### ✕ ${escapeMarkdown(title)}`,
    renderInline(
      joinMarkdown(message.replace(/[^.!?:…]$/, '$&.'), ' ', fix, ...(link === undefined ? [] : [' ', link])),
    ),
  ];
}

const findFile = (): string | undefined => process.env['GITHUB_STEP_SUMMARY'] || undefined;

/** Bytes of the summary so far, written or not. */
function measureUsed(): number {
  const path = findFile();
  const written = path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return written + Buffer.byteLength(buffer.stringify());
}
