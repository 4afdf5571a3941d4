import { compareVersions } from '@slipway/python/version/compare-versions';
import type { Version } from '@slipway/python/version/parse-version';
import { readVersionText } from './version-text.ts';

const maxTagLength = 300;

/** Whether a tag ends in a version, whatever stands before it: `demo-v1.2.0`, `rel_1_2_0` and `build-1.2` name 1.2.0. */
export function namesVersion(tag: string, version: Version): boolean {
  if (tag.length > maxTagLength) return false;
  return [...tag.matchAll(/\d+/g)].some(({ index }) => {
    const found = readVersionText(tag.slice(index));
    return found !== undefined && compareVersions(found.version, version) === 0;
  });
}
