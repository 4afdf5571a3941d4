import { RemoteError } from '@slipway/core/errors/action-error';
import { ociErrors } from '@slipway/oci/errors';
import { getManifest, putManifest } from '@slipway/oci/manifests';
import type { Repository } from '@slipway/oci/registry';
import { listTags } from '@slipway/oci/tags';
import type { BadImage } from './plan-withdrawal.ts';

const maxTags = 2000;

/** The tag of a version, as the image has it. */
const imageTagOf = (version: string): string => version.replaceAll('+', '-');

/** Reads the image of a bad release and of the one before; undefined when the release has no image. @throws RemoteError E_OCI_*, E_HTTP_* */
export async function readBadImage(
  repository: Repository,
  version: string,
  previousVersion: string | undefined,
): Promise<BadImage | undefined> {
  const bad = await getManifest(repository, imageTagOf(version));
  if (bad === undefined) return undefined;
  const movingTags: string[] = [];
  for (const tag of (await listTags(repository)).slice(0, maxTags)) {
    if (tag === imageTagOf(version) || /^sha256-/.test(tag)) continue;
    if ((await getManifest(repository, tag))?.digest === bad.digest) movingTags.push(tag);
  }
  const previous =
    previousVersion === undefined ? undefined : await getManifest(repository, imageTagOf(previousVersion));
  return {
    name: `${repository.registry}/${repository.name}`,
    digest: bad.digest,
    movingTags,
    previousDigest: previous?.digest,
  };
}

/** One tag after an attempt to set it back. */
export interface MovedTag {
  readonly tag: string;
  readonly result: 'moved' | 'left';
  /** Where it points now. */
  readonly digest: string;
}

/**
 * Sets the moving tags back, each only if it still points to the bad image, and reads each one back.
 * @throws RemoteError E_OCI_TAG_MOVED when a tag does not point to the previous image afterwards, E_OCI_*, E_HTTP_*
 */
export async function moveTagsBack(repository: Repository, image: BadImage): Promise<readonly MovedTag[]> {
  const { previousDigest, movingTags, digest: badDigest } = image;
  const previous = previousDigest === undefined ? undefined : await getManifest(repository, previousDigest);
  if (previous === undefined) return [];
  const moved: MovedTag[] = [];
  for (const tag of movingTags) {
    const before = await getManifest(repository, tag);
    if (before !== undefined && before.digest !== badDigest) {
      // Another release has moved it meanwhile.
      moved.push({ tag, result: 'left', digest: before.digest });
      continue;
    }
    await putManifest(repository, tag, previous.bytes, previous.mediaType);
    const after = await getManifest(repository, tag);
    if (after?.digest !== previous.digest)
      throw new RemoteError(ociErrors.E_OCI_MALFORMED, {
        message: `${image.name}:${tag} was set to ${previous.digest}, but now points to ${after?.digest ?? 'nothing'}.`,
        hint: 'A different job may be moving the tag. Re-run the command.',
      });
    moved.push({ tag, result: 'moved', digest: after.digest });
  }
  return moved;
}
