import { createHash } from 'node:crypto';
import type { Digest } from './model.ts';
import type { RegistryStore } from './registry-store.ts';

/** An image that was pushed before anything that is looked at. */
export interface ExistingImage {
  /** `owner/name` of the repository whose workflows may write. */
  readonly repository: string;
  /** As its label `org.opencontainers.image.version` says. */
  readonly version: string;
  readonly tags: readonly string[];
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Puts an image without layers into a package that is not there yet. @returns the digest of its manifest */
export async function addImage(store: RegistryStore, name: string, image: ExistingImage): Promise<Digest> {
  const found = store.openPackage(name, { kind: 'anonymous' }, 'private');
  const config = Buffer.from(
    JSON.stringify({
      ...{ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } },
      config: { Labels: { 'org.opencontainers.image.version': image.version } },
    }),
  );
  const session = await store.startSession(name);
  await store.append(session, once(config));
  await store.finishSession(session, digestOf(config));
  found.blobs.add(digestOf(config));
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType: manifestType, layers: [] },
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(config),
        size: config.byteLength,
      },
    }),
  );
  const digest = digestOf(manifest);
  found.manifests.set(digest, {
    ...{ digest, mediaType: manifestType, bytes: manifest, createdAtMs: store.now(), subject: undefined },
  });
  for (const tag of image.tags) found.tags.set(tag, digest);
  found.linkedRepository = image.repository;
  found.published = true;
  return digest;
}
