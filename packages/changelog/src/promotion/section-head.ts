import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';
import { raiseLastNumber, type VersionReading } from '../changelog/version-reading.ts';
import { renderDate } from '../headings/dates.ts';
import { applyEdits } from '../markdown/edits.ts';
import { dominantLineEnding } from '../text/text-lines.ts';
import { readPrefix, renameAnchor, renderHeading, renderVersionTitle } from './render-heading.ts';

/** What the heading of the new section is made of. */
export interface HeadFacts {
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly url: string | undefined;
  readonly versions: VersionReading;
}

/** The heading of the new version, with its anchor, and with a date line when the file has them and this section has none. */
export function renderSectionHead(
  changelog: Changelog,
  own: ChangelogSection | undefined,
  facts: HeadFacts,
): string {
  const ending = dominantLineEnding(changelog.lines);
  const newest = changelog.sections.find(({ state }) => state === 'version');
  const version = spellVersion(own, facts);
  const title = renderVersionTitle(changelog, own, { ...facts, version });
  const like = chooseForm(changelog, own, newest);
  const heading = like === undefined ? title : renderHeading(changelog, like, title);
  const anchor = renderAnchor(changelog, own?.isUpcoming === true ? own : newest, version);
  const dateLine = own?.dateLine === undefined ? renderDateLine(changelog, facts.date) : undefined;
  return `${anchor}${heading}${dateLine === undefined ? '' : `${ending}${ending}${dateLine}`}`;
}

/** The version as the heading has it already: `1.1` stays, when it is what is released. */
function spellVersion(own: ChangelogSection | undefined, { version, versions }: HeadFacts): string {
  if (own?.isUpcoming !== true) return version;
  const label = own.heading.label.slice(readPrefix(own.heading.label).length);
  return versions.isSame(label, version) ? label : version;
}

/** As the unreleased part is headed, when versions are on that level; else as the newest version. */
function chooseForm(
  changelog: Changelog,
  own: ChangelogSection | undefined,
  newest: ChangelogSection | undefined,
) {
  if (own === undefined || newest === undefined) return own?.source ?? newest?.source;
  const shared = changelog.sections.some(
    ({ state, source }) => state === 'version' && source.level === own.source.level,
  );
  return shared ? own.source : newest.source;
}

/** The anchors above a heading, for another version; nothing when they do not name the version. */
function renderAnchor(changelog: Changelog, like: ChangelogSection | undefined, version: string): string {
  if (like === undefined) return '';
  const first = changelog.lines[like.source.firstLine];
  const anchors = changelog.text.slice(like.headingSpan.start, first?.start ?? 0);
  return anchors === '' ? '' : (renameAnchor(anchors, like.heading.label, version) ?? '');
}

/** "Released 2026-02-03" in the words of the newest version that has such a line. */
export function renderDateLine(changelog: Changelog, iso: string): string | undefined {
  const samples = changelog.sections.filter(({ state }) => state === 'version').slice(0, 5);
  const lines = samples.flatMap(({ dateLine }) => (dateLine?.date === undefined ? [] : [dateLine]));
  const [first] = lines;
  // A habit, not the one version whose release was late.
  if (first?.date === undefined || lines.length * 2 < samples.length) return undefined;
  const dates = lines.flatMap(({ date }) => date ?? []);
  return first.text.slice(0, first.date.start) + renderDate(dates, iso) + first.text.slice(first.date.end);
}

/**
 * The heading for what comes after a release, where the unreleased part is under a version: the version that is still to
 * come after a pre-release, else the next one.
 */
export function renderFreshHead(changelog: Changelog, own: ChangelogSection, facts: HeadFacts): string {
  const ending = dominantLineEnding(changelog.lines);
  const { label, labelSpan } = own.heading;
  const prefix = readPrefix(label);
  const suffix = /[.-]?dev\d*$/i.exec(label)?.[0] ?? '';
  const bare = label.slice(prefix.length, label.length - suffix.length);
  const isToCome = facts.versions.isPrereleaseOf(facts.version, bare);
  const next = isToCome ? bare : raiseLastNumber(spellVersion(own, facts));
  const title = applyEdits(own.source.text, [{ ...labelSpan, text: `${prefix}${next}${suffix}` }]);
  const anchor = isToCome ? renderAnchor(changelog, own, bare) : renderAnchor(changelog, own, next);
  const heading = renderHeading(changelog, own.source, title);
  return `${anchor}${heading}${own.dateLine === undefined ? '' : `${ending}${ending}${own.dateLine.text}`}`;
}
