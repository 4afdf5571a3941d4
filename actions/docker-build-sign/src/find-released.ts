import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { Digest } from '@slipway/oci/digest';
import { readImageAnnotations } from '@slipway/oci/image-config';
import { getManifest } from '@slipway/oci/manifests';
import { planTags } from './image-tags.ts';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';

const versionKey = 'org.opencontainers.image.version';
const revisionKey = 'org.opencontainers.image.revision';

/**
 * The image that this version was released as already, from the same commit: a run after a release builds nothing. Undefined
 * when the version is not out.
 * @throws IntegrityError E_DOCKER_TAG_TAKEN when its tag is an image of another commit, before anything is built
 */
export async function findReleased(
  { job }: Context,
  image: Image,
  version: string,
): Promise<Digest | undefined> {
  if (version === '') return undefined;
  const { versionTag, floating } = planTags({ version, existing: [], latest: 'auto' });
  const stored = await getManifest(image.repository, versionTag);
  if (stored === undefined) return undefined;
  const { [versionKey]: found, [revisionKey]: revision } = await readImageAnnotations(
    image.repository,
    stored,
    [versionKey, revisionKey],
  );
  if (found === version && revision === job.sha) return stored.digest;
  // A tag that is a series as well ("1.0") is with a later version of it.
  if (found !== version && floating.some(({ tag }) => tag === versionTag)) return undefined;
  const of = `version ${neutraliseLine(found ?? '(not told)', 80)} from commit ${neutraliseLine(revision ?? '(not told)', 60)}`;
  throw new IntegrityError('E_DOCKER_TAG_TAKEN', {
    message: `${image.name}:${versionTag} is ${stored.digest} already, ${of}; this run is at commit ${job.sha}.`,
  });
}
