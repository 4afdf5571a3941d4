import { compareVersions } from './compare-versions.ts';
import { isPrerelease } from './format-version.ts';
import { tryParseVersion } from './parse-version.ts';

/** Compares versions as people write them (`v1.1`, `1.1.0-rc.1`) by PEP 440. */
export const versionSpellings = {
  /** Whether two spellings name one version; false when one is not a version. */
  isSame(left: string, right: string): boolean {
    const [first, second] = [tryParseVersion(left), tryParseVersion(right)];
    return first !== undefined && second !== undefined && compareVersions(first, second) === 0;
  },

  /** Whether the first names a pre-release (`1.1.0rc1`, `1.1.0.dev3`) of the second, which is final. */
  isPrereleaseOf(label: string, final: string): boolean {
    const [earlier, later] = [tryParseVersion(label), tryParseVersion(final)];
    if (earlier === undefined || later === undefined || !isPrerelease(earlier) || isPrerelease(later))
      return false;
    const { epoch, release } = earlier;
    const base = tryParseVersion(`${epoch}!${release.join('.')}`);
    return base !== undefined && compareVersions(base, later) === 0;
  },
};
