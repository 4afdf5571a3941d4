import { findCommitTime } from '@slipway/github/commits/commit-time';
import type { Context } from '../inputs.ts';

/**
 * The time that the image and its layers say they are from, in seconds since the epoch: `SOURCE_DATE_EPOCH`, else that of the
 * commit, so that the same sources give the same image.
 */
export async function findSourceDate({ http, log, clock, job, inputs }: Context): Promise<number> {
  const { apiUrl, repository, sha } = job;
  const sourceDateEpoch = job.variable('SOURCE_DATE_EPOCH');
  const seconds = await findCommitTime({
    ...{ http, log, apiUrl, repository, sha, token: inputs.token, sourceDateEpoch },
  });
  if (seconds !== undefined) return seconds;
  log.notice(
    'The commit time could not be read (the job needs "contents: read"). Using the current time instead, so re-runs will produce a different digest.',
  );
  return Math.floor(clock.now() / 1000);
}
