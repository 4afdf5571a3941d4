import { createHash } from 'node:crypto';
import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';

/**
 * Whether every section of the old file but the replaced ones is in the new one byte for byte and in the same order, and
 * the new one has exactly one section more for the version, above them.
 */
export function keepsOtherSections(
  before: Changelog,
  after: Changelog,
  replaced: readonly ChangelogSection[],
  isNew: (section: ChangelogSection) => boolean,
): boolean {
  const gone = new Set(replaced);
  const kept = before.sections
    .filter((section) => !gone.has(section))
    .map((section) => digest(before, section));
  const rest = after.sections.slice(after.sections.length - kept.length);
  const added = after.sections.slice(0, after.sections.length - kept.length);
  const same =
    rest.length === kept.length && rest.every((section, index) => digest(after, section) === kept[index]);
  return same && added.filter((section) => section.state === 'version' && isNew(section)).length === 1;
}

function digest(changelog: Changelog, { headingSpan, bodySpan }: ChangelogSection): string {
  return createHash('sha256').update(changelog.text.slice(headingSpan.start, bodySpan.end)).digest('hex');
}
