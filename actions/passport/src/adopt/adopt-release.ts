import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import type { FileEntry } from '@slipway/core/files/file-list';
import { renderFileList } from '@slipway/core/files/parse-file-list';
import { joinMarkdown, linkTo } from '@slipway/core/markdown';
import { neutralizeLine } from '@slipway/core/neutralize';
import { count } from '@slipway/core/text/count';
import { uploadArtifact } from '@slipway/github/artifacts/upload-artifact';
import { refuseMissingArtifacts } from '@slipway/github/job/server';
import { findPublishedRelease, type Release } from '@slipway/github/releases';
import { tellDigests } from '@slipway/github/releases/asset-digests';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { passportErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import { identifySigner, policyOf } from '../sign-passport.ts';
import { openStore } from '../store-passport.ts';
import { readReleasePassport } from './asset-passport.ts';
import { refuseChangedAssets } from './compare-assets.ts';
import { downloadFiles, readBuiltFiles } from './download-files.ts';

/**
 * Takes the files of a published release instead of building: an earlier run drafted them, and a person published the draft. Every
 * asset is compared with the passport of that run before anything is stored, so that later jobs publish exactly the drafted bytes.
 * @throws IntegrityError E_PASSPORT_ABSENT, E_PASSPORT_RELEASE, E_ATTESTATION_INVALID; EnvironmentError E_PASSPORT_UNPUBLISHED
 */
export async function adoptRelease(context: Context): Promise<void> {
  const { inputs, job, log } = context;
  const artifacts = [inputs['artifact-name'], inputs['dist-artifact']];
  for (const name of artifacts) refuseMissingArtifacts(job, name);
  const identity = await identifySigner(context);
  const repository = openStore(context);
  const release = await findRelease(context);
  const { file, text, passport } = await readReleasePassport(
    repository,
    release,
    policyOf(context, identity),
  );
  refuseChangedAssets(release, passport, file);
  const built = await readBuiltFiles(repository, release, passport);
  if (inputs['dry-run']) {
    log.notice(`Dry run: ${count(built.length, 'file')} of ${release.tagName} would be taken.`);
    return;
  }
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-release-'));
  await downloadFiles(repository, built, directory);
  await storeFiles(context, inputs['dist-artifact'], directory, built);
  const place = resolve(job.workspace, inputs['out-dir']);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, file.name), text);
  await storeFiles(context, inputs['artifact-name'], place, [file]);
  const distributions = built.map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind }));
  context.setOutput('files', renderFileList([file]));
  context.setOutput('distributions', renderFileList(distributions));
  context.setOutput('image', describeImage(passport));
  context.setOutput('attestation-url', '');
  context.setOutput('signer', identity.claims.job_workflow_ref.replace(/@.*$/, ''));
  report(context, release, distributions);
}

async function findRelease(context: Context): Promise<Release> {
  const repository = openStore(context);
  const tag = context.job.refName;
  const release = await findPublishedRelease(repository, tag);
  if (release !== undefined) return tellDigests(repository, release);
  throw new EnvironmentError(passportErrors.E_PASSPORT_UNPUBLISHED, {
    message: `${neutralizeLine(tag, 120)} has no published release whose files could be taken.`,
  });
}

async function storeFiles(
  context: Context,
  name: string,
  directory: string,
  files: readonly Pick<FileEntry, 'name'>[],
): Promise<void> {
  await uploadArtifact(context, {
    ...{ name, files: files.map((file) => join(directory, file.name)) },
    ...{ rootDirectory: directory, signal: context.signal },
  });
}

/** The image that the release was built with, in the words of the job that built it. */
function describeImage({ image }: ReleasePassport): string {
  if (image === undefined) return '';
  const { name, digest, platforms } = image;
  return JSON.stringify({
    ...{ digest, references: `${name}@${digest}` },
    platforms: JSON.stringify(platforms),
  });
}

function report({ summary, setOutput, log }: Context, release: Release, files: readonly FileEntry[]): void {
  const taken = `Took ${count(files.length, 'file')} of the published release`;
  log.notice(`${taken} ${release.tagName}: every asset is as the passport lists it.`);
  summary.setTitle(joinMarkdown(`${taken} `, linkTo(release.tagName, release.url)));
  summary.addTable(
    ['File', 'SHA-256'],
    files.map(({ name, sha256 }) => [name, sha256]),
  );
  setOutput('result-markdown', joinMarkdown(linkTo(release.tagName, release.url), `: ${taken}`).markdown);
}
