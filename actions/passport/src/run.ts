import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { FileEntry } from '@slipway/core/files/file-list';
import { renderFileList } from '@slipway/core/files/parse-file-list';
import { findLink } from '@slipway/core/find-link';
import { hashFiles } from '@slipway/core/hash';
import { codeOf, joinMarkdown, linkTo } from '@slipway/core/markdown';
import { neutralizeLine } from '@slipway/core/neutralize';
import { count } from '@slipway/core/text/count';
import { uploadArtifact } from '@slipway/github/artifacts/upload-artifact';
import { refuseMissingArtifacts } from '@slipway/github/job/server';
import { renderBundleLine } from '@slipway/sigstore/passport/verify-passport';
import { adoptRelease } from './adopt/adopt-release.ts';
import { adoptEarlierPassport, type PassportPlace } from './earlier-passport.ts';
import type { Context } from './inputs.ts';
import { namePassport, type PassportContents, readContents } from './read-contents.ts';
import { identifySigner, policyOf, signPassport } from './sign-passport.ts';
import { storePassport } from './store-passport.ts';
import { verifyChannels } from './verify/verify-channels.ts';

const modes = { sign: makePassport, adopt: adoptRelease, verify: verifyChannels };

/** Signs the passport of a release, takes the files of one that was drafted, or compares the channels with it. */
export async function runPassport(context: Context): Promise<void> {
  await modes[context.inputs.mode](context);
}

/** Signs the passport, stores it as an artifact, and as an attestation of the repository. */
async function makePassport(context: Context): Promise<void> {
  const { inputs, job, log } = context;
  const contents = readContents(inputs);
  const fileName = namePassport(inputs.digests ?? [], job.refName);
  const artifact = inputs['artifact-name'] === '' ? undefined : inputs['artifact-name'];
  if (artifact !== undefined) refuseMissingArtifacts(job, artifact);
  const place = { directory: resolve(job.workspace, inputs['out-dir']), fileName, artifact };
  if (job.refType !== 'tag')
    log.warning(
      `This run is not at a tag (it is at ${job.refName}). Whoever verifies the passport expects the tag of the release in its signature.`,
    );
  reportContents(context, fileName, contents);
  if (inputs['dry-run']) {
    log.notice(`Dry run: ${fileName} would be signed for ${describe(contents)}.`);
    return;
  }
  await refuseLink(context, fileName);
  const identity = await identifySigner(context);
  context.setOutput('signer', identity.claims.job_workflow_ref.replace(/@.*$/, ''));
  await mkdir(place.directory, { recursive: true });
  const earlier = await adoptEarlierPassport(context, place, contents, policyOf(context, identity));
  const bundle = earlier ?? (await signPassport(context, contents, identity));
  if (earlier === undefined) await keep(context, place, renderBundleLine(bundle));
  await handOn(context, place);
  const url = await storePassport(context, bundle, contents);
  context.setOutput('attestation-url', url ?? '');
  context.setOutput('distributions', '');
  context.setOutput('image', '');
  const name = url === undefined ? fileName : linkTo(fileName, url);
  context.setOutput('result-markdown', joinMarkdown(name, `: ${describe(contents)}`).markdown);
}

/** A passport behind a link would be written somewhere else. @throws InputError E_FILE_UNREADABLE */
async function refuseLink({ inputs, job }: Context, fileName: string): Promise<void> {
  const link = await findLink(job.workspace, join(inputs['out-dir'], fileName));
  if (link === undefined) return;
  throw new InputError(coreErrors.E_FILE_UNREADABLE, {
    message: `"${neutralizeLine(link, 200)}" is a symbolic link. The passport is not written through links.`,
  });
}

async function keep(
  context: Context,
  { directory, fileName, artifact }: PassportPlace,
  text: string,
): Promise<void> {
  const path = join(directory, fileName);
  await writeFile(path, text);
  if (artifact === undefined) return;
  const { id } = await uploadArtifact(context, {
    ...{ name: artifact, files: [path], rootDirectory: directory, signal: context.signal },
  });
  context.setOutput('artifact-id', String(id));
}

async function handOn({ setOutput, job }: Context, { directory, fileName }: PassportPlace): Promise<void> {
  const path = join(directory, fileName);
  const hashed = await hashFiles([path]);
  const files = hashed.map(
    ({ sha256, size }): FileEntry => ({ name: fileName, sha256, size, kind: 'other' }),
  );
  setOutput('files', renderFileList(files));
  setOutput('path', relative(job.workspace, path).replaceAll('\\', '/'));
}

function describe({ files, image }: PassportContents): string {
  const listed = count(files.length, 'file');
  if (image === undefined) return listed;
  const { length } = image.platforms;
  return `${listed} and an image${length === 0 ? '' : ` for ${count(length, 'platform')}`}`;
}

function reportContents({ summary, inputs }: Context, fileName: string, contents: PassportContents): void {
  const { files, image } = contents;
  summary.setTitle(
    `${inputs['dry-run'] ? 'Dry run: passport' : 'Signed the passport'} of ${describe(contents)}`,
  );
  summary.addTable(
    [fileName, 'SHA-256'],
    [
      ...files.map(({ name, sha256 }) => [name, codeOf(sha256)]),
      ...(image === undefined ? [] : [[image.name, codeOf(image.digest.replace('sha256:', ''))]]),
      ...(image?.platforms ?? []).map(({ platform, digest }) => [
        platform,
        codeOf(digest.replace('sha256:', '')),
      ]),
    ],
  );
}
