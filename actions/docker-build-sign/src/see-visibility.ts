import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import type { Digest } from '@slipway/oci/digest';
import { getManifest } from '@slipway/oci/manifests';
import { parseReference } from '@slipway/oci/reference';
import { openRegistry } from '@slipway/oci/registry';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';

const refusals: readonly string[] = [
  'E_OCI_AUTHENTICATION',
  'E_OCI_DENIED',
  'E_OCI_CHALLENGE',
  'E_OCI_NOT_FOUND',
];

/**
 * Whether a reader without a token gets the image, over a new connection: only then may a release say `docker pull` and nothing
 * else. Undefined when it could not be found out, which fails no release.
 */
export async function seeVisibility(
  { http, clock, log }: Context,
  { name }: Image,
  digest: Digest,
): Promise<'public' | 'private' | undefined> {
  const { registry, repository } = parseReference(name);
  try {
    const reader = openRegistry({ http, clock, log, registry, credentials: undefined }).repository(
      repository,
    );
    return (await getManifest(reader, digest)) === undefined ? 'private' : 'public';
  } catch (cause) {
    if (!(cause instanceof ActionError)) throw cause;
    log.debug(`Reading without a token: ${cause.message}`);
    const isRefused = refusals.includes(cause.code) || (cause instanceof RemoteError && cause.status === 403);
    return isRefused ? 'private' : undefined;
  }
}
