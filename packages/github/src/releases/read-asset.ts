import { RemoteError } from '@slipway/core/errors/action-error';
import { slowTransfer } from '../client/octokit.ts';
import { expecting } from '../client.ts';
import type { ReleaseAsset } from '../releases.ts';
import type { Repository } from '../repository.ts';

const maxAttempts = 4;

/** Where the bytes of an asset go: opened for each attempt, since a download that broke off starts over. */
export type OpenSink = () => (chunk: Uint8Array) => void;

/** Downloads an asset, whatever GitHub says about its digest. @throws as GitHubClient.rest */
export async function downloadAsset(
  { rest, at }: Repository,
  { id, size }: Pick<ReleaseAsset, 'id' | 'size'>,
  openSink: OpenSink,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rest.repos.getReleaseAsset({
        ...{ ...at, asset_id: id, headers: { accept: 'application/octet-stream' } },
        ...expecting([], { ...slowTransfer, maxResponseBytes: size, sink: openSink() }),
      });
      return;
    } catch (cause) {
      if (!(cause instanceof RemoteError) || !cause.retryable || attempt >= maxAttempts) throw cause;
    }
  }
}

/** The bytes of a small asset. @throws as GitHubClient.rest */
export async function readAssetBytes(
  repository: Repository,
  asset: Pick<ReleaseAsset, 'id' | 'size'>,
): Promise<Buffer> {
  let chunks: Uint8Array[] = [];
  await downloadAsset(repository, asset, () => {
    chunks = [];
    return (chunk) => void chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}
