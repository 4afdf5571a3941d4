import { RemoteError } from '@slipway/core/errors/action-error';
import type { Descriptor } from './descriptor.ts';
import { type Digest, digestBytes } from './digest.ts';
import { getManifest, putManifest } from './manifests.ts';
import { mediaTypes } from './media-types.ts';
import type { Repository } from './registry.ts';

/** The index that stands in for the referrers API (distribution-spec, "Referrers Tag Schema"). */
export interface FallbackIndex {
  readonly manifests: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

export interface SettleOptions {
  /** Least time an entry has to stay listed before it counts. Default 500; longer when the registry is slow. */
  readonly settleMs?: number;
}

const defaultSettleMs = 500;
const mostWrites = 12;
// Once may be a moment before somebody else's write.
const neededSightings = 2;

/** `sha256-<hex>`: the tag with the index of what is attached to a digest. */
export function fallbackTag(subject: Digest): string {
  return subject.replace(':', '-');
}

/** @throws RemoteError E_OCI_REFERRERS when something else has the tag */
export async function readFallbackIndex(repository: Repository, subject: Digest): Promise<FallbackIndex> {
  const tag = fallbackTag(subject);
  const stored = await getManifest(repository, tag);
  if (stored === undefined) return { manifests: [], annotations: undefined };
  if (stored.mediaType !== mediaTypes.ociIndex || stored.content.manifests === undefined) {
    throw new RemoteError('E_OCI_REFERRERS', {
      message: `The tag "${tag}" of ${repository.registry}/${repository.name} holds no list of attachments but something else.`,
      hint: 'The tag is reserved for that list; remove what is there.',
    });
  }
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

/**
 * Brings the fallback index to list an entry, and to keep it. A registry has no compare-and-set, so two writers can lose
 * each other's entry: the write is looked at again after longer than a writer needs from its reading to its writing, twice,
 * and done again when anything that was ever seen is gone.
 * @throws RemoteError E_OCI_REFERRERS when others keep overwriting, E_OCI_*, E_HTTP_*
 */
export async function addToFallbackIndex(
  repository: Repository,
  subject: Digest,
  entry: Descriptor,
  { settleMs = defaultSettleMs }: SettleOptions = {},
): Promise<void> {
  const { clock, random } = repository;
  const seen = new Map<Digest, Descriptor>();
  let slowestMs = 0;
  let sightings = 0;
  for (let writes = 0; ; ) {
    const readAtMs = clock.now();
    const { manifests, annotations } = await readFallbackIndex(repository, subject);
    const listed = new Set(manifests.map(({ digest }) => digest));
    const complete = listed.has(entry.digest) && [...seen.keys()].every((digest) => listed.has(digest));
    for (const each of manifests) if (!seen.has(each.digest)) seen.set(each.digest, each);
    if (complete) {
      sightings += 1;
      // An entry of an earlier run, with nothing written now, has settled long ago.
      if (writes === 0 || sightings >= neededSightings) return;
    } else {
      if (writes >= mostWrites) throw givenUp(repository, subject, writes);
      writes += 1;
      sightings = 0;
      const merged = [...seen.values(), ...(seen.has(entry.digest) ? [] : [entry])];
      const bytes = renderIndex(merged, annotations);
      await putIndex(repository, subject, bytes);
      slowestMs = Math.max(slowestMs, clock.now() - readAtMs);
      repository.log.debug(
        `${fallbackTag(subject)} is now ${digestBytes(bytes)} with ${merged.length} entries`,
      );
    }
    const leastMs = Math.max(settleMs, slowestMs * 3);
    await clock.sleep(Math.round(leastMs * (1 + random())));
  }
}

async function putIndex(repository: Repository, subject: Digest, bytes: Uint8Array): Promise<void> {
  try {
    await putManifest(repository, fallbackTag(subject), bytes, mediaTypes.ociIndex);
  } catch (cause) {
    if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_TAG_IMMUTABLE') throw cause;
    throw new RemoteError('E_OCI_REFERRERS', {
      message: `${repository.registry}/${repository.name} has a list of attachments for this image already and lets nobody change it: ${cause.message}`,
      hint: 'Except the tags "sha256-*" from the rule that makes tags immutable: the list of what is attached to an image grows under such a tag.',
      status: cause.status,
      url: cause.url,
      cause,
    });
  }
}

function givenUp({ registry, name }: Repository, subject: Digest, writes: number): RemoteError {
  return new RemoteError('E_OCI_REFERRERS', {
    message: `${registry}/${name} lost an entry of the list "${fallbackTag(subject)}" ${writes} times: other jobs write it all the time.`,
    hint: 'Put the jobs that attach to this image into one "concurrency:" group, and run this one again.',
  });
}
