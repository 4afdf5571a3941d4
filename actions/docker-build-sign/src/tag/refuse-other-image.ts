import { IntegrityError } from '@slipway/core/errors/action-error';
import type { Digest } from '@slipway/oci/digest';
import { imageErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import { readVersionTag, type VersionTag } from './find-released.ts';
import { isOfOtherVersion } from './series-holder.ts';

/** The image that this run has, and what it knows of the one under the tag. */
export interface Candidate {
  readonly digest: Digest;
  /** How it came to be, as a verb: `built`, `joined`. */
  readonly made: string;
  /** Why the image under the tag was not recognized as a release of this run; empty if it was not checked. */
  readonly reason: string;
  /** The image is part of a whole that another job signs: an entry of the index under the tag is equal too. */
  readonly mayBeListed: boolean;
}

/**
 * Refuses to go on when the tag of a version is another image than the one that this run has. The tag is read at this moment:
 * before anything is pushed.
 * @returns the digest that it is; undefined when there is no such tag
 * @throws IntegrityError E_DOCKER_TAG_TAKEN
 */
export async function refuseOtherImage(
  context: Context,
  image: Image,
  version: string,
  candidate: Candidate,
): Promise<Digest | undefined> {
  if (version === '') return undefined;
  const found = await readVersionTag(image, version);
  const { stored } = found;
  if (stored === undefined || stored.digest === candidate.digest) return stored?.digest;
  const isListed = stored.content.manifests?.some(({ digest }) => digest === candidate.digest) === true;
  if (isListed && candidate.mayBeListed) return stored.digest;
  const { tag, isSeries } = found;
  const held = { tag, digest: stored.digest };
  if (isSeries && (await isOfOtherVersion(context, image, held, version))) return stored.digest;
  throw refuse(image, found, stored.digest, candidate);
}

function refuse(
  { name }: Image,
  { tag }: VersionTag,
  digest: Digest,
  { digest: own, made, reason }: Candidate,
): IntegrityError {
  const why = reason === '' ? '' : ` ${reason}.`;
  return new IntegrityError(imageErrors.E_DOCKER_TAG_TAKEN, {
    message: `${name}:${tag} already points to ${digest}, but this run ${made} ${own}.${why} Nothing was pushed, signed or tagged.`,
    hint: "If that image is this release and builds are not reproducible, re-run only the failed jobs instead of all jobs. If it is not yours, find out who pushed it, delete the version on the package's page, and re-run the job. Otherwise, raise the version.",
  });
}
