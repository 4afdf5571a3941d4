import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { type ChecksumEntry, parseManifest, renderManifest } from '@slipway/core/files/checksum-manifest';
import { expandGlobs } from '@slipway/core/files/expand-globs';
import type { FileList } from '@slipway/core/files/file-list';
import {
  compareFileList,
  joinFileLists,
  kindOfFile,
  renderFileList,
} from '@slipway/core/files/parse-file-list';
import { findLink } from '@slipway/core/find-link';
import { hashFiles } from '@slipway/core/hash';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { ActionContext } from '@slipway/core/run-action';
import { count } from '@slipway/core/text/count';
import { formatSize } from '@slipway/core/text/format-size';
import { fetchArtifact } from '@slipway/github/artifacts/fetch-artifact';
import { type ManifestForm, manifestForms, readAlgorithms } from './algorithms.ts';
import { bundleEnding, isSignature, leaveOutCompanions } from './companions.ts';
import type { Inputs, Output } from './inputs.ts';
import type { NamedFile } from './named-file.ts';
import { placeEntries } from './place-entries.ts';
import { type Listing, verifyChecksums } from './verify-checksums.ts';

type Context = ActionContext<Inputs, Output>;

/** Writes or verifies the checksums of a set of files. */
export async function runChecksums(context: Context): Promise<void> {
  const { inputs, job } = context;
  const baseDirectory = resolve(job.workspace, inputs['base-dir']);
  if (inputs.sign && inputs.mode !== 'write') {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Input "sign" is "true" and "mode" is "${inputs.mode}". Only a manifest that this step writes can be signed.`,
    });
  }
  if (inputs.mode === 'collect') {
    // It knows the names of distributions, which no other mode reads.
    const { collectLists } = await import('./collect-lists.ts');
    return collectLists(context);
  }
  if (inputs.expected.length > 0) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Input "expected" is for "mode: collect", and "mode" is "${inputs.mode}".`,
    });
  }
  const forms = readAlgorithms(inputs.algorithm);
  for (const name of inputs['artifact-name'])
    await fetchArtifact(context, { name, directory: baseDirectory, promised: promisedFiles(context) });
  const files = await (inputs.mode === 'write' ? writeManifests : verifyManifests)(
    context,
    baseDirectory,
    forms,
  );
  const manifest = join(baseDirectory, inputs.manifest);
  handOn(context, manifest, files);
  if (!inputs.sign) return;
  await refuseLink(baseDirectory, `${inputs.manifest}${bundleEnding}`);
  // Most of the bundle, which a manifest without a signature does not load.
  const { signManifest } = await import('./sign-manifest.ts');
  const bundle = await signManifest(context, manifest);
  context.setOutput('bundle', relative(job.workspace, bundle).replaceAll('\\', '/'));
}

/** What earlier jobs listed; undefined if nobody did. */
const promisedFiles = ({ inputs }: Context): FileList | undefined =>
  inputs.digests.length === 0 ? undefined : joinFileLists(inputs.digests);

async function writeManifests(
  context: Context,
  baseDirectory: string,
  forms: readonly ManifestForm[],
): Promise<FileList> {
  const { inputs, log } = context;
  if (inputs.files.length === 0) {
    throw new InputError(coreErrors.E_INPUT_MISSING, {
      message: 'Input "files" is empty, so there are no checksums to write.',
    });
  }
  const names = leaveOutCompanions(await listFiles(context, baseDirectory), promisedFiles(context));
  const files = await hashNamed(names, baseDirectory, forms, context);
  const found = toFileList(files);
  const promised = promisedFiles(context);
  if (promised !== undefined) compareFileList(promised, found);
  for (const form of forms) {
    const name = nameManifest(inputs.manifest, form);
    await refuseLink(baseDirectory, name);
    await writeFile(join(baseDirectory, name), renderManifest(toEntries(files, form)));
    log.info(`${name}: ${files.length} files`);
  }
  return found;
}

async function verifyManifests(
  context: Context,
  baseDirectory: string,
  forms: readonly ManifestForm[],
): Promise<FileList> {
  const { inputs, log } = context;
  const listings: Listing[] = [];
  for (const form of forms) {
    const manifest = nameManifest(inputs.manifest, form);
    await refuseLink(baseDirectory, manifest);
    const text = await readManifest(join(baseDirectory, manifest));
    const entries = parseManifest(text, form.algorithm);
    listings.push({
      manifest,
      form,
      entries: await placeEntries(entries, inputs['base-dir'], baseDirectory),
    });
  }
  const present = inputs.files.length === 0 ? [] : await listFiles(context, baseDirectory);
  const files = await verifyChecksums(listings, present, baseDirectory, (names) =>
    hashNamed(names, baseDirectory, forms, context),
  );
  const found = toFileList(files);
  const promised = promisedFiles(context);
  if (promised !== undefined) compareFileList(promised, found);
  for (const { manifest } of listings) log.info(`${manifest}: ${files.length} files match`);
  return found;
}

/**
 * The files that match the patterns. A manifest of an earlier run is never part of the release, even if a pattern matches it, and
 * neither is a signature, which may be one of the manifest.
 */
async function listFiles({ inputs }: Context, baseDirectory: string): Promise<string[]> {
  const manifests = new Set(manifestForms.map((form) => nameManifest(inputs.manifest, form)));
  return (await expandGlobs(inputs.files, baseDirectory)).filter(
    (name) => !manifests.has(name) && !isSignature(name),
  );
}

function nameManifest(manifest: string, { algorithm, fileName }: ManifestForm): string {
  const path = manifest.replaceAll('\\', '/');
  return algorithm === 'sha256' ? posix.normalize(path) : posix.join(dirname(path), fileName);
}

/** A manifest behind a link would be read, or written over, somewhere else. */
async function refuseLink(baseDirectory: string, name: string): Promise<void> {
  const link = await findLink(baseDirectory, name);
  if (link === undefined) return;
  throw new InputError(coreErrors.E_FILE_UNREADABLE, {
    message: `"${neutralizeLine(link, 200)}" is a symbolic link. The manifest "${neutralizeLine(name, 200)}" is not read through links.`,
  });
}

async function readManifest(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(coreErrors.E_FILES_MISSING, {
      message: `The manifest "${path}" does not exist.`,
      cause,
    });
  }
}

async function hashNamed(
  names: readonly string[],
  baseDirectory: string,
  forms: readonly ManifestForm[],
  { signal }: Context,
): Promise<NamedFile[]> {
  const paths = names.map((name) => join(baseDirectory, name));
  const hashed = await hashFiles(paths, { algorithms: forms.map(({ algorithm }) => algorithm), signal });
  return hashed.map((file, index) => ({ ...file, name: names[index] ?? '' }));
}

function toEntries(files: readonly NamedFile[], { algorithm }: ManifestForm): ChecksumEntry[] {
  return files.map(({ name, digests }) => ({ name, digest: digests[algorithm] ?? '' }));
}

function toFileList(files: readonly NamedFile[]): FileList {
  const list = files
    .map(({ name, sha256, size }) => ({ name: basename(name), sha256, size, kind: kindOfFile(name) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  const twice = list.find(({ name }, index) => list[index + 1]?.name === name);
  if (twice !== undefined) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Two files are named "${twice.name}". A release cannot contain both.`,
      hint: 'Rename one of them, or exclude it with "!pattern".',
    });
  }
  return list;
}

function handOn({ setOutput, summary, inputs, job }: Context, manifestPath: string, files: FileList): void {
  setOutput('manifest', relative(job.workspace, manifestPath).replaceAll('\\', '/'));
  setOutput('files', renderFileList(files));
  const isNew = inputs.mode === 'write';
  const listed = count(files.length, 'file');
  summary.setTitle(
    isNew ? `Wrote ${inputs.manifest} for ${listed}` : `Verified ${listed} against ${inputs.manifest}`,
  );
  summary.addTable(
    ['File', 'Size', 'Result'],
    files.map(({ name, size }) => [name, formatSize(size), isNew ? 'listed' : '✓ matches']),
    [1],
  );
}
