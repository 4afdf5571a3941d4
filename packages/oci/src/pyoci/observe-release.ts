import { ActionError, InputError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { ociErrors } from '../errors.ts';
import { getManifest, resolveDigest, type StoredManifest } from '../manifests.ts';
import type { Repository } from '../registry.ts';
import { isDamagedManifest } from './inspect-file.ts';
import type { ReleaseFacts } from './package-file.ts';
import { tagOfVersion } from './package-name.ts';
import { findFileBlob, type PackageRelease, type ReleaseFile, readRelease } from './read-release.ts';

// Time for an outage page in front of the registry to pass, which reads like a damaged index.
const secondLookMs = 1000;

/** `damaged`: there is an index, and its bytes are not those that were stored. */
export type ObservedRelease = PackageRelease | 'damaged' | undefined;

/** Where a release is, for a message: `ghcr.io/octo/demo/pypi/demo:1.2.0`. */
export function placeOf({ registry, name }: Repository, version: string): string {
  return `${registry}/${name}:${tagOfVersion(version)}`;
}

/**
 * The release as the registry holds it; undefined without a tag.
 * @throws InputError E_GHP_FOREIGN, E_GHP_VERSION_TAG, RemoteError E_OCI_*, E_HTTP_*
 */
export async function observeRelease(
  repository: Repository,
  { project, version }: Pick<ReleaseFacts, 'project' | 'version'>,
): Promise<ObservedRelease> {
  const tag = tagOfVersion(version);
  const read = () => readIntact(repository, tag);
  let stored = await read();
  if (stored === 'damaged') {
    await repository.clock.sleep(secondLookMs);
    stored = await read();
  }
  if (stored === undefined || stored === 'damaged') return stored;
  const release = readRelease(stored, project, version);
  if (release !== undefined) return tellDigests(repository, release);
  const shown = neutralizeLine(stored.content.artifactType ?? stored.mediaType, 200);
  throw new InputError(ociErrors.E_GHP_FOREIGN, {
    message: `${placeOf(repository, version)} is not a Python package (${shown}).`,
  });
}

async function readIntact(
  repository: Repository,
  tag: string,
): Promise<StoredManifest | 'damaged' | undefined> {
  try {
    return await getManifest(repository, tag);
  } catch (cause) {
    if (!(cause instanceof ActionError)) throw cause;
    if (cause.code === 'E_OCI_DIGEST') return 'damaged';
    // A page of a proxy in front of the registry is not an index either, but the proxy does not know the digest of the
    // tag.
    if (cause.code === 'E_OCI_MALFORMED' && (await resolveDigest(repository, tag)) !== undefined)
      return 'damaged';
    throw cause;
  }
}

/** PyOCI wrote no digests into its first indexes; the manifests tell them, where they are still there. */
async function tellDigests(repository: Repository, release: PackageRelease): Promise<PackageRelease> {
  const files: ReleaseFile[] = [];
  for (const file of release.files) {
    const sha256 = file.sha256 ?? (await tellDigest(repository, file));
    files.push({ ...file, sha256 });
  }
  return { ...release, files };
}

async function tellDigest(repository: Repository, file: ReleaseFile): Promise<string | undefined> {
  try {
    return (await findFileBlob(repository, file)).digest.slice('sha256:'.length);
  } catch (cause) {
    if (isDamagedManifest(cause)) return undefined;
    throw cause;
  }
}

/** What a job with a part of the files says of an index that it cannot read: it would drop the files of others. */
export function refuseDamagedIndex(repository: Repository, version: string): RemoteError {
  return new RemoteError(ociErrors.E_GHP_INCOMPLETE, {
    message: `${placeOf(repository, version)} is damaged: the registry returns bytes that are not a release index, so its file list is unknown.`,
    hint: 'Publish all files of the version in one job, with their "digests". This rewrites the index.',
  });
}
