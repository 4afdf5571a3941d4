import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { RemoteError } from '@slipway/core/errors/action-error';
import type { Http } from '@slipway/core/ports';

export interface DownloadRequest {
  readonly http: Http;
  readonly url: string;
  /** Written anew by each attempt. */
  readonly path: string;
  readonly maxBytes: number;
}

const maxAttempts = 4;

/**
 * Downloads a file; a download that broke off starts over. Whatever the disk refuses is thrown as the file system says it.
 * @returns its SHA-256 in hex
 * @throws RemoteError E_HTTP_*, and failures of the file system
 */
export async function downloadFile({ http, url, path, maxBytes }: DownloadRequest): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const hash = createHash('sha256');
    const file = await open(path, 'w');
    try {
      await http.request({
        method: 'GET',
        url,
        maxResponseBytes: maxBytes,
        attemptTimeoutMs: 15 * 60_000,
        deadlineMs: 30 * 60_000,
        sink: async (chunk) => {
          hash.update(chunk);
          await writeAll(file, chunk);
        },
      });
      return hash.digest('hex');
    } catch (cause) {
      if (!(cause instanceof RemoteError) || !cause.retryable || attempt >= maxAttempts) throw cause;
    } finally {
      // A network file system may tell of a full disk only here.
      await file.close();
    }
  }
}

/** One call may write a part only. */
async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; )
    done += (await file.write(chunk, done, chunk.byteLength - done)).bytesWritten;
}
