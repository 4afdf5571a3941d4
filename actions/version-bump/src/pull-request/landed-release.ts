import type { PullRequestState } from '@slipway/github/repository/pull-requests';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import type { Choice, VersionFacts } from '../choice/version-facts.ts';
import { type ProposedRelease, readReleaseLine } from './release-line.ts';

/** A section of a changelog for a version. */
export interface ReleasedSection {
  readonly version: Version;
  readonly isDated: boolean;
}

/** What shows that a release pull request was merged. */
export interface LandedFacts extends VersionFacts {
  /** Of the changelog, in its order. */
  readonly sections: readonly ReleasedSection[];
  /** Pull requests of the release branch. */
  readonly proposals: readonly Pick<PullRequestState, 'body' | 'isOpen' | 'mergedSha'>[];
  readonly formatTag: (version: Version) => string;
}

/**
 * The version that the commit was made to release and that no tag has: a release pull request was merged, in whatever way. The
 * files decide and not the message of the merge, which every way of merging writes differently; for a version that comes from
 * git, the dated section of the changelog or the pull request itself. A first release needs the latter, as a project that was never tagged has
 * versions and sections of the past.
 */
export function findLandedRelease(facts: LandedFacts): Extract<Choice, { version: Version }> | undefined {
  const version = findByFiles(facts) ?? findByProposal(facts);
  if (version === undefined) return undefined;
  return { version, why: `merged: ${formatVersion(version)} is in the project and has no tag yet` };
}

const isSame = (left: Version, right: Version): boolean => compareVersions(left, right) === 0;

function isOpen({ last, isReleased }: LandedFacts, version: Version): boolean {
  return !isReleased(version) && (last === undefined || compareVersions(version, last.version) > 0);
}

function findByFiles(facts: LandedFacts): Version | undefined {
  const { current, isFromTags, last, sections } = facts;
  if (last === undefined) return undefined;
  if (isFromTags) {
    const [newest] = sections;
    return newest?.isDated === true && isOpen(facts, newest.version) ? newest.version : undefined;
  }
  const hasSection = sections.some(({ version, isDated }) => isDated && isSame(version, current));
  return current.dev === undefined && hasSection && isOpen(facts, current) ? current : undefined;
}

function findByProposal(facts: LandedFacts): Version | undefined {
  const { commits, current, isFromTags } = facts;
  const range = new Set(commits.map(({ sha }) => sha));
  const named = commits.flatMap(({ message }) => readReleaseLine(message)?.tag ?? []);
  const found = facts.proposals.flatMap(({ body, isOpen: isWaiting, mergedSha }): ProposedRelease[] => {
    const release = readReleaseLine(body);
    if (release === undefined || facts.formatTag(release.version) !== release.tag) return [];
    // One that was merged with git itself, outside of GitHub, is still open.
    const isMerged =
      mergedSha === undefined ? isWaiting && named.includes(release.tag) : range.has(mergedSha);
    return isMerged ? [release] : [];
  })[0];
  if (found === undefined || !isOpen(facts, found.version)) return undefined;
  // Somebody took it back, or raised the version further.
  return isFromTags || isSame(found.version, current) ? found.version : undefined;
}
