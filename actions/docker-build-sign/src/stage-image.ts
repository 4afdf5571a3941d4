import { mergeImages } from '@slipway/oci/compose-index';
import type { Digest } from '@slipway/oci/digest';
import { openLayout } from '@slipway/oci/layout';
import { pushLayout } from '@slipway/oci/push-layout';
import { withBuiltImage } from './build-from-inputs.ts';
import { findReleased } from './find-released.ts';
import { gatherFacts } from './gather-facts.ts';
import { describeImage } from './image-annotations.ts';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';
import { findSourceDate } from './source-date.ts';

/** An image that the registry has by its digest. */
export interface StagedImage {
  readonly digest: Digest;
  /** How it came to be, as a sentence. */
  readonly origin: string;
  /** It was pushed by this job, and a registry may need some seconds to show it. */
  readonly isNew: boolean;
}

/**
 * Brings the image of the mode into the registry, by its digest and without a tag: built here, joined from the images of
 * single platforms, or taken as an earlier job left it.
 * @param version canonical form; empty for an image of no version
 * @throws as `findReleased`, `withBuiltImage`, `mergeImages` and `pushLayout`
 */
export async function stageImage(context: Context, image: Image, version: string): Promise<StagedImage> {
  const { inputs, log } = context;
  if (inputs.mode === 'promote')
    return { digest: inputs.digests[0] ?? '', origin: 'It was built by an earlier job.', isNew: false };
  const released = await findReleased(context, image, version);
  if (released !== undefined) {
    log.notice(`${image.name} has ${version} from this commit already, as ${released}; nothing is built.`);
    return {
      digest: released,
      origin: `It was there already, as ${version} from this commit.`,
      isNew: false,
    };
  }
  return inputs.mode === 'merge'
    ? joinImages(context, image, version)
    : buildAndPush(context, image, version);
}

function buildAndPush(context: Context, image: Image, version: string): Promise<StagedImage> {
  const { log } = context;
  return withBuiltImage(context, version, async ({ layoutPath, root }) => {
    const layout = await openLayout(layoutPath);
    const { blobs } = await log.group('Push', () => pushLayout(image.repository, layout, root));
    const sent = [...blobs.values()].filter((state) => state === 'uploaded').length;
    log.info(`${image.name}@${root.digest}: ${sent} of ${blobs.size} blobs were sent`);
    return { digest: root.digest, origin: 'It was built by this job.', isNew: true };
  });
}

async function joinImages(context: Context, image: Image, version: string): Promise<StagedImage> {
  const { inputs, log } = context;
  const [only, ...more] = new Set(inputs.digests);
  // One image is whole as it is; its job described it.
  if (only !== undefined && more.length === 0)
    return { digest: only, origin: 'It is the image of one job.', isNew: false };
  const facts = await gatherFacts(context, version, await findSourceDate(context));
  const { index } = describeImage(facts, inputs.labels, inputs.annotations);
  const { descriptor } = await mergeImages(image.repository, inputs.digests, index);
  log.info(`${image.name}@${descriptor.digest} joins ${inputs.digests.length} images`);
  return {
    digest: descriptor.digest,
    origin: `It joins ${inputs.digests.length} images of single platforms.`,
    isNew: true,
  };
}
