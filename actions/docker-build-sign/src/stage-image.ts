import { openLayout } from '@slipway/oci/layout/layout';
import { pushLayout } from '@slipway/oci/layout/push-layout';
import { withBuiltImage } from './build/build-from-inputs.ts';
import { noticeOwnLabels } from './build/own-labels.ts';
import type { Context } from './inputs.ts';
import { joinImages } from './join-images.ts';
import type { Image } from './open-image.ts';
import type { SigningIdentity } from './sign/sign-identity.ts';
import type { StagedImage } from './staged-image.ts';
import { findReleased, type ReleasedImage } from './tag/find-released.ts';
import { refuseOtherImage } from './tag/refuse-other-image.ts';

/**
 * Brings the image of the mode into the registry, by its digest and without a tag: built here, joined from the images of
 * single platforms, or taken as an earlier job left it.
 * @param version canonical form; empty for an image of no version
 * @param identity of who signs; undefined when nothing is signed
 * @throws as `findReleased`, `withBuiltImage`, `joinImages`, `refuseOtherImage` and `pushLayout`
 */
export async function stageImage(
  context: Context,
  image: Image,
  version: string,
  identity: SigningIdentity | undefined,
): Promise<StagedImage> {
  const { inputs, log } = context;
  if (inputs.mode === 'promote')
    return {
      digest: inputs.digests[0] ?? '',
      origin: 'The image was built by an earlier job.',
      isNew: false,
    };
  if (version !== '') noticeOwnLabels(context, version);
  if (inputs.mode === 'merge') return joinImages(context, image, version, identity);
  const { released, reason } = await findReleased(context, image, version, identity);
  if (released === undefined) return buildAndPush(context, image, version, reason);
  const { stored, missing } = released;
  if (missing.length > 0) return heal(context, image, version, released);
  log.notice(
    `${image.name} already has ${version} from this commit: ${stored.digest}, signed by this workflow. Skipping the build.`,
  );
  return {
    digest: stored.digest,
    origin: `The image already existed: this workflow signed it as ${version} from this commit.`,
    isNew: false,
  };
}

/** Builds an image of which the registry has lost something, and pushes what is gone. */
function heal(
  context: Context,
  image: Image,
  version: string,
  { stored: { digest }, missing }: ReleasedImage,
): Promise<StagedImage> {
  const lost = `the registry lost ${missing.length} of its parts: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`;
  context.log.warning(
    `${image.name} has ${version} from this commit as ${digest}, but ${lost}. Building and pushing it again.`,
  );
  return buildAndPush(context, image, version, `This workflow signed it, but ${lost}`);
}

function buildAndPush(context: Context, image: Image, version: string, reason: string): Promise<StagedImage> {
  const { inputs, log } = context;
  return withBuiltImage(context, version, async ({ layoutPath, root }) => {
    const mayBeListed = inputs.mode === 'stage' && !inputs.sign;
    const candidate = { digest: root.digest, made: 'built', reason, mayBeListed };
    await refuseOtherImage(context, image, version, candidate);
    const layout = await openLayout(layoutPath);
    const { blobs } = await log.group('Push', () => pushLayout(image.repository, layout, root));
    const sent = [...blobs.values()].filter((state) => state === 'uploaded').length;
    log.info(`${image.name}@${root.digest}: ${sent} of ${blobs.size} blobs uploaded`);
    return { digest: root.digest, origin: 'The image was built by this job.', isNew: true };
  });
}
