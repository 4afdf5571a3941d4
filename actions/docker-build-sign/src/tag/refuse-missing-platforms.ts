import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import type { Digest } from '@slipway/oci/digest';
import { imageErrors } from '../errors.ts';
import { comparePlatform } from '../inputs/platforms.ts';
import type { Context } from '../inputs.ts';

/**
 * The output of a job that did not run is empty, and so is a line of "digests": what is missing shows here, as does a platform
 * that was added after the version had been released without it.
 * @param found platforms of the image, as containerd writes them
 * @throws InputError E_DOCKER_MERGE; IntegrityError E_DOCKER_TAG_TAKEN for a version that was released already
 */
export function refuseMissingPlatforms({ inputs }: Context, digest: Digest, found: readonly string[]): void {
  const known = new Set(found.map(comparePlatform));
  const missing = inputs.platforms.filter((platform) => !known.has(platform));
  if (missing.length === 0) return;
  const message = `The image ${digest} is for ${found.join(', ') || 'no platform'}. Missing: ${missing.join(', ')}.`;
  if (inputs.mode === 'merge') throw new InputError(imageErrors.E_DOCKER_MERGE, { message });
  throw new IntegrityError(imageErrors.E_DOCKER_TAG_TAKEN, {
    message: `This version is already released. ${message}`,
    hint: 'The image of a released version never changes. Release a new version to add the platform.',
  });
}
