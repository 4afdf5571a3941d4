import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { sourceOfBytes } from '../blob-source.ts';
import type { Descriptor, ManifestContent } from '../descriptor.ts';
import { digestBytes } from '../digest.ts';
import { getManifest, putManifest, resolveDigest } from '../manifests.ts';
import { mediaTypes } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { addToSharedList, type SharedList } from '../shared-list.ts';
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
const settleMs = 1500;

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

/** Two entries for one place are two forms of one file; what is no file of the layout is only itself. */
function keyOf({ platform, digest }: Descriptor): string {
  const architecture = platform?.['architecture'];
  return platform?.['os'] === 'any' && typeof architecture === 'string' ? architecture : digest;
}

/**
 * Adds the files to the index of their release, and looks at it until another job that read before our write and wrote after it
 * has shown itself: a registry has no compare-and-set for tags.
 */
async function writeIndex(plan: ReleasePlan, absent: readonly PackageSource[]): Promise<string> {
  const { repository, facts, files } = plan;
  const tag = tagOfVersion(facts.version);
  const own = new Map(absent.map((file) => [architectureOf(file.fileName), describeFile(file, facts)]));
  const sent = new Set(own.keys());
  const latest = new Map<string, Descriptor>();
  const index: { digest: string; content: ManifestContent | undefined } = { digest: '', content: undefined };
  let writes = 0;
  const places = new Set(files.map(({ fileName }) => architectureOf(fileName)));
  // At the place of one of our files: what no reader takes for it, and first what a cleaner deleted the manifest of; later,
  // another job's entry of the same bytes is as good.
  const givesWay = (entry: Descriptor, release: PackageRelease | undefined): boolean => {
    const place = keyOf(entry);
    if (!places.has(place)) return false;
    if (release?.files.every(({ manifestDigest }) => manifestDigest !== entry.digest)) return true;
    return writes === 0 && own.has(place) && own.get(place)?.digest !== entry.digest;
  };

  const list: SharedList<Descriptor> = {
    tag,
    keyOf,
    async read() {
      const release = await observe(repository, facts);
      for (const file of files) findSame(repository, release, file);
      Object.assign(index, { digest: release?.digest ?? '', content: release?.content });
      const entries = (release?.content.manifests ?? []).filter((entry) => !givesWay(entry, release));
      for (const entry of entries) latest.set(keyOf(entry), entry);
      return entries;
    },
    // One that was there when the release was planned, and was lost to another job before it was seen here.
    async prepare() {
      const unsent = files.filter(({ fileName }) => {
        const place = architectureOf(fileName);
        return !sent.has(place) && !latest.has(place);
      });
      for (const file of unsent) {
        const { bytes, digest } = renderFileManifest(file, facts);
        await putManifest(repository, digest, bytes, mediaTypes.ociManifest);
        sent.add(architectureOf(file.fileName));
      }
      return unsent.length > 0;
    },
    async write(merged) {
      if (writes === mostWrites) {
        throw new RemoteError('E_GHP_CONTENDED', {
          message: `${repository.registry}/${repository.name}:${tag} was written ${mostWrites} times and each time replaced by another job.`,
        });
      }
      if (writes > 0)
        repository.log.info(`Another job wrote ${facts.version} at the same time; adding to it.`);
      const entries = merged.map((entry) => latest.get(keyOf(entry)) ?? entry);
      const { bytes } = renderPackageIndex(index.content, entries, facts);
      await putManifest(repository, tag, bytes, mediaTypes.ociIndex, { once: true });
      writes += 1;
    },
  };
  const wanted = files.map((file) => describeFile(file, facts));
  const unsettled = await addToSharedList(repository, list, wanted);
  await unsettled.settle({ settleMs });
  return index.digest;
}
