import { createHash } from 'node:crypto';
import type { Release, ReleaseAsset } from '../releases.ts';
import type { Repository } from '../repository.ts';
import { downloadAsset } from './read-asset.ts';

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

async function hashAsset(repository: Repository, asset: ReleaseAsset): Promise<string> {
  repository.log.debug(`GitHub tells no digest of ${asset.name}; it is downloaded and hashed.`);
  return hashAssetBytes(repository, asset);
}

/** Hex SHA-256 of the bytes that GitHub serves for an asset. @throws as GitHubClient.rest */
export async function hashAssetBytes(
  repository: Repository,
  asset: Pick<ReleaseAsset, 'id' | 'size'>,
): Promise<string> {
  let hash = createHash('sha256');
  await downloadAsset(repository, asset, () => {
    hash = createHash('sha256');
    return (chunk) => void hash.update(chunk);
  });
  return hash.digest('hex');
}
