import type { CommitText } from '@slipway/changelog/commits/conventional';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { findTag } from '@slipway/github/commits/commit-objects';
import type { Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import type { Version } from '@slipway/python/version/parse-version';
import type { ReleaseTag } from '@slipway/tags/project-tags';
import type { DatedVersion } from '../choice/calendar-scheme.ts';
import type { History } from './history.ts';

/** A release on a line of history. */
export interface LastTag {
  readonly name: string;
  readonly version: Version;
  readonly commitSha: string;
}

export interface LastRelease {
  /**
   * A development release, or the mark of where a development began, that the history contains and that is higher than every
   * release there: what a version that comes from git is on its way to.
   */
  readonly development: LastTag | undefined;
  /** Pre-releases that are higher than the last release, and that the line did not go on with; highest first. */
  readonly abandoned: readonly LastTag[];
  /** Undefined when no version was tagged on this line of history. */
  readonly tag: LastTag | undefined;
  /** Commits since then that concern the project, oldest first; without a tag, all of them. */
  readonly commits: readonly CommitText[];
  /** The newest releases of this line with their dates, where the dates are known. */
  readonly dated: readonly DatedVersion[];
}

const maxDated = 12;
// Each is asked about by itself.
const maxAbandoned = 20;

/** What the history of a commit is searched for. */
export interface SearchedTags {
  /** Highest version first. */
  readonly releases: readonly ReleaseTag[];
  /** Highest version first. */
  readonly developments: readonly ReleaseTag[];
  /** What the files say; undefined for a version that comes from git. */
  readonly version: Version | undefined;
}

/** The highest version whose tag the history contains, whatever was released on other lines. */
export async function findLine(
  history: History,
  { releases, developments, version }: SearchedTags,
): Promise<Omit<LastRelease, 'commits'>> {
  const candidates = listCandidates(releases);
  const { tag, abandoned } = await findContinued(history, candidates, version);
  const development =
    version === undefined
      ? await history.findMerged(listCandidates(developments).filter((each) => isHigher(each, tag)))
      : undefined;
  const { mergedNames } = history;
  const times = new Map(history.tags.map(({ name, taggedMs }) => [name, taggedMs]));
  const dated = candidates
    .filter(({ name }) => mergedNames?.has(name) === true)
    .slice(0, maxDated)
    .flatMap(({ name, version: released }) => {
      const taggedMs = times.get(name);
      return taggedMs === undefined ? [] : [{ version: released, taggedMs }];
    });
  return { tag, development, abandoned, dated };
}

function listCandidates(tags: readonly ReleaseTag[]): readonly LastTag[] {
  return tags.flatMap(({ name, version, commitSha }): LastTag[] =>
    commitSha === undefined ? [] : [{ name, version, commitSha }],
  );
}

const isHigher = (tag: LastTag, other: LastTag | undefined): boolean =>
  other === undefined || compareVersions(tag.version, other.version) > 0;

/**
 * The release that the line goes on from. After 1.0.0b1 came 0.28.1, on the same line: the pre-release was given up. A lower
 * release of a maintenance line that was merged does not contain the pre-release, and gives up nothing.
 */
async function findContinued(
  history: History,
  candidates: readonly LastTag[],
  inFiles: Version | undefined,
): Promise<Pick<LastRelease, 'tag' | 'abandoned'>> {
  const abandoned: LastTag[] = [];
  let tag = await history.findMerged(candidates);
  if (tag?.version.pre === undefined) return { tag, abandoned };
  // Every final release that is merged is lower than the highest tag, and stays the one to compare with.
  const final = await history.findMerged(candidates.filter(({ version }) => version.pre === undefined));
  if (final === undefined) return { tag, abandoned };
  let rest = candidates;
  while (tag?.version.pre !== undefined && abandoned.length < maxAbandoned) {
    const { commitSha, version } = tag;
    // The files go on with it, whatever was tagged since.
    if (inFiles !== undefined && compareVersions(inFiles, version) >= 0) break;
    if (final.commitSha === commitSha || !(await history.contains(final.commitSha, commitSha))) break;
    rest = rest.slice(rest.indexOf(tag) + 1);
    abandoned.push(tag);
    tag = await history.findMerged(rest);
  }
  return { tag, abandoned };
}

/**
 * Whether GitHub has the last release at the same commit: the tags of a checkout that is kept between jobs may be old.
 * @throws as GitHubClient.rest
 */
export async function isCurrentTag(
  repository: Repository,
  tag: LastTag | undefined,
  log: Log,
): Promise<boolean> {
  if (tag === undefined) return true;
  const found = await findTag(repository, tag.name);
  if (found?.commitSha === tag.commitSha) return true;
  const place = found === undefined ? 'not on GitHub' : `at ${found.commitSha.slice(0, 7)} on GitHub`;
  log.warning(
    `The tag ${neutralizeLine(tag.name, 200)} of the checkout is ${place}. The history is read through the API.`,
  );
  return false;
}
