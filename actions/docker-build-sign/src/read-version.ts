import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { formatVersion } from '@slipway/python/version/format-version';
import { readTagVersion } from '@slipway/tags/tag-version';
import { parseVersionInput } from '@slipway/tags/version-input';
import type { Context } from './inputs.ts';

/**
 * The version of the image in canonical form: that of the input, else, when no tags are asked for either, the one that the tag of
 * the run names; empty for an image of no version.
 * @throws InputError E_VERSION_INVALID; E_INPUT_MISSING when there is nothing to tag the image with
 */
export function readVersion({ inputs, job }: Context): string {
  if (inputs.version !== undefined) return formatVersion(parseVersionInput(inputs.version));
  if (inputs.tags.length > 0) return '';
  const tagged = job.refType === 'tag' ? readTagVersion(job.refName) : undefined;
  if (tagged !== undefined) return formatVersion(tagged);
  if (inputs.mode === 'all' || inputs.mode === 'promote') {
    throw new InputError(coreErrors.E_INPUT_MISSING, {
      message:
        'The image would have no tag: "version" and "tags" are empty, and this run is not at a version tag.',
    });
  }
  return '';
}
