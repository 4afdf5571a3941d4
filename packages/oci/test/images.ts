import { randomBytes } from 'node:crypto';
import type { Descriptor } from '../src/descriptor.ts';
import { digestBytes } from '../src/digest.ts';
import { mediaTypes } from '../src/media-types.ts';

/** A small image in memory: its blobs, manifests and the root, as a builder makes them. */
export interface Image {
  /** Digest → bytes; manifests and indexes among them. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  readonly root: Descriptor;
}

export interface ImageOptions {
  readonly platforms?: readonly string[];
  /** Bytes of the layer of each platform. */
  readonly layerBytes?: number;
  /** All platforms share one layer. */
  readonly sharedLayer?: boolean;
  /** Docker's media types in place of OCI's. */
  readonly docker?: boolean;
}

function describe(mediaType: string, bytes: Uint8Array): Descriptor {
  return { mediaType, digest: digestBytes(bytes), size: bytes.byteLength };
}

/** Renders a JSON document. */
export function document(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A multi-platform image of random layers. */
export function makeImage(options: ImageOptions = {}): Image {
  const { platforms = ['amd64', 'arm64'], layerBytes = 2000, sharedLayer = false, docker = false } = options;
  const manifestType = docker ? mediaTypes.dockerManifest : mediaTypes.ociManifest;
  const indexType = docker ? mediaTypes.dockerIndex : mediaTypes.ociIndex;
  const blobs = new Map<string, Uint8Array>();
  const keep = (mediaType: string, bytes: Uint8Array): Descriptor => {
    const descriptor = describe(mediaType, bytes);
    blobs.set(descriptor.digest, bytes);
    return descriptor;
  };
  const shared = randomBytes(layerBytes);
  const manifests = platforms.map((architecture) => {
    const layer = sharedLayer ? shared : randomBytes(layerBytes);
    const layers = [keep('application/vnd.oci.image.layer.v1.tar+gzip', layer)];
    const config = keep(
      'application/vnd.oci.image.config.v1+json',
      document({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
    );
    const manifest = document({ schemaVersion: 2, mediaType: manifestType, config, layers });
    return { ...keep(manifestType, manifest), platform: { architecture, os: 'linux' } };
  });
  const index = document({ schemaVersion: 2, mediaType: indexType, manifests });
  return { blobs, root: keep(indexType, index) };
}
