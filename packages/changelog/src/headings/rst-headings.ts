import type { LineRole } from '../markdown/blocks.ts';
import type { TextLine } from '../text/text-lines.ts';
import { boldLevel, type HeadingLine, makeHeading } from './heading-line.ts';
import type { ScannedHeadings } from './markdown-headings.ts';
import { findPlainHeading } from './plain-headings.ts';

// docutils, `Body.pats["nonalphanum7bit"]`: the characters that titles are underlined with.
const adornment = /^([!-/:-@[-`{-~])\1*[ \t]*$/;
const bold = /^\*\*(?=\S)(.{1,400}?)\*\*(.{0,100})$/;

/**
 * The titles of a text in reStructuredText, by docutils' rules: underlined, or over- and underlined by the same line; the
 * levels are those of the styles in the order in which they appear. Paragraphs that are bold or only name a version count too.
 */
export function findRstHeadings(lines: readonly TextLine[]): ScannedHeadings {
  const roles = readRoles(lines);
  const styles: string[] = [];
  const headings: HeadingLine[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    if (roles[index] !== 'text') continue;
    const title = readTitle(lines, roles, index);
    if (title === undefined) {
      const loose = readLoose(lines, index);
      if (loose !== undefined) headings.push(loose);
      continue;
    }
    if (!styles.includes(title.style) && styles.length < 20) styles.push(title.style);
    const level = Math.min(styles.indexOf(title.style) + 1, boldLevel - 1) || boldLevel - 1;
    const line = lines[title.at];
    if (line === undefined) continue;
    const offset = title.at === 0 ? (/^\uFEFF/.exec(line.text)?.[0].length ?? 0) : 0;
    const form = title.style.length === 2 ? 'overlined' : 'underlined';
    const place = { offset, length: line.text.length - offset };
    headings.push(makeHeading(form, level, line, place, { first: index, last: title.last }));
    index = title.last;
  }
  return { headings, roles, open: { fence: undefined, comment: false } };
}

interface Title {
  /** The character, twice when it is above the title as well. */
  readonly style: string;
  readonly at: number;
  readonly last: number;
}

function readTitle(lines: readonly TextLine[], roles: readonly LineRole[], index: number): Title | undefined {
  const [first, second, third] = [0, 1, 2].map((step) => textAt(lines, index + step));
  const over = adornment.exec(first ?? '')?.[1];
  if (over !== undefined) {
    const below = adornment.exec(third ?? '')?.[1];
    const title = second?.trim() ?? '';
    if (title === '' || below !== over || adornment.test(title)) return undefined;
    if ((first ?? '').trimEnd().length < Math.min(4, title.length)) return undefined;
    return { style: over + over, at: index + 1, last: index + 2 };
  }
  const above = index === 0 ? '' : textAt(lines, index - 1);
  const opens = above?.trim() === '' || roles[index - 1] !== 'text' || adornment.test(above ?? '');
  const under = adornment.exec(second ?? '')?.[1];
  if (!opens || under === undefined || first === undefined || !/^\S/.test(first)) return undefined;
  // docutils takes a line that is shorter than the title for text when it has less than four characters.
  const length = (second ?? '').trimEnd().length;
  if (length < Math.min(4, first.trimEnd().length)) return undefined;
  return { style: under, at: index, last: index + 1 };
}

function textAt(lines: readonly TextLine[], index: number): string | undefined {
  const text = lines[index]?.text;
  return index === 0 ? text?.replace(/^\uFEFF/, '') : text;
}

function readLoose(lines: readonly TextLine[], index: number): HeadingLine | undefined {
  const line = lines[index];
  if (line === undefined || (index > 0 && lines[index - 1]?.text.trim() !== '')) return undefined;
  const text = textAt(lines, index) ?? '';
  if (bold.test(text)) {
    const place = { offset: line.text.length - text.length, length: text.length };
    return makeHeading('bold', boldLevel, line, place, { first: index, last: index });
  }
  return findPlainHeading(line, index);
}

/** Explicit markup (comments, directives, targets) with what is indented below it, and everything else that is indented. */
function readRoles(lines: readonly TextLine[]): LineRole[] {
  let inside = false;
  return lines.map((line, index) => {
    const text = textAt(lines, index) ?? line.text;
    if (text.trim() === '') return inside ? 'comment' : 'text';
    const opens = /^\.\.(?:[ \t]|$)/.test(text);
    inside = opens || (inside && /^[ \t]/.test(text));
    if (inside) return 'comment';
    return /^[ \t]/.test(text) && !adornment.test(lines[index + 1]?.text ?? '') ? 'code' : 'text';
  });
}
