import { RemoteError } from '@slipway/core/errors/action-error';
import { getManifest, putManifest, resolveDigest, type StoredManifest } from '@slipway/oci/manifests';
import type { Repository } from '@slipway/oci/registry';
import { waitUntil } from '@slipway/oci/wait-until';
import { compareVersions } from '@slipway/python/version/compare-versions';
import type { Version } from '@slipway/python/version/parse-version';
import { cliErrors } from '../../errors.ts';
import { expectImageTags, imageTagOf } from '../../expectations/expect-image-tags.ts';
import type { BadImage, MovingTag } from './plan-withdrawal.ts';

/** A release that a tag of an image may go back to. */
export interface EarlierRelease {
  readonly version: Version;
  /** Not marked as a pre-release. */
  readonly isStable: boolean;
}

/** The tags that follow releases and may lead to a version: `1.2`, `1` and `latest`, with its epoch; never the tag of the version. */
const listMovingTags = (version: Version, isStable: boolean): readonly string[] =>
  expectImageTags(version, [], !isStable).filter((tag) => tag !== imageTagOf(version));

/**
 * Reads the image of a bad release, and for each moving tag that points to it the image that the tag goes back to: that of the highest
 * earlier release of its series. Any other tag with the same image stays: nobody but its owner knows what it promises.
 * @param earlier releases that may be gone back to
 * @returns undefined when the release has no image
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function readBadImage(
  repository: Repository,
  bad: EarlierRelease,
  earlier: readonly EarlierRelease[],
): Promise<BadImage | undefined> {
  const digest = await resolveDigest(repository, imageTagOf(bad.version));
  if (digest === undefined) return undefined;
  const descending = earlier.toSorted((left, right) => compareVersions(right.version, left.version));
  const digests = new Map<string, string | undefined>();
  const read = async (version: Version): Promise<string | undefined> => {
    const tag = imageTagOf(version);
    if (!digests.has(tag)) digests.set(tag, await resolveDigest(repository, tag));
    return digests.get(tag);
  };
  const movingTags: MovingTag[] = [];
  for (const tag of listMovingTags(bad.version, bad.isStable)) {
    if ((await resolveDigest(repository, tag)) !== digest) continue;
    let previousDigest: string | undefined;
    for (const { version, isStable } of descending) {
      if (!expectImageTags(version, [], !isStable).includes(tag)) continue;
      previousDigest = await read(version);
      if (previousDigest === digest) previousDigest = undefined;
      if (previousDigest !== undefined) break;
    }
    movingTags.push({ tag, previousDigest });
  }
  return { name: `${repository.registry}/${repository.name}`, digest, movingTags };
}

/** One tag after an attempt to set it back. */
export interface MovedTag {
  readonly tag: string;
  /** `left`: somebody else has moved or deleted it meanwhile. */
  readonly result: 'moved' | 'left';
  /** Where it points now; undefined for a tag that no longer exists. */
  readonly digest: string | undefined;
}

async function moveTag(
  repository: Repository,
  { name, digest: badDigest }: BadImage,
  tag: string,
  previous: StoredManifest,
): Promise<MovedTag> {
  const before = await resolveDigest(repository, tag);
  if (before !== badDigest) return { tag, result: 'left', digest: before };
  await putManifest(repository, tag, previous.bytes, previous.mediaType);
  // A registry may return the previous digest for some seconds.
  const after = await waitUntil(
    repository,
    () => resolveDigest(repository, tag),
    (digest) => digest !== undefined && digest !== badDigest,
  );
  if (after === previous.digest) return { tag, result: 'moved', digest: after };
  throw new RemoteError(cliErrors.E_WITHDRAW_TAG_MOVED, {
    message: `${name}:${tag} was set to ${previous.digest}, but now points to ${after ?? 'nothing'}.`,
  });
}

/**
 * Sets the moving tags back, each only if it still points to the bad image, and reads each one back.
 * @throws RemoteError E_WITHDRAW_TAG_MOVED when a tag does not point to the previous image afterwards, E_OCI_*, E_HTTP_*
 */
export async function moveTagsBack(repository: Repository, image: BadImage): Promise<readonly MovedTag[]> {
  const moved: MovedTag[] = [];
  for (const { tag, previousDigest } of image.movingTags) {
    const previous = previousDigest === undefined ? undefined : await getManifest(repository, previousDigest);
    if (previous !== undefined) moved.push(await moveTag(repository, image, tag, previous));
  }
  return moved;
}
