import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { type ChecksumEntry, parseManifest, renderManifest } from '@slipway/core/checksum-manifest';
import { InputError } from '@slipway/core/errors/action-error';
import { expandGlobs } from '@slipway/core/expand-globs';
import type { FileList } from '@slipway/core/file-list';
import { type HashedFile, hashFiles } from '@slipway/core/hash';
import { compareFileList, kindOfFile, renderFileList } from '@slipway/core/parse-file-list';
import type { ActionContext } from '@slipway/core/run-action';
import { downloadArtifact } from '@slipway/github/artifacts';
import { type ManifestForm, manifestForms, readAlgorithms } from './algorithms.ts';
import type { Inputs, Output } from './inputs.ts';
import { verifyChecksums } from './verify-checksums.ts';

type Context = ActionContext<Inputs, Output>;

/** A hashed file with its name in the manifest. */
export interface NamedFile extends HashedFile {
  readonly name: string;
}

/** Writes or verifies the checksums of a set of files. */
export async function runChecksums(context: Context): Promise<void> {
  const { inputs, job, log } = context;
  const baseDirectory = resolve(job.workspace, inputs['base-dir']);
  const forms = readAlgorithms(inputs.algorithm);
  const manifestPath = join(baseDirectory, inputs.manifest);
  const manifests = new Set(manifestForms.map((form) => nameManifest(inputs.manifest, form)));

  const artifact = inputs['artifact-name'];
  if (artifact !== undefined) await downloadArtifact({ name: artifact, directory: baseDirectory, log });
  if (inputs.mode === 'write') {
    if (inputs.files.length === 0) {
      throw new InputError('E_INPUT_MISSING', {
        message: 'Input "files" is empty: there is nothing to write.',
      });
    }
    // A manifest of an earlier run is no file of the release, however wide the pattern.
    const names = (await expandGlobs(inputs.files, baseDirectory)).filter((name) => !manifests.has(name));
    const files = await hashNamed(names, baseDirectory, forms, context);
    const found = toFileList(files);
    if (inputs.digests !== undefined) compareFileList(inputs.digests, found);
    for (const form of forms) {
      const name = nameManifest(inputs.manifest, form);
      await writeFile(join(baseDirectory, name), renderManifest(toEntries(files, form)));
      log.info(`${name}: ${files.length} files`);
    }
    handOn(context, manifestPath, found);
    return;
  }
  const listed = parseManifest(await readManifest(manifestPath));
  const matching = inputs.files.length === 0 ? [] : await expandGlobs(inputs.files, baseDirectory);
  const present = matching.filter((name) => !manifests.has(name));
  const files = await verifyChecksums(listed, present, baseDirectory, (names) =>
    hashNamed(names, baseDirectory, [], context),
  );
  const found = toFileList(files);
  if (inputs.digests !== undefined) compareFileList(inputs.digests, found);
  log.info(`${inputs.manifest}: ${files.length} files are as it says`);
  handOn(context, manifestPath, found);
}

function nameManifest(manifest: string, { algorithm, fileName }: ManifestForm): string {
  const path = manifest.replaceAll('\\', '/');
  return algorithm === 'sha256' ? posix.normalize(path) : posix.join(dirname(path), fileName);
}

async function readManifest(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError('E_FILES_MISSING', { message: `There is no manifest "${path}".`, cause });
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
    throw new InputError('E_INPUT_INVALID', {
      message: `Two files are called "${twice.name}"; a release cannot hold both.`,
      hint: 'Rename one of them, or leave it out with "!pattern".',
    });
  }
  return list;
}

function handOn({ setOutput, summary, inputs, job }: Context, manifestPath: string, files: FileList): void {
  setOutput('manifest', relative(job.workspace, manifestPath).replaceAll('\\', '/'));
  setOutput('files', renderFileList(files));
  summary.addHeading(inputs.mode === 'write' ? 'Checksums' : 'Checksums verified');
  summary.addTable(
    ['file', 'bytes', 'SHA-256'],
    files.map(({ name, size, sha256 }) => [name, String(size), sha256]),
  );
}
