import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';

const part = ({ release }: Version, index: number): bigint => release[index] ?? 0n;

/** The tag of exactly one version: what a tag may not hold becomes `-`. */
export const imageTagOf = (version: Version): string => formatVersion(version).replaceAll(/[^\w.-]+/g, '-');

const isStable = (version: Version): boolean => !isPrerelease(version) && version.local.length === 0;

/**
 * The tags that lead to the image of a release: that of its version, and of `X.Y`, `X` and `latest` those that no stable version
 * among the existing tags holds back. A pre-release, a local version, and what is marked as a pre-release move none of them.
 * @param existing tags of the image before the release
 * @returns sorted
 */
export function expectImageTags(
  version: Version,
  existing: readonly string[],
  isMarked: boolean,
): readonly string[] {
  const own = imageTagOf(version);
  if (!isStable(version) || isMarked) return [own];
  const known = existing
    // A number alone is a series, or a date.
    .filter((tag) => /^v?\d+\.\d/.test(tag))
    .flatMap((tag) => tryParseVersion(tag.replace(/^(\d+)-(?=\d)/, '$1!')) ?? [])
    .filter((other) => isStable(other) && other.epoch === version.epoch);
  const isHeldBack = (parts: number): boolean =>
    known.some(
      (other) =>
        compareVersions(other, version) > 0 &&
        [0, 1].slice(0, parts).every((index) => part(other, index) === part(version, index)),
    );
  const epoch = version.epoch === 0n ? '' : `${version.epoch}-`;
  const floating = [
    { tag: `${epoch}${part(version, 0)}.${part(version, 1)}`, parts: 2 },
    { tag: `${epoch}${part(version, 0)}`, parts: 1 },
    { tag: 'latest', parts: 0 },
  ];
  return [
    ...new Set([own, ...floating.filter(({ parts }) => !isHeldBack(parts)).map(({ tag }) => tag)]),
  ].sort();
}
