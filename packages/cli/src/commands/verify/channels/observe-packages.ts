import { getManifest } from '@slipway/oci/manifests';
import { tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { findFileBlob, readRelease } from '@slipway/oci/pyoci/read-release';
import type { ServedItem } from '@slipway/sigstore/passport/compare-channels';
import type { Namespace } from '../../../reader/open-namespace.ts';
import { observe } from '../observe.ts';
import type { ObservedChannel } from '../verification.ts';
import { hashBlob } from './hash-blob.ts';

export interface PackagesRequest {
  readonly namespace: Namespace;
  readonly project: string;
  /** Canonical (PEP 440). */
  readonly version: string;
  readonly isDownloading: boolean;
}

/** The files of a version in GitHub Packages, in the layout of PyOCI. */
export function observePackages({
  namespace,
  project,
  version,
  isDownloading,
}: PackagesRequest): Promise<ObservedChannel> {
  return observe('packages', 'GitHub Packages', async () => {
    // A registry has no tag for an epoch, so that nothing can be there.
    if (version.includes('!')) return { items: [], faults: new Map() };
    const items = await namespace.read(project, async (repository) => {
      const stored = await getManifest(repository, tagOfVersion(version));
      const release = stored === undefined ? undefined : readRelease(stored, project, version);
      const found: ServedItem[] = [];
      for (const file of release?.files ?? []) {
        const blob = await findFileBlob(repository, file);
        const told = blob.digest.slice('sha256:'.length);
        const sha256 = isDownloading ? await hashBlob(repository, blob) : told;
        for (const each of new Set([sha256, told])) found.push({ name: file.fileName, sha256: each });
      }
      return found;
    });
    return { items, faults: new Map() };
  });
}
