import { sourceOfBytes } from '../blobs/blob-source.ts';
import { uploadBlob } from '../blobs/upload-blob.ts';
import type { Descriptor } from '../descriptor.ts';
import { parseManifest } from '../descriptor.ts';
import { digestBytes } from '../digest.ts';
import { putManifest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { addToFallbackIndex } from './fallback-index.ts';
import { isListedByApi } from './referrers.ts';
import type { Unsettled } from './shared-list.ts';

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

/** Attachments in the order in which they were given; a list that the registry keeps by itself has nothing to settle. */
export interface Attachments extends Unsettled {
  readonly attached: readonly Attached[];
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
 * Attaches blobs to one manifest as OCI 1.1 referrers. A registry without the referrers API, or whose API does not list what it
 * just took, gets the entries in the index under the fallback tag, all in one write.
 * @param attachments all with the same subject
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*, IntegrityError E_OCI_DIGEST
 */
export async function attachBlobs(
  repository: Repository,
  attachments: readonly Attachment[],
): Promise<Attachments> {
  const [first] = attachments;
  if (first === undefined) return { attached: [], settle: () => Promise.resolve() };
  const { digest: subject } = first.subject;
  // The same two bytes for every attachment of a repository: one upload for all that want it at the same time.
  const empty = sourceOfBytes(digestBytes(emptyConfig), emptyConfig);
  const hasEmpty = repository.runShared(`${repository.name} ${empty.digest}`, () =>
    uploadBlob(repository, empty),
  );
  const pushed = await Promise.all(
    attachments.map(async (attachment) => {
      const { bytes } = attachment;
      const source = sourceOfBytes(digestBytes(bytes), bytes);
      await Promise.all([uploadBlob(repository, source, { isNew: true }), hasEmpty]);
      return pushAttachment(repository, renderAttachment(attachment));
    }),
  );
  const descriptors = pushed.map(({ descriptor }) => descriptor);
  const isListed =
    pushed.every(({ listed }) => listed) || (await isListedByApi(repository, subject, descriptors));
  const attached = descriptors.map(
    (descriptor) => ({ descriptor, listedBy: isListed ? 'api' : 'tag' }) as const,
  );
  if (isListed) return { attached, settle: () => Promise.resolve() };
  const { settle } = await addToFallbackIndex(repository, subject, descriptors);
  return { attached, settle };
}

/** Pushes a manifest with a `subject` whose blobs are there. */
async function pushAttachment(
  repository: Repository,
  manifest: Uint8Array,
): Promise<{ readonly descriptor: Descriptor; readonly listed: boolean }> {
  const content = parseManifest(manifest);
  const digest = digestBytes(manifest);
  const { listed } = await putManifest(repository, digest, manifest, mediaTypes.ociManifest);
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
  return { descriptor, listed };
}
