import { findDate, type WrittenDate } from '../headings/dates.ts';
import type { Span } from '../headings/heading-line.ts';
import type { TextLine } from '../text/text-lines.ts';

/** A line below a heading that says when the version was released, or that it was not. */
export interface DateLine {
  readonly isUnreleased: boolean;
  readonly date: WrittenDate | undefined;
  /** What a release replaces, as offsets in the file: the date, or the words that say there is none. */
  readonly span: Span;
  readonly text: string;
  readonly line: number;
}

const maxLength = 100;
const notReleased =
  /\b(?:un-?released|not (?:yet )?released(?: yet)?|in development|under development|to be (?:released|announced|determined)|tb[ad])\b/i;
const words = /\b(?:released?|release|date|on|the)\b/gi;

/** Reads the first line with text after a heading, when it says nothing but a date. */
export function readDateLine(lines: readonly TextLine[], from: number, end: number): DateLine | undefined {
  let index = from;
  while (index < lines.length && lines[index]?.text.trim() === '') index += 1;
  const line = lines[index];
  if (line === undefined || line.start >= end || line.text.length > maxLength) return undefined;
  if (/^(?:[-*+] |\.\.|#|\s)/.test(line.text)) return undefined;
  const date = findDate(line.text);
  const mark = date === undefined ? notReleased.exec(line.text) : null;
  const start = date?.start ?? mark?.index;
  const length = date === undefined ? (mark?.[0].length ?? 0) : date.end - date.start;
  if (start === undefined) return undefined;
  const rest = `${line.text.slice(0, start)} ${line.text.slice(start + length)}`.replace(words, ' ');
  if (/[\p{L}\p{N}]/u.test(rest)) return undefined;
  const span = { start: line.start + start, end: line.start + start + length };
  return { isUnreleased: date === undefined, date, span, text: line.text, line: index };
}
