import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import {
  type CommitSummary,
  compareCommits,
  listCommits,
  listCommitsBetween,
  readCommit,
} from '@slipway/github/commits';
import { findTag } from '@slipway/github/commits/commit-objects';
import { listTags, type Repository } from '@slipway/github/repository';
import type { Version } from '@slipway/python/version/parse-version';
import {
  type NamedTag,
  type ProjectTags,
  readProjectTags,
  type TagQuestion,
} from '@slipway/tags/project-tags';
import { refuseUnreadTags } from '@slipway/tags/refuse-unread';
import { describeStyle } from '@slipway/tags/tag-style';

/** A tag that names a version. */
export interface VersionTag {
  readonly name: string;
  readonly version: Version;
}

export interface LastRelease {
  /** Undefined when no version was tagged on this line of history. */
  readonly tag: (VersionTag & { readonly commitSha: string }) | undefined;
  /** Commits since then, oldest first; without a tag, the newest of the history. */
  readonly commits: readonly CommitSummary[];
}

// Tags of other lines (maintenance branches, a run that was overtaken) stand before the right one.
const maxCandidates = 60;
const maxFirstCommits = 1000;

/** All tags of a repository. */
export async function listNamedTags(repository: Repository): Promise<readonly NamedTag[]> {
  return (await listTags(repository)).map(({ ref, sha, type }) => ({
    name: ref.slice('refs/tags/'.length),
    // What an annotated tag points at would take a request for each of them.
    commitSha: type === 'commit' ? sha : undefined,
  }));
}

/**
 * The tags of the project: its releases, highest first, and the style of the next one.
 * @throws InputError E_TAG_UNREAD where the version tags of the repository are none of the project's
 */
export async function readVersionTags(
  repository: Repository,
  project: Omit<TagQuestion, 'tags'>,
  log: Log,
): Promise<ProjectTags> {
  const tags = await listNamedTags(repository);
  const found = readProjectTags({ ...project, tags });
  refuseUnreadTags(found, project);
  const { style, contradicted, releases } = found;
  if (contradicted !== undefined) {
    log.warning(
      `The tag format is "${describeStyle(style)}", and the newest releases are tagged like "${describeStyle(contradicted)}", such as "${neutralizeLine(releases[0]?.name ?? '', 120)}".`,
    );
  }
  return found;
}

/** The highest version whose tag is in the history of `head`, and what came after it. */
export async function findLastRelease(
  repository: Repository,
  tags: readonly VersionTag[],
  head: string,
): Promise<LastRelease> {
  for (const tag of tags.slice(0, maxCandidates)) {
    const found = await findTag(repository, tag.name);
    if (found === undefined) continue;
    if (found.commitSha === head) return { tag: { ...tag, commitSha: head }, commits: [] };
    if (!(await isAncestor(repository, found.commitSha, head))) continue;
    const commits = await listCommitsBetween(repository, found.commitSha, head);
    return { tag: { ...tag, commitSha: found.commitSha }, commits };
  }
  return {
    tag: undefined,
    commits: (await listCommits(repository, head, maxFirstCommits)).toReversed(),
  };
}

async function isAncestor(repository: Repository, ancestor: string, head: string): Promise<boolean> {
  const status = await compareCommits(repository, ancestor, head);
  return status === 'ahead' || status === 'identical';
}

/** The name of the tree of a commit. */
export async function readTreeSha(repository: Repository, sha: string): Promise<string> {
  return (await readCommit(repository, sha)).tree;
}
