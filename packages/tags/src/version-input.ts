import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import { readTagVersion } from './tag-version.ts';

/**
 * The version that an input names: a version, or the name of a tag, which is what `github.ref_name` gives.
 * @throws InputError E_VERSION_INVALID
 */
export function parseVersionInput(text: string, what = 'Input "version"'): Version {
  return readTagVersion(text.replace(/^refs\/tags\//, '')) ?? parseVersion(text, what);
}
