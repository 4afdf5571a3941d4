import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { readImageAnnotations } from '@slipway/oci/image-config';
import { getManifest, putManifest, resolveDigest, type StoredManifest } from '@slipway/oci/manifests';
import { listTags } from '@slipway/oci/tags';
import { type FloatingTag, planTags } from './image-tags.ts';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';

/** A tag of the image, as it was left. */
export interface PlacedTag {
  readonly tag: string;
  /** `kept`: it stays with a newer version. */
  readonly state: 'set' | 'present' | 'kept';
  readonly because: string;
}

/** Versions behind the tags that move, as their images say. */
async function readHolders(image: Image, tags: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const holders = new Map<string, string>();
  for (const tag of tags) {
    const stored = await getManifest(image.repository, tag);
    if (stored === undefined) continue;
    const key = 'org.opencontainers.image.version';
    const { [key]: version } = await readImageAnnotations(image.repository, stored, [key]);
    if (version !== undefined) holders.set(tag, version);
  }
  return holders;
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
  const { inputs, log } = context;
  const existing = await listTags(image.repository);
  const plan = await planPromotion(context, image, existing, version);
  const placed: PlacedTag[] = [];
  const place = async (tag: string, because: string): Promise<void> => {
    const before = existing.includes(tag) ? await resolveDigest(image.repository, tag) : undefined;
    if (before !== root.digest) await putManifest(image.repository, tag, root.bytes, root.mediaType);
    const after = await resolveDigest(image.repository, tag);
    if (after !== root.digest) {
      throw new IntegrityError('E_DOCKER_TAG_MOVED', {
        message: `${image.name}:${tag} was set to ${root.digest}, and is ${after ?? 'not there'} now.`,
      });
    }
    placed.push({ tag, state: before === root.digest ? 'present' : 'set', because });
    log.info(`${image.name}:${tag} is ${root.digest} (${because})`);
    onPlaced(placed);
  };
  for (const tag of plan.fixed) {
    const found = existing.includes(tag) ? await resolveDigest(image.repository, tag) : undefined;
    if (found === undefined || found === root.digest) continue;
    throw new IntegrityError('E_DOCKER_TAG_TAKEN', {
      message: `${image.name}:${tag} is ${found} already, and the image to tag is ${root.digest}.`,
    });
  }
  for (const tag of plan.fixed) await place(tag, 'the version');
  for (const tag of inputs.tags) await place(tag, 'asked for');
  for (const { tag, action, because } of plan.floating) {
    if (action === 'set')
      await place(tag, because).catch((cause: unknown) => {
        throw explainMoving(image, tag, cause);
      });
    else {
      placed.push({ tag, state: 'kept', because });
      log.info(`${image.name}:${tag} stays: ${because}`);
    }
  }
  return placed;
}

/** A rule for all tags means those of versions, and meets those that move as well. */
function explainMoving(image: Image, tag: string, cause: unknown): unknown {
  if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_TAG_IMMUTABLE') return cause;
  return new RemoteError('E_OCI_TAG_IMMUTABLE', {
    message: `The tag of the version is set, and ${image.name}:${tag}, which follows releases, may not be moved: ${cause.message}`,
    hint: 'Except "latest" and the tags of series ("1", "1.2") from the rule that makes tags immutable; with "prerelease: true" an image gets the tag of its version alone.',
    status: cause.status,
    url: cause.url,
    cause,
  });
}

interface Promotion {
  /** The tag of the version, unless it is one that moves. */
  readonly fixed: readonly string[];
  readonly floating: readonly FloatingTag[];
}

async function planPromotion(
  { inputs }: Context,
  image: Image,
  existing: readonly string[],
  version: string,
): Promise<Promotion> {
  if (version === '') return { fixed: [], floating: [] };
  const { latest } = inputs;
  const request = { version, existing, latest, prerelease: inputs.prerelease === 'true' };
  const moving = planTags(request)
    .floating.map(({ tag }) => tag)
    .filter((tag) => existing.includes(tag));
  const { versionTag, floating } = planTags({ ...request, holders: await readHolders(image, moving) });
  const isMoving = floating.some(({ tag }) => tag === versionTag);
  return { fixed: isMoving ? [] : [versionTag], floating };
}
