import type { CommitText } from '@slipway/changelog/commits/conventional';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { findTag } from '@slipway/github/commits/commit-objects';
import type { Repository } from '@slipway/github/repository';
import type { Version } from '@slipway/python/version/parse-version';
import type { ReleaseTag } from '@slipway/tags/project-tags';
import type { DatedVersion } from '../choice/calendar-scheme.ts';
import type { History, ProjectPaths } from './history.ts';

/** A release on a line of history. */
export interface LastTag {
  readonly name: string;
  readonly version: Version;
  readonly commitSha: string;
}

export interface LastRelease {
  /** Undefined when no version was tagged on this line of history. */
  readonly tag: LastTag | undefined;
  /** Commits since then that concern the project, oldest first; without a tag, all of them. */
  readonly commits: readonly CommitText[];
  /** The newest releases of this line with their dates, where the dates are known. */
  readonly dated: readonly DatedVersion[];
}

const maxDated = 12;

/**
 * The highest version whose tag the history contains, whatever was released on other lines, and what came after it.
 * @param releases highest version first
 */
export async function findLastRelease(
  history: History,
  releases: readonly ReleaseTag[],
  paths: ProjectPaths,
): Promise<LastRelease> {
  const candidates = releases.flatMap(({ name, version, commitSha }): LastTag[] =>
    commitSha === undefined ? [] : [{ name, version, commitSha }],
  );
  const tag = await history.findMerged(candidates);
  const commits = await history.listCommits(tag?.commitSha, paths);
  const { mergedNames } = history;
  const times = new Map(history.tags.map(({ name, taggedMs }) => [name, taggedMs]));
  const dated = candidates
    .filter(({ name }) => mergedNames?.has(name) === true)
    .slice(0, maxDated)
    .flatMap(({ name, version }) => {
      const taggedMs = times.get(name);
      return taggedMs === undefined ? [] : [{ version, taggedMs }];
    });
  return { tag, commits, dated };
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
