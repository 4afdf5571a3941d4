import { createHash } from 'node:crypto';
import type { Http } from '@slipway/core/ports';
import type { PackageRepository } from '../package-repository.ts';
import type { IndexFile } from './index-file.ts';

export interface ServedFileOptions {
  readonly http: Http;
  readonly repository: PackageRepository;
  readonly authorization?: string;
}

const maxFileBytes = 2 ** 31;
// Least that a line has to bring in a second, so that a large file has its time.
const slowestBytes = 256 * 1024;

/**
 * The SHA-256 (hex) of a file of an index: as the index tells it, or else of the bytes it serves.
 * @throws RemoteError E_HTTP_* when the bytes are needed and cannot be read
 */
export async function tellDigest(file: IndexFile, options: ServedFileOptions): Promise<string> {
  if (file.sha256 !== undefined) return file.sha256;
  return hashServed(file, options);
}

/**
 * The SHA-256 (hex) of the bytes that an index serves for a file, whatever it tells of them; they pass through, none is kept.
 * @throws RemoteError E_HTTP_* when they cannot be read
 */
export async function hashServed(file: IndexFile, options: ServedFileOptions): Promise<string> {
  const hash = createHash('sha256');
  const transferMs = 60_000 + Math.ceil((file.size ?? 0) / slowestBytes) * 1000;
  await options.http.request({
    method: 'GET',
    url: file.url,
    headers: readAuthorization(file, options),
    sink: (chunk) => {
      hash.update(chunk);
    },
    maxResponseBytes: maxFileBytes,
    attemptTimeoutMs: transferMs,
    deadlineMs: transferMs + 240_000,
  });
  return hash.digest('hex');
}

// A page may name files anywhere; the password of the index is for the index.
function readAuthorization(
  { url }: IndexFile,
  { repository: { simpleUrl }, authorization }: ServedFileOptions,
): Readonly<Record<string, string>> {
  if (authorization === undefined || simpleUrl === undefined) return {};
  return new URL(url).origin === new URL(simpleUrl).origin ? { authorization } : {};
}
