import { sourceOfBytes } from '../src/blobs/blob-source.ts';
import { uploadBlob } from '../src/blobs/upload-blob.ts';
import type { Descriptor } from '../src/descriptor.ts';
import { putManifest } from '../src/manifests.ts';
import type { Repository } from '../src/registry.ts';
import { makeImage } from './images.ts';

/** Pushes an image of one platform, under a tag when one is given. */
export async function pushImage(repository: Repository, tag?: string): Promise<Descriptor> {
  const image = makeImage({ platforms: ['amd64'] });
  const bytes = (digest: string): Uint8Array => image.blobs.get(digest) ?? new Uint8Array();
  const [layer = '', config = '', manifest = ''] = image.blobs.keys();
  for (const digest of [layer, config]) await uploadBlob(repository, sourceOfBytes(digest, bytes(digest)));
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  await putManifest(repository, tag ?? manifest, bytes(manifest), mediaType);
  return { mediaType, digest: manifest, size: bytes(manifest).byteLength };
}
