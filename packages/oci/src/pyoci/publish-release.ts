import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { sourceOfBytes } from '../blob-source.ts';
import { isPassing, waitBefore } from '../blobs.ts';
import { digestBytes } from '../digest.ts';
import { getManifest, putManifest, resolveDigest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { uploadBlob } from '../upload-blob.ts';
import type { PackageFile, PackageSource, ReleaseFacts } from './package-file.ts';
import {
  describeFile,
  emptyConfigBytes,
  renderFileManifest,
  renderPackageIndex,
} from './package-manifests.ts';
import { architectureOf, tagOfVersion } from './package-name.ts';
import { findFileBlob, type PackageRelease, type ReleaseFile, readRelease } from './read-release.ts';

/** `published` by this run, or `present`: the registry had the same bytes. */
export type PackageFileState = 'published' | 'present';

/** What is to be done for one release. */
export interface ReleasePlan {
  readonly repository: Repository;
  readonly facts: ReleaseFacts;
  readonly files: readonly PackageSource[];
  /** Names of the files that are there with the same bytes. */
  readonly present: ReadonlySet<string>;
}

const mostWrites = 5;
const mostFailures = 5;
const settleMs = 1000;

async function observe(
  repository: Repository,
  { project, version }: ReleaseFacts,
): Promise<PackageRelease | undefined> {
  const tag = tagOfVersion(version);
  const stored = await getManifest(repository, tag);
  if (stored === undefined) return undefined;
  const release = readRelease(stored, project, version);
  if (release !== undefined) return tellDigests(repository, release);
  throw new InputError('E_GHP_FOREIGN', {
    message: `${repository.registry}/${repository.name}:${tag} holds something else than a Python package (${stored.content.artifactType ?? stored.mediaType}).`,
  });
}

/** PyOCI wrote no digests into its first indexes; the manifests tell them. */
async function tellDigests(repository: Repository, release: PackageRelease): Promise<PackageRelease> {
  const files: ReleaseFile[] = [];
  for (const file of release.files) {
    const sha256 = file.sha256 ?? (await findFileBlob(repository, file)).digest.slice('sha256:'.length);
    files.push({ ...file, sha256 });
  }
  return { ...release, files };
}

/** The file of a release with the same place in it; undefined when there is none. @throws IntegrityError E_GHP_FILE_DIFFERS */
function findSame(
  repository: Repository,
  release: PackageRelease | undefined,
  file: PackageFile,
): ReleaseFile | undefined {
  const found = release?.files.find(({ architecture }) => architecture === architectureOf(file.fileName));
  if (found === undefined || found.sha256 === file.sha256) return found;
  throw new IntegrityError('E_GHP_FILE_DIFFERS', {
    message: `${repository.registry}/${repository.name} has ${found.fileName} with SHA-256 ${found.sha256}, the file here has ${file.sha256}.`,
  });
}

/**
 * Looks at the registry and decides for every file, before anything is written.
 * @throws IntegrityError E_GHP_FILE_DIFFERS, InputError E_GHP_FOREIGN, E_GHP_VERSION_TAG, RemoteError E_OCI_*, E_HTTP_*
 */
export async function planRelease(
  repository: Repository,
  files: readonly PackageSource[],
  facts: ReleaseFacts,
): Promise<ReleasePlan> {
  const release = await observe(repository, facts);
  const present = new Set<string>();
  for (const file of files) {
    const found = findSame(repository, release, file);
    // The manifest may have fallen to a cleaner of untagged versions: the index alone proves nothing.
    if (found !== undefined && (await resolveDigest(repository, found.manifestDigest)) !== undefined)
      present.add(file.fileName);
  }
  return { repository, facts, files, present };
}

/**
 * Brings the registry to hold the release: blobs, config and manifests first, the index that names them last. Files of
 * others under the same version stay. Run again after a break, it ends with the same digests.
 * @returns digest of the index
 * @throws RemoteError E_GHP_CONTENDED when others keep replacing the index; else like `planRelease`
 */
export async function writeRelease(plan: ReleasePlan, onFile: (file: PackageFile) => void): Promise<string> {
  const { repository, facts, files, present } = plan;
  const absent = files.filter(({ fileName }) => !present.has(fileName));
  for (const file of absent) {
    const { size, sha256 } = file;
    await uploadBlob(repository, { digest: `sha256:${sha256}`, size, open: (start) => file.open(start) });
  }
  if (absent.length > 0)
    await uploadBlob(repository, sourceOfBytes(digestBytes(emptyConfigBytes), emptyConfigBytes));
  for (const file of absent) {
    const { bytes, digest } = renderFileManifest(file, facts);
    await putManifest(repository, digest, bytes, mediaTypes.ociManifest);
    onFile(file);
  }
  return writeIndex(plan, absent);
}

// A registry has no compare-and-set for tags: another job can read before our write and write after it. So the index is
// looked at again, after a pause in which a writer that was half way has finished.
async function writeIndex(
  { repository, facts, files }: ReleasePlan,
  absent: readonly PackageSource[],
): Promise<string> {
  const expected = new Map(absent.map((file) => [file.fileName, describeFile(file, facts).digest]));
  let writes = 0;
  for (let failures = 0; ; ) {
    const release = await observe(repository, facts);
    const missing = files.filter((file) => {
      const found = findSame(repository, release, file);
      const wanted = expected.get(file.fileName);
      return found === undefined || (writes === 0 && wanted !== undefined && found.manifestDigest !== wanted);
    });
    if (missing.length === 0 && release !== undefined) return release.digest;
    if (writes === mostWrites) {
      throw new RemoteError('E_GHP_CONTENDED', {
        message: `${repository.registry}/${repository.name}:${tagOfVersion(facts.version)} was written ${mostWrites} times and each time replaced by another job.`,
      });
    }
    if (writes > 0) repository.log.info(`Another job wrote ${facts.version} at the same time; adding to it.`);
    const entries = missing.map((file) => describeFile(file, facts));
    // One that was there before, and was lost to another job, may be there by a manifest of its own.
    for (const file of missing.filter(({ fileName }) => !expected.has(fileName))) {
      const { bytes, digest } = renderFileManifest(file, facts);
      await putManifest(repository, digest, bytes, mediaTypes.ociManifest);
    }
    const index = renderPackageIndex(release?.content, entries, facts);
    try {
      await putManifest(repository, tagOfVersion(facts.version), index.bytes, mediaTypes.ociIndex, {
        once: true,
      });
      writes += 1;
      await repository.clock.sleep(Math.round(settleMs * (1 + repository.random())));
    } catch (cause) {
      failures += 1;
      if (!isPassing(cause) || failures > mostFailures) throw cause;
      repository.log.debug(`${cause.message} The index is read again.`);
      await waitBefore(repository, failures, cause);
    }
  }
}
