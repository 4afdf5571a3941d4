import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { getManifest } from '@slipway/oci/manifests';
import { tagOfVersion, versionOfTag } from '@slipway/oci/pyoci/package-name';
import {
  type FileBlob,
  findFileBlob,
  type PackageRelease,
  readRelease,
} from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';
import { listTags } from '@slipway/oci/tags';
import { cliErrors } from '../errors.ts';
import type { Attestations } from './attestations.ts';
import { onDisk } from './disk.ts';
import type { Namespace } from './open-namespace.ts';
import { compareTexts, isCanonicalVersion } from './read-project.ts';
import type { DownloadOptions } from './reader-options.ts';
import { storeFile } from './store-file.ts';
import { UnseenPackage } from './unseen-package.ts';

const maxNamed = 20;

/** One file of the version, in the folder now. */
export interface DownloadedFile {
  readonly fileName: string;
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  /** False if it already existed. */
  readonly isNew: boolean;
  /** The workflow that signed its digest, when attestations were given. */
  readonly signer: string | undefined;
}

/**
 * Downloads all files of one version. With attestations, none is written before the digests of all are found in them.
 * @throws InputError E_GHP_NOT_FOUND; IntegrityError E_ATTESTATION_INVALID, E_GHP_FILE_DIFFERS, E_OCI_DIGEST;
 * EnvironmentError E_FILE_UNREADABLE; RemoteError E_GHP_INCOMPLETE, E_OCI_*
 */
export async function downloadRelease(
  namespace: Namespace,
  { registry, namespace: path, project, version, directory }: DownloadOptions,
  attestations?: Attestations,
): Promise<readonly DownloadedFile[]> {
  const place = `${registry}/${path}`;
  try {
    return await namespace.read(project, (repository) =>
      downloadFrom(repository, { project, version, directory }, attestations, place),
    );
  } catch (cause) {
    if (!(cause instanceof UnseenPackage)) throw cause;
    throw new InputError(cliErrors.E_GHP_NOT_FOUND, {
      message: `${place} has no project ${project}: ${cause.message}`,
      hint: cause.hint,
      cause,
    });
  }
}

async function downloadFrom(
  repository: Repository,
  { project, version, directory }: Pick<DownloadOptions, 'project' | 'version' | 'directory'>,
  attestations: Attestations | undefined,
  place: string,
): Promise<readonly DownloadedFile[]> {
  const release = await findRelease(repository, project, version, place);
  const found: { fileName: string; blob: FileBlob; sha256: string; signer: string | undefined }[] = [];
  for (const file of release.files) {
    const blob = await findFileBlob(repository, file);
    const sha256 = blob.digest.slice('sha256:'.length);
    const { fileName } = file;
    found.push({ fileName, blob, sha256, signer: attestations?.check(fileName, sha256) });
  }
  await onDisk(directory, () => mkdir(directory, { recursive: true }));
  const files: DownloadedFile[] = [];
  for (const { fileName, blob, sha256, signer } of found) {
    const isNew = await storeFile(repository, blob, directory, fileName);
    files.push({ fileName, path: join(directory, fileName), sha256, isNew, signer });
  }
  return files;
}

/** Of two spellings of one version (PEP 440: 1.2 is 1.2.0) the one that is there. @throws InputError E_GHP_NOT_FOUND */
async function findRelease(
  repository: Repository,
  project: string,
  version: string,
  place: string,
): Promise<PackageRelease> {
  const stored = await getManifest(repository, tagOfVersion(version));
  if (stored === undefined) {
    const versions = (await listTags(repository))
      .map(versionOfTag)
      .filter(isCanonicalVersion)
      .sort(compareTexts);
    const same = versions.find((each) => each !== version && compareTexts(each, version) === 0);
    if (same !== undefined) return findRelease(repository, project, same, place);
    if (versions.length === 0)
      throw new InputError(cliErrors.E_GHP_NOT_FOUND, { message: `${place} has no ${project} ${version}.` });
    const newest = versions.slice(-maxNamed).reverse().join(', ');
    throw new InputError(cliErrors.E_GHP_NOT_FOUND, {
      message: `${place} has no ${project} ${version}. Available versions: ${newest}${versions.length > maxNamed ? ', …' : ''}.`,
      hint: 'Choose one of the available versions.',
    });
  }
  const release = readRelease(stored, project, version);
  if (release !== undefined && release.files.length > 0) return release;
  throw new InputError(cliErrors.E_GHP_NOT_FOUND, {
    message: `${place} has no ${project} ${version}: its tag exists, but contains no file of this version.`,
    hint: 'The tag may have been moved to a different version. Check it in the registry.',
  });
}
