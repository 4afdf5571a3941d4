import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { parseVersion, tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import { isComparable, isStable, partOf, readVersionTag, seriesOf, tagOfVersion } from './version-tags.ts';

export interface TagRequest {
  /** PEP 440, with or without `v`. */
  readonly version: string;
  /** Every tag of the repository, whoever set it. */
  readonly existing: readonly string[];
  /**
   * Versions of the images behind the tags that move, as their label `org.opencontainers.image.version` says; other
   * values are skipped, and a tag without a version label is judged by the version tags. Undefined if the images were
   * not read.
   */
  readonly holders?: ReadonlyMap<string, string>;
  /** The input `latest`. */
  readonly latest: 'auto' | 'true' | 'false';
  /** The release is said to be a pre-release, whatever its version is. */
  readonly prerelease?: boolean;
}

/** A tag that moves from release to release. */
export interface FloatingTag {
  readonly tag: string;
  /** `keep` leaves it where it is, or does not make it. */
  readonly action: 'set' | 'keep';
  /** A clause, for a report: `no stable version of 1.2 is higher`. */
  readonly because: string;
}

export interface TagPlan {
  /** The tag of exactly this version. It never moves, unless it is among the floating ones too. */
  readonly versionTag: string;
  /** The series and `latest`, each once. */
  readonly floating: readonly FloatingTag[];
}

/**
 * Decides which tags an image gets. It is pure: the same release may be planned again, and any order of releases ends with
 * the same tags.
 *
 * - The full version is always a tag.
 * - `X.Y` and `X` follow final and post-releases, and only forward: past no stable version of their series among the existing
 *   tags, and past no version that they hold now. A post-release is an update of its `X.Y`.
 * - `latest` follows the highest stable version of all, epochs first; that of another epoch is known by the image it is at.
 * - Pre-releases, development versions and local versions (builds of a release for one machine or user) move nothing.
 * - With an epoch a series is its own: `1!2.3.4` moves `1-2.3` and `1-2`, and never the `2.3` of the versions before.
 * - `1.0` is a version and a series: one tag, which 1.0.1 and 1.0.post1 move.
 * @throws InputError E_VERSION_INVALID, E_DOCKER_TAG
 */
export function planTags(request: TagRequest): TagPlan {
  const version = parseVersion(request.version, 'Input "version"');
  const versionTag = tagOfVersion(version);
  const still = findStandstill(version, request);
  const series = seriesOf(version).map((tag, index): FloatingTag => {
    // Where it is the tag of this very version as well, nobody is led to a version that he did not ask for.
    if (still !== undefined && tag !== versionTag) return { tag, action: 'keep', because: still };
    const isOfSeries = (other: Version): boolean =>
      other.epoch === version.epoch &&
      partOf(other, 0) === partOf(version, 0) &&
      (index === 1 || partOf(other, 1) === partOf(version, 1));
    return judge(version, request, tag, isOfSeries, `no stable version of ${tag} is higher`);
  });
  return { versionTag, floating: [...series, planLatest(version, request, still)] };
}

/** The tag of exactly one version. @throws InputError E_VERSION_INVALID, E_DOCKER_TAG */
export function imageTag(version: string): string {
  return tagOfVersion(parseVersion(version, 'Input "version"'));
}

/** Why a release moves no tag at all; undefined when it may. */
function findStandstill(version: Version, request: TagRequest): string | undefined {
  const text = formatVersion(version);
  if (isPrerelease(version)) return `${text} is a pre-release`;
  if (version.local.length > 0) return `${text} is a local version`;
  return request.prerelease === true ? `${text} is released as a pre-release` : undefined;
}

function planLatest(version: Version, request: TagRequest, still: string | undefined): FloatingTag {
  const tag = 'latest';
  const { latest } = request;
  if (latest === 'true') return { tag, action: 'set', because: 'set by the input "latest"' };
  if (latest === 'false') return { tag, action: 'keep', because: 'set by the input "latest"' };
  if (still !== undefined) return { tag, action: 'keep', because: still };
  return judge(version, request, tag, () => true, 'no stable version is higher');
}

function judge(
  version: Version,
  { existing, holders }: TagRequest,
  tag: string,
  isOfSeries: (other: Version) => boolean,
  because: string,
): FloatingTag {
  const known = existing
    .flatMap((each) => readVersionTag(each, version) ?? [])
    .filter((each) => isStable(each) && isComparable(each, version, holders !== undefined));
  const holder = tryParseVersion(holders?.get(tag) ?? '');
  const highest = [...known, ...(holder === undefined ? [] : [holder])]
    .filter(isOfSeries)
    .reduce<Version | undefined>(
      (best, each) => (best === undefined || compareVersions(each, best) > 0 ? each : best),
      undefined,
    );
  if (highest === undefined || compareVersions(highest, version) <= 0) return { tag, action: 'set', because };
  return { tag, action: 'keep', because: `${formatVersion(highest)} is higher` };
}
