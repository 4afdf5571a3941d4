import { getManifest } from '../manifests.ts';
import type { Repository } from '../registry.ts';
import { listTags } from '../tags.ts';
import { versionOfTag } from './package-name.ts';
import { type PackageRelease, readRelease } from './read-release.ts';

/** A release with its version. */
export interface ListedRelease extends PackageRelease {
  readonly version: string;
}

const parallelReads = 8;

/**
 * All releases of a project, in the order of their tags. A tag that holds something else is passed over: one signature in
 * the repository must not hide every version.
 * @param isVersion whether a text can be a version at all; other tags are not asked for
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function listReleases(
  repository: Repository,
  project: string,
  isVersion: (text: string) => boolean,
): Promise<readonly ListedRelease[]> {
  const tags = (await listTags(repository)).filter((tag) => isVersion(versionOfTag(tag)));
  const found: (ListedRelease | undefined)[] = [];
  const queue = tags.entries();
  const drain = async (): Promise<void> => {
    for (const [index, tag] of queue) {
      const stored = await getManifest(repository, tag);
      const version = versionOfTag(tag);
      const release = stored === undefined ? undefined : readRelease(stored, project, version);
      found[index] = release === undefined ? undefined : { ...release, version };
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelReads, tags.length) }, drain));
  return found.filter((release) => release !== undefined);
}
