import type { HeadingLine, Span } from '../headings/heading-line.ts';
import { findMarkdownHeadings } from '../headings/markdown-headings.ts';
import { readHeading, type SectionHeading } from '../headings/read-heading.ts';
import { findRstHeadings } from '../headings/rst-headings.ts';
import type { LineRole, OpenBlock } from '../markdown/blocks.ts';
import { splitLines, type TextLine } from '../text/text-lines.ts';
import { chooseSections } from './choose-sections.ts';
import { type DateLine, readDateLine } from './date-line.ts';
import { findDefinitions, findTail, type LinkDefinition } from './link-definitions.ts';

/** How a changelog is written; a text without either's marks is read as Markdown. */
export type ChangelogFormat = 'markdown' | 'rst';

export interface ChangelogSection {
  readonly heading: SectionHeading;
  /** How the heading is written. */
  readonly source: HeadingLine;
  /** Changes that no release has yet, under a word ("Unreleased") or under the version to come ("1.2.0 (unreleased)"). */
  readonly state: 'unreleased' | 'version' | 'other';
  /** The unreleased part is under a version. */
  readonly isUpcoming: boolean;
  /** One-based line of the heading. */
  readonly line: number;
  /** The heading with the anchors above it, without its last line ending. */
  readonly headingSpan: Span;
  /** From after the heading's line ending to the next section, the link definitions at the end, or the end. */
  readonly bodySpan: Span;
  /** A line below the heading that only has the date: "Released 2026-01-02", "Unreleased". */
  readonly dateLine: DateLine | undefined;
}

export interface Changelog {
  readonly text: string;
  readonly format: ChangelogFormat;
  readonly lines: readonly TextLine[];
  readonly roles: readonly LineRole[];
  /** All headings, whatever they say. */
  readonly headings: readonly HeadingLine[];
  readonly sections: readonly ChangelogSection[];
  readonly definitions: readonly LinkDefinition[];
  /** Where the link definitions that close the file begin; the length of the text when there are none. */
  readonly tail: number;
  /** What is left open at the end: a fence that is never closed hides the headings after it. */
  readonly open: OpenBlock;
}

/**
 * Finds the sections of a changelog and the spans they take, without changing anything. Takes linear time.
 * The level of headings that name versions decides which headings are sections; a heading that says nothing but a version
 * is one on any level, as release-please writes patch releases a level below.
 */
export function parseChangelog(text: string, format: ChangelogFormat = 'markdown'): Changelog {
  const lines = splitLines(text);
  const { headings, roles, open } = format === 'rst' ? findRstHeadings(lines) : findMarkdownHeadings(lines);
  const definitions = findDefinitions(lines, roles, format);
  const tail = findTail(lines, roles, definitions);
  const read = headings.map((source) => ({ source, heading: readHeading(source.text) }));
  const chosen = chooseSections(read);
  const leads = chosen.map(({ source }) => findLead(lines, source.firstLine, format));
  let versionSeen = false;
  let unreleasedSeen = false;
  const sections = chosen.map(({ source, heading, isSection }, index): ChangelogSection => {
    const last = lines[source.lastLine];
    const nextLead = leads[index + 1];
    const start = last?.next ?? 0;
    const end = nextLead === undefined ? Math.max(tail, start) : (lines[nextLead]?.start ?? text.length);
    const dateLine =
      heading.kind === 'version' && heading.date === undefined && heading.mark === undefined
        ? readDateLine(lines, source.lastLine + 1, end)
        : undefined;
    const isUpcoming = heading.kind === 'version' && !versionSeen && saysUnreleased(heading, dateLine);
    // A heading for unreleased changes that was forgotten below a version is history.
    const isForgotten = heading.kind === 'unreleased' && versionSeen && unreleasedSeen;
    const state = !isSection || isForgotten ? 'other' : isUpcoming ? 'unreleased' : heading.kind;
    unreleasedSeen ||= state === 'unreleased';
    if (state === 'version') versionSeen = true;
    return {
      ...{ heading, source, isUpcoming, dateLine, state },
      line: lineOf(source) + 1,
      headingSpan: { start: lines[leads[index] ?? source.firstLine]?.start ?? 0, end: last?.end ?? 0 },
      bodySpan: { start, end },
    };
  });
  return { text, format, lines, roles, headings, sections, definitions, tail, open };
}

function lineOf({ form, firstLine }: HeadingLine): number {
  return form === 'overlined' ? firstLine + 1 : firstLine;
}

function saysUnreleased(heading: SectionHeading, dateLine: DateLine | undefined): boolean {
  // `1.2.0.dev0` stands for the version to come; a numbered or dated one was released.
  const isComing = heading.date === undefined && /[.-]?dev0?$/i.test(heading.label);
  return heading.mark !== undefined || dateLine?.isUnreleased === true || isComing;
}

/** The first line of a heading with the anchors right above it; blank lines in between belong to them. */
function findLead(lines: readonly TextLine[], firstLine: number, format: ChangelogFormat): number {
  const anchor = format === 'rst' ? /^\.\. _[^:]+:[ \t]*$/ : /^ {0,3}<a (?:name|id)=[^<>]*>(?:<\/a>)?[ \t]*$/;
  let lead = firstLine;
  let blanks = 0;
  for (let index = firstLine - 1; index >= 0 && blanks < 3; index -= 1) {
    const text = lines[index]?.text ?? '';
    if (text.trim() === '') blanks += 1;
    else if (anchor.test(text)) {
      lead = index;
      blanks = 0;
    } else break;
  }
  return lead;
}

/** Removes blank lines at both ends and the last line ending; keeps the indentation of the first line. */
export function trimBlankLines(text: string): string {
  const lines = splitLines(text);
  const first = lines.findIndex((line) => line.text.trim() !== '');
  const last = lines.findLastIndex((line) => line.text.trim() !== '');
  return first === -1 ? '' : text.slice(lines[first]?.start ?? 0, lines[last]?.end ?? 0);
}
