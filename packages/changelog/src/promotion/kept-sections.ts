import { createHash } from 'node:crypto';
import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';

/**
 * Whether every section of the old file but the replaced ones is in the new one byte for byte and in the same order, and
 * the new one has exactly one section more, of the version.
 */
export function keepsOtherSections(
  before: Changelog,
  after: Changelog,
  replaced: readonly ChangelogSection[],
  isNew: (section: ChangelogSection) => boolean,
): boolean {
  const gone = new Set(replaced);
  const kept = before.sections.filter((section) => !gone.has(section));
  const first = before.sections.findIndex((section) => gone.has(section));
  // Sections of later versions, announced above the one that is released.
  const above = Math.max(0, first);
  const below = kept.length - above;
  const added = after.sections.slice(above, Math.max(above, after.sections.length - below));
  const rest = [...after.sections.slice(0, above), ...after.sections.slice(above + added.length)];
  const same =
    rest.length === kept.length &&
    rest.every((section, index) => digest(after, section) === digestAt(before, kept[index]));
  return same && added.filter((section) => section.state === 'version' && isNew(section)).length === 1;
}

const digestAt = (changelog: Changelog, section: ChangelogSection | undefined): string =>
  section === undefined ? '' : digest(changelog, section);

function digest(changelog: Changelog, { headingSpan, bodySpan }: ChangelogSection): string {
  return createHash('sha256').update(changelog.text.slice(headingSpan.start, bodySpan.end)).digest('hex');
}
