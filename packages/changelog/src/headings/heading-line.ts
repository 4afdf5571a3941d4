import type { TextLine } from '../text/text-lines.ts';

/** A half-open range of UTF-16 offsets in the text that was parsed. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a heading is written: `## a`, underlined (both formats), over- and underlined, `**a**`, or a line of its own. */
export type HeadingForm = 'atx' | 'underlined' | 'overlined' | 'bold' | 'plain';

/** Levels of headings that are no headings of the format: a whole bold paragraph, and a line that names a version. */
export const boldLevel = 7;
export const plainLevel = 8;

/** One heading of a changelog, whatever it says. */
export interface HeadingLine {
  readonly form: HeadingForm;
  /** 1 is the highest; the format decides. */
  readonly level: number;
  /** What it says, with its inline markup. */
  readonly text: string;
  readonly textSpan: Span;
  /** Indexes of its lines, lines above and below the title included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const maxHeadingLength = 500;

/** A heading whose title is the part of one line from `offset` on; a longer title than anybody writes is cut. */
export function makeHeading(
  form: HeadingForm,
  level: number,
  line: TextLine,
  place: { readonly offset: number; readonly length: number },
  lines: { readonly first: number; readonly last: number },
): HeadingLine {
  const raw = line.text.slice(place.offset, place.offset + Math.min(place.length, maxHeadingLength));
  const text = raw.trim();
  const start = line.start + place.offset + (raw.length - raw.trimStart().length);
  return {
    form,
    level,
    text,
    textSpan: { start, end: start + text.length },
    firstLine: lines.first,
    lastLine: lines.last,
  };
}
