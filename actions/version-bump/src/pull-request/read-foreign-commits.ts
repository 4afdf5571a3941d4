import { expecting } from '@slipway/github/client';
import type { CommitSummary } from '@slipway/github/commits';
import { type Repository, readFileAt } from '@slipway/github/repository';
import type { ForeignCommit, ForeignFile } from './carry-commits.ts';
import { readReleaseLine } from './release-line.ts';

/** What is on the branch of a release pull request beside the branch it is for. */
export interface BranchContent {
  /** The release commit of an earlier run. */
  readonly own: CommitSummary | undefined;
  /** Commits by others, oldest first, without merges: what they brought is on the branch it is for. */
  readonly foreign: readonly CommitSummary[];
  readonly hasMerges: boolean;
}

/** Tells the release commit from what others have added. @param commits oldest first */
export function sortCommits(commits: readonly CommitSummary[]): BranchContent {
  const isOwn = ({ message }: CommitSummary): boolean => readReleaseLine(message) !== undefined;
  return {
    own: commits.findLast(isOwn),
    foreign: commits.filter((commit) => !isOwn(commit) && commit.parents.length === 1),
    hasMerges: commits.some(({ parents }) => parents.length > 1),
  };
}

const fields = [
  'sha:string',
  'commit.author?.name?:string',
  'commit.author?.email?:string',
  'commit.author?.date?:string',
  'files[].filename:string',
  'files[].previous_filename?:string',
];

/** Reads what a commit changed, with the bytes of every file. @throws as GitHubClient.rest */
export async function readForeignCommit(
  repository: Repository,
  { sha, message, parents }: CommitSummary,
): Promise<ForeignCommit> {
  const { rest, at } = repository;
  const { data } = await rest.repos.getCommit({ ...at, ref: sha, ...expecting(fields) });
  const { name, email, date } = data.commit.author ?? {};
  const paths = (data.files ?? []).flatMap(({ filename, previous_filename: previous }) =>
    previous === undefined ? [filename] : [previous, filename],
  );
  const files = await Promise.all(
    [...new Set(paths)].map(async (path): Promise<ForeignFile> => {
      const [before, after] = await Promise.all(
        [parents[0] ?? sha, sha].map((revision) => readFileAt(repository, path, revision)),
      );
      return { path, before, after };
    }),
  );
  const author =
    name === undefined || email === undefined || date === undefined ? undefined : { name, email, date };
  return { sha, message, author, files };
}
