import { InputError } from '@slipway/core/errors/action-error';
import type { CallingJob } from '../job/calling-job.ts';
import { fetchArtifact } from './fetch-artifact.ts';

/** What an earlier attempt of this run may have stored. */
export interface EarlierArtifact {
  readonly name: string;
  readonly directory: string;
  /** What happens if it has expired, as a sentence for the log. */
  readonly withoutIt: string;
}

/**
 * Fetches what an earlier attempt of this run stored. An artifact that has expired cannot come back, so that it does not end the
 * run: a warning names it.
 * @returns whether the files are in the folder
 * @throws as `fetchArtifact`, except for an artifact that is absent or has expired
 */
export async function fetchEarlierArtifact(
  calling: CallingJob,
  { name, directory, withoutIt }: EarlierArtifact,
): Promise<boolean> {
  try {
    await fetchArtifact(calling, { name, directory });
    return true;
  } catch (cause) {
    // The run has none: every earlier attempt failed, or GitHub removed it when all jobs were started again.
    if (cause instanceof InputError && cause.code === 'E_GITHUB_ARTIFACT_ABSENT') return false;
    if (!(cause instanceof InputError) || cause.code !== 'E_GITHUB_ARTIFACT_EXPIRED') throw cause;
    calling.log.warning(
      `The files of an earlier attempt of this run are no longer available. ${cause.message} ${withoutIt}`,
    );
    return false;
  }
}
