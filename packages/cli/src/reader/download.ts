import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { getManifest } from '@slipway/oci/manifests';
import { tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { type FileBlob, findFileBlob, readRelease } from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';
import type { Attestations } from './attestations.ts';
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
  /** The workflow that signed its digest, when attestations were given. */
  readonly signer: string | undefined;
}

/**
 * Downloads all files of one version. With attestations, none is written before the digests of all are found in them.
 * @throws InputError E_GHP_NOT_FOUND; IntegrityError E_ATTESTATION_INVALID, E_GHP_FILE_DIFFERS, E_OCI_DIGEST; RemoteError
 * E_GHP_INCOMPLETE, E_OCI_*
 */
export async function downloadRelease(
  namespace: Namespace,
  { registry, namespace: path, project, version, directory }: DownloadOptions,
  attestations?: Attestations,
): Promise<readonly DownloadedFile[]> {
  const place = `${registry}/${path}`;
  const fail = (what: string): InputError =>
    new InputError('E_GHP_NOT_FOUND', { message: `${place} has no ${what}.` });
  try {
    return await namespace.read(project, (repository) =>
      downloadFrom(repository, { project, version, directory }, attestations, fail),
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
  attestations: Attestations | undefined,
  fail: (what: string) => InputError,
): Promise<readonly DownloadedFile[]> {
  const stored = await getManifest(repository, tagOfVersion(version));
  const release = stored === undefined ? undefined : readRelease(stored, project, version);
  if (release === undefined || release.files.length === 0) throw fail(`${project} ${version}`);
  const found: { fileName: string; blob: FileBlob; sha256: string; signer: string | undefined }[] = [];
  for (const file of release.files) {
    const blob = await findFileBlob(repository, file);
    const sha256 = blob.digest.slice('sha256:'.length);
    const { fileName } = file;
    found.push({ fileName, blob, sha256, signer: attestations?.check(fileName, sha256) });
  }
  await mkdir(directory, { recursive: true });
  const files: DownloadedFile[] = [];
  for (const { fileName, blob, sha256, signer } of found) {
    const isNew = await storeFile(repository, blob, directory, fileName);
    files.push({ fileName, path: join(directory, fileName), sha256, isNew, signer });
  }
  return files;
}
