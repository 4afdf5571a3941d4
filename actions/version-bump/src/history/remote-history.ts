import type { Log } from '@slipway/core/ports';
import { expectingEach, listPages } from '@slipway/github/client';
import { compareCommits, listCommits, listCommitsBetween } from '@slipway/github/commits';
import type { Repository } from '@slipway/github/repository';
import { type History, type RepositoryTag, selectPaths } from './history.ts';

// Without a complete checkout the answer may take a while, and must not take for ever: 10 pages of commits, 60 comparisons.
const maxWalkedCommits = 1000;
const maxComparisons = 60;
const comparedAtOnce = 6;
const maxTags = 10_000;

/** The history of a commit through the API, for a job without a complete checkout. @throws as GitHubClient.rest */
export async function openRemoteHistory(repository: Repository, headSha: string, log: Log): Promise<History> {
  const tags = await listAllTags(repository);
  const walked = tags.length === 0 ? [] : await listCommits(repository, headSha, maxWalkedCommits);
  const reached = new Set(walked.map(({ sha }) => sha));
  // The whole history was walked over: what is not in it is not contained.
  const isComplete = walked.length < maxWalkedCommits;
  return {
    tags,
    mergedNames: undefined,
    async findMerged(candidates) {
      const near = candidates.findIndex(({ commitSha }) => reached.has(commitSha));
      if (near === 0 || isComplete) return candidates[near];
      const before = near === -1 ? candidates : candidates.slice(0, near);
      const asked = before.slice(0, maxComparisons);
      for (let start = 0; start < asked.length; start += comparedAtOnce) {
        const batch = asked.slice(start, start + comparedAtOnce);
        const found = await Promise.all(batch.map((tag) => isAncestor(repository, tag.commitSha, headSha)));
        const index = found.indexOf(true);
        if (index !== -1) return batch[index];
      }
      if (before.length > asked.length) {
        log.warning(
          `${(before.length - asked.length).toLocaleString('en-US')} version tags were not compared with ${headSha.slice(0, 7)}. Check out the repository with "fetch-depth: 0" to have all of them read.`,
        );
      }
      return candidates[near];
    },
    contains: (commitSha, ancestorSha) => isAncestor(repository, ancestorSha, commitSha),
    async listCommits(sinceSha, paths) {
      const commits =
        sinceSha === undefined
          ? (await listCommits(repository, headSha, maxWalkedCommits)).toReversed()
          : sinceSha === headSha
            ? []
            : await listCommitsBetween(repository, sinceSha, headSha);
      const selected = selectPaths(paths);
      if (selected === undefined) return commits;
      const own = await listTouching(repository, headSha, selected, new Set(commits.map(({ sha }) => sha)));
      return commits.filter(({ sha }) => own.has(sha));
    },
  };
}

async function listAllTags({ rest, at }: Repository): Promise<readonly RepositoryTag[]> {
  const found = await listPages(
    (page) => rest.repos.listTags({ ...at, ...page, ...expectingEach(['name:string', 'commit.sha:string']) }),
    maxTags,
  );
  return found.map(({ name, commit }) => ({ name, commitSha: commit.sha, taggedMs: undefined }));
}

async function isAncestor(repository: Repository, ancestor: string, head: string): Promise<boolean> {
  const status = await compareCommits(repository, ancestor, head);
  return status === 'ahead' || status === 'identical';
}

/** Those of some commits that touch a path, among as many of the newest as there are commits. */
async function listTouching(
  { rest, at }: Repository,
  head: string,
  paths: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const listed = await Promise.all(
    paths.map((path) =>
      listPages(
        (page) =>
          rest.repos.listCommits({ ...at, sha: head, path, ...page, ...expectingEach(['sha:string']) }),
        Math.min(wanted.size, maxWalkedCommits),
      ),
    ),
  );
  return new Set(
    listed
      .flat()
      .map(({ sha }) => sha)
      .filter((sha) => wanted.has(sha)),
  );
}
