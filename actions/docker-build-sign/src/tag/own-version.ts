import type { JobEnvironment } from '@slipway/core/job-environment';
import { readImageAnnotations } from '@slipway/oci/image/image-config';
import type { StoredManifest } from '@slipway/oci/manifests';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';

const versionKey = 'org.opencontainers.image.version';
const sourceKey = 'org.opencontainers.image.source';

/**
 * The version that an image says it is, where it names this repository as its source; undefined for any other image. It may only
 * keep a tag that moves from moving back: an image can say anything.
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function readOwnVersion(
  { job }: Context,
  image: Image,
  stored: StoredManifest,
): Promise<string | undefined> {
  const told = await readImageAnnotations(image.repository, stored, [versionKey, sourceKey]);
  return isRepository(told[sourceKey], job) ? told[versionKey] : undefined;
}

function isRepository(source: string | undefined, { serverUrl, repository }: JobEnvironment): boolean {
  if (source === undefined || repository === '') return false;
  const address = `${serverUrl}/${repository}`.toLowerCase();
  return ['', '/', '.git', '.git/'].some((end) => source.toLowerCase() === `${address}${end}`);
}
