import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '../errors.ts';
import type { CallingJob } from '../job/calling-job.ts';
import { goneStatuses, type ListedArtifact, refuseGone } from './artifact-service.ts';
import { downloadFile } from './download-file.ts';

/** The archive of an artifact to download. */
export interface ArchiveRequest extends ListedArtifact {
  readonly name: string;
  /** Folder that gets a temporary one; it is removed in the end. */
  readonly within: string;
  /** Bound for an artifact of unknown size. */
  readonly maxBytes: number;
}

/**
 * Downloads the archive of an artifact, holds it against the digest that GitHub has for it, and hands it on.
 * @param use gets the path of the archive and the temporary folder
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS; InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*;
 * and failures of the file system
 */
export async function withArchive<Result>(
  { http }: CallingJob,
  artifact: ArchiveRequest,
  use: (archive: string, folder: string) => Promise<Result>,
): Promise<Result> {
  const shown = neutralizeLine(artifact.name, 100);
  const { url } = await artifact.sign();
  const folder = await mkdtemp(join(artifact.within, '.artifact-'));
  try {
    const path = join(folder, 'archive.zip');
    const maxBytes = artifact.size > 0 ? artifact.size : artifact.maxBytes;
    const digest = await downloadFile({ http, url, path, maxBytes }).catch((cause: unknown) => {
      if (!(cause instanceof RemoteError) || !goneStatuses.includes(cause.status ?? 0)) throw cause;
      throw refuseGone(`The artifact ${shown} is listed, but its content is missing (${cause.status})`);
    });
    if (artifact.digest !== '' && digest !== artifact.digest) {
      throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The artifact ${shown} did not arrive with the SHA-256 GitHub has for it: ${digest} instead of ${artifact.digest}.`,
      });
    }
    return await use(path, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
