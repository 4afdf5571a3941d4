import { listReleases } from '@slipway/github/releases';
import type { Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { isPrerelease } from '@slipway/python/version/format-version';
import type { ReleaseTarget } from './release-target.ts';

/**
 * The tag to compare with: the nearest version below in the order of PEP 440. A final release is compared with the final one
 * before it, whatever pre-releases lie between; undefined for the first.
 */
export function findPreviousTag({ siblings, version }: ReleaseTarget): string | undefined {
  const skipsPrereleases = !isPrerelease(version);
  return siblings.find(
    (other) =>
      compareVersions(other.version, version) < 0 && !(skipsPrereleases && isPrerelease(other.version)),
  )?.name;
}

/** Releases a repository is searched for those that are marked as pre-releases. */
const maxReleases = 1000;

/**
 * Whether no final version is higher, by the tags: a release of an older line must not be shown first, whether the newer ones have
 * releases on GitHub or not. A version that was published as a pre-release does not count.
 */
export async function isHighestStable(
  repository: Repository,
  { siblings, version, isPrerelease: isMarked }: ReleaseTarget,
): Promise<boolean> {
  if (isMarked) return false;
  const higher = siblings.filter(
    (other) => !isPrerelease(other.version) && compareVersions(other.version, version) > 0,
  );
  if (higher.length === 0) return true;
  const releases = await listReleases(repository, maxReleases);
  const marked = new Set(releases.filter((release) => release.prerelease).map(({ tagName }) => tagName));
  return higher.every(({ name }) => marked.has(name));
}
