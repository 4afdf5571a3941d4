import { RemoteError } from '@slipway/core/errors/action-error';
import type { Repository } from '../registry.ts';
import type { BlobSource } from './blob-source.ts';
import { hasBlob, isPassing, transferTimeoutMs, waitBefore } from './blobs.ts';
import { checkFinished } from './finish-upload.ts';
import { uploadInChunks } from './upload-chunks.ts';
import { openSession, type UploadSession, withDigest } from './upload-session.ts';

export interface UploadOptions {
  /** A repository of the same registry that may have the blob. */
  readonly mountFrom?: string;
  /** A blob above this is sent in chunks once a transfer in one piece broke. Default 8 MiB. */
  readonly chunkedAboveBytes?: number;
  /** Default 4 MiB, the largest chunk that ghcr.io accepts. */
  readonly chunkBytes?: number;
  /** The bytes were made just now, a signature for example: the registry is not asked whether it has them. */
  readonly isNew?: boolean;
}

/** `present`: it was there; `mounted`: the registry took it from the other repository. */
export type BlobState = 'present' | 'mounted' | 'uploaded';

const maxAttempts = 5;
const defaultChunkedAboveBytes = 8 * 1024 * 1024;

/**
 * Brings the repository to have a blob: looks, mounts, or sends it in one piece, and after a break of a large one in chunks
 * from where the registry is. What a lost answer leaves open is looked at before anything is sent again.
 * @throws IntegrityError E_OCI_DIGEST when the bytes are not those of the digest, RemoteError E_OCI_*, E_HTTP_*
 */
export async function uploadBlob(
  repository: Repository,
  source: BlobSource,
  options: UploadOptions = {},
): Promise<BlobState> {
  if (options.isNew !== true && (await hasBlob(repository, source, 'push'))) return 'present';
  let mountFrom = options.mountFrom;
  const chunkedAbove = options.chunkedAboveBytes ?? defaultChunkedAboveBytes;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const session = await openSession(repository, source.digest, mountFrom);
      if (session === undefined) return mountFrom === undefined ? 'present' : 'mounted';
      if (attempt > 1 && source.size > chunkedAbove)
        await uploadInChunks(repository, source, session, options.chunkBytes);
      else await uploadWhole(repository, source, session);
      return 'uploaded';
    } catch (cause) {
      if (cause instanceof RemoteError && mountFrom !== undefined && cause.code === 'E_OCI_DENIED') {
        // The other repository may not be read; the bytes are here.
        mountFrom = undefined;
        continue;
      }
      if (!isPassing(cause) || attempt >= maxAttempts) throw cause;
      repository.log.debug(`${cause.message} Sending blob ${source.digest} again.`);
      await waitBefore(repository, attempt, cause);
      if (await hasBlob(repository, source, 'push')) return 'uploaded';
    }
  }
}

async function uploadWhole(
  repository: Repository,
  source: BlobSource,
  session: UploadSession,
): Promise<void> {
  const { digest, size } = source;
  const response = await repository.send({
    what: `Pushing blob ${digest}`,
    access: 'push',
    method: 'PUT',
    target: withDigest(session.location, digest),
    headers: { 'content-type': 'application/octet-stream' },
    body: { size, open: () => source.open(0) },
    // What arrived before a break stays in the session: the same request again would add to it.
    idempotent: false,
    attemptTimeoutMs: transferTimeoutMs(size),
    deadlineMs: transferTimeoutMs(size) + 60_000,
    accepted: [400, 404, 416],
  });
  checkFinished(repository, source, response);
}
