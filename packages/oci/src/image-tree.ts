import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { runParallel } from '@slipway/core/run-parallel';
import type { Descriptor } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { readImageConfig } from './image-config.ts';
import { getManifest, type StoredManifest } from './manifests.ts';
import { isIndexType, isManifestType } from './media-types.ts';
import type { Repository } from './registry.ts';

/** One index or manifest of an image. */
export interface TreeEntry {
  readonly descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;
  /** `attestation` is one of BuildKit's, for no platform. */
  readonly kind: 'index' | 'platform' | 'attestation';
  /** `linux/arm64/v8`; undefined for an index and an attestation. */
  readonly platform: string | undefined;
  /** The manifest that an attestation is about. */
  readonly attests: Digest | undefined;
}

/** An image with everything below it, each once. */
export interface ImageTree {
  readonly root: StoredManifest;
  /** The root first, then children in the order of their index. */
  readonly manifests: readonly TreeEntry[];
}

const deepestIndex = 8;
const mostManifests = 1000;
const parallelReads = 8;

/** `os/architecture[/variant]` of a descriptor; undefined where there is none, or it is for no platform. */
export function formatPlatform(platform: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { os, architecture, variant } = platform ?? {};
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === '' || os === 'unknown')
    return undefined;
  return [os, architecture, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])].join('/');
}

/** What an entry of an index is, by its annotations and platform (BuildKit, "Attestation storage"). */
export function classifyEntry({ annotations, platform }: Descriptor): Pick<TreeEntry, 'kind' | 'attests'> {
  const isAttestation =
    annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' || platform?.['os'] === 'unknown';
  return isAttestation
    ? { kind: 'attestation', attests: annotations?.['vnd.docker.reference.digest'] }
    : { kind: 'platform', attests: undefined };
}

/**
 * Reads an image of a registry by its digest: the index, those nested in it, every platform and every attestation.
 * @throws RemoteError E_OCI_NOT_FOUND for what is not there, E_OCI_*; InputError E_OCI_REFERENCE for what is no image
 */
export async function readImageTree(repository: Repository, digest: Digest): Promise<ImageTree> {
  const { registry, name } = repository;
  const readOne = async (wanted: Digest): Promise<StoredManifest> => {
    const stored = await getManifest(repository, wanted);
    if (stored !== undefined) return stored;
    throw new RemoteError('E_OCI_NOT_FOUND', { message: `${registry}/${name} has no ${wanted}.` });
  };
  const readAll = async (wanted: readonly Digest[]): Promise<ReadonlyMap<Digest, StoredManifest>> => {
    const found = new Map<Digest, StoredManifest>();
    await runParallel(wanted, parallelReads, async (each) => void found.set(each, await readOne(each)));
    return found;
  };
  const entries = new Map<Digest, TreeEntry>();
  const add = async (
    stored: StoredManifest,
    listed: Descriptor | undefined,
    depth: number,
  ): Promise<void> => {
    if (entries.has(stored.digest)) return;
    if (depth > deepestIndex || entries.size >= mostManifests) {
      throw new InputError('E_OCI_REFERENCE', {
        message: `${registry}/${name}@${digest} is nested too deep, or lists too much.`,
      });
    }
    const { mediaType, content, bytes } = stored;
    const descriptor = { mediaType, digest: stored.digest, size: bytes.byteLength };
    if (isIndexType(mediaType)) {
      entries.set(stored.digest, { descriptor, kind: 'index', platform: undefined, attests: undefined });
      // Read side by side; kept in the order of the index.
      const children = (content.manifests ?? []).filter(({ digest: each }) => !entries.has(each));
      const read = await readAll([...new Set(children.map((child) => child.digest))]);
      for (const child of children) {
        const found = read.get(child.digest);
        if (found !== undefined) await add(found, child, depth + 1);
      }
      return;
    }
    if (!isManifestType(mediaType) || content.artifactType !== undefined) {
      throw new InputError('E_OCI_REFERENCE', {
        message: `${registry}/${name}@${stored.digest} is not a container image (${content.artifactType ?? mediaType}).`,
      });
    }
    const role = listed === undefined ? undefined : classifyEntry(listed);
    const platform =
      role?.kind === 'attestation'
        ? undefined
        : (formatPlatform(listed?.platform) ??
          formatPlatform({ ...(await readImageConfig(repository, content.config)) }));
    entries.set(stored.digest, {
      descriptor,
      kind: role?.kind ?? 'platform',
      platform,
      attests: role?.attests,
    });
  };
  const root = await readOne(digest);
  await add(root, undefined, 0);
  return { root, manifests: [...entries.values()] };
}
