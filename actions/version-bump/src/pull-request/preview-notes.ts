import { readChangelogSections } from '@slipway/changelog/changelog/changelog-sections';
import { extractSection } from '@slipway/changelog/changelog/extract-section';
import { readChangelogFile } from '@slipway/changelog/changelog/find-changelog';
import { renderSection } from '@slipway/changelog/changelog/section-markdown';
import type { CommitText } from '@slipway/changelog/commits/conventional';
import { readCommitSections } from '@slipway/changelog/notes/change-entries';
import { versionSpellings } from '@slipway/python/version/compare-spellings';

/** A changelog as it is on the branch of a pull request. */
export interface ProposedChangelog {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * What the notes of the release will say: the section of the changelog, or the commits. Markdown that may stand in a release.
 * @param changelog undefined when the release does not change it
 */
export function previewNotes(
  version: string,
  changelog: ProposedChangelog | undefined,
  commits: readonly CommitText[],
  repositoryUrl: string,
): string {
  const section = changelog === undefined ? '' : readSection(version, changelog);
  const sections =
    section.trim() === '' ? readCommitSections(commits, { repositoryUrl }) : readChangelogSections(section);
  return sections
    .map(({ title, body }) => (title === undefined ? body : `### ${title}\n\n${body}`.trimEnd()))
    .join('\n\n');
}

function readSection(version: string, { path, bytes }: ProposedChangelog): string {
  const found = readChangelogFile(path, bytes);
  if ('reason' in found) return '';
  const section = extractSection(found.text, version, found.format, versionSpellings, path);
  return section === undefined ? '' : renderSection(section, found.format);
}
