import { RemoteError } from '@slipway/core/errors/action-error';
import { runParallel } from '@slipway/core/run-parallel';
import { sourceOfBytes } from './blob-source.ts';
import { findBlob } from './blobs.ts';
import type { Descriptor } from './descriptor.ts';
import { type Digest, digestBytes } from './digest.ts';
import { getManifest, putManifest } from './manifests.ts';
import { mediaTypes } from './media-types.ts';
import type { Repository } from './registry.ts';
import { addToSharedList, explainImmutable, type Unsettled } from './shared-list.ts';
import { uploadBlob } from './upload-blob.ts';

/** Media type of what cosign's older format signs (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md). */
export const simpleSigningMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** A signature in cosign's older format. */
export interface StoredSignature {
  /** The bytes that are signed. */
  readonly payload: Uint8Array;
  /** The signature itself and what verifies it. */
  readonly annotations: Readonly<Record<string, string>>;
}

const signatureAnnotation = 'dev.cosignproject.cosign/signature';
const configType = 'application/vnd.oci.image.config.v1+json';
const largestPayloadBytes = 1024 * 1024;
const mostSignatures = 1000;
const parallelReads = 8;

/** `sha256-<hex>.sig`: the tag with the signatures of a digest. */
export function signatureTag(subject: Digest): string {
  return `${subject.replace(':', '-')}.sig`;
}

interface SignatureManifest {
  readonly layers: readonly Descriptor[];
  readonly annotations: Descriptor['annotations'] | undefined;
}

/** @throws RemoteError E_OCI_REFERRERS when something else has the tag */
async function readManifest(repository: Repository, subject: Digest): Promise<SignatureManifest> {
  const tag = signatureTag(subject);
  const stored = await getManifest(repository, tag);
  if (stored === undefined) return { layers: [], annotations: undefined };
  if (stored.mediaType !== mediaTypes.ociManifest && stored.mediaType !== mediaTypes.dockerManifest) {
    throw new RemoteError('E_OCI_REFERRERS', {
      message: `The tag "${tag}" of ${repository.registry}/${repository.name} holds no signatures but something else.`,
      hint: 'The tag is reserved for signatures; remove what is there.',
    });
  }
  return { layers: stored.content.layers ?? [], annotations: stored.content.annotations };
}

const keyOf = ({ digest, annotations }: Descriptor): string =>
  `${digest} ${annotations?.[signatureAnnotation] ?? ''}`;

/**
 * The signatures of a digest in cosign's older format; layers of any other type, and those that are gone, are passed over as
 * cosign does.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
export async function readSignatures(
  repository: Repository,
  subject: Digest,
): Promise<readonly StoredSignature[]> {
  const { layers } = await readManifest(repository, subject);
  const wanted = layers.filter(
    ({ mediaType, size }) => mediaType === simpleSigningMediaType && size <= largestPayloadBytes,
  );
  const found = new Map<Descriptor, StoredSignature>();
  await runParallel(wanted, parallelReads, async (layer) => {
    const payload = await findBlob(repository, layer);
    if (payload !== undefined) found.set(layer, { payload, annotations: layer.annotations ?? {} });
  });
  return wanted.flatMap((layer) => found.get(layer) ?? []);
}

/**
 * Adds a signature to those under the tag of a digest; those of others stay.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*
 */
export async function appendSignature(
  repository: Repository,
  subject: Digest,
  { payload, annotations }: StoredSignature,
): Promise<Unsettled> {
  const digest = digestBytes(payload);
  await uploadBlob(repository, sourceOfBytes(digest, payload));
  const tag = signatureTag(subject);
  const layer = { mediaType: simpleSigningMediaType, digest, size: payload.byteLength, annotations };
  let manifestAnnotations: SignatureManifest['annotations'];
  return addToSharedList(
    repository,
    {
      tag,
      async read() {
        const found = await readManifest(repository, subject);
        manifestAnnotations = found.annotations;
        return found.layers;
      },
      keyOf,
      write: (layers) => writeManifest(repository, tag, { layers, annotations: manifestAnnotations }),
    },
    [layer],
  );
}

async function writeManifest(
  repository: Repository,
  tag: string,
  { layers, annotations }: SignatureManifest,
): Promise<void> {
  // cosign reads none of more (pkg/oci/remote/signatures.go, maxLayers).
  if (layers.length > mostSignatures) {
    throw new RemoteError('E_OCI_REFERRERS', {
      message: `${repository.registry}/${repository.name} has ${layers.length - 1} signatures under "${tag}", as many as cosign reads.`,
      hint: 'Remove the tag; the image is signed anew by the next run.',
    });
  }
  // As cosign writes it: an image for no platform whose layers are not compressed.
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
  const digest = digestBytes(config);
  await uploadBlob(repository, sourceOfBytes(digest, config));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: configType, digest, size: config.byteLength },
      layers,
      ...(annotations === undefined ? {} : { annotations }),
    }),
  );
  await putManifest(repository, tag, manifest, mediaTypes.ociManifest).catch((cause: unknown) => {
    throw explainImmutable(repository, tag, cause);
  });
}
