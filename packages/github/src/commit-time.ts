import { ActionError } from '@slipway/core/errors/action-error';
import type { Http, Log } from '@slipway/core/ports';
import { type RepositoryName, repositoryPath } from './repository.ts';

export interface CommitTimeRequest {
  readonly http: Http;
  readonly log: Log;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** Empty outside of a job, like `sha`. */
  readonly repository: RepositoryName;
  readonly sha: string;
  /** With `contents: read`; empty for a public repository. */
  readonly token: string;
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

async function readCommitTime({ http, apiUrl, repository, sha, token }: CommitTimeRequest): Promise<number> {
  if (repository === '' || sha === '') return Number.NaN;
  const response = await http.request({
    method: 'GET',
    url: `${apiUrl}${repositoryPath(repository)}/commits/${sha}`,
    headers: {
      accept: 'application/vnd.github+json',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    deadlineMs: 60_000,
  });
  const { commit } = response.json() as { commit?: { committer?: { date?: unknown } } };
  return Date.parse(String(commit?.committer?.date));
}
