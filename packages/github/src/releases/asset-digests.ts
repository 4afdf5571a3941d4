import { createHash } from 'node:crypto';
import { RemoteError } from '@slipway/core/errors/action-error';
import { slowTransfer } from '../client/octokit.ts';
import { expecting } from '../client.ts';
import type { Release, ReleaseAsset } from '../releases.ts';
import type { Repository } from '../repository.ts';

const maxAttempts = 4;
// An asset never changes under its number, so that each is downloaded once.
const known = new WeakMap<Repository, Map<number, string>>();

/**
 * The release with the digest of every whole asset. Servers before GitHub began to tell `digest` (GitHub Enterprise Server) and
 * assets from before it have none: those are downloaded and hashed.
 * @throws as GitHubClient.rest
 */
export async function tellDigests(repository: Repository, release: Release): Promise<Release> {
  const assets: ReleaseAsset[] = [];
  for (const asset of release.assets) assets.push(await tellDigest(repository, asset));
  return { ...release, assets };
}

/** As `tellDigests`, for one asset. @throws as GitHubClient.rest */
export async function tellDigest(repository: Repository, asset: ReleaseAsset): Promise<ReleaseAsset> {
  if (asset.sha256 !== undefined || asset.state !== 'uploaded') return asset;
  const memory = known.get(repository) ?? new Map<number, string>();
  known.set(repository, memory);
  const sha256 = memory.get(asset.id) ?? (await hashAsset(repository, asset));
  memory.set(asset.id, sha256);
  return { ...asset, sha256 };
}

async function hashAsset(repository: Repository, { id, name, size }: ReleaseAsset): Promise<string> {
  const { rest, at, log } = repository;
  log.debug(`GitHub tells no digest of ${name}; it is downloaded and hashed.`);
  for (let attempt = 1; ; attempt += 1) {
    const hash = createHash('sha256');
    try {
      await rest.repos.getReleaseAsset({
        ...{ ...at, asset_id: id, headers: { accept: 'application/octet-stream' } },
        ...expecting([], {
          ...slowTransfer,
          maxResponseBytes: size,
          sink: (chunk) => void hash.update(chunk),
        }),
      });
      return hash.digest('hex');
    } catch (cause) {
      // A download that broke off starts over with a new hash.
      if (!(cause instanceof RemoteError) || !cause.retryable || attempt >= maxAttempts) throw cause;
    }
  }
}
