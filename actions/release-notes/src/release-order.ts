import { listReleases } from '@slipway/github/releases';
import { listTags, type Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { isPrerelease } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import { type ReleaseTarget, readTagVersion } from './release-target.ts';

/**
 * The tag to compare with: the nearest version below in the order of PEP 440. A final release is compared with the final one
 * before it, whatever pre-releases lie between; undefined for the first.
 */
export async function findPreviousTag(
  repository: Repository,
  { prefix, version }: ReleaseTarget,
): Promise<string | undefined> {
  const skipsPrereleases = !isPrerelease(version);
  let best: { readonly tag: string; readonly version: Version } | undefined;
  for (const { ref } of await listTags(repository, prefix)) {
    const tag = ref.replace(/^refs\/tags\//, '');
    const other = readTagVersion(tag, prefix);
    if (other === undefined || compareVersions(other, version) >= 0) continue;
    if (skipsPrereleases && isPrerelease(other)) continue;
    if (best === undefined || compareVersions(other, best.version) > 0) best = { tag, version: other };
  }
  return best?.tag;
}

/** Releases a repository is searched for a higher one. */
const maxReleases = 1000;

/** Whether no published final release is higher: a release of an older line must not be shown first. */
export async function isHighestStable(
  repository: Repository,
  { prefix, version, isPrerelease: isMarked }: ReleaseTarget,
): Promise<boolean> {
  if (isMarked) return false;
  const releases = await listReleases(repository, maxReleases);
  return releases.every((release) => {
    if (release.draft || release.prerelease) return true;
    const other = readTagVersion(release.tagName, prefix);
    return other === undefined || isPrerelease(other) || compareVersions(other, version) <= 0;
  });
}
