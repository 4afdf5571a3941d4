import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { compare } from './check-list.ts';

const isSame = (left: string, right: string): boolean => {
  const [a, b] = [tryParseVersion(left), tryParseVersion(right)];
  return a === undefined || b === undefined ? left === right : compareVersions(a, b) === 0;
};

/** Compares the version that an installer reports: metadata may spell it in another form (PEP 440, "Normalization"). */
export function compareVersion(
  found: string,
  expected: string,
): { readonly ok: boolean; readonly detail: string } {
  return isSame(found, expected) ? { ok: true, detail: found } : compare(found, expected);
}

/**
 * Judges `__version__` of an installed module. A copy that is neither the new version nor the one before was out of date already:
 * it is named, and the release is not to blame for it.
 * @param before the version of the project before the release; empty if it is not known
 */
export function judgeModuleVersion(
  found: string,
  expected: string,
  before: string,
): { readonly ok: boolean; readonly detail: string } {
  if (isSame(found, expected)) return { ok: true, detail: found };
  if (before === '' || isSame(found, before)) return compare(found, expected);
  return { ok: true, detail: `reports ${found}, which was out of date before this release (${before})` };
}
