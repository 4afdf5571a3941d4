import type { GitHubClient } from '@slipway/github/client';
import { findTag } from '@slipway/github/commit-objects';
import {
  type CommitSummary,
  listCommits,
  listCommitsBetween,
  listTags,
  readCommit,
} from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';

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

/** All version tags, highest first. */
export async function listVersionTags(
  client: GitHubClient,
  repository: string,
  prefix: string,
): Promise<readonly VersionTag[]> {
  const tags: VersionTag[] = [];
  for (const { ref } of await listTags(client, repository, prefix)) {
    const name = ref.slice('refs/tags/'.length);
    const version = tryParseVersion(name.slice(prefix.length));
    if (version !== undefined) tags.push({ name, version });
  }
  return tags.sort((left, right) => compareVersions(right.version, left.version));
}

/** The highest version whose tag is in the history of `head`, and what came after it. */
export async function findLastRelease(
  client: GitHubClient,
  repository: string,
  tags: readonly VersionTag[],
  head: string,
): Promise<LastRelease> {
  for (const tag of tags.slice(0, maxCandidates)) {
    const found = await findTag(client, repository, tag.name);
    if (found === undefined) continue;
    if (found.commitSha === head) return { tag: { ...tag, commitSha: head }, commits: [] };
    if (!(await isAncestor(client, repository, found.commitSha, head))) continue;
    const commits = await listCommitsBetween(client, repository, found.commitSha, head);
    return { tag: { ...tag, commitSha: found.commitSha }, commits };
  }
  return {
    tag: undefined,
    commits: (await listCommits(client, repository, head, maxFirstCommits)).toReversed(),
  };
}

async function isAncestor(
  client: GitHubClient,
  repository: string,
  ancestor: string,
  head: string,
): Promise<boolean> {
  const compared = await client.find<{ status: string }>(
    `/repos/${repository}/compare/${ancestor}...${head}?per_page=1`,
    ['status:string'],
  );
  return compared?.status === 'ahead' || compared?.status === 'identical';
}

/** The name of the tree of a commit. */
export async function readTreeSha(client: GitHubClient, repository: string, sha: string): Promise<string> {
  return (await readCommit(client, repository, sha)).tree;
}
