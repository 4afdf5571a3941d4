import { readHeading, type SectionHeading } from './changelog-heading.ts';
import { BlockTracker, type OpenBlock } from './markdown/blocks.ts';
import { splitLines, type TextLine } from './text-lines.ts';

/** A half-open range of UTF-16 offsets in the text that was parsed. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ChangelogSection {
  readonly heading: SectionHeading;
  /** One-based line of the heading. */
  readonly line: number;
  /** The heading without its line ending. */
  readonly headingSpan: Span;
  /** From after the heading's line ending to the next section, the link definitions at the end, or the end. */
  readonly bodySpan: Span;
}

/** `[label]: address`, outside of code. */
export interface LinkDefinition {
  readonly label: string;
  readonly url: string;
  readonly line: number;
  /** The whole line, without its ending. */
  readonly span: Span;
  /** The address alone. */
  readonly urlSpan: Span;
}

export interface Changelog {
  readonly text: string;
  readonly lines: readonly TextLine[];
  readonly sections: readonly ChangelogSection[];
  readonly definitions: readonly LinkDefinition[];
  /** Where the link definitions that close the file begin; the length of the text when there are none. */
  readonly tail: number;
  /** What is left open at the end: a fence that is never closed hides the headings after it. */
  readonly open: OpenBlock;
}

const atxHeading = /^( {0,3})(#{1,2})(?!#)[ \t]+(\S.*)$/;
const maxHeadingLength = 500;
// CommonMark §4.7, on one line, as every changelog writes it.
const definitionLine = /^ {0,3}\[([^[\]]+)\]:[ \t]*<?([^\s<>]+)>?(?=[ \t]|$)/;

/**
 * Finds the sections of a Keep a Changelog 1.1 file and the spans they take, without changing anything.
 * Headings of the first level count only when they name a version: otherwise they are the title.
 */
export function parseChangelog(text: string): Changelog {
  const lines = splitLines(text);
  const tracker = new BlockTracker();
  const starts: { heading: SectionHeading; index: number }[] = [];
  const definitions: LinkDefinition[] = [];
  const closing = new Set<number>();
  lines.forEach((line, index) => {
    const plain = index === 0 ? line.text.replace(/^\uFEFF/, '') : line.text;
    if (tracker.accept(plain) !== 'text') return;
    const found = atxHeading.exec(plain);
    if (found !== null) {
      const heading = readHeading(readAtxText(found[3] ?? ''));
      if (found[2] === '##' || heading.kind !== 'other') starts.push({ heading, index });
      return;
    }
    const definition = readDefinition(line, index);
    if (definition !== undefined) definitions.push(definition);
    if (definition !== undefined || plain.trim() === '') closing.add(index);
  });
  const tail = findTail(lines, closing, definitions);
  const sections = starts.map(({ heading, index }, position) => {
    const line = lines[index];
    const next = lines[starts[position + 1]?.index ?? lines.length];
    const end = next?.start ?? Math.max(tail, line?.next ?? 0);
    return {
      heading,
      line: index + 1,
      headingSpan: { start: line?.start ?? 0, end: line?.end ?? 0 },
      bodySpan: { start: line?.next ?? 0, end },
    };
  });
  return { text, lines, sections, definitions, tail, open: tracker.open };
}

/** Without the closing `#` marks; a longer heading than anybody writes is cut. */
function readAtxText(text: string): string {
  return text
    .slice(0, maxHeadingLength)
    .replace(/[ \t]+#+[ \t]*$/, '')
    .trimEnd();
}

function readDefinition(line: TextLine, index: number): LinkDefinition | undefined {
  const found = definitionLine.exec(line.text);
  const label = found?.[1];
  const url = found?.[2];
  if (found === null || label === undefined || url === undefined) return undefined;
  // The label cannot hold "]:", so the first one ends it.
  const start = line.start + line.text.indexOf(url, line.text.indexOf(']:') + 2);
  return {
    label,
    url,
    line: index + 1,
    span: { start: line.start, end: line.end },
    urlSpan: { start, end: start + url.length },
  };
}

/** The block of definitions (and blank lines) that ends the file; a definition further up belongs to its section. */
function findTail(
  lines: readonly TextLine[],
  closing: ReadonlySet<number>,
  definitions: readonly LinkDefinition[],
): number {
  let index = lines.length;
  while (index > 0 && closing.has(index - 1)) index -= 1;
  const first = definitions.find(({ line }) => line > index);
  return first?.span.start ?? lines.at(-1)?.next ?? 0;
}

/** The text of a section below its heading, without blank lines around it. */
export function readBody(changelog: Changelog, section: ChangelogSection): string {
  return trimBlankLines(changelog.text.slice(section.bodySpan.start, section.bodySpan.end));
}

/** Removes blank lines at both ends and the last line ending; keeps the indentation of the first line. */
function trimBlankLines(text: string): string {
  const lines = splitLines(text);
  const first = lines.findIndex((line) => line.text.trim() !== '');
  const last = lines.findLastIndex((line) => line.text.trim() !== '');
  return first === -1 ? '' : text.slice(lines[first]?.start ?? 0, lines[last]?.end ?? 0);
}
