import { runParallel } from '@slipway/core/async/run-parallel';
import type { Release } from '@slipway/github/releases';
import { hashAssetBytes } from '@slipway/github/releases/asset-digests';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { Repository } from '@slipway/github/repository';
import type { ServedItem } from '@slipway/sigstore/passport/compare-channels';
import { observe } from '../observe.ts';
import type { ObservedChannel } from '../verification.ts';

const parallelDownloads = 4;

/** The assets of a release by the bytes that GitHub serves, and by the digest that it tells, which have to be the same. */
export function observeRelease(
  repository: Repository,
  { assets }: Release,
  isDownloading: boolean,
): Promise<ObservedChannel> {
  return observe('release', 'GitHub Release', async () => {
    const items: ServedItem[] = [];
    await runParallel(assets, parallelDownloads, async (asset) => {
      const name = readFileName(asset);
      // What a broken upload left behind has no bytes.
      if (asset.state !== 'uploaded') return;
      const served =
        isDownloading || asset.sha256 === undefined ? await hashAssetBytes(repository, asset) : undefined;
      for (const sha256 of new Set([served, asset.sha256]))
        if (sha256 !== undefined) items.push({ name, sha256 });
    });
    return { items, faults: new Map() };
  });
}
