import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ActionError, InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { FileEntry } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Release } from '@slipway/github/releases';
import { nameAsset } from '@slipway/github/releases/asset-name';
import { readAssetBytes } from '@slipway/github/releases/read-asset';
import type { ServedChannel } from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import {
  type PassportPolicy,
  readPassportBundle,
  verifyPassport,
} from '@slipway/sigstore/passport/verify-passport';
import type { Context } from '../inputs.ts';
import { openStore } from '../store-passport.ts';

/** The passport that this run signed, and what a passport of this release has to show. */
export interface SignedPassport {
  readonly file: FileEntry;
  readonly passport: ReleasePassport;
  readonly policy: PassportPolicy;
}

/**
 * The file that the release has to serve as its passport: the one that this run signed, or, where an earlier run at the tag
 * published the release, the one of that run. It stays as it is and is read and verified; it has to list the same.
 * @param served the channels with the names of files
 */
export async function findPublishedPassport(
  context: Context,
  served: readonly ServedChannel[],
  published: Release | undefined,
  { file, passport, policy }: SignedPassport,
): Promise<FileEntry> {
  const release = served.find(({ kind }) => kind === 'release');
  const found = release?.items?.find(({ name }) => name === file.name);
  if (found?.sha256 === undefined || found.sha256 === file.sha256) return file;
  try {
    const bytes = await readPublished(context, published, file.name);
    const isServed =
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex') === found.sha256;
    if (bytes === undefined || !isServed) return file;
    const other = verifyPassport(readPassportBundle(bytes.toString('utf8')), policy).passport;
    if (!isDeepStrictEqual(other, passport)) return file;
    context.log.notice(`The release was published with a passport of an earlier run, which lists the same.`);
    return { ...file, sha256: found.sha256, size: bytes.byteLength };
  } catch (cause) {
    if (!(cause instanceof ActionError) || cause.blame !== 'integrity') throw cause;
    context.log.warning(`The passport that the release serves is not one of this release. ${cause.message}`);
    return file;
  }
}

const maxPassportBytes = 16 * 1024 * 1024;

async function readPublished(
  context: Context,
  release: Release | undefined,
  fileName: string,
): Promise<Buffer | undefined> {
  const asset = release?.assets.find(({ name }) => name === nameAsset(fileName));
  if (asset === undefined) return undefined;
  if (asset.size <= maxPassportBytes) return readAssetBytes(openStore(context), asset);
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `The asset "${neutralizeLine(asset.name, 200)}" has ${asset.size} bytes, which is more than a passport has.`,
  });
}
