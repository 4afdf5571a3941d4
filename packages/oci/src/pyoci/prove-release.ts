import { ActionError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { downloadBlob } from '../blobs/blobs.ts';
import type { Digest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { getManifest, type StoredManifest } from '../manifests.ts';
import type { Repository } from '../registry.ts';
import { waitUntilThere } from '../wait-until.ts';
import { isDamagedManifest } from './inspect-file.ts';
import { placeOf } from './observe-release.ts';
import type { PackageFile } from './package-file.ts';
import { architectureOf, tagOfVersion } from './package-name.ts';
import { findFileBlob, type PackageRelease, type ReleaseFile, readRelease } from './read-release.ts';

/** Where a file was read back from. */
export interface ProvenFile {
  readonly fileName: string;
  readonly manifestDigest: Digest;
  /** Whether `oras pull` writes it under its name. */
  readonly isTitled: boolean;
}

/** A release as it was read back. */
export interface ProvenRelease {
  /** Of the index: other jobs may have added files since this one wrote it. */
  readonly indexDigest: Digest;
  readonly files: readonly ProvenFile[];
}

/** What may be done about a file that a reader does not get. */
export interface Restoration {
  /** Whether the file was there before this run: then nothing is on its way that one could wait for. */
  isOld(file: PackageFile): boolean;
  /** Pushes a file again. @param manifestDigest what the index names */
  restore(file: PackageFile, manifestDigest: Digest): Promise<void>;
}

// Three looks in less than ten seconds and three in the rest.
const patienceMs = 30_000;
const patienceAfterRestorationMs = 5000;

const damaged: ReadonlySet<string> = new Set([
  'E_GHP_INCOMPLETE',
  'E_HTTP_BODY_TOO_LARGE',
  'E_OCI_DIGEST',
  'E_OCI_MALFORMED',
]);

function isDamaged(cause: unknown): cause is ActionError {
  return cause instanceof ActionError && (damaged.has(cause.code) || isMissing(cause));
}

function isMissing(cause: unknown): boolean {
  if (!(cause instanceof RemoteError)) return false;
  return cause.code === 'E_GHP_NOT_PROVEN' || cause.code === 'E_GHP_INCOMPLETE' || cause.status === 404;
}

/** Reads what is missing again, for as long as a registry that stores in several places may need to show it. */
function readSettled<Value>(repository: Repository, read: () => Promise<Value>): Promise<Value> {
  return waitUntilThere(repository, read, patienceMs, isMissing);
}

/**
 * Downloads a release as a user would, from its tag on, and compares every byte with what was built. Other jobs may add to the
 * release at any time: what counts is that it holds these files.
 * @param repository of a connection that has not seen the upload
 * @param restoration without it what is damaged is an error at once
 * @throws RemoteError E_GHP_NOT_PROVEN, E_GHP_INCOMPLETE, E_OCI_*; IntegrityError E_GHP_DAMAGED, E_OCI_DIGEST,
 * E_GHP_FILE_DIFFERS
 */
export async function proveRelease(
  repository: Repository,
  { project, version }: { readonly project: string; readonly version: string },
  files: readonly PackageFile[],
  restoration?: Restoration,
): Promise<ProvenRelease> {
  const tag = tagOfVersion(version);
  const place = placeOf(repository, version);
  const release = await readSettled(repository, async () => {
    const stored = await readIndex(repository, tag, place);
    const found = stored === undefined ? undefined : readRelease(stored, project, version);
    if (found === undefined) {
      const what = stored === undefined ? 'does not exist' : `has the wrong media type (${stored.mediaType})`;
      throw new RemoteError(ociErrors.E_GHP_NOT_PROVEN, { message: `${place} ${what}.` });
    }
    for (const file of files) findListed(found, file, place);
    return found;
  });
  const proven: ProvenFile[] = [];
  for (const file of files) {
    const listed = findListed(release, file, place);
    const prove = () => proveFile(repository, listed, file, place);
    proven.push(await proveOrRestore(repository, prove, file, listed, restoration));
  }
  return { indexDigest: release.digest, files: proven };
}

async function readIndex(
  repository: Repository,
  tag: string,
  place: string,
): Promise<StoredManifest | undefined> {
  try {
    return await getManifest(repository, tag);
  } catch (cause) {
    if (!isDamagedManifest(cause)) throw cause;
    throw new IntegrityError(ociErrors.E_GHP_DAMAGED, {
      message: `${place} was written, but the registry does not return its index: ${cause.message}`,
      cause,
    });
  }
}

/** Verifies one file. Content that the registry lost or damaged is pushed again once. */
async function proveOrRestore(
  repository: Repository,
  prove: () => Promise<ProvenFile>,
  file: PackageFile,
  { manifestDigest }: ReleaseFile,
  restoration: Restoration | undefined,
): Promise<ProvenFile> {
  let damage: ActionError;
  try {
    return restoration?.isOld(file) === true ? await prove() : await readSettled(repository, prove);
  } catch (cause) {
    if (restoration === undefined || !isDamaged(cause)) throw cause;
    damage = cause;
  }
  repository.log.notice(`${damage.message} Pushing ${file.fileName} again.`);
  await restoration.restore(file, manifestDigest);
  try {
    return await waitUntilThere(repository, prove, patienceAfterRestorationMs, isDamaged);
  } catch (cause) {
    if (!isDamaged(cause)) throw cause;
    throw new IntegrityError(ociErrors.E_GHP_DAMAGED, {
      message: `${file.fileName} was pushed again, but the registry still does not return it: ${cause.message}`,
      cause,
    });
  }
}

function findListed(release: PackageRelease, { fileName }: PackageFile, place: string): ReleaseFile {
  const listed = release.files.find(({ architecture }) => architecture === architectureOf(fileName));
  if (listed !== undefined) return listed;
  throw new RemoteError(ociErrors.E_GHP_NOT_PROVEN, { message: `${place} does not list ${fileName}.` });
}

async function proveFile(
  repository: Repository,
  listed: ReleaseFile,
  { fileName, sha256, size }: PackageFile,
  place: string,
): Promise<ProvenFile> {
  const blob = await findFileBlob(repository, listed);
  if (blob.digest !== `sha256:${sha256}` || blob.size !== size) {
    throw new IntegrityError(ociErrors.E_GHP_FILE_DIFFERS, {
      message: `${place} has ${fileName} as ${blob.digest} with ${blob.size} bytes; expected sha256:${sha256} with ${size} bytes.`,
    });
  }
  await downloadBlob(repository, blob, { restart: () => undefined, write: () => undefined });
  return { fileName, manifestDigest: listed.manifestDigest, isTitled: blob.title === fileName };
}
