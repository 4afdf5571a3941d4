import { RemoteError } from '@slipway/core/errors/action-error';
import { type BlobSource, sourceOfBytes } from '../blobs/blob-source.ts';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestBytes } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { getManifest, putManifest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { explainImmutable } from './shared-list.ts';

/** What is under the tag with the signatures of a digest. */
export interface SignatureManifest {
  /** Signatures, and whatever others put there. */
  readonly layers: readonly Descriptor[];
  readonly annotations: Descriptor['annotations'] | undefined;
}

const configType = 'application/vnd.oci.image.config.v1+json';
// cosign reads none of more (pkg/oci/remote/signatures.go, maxLayers).
const maxSignatures = 1000;

/** `sha256-<hex>.sig`: the tag with the signatures of a digest. */
export function signatureTag(subject: Digest): string {
  return `${subject.replace(':', '-')}.sig`;
}

/** Empty without the tag. @throws RemoteError E_OCI_REFERRERS when something else or too much has the tag, E_OCI_*, E_HTTP_* */
export async function readSignatureManifest(
  repository: Repository,
  subject: Digest,
): Promise<SignatureManifest> {
  const tag = signatureTag(subject);
  const stored = await getManifest(repository, tag);
  if (stored === undefined) return { layers: [], annotations: undefined };
  if (stored.mediaType !== mediaTypes.ociManifest && stored.mediaType !== mediaTypes.dockerManifest) {
    throw new RemoteError(ociErrors.E_OCI_REFERRERS, {
      message: `The tag "${tag}" of ${repository.registry}/${repository.name} does not contain signatures.`,
      hint: 'This tag is reserved for signatures. Delete the tag.',
    });
  }
  const layers = stored.content.layers ?? [];
  refuseTooManySignatures(repository, tag, 'has', layers.length);
  return { layers, annotations: stored.content.annotations };
}

function refuseTooManySignatures(
  { registry, name }: Repository,
  tag: string,
  verb: 'has' | 'would have',
  count: number,
): void {
  if (count <= maxSignatures) return;
  throw new RemoteError(ociErrors.E_OCI_REFERRERS, {
    message: `${registry}/${name} ${verb} ${count} signatures under "${tag}"; cosign reads at most ${maxSignatures}.`,
    hint: 'Delete the tag. The next run signs the image again.',
  });
}

/** The config of a list of layers as cosign writes it: of an image for no platform whose layers are not compressed. */
export function renderSignatureConfig(layers: readonly Descriptor[]): BlobSource {
  const config = Buffer.from(
    JSON.stringify({
      architecture: '',
      created: '0001-01-01T00:00:00Z',
      history: layers.map(() => ({ created: '0001-01-01T00:00:00Z' })),
      os: '',
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      config: {},
    }),
  );
  return sourceOfBytes(digestBytes(config), config);
}

/**
 * Puts a list of layers, whose config the registry has, under the tag of a digest.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*
 */
export async function writeSignatureManifest(
  repository: Repository,
  subject: Digest,
  { layers, annotations }: SignatureManifest,
): Promise<void> {
  const tag = signatureTag(subject);
  refuseTooManySignatures(repository, tag, 'would have', layers.length);
  const { digest, size } = renderSignatureConfig(layers);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: configType, digest, size },
      layers,
      ...(annotations === undefined ? {} : { annotations }),
    }),
  );
  await putManifest(repository, tag, manifest, mediaTypes.ociManifest, { once: true }).catch(
    (cause: unknown) => {
      throw explainImmutable(repository, tag, cause);
    },
  );
}
