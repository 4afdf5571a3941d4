import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { getManifest } from '@slipway/oci/manifests';
import { tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { findFileBlob, readRelease } from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';
import { isUnseen, type Namespace } from './open-namespace.ts';
import type { DownloadOptions } from './reader-options.ts';
import { storeFile } from './store-file.ts';

/** One file of the version, in the folder now. */
export interface DownloadedFile {
  readonly fileName: string;
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  /** False when it was there already. */
  readonly isNew: boolean;
}

/**
 * Downloads all files of one version.
 * @throws InputError E_GHP_NOT_FOUND; IntegrityError E_GHP_FILE_DIFFERS, E_OCI_DIGEST; RemoteError E_GHP_INCOMPLETE, E_OCI_*
 */
export async function downloadRelease(
  namespace: Namespace,
  { registry, namespace: path, project, version, directory }: DownloadOptions,
): Promise<readonly DownloadedFile[]> {
  const place = `${registry}/${path}`;
  const fail = (what: string): InputError =>
    new InputError('E_GHP_NOT_FOUND', { message: `${place} has no ${what}.` });
  try {
    return await namespace.read(project, (repository) =>
      downloadFrom(repository, { project, version, directory }, fail),
    );
  } catch (cause) {
    if (!isUnseen(cause)) throw cause;
    throw new InputError('E_GHP_NOT_FOUND', {
      message: `${place} shows no project ${project}: ${cause.message}`,
      cause,
    });
  }
}

async function downloadFrom(
  repository: Repository,
  { project, version, directory }: Pick<DownloadOptions, 'project' | 'version' | 'directory'>,
  fail: (what: string) => InputError,
): Promise<readonly DownloadedFile[]> {
  const stored = await getManifest(repository, tagOfVersion(version));
  const release = stored === undefined ? undefined : readRelease(stored, project, version);
  if (release === undefined || release.files.length === 0) throw fail(`${project} ${version}`);
  await mkdir(directory, { recursive: true });
  const files: DownloadedFile[] = [];
  for (const file of release.files) {
    const blob = await findFileBlob(repository, file);
    const isNew = await storeFile(repository, blob, directory, file.fileName);
    const { fileName } = file;
    files.push({
      fileName,
      path: join(directory, fileName),
      sha256: blob.digest.slice('sha256:'.length),
      isNew,
    });
  }
  return files;
}
