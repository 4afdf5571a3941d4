import type { Span } from '../headings/heading-line.ts';
import type { LineRole } from '../markdown/blocks.ts';
import type { TextLine } from '../text/text-lines.ts';

/** `[label]: address` in Markdown, `.. _label: address` in reStructuredText; outside of code. */
export interface LinkDefinition {
  readonly label: string;
  readonly url: string;
  readonly line: number;
  /** The whole line, without its ending. */
  readonly span: Span;
  readonly labelSpan: Span;
  /** The address alone. */
  readonly urlSpan: Span;
}

// CommonMark §4.7, on one line, as every changelog writes it.
const markdownLine = /^ {0,3}\[([^[\]]+)\]:[ \t]*<?([^\s<>]+)>?(?=[ \t]|$)/;
// docutils, "external hyperlink targets".
const rstLine = /^\.\. _(?:`([^`]+)`|([^:`]+)):[ \t]+([^\s<>]+:\/\/[^\s<>]+)[ \t]*$/;

/** All definitions of links, in the order of the file. */
export function findDefinitions(
  lines: readonly TextLine[],
  roles: readonly LineRole[],
  format: 'markdown' | 'rst',
): LinkDefinition[] {
  const wanted = format === 'rst' ? 'comment' : 'text';
  return lines.flatMap((line, index) => {
    if (roles[index] !== wanted) return [];
    const found = (format === 'rst' ? rstLine : markdownLine).exec(line.text);
    const label = format === 'rst' ? (found?.[1] ?? found?.[2]) : found?.[1];
    const url = format === 'rst' ? found?.[3] : found?.[2];
    if (label === undefined || url === undefined) return [];
    // Neither kind of label can hold what ends it, so that the first one does.
    const labelStart = line.text.indexOf(label);
    const urlStart = line.text.indexOf(url, labelStart + label.length + 1);
    const spanAt = (offset: number, length: number): Span => ({
      start: line.start + offset,
      end: line.start + offset + length,
    });
    return [
      {
        ...{ label, url, line: index + 1, span: { start: line.start, end: line.end } },
        ...{ labelSpan: spanAt(labelStart, label.length), urlSpan: spanAt(urlStart, url.length) },
      },
    ];
  });
}

/** Where the block of definitions (and blank lines) begins that ends the file; one further up belongs to its section. */
export function findTail(
  lines: readonly TextLine[],
  roles: readonly LineRole[],
  definitions: readonly LinkDefinition[],
): number {
  const closing = new Map(definitions.map((definition) => [definition.line - 1, definition]));
  let index = lines.length;
  let first: LinkDefinition | undefined;
  while (index > 0) {
    const definition = closing.get(index - 1);
    const isBlank = lines[index - 1]?.text.trim() === '' && roles[index - 1] !== 'code';
    if (definition === undefined && !isBlank) break;
    first = definition ?? first;
    index -= 1;
  }
  return first?.span.start ?? lines.at(-1)?.next ?? 0;
}
