import { runParallel } from '@slipway/core/async/run-parallel';
import { IntegrityError } from '@slipway/core/errors/action-error';
import type { ImageTree } from '@slipway/oci/image/image-tree';
import { imageErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import { explainUnsigned, policyWithoutToken } from '../sign/release-signature.ts';

const parallel = 8;

/**
 * Rejects an image with a manifest that has no signature by this workflow at this ref and commit. This job has no
 * identity of its own, so it relies on the signatures of the signing job.
 * @throws IntegrityError E_DOCKER_NOT_VERIFIED; RemoteError E_SIGSTORE_TRUST, E_OCI_*
 */
export async function refuseUnsigned(context: Context, image: Image, tree: ImageTree): Promise<void> {
  const { job, log } = context;
  const policy = policyWithoutToken(context);
  const reasons = new Map<string, string>();
  await runParallel(tree.manifests, parallel, async ({ descriptor: { digest } }) => {
    const unsigned = await explainUnsigned(image, digest, policy);
    if (unsigned !== undefined) reasons.set(digest, unsigned);
  });
  const signer = `${job.workflowRef} at commit ${job.sha}`;
  if (reasons.size > 0) {
    const words = tree.manifests.flatMap(({ descriptor: { digest } }) => {
      const reason = reasons.get(digest);
      return reason === undefined ? [] : [`${digest} (${reason})`];
    });
    throw new IntegrityError(imageErrors.E_DOCKER_NOT_VERIFIED, {
      message: `${image.name} has no signature by ${signer} for ${words.join(', ')}.`,
      hint: 'Promote the digest that "mode: stage" or "mode: merge" signed in this workflow at this ref. To tag an unsigned image, set "sign: false".',
    });
  }
  log.info(`Every manifest is signed by ${signer}.`);
}
