import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { parseManifest } from '@slipway/core/files/checksum-manifest';
import type { FileEntry } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Release, ReleaseAsset } from '@slipway/github/releases';
import { nameAsset } from '@slipway/github/releases/asset-name';
import { downloadAsset, readAssetBytes } from '@slipway/github/releases/read-asset';
import type { Repository } from '@slipway/github/repository';
import type { PassportFile, ReleasePassport } from '@slipway/sigstore/passport/passport';
import { passportErrors } from '../errors.ts';

/** A file that the build made, and the asset that has it. */
export interface BuiltFile extends FileEntry {
  readonly asset: ReleaseAsset;
}

const findAsset = ({ assets }: Release, file: PassportFile): ReleaseAsset | undefined =>
  assets.find(({ name }) => name === nameAsset(file.name));

/**
 * The files that the build made are those that its list of checksums names. Both, the list and the passport, have to say the same.
 * @throws IntegrityError E_PASSPORT_RELEASE, E_DIGEST_MISMATCH; and as GitHubClient.rest
 */
export async function readBuiltFiles(
  repository: Repository,
  release: Release,
  { files }: ReleasePassport,
): Promise<readonly BuiltFile[]> {
  const manifest = files.find(({ kind }) => kind === 'manifest');
  const asset = manifest && findAsset(release, manifest);
  if (manifest === undefined || asset === undefined)
    throw changed(release, 'it has no list of checksums, or its passport names none');
  const bytes = await readAssetBytes(repository, asset);
  refuseOtherBytes(manifest, createHash('sha256').update(bytes).digest('hex'));
  return parseManifest(bytes.toString('utf8')).map(({ name, digest }): BuiltFile => {
    const file = files.find((each) => each.name === name);
    const found = file && findAsset(release, file);
    if (file === undefined || found === undefined || file.sha256 !== digest)
      throw changed(release, `${manifest.name} and the passport differ about ${neutralizeLine(name, 200)}`);
    const kind = file.kind === 'wheel' || file.kind === 'sdist' ? file.kind : 'other';
    return { name, sha256: digest, size: found.size, kind, asset: found };
  });
}

function changed({ tagName }: Release, why: string): IntegrityError {
  return new IntegrityError(passportErrors.E_PASSPORT_RELEASE, {
    message: `The release ${neutralizeLine(tagName, 120)} cannot be taken: ${why}. Nothing was published by this run.`,
  });
}

function refuseOtherBytes({ name, sha256 }: Pick<FileEntry, 'name' | 'sha256'>, found: string): void {
  if (found === sha256) return;
  throw new IntegrityError(coreErrors.E_DIGEST_MISMATCH, {
    message: `GitHub serves ${neutralizeLine(name, 200)} with SHA-256 ${found} instead of ${sha256}.`,
  });
}

/**
 * Downloads the files of a release into an empty folder and compares every byte.
 * @throws IntegrityError E_DIGEST_MISMATCH; and as GitHubClient.rest
 */
export async function downloadFiles(
  repository: Repository,
  files: readonly BuiltFile[],
  directory: string,
): Promise<void> {
  for (const file of files) {
    const descriptor = openSync(join(directory, file.name), 'wx');
    let hash = createHash('sha256');
    try {
      await downloadAsset(repository, file.asset, () => {
        hash = createHash('sha256');
        // An attempt that broke off left a beginning of the same bytes, which is written over.
        let position = 0;
        return (chunk) => {
          hash.update(chunk);
          for (let offset = 0; offset < chunk.byteLength; ) {
            const written = writeSync(descriptor, chunk, offset, chunk.byteLength - offset, position);
            offset += written;
            position += written;
          }
        };
      });
    } finally {
      closeSync(descriptor);
    }
    refuseOtherBytes(file, hash.digest('hex'));
  }
}
