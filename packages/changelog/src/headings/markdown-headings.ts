import { BlockTracker, type LineRole, type OpenBlock } from '../markdown/blocks.ts';
import type { TextLine } from '../text/text-lines.ts';
import { boldLevel, type HeadingLine, makeHeading } from './heading-line.ts';
import { findPlainHeading } from './plain-headings.ts';

export interface ScannedHeadings {
  readonly headings: readonly HeadingLine[];
  /** For each line, whether it is text, code or part of a comment. */
  readonly roles: readonly LineRole[];
  /** What is left open at the end: a fence that is never closed hides the headings after it. */
  readonly open: OpenBlock;
}

// CommonMark 0.31 §4.2 and §4.3.
const atx = /^( {0,3})(#{1,6})[ \t]+(\S.*)$/;
const underline = /^ {0,3}(?:(=+)|(-+))[ \t]*$/;
// What cannot be the only line of a paragraph: another block, a table, a definition, a closing tag on its own.
const noParagraph = /^(?: {4}|\t| {0,3}(?:[-+*>#|]|\d{1,9}[.)](?:[ \t]|$)|\[[^[\]]+\]:|<\/?[a-z]))/i;
const bold = /^ {0,3}(\*\*|__)(?=\S)(.{1,400}?)\1(.{0,100})$/;

/** The headings of a text in Markdown: with `#`, underlined, and paragraphs that are bold or only name a version. */
export function findMarkdownHeadings(lines: readonly TextLine[]): ScannedHeadings {
  const tracker = new BlockTracker();
  const roles: LineRole[] = [];
  const headings: HeadingLine[] = [];
  const begin = skipFrontMatter(lines);
  for (const [index, line] of lines.entries()) {
    const role = index < begin ? 'comment' : tracker.accept(withoutMark(line, index));
    roles.push(role);
    if (role !== 'text') continue;
    const found =
      readAtx(line, index) ?? readUnderlined(lines, roles, index) ?? readLoose(lines, roles, index);
    if (found !== undefined) headings.push(found);
  }
  return { headings, roles, open: tracker.open };
}

/** A byte order mark opens the file, not its first line. */
function withoutMark(line: TextLine, index: number): string {
  return index === 0 ? line.text.replace(/^\uFEFF/, '') : line.text;
}

function readAtx(line: TextLine, index: number): HeadingLine | undefined {
  const text = withoutMark(line, index);
  const found = atx.exec(text);
  if (found === null) return undefined;
  const offset = line.text.length - (found[3] ?? '').length;
  // Without the closing `#` marks.
  const length = (found[3] ?? '').slice(0, 1000).replace(/[ \t]+#+[ \t]*$/, '').length;
  return makeHeading('atx', (found[2] ?? '').length, line, { offset, length }, { first: index, last: index });
}

/** A paragraph of one line with `===` or `---` below it. */
function readUnderlined(
  lines: readonly TextLine[],
  roles: readonly LineRole[],
  index: number,
): HeadingLine | undefined {
  const found = underline.exec(lines[index]?.text ?? '');
  const title = lines[index - 1];
  if (found === null || title === undefined || roles[index - 1] !== 'text') return undefined;
  const text = withoutMark(title, index - 1);
  const aboveIsText = index >= 2 && roles[index - 2] === 'text' && lines[index - 2]?.text.trim() !== '';
  if (text.trim() === '' || noParagraph.test(text) || aboveIsText) return undefined;
  const offset = title.text.length - text.length;
  const place = { offset, length: text.length };
  return makeHeading('underlined', found[1] === undefined ? 2 : 1, title, place, {
    first: index - 1,
    last: index,
  });
}

function readLoose(
  lines: readonly TextLine[],
  roles: readonly LineRole[],
  index: number,
): HeadingLine | undefined {
  const line = lines[index];
  const above = lines[index - 1];
  const opensParagraph = above === undefined || above.text.trim() === '' || roles[index - 1] !== 'text';
  if (line === undefined || !opensParagraph) return undefined;
  const next = lines[index + 1]?.text ?? '';
  if (underline.test(next)) return undefined;
  const text = withoutMark(line, index);
  if (bold.test(text)) {
    const offset = line.text.length - text.length;
    return makeHeading(
      'bold',
      boldLevel,
      line,
      { offset, length: text.length },
      { first: index, last: index },
    );
  }
  return findPlainHeading(line, index);
}

/** YAML between two lines of `---` at the very beginning, as site generators read it. */
function skipFrontMatter(lines: readonly TextLine[]): number {
  if (lines[0]?.text.replace(/^\uFEFF/, '').trimEnd() !== '---') return 0;
  const end = lines.findIndex(({ text }, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(text));
  return end === -1 || end > 200 ? 0 : end + 1;
}
