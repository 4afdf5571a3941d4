import {
  type Changelog,
  type ChangelogFormat,
  type ChangelogSection,
  parseChangelog,
} from '../changelog/parse-changelog.ts';
import { isEmptySection } from '../changelog/section-content.ts';
import { readEntries } from '../changelog/section-entries.ts';
import { spelledVersions, type VersionReading } from '../changelog/version-reading.ts';
import { applyEdits, type Edit } from '../markdown/edits.ts';
import { findSources } from './find-unreleased.ts';
import { keepsOtherSections } from './kept-sections.ts';
import { type PromotionResult, refuse, type UnreleasedHeading } from './promotion-result.ts';
import { readPrefix } from './render-heading.ts';
import { planSectionEdits } from './section-edits.ts';
import { type PromotionLinks, planLinks } from './version-links.ts';

export interface PromotionOptions extends PromotionLinks {
  /** Canonical form, as it goes into the heading. */
  readonly version: string;
  /** ISO date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly format?: ChangelogFormat | undefined;
  /** Release a version with nothing under Unreleased. Default: refuse. */
  readonly allowEmpty?: boolean;
  readonly versions?: VersionReading;
}

/**
 * Puts what is unreleased under the heading of a version, in the dialect of the file, and leaves a fresh heading for what
 * comes next. A final release takes over the entries of its pre-releases, whose sections go unless the file keeps them
 * beside earlier final releases. Subheadings without content vanish. Every byte of every other section stays, which is
 * checked on the result. Takes linear time.
 */
export function promoteUnreleased(text: string, options: PromotionOptions): PromotionResult {
  const changelog = parseChangelog(text, options.format);
  const versions = options.versions ?? spelledVersions;
  const sources = findSources(changelog, options.version, versions);
  if ('ok' in sources) return sources;
  const { unreleased, prereleases, keepsPrereleases } = sources;
  const all = [...(unreleased === undefined ? [] : [unreleased]), ...prereleases];
  const isEmpty = all.every((section) =>
    isEmptySection(readEntries(changelog, section).text, changelog.format),
  );
  if (isEmpty && options.allowEmpty !== true) {
    return refuse(
      'unreleased-empty',
      `Nothing is under "${all[0]?.heading.label ?? ''}" (line ${all[0]?.line ?? 0}).`,
    );
  }
  const removed = keepsPrereleases ? [] : prereleases;
  const isRemoved = new Set(removed);
  const newest = changelog.sections.find((section) => section.state === 'version' && !isRemoved.has(section));
  const previousTag = removed.length > 0 ? nameTag(newest, options) : options.previousTag;
  const links = planLinks(changelog, unreleased, newest ?? prereleases[0], { ...options, previousTag });
  const { version, date } = options;
  const edits = planSectionEdits(changelog, sources, { version, date, versions, url: links.headingUrl });
  const linkEdits = [...links.edits, ...dropDefinitions(changelog, removed)].filter(isOutside(edits));
  const promoted = applyEdits(text, [...edits, ...linkEdits]);
  const replaced = [...(unreleased === undefined ? [] : [unreleased]), ...removed];
  const isNew = ({ heading }: ChangelogSection): boolean => versions.isSame(heading.label, version);
  if (!keepsOtherSections(changelog, parseChangelog(promoted, options.format), replaced, isNew))
    return refuse('not-safe', 'The new heading would change how other sections are read.');
  return {
    ok: true,
    text: promoted,
    isEmpty,
    passedOver: sources.passedOver.map(locate),
    used: unreleased === undefined ? undefined : locate(unreleased),
    gathered: prereleases.map(({ heading }) => heading.label),
    keepsPrereleases: keepsPrereleases && prereleases.length > 0,
    renamedFrom: readRenamed(unreleased, version, versions),
  };
}

const locate = ({ heading, line, isUpcoming }: ChangelogSection): UnreleasedHeading => ({
  ...{ label: heading.label, line, isUpcoming },
});

/** The version that the unreleased part was announced for, when a different one is released. */
function readRenamed(
  unreleased: ChangelogSection | undefined,
  version: string,
  versions: VersionReading,
): string | undefined {
  if (unreleased?.isUpcoming !== true) return undefined;
  const { label } = unreleased.heading;
  const announced = label.replace(/[.-]?dev\d*$/i, '');
  return versions.isSame(announced, version) || versions.isPrereleaseOf(version, announced)
    ? undefined
    : label;
}

function nameTag(
  newest: ChangelogSection | undefined,
  { formatTag, previousTag }: PromotionOptions,
): string | undefined {
  const label = newest?.heading.label;
  return label === undefined ? previousTag : formatTag(label.slice(readPrefix(label).length));
}

/** Definitions of headings that go: nothing refers to them any more. */
function dropDefinitions(changelog: Changelog, removed: readonly ChangelogSection[]): Edit[] {
  if (removed.length === 0) return [];
  const labels = new Set(removed.map(({ heading }) => heading.label.toLowerCase()));
  return changelog.definitions
    .filter(({ label, span }) => span.start >= changelog.tail && labels.has(label.toLowerCase()))
    .map(({ span, line }) => ({
      start: span.start,
      end: changelog.lines[line - 1]?.next ?? span.end,
      text: '',
    }));
}

/** An address inside a text that is replaced goes with it. */
function isOutside(edits: readonly Edit[]): (edit: Edit) => boolean {
  const replaced = edits.filter(({ start, end }) => end > start);
  return ({ start, end }) => !replaced.some((edit) => start < edit.end && end > edit.start);
}
