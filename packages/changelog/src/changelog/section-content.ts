import { boldLevel, type HeadingLine } from '../headings/heading-line.ts';
import { findMarkdownHeadings, type ScannedHeadings } from '../headings/markdown-headings.ts';
import { findRstHeadings } from '../headings/rst-headings.ts';
import { splitLines, type TextLine } from '../text/text-lines.ts';
import { isCategory } from './categories.ts';
import type { ChangelogFormat } from './parse-changelog.ts';

// What people write to say that there is nothing to say.
const placeholder =
  /^(?:nothing(?: (?:yet|so far|changed(?: yet)?|here(?: yet)?|to see here))?|no (?:unreleased |notable |user-facing |significant )?changes(?: yet| so far)?|\\?\[?(?:short )?description of (?:a )?non-?trivial change\.?\\?\]?|tbd|tba|todo|none|n\/a|\.\.\.|…)$/i;
const markdownDefinition = /^ {0,3}\[[^[\]]+\]:/;

/** The lines of a section's body, and which of them say something. */
export interface BodyLines {
  readonly lines: readonly TextLine[];
  /** Subheadings; bold lines only where they name a kind of change. */
  readonly headings: readonly HeadingLine[];
  /** For each line whether it has content: no blank line, heading, comment, link definition or "nothing yet". */
  readonly hasContent: readonly boolean[];
  readonly isComment: readonly boolean[];
}

/** Reads the body of a section line by line. */
export function readBodyLines(body: string, format: ChangelogFormat): BodyLines {
  const lines = splitLines(body);
  const scanned = format === 'rst' ? findRstHeadings(lines) : findMarkdownHeadings(lines);
  const headings = scanned.headings.filter(
    ({ level, text }) => level < boldLevel || (level === boldLevel && isCategory(text)),
  );
  const inHeading = new Set<number>();
  for (const { firstLine, lastLine } of headings)
    for (let index = firstLine; index <= lastLine; index += 1) inHeading.add(index);
  const isComment =
    format === 'rst' ? findRstComments(lines) : scanned.roles.map((role) => role === 'comment');
  const hasContent = lines.map(({ text }, index) => {
    if (isComment[index] === true || inHeading.has(index) || text.trim() === '') return false;
    if (isCode(scanned, index, format)) return true;
    return !markdownDefinition.test(text) && !isPlaceholder(text);
  });
  return { lines, headings, hasContent, isComment };
}

function isCode({ roles }: ScannedHeadings, index: number, format: ChangelogFormat): boolean {
  return format === 'markdown' && roles[index] === 'code';
}

/** Whether a section says nothing: blank lines, headings, comments, link definitions and "nothing yet" do not count. */
export function isEmptySection(body: string, format: ChangelogFormat = 'markdown'): boolean {
  return !readBodyLines(body, format).hasContent.includes(true);
}

/** Whether a line is a mark without words, or says that there is nothing to say. */
function isPlaceholder(line: string): boolean {
  return line.length <= 60 && (bareWords(line) === '' || isPlaceholderLine(line));
}

/** Whether a line only holds the place of entries to come: "Nothing changed yet". */
export function isPlaceholderLine(line: string): boolean {
  return line.length <= 60 && placeholder.test(bareWords(line));
}

const bareWords = (line: string): string => line.replace(/^[\s*_+-]+|[\s*_.!]+$/g, '');

/** Comments and targets of links with what is indented below them; a directive is content. */
function findRstComments(lines: readonly TextLine[]): boolean[] {
  let inside = false;
  return lines.map(({ text }) => {
    if (text.trim() === '') return inside;
    if (/^\.\.(?:[ \t]|$)/.test(text)) inside = !/^\.\. (?:[\w:.+-]+::|\[|\|)/.test(text);
    else if (!/^[ \t]/.test(text)) inside = false;
    return inside;
  });
}
