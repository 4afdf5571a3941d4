import { rm, writeFile } from 'node:fs/promises';
import type { Digest, Package } from './model.ts';
import type { RegistryStore } from './registry-store.ts';

/** What can happen to what a registry stores, without it knowing. */
export interface RegistryDamage {
  /** The bytes of a blob are gone; `HEAD` says so, and the upload of the same bytes brings them back. */
  loseBlob(digest: Digest): Promise<void>;
  /** The storage gives out other bytes for a blob than were pushed; the registry tells their number. */
  replaceBlob(digest: Digest, bytes: Uint8Array): Promise<void>;
  /** A manifest or an index is given out with other bytes, under its old digest. @param reference tag or digest */
  replaceManifest(name: string, reference: string, bytes: Uint8Array): void;
}

/** Damages what a store holds, for tests of what readers and publishers do then. */
export function createDamage(
  { packages, locate }: RegistryStore,
  findPackage: (name: string) => Package,
): RegistryDamage {
  const check = (digest: Digest): void => {
    if (![...packages.values()].some(({ blobs }) => blobs.has(digest)))
      throw new Error(`no package has the blob ${digest}`);
  };
  return {
    async loseBlob(digest) {
      check(digest);
      await rm(locate(digest), { force: true });
      for (const { blobs } of packages.values()) blobs.delete(digest);
    },
    async replaceBlob(digest, bytes) {
      check(digest);
      await writeFile(locate(digest), bytes);
    },
    replaceManifest(name, reference, bytes) {
      const { tags, manifests } = findPackage(name);
      const found = manifests.get(tags.get(reference) ?? reference);
      if (found === undefined) throw new Error(`"${name}" has no manifest ${reference}`);
      manifests.set(found.digest, { ...found, bytes });
    },
  };
}
