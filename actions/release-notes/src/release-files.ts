import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { parseManifest } from '@slipway/core/files/checksum-manifest';
import { expandGlobs } from '@slipway/core/files/expand-globs';
import type { FileEntry, FileList } from '@slipway/core/files/file-list';
import { compareFileList, kindOfFile } from '@slipway/core/files/parse-file-list';
import { type HashedFile, hashFiles } from '@slipway/core/hash';
import { neutralizeLine } from '@slipway/core/neutralize';
import { nameAsset } from '@slipway/github/releases/asset-name';
import type { AssetFile } from '@slipway/github/releases/release-assets';
import { releaseErrors } from './errors.ts';

/** A file that goes with the release beside those the build made: manifests, signatures, attestations, bills of materials. */
const companion =
  /^(?:SHA(?:256|512)SUMS|B2SUMS)(?:\.[A-Za-z0-9.]+)?$|\.(?:sigstore(?:\.json)?|attestation|intoto\.jsonl|(?:spdx|cdx)\.json)$/;

export const isCompanion = (name: string): boolean => companion.test(name);

/** A file that is made anew, with other bytes, whenever it is made. */
export const isSignature = (name: string): boolean => /\.(?:sigstore(?:\.json)?|intoto\.jsonl)$/.test(name);

/** A file to be an asset. */
export interface ReleaseFile extends AssetFile {
  /** Name of the file; `name` is the one that GitHub keeps. */
  readonly fileName: string;
  /** Whether the build did not make it. */
  readonly isExtra: boolean;
}

/** What is attached: what the build made, and what stands beside it. */
export interface AssetPatterns {
  readonly assets: readonly string[];
  readonly extra: readonly string[];
  /** Absolute paths of files of other artifacts. */
  readonly fetched: readonly string[];
}

/** What earlier jobs said of the files. */
export interface PromisedFiles {
  readonly built: FileList | undefined;
  readonly extra: FileList | undefined;
}

/**
 * Finds, hashes and checks the files to be assets, sorted by name, before anything is written anywhere.
 * @throws InputError E_RELEASE_ASSETS and as `expandGlobs`; IntegrityError E_FILES_DIFFER, E_DIGEST_MISMATCH
 */
export async function readReleaseFiles(
  patterns: AssetPatterns,
  workspace: string,
  promised: PromisedFiles,
  signal: AbortSignal,
): Promise<readonly ReleaseFile[]> {
  const built = patterns.assets.length === 0 ? [] : await expandGlobs(patterns.assets, workspace);
  const extra = patterns.extra.length === 0 ? [] : await expandGlobs(patterns.extra, workspace);
  // A file that both name is one of the build: it is compared.
  const added = extra.filter((path) => !built.includes(path));
  const paths = [...[...built, ...added].map((path) => join(workspace, path)), ...patterns.fetched];
  refuseSameNames([...built, ...added, ...patterns.fetched.map((path) => basename(path))]);
  const hashed = await hashFiles(paths, { signal });
  const found = hashed.map(describeFile);
  if (promised.built !== undefined && built.length > 0) {
    const names = new Set(promised.built.map(({ name }) => name));
    compareFileList(
      promised.built,
      found.slice(0, built.length).filter(({ name }) => names.has(name) || !isCompanion(name)),
    );
  }
  if (promised.extra !== undefined) {
    const names = new Set(promised.extra.map(({ name }) => name));
    compareFileList(
      promised.extra,
      found.slice(built.length).filter(({ name }) => names.has(name)),
    );
  }
  await compareManifest(hashed, found);
  return hashed
    .map((file, index) => {
      const { name: fileName, ...entry } = describeFile(file);
      return {
        ...entry,
        name: nameAsset(fileName),
        fileName,
        // A signature is other bytes in the next run: a draft that remembers it would look like another release.
        isExtra: index >= built.length && !isSignature(fileName),
        contentType: contentTypeOf(file.path),
        open: () => createReadStream(file.path),
      };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function describeFile({ path, size, sha256 }: HashedFile): FileEntry {
  const name = basename(path);
  return { name, size, sha256, kind: kindOfFile(name) };
}

/** GitHub keeps two files apart by the names that it gives them, and the disks of some readers by letters alone. */
function refuseSameNames(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const name = nameAsset(basename(path));
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      throw new InputError(releaseErrors.E_RELEASE_ASSETS, {
        message: `"${neutralizeLine(other, 200)}" and "${neutralizeLine(path, 200)}" would both be the asset "${neutralizeLine(name, 200)}".`,
        hint: 'Rename one of the files. GitHub replaces everything but letters, digits and "-_+@" in the name of an asset by dots.',
      });
    }
    seen.set(name.toLowerCase(), path);
  }
}

/** A manifest that says something else about a file than the file is would fail for whoever downloads both. */
async function compareManifest(hashed: readonly HashedFile[], found: readonly FileEntry[]): Promise<void> {
  const manifest = hashed.find(({ path }) => basename(path) === 'SHA256SUMS');
  if (manifest === undefined) return;
  const byName = new Map(found.map(({ name, sha256 }) => [name, sha256]));
  for (const { name, digest } of parseManifest(await readFile(manifest.path, 'utf8'))) {
    const own = byName.get(basename(name));
    if (own === undefined || own === digest) continue;
    throw new IntegrityError(coreErrors.E_DIGEST_MISMATCH, {
      message: `SHA256SUMS says ${digest} about ${neutralizeLine(name, 200)}, which has SHA-256 ${own}.`,
    });
  }
}

function contentTypeOf(path: string): string {
  if (path.endsWith('.whl') || path.endsWith('.zip')) return 'application/zip';
  if (path.endsWith('.gz')) return 'application/gzip';
  if (path.endsWith('.json')) return 'application/json';
  return /SUMS$|\.(?:txt|md)$/.test(path) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}
