import artifact, { ArtifactNotFoundError } from '@actions/artifact';
import * as core from '@actions/core';
import { findFiles } from './find-files.ts';

/** Uploads as actions/upload-artifact v7.0.1 does (src/upload/upload-artifact.ts), with the same client and in the same words. */
async function upload(): Promise<void> {
  const name = core.getInput('name');
  const pattern = core.getInput('path', { required: true });
  const missing = core.getInput('if-no-files-found');
  if (!['warn', 'error', 'ignore'].includes(missing))
    throw new Error(
      `Unrecognized if-no-files-found input. Provided: ${missing}. Available options: warn,error,ignore`,
    );
  const options = readOptions();
  const { files, root } = await findFiles(pattern, core.getBooleanInput('include-hidden-files'));
  if (files.length === 0) {
    const message = `No files were found with the provided path: ${pattern}. No artifacts will be uploaded.`;
    if (missing === 'error') throw new Error(message);
    if (missing === 'warn') core.warning(message);
    else core.info(message);
    return;
  }
  const plural = files.length === 1 ? '' : 's';
  core.info(`With the provided path, there will be ${files.length} file${plural} uploaded`);
  if (options.skipArchive && files.length > 1)
    throw new Error(
      `When 'archive' is set to false, only a single file can be uploaded. Found ${files.length} files to upload.`,
    );
  if (core.getBooleanInput('overwrite')) await removeExisting(name);
  const { id, size, digest } = await artifact.uploadArtifact(name, files, root, options);
  core.info(
    `Artifact ${name} has been successfully uploaded! Final size is ${size} bytes. Artifact ID is ${id}`,
  );
  core.setOutput('artifact-id', id);
  core.setOutput('artifact-digest', digest);
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
  const url = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/artifacts/${id}`;
  core.info(`Artifact download URL: ${url}`);
  core.setOutput('artifact-url', url);
}

function readOptions(): { retentionDays?: number; compressionLevel?: number; skipArchive: boolean } {
  const days = core.getInput('retention-days');
  const level = core.getInput('compression-level');
  const retentionDays = Number.parseInt(days, 10);
  const compressionLevel = Number.parseInt(level, 10);
  if (days !== '' && Number.isNaN(retentionDays)) throw new Error('Invalid retention-days');
  if (level !== '' && !(compressionLevel >= 0 && compressionLevel <= 9))
    throw new Error('Invalid compression-level. Valid values are 0-9');
  return {
    ...(days === '' ? {} : { retentionDays }),
    ...(level === '' ? {} : { compressionLevel }),
    skipArchive: !core.getBooleanInput('archive'),
  };
}

/** Whatever fails here shows in the upload: an artifact that is still there is not replaced. */
async function removeExisting(name: string): Promise<void> {
  try {
    await artifact.deleteArtifact(name);
  } catch (cause) {
    if (cause instanceof ArtifactNotFoundError)
      core.debug(`Skipping deletion of '${name}', it does not exist`);
    else core.debug(`Unable to delete artifact: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

await upload().catch((cause: unknown) =>
  core.setFailed(cause instanceof Error ? cause.message : String(cause)),
);
