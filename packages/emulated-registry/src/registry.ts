import { join } from 'node:path';
import type { TokenStore } from '@slipway/emulated-github/jobs/tokens';
import type { Service } from '@slipway/gateway/service';
import { addImage, type ExistingImage } from './add-image.ts';
import { createBlobLinks } from './blobs.ts';
import { createDamage, type RegistryDamage } from './damage.ts';
import { RegistryFailure } from './failure.ts';
import { deleteManifest } from './manifests.ts';
import type { Digest, Package, RegistryBehavior } from './model.ts';
import { createRegistryService } from './registry-service.ts';
import { createRegistryStore } from './registry-store.ts';

/** Host of GitHub's container registry. */
export const ghcrHost = 'ghcr.io';
/** Where ghcr.io redirects downloads of blobs to. */
export const ghcrStorageHost = 'pkg-containers.githubusercontent.com';

export interface RegistryOptions {
  /** The bytes of blobs are kept in `<directory>/registry`. */
  readonly directory: string;
  /** GitHub tokens and what they may do. */
  readonly tokens: TokenStore;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
  /** Another registry with the same manners, e.g. of a GitHub Enterprise Server. */
  readonly host?: string;
}

/** A package as its page on GitHub shows it. */
export interface PackageState {
  readonly name: string;
  readonly visibility: 'public' | 'private';
  readonly linkedRepository: string | undefined;
  readonly tags: Readonly<Record<string, Digest>>;
  /** Digests of manifests and indexes, the oldest first. */
  readonly manifests: readonly Digest[];
}

/** The emulated container registry with the switches and the state that tests and a rehearsal need. */
export interface EmulatedRegistry {
  readonly service: Service;
  readonly host: string;
  listPackages(): readonly PackageState[];
  /** Bytes and type of a manifest by tag or digest; undefined when there is none. */
  readManifest(
    name: string,
    reference: string,
  ): { readonly mediaType: string; readonly bytes: Uint8Array } | undefined;
  /** The bytes of a blob; undefined when the package has none of that digest. */
  readBlob(name: string, digest: Digest): Promise<Uint8Array | undefined>;
  /** An image that was there before. @returns the digest of its manifest */
  addImage(name: string, image: ExistingImage): Promise<Digest>;
  /** As the settings page of a package does; there is no API for it. */
  setVisibility(name: string, visibility: 'public' | 'private'): void;
  /** "Manage Actions access" of a package. */
  setActionsAccess(name: string, repository: string, role: 'read' | 'write' | 'none'): void;
  linkRepository(name: string, repository: string | undefined): void;
  /** Deletes a version as the REST API does, with the tags that name it; children of an index are versions of their own. */
  deleteVersion(name: string, digest: Digest): void;
  deletePackage(name: string): void;
  /** Damages what is stored. */
  readonly damage: RegistryDamage;
  /** Ends every token that was given out. */
  expireTokens(): void;
  behave(changes: Partial<RegistryBehavior>): void;
}

const ghcrBehavior: RegistryBehavior = {
  referrersApi: false,
  deletes: false,
  immutableTags: false,
  firstVisibility: 'private',
  tokenLifetimeMs: 5 * 60 * 1000,
  tokenFields: ['token'],
  chunkLimitBytes: 4 * 1024 * 1024,
  tagPage: 100,
  uploadLocation: (path) => path,
  pageLink: (path) => path,
};

/** Opens an empty registry. */
export function createRegistry(options: RegistryOptions): EmulatedRegistry {
  const host = options.host ?? ghcrHost;
  const store = createRegistryStore(join(options.directory, 'registry'), options.now ?? Date.now);
  let behavior = ghcrBehavior;
  const service = createRegistryService({
    host,
    storageHost: ghcrStorageHost,
    store,
    tokens: options.tokens,
    links: createBlobLinks(store),
    behavior: () => behavior,
  });
  const findPackage = (name: string): Package => {
    const found = store.packages.get(name);
    if (found === undefined) throw new Error(`there is no package "${name}"`);
    return found;
  };
  return {
    service,
    host,
    listPackages: () =>
      [...store.packages.values()]
        .filter(({ published }) => published)
        .map(({ name, visibility, linkedRepository, tags, manifests }) => ({
          name,
          visibility,
          linkedRepository,
          tags: Object.fromEntries([...tags].sort(([a], [b]) => (a < b ? -1 : 1))),
          manifests: [...manifests.keys()],
        })),
    readManifest(name, reference) {
      const found = store.packages.get(name);
      return found?.manifests.get(found.tags.get(reference) ?? reference);
    },
    async readBlob(name, digest) {
      if (store.packages.get(name)?.blobs.has(digest) !== true) return undefined;
      const size = (await store.sizeOf(digest)) ?? 0;
      const chunks: Uint8Array[] = [];
      if (size > 0) for await (const chunk of store.readBlob(digest, 0, size - 1)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    addImage: (name, image) => addImage(store, name, image),
    setVisibility(name, visibility) {
      findPackage(name).visibility = visibility;
    },
    setActionsAccess(name, repository, role) {
      const { actionsAccess } = findPackage(name);
      if (role === 'none') actionsAccess.delete(repository.toLowerCase());
      else actionsAccess.set(repository.toLowerCase(), role);
    },
    linkRepository(name, repository) {
      findPackage(name).linkedRepository = repository;
    },
    deleteVersion(name, digest) {
      try {
        deleteManifest(findPackage(name), digest);
      } catch (error) {
        if (error instanceof RegistryFailure) throw new Error(`"${name}" has no version ${digest}`);
        throw error;
      }
    },
    deletePackage: (name) => void store.packages.delete(name),
    damage: createDamage(store, findPackage),
    expireTokens() {
      for (const [value, token] of store.tokens) store.tokens.set(value, { ...token, expiresAtMs: 0 });
    },
    behave(changes) {
      behavior = { ...behavior, ...changes };
    },
  };
}
