import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import type { Digest } from '@slipway/oci/digest';
import { ociErrors } from '@slipway/oci/errors';
import { getManifest, putManifest, resolveDigest, type StoredManifest } from '@slipway/oci/manifests';
import { isTag } from '@slipway/oci/reference';
import { listTags } from '@slipway/oci/tags';
import { waitUntil } from '@slipway/oci/wait-until';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { imageErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import { type FloatingTag, planTags } from './image-tags.ts';
import { readOwnVersion } from './own-version.ts';
import { isOfOtherVersion } from './series-holder.ts';
import { formatTag } from './version-tags.ts';

/** A tag of the image, as it was left. */
export interface PlacedTag {
  readonly tag: string;
  /** `kept`: it stays with a newer version. */
  readonly state: 'set' | 'present' | 'kept';
  readonly because: string;
}

/** What is to become of a tag. */
interface PlannedTag extends FloatingTag {
  /** The image it leads to before anything is set. */
  readonly before: Digest | undefined;
  /** It follows releases. */
  readonly moves: boolean;
}

/**
 * Gives an image its tags: that of the version, then those that move forward, "latest" last. Each is looked at again after it
 * was set: another job that sets it at the same moment is found out.
 * @throws IntegrityError E_DOCKER_TAG_TAKEN, E_DOCKER_TAG_MOVED; RemoteError E_OCI_*
 */
export async function promoteTags(
  context: Context,
  image: Image,
  root: StoredManifest,
  version: string,
  onPlaced: (placed: readonly PlacedTag[]) => void,
): Promise<readonly PlacedTag[]> {
  const { log } = context;
  const placed: PlacedTag[] = [];
  for (const planned of await planPromotion(context, image, root, version)) {
    const { tag, because, moves } = planned;
    const state = await placeTag(image, root, planned).catch((cause: unknown) => {
      throw moves ? explainMoving(image, tag, cause) : cause;
    });
    placed.push({ tag, state, because });
    log.info(
      state === 'kept'
        ? `${image.name}:${tag} is unchanged: ${because}`
        : `${image.name}:${tag} is ${root.digest} (${because})`,
    );
    onPlaced(placed);
  }
  return placed;
}

async function placeTag(
  { name, repository }: Image,
  root: StoredManifest,
  { tag, action, before }: PlannedTag,
): Promise<PlacedTag['state']> {
  if (action === 'keep') return 'kept';
  if (before === root.digest) return 'present';
  await putManifest(repository, tag, root.bytes, root.mediaType);
  // A registry may return the previous digest for some seconds. Any other digest was set by someone else in the
  // meantime.
  const isSettled = (digest: Digest | undefined): boolean => digest !== undefined && digest !== before;
  const after = await waitUntil(repository, () => resolveDigest(repository, tag), isSettled);
  if (after === root.digest) return 'set';
  throw new IntegrityError(imageErrors.E_DOCKER_TAG_MOVED, {
    message: `${name}:${tag} was set to ${root.digest} but now points to ${after ?? 'nothing'}.`,
  });
}

/** A rule for all tags means those of versions, and meets those that move as well. */
function explainMoving(image: Image, tag: string, cause: unknown): unknown {
  if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_TAG_IMMUTABLE') return cause;
  return new RemoteError(ociErrors.E_OCI_TAG_IMMUTABLE, {
    message: `The version tag was set, but the floating tag ${image.name}:${tag} could not be moved: ${cause.message}`,
    hint: 'Exclude "latest" and the series tags ("1", "1.2") from the rule that makes tags immutable. With "prerelease: true", an image only gets its version tag.',
    status: cause.status,
    url: cause.url,
    cause,
  });
}

/** Every tag to set or to keep, once. The registry is asked about each, since its list of tags may be older than they are. */
async function planPromotion(
  context: Context,
  image: Image,
  root: StoredManifest,
  version: string,
): Promise<readonly PlannedTag[]> {
  const { tags } = context.inputs;
  const ofVersion = version === '' ? [] : await planVersion(context, image, root, version);
  const known = new Set(ofVersion.map(({ tag }) => tag));
  const others: PlannedTag[] = [];
  for (const tag of tags.filter((each) => !known.has(each))) {
    const before = await resolveDigest(image.repository, tag);
    others.push({ tag, action: 'set', because: 'asked for', before, moves: false });
  }
  const fixed = ofVersion.filter(({ moves }) => !moves);
  // What is asked for is set, wherever it would stay otherwise.
  const moving = ofVersion
    .filter(({ moves }) => moves)
    .map(
      (each): PlannedTag =>
        tags.includes(each.tag) ? { ...each, action: 'set', because: 'asked for' } : each,
    );
  return [...fixed, ...others, ...moving];
}

/** The tag of the version, unless it is one that moves, and those that do. @throws IntegrityError E_DOCKER_TAG_TAKEN */
async function planVersion(
  context: Context,
  image: Image,
  root: StoredManifest,
  version: string,
): Promise<readonly PlannedTag[]> {
  const { latest, prerelease } = context.inputs;
  const existing = await listTags(image.repository);
  const request = { version, existing, latest, prerelease: prerelease === 'true' };
  const digests = new Map<string, Digest | undefined>();
  const holders = new Map<string, string>();
  for (const { tag } of planTags(request).floating) {
    const stored = await getManifest(image.repository, tag);
    const holder = stored && (await readHolder(context, image, stored, existing));
    digests.set(tag, stored?.digest);
    if (holder !== undefined) holders.set(tag, holder);
  }
  const { versionTag, floating } = planTags({ ...request, holders });
  const moves = digests.has(versionTag);
  const before = moves ? digests.get(versionTag) : await resolveDigest(image.repository, versionTag);
  // A tag that is a series as well ("1.0") may be with another version of it, and moves on from that.
  const isOther = before !== undefined && before !== root.digest;
  const held = { tag: versionTag, digest: before ?? '' };
  if (isOther && !(moves && (await isOfOtherVersion(context, image, held, version)))) {
    throw new IntegrityError(imageErrors.E_DOCKER_TAG_TAKEN, {
      message: `${image.name}:${versionTag} already points to ${before}, but the image to tag is ${root.digest}.`,
    });
  }
  const moving = floating.map((each) => ({ ...each, before: digests.get(each.tag), moves: true }));
  if (moves) return moving;
  return [{ tag: versionTag, action: 'set', because: 'the version', before, moves: false }, ...moving];
}

/**
 * The version of an image that was released as one: it has a tag of its own. Labels are inherited, so an image built
 * from Ubuntu says `24.04` until it is overridden, together with the source of Ubuntu's image.
 */
async function readHolder(
  context: Context,
  image: Image,
  stored: StoredManifest,
  existing: readonly string[],
): Promise<string | undefined> {
  const said = await readOwnVersion(context, image, stored);
  const version = tryParseVersion(said ?? '');
  if (version === undefined) return undefined;
  const tag = formatTag(version);
  const isReleased =
    existing.includes(tag) || (isTag(tag) && (await resolveDigest(image.repository, tag)) !== undefined);
  return isReleased ? said : undefined;
}
