import { RemoteError } from '@slipway/core/errors/action-error';
import type { Descriptor } from '../descriptor.ts';
import type { Digest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { getManifest, putManifest, resolveDigest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { addToSharedList, explainImmutable, type Unsettled } from './shared-list.ts';

/** The index that stands in for the referrers API (distribution-spec, "Referrers Tag Schema"). */
export interface FallbackIndex {
  readonly manifests: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** An image has a few signatures, provenance and SBOMs of each release; every one of them is a request to read. */
export const maxAttachments = 1000;

/** @param count what is attached to a manifest, or would be @throws RemoteError E_OCI_REFERRERS for more than are ever read */
export function refuseTooManyAttachments(repository: Repository, subject: Digest, count: number): void {
  if (count <= maxAttachments) return;
  throw new RemoteError(ociErrors.E_OCI_REFERRERS, {
    message: `${repository.registry}/${repository.name} lists ${count} or more attachments of ${subject}; at most ${maxAttachments} are read.`,
    hint: "Delete attachments that are no longer needed (on ghcr.io: untagged versions on the package's page), then re-run the job.",
  });
}

/** `sha256-<hex>`: the tag with the index of what is attached to a digest. */
export function fallbackTag(subject: Digest): string {
  return subject.replace(':', '-');
}

/** @throws RemoteError E_OCI_REFERRERS when something else has the tag, or it lists too many */
export async function readFallbackIndex(repository: Repository, subject: Digest): Promise<FallbackIndex> {
  const tag = fallbackTag(subject);
  const stored = await getManifest(repository, tag);
  if (stored === undefined) return { manifests: [], annotations: undefined };
  if (stored.mediaType !== mediaTypes.ociIndex || stored.content.manifests === undefined) {
    throw new RemoteError(ociErrors.E_OCI_REFERRERS, {
      message: `The tag "${tag}" of ${repository.registry}/${repository.name} does not contain a list of attachments.`,
      hint: 'This tag is reserved for that list. Delete the tag.',
    });
  }
  refuseTooManyAttachments(repository, subject, stored.content.manifests.length);
  return { manifests: stored.content.manifests, annotations: stored.content.annotations };
}

function renderIndex(manifests: readonly Descriptor[], annotations: FallbackIndex['annotations']): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests,
      ...(annotations === undefined ? {} : { annotations }),
    }),
  );
}

/** Adds entries to the fallback index and keeps those of other writers. @throws as `addToSharedList` */
export function addToFallbackIndex(
  repository: Repository,
  subject: Digest,
  entries: readonly Descriptor[],
): Promise<Unsettled> {
  const tag = fallbackTag(subject);
  let annotations: FallbackIndex['annotations'];
  return addToSharedList(
    repository,
    {
      tag,
      async read() {
        const found = await readFallbackIndex(repository, subject);
        annotations = found.annotations;
        return found.manifests;
      },
      keyOf: ({ digest }) => digest,
      async write(manifests) {
        refuseTooManyAttachments(repository, subject, manifests.length);
        const bytes = renderIndex(manifests, annotations);
        await putManifest(repository, tag, bytes, mediaTypes.ociIndex, { once: true }).catch(
          (cause: unknown) => {
            throw explainImmutable(repository, tag, cause);
          },
        );
      },
      findGone: (listed, cause) => findGone(repository, listed, cause),
    },
    entries,
  );
}

/** A cleanup of untagged versions deletes attachments, and some registries reject an index that lists missing manifests. */
async function findGone(
  repository: Repository,
  listed: readonly Descriptor[],
  cause: unknown,
): Promise<readonly Descriptor[]> {
  if (!(cause instanceof RemoteError) || !/BLOB_UNKNOWN|MANIFEST_UNKNOWN/.test(cause.message)) return [];
  const gone: Descriptor[] = [];
  for (const entry of listed)
    if ((await resolveDigest(repository, entry.digest)) === undefined) gone.push(entry);
  return gone;
}
