import { InputError } from '@slipway/core/errors/action-error';
import type { Descriptor } from './descriptor.ts';
import { type Digest, digestBytes } from './digest.ts';
import { classifyEntry, formatPlatform, readImageTree } from './image-tree.ts';
import { putManifest } from './manifests.ts';
import { isIndexType, mediaTypes } from './media-types.ts';
import type { Repository } from './registry.ts';

/** An index that was written. */
export interface ComposedIndex {
  readonly bytes: Uint8Array;
  readonly descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;
}

// What clients and registries handle without trouble; more in one index is a mistake.
const mostPlatforms = 100;

/**
 * Renders an index of platforms and of what BuildKit attests about them. The same children, in any order, give the same
 * bytes: platforms by name, attestations behind them.
 * @throws InputError E_DOCKER_MERGE for two manifests of one platform, one without a platform, an attestation of a stranger
 */
export function composeIndex(
  children: readonly Descriptor[],
  annotations: ReadonlyMap<string, string>,
): ComposedIndex {
  const unique = [...new Map(children.map((child) => [child.digest, child])).values()];
  const platforms = new Map<string, Descriptor>();
  for (const child of unique.filter((each) => classifyEntry(each).kind === 'platform')) {
    const platform = formatPlatform(child.platform);
    if (platform === undefined) throw refuse(`${child.digest} does not say for which platform it is`);
    const other = platforms.get(platform);
    if (other !== undefined) throw refuse(`${other.digest} and ${child.digest} are both for ${platform}`);
    platforms.set(platform, child);
  }
  if (platforms.size === 0) throw refuse('there is no platform in it');
  if (platforms.size > mostPlatforms)
    throw refuse(`it has ${platforms.size} platforms, more than ${mostPlatforms}`);
  const sorted = [...platforms].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, child]) => child);
  const place = new Map(sorted.map(({ digest }, index) => [digest, index]));
  const attestations = unique
    .filter((each) => classifyEntry(each).kind === 'attestation')
    .map((child) => {
      const index = place.get(classifyEntry(child).attests ?? '');
      if (index === undefined)
        throw refuse(`the attestation ${child.digest} is about a manifest that is not in it`);
      return { child, index };
    })
    .sort((left, right) => left.index - right.index || (left.child.digest < right.child.digest ? -1 : 1))
    .map(({ child }) => child);
  const isDocker = sorted.every(({ mediaType }) => mediaType === mediaTypes.dockerManifest);
  const mediaType = isDocker ? mediaTypes.dockerIndex : mediaTypes.ociIndex;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      manifests: [...sorted, ...attestations],
      // Docker's list knows none.
      ...(isDocker || annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    }),
  );
  return { bytes, descriptor: { mediaType, digest: digestBytes(bytes), size: bytes.byteLength } };
}

/** The platforms and attestations of an image, as the entries of an index. */
async function listChildren(repository: Repository, digest: Digest): Promise<readonly Descriptor[]> {
  const { root, manifests } = await readImageTree(repository, digest);
  if (isIndexType(root.mediaType)) {
    const children: Descriptor[] = [];
    for (const child of root.content.manifests ?? [])
      if (isIndexType(child.mediaType)) children.push(...(await listChildren(repository, child.digest)));
      else children.push(await complete(repository, child));
    return children;
  }
  const [only] = manifests;
  return only === undefined ? [] : [{ ...only.descriptor, platform: splitPlatform(only.platform) }];
}

/** An entry of an index need not say its platform; its config does. */
async function complete(repository: Repository, child: Descriptor): Promise<Descriptor> {
  if (child.platform !== undefined || classifyEntry(child).kind === 'attestation') return child;
  const { manifests } = await readImageTree(repository, child.digest);
  return { ...child, platform: splitPlatform(manifests[0]?.platform) };
}

function splitPlatform(platform: string | undefined): Readonly<Record<string, unknown>> {
  const [os, architecture, variant] = platform?.split('/') ?? [];
  return { architecture, os, ...(variant === undefined ? {} : { variant }) };
}

/**
 * Joins images of the same repository, each of one platform or more, into one index that is pushed by its digest; no tag is
 * touched.
 * @throws InputError E_DOCKER_MERGE; RemoteError E_OCI_NOT_FOUND, E_OCI_*
 */
export async function mergeImages(
  repository: Repository,
  digests: readonly Digest[],
  annotations: ReadonlyMap<string, string>,
): Promise<ComposedIndex> {
  const children: Descriptor[] = [];
  for (const digest of new Set(digests)) children.push(...(await listChildren(repository, digest)));
  const composed = composeIndex(children, annotations);
  await putManifest(repository, composed.descriptor.digest, composed.bytes, composed.descriptor.mediaType);
  return composed;
}

function refuse(what: string): InputError {
  return new InputError('E_DOCKER_MERGE', { message: `The images cannot be one: ${what}.` });
}
