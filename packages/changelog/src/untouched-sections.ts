import { createHash } from 'node:crypto';
import type { SectionHeading } from './changelog-heading.ts';
import type { Changelog, ChangelogSection } from './parse-changelog.ts';

/**
 * Holds the sections of the changed file against those of the old one: one more, of the new version, right below
 * Unreleased; each other one byte-identical by SHA-256.
 * @throws Error when an edit went wrong: a fault of this package, never of the file
 */
export function assertSectionsKept(
  before: Changelog,
  after: Changelog,
  unreleased: ChangelogSection,
  added: SectionHeading,
): void {
  const position = before.sections.indexOf(unreleased);
  const kept = before.sections
    .filter((section) => section !== unreleased)
    .map((section) => digest(before, section));
  const rest = after.sections.filter((_, index) => index !== position && index !== position + 1);
  const found = rest.map((section) => digest(after, section));
  const promoted = after.sections[position + 1]?.heading;
  const same = kept.length === found.length && kept.every((value, index) => value === found[index]);
  if (!same || promoted?.label !== added.label || after.sections[position]?.heading.kind !== 'unreleased') {
    throw new Error('the edit of the changelog would have changed another section');
  }
}

function digest(changelog: Changelog, { headingSpan, bodySpan }: ChangelogSection): string {
  return createHash('sha256').update(changelog.text.slice(headingSpan.start, bodySpan.end)).digest('hex');
}
