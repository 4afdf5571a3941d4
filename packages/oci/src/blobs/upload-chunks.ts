import { RemoteError } from '@slipway/core/errors/action-error';
import type { HttpResponse } from '@slipway/core/ports';
import type { Repository } from '../registry.ts';
import { refuseAnswer } from '../registry-answer.ts';
import type { BlobSource } from './blob-source.ts';
import { isPassing, transferTimeoutMs, waitBefore } from './blobs.ts';
import { checkFinished } from './finish-upload.ts';
import { askOffset, readLocation, readOffset, type UploadSession, withDigest } from './upload-session.ts';

const defaultChunkBytes = 4 * 1024 * 1024;
const maxBreaks = 6;

async function* takeBytes(source: BlobSource, start: number, length: number): AsyncIterable<Uint8Array> {
  let left = length;
  for await (const chunk of source.open(start)) {
    yield chunk.byteLength > left ? chunk.subarray(0, left) : chunk;
    left -= Math.min(left, chunk.byteLength);
    if (left === 0) return;
  }
}

interface Progress {
  readonly location: string;
  readonly offset: number;
}

/**
 * Sends a blob in chunks (distribution-spec, "Pushing a blob in chunks"). After a break, and after 416, the registry is
 * asked how far it is, and the upload goes on from there.
 */
export async function uploadInChunks(
  repository: Repository,
  source: BlobSource,
  session: UploadSession,
  chunkBytes: number = defaultChunkBytes,
): Promise<void> {
  const chunk = Math.max(chunkBytes, session.minChunkBytes);
  let progress: Progress = { location: session.location, offset: 0 };
  let breaks = 0;
  while (progress.offset < source.size) {
    try {
      progress = await sendChunk(
        repository,
        source,
        progress,
        Math.min(chunk, source.size - progress.offset),
      );
    } catch (cause) {
      breaks += 1;
      if (!isPassing(cause) || breaks > maxBreaks) throw cause;
      await waitBefore(repository, breaks, cause);
      const seen = await askOffset(repository, progress.location);
      if (seen === undefined || seen.offset > source.size) throw cause;
      repository.log.debug(`${cause.message} Resuming blob ${source.digest} at byte ${seen.offset}.`);
      progress = seen;
    }
  }
  const response = await repository.send({
    what: `Pushing blob ${source.digest}`,
    access: 'push',
    method: 'PUT',
    target: withDigest(progress.location, source.digest),
    headers: { 'content-length': '0' },
    body: '',
    idempotent: false,
    accepted: [400, 404, 416],
  });
  checkFinished(repository, source, response);
}

async function sendChunk(
  repository: Repository,
  source: BlobSource,
  { location, offset }: Progress,
  length: number,
): Promise<Progress> {
  const what = `Pushing bytes ${offset} to ${offset + length - 1} of blob ${source.digest}`;
  const response = await repository.send({
    what,
    access: 'push',
    method: 'PATCH',
    target: location,
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `${offset}-${offset + length - 1}`,
    },
    body: { size: length, open: () => takeBytes(source, offset, length) },
    idempotent: false,
    attemptTimeoutMs: transferTimeoutMs(length),
    deadlineMs: transferTimeoutMs(length) + 60_000,
    accepted: [416],
  });
  if (response.status === 416) throw outOfOrder(repository, what, response);
  const reported = readOffset(response);
  const sent = offset + length;
  // Less than was sent: it goes on from there. No step at all after "accepted" is a stale number, as ECR sends; the
  // digest at the end decides.
  const next = reported !== undefined && reported > offset && reported < sent ? reported : sent;
  return { location: readLocation(repository, response), offset: next };
}

function outOfOrder(repository: Repository, what: string, response: HttpResponse): RemoteError {
  const refusal = refuseAnswer(
    `${what} (${repository.registry}/${repository.name})`,
    repository.name,
    response,
  );
  return new RemoteError(refusal.kind, {
    message: refusal.message,
    status: 416,
    url: refusal.url,
    retryable: true,
  });
}
