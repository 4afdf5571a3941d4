import { findDate, type WrittenDate } from './dates.ts';
import type { Span } from './heading-line.ts';

/** What the heading of a section says, in the dialects met in the field. Spans are offsets in its text. */
export interface SectionHeading {
  readonly kind: 'unreleased' | 'version' | 'other';
  /** What stands for the version, as written: `1.2.0`, `v0.3.3`, `Unreleased`. */
  readonly label: string;
  readonly labelSpan: Span;
  /** Nothing is there but a version (or "Unreleased"), a date, and words such as "Version" or "released". */
  readonly strict: boolean;
  readonly date: WrittenDate | undefined;
  /** What says that a version is not released yet: `unreleased`, `TBD`, `in development`. */
  readonly mark: Span | undefined;
  readonly yanked: boolean;
  /** The label is in brackets. */
  readonly bracketed: boolean;
  /** Address of an inline link: `[1.0](https://…)`, `` `1.0 <https://…>`_ ``. */
  readonly url: string | undefined;
  readonly urlSpan: Span | undefined;
}

const maxLength = 500;

// PEP 440 and the spellings of SemVer; at least two numbers, as "3 fixes" is no version.
const suffixes = String.raw`(?:[-._]?(?:alpha|beta|preview|pre|rc|post|rev|dev|final|a|b|c|r)(?:[-._]?\d+)?){0,4}(?:-\d{1,3}(?![\d-]))?`;
const release = String.raw`\d+(?:\.\d+)+`;
const version = String.raw`v?\.?(?:\d+!)?(?:${release}|\d+(?=a|b|rc|\.dev))${suffixes}(?:[-.](?!x\b)[a-z][\w.-]{0,60})?(?:\+[\w.]+)?`;
const wholeNumber = String.raw`(?:(?:\d+!)?\d{1,8}${suffixes})`;
const end = String.raw`(?![\w]|[.+!-]\w|\.\d)`;
const keyword = String.raw`(?:(?:version|release|ver|rel)\.?(?:\s+|(?=\d)))`;

const strictVersion = new RegExp(String.raw`^(\s*)(${keyword}*)(${version})${end}`, 'i');
const wordedNumber = new RegExp(String.raw`^(\s*)(${keyword}+|v)(${wholeNumber})${end}`, 'i');
const datedNumber = new RegExp(String.raw`^(\s*)()(${wholeNumber})${end}(?=\s*[-–—(/|:,])`, 'i');
const looseVersion = new RegExp(String.raw`(?<![\w.!+/-])(${version})${end}`, 'gi');

// What projects call the part that is not released, alone in its heading.
const unreleased =
  /^(\s*)((?:(?:un-?released|upcoming|pending|not yet released|work in progress|unstable)(?: (?:changes|version|release))?|(?:next|future|latest) (?:changes|version|release)|next|(?:in )?development(?: version)?|in progress|tbd|tba|to be released|current (?:development )?(?:version|main|master)|trunk|dev|devel|develop|main|master|head))(?![\w-])/i;
/** Words of the list above that also stand for something else, further down or in another place. */
const vague =
  /^(?:next|future|latest|current|trunk|dev|devel|develop|main|master|head|pending|unstable|in progress)\b/i;
const marks =
  /(?:not (?:yet )?released(?: yet)?|un-?released|in (?:active )?development|under (?:active )?development|development|in progress|work in progress|wip|tb[ad]|to be (?:announced|released|determined)|upcoming|future|x{4}(?:[-./]x{2}){2}|y{4}(?:[-./][md]{2}){2}|\?{2,4}(?:[-./]\?{1,2}){2}|(?:19|20)\d\d[-./][\dx?]{0,2}[?x]+[-./][\dx?]{1,2}|(?:19|20)\d\d-xx-xx|xx[-./]xx[-./](?:19|20)?(?:\d\d|xx)|\?{2,})(?!\w)/i;

/** Reads the text of a heading, without its `#` marks. */
export function readHeading(source: string): SectionHeading {
  const text = source.slice(0, maxLength);
  const { plain, url, urlSpan, bracketed, yanked } = maskMarkup(text);
  const word = unreleased.exec(plain);
  if (word !== null) {
    const [, space = '', label = ''] = word;
    const rest = plain.slice(word[0].length);
    const date = findDate(rest);
    if (isDecoration(withoutMarks(rest, date))) {
      const labelSpan = { start: space.length, end: space.length + label.length };
      const shared = { date: undefined, mark: labelSpan, yanked, bracketed, url, urlSpan };
      return {
        kind: 'unreleased',
        label: text.slice(labelSpan.start, labelSpan.end),
        labelSpan,
        strict: true,
        ...shared,
      };
    }
  }
  const found = findVersion(plain);
  if (found === undefined) {
    const labelSpan = { start: 0, end: text.length };
    const nothing = { date: undefined, mark: undefined, yanked, bracketed, url, urlSpan };
    return { kind: 'other', label: text, labelSpan, strict: false, ...nothing };
  }
  const { labelSpan } = found;
  const blanked = `${plain.slice(0, labelSpan.start)}${' '.repeat(labelSpan.end - labelSpan.start)}${plain.slice(labelSpan.end)}`;
  const date = findDate(blanked);
  const mark = findMark(blanked, date);
  const label = text.slice(labelSpan.start, labelSpan.end);
  const strict =
    found.strict && isDecoration(withoutMarks(blanked.slice(labelSpan.end), undefined, date, labelSpan.end));
  return { kind: 'version', label, labelSpan, strict, date, mark, yanked, bracketed, url, urlSpan };
}

/** Whether a heading names the unreleased part by a word that also means something else ("main", "next"). */
export function isVagueLabel(label: string): boolean {
  return vague.test(label);
}

function findVersion(plain: string): { labelSpan: Span; strict: boolean } | undefined {
  const strict = strictVersion.exec(plain) ?? wordedNumber.exec(plain) ?? readDatedNumber(plain);
  if (strict !== null) {
    const [whole, space = '', , label = ''] = strict;
    // A keyword "v" belongs to the label: `v3`.
    const letter = /v$/i.test(strict[2] ?? '') && !/\s$/.test(strict[2] ?? '') ? 1 : 0;
    const start = whole.length - label.length - letter;
    const after = plain.slice(whole.length);
    if (space.length < plain.length && !isRange(after))
      return { labelSpan: { start, end: whole.length }, strict: true };
    return undefined;
  }
  let last: RegExpExecArray | undefined;
  for (const found of plain.matchAll(looseVersion))
    last = last !== undefined && !/\bto\s+$/i.test(plain.slice(0, found.index)) ? last : found;
  if (last === undefined) return undefined;
  const before = plain.slice(0, last.index).trim();
  // "Changes since 1.0" is about more than one version.
  if (/\b(?:since|until|before|after|than)$/i.test(before)) return undefined;
  if (before.split(/\s+/).length > 6 || isRange(plain.slice(last.index + last[0].length))) return undefined;
  return { labelSpan: { start: last.index, end: last.index + last[0].length }, strict: false };
}

/** A single number is a version only beside a date: `24 (2024-02-03)`. */
function readDatedNumber(plain: string): RegExpExecArray | null {
  const found = datedNumber.exec(plain);
  const rest = plain.slice(found?.[0].length ?? 0);
  return found !== null && findDate(rest)?.parts.order !== undefined && !/^\s*[-/.]\s*\d/.test(rest)
    ? found
    : null;
}

/** `1.0 and newer` heads a range and not a version. */
function isRange(after: string): boolean {
  return /^\s*(?:and|or)?\s*(?:newer|later|above|higher|older|earlier|onwards?|below|series)\b|^\s*(?:\+|x\b|and up|to\s+v?\d)/i.test(
    after,
  );
}

function findMark(blanked: string, date: WrittenDate | undefined): Span | undefined {
  // `43.0.0 - main` leads to the branch of what is not released.
  const found =
    marks.exec(blanked) ?? /(?<=[-–—(]\s*)(?:main|master|develop|trunk|head)(?=\s*\)?\s*$)/i.exec(blanked);
  if (found === null || date !== undefined) return undefined;
  return { start: found.index, end: found.index + found[0].length };
}

function withoutMarks(rest: string, date: WrittenDate | undefined, shifted?: WrittenDate, shift = 0): string {
  const at = date ?? (shifted && { start: shifted.start - shift, end: shifted.end - shift });
  const dateless =
    at === undefined || at.start < 0 ? rest : `${rest.slice(0, at.start)} ${rest.slice(at.end)}`;
  return dateless.replace(marks, ' ').replace(marks, ' ');
}

const smallWords =
  /\b(?:released?|release|date|on|the|of|yanked|utc|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|current|latest|stable|main|master)\b/gi;

function isDecoration(rest: string): boolean {
  return !/[\p{L}\p{N}]/u.test(rest.replace(smallWords, ' '));
}

interface Masked {
  /** As long as the text, with markup turned into spaces. */
  readonly plain: string;
  readonly bracketed: boolean;
  readonly yanked: boolean;
  readonly url: string | undefined;
  readonly urlSpan: Span | undefined;
}

const blank = (text: string): string => ' '.repeat(text.length);

/** Takes markup away without moving anything: links, anchors, emphasis, code, brackets, decoration in front. */
function maskMarkup(text: string): Masked {
  const link = /\]\((<?)([^()\s]{1,400}?)>?\)|<(https?:\/\/[^<>\s]{1,400})>/.exec(text);
  const url = link?.[2] ?? link?.[3];
  const start = link === null || url === undefined ? 0 : link.index + link[0].indexOf(url);
  const yanked = /\[yanked\]/i.test(text);
  const plain = text
    .replace(/\[yanked\]/gi, blank)
    .replace(/\]\([^()\s]{1,400}\)/g, (found) => `]${blank(found.slice(1))}`)
    .replace(/\]\[[^[\]]{0,100}\]/g, (found) => `]${blank(found.slice(1))}`)
    .replace(/<[^<>]{1,400}>/g, blank)
    .replace(/\{[#.:][^{}]{0,100}\}/g, blank)
    .replace(/:[a-z][\w:+.-]{0,40}:(?=`)/gi, blank)
    .replace(/`_{0,2}|\*|[[\]]|(?<!\w)_+|_+(?!\w)|\\(?=[\W_])/g, blank)
    .replace(/^[^\p{L}\p{N}]+/u, blank)
    .replace(/\u200B|\uFE0F/g, ' ');
  const bracket = text.indexOf('[');
  const bracketed =
    bracket !== -1 &&
    text.indexOf(']', bracket) !== -1 &&
    !/[\p{L}\p{N}]/u.test(text.slice(0, bracket)) &&
    !/^\[yanked/i.test(text.slice(bracket));
  const urlSpan = url === undefined ? undefined : { start, end: start + url.length };
  return { plain, bracketed, yanked, url, urlSpan };
}

/**
 * Whether two spellings name one version, as far as this package can tell: a leading `v` and case do not matter.
 * Callers that know PEP 440 hand in their own comparison.
 */
export function isSameLabel(left: string, right: string): boolean {
  return normalizeLabel(left) === normalizeLabel(right);
}

/** A label without its leading `v`, in lower case. */
export function normalizeLabel(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/^v\.?(?=\d)/, '');
}
