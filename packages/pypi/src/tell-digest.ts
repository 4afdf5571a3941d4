import { createHash } from 'node:crypto';
import type { Http } from '@slipway/core/ports';
import type { IndexFile } from './index-file.ts';
import type { PackageRepository } from './package-repository.ts';

export interface ServedFileOptions {
  readonly http: Http;
  readonly repository: PackageRepository;
  readonly authorization?: string;
}

const largestFileBytes = 2 ** 31;

/**
 * The SHA-256 (hex) of a file of an index: as the index tells it, or else of the bytes it serves.
 * @throws RemoteError E_HTTP_* when the bytes are needed and cannot be read
 */
export async function tellDigest(file: IndexFile, options: ServedFileOptions): Promise<string> {
  if (file.sha256 !== undefined) return file.sha256;
  const hash = createHash('sha256');
  await options.http.request({
    method: 'GET',
    url: file.url,
    headers: readAuthorization(file, options),
    sink: (chunk) => {
      hash.update(chunk);
    },
    maxResponseBytes: largestFileBytes,
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
