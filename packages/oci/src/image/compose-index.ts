import { runParallel } from '@slipway/core/async/run-parallel';
import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestBytes } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { getManifest, putManifest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { waitUntil, waitUntilThere } from '../wait-until.ts';
import { type ImageNode, readImageNodes } from './image-tree.ts';
import { isAttestation, readAttested } from './index-entry.ts';
import { formatPlatform, normalizePlatform, type PlatformFields } from './platform.ts';

/** An index that is not written yet. */
export interface ComposedIndex {
  readonly bytes: Uint8Array;
  readonly descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;
  /** What it lists: platforms by name, then attestations. */
  readonly manifests: readonly Descriptor[];
}

// What clients and registries handle without trouble; more in one index is a mistake.
const maxPlatforms = 100;
const parallelImages = 4;
const otherJobsPatienceMs = 15_000;

/**
 * Renders an index of platforms and of what BuildKit attests about them. The same children, in any order, give the same
 * bytes: platforms by name, attestations behind them. It is a list of Docker's when all children are Docker's and nothing is
 * to be annotated, which such a list cannot be.
 * @throws InputError E_OCI_JOIN for two manifests of one platform, one without a platform, an attestation of a stranger
 */
export function composeIndex(
  children: readonly Descriptor[],
  annotations: ReadonlyMap<string, string>,
): ComposedIndex {
  const unique = uniteEntries(children);
  const platforms = new Map<string, Descriptor>();
  for (const child of unique.filter((each) => !isAttestation(each))) {
    const platform = normalizePlatform(child.platform);
    if (platform === undefined) throw refuse(`${child.digest} does not name its platform`);
    const other = platforms.get(platform);
    if (other !== undefined) throw refuse(`${other.digest} and ${child.digest} are both for ${platform}`);
    platforms.set(platform, child);
  }
  if (platforms.size === 0) throw refuse('the index would have no platform');
  if (platforms.size > maxPlatforms)
    throw refuse(`the index would have ${platforms.size} platforms; at most ${maxPlatforms} are supported`);
  const sorted = [...platforms].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, child]) => child);
  const manifests = [...sorted, ...sortAttestations(unique.filter(isAttestation), sorted)];
  const isDocker =
    annotations.size === 0 && manifests.every(({ mediaType }) => mediaType === mediaTypes.dockerManifest);
  const mediaType = isDocker ? mediaTypes.dockerIndex : mediaTypes.ociIndex;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      manifests,
      ...(annotations.size === 0 ? {} : { annotations: sortEntries(Object.fromEntries(annotations)) }),
    }),
  );
  return { bytes, descriptor: { mediaType, digest: digestBytes(bytes), size: bytes.byteLength }, manifests };
}

/** Behind the platforms and in their order, as BuildKit writes them. */
function sortAttestations(
  attestations: readonly Descriptor[],
  platforms: readonly Descriptor[],
): readonly Descriptor[] {
  const place = new Map(platforms.map(({ digest }, index) => [digest, index]));
  return attestations
    .map((child) => {
      const index = place.get(readAttested(child) ?? '');
      if (index === undefined)
        throw refuse(`the attestation ${child.digest} describes a manifest that is not in the index`);
      return { child, index };
    })
    .sort((left, right) => left.index - right.index || (left.child.digest < right.child.digest ? -1 : 1))
    .map(({ child }) => child);
}

function sortEntries<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Each digest once, its fields in one order; an image may be listed with annotations here and without there. */
function uniteEntries(children: readonly Descriptor[]): readonly Descriptor[] {
  const united = new Map<Digest, Descriptor>();
  for (const child of children) {
    const { mediaType, digest, size } = child;
    const known = united.get(digest);
    const artifactType = known?.artifactType ?? child.artifactType;
    const annotations = { ...known?.annotations, ...child.annotations };
    for (const [key, value] of Object.entries(known?.annotations ?? {}))
      if (annotations[key] !== value) throw refuse(`${digest} is listed with two values of "${key}"`);
    const platform = choosePlatform(digest, known?.platform, child.platform);
    united.set(digest, {
      mediaType,
      digest,
      size,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations: sortEntries(annotations) }),
      ...(platform === undefined ? {} : { platform: sortEntries(platform) }),
    });
  }
  return [...united.values()];
}

/** Of two ways to write a platform the same one, whichever comes first. */
function choosePlatform(
  digest: Digest,
  known: PlatformFields | undefined,
  further: PlatformFields | undefined,
): PlatformFields | undefined {
  if (known === undefined || further === undefined) return known ?? further;
  if (normalizePlatform(known) !== normalizePlatform(further))
    throw refuse(`${digest} is listed for two platforms`);
  return (formatPlatform(known) ?? '') <= (formatPlatform(further) ?? '') ? known : further;
}

/** What of an image goes into an index: its platforms, and what BuildKit attests about them. */
function selectEntries(nodes: readonly ImageNode[]): readonly Descriptor[] {
  return nodes.flatMap(({ entry, listed }) => {
    if (entry.kind === 'index') return [];
    if (entry.kind === 'manifest') throw refuse(`${listed.digest} is not an image`);
    if (entry.attests === undefined) return [listed];
    // An attestation that names its subject by itself alone is named in the index too, where readers look.
    const marks = {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': entry.attests,
    };
    const platform = listed.platform ?? { architecture: 'unknown', os: 'unknown' };
    return [{ ...listed, annotations: { ...listed.annotations, ...marks }, platform }];
  });
}

/**
 * Reads images of the same repository, each of one platform or more, and composes the index that joins them. Nothing is
 * written. It waits for images that another job has just pushed.
 * @throws InputError E_OCI_JOIN, E_OCI_IMAGE; RemoteError E_OCI_NOT_FOUND naming every missing image, E_OCI_*
 */
export async function composeJoined(
  repository: Repository,
  digests: readonly Digest[],
  annotations: ReadonlyMap<string, string>,
): Promise<ComposedIndex> {
  const children: Descriptor[] = [];
  const absent: RemoteError[] = [];
  await runParallel([...new Set(digests)], parallelImages, async (digest) => {
    const read = () => readImageNodes(repository, digest);
    try {
      const { nodes } = await waitUntilThere(repository, read, otherJobsPatienceMs);
      children.push(...selectEntries(nodes));
    } catch (cause) {
      if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_NOT_FOUND') throw cause;
      absent.push(cause);
    }
  });
  const [first, ...more] = absent;
  if (first !== undefined && more.length === 0) throw first;
  if (first !== undefined) {
    const message = absent
      .map((each) => each.message)
      .sort()
      .join(' ');
    throw new RemoteError(ociErrors.E_OCI_NOT_FOUND, { message, cause: first });
  }
  return composeIndex(children, annotations);
}

/** Pushes a composed index by its digest, and reads it back; no tag is touched. @throws RemoteError E_OCI_NOT_FOUND, E_OCI_* */
export async function pushIndex(
  repository: Repository,
  { bytes, descriptor: { digest, mediaType } }: ComposedIndex,
): Promise<void> {
  await putManifest(repository, digest, bytes, mediaType);
  // The digest of what is read is checked there.
  const read = () => getManifest(repository, digest);
  if ((await waitUntil(repository, read, (stored) => stored !== undefined)) !== undefined) return;
  throw new RemoteError(ociErrors.E_OCI_NOT_FOUND, {
    message: `${repository.registry}/${repository.name} accepted the index ${digest} but does not return it.`,
  });
}

function refuse(what: string): InputError {
  return new InputError(ociErrors.E_OCI_JOIN, { message: `The images cannot be joined: ${what}.` });
}
