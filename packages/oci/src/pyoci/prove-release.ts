import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { downloadBlob } from '../blobs.ts';
import type { Digest } from '../digest.ts';
import { getManifest } from '../manifests.ts';
import type { Repository } from '../registry.ts';
import type { PackageFile } from './package-file.ts';
import { architectureOf, tagOfVersion } from './package-name.ts';
import { findFileBlob, readRelease } from './read-release.ts';

/** Where a file was read back from. */
export interface ProvenFile {
  readonly fileName: string;
  readonly manifestDigest: Digest;
  /** Whether `oras pull` writes it under its name. */
  readonly isTitled: boolean;
}

/**
 * Downloads a release as a user would, from its tag on, and compares every byte with what was built.
 * @param repository of a connection that has not seen the upload
 * @param indexDigest what the tag has to point at
 * @throws RemoteError E_GHP_NOT_PROVEN, E_GHP_INCOMPLETE, E_OCI_*; IntegrityError E_OCI_DIGEST, E_GHP_FILE_DIFFERS
 */
export async function proveRelease(
  repository: Repository,
  release: { readonly project: string; readonly version: string; readonly indexDigest: Digest },
  files: readonly PackageFile[],
): Promise<readonly ProvenFile[]> {
  const { project, version, indexDigest } = release;
  const tag = tagOfVersion(version);
  const place = `${repository.registry}/${repository.name}:${tag}`;
  const stored = await getManifest(repository, tag);
  const found = stored === undefined ? undefined : readRelease(stored, project, version);
  if (found === undefined || found.digest !== indexDigest) {
    throw new RemoteError('E_GHP_NOT_PROVEN', {
      message: `${place} ${stored === undefined ? 'is not there' : `is ${stored.digest}`}; written was ${indexDigest}.`,
    });
  }
  const proven: ProvenFile[] = [];
  for (const file of files) {
    const listed = found.files.find(({ architecture }) => architecture === architectureOf(file.fileName));
    if (listed === undefined) {
      throw new RemoteError('E_GHP_NOT_PROVEN', { message: `${place} does not list ${file.fileName}.` });
    }
    const blob = await findFileBlob(repository, listed);
    if (blob.digest !== `sha256:${file.sha256}` || blob.size !== file.size) {
      throw new IntegrityError('E_GHP_FILE_DIFFERS', {
        message: `${place} has ${file.fileName} as ${blob.digest} with ${blob.size} bytes, built was sha256:${file.sha256} with ${file.size}.`,
      });
    }
    await downloadBlob(repository, blob, { restart: () => undefined, write: () => undefined });
    proven.push({
      fileName: file.fileName,
      manifestDigest: listed.manifestDigest,
      isTitled: blob.title === file.fileName,
    });
  }
  return proven;
}
