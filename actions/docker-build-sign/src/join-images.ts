import { InputError } from '@slipway/core/errors/action-error';
import { ociErrors } from '@slipway/oci/errors';
import { type ComposedIndex, composeJoined, pushIndex } from '@slipway/oci/image/compose-index';
import { readImageTree } from '@slipway/oci/image/image-tree';
import { formatPlatform } from '@slipway/oci/image/platform';
import { waitUntilThere } from '@slipway/oci/wait-until';
import { gatherFacts } from './build/gather-facts.ts';
import { describeImage } from './build/image-annotations.ts';
import { findSourceDate } from './build/source-date.ts';
import { imageErrors } from './errors.ts';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';
import type { SigningIdentity } from './sign/sign-identity.ts';
import type { StagedImage } from './staged-image.ts';
import { findReleased } from './tag/find-released.ts';
import { refuseMissingPlatforms } from './tag/refuse-missing-platforms.ts';
import { refuseOtherImage } from './tag/refuse-other-image.ts';

const otherJobsPatienceMs = 15_000;

/**
 * Joins exactly the images in the input `digests` into one. Everything is read, composed and compared before anything is written.
 * @throws RemoteError E_OCI_NOT_FOUND naming digests that do not exist; InputError E_DOCKER_MERGE; IntegrityError E_DOCKER_TAG_TAKEN
 */
export async function joinImages(
  context: Context,
  image: Image,
  version: string,
  identity: SigningIdentity | undefined,
): Promise<StagedImage> {
  const { inputs, log } = context;
  const [only, ...more] = new Set(inputs.digests);
  // One image is whole as it is; its job described it.
  if (only !== undefined && more.length === 0) return takeOne(context, image, version, only);
  const facts = await gatherFacts(context, version, await findSourceDate(context));
  const { index } = describeImage(facts, inputs.labels, inputs.annotations);
  const composed = await composeJoined(image.repository, inputs.digests, index).catch(nameInput);
  const { digest } = composed.descriptor;
  const platforms = composed.manifests.flatMap(({ platform }) => formatPlatform(platform) ?? []);
  refuseMissingPlatforms(context, digest, platforms);
  const { released, reason } = await findReleased(context, image, version, identity);
  if (released !== undefined && listsTheSame(composed, released.stored.content.manifests)) {
    log.notice(
      `${image.name} already has ${version}: this workflow signed ${released.stored.digest}, which joins the same images.`,
    );
    return {
      digest: released.stored.digest,
      origin: 'An earlier run already joined the same images.',
      isNew: false,
    };
  }
  const mayBeListed = false;
  const candidate = { digest, made: 'joined', reason, mayBeListed };
  const tagged = await refuseOtherImage(context, image, version, candidate);
  if (tagged !== digest) await pushIndex(image.repository, composed);
  log.info(`${image.name}@${digest} joins ${inputs.digests.length} images`);
  return { digest, origin: `This job joined ${inputs.digests.length} single-platform images.`, isNew: true };
}

/** What cannot be joined was chosen by the inputs of this step. */
function nameInput(cause: unknown): never {
  if (!(cause instanceof InputError) || cause.code !== ociErrors.E_OCI_JOIN.code) throw cause;
  throw new InputError(imageErrors.E_DOCKER_MERGE, { message: cause.message, cause });
}

/** Only what an index says about itself may differ, such as the description of the repository at the time. */
function listsTheSame({ manifests }: ComposedIndex, listed: ComposedIndex['manifests'] = []): boolean {
  const digestsOf = (entries: ComposedIndex['manifests']): string =>
    entries
      .map(({ digest }) => digest)
      .sort()
      .join();
  return digestsOf(manifests) === digestsOf(listed);
}

async function takeOne(
  context: Context,
  image: Image,
  version: string,
  digest: string,
): Promise<StagedImage> {
  // Another job has just pushed it.
  const read = () => readImageTree(image.repository, digest);
  const { manifests } = await waitUntilThere(image.repository, read, otherJobsPatienceMs);
  refuseMissingPlatforms(
    context,
    digest,
    manifests.flatMap(({ platform }) => platform ?? []),
  );
  await refuseOtherImage(context, image, version, {
    digest,
    made: 'was given',
    reason: '',
    mayBeListed: false,
  });
  return { digest, origin: 'This is the image of a single job.', isNew: false };
}
