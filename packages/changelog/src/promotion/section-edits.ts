import { type Changelog, type ChangelogSection, trimBlankLines } from '../changelog/parse-changelog.ts';
import { type Entries, readEntries } from '../changelog/section-entries.ts';
import type { Edit } from '../markdown/edits.ts';
import { dominantLineEnding } from '../text/text-lines.ts';
import type { PromotionSources } from './find-unreleased.ts';
import { type HeadFacts, renderDateLine, renderFreshHead, renderSectionHead } from './section-head.ts';
import { dropEmptyParts, mergeBodies } from './section-parts.ts';
import { splitFrame } from './unreleased-frame.ts';

/** The edits that put the unreleased part and the gathered pre-releases under the new heading. */
export function planSectionEdits(changelog: Changelog, sources: PromotionSources, facts: HeadFacts): Edit[] {
  const { unreleased, prereleases, keepsPrereleases } = sources;
  const ending = dominantLineEnding(changelog.lines);
  const removed = keepsPrereleases ? [] : prereleases;
  const head = renderSectionHead(changelog, unreleased, facts);
  const own = unreleased === undefined ? undefined : readEntries(changelog, unreleased);
  const frame = splitFrame(own?.text ?? '', changelog.format);
  const texts = [frame.entries, ...prereleases.map((section) => readEntries(changelog, section).text)];
  const clean = texts.map((text, index) =>
    trimBlankLines(dropEmptyParts(text, changelog.format, index === 0 && frame.hasTemplate)),
  );
  const body = prereleases.length === 0 ? (clean[0] ?? '') : mergeBodies(clean, changelog.format, ending);
  const blank = ending.repeat(countBlankLines(changelog, unreleased ?? prereleases[0]));
  const below = frame.kept.map((text) => `${ending}${ending}${text}`).join('');
  if (unreleased === undefined || own === undefined) {
    const first = prereleases[0];
    if (first === undefined) return [];
    const at = first.headingSpan.start;
    const text = `${head}${ending}${ending}${body}${ending}${blank}`;
    return [{ start: at, end: at, text }, ...removed.map(removeSection)];
  }
  const fresh = unreleased.isUpcoming ? renderFreshHead(changelog, unreleased, facts) : undefined;
  const { headingSpan } = unreleased;
  const top: Edit =
    fresh === undefined
      ? { start: headingSpan.end, end: headingSpan.end, text: `${below}${ending}${blank}${head}` }
      : { ...headingSpan, text: `${fresh}${below}${ending}${blank}${head}` };
  return [
    top,
    ...planDateLine(changelog, unreleased, facts.date),
    ...planBody(changelog, own, body, removed.at(-1), ending + blank),
    ...removed.map(removeSection),
  ];
}

const removeSection = ({ headingSpan, bodySpan }: ChangelogSection): Edit => ({
  start: headingSpan.start,
  end: bodySpan.end,
  text: '',
});

function planDateLine(changelog: Changelog, { dateLine }: ChangelogSection, date: string): Edit[] {
  if (dateLine === undefined) return [];
  const line = changelog.lines[dateLine.line];
  const text = renderDateLine(changelog, date);
  if (line === undefined || text === undefined) return [{ ...dateLine.span, text: `Released ${date}` }];
  return [{ start: line.start, end: line.end, text }];
}

/** Replaces what a section says when that changes; the blank lines around it stay. */
function planBody(
  changelog: Changelog,
  own: Entries,
  body: string,
  last: ChangelogSection | undefined,
  separator: string,
): Edit[] {
  const raw = changelog.text.slice(own.span.start, own.span.end);
  if (body === trimBlankLines(raw) && last === undefined) return [];
  const closing = last === undefined ? raw : changelog.text.slice(last.bodySpan.start, last.bodySpan.end);
  const isLast = own.span.end >= changelog.tail && last === undefined;
  const trail = closing.trim() === '' && !isLast ? separator : closing.slice(closing.trimEnd().length);
  const blankAbove = /^(?:[ \t]*(?:\r\n|\n|\r))+/.exec(raw)?.[0] ?? '';
  const opening = raw.trim() === '' ? firstEnding(separator) : blankAbove;
  return [{ ...own.span, text: body === '' ? trail : `${opening}${body}${trail}` }];
}

const firstEnding = (text: string): string => /^(?:\r\n|\n|\r)/.exec(text)?.[0] ?? '\n';

/** Blank lines above the section that follows, at most three; one where none does. */
function countBlankLines(changelog: Changelog, section: ChangelogSection | undefined): number {
  const next = changelog.sections.find(({ line }) => section !== undefined && line > section.line);
  if (next === undefined) return 1;
  const first = lineAt(changelog, next);
  let count = 0;
  while (changelog.lines[first - 1 - count]?.text.trim() === '') count += 1;
  return Math.min(count, 3);
}

/** Index of the first line of a section, its anchors included. */
function lineAt(changelog: Changelog, { headingSpan, source }: ChangelogSection): number {
  let index = source.firstLine;
  while (index > 0 && (changelog.lines[index]?.start ?? 0) > headingSpan.start) index -= 1;
  return index;
}
