import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';
import { spellFinal, type VersionReading } from '../changelog/version-reading.ts';
import { normalizeLabel } from '../headings/read-heading.ts';
import { type Refused, refuse } from './promotion-result.ts';

/** The sections that a promotion works with. */
export interface PromotionSources {
  readonly unreleased: ChangelogSection | undefined;
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
  // Of several announced versions, the one that is released.
  const announced = all.filter(
    ({ isUpcoming, heading }) => isUpcoming && versions.isSame(heading.label, version),
  );
  const unreleased = announced.length === 1 ? announced : all;
  const prereleases = released.filter(({ heading }) => versions.isPrereleaseOf(heading.label, version));
  const first = unreleased[0];
  if (first === undefined && prereleases.length === 0) {
    const { fence } = changelog.open;
    const hidden = fence === undefined ? '' : ` A code fence (${fence}) is never closed.`;
    return refuse('no-unreleased', `The changelog has no heading for unreleased changes.${hidden}`);
  }
  if (unreleased.length > 1) {
    const lines = unreleased.map(({ line }) => line).join(' and ');
    return refuse(
      'several-unreleased',
      `The changelog has ${unreleased.length} headings for unreleased changes (lines ${lines}).`,
    );
  }
  const above = released.find(({ line }) => first !== undefined && line < first.line);
  if (above !== undefined && first !== undefined) {
    return refuse(
      'unreleased-not-first',
      `"${first.heading.label}" (line ${first.line}) is below version ${above.heading.label} (line ${above.line}).`,
    );
  }
  return { unreleased: first, prereleases, keepsPrereleases: keepsPrereleases(released, prereleases) };
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
