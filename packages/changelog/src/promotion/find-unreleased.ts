import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';
import { isEmptySection } from '../changelog/section-content.ts';
import { readEntries } from '../changelog/section-entries.ts';
import { spellFinal, type VersionReading } from '../changelog/version-reading.ts';
import { normalizeLabel } from '../headings/read-heading.ts';
import { type Refused, refuse } from './promotion-result.ts';

/** The sections that a promotion works with. */
export interface PromotionSources {
  readonly unreleased: ChangelogSection | undefined;
  /** Other sections for unreleased changes, which stay. */
  readonly passedOver: readonly ChangelogSection[];
  /** Sections of pre-releases of the version, newest first. */
  readonly prereleases: readonly ChangelogSection[];
  /** The file has sections of pre-releases beside those of their final versions. */
  readonly keepsPrereleases: boolean;
}

/** Finds what is to be released, or says why nothing is. */
export function findSources(
  changelog: Changelog,
  version: string,
  versions: VersionReading,
): PromotionSources | Refused {
  const released = changelog.sections.filter(({ state }) => state === 'version');
  const same = released.find(({ heading }) => versions.isSame(heading.label, version));
  if (same !== undefined)
    return refuse(
      'version-exists',
      `The changelog already has a section for ${version} (line ${same.line}).`,
    );
  const all = changelog.sections.filter(({ state }) => state === 'unreleased');
  const prereleases = released.filter(({ heading }) => versions.isPrereleaseOf(heading.label, version));
  const first = chooseUnreleased(changelog, all, (label) => versions.isSame(label, version));
  if (first === undefined && prereleases.length === 0) {
    const { fence } = changelog.open;
    const hidden = fence === undefined ? '' : ` A code fence (${fence}) is never closed.`;
    return refuse('no-unreleased', `The changelog has no heading for unreleased changes.${hidden}`);
  }
  const above = released.find(({ line }) => first !== undefined && line < first.line);
  if (above !== undefined && first !== undefined) {
    return refuse(
      'unreleased-not-first',
      `"${first.heading.label}" (line ${first.line}) is below version ${above.heading.label} (line ${above.line}).`,
    );
  }
  const passedOver = all.filter((section) => section !== first);
  return {
    ...{ unreleased: first, passedOver, prereleases },
    keepsPrereleases: keepsPrereleases(released, prereleases),
  };
}

/**
 * Of several headings for unreleased changes, the one that announces the version; else the one that announces none; else the
 * first one with entries, as files have the newest on top.
 */
function chooseUnreleased(
  changelog: Changelog,
  all: readonly ChangelogSection[],
  isReleased: (label: string) => boolean,
): ChangelogSection | undefined {
  const announced = all.find(({ isUpcoming, heading }) => isUpcoming && isReleased(heading.label));
  if (announced !== undefined) return announced;
  const plain = all.filter(({ isUpcoming }) => !isUpcoming);
  const eligible = plain.length > 0 ? plain : all;
  const hasEntries = (section: ChangelogSection): boolean =>
    !isEmptySection(readEntries(changelog, section).text, changelog.format);
  return eligible.length > 1 ? (eligible.find(hasEntries) ?? eligible[0]) : eligible[0];
}

/** Whether an earlier final release has its pre-releases beside it. */
function keepsPrereleases(released: readonly ChangelogSection[], own: readonly ChangelogSection[]): boolean {
  const finals = new Set(
    released.flatMap(({ heading }) =>
      spellFinal(heading.label) === undefined ? normalizeLabel(heading.label) : [],
    ),
  );
  const ours = new Set(own);
  return released.some((section) => {
    const final = spellFinal(section.heading.label);
    return final !== undefined && !ours.has(section) && finals.has(final);
  });
}
