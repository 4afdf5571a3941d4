import { type ChangelogFormat, trimBlankLines } from '../changelog/parse-changelog.ts';
import { isPlaceholderLine, readBodyLines } from '../changelog/section-content.ts';
import { readSkeleton } from './section-parts.ts';

/** The body of an unreleased part, cut into what is released and what stays for the next changes. */
export interface UnreleasedFrame {
  readonly entries: string;
  /** What stays: instructions for authors, the note that nothing is released, the template, a mark for tools. */
  readonly kept: readonly string[];
  /** The comments among the entries are part of the template that stays. */
  readonly hasTemplate: boolean;
}

const notice = /^\.\. note::[^\r\n]*(?:(?:\r\n|\n|\r)[ \t]+[^\r\n]*|(?:\r\n|\n|\r)(?=(?:\r\n|\n|\r)[ \t]))*/;

/** Parts a body: comments above and below the entries, a placeholder beside them, and a template stay. */
export function splitFrame(body: string, format: ChangelogFormat): UnreleasedFrame {
  const template = readSkeleton(body, format);
  if (template !== undefined) return { entries: body, kept: [template], hasTemplate: true };
  const { lines, hasContent, isComment, headings } = readBodyLines(body, format);
  const isBlank = (index: number): boolean => lines[index]?.text.trim() === '';
  const firstEntry = hasContent.indexOf(true);
  const firstHeading = headings[0]?.firstLine ?? lines.length;
  const top = firstEntry === -1 ? firstHeading : Math.min(firstEntry, firstHeading);
  let from = 0;
  while (from < top && (isBlank(from) || isComment[from] === true)) from += 1;
  let to = lines.length;
  while (to > from && (isBlank(to - 1) || isComment[to - 1] === true)) to -= 1;
  if (!isMark(trimBlankLines(body.slice(lines[to]?.start ?? body.length)))) to = lines.length;
  const cut = (start: number, end: number): string =>
    body.slice(lines[start]?.start ?? body.length, lines[end]?.start ?? body.length);
  const placeholder = lines.findIndex(
    ({ text }, index) => index >= from && index < Math.min(to, firstHeading) && isPlaceholderLine(text),
  );
  const hasPlaceholder = placeholder !== -1 && firstEntry !== -1;
  const rest = hasPlaceholder ? dropLine(cut(from, placeholder), cut(placeholder + 1, to)) : cut(from, to);
  const found = format === 'rst' ? notice.exec(rest.slice(0, 1000)) : null;
  const isNotice = found !== null && /not\s+(?:yet\s+)?(?:been\s+)?released/i.test(found[0]);
  const kept = [
    trimBlankLines(cut(0, from)),
    isNotice ? found[0] : '',
    hasPlaceholder ? (lines[placeholder]?.text ?? '') : '',
    trimBlankLines(cut(to, lines.length)),
  ];
  const entries = trimBlankLines(isNotice ? rest.slice(found[0].length) : rest);
  return { entries, kept: kept.filter((text) => text !== ''), hasTemplate: false };
}

/** A comment that shows a tool where releases begin: `.. start-releases`, `<!-- scriv-insert-here -->`. */
function isMark(text: string): boolean {
  return text.length < 200 && /\b(?:start|insert|here|begin|new)\b|release notes/i.test(text);
}

/** What is around a line that goes, without a second blank line. */
function dropLine(above: string, below: string): string {
  return above.trim() === '' ? below : above + below.replace(/^(?:[ \t]*(?:\r\n|\n|\r))+/, '');
}
