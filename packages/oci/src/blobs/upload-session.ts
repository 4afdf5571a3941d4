import { RemoteError } from '@slipway/core/errors/action-error';
import type { HttpResponse } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import type { Digest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import type { Repository } from '../registry.ts';

/** An upload the registry opened. */
export interface UploadSession {
  /** Absolute; it changes with every answer and may hold a state of the registry. */
  readonly location: string;
  /** `OCI-Chunk-Min-Length`; 0 when the registry has none. */
  readonly minChunkBytes: number;
}

function malformed(repository: Repository, what: string): RemoteError {
  return new RemoteError(ociErrors.E_OCI_MALFORMED, {
    message: `${repository.registry} ${what} for an upload to ${repository.name}.`,
  });
}

/**
 * Where an upload goes on: relative or absolute, with a query of its own or without, here or at another host, but never
 * from https to http.
 */
export function readLocation(repository: Repository, response: HttpResponse): string {
  const location = response.headers['location'];
  const url = location === undefined ? null : URL.parse(location, response.url);
  if (url === null) throw malformed(repository, 'returned no upload location');
  const own = new URL(repository.baseUrl);
  if (url.protocol !== 'https:' && url.origin !== own.origin)
    throw malformed(repository, `returned the location ${redactUrl(url.href)}, which does not use https,`);
  return url.href;
}

/** The address that finishes a session: what the registry gave, with the digest added. */
export function withDigest(location: string, digest: Digest): string {
  const url = new URL(location);
  url.searchParams.set('digest', digest);
  return url.href;
}

/** Opens a session; undefined when the registry took the blob from `mountFrom` or has it already. */
export async function openSession(
  repository: Repository,
  digest: Digest,
  mountFrom?: string,
): Promise<UploadSession | undefined> {
  const mount =
    mountFrom === undefined ? '' : `?${new URLSearchParams({ mount: digest, from: mountFrom }).toString()}`;
  const response = await repository.send({
    what: `Starting the upload of blob ${digest}`,
    access: 'push',
    method: 'POST',
    target: `blobs/uploads/${mount}`,
    headers: { 'content-length': '0' },
    body: '',
    // A session that nobody uses ends by itself.
    idempotent: true,
    ...(mountFrom === undefined ? {} : { alsoPull: mountFrom }),
  });
  if (response.status === 201) return undefined;
  const least = Number(response.headers['oci-chunk-min-length'] ?? 0);
  return {
    location: readLocation(repository, response),
    minChunkBytes: Number.isSafeInteger(least) && least > 0 ? least : 0,
  };
}

/**
 * Bytes the registry has of an upload, by the `Range` of an answer; undefined when there is none. `0-0` is what registries
 * send for nothing.
 */
export function readOffset(response: HttpResponse): number | undefined {
  const end = /^(?:bytes=)?0-(\d{1,15})$/.exec(response.headers['range']?.trim() ?? '')?.[1];
  if (end === undefined) return undefined;
  return end === '0' ? 0 : Number(end) + 1;
}

/** How far an upload came; undefined when the registry does not know it any more. */
export async function askOffset(
  repository: Repository,
  location: string,
): Promise<{ readonly offset: number; readonly location: string } | undefined> {
  const response = await repository.send({
    what: 'Reading the progress of an upload',
    access: 'push',
    method: 'GET',
    target: location,
    accepted: [404, 405, 410],
  });
  const offset = readOffset(response);
  if (response.status >= 400 || offset === undefined) return undefined;
  const moved = response.headers['location'] !== undefined;
  return { offset, location: moved ? readLocation(repository, response) : location };
}
