import { randomBytes } from 'node:crypto';
import { sourceOfBytes } from '../src/blobs/blob-source.ts';
import { uploadBlob } from '../src/blobs/upload-blob.ts';
import type { Descriptor } from '../src/descriptor.ts';
import { digestBytes } from '../src/digest.ts';
import { putManifest } from '../src/manifests.ts';
import { mediaTypes } from '../src/media-types.ts';
import type { Repository } from '../src/registry.ts';
import { document } from './images.ts';

const attestationType = 'application/vnd.docker.attestation.manifest.v1+json';

/** Pushes a blob and describes it. */
export async function pushBlob(
  repository: Repository,
  mediaType: string,
  bytes: Uint8Array,
): Promise<Descriptor> {
  const digest = digestBytes(bytes);
  await uploadBlob(repository, sourceOfBytes(digest, bytes));
  return { mediaType, digest, size: bytes.byteLength };
}

/** Pushes a manifest or an index by its digest and describes it. */
export async function pushDocument(
  repository: Repository,
  value: { readonly mediaType: string } & Readonly<Record<string, unknown>>,
): Promise<Descriptor> {
  const bytes = document({ schemaVersion: 2, ...value });
  const digest = digestBytes(bytes);
  await putManifest(repository, digest, bytes, value.mediaType);
  return { mediaType: value.mediaType, digest, size: bytes.byteLength };
}

export interface PlatformOptions {
  /** Further fields of the config. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Further fields of the manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly docker?: boolean;
}

/** Pushes the image of one platform (`linux/arm64/v8`), of a random layer. */
export async function pushPlatform(
  repository: Repository,
  platform: string,
  { config = {}, manifest = {}, docker = false }: PlatformOptions = {},
): Promise<Descriptor> {
  const [os, architecture, variant] = platform.split('/');
  const configType = docker
    ? 'application/vnd.docker.container.image.v1+json'
    : 'application/vnd.oci.image.config.v1+json';
  const fields = { architecture, os, ...(variant === undefined ? {} : { variant }), ...config };
  return pushDocument(repository, {
    mediaType: docker ? mediaTypes.dockerManifest : mediaTypes.ociManifest,
    config: await pushBlob(repository, configType, document(fields)),
    layers: [await pushBlob(repository, 'application/vnd.oci.image.layer.v1.tar+gzip', randomBytes(200))],
    ...manifest,
  });
}

/** An entry of an index for a platform. */
export function listFor(platform: string, descriptor: Descriptor): Descriptor {
  const [os, architecture, variant] = platform.split('/');
  return {
    ...descriptor,
    platform: { architecture, os, ...(variant === undefined ? {} : { variant }) },
  };
}

/** Pushes what BuildKit attests about a manifest, in its older form or as an artifact, and gives its entry of an index. */
export async function pushAttestation(
  repository: Repository,
  subject: Descriptor,
  form: 'image' | 'artifact' = 'image',
): Promise<Descriptor> {
  const { mediaType, digest, size } = subject;
  const layers = [await pushBlob(repository, 'application/vnd.in-toto+json', randomBytes(50))];
  const platform = { architecture: 'unknown', os: 'unknown' };
  const common = { mediaType: mediaTypes.ociManifest, layers };
  const descriptor = await (form === 'image'
    ? pushDocument(repository, {
        ...common,
        config: await pushBlob(repository, 'application/vnd.oci.image.config.v1+json', document(platform)),
      })
    : pushDocument(repository, {
        ...common,
        artifactType: attestationType,
        config: await pushBlob(repository, mediaTypes.emptyConfig, Buffer.from('{}')),
        subject: { mediaType, digest, size },
      }));
  const annotations = {
    'vnd.docker.reference.digest': digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
  return { ...descriptor, annotations, platform };
}

/** Pushes an index. */
export function pushIndex(
  repository: Repository,
  manifests: readonly Descriptor[],
  more: Readonly<Record<string, unknown>> = {},
  mediaType: string = mediaTypes.ociIndex,
): Promise<Descriptor> {
  return pushDocument(repository, { mediaType, manifests, ...more });
}
