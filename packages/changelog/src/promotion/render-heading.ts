import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';
import { findDate, renderDate, type WrittenDate } from '../headings/dates.ts';
import type { HeadingLine } from '../headings/heading-line.ts';
import { readHeading, type SectionHeading } from '../headings/read-heading.ts';
import { applyEdits, type Edit } from '../markdown/edits.ts';

/** What the heading of a new version says. */
export interface NewHeading {
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Address of an inline link, when the file writes its headings so. */
  readonly url: string | undefined;
}

// Habits change; what the newest headings have in common is today's.
const maxSamples = 12;

/**
 * The title of a new version as the newest headings are written: name, brackets, a `v`, the form of the date and what is
 * around it. A code name and a mark such as [YANKED] belong to their version and are not repeated.
 */
export function renderVersionTitle(
  changelog: Changelog,
  own: ChangelogSection | undefined,
  { version, date, url }: NewHeading,
): string {
  const samples = changelog.sections.filter(({ state }) => state === 'version').slice(0, maxSamples);
  const level = own?.source.level;
  const template =
    samples.find(
      ({ source, heading }) =>
        isPlainExample(source.text, heading) && (level === undefined || source.level === level),
    ) ??
    samples.find(({ source, heading }) => isPlainExample(source.text, heading)) ??
    samples[0];
  const dates = samples.flatMap(({ heading }) => heading.date ?? []);
  if (template === undefined) return renderFirstTitle(own, { version, date, url }, changelog.format);
  const { text } = template.source;
  const { heading } = template;
  const label = `${readPrefix(heading.label)}${version}`;
  const edits: Edit[] = [{ ...heading.labelSpan, text: label }];
  if (heading.urlSpan !== undefined)
    edits.push({ ...heading.urlSpan, text: url ?? renameVersion(heading, label) });
  if (heading.date !== undefined) {
    // What the newest heading with this form leaves open is told by the others.
    const alike = [heading.date, ...dates.filter((other) => other !== heading.date)];
    edits.push({ start: heading.date.start, end: heading.date.end, text: renderDate(alike, date) });
  }
  const titled = applyEdits(text, edits)
    .replace(/\s*\[yanked\]/i, '')
    .trimEnd();
  return heading.date === undefined ? cutRest(titled) : cutAfterDate(titled, date, dates);
}

/** A heading of a version and, at most, a date: nothing that belongs to that version alone. */
function isPlainExample(text: string, heading: SectionHeading): boolean {
  if (heading.yanked) return false;
  const start = Math.max(heading.labelSpan.end, heading.date?.end ?? 0);
  const between = text.slice(heading.labelSpan.end, heading.date?.start ?? heading.labelSpan.end);
  const after = heading.urlSpan !== undefined && heading.urlSpan.start >= start ? '' : text.slice(start);
  const words = /[\p{L}\p{N}]/u;
  const link = heading.urlSpan === undefined ? between : '';
  return !words.test(after) && !words.test(link.replace(/\b(?:released?|on|date)\b/gi, ''));
}

/** A code name after the date goes; what closes the date stays. */
function cutAfterDate(title: string, iso: string, dates: readonly WrittenDate[]): string {
  const heading = readHeading(title);
  const date = heading.date ?? findDate(title);
  if (date === undefined) return title;
  const after = title.slice(date.end);
  const kept = /[\p{L}\p{N}]/u.test(after.replace(/<[^<>]*>|\]\([^()]*\)/g, ''))
    ? (/^\s*[)\]]/.exec(after)?.[0] ?? '')
    : after;
  const between = title.slice(heading.labelSpan.end, date.start);
  const hasName =
    heading.urlSpan === undefined && /[\p{L}\p{N}]/u.test(between.replace(/\b(?:released?|on|date)\b/gi, ''));
  if (!hasName) return title.slice(0, date.end) + kept;
  const frame = /[([]\s*$/.test(between) ? ' (' : ' - ';
  return `${title.slice(0, heading.labelSpan.end)}${frame}${renderDate(dates, iso)}${kept}`;
}

/** Without a date, what follows the version is a name of that version. */
function cutRest(title: string): string {
  const { labelSpan, urlSpan } = readHeading(title);
  const rest = title.slice(labelSpan.end);
  if (urlSpan !== undefined || !/[\p{L}\p{N}]/u.test(rest)) return title;
  return title.slice(0, labelSpan.end) + (/^[\]`*_)]+/.exec(rest)?.[0] ?? '');
}

/** The first version of a file: as the heading of the unreleased part is written, with Keep a Changelog's date. */
function renderFirstTitle(
  own: ChangelogSection | undefined,
  { version, date, url }: NewHeading,
  format: Changelog['format'],
): string {
  const heading = own?.heading;
  const text = own?.source.text ?? '';
  if (own?.isUpcoming === true && heading !== undefined) {
    const label = `${readPrefix(heading.label)}${version}`;
    const edits: Edit[] = [{ ...heading.labelSpan, text: label }];
    if (heading.mark !== undefined) edits.push({ ...heading.mark, text: date });
    const title = applyEdits(text, edits);
    return heading.mark === undefined && own.dateLine === undefined ? `${title} (${date})` : title;
  }
  const bold = own?.source.form === 'bold' ? '**' : '';
  const label = heading?.bracketed === true ? `[${version}]` : version;
  const linked =
    url === undefined ? label : format === 'rst' ? `\`${version} <${url}>\`_` : `${label}(${url})`;
  return `${bold}${linked}${format === 'rst' ? ` (${date})` : ` - ${date}`}${bold}`;
}

/** What projects write before the number: a `v`. */
export function readPrefix(label: string): string {
  return /^v\.?(?=\d)/i.exec(label)?.[0] ?? '';
}

/** An address that names the version of its heading, for another version. */
function renameVersion({ url = '', label }: SectionHeading, next: string): string {
  const [bare, nextBare] = [label, next].map((text) => text.slice(readPrefix(text).length));
  return url.replaceAll(bare ?? label, nextBare ?? next);
}

/** A title as a heading, in the form of another one. */
export function renderHeading(changelog: Changelog, like: HeadingLine, title: string): string {
  const ending = changelog.lines[like.firstLine]?.ending || '\n';
  if (like.form === 'underlined' || like.form === 'overlined') {
    const line = renderAdornment(changelog, like, title);
    const indent = like.form === 'overlined' ? readIndent(changelog, like) : '';
    const under = `${indent}${title}${ending}${line}`;
    return like.form === 'overlined' ? `${line}${ending}${under}` : under;
  }
  const line = changelog.lines[like.firstLine];
  if (line === undefined) return title;
  const before = changelog.text.slice(line.start, like.textSpan.start).replace(/^\uFEFF/, '');
  return `${before}${title}${changelog.text.slice(like.textSpan.end, line.end)}`;
}

function readIndent(changelog: Changelog, like: HeadingLine): string {
  return /^[ \t]*/.exec(changelog.lines[like.firstLine + 1]?.text ?? '')?.[0] ?? '';
}

/** As long as the title when the others are, and never shorter, which docutils warns about. */
export function renderAdornment(changelog: Changelog, like: HeadingLine, title: string): string {
  const old = (changelog.lines[like.lastLine]?.text ?? '').trimEnd();
  const indent = like.form === 'overlined' ? readIndent(changelog, like).length : 0;
  const width = measureColumns(title) + 2 * indent;
  const oldWidth = measureColumns(like.text) + 2 * indent;
  // Markdown's lines need not be as long as the title.
  const shorter = changelog.format === 'markdown' && old.length < oldWidth;
  const length = shorter || old.length > oldWidth + 1 ? Math.max(old.length, shorter ? 0 : width) : width;
  return (old[0] ?? '-').repeat(length);
}

// Wide characters of East Asian scripts and emoji take two columns, combining marks none, as docutils counts them.
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}]/u;

/** Columns of a text in a terminal. */
function measureColumns(text: string): number {
  let columns = 0;
  for (const character of text.normalize('NFC'))
    columns += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** Replaces the version in an anchor (`.. _v1-2-0:`) in its own spelling; undefined when it does not name the version. */
export function renameAnchor(line: string, label: string, version: string): string | undefined {
  const numbers = label.slice(readPrefix(label).length).split(/[^0-9A-Za-z]+/);
  const spelled = numbers.map((part) => part.replace(/[^\w]/g, '')).join('([-._])');
  const found = new RegExp(`(?<![0-9])${spelled}(?![0-9])`, 'i').exec(line);
  if (found === null) return undefined;
  const separator = found[1] ?? '.';
  return (
    line.slice(0, found.index) +
    version.replace(/[.+!]/g, separator) +
    line.slice(found.index + found[0].length)
  );
}
