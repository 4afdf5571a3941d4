import type { BlobSource } from '../blobs/blob-source.ts';
import { uploadBlob } from '../blobs/upload-blob.ts';
import { putManifest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { holdsBlob } from './inspect-file.ts';
import type { PackageFile, PackageSource, ReleaseFacts } from './package-file.ts';
import { renderFileManifest } from './package-manifests.ts';
import type { ReleasePlan } from './plan-release.ts';

/** The bytes of a file, under their digest. */
export function blobOf(file: PackageSource): BlobSource {
  return { digest: `sha256:${file.sha256}`, size: file.size, open: (start) => file.open(start) };
}

/** Pushes a blob, also where the registry has one of another size under its digest. @throws as `uploadBlob` */
export async function sendBlob(repository: Repository, blob: BlobSource): Promise<void> {
  if (await holdsBlob(repository, blob, 'push')) return;
  await uploadBlob(repository, blob, { isNew: true });
}

/** Pushes the manifest of one file, on which its bytes and the empty config have to wait. @throws as `putManifest` */
export async function sendFileManifest(
  repository: Repository,
  file: PackageFile,
  facts: ReleaseFacts,
): Promise<void> {
  const { bytes, digest } = renderFileManifest(file, facts);
  await putManifest(repository, digest, bytes, mediaTypes.ociManifest);
}

/**
 * Pushes again what a reader did not get although the registry says that it is there: the bytes, and the manifest where it is that
 * of these facts.
 * @param manifestDigest what the index names
 */
export async function restoreFile(
  { repository, facts, files }: ReleasePlan,
  { fileName }: PackageFile,
  manifestDigest: string,
): Promise<void> {
  const file = files.find((each) => each.fileName === fileName);
  if (file === undefined) return;
  await uploadBlob(repository, blobOf(file), { isNew: true });
  if (renderFileManifest(file, facts).digest === manifestDigest)
    await sendFileManifest(repository, file, facts);
}
