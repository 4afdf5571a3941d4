import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Http } from '@slipway/core/ports';
import { BaseFetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';

/** A repository of The Update Framework (TUF). */
export interface UpdateRepository {
  /** Without a slash at the end. */
  readonly url: string;
  /** The root metadata that trust begins with. */
  readonly root: object;
}

const maxFileBytes = 16 * 1024 * 1024;

/** Fetches what TUF asks for through our own client: its proxy, its authorities, its retries. */
class HttpFetcher extends BaseFetcher {
  readonly #http: Http;

  constructor(http: Http) {
    super();
    this.#http = http;
  }

  async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const response = await this.#http.request({
      method: 'GET',
      url,
      acceptedStatuses: [403, 404],
      maxResponseBytes: maxFileBytes,
      attemptTimeoutMs: 20_000,
      deadlineMs: 120_000,
    });
    // The chain of roots ends with a missing file.
    if (response.status >= 400)
      throw new DownloadHTTPError(`${url} returned status ${response.status}`, response.status);
    return new Blob([new Uint8Array(response.body)]).stream();
  }
}

/**
 * Fetches `trusted_root.json` of a repository, verified by the client workflow of TUF: newer roots are reached by the
 * signatures of older ones, and nothing that has expired or goes back is taken.
 * @param directory where metadata is kept between calls; what is in it is verified again
 */
export async function updateTrustedRoot(
  repository: UpdateRepository,
  http: Http,
  directory: string,
): Promise<string> {
  const targets = join(directory, 'targets');
  await mkdir(targets, { recursive: true });
  const root = join(directory, 'root.json');
  if (!existsSync(root)) await writeFile(root, JSON.stringify(repository.root));
  const updater = new Updater({
    metadataDir: directory,
    metadataBaseUrl: repository.url,
    targetDir: targets,
    targetBaseUrl: `${repository.url}/targets`,
    fetcher: new HttpFetcher(http),
  });
  await updater.refresh();
  const target = await updater.getTargetInfo('trusted_root.json');
  if (target === undefined) throw new Error(`${repository.url} has no trusted_root.json`);
  const path = (await updater.findCachedTarget(target)) ?? (await updater.downloadTarget(target));
  return readFile(path, 'utf8');
}
