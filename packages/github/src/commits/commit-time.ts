import { ActionError } from '@slipway/core/errors/action-error';
import { createGitHubClient, expecting, type GitHubClientOptions } from '../client.ts';
import { openRepository } from '../repository.ts';

/** The token needs `contents: read`; it may be empty for a public repository. */
export interface CommitTimeRequest extends Omit<GitHubClientOptions, 'graphqlUrl'> {
  /** `owner/name`; empty outside of a job, like `sha`. */
  readonly repository: string;
  readonly sha: string;
  /** The variable SOURCE_DATE_EPOCH, https://reproducible-builds.org/specs/source-date-epoch/ */
  readonly sourceDateEpoch: string | undefined;
}

/**
 * The time that stands in what is made of a commit, so that a second run makes the same: `SOURCE_DATE_EPOCH`, else that of the
 * commit. Seconds since the epoch; undefined when the commit cannot be read.
 */
export async function findCommitTime(request: CommitTimeRequest): Promise<number | undefined> {
  const epoch = request.sourceDateEpoch ?? '';
  if (/^\d{1,11}$/.test(epoch)) return Number(epoch);
  const committedMs = await readCommitTime(request).catch((cause: unknown) => {
    if (!(cause instanceof ActionError)) throw cause;
    request.log.debug(cause.message);
    return Number.NaN;
  });
  return Number.isNaN(committedMs) ? undefined : Math.floor(committedMs / 1000);
}

/** Seconds since the epoch as RFC 3339, in UTC and without a fraction. */
export function formatSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

async function readCommitTime(request: CommitTimeRequest): Promise<number> {
  if (request.repository === '' || request.sha === '') return Number.NaN;
  const { rest, at } = openRepository(createGitHubClient({ ...request, graphqlUrl: '' }), request.repository);
  const fields = expecting(['commit.committer?.date?:string'], { deadlineMs: 60_000 });
  const { data } = await rest.repos.getCommit({ ...at, ref: request.sha, ...fields });
  return Date.parse(data.commit.committer?.date ?? '');
}
