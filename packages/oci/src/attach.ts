import { sourceOfBytes } from './blob-source.ts';
import type { Descriptor } from './descriptor.ts';
import { parseManifest } from './descriptor.ts';
import { type Digest, digestBytes } from './digest.ts';
import { addToFallbackIndex } from './fallback-index.ts';
import { putManifest } from './manifests.ts';
import { mediaTypes } from './media-types.ts';
import { hasReferrersApi } from './referrers.ts';
import type { Repository } from './registry.ts';
import type { SettleOptions } from './shared-list.ts';
import { uploadBlob } from './upload-blob.ts';

/** One blob to attach to a manifest: a signature, an attestation, an SBOM. */
export interface Attachment {
  /** What it is attached to, as it stands in the registry. */
  readonly subject: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;
  readonly artifactType: string;
  readonly bytes: Uint8Array;
  /** Of the blob; the same as `artifactType` for a Sigstore bundle. */
  readonly mediaType: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Where an attachment is now. */
export interface Attached {
  readonly descriptor: Descriptor;
  readonly listedBy: 'api' | 'tag';
}

const emptyConfig = Buffer.from('{}');

/** The manifest of an attachment; the same input gives the same bytes. */
export function renderAttachment({
  subject,
  artifactType,
  bytes,
  mediaType,
  annotations,
}: Attachment): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      artifactType,
      config: {
        mediaType: mediaTypes.emptyConfig,
        digest: digestBytes(emptyConfig),
        size: emptyConfig.byteLength,
      },
      layers: [{ mediaType, digest: digestBytes(bytes), size: bytes.byteLength }],
      subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size },
      ...(annotations === undefined ? {} : { annotations }),
    }),
  );
}

/**
 * Attaches a blob to a manifest as an OCI 1.1 referrer. A registry without the referrers API gets the entry in the index
 * under the fallback tag.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*, IntegrityError E_OCI_DIGEST
 */
export async function attachBlob(
  repository: Repository,
  attachment: Attachment,
  options: SettleOptions = {},
): Promise<Attached> {
  const { bytes } = attachment;
  await uploadBlob(repository, sourceOfBytes(digestBytes(bytes), bytes));
  await uploadBlob(repository, sourceOfBytes(digestBytes(emptyConfig), emptyConfig));
  const manifest = renderAttachment(attachment);
  return attachManifest(repository, attachment.subject.digest, manifest, options);
}

/** Pushes a manifest with a `subject` whose blobs are there, and sees to it that it is listed. @throws like `attachBlob` */
async function attachManifest(
  repository: Repository,
  subject: Digest,
  manifest: Uint8Array,
  options: SettleOptions = {},
): Promise<Attached> {
  const content = parseManifest(manifest);
  const digest = digestBytes(manifest);
  const pushed = await putManifest(repository, digest, manifest, mediaTypes.ociManifest);
  const { annotations } = content ?? {};
  // distribution-spec, "Listing Referrers": the type of the config stands in for a missing artifactType.
  const artifactType = content?.artifactType ?? content?.config?.mediaType;
  const descriptor: Descriptor = {
    mediaType: mediaTypes.ociManifest,
    digest,
    size: manifest.byteLength,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  if (pushed.listed || (await hasReferrersApi(repository, subject))) return { descriptor, listedBy: 'api' };
  // Within one process there is no need to race.
  await repository.runAlone(`${repository.name}@${subject}`, () =>
    addToFallbackIndex(repository, subject, descriptor, options),
  );
  return { descriptor, listedBy: 'tag' };
}
