import { createHash } from 'node:crypto';
import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Descriptor } from '../descriptor.ts';
import type { Digest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import type { Repository } from '../registry.ts';

/** Where the bytes of a download go; `restart` is called before every attempt, the first included. */
export interface BlobSink {
  restart(): void | Promise<void>;
  write(chunk: Uint8Array): void | Promise<void>;
}

type Wanted = Pick<Descriptor, 'digest' | 'size'>;

const maxAttempts = 4;
const maxMemoryBlobBytes = 64 * 1024 * 1024;
const maxWaitMs = 120_000;

/** Time for one transfer: a minute, and what a slow line (256 KiB a second) needs. */
export function transferTimeoutMs(bytes: number): number {
  return 60_000 + Math.ceil(bytes / (256 * 1024)) * 1000;
}

const passingStatuses: ReadonlySet<number | undefined> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Whether a failure may pass: another attempt is worth it. The HTTP client does not repeat the parts of an upload, because
 * what they leave behind has to be looked at first.
 */
export function isPassing(cause: unknown): cause is RemoteError {
  return cause instanceof RemoteError && (cause.retryable || passingStatuses.has(cause.status));
}

/** Waits before attempt `attempt` + 1: a second, doubled each time, with jitter, or as long as the registry asked for. */
export async function waitBefore(
  { clock, random }: Repository,
  attempt: number,
  { retryAfterMs = 0 }: RemoteError,
): Promise<void> {
  const bound = Math.min(20_000, 500 * 2 ** attempt);
  const asked = Math.min(maxWaitMs, retryAfterMs);
  await clock.sleep(Math.max(asked, Math.round(bound * (0.5 + random() / 2))));
}

/**
 * Whether the repository has a blob.
 * @throws IntegrityError E_OCI_DIGEST when it says that it has one of another size
 */
export async function hasBlob(
  repository: Repository,
  { digest, size }: Wanted,
  access: 'pull' | 'push' = 'pull',
): Promise<boolean> {
  const response = await repository.send({
    what: `Checking blob ${digest}`,
    access,
    method: 'HEAD',
    target: `blobs/${digest}`,
    // An answer to HEAD has no words: who pushes learns from the next request why it may not.
    accepted: access === 'push' ? [401, 403, 404] : [404],
  });
  if (response.status >= 400) return false;
  const stated = response.headers['content-length'];
  if (stated !== undefined && stated !== String(size)) {
    throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
      message: `${repository.registry} reports ${stated} bytes for blob ${digest}, which has ${size}.`,
    });
  }
  return true;
}

/**
 * Streams a blob; every attempt is hashed, and size and digest have to be right before it counts. The storage a registry
 * redirects to gets no credentials.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_OCI_*, E_HTTP_*
 */
export async function downloadBlob(repository: Repository, wanted: Wanted, sink: BlobSink): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sink.restart();
      await receive(repository, wanted, sink);
      return;
    } catch (cause) {
      if (!isPassing(cause) || attempt >= maxAttempts) throw cause;
      repository.log.debug(`${cause.message} Reading blob ${wanted.digest} again.`);
      await waitBefore(repository, attempt, cause);
    }
  }
}

async function receive(repository: Repository, { digest, size }: Wanted, sink: BlobSink): Promise<void> {
  const hash = createHash(digest.split(':', 1)[0] ?? 'sha256');
  let received = 0;
  await repository.send({
    what: `Reading blob ${digest}`,
    access: 'pull',
    method: 'GET',
    target: `blobs/${digest}`,
    maxResponseBytes: size,
    attemptTimeoutMs: transferTimeoutMs(size),
    deadlineMs: transferTimeoutMs(size) + 120_000,
    sink(chunk) {
      received += chunk.byteLength;
      hash.update(chunk);
      return sink.write(chunk);
    },
  });
  if (received !== size) throw differ(repository, digest, `${received} bytes instead of ${size}`);
  const found = `${digest.split(':', 1)[0]}:${hash.digest('hex')}`;
  if (found !== digest) throw differ(repository, digest, `content with the digest ${found}`);
}

function differ({ registry, name }: Repository, digest: Digest, what: string): IntegrityError {
  return new IntegrityError(ociErrors.E_OCI_DIGEST, {
    message: `${registry}/${name} sent ${what} for blob ${digest}.`,
  });
}

/**
 * A small blob in memory, checked like a download.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_HTTP_BODY_TOO_LARGE for one of more than 64 MiB
 */
export async function readBlob(repository: Repository, wanted: Wanted): Promise<Uint8Array> {
  if (wanted.size > maxMemoryBlobBytes) {
    throw new RemoteError(coreErrors.E_HTTP_BODY_TOO_LARGE, {
      message: `Blob ${wanted.digest} is too large to read into memory (${wanted.size} bytes).`,
    });
  }
  const chunks: Uint8Array[] = [];
  await downloadBlob(repository, wanted, {
    restart: () => void chunks.splice(0),
    write: (chunk) => void chunks.push(chunk),
  });
  return Buffer.concat(chunks);
}

/** A small blob, as `readBlob` reads it; undefined when the repository does not have it. */
export async function findBlob(repository: Repository, wanted: Wanted): Promise<Uint8Array | undefined> {
  try {
    return await readBlob(repository, wanted);
  } catch (cause) {
    if (cause instanceof RemoteError && cause.status === 404) return undefined;
    throw cause;
  }
}
