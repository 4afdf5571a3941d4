import { type ImageTree, readImageTree } from '@slipway/oci/image/image-tree';
import { waitUntilThere } from '@slipway/oci/wait-until';
import { readSbom } from './build/read-sbom.ts';
import type { Context } from './inputs.ts';
import { type Image, openImage } from './open-image.ts';
import { readVersion } from './read-version.ts';
import {
  createImageReport,
  type ImageReport,
  reportSigned,
  reportTags,
  reportTree,
  summarize,
} from './report.ts';
import { seeVisibility } from './see-visibility.ts';
import { findSigningIdentity } from './sign/sign-identity.ts';
import { signImage } from './sign/sign-image.ts';
import { stageImage } from './stage-image.ts';
import { promoteTags } from './tag/promote-tags.ts';
import { refuseMissingPlatforms } from './tag/refuse-missing-platforms.ts';
import { refuseUnsigned } from './tag/refuse-unsigned.ts';

/** Builds an image, or joins or takes one, signs every manifest of it, and gives it its tags, as the mode says. */
export async function runImage(context: Context): Promise<void> {
  const image = await openImage(context);
  const report = createImageReport();
  try {
    await release(context, image, report);
  } finally {
    summarize(context, image, report);
  }
}

async function release(context: Context, image: Image, report: ImageReport): Promise<void> {
  const { inputs } = context;
  const version = readVersion(context);
  const sbom = await readSbom(context);
  // Before anything is built: a job that cannot say who it is would have built in vain.
  const identity = inputs.sign && inputs.mode !== 'promote' ? await findSigningIdentity(context) : undefined;
  const { digest, origin, isNew } = await stageImage(context, image, version, identity);
  report.origin = origin;
  const read = (): Promise<ImageTree> => readImageTree(image.repository, digest);
  const tree = await (isNew ? waitUntilThere(image.repository, read) : read());
  const platforms = tree.manifests.flatMap(({ platform }) => platform ?? []);
  if (inputs.mode !== 'promote') refuseMissingPlatforms(context, digest, platforms);
  reportTree(context, image, report, tree);
  if (identity !== undefined)
    reportSigned(context, image, report, await signImage(context, image, tree, identity, sbom));
  if (inputs.mode !== 'promote') {
    const visibility = await seeVisibility(context, image, tree.root.digest);
    if (visibility !== undefined) context.setOutput('visibility', visibility);
  }
  if (inputs.mode !== 'promote' && inputs.mode !== 'all') return;
  if (inputs.mode === 'promote' && inputs.sign) {
    await refuseUnsigned(context, image, tree);
    report.wasSigned = true;
  }
  await promoteTags(context, image, tree.root, version, (tags) => reportTags(context, image, report, tags));
}
