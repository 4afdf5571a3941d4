import { createHash } from 'node:crypto';
import { IntegrityError } from '@slipway/core/errors/action-error';
import type { FileEntry } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Release, ReleaseAsset } from '@slipway/github/releases';
import { readFileName } from '@slipway/github/releases/asset-name';
import { readAssetBytes } from '@slipway/github/releases/read-asset';
import type { Repository } from '@slipway/github/repository';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import {
  type PassportPolicy,
  readPassportBundle,
  verifyPassport,
} from '@slipway/sigstore/passport/verify-passport';
import { passportErrors } from '../errors.ts';

const maxPassportBytes = 16 * 1024 * 1024;

/** The passport among the assets of a release. */
export interface AssetPassport {
  readonly file: FileEntry;
  readonly text: string;
  readonly passport: ReleasePassport;
}

function findPassport({ tagName, assets }: Release): ReleaseAsset {
  const found = assets.filter(({ name }) => name.endsWith('.intoto.jsonl'));
  const [asset, ...others] = found;
  const shown = neutralizeLine(tagName, 120);
  const listed = (list: readonly ReleaseAsset[]): string =>
    neutralizeLine(list.map(({ name }) => name).join(', ') || 'none', 500);
  if (asset === undefined)
    throw new IntegrityError(passportErrors.E_PASSPORT_ABSENT, {
      message: `The release ${shown} has no asset "*.intoto.jsonl" (its assets: ${listed(assets)}). Nothing was published by this run.`,
    });
  if (others.length > 0)
    throw new IntegrityError(passportErrors.E_PASSPORT_RELEASE, {
      message: `The release ${shown} has ${found.length} passports: ${listed(found)}. Nothing was published by this run.`,
    });
  if (asset.size <= maxPassportBytes) return asset;
  throw new IntegrityError(passportErrors.E_PASSPORT_RELEASE, {
    message: `The asset "${neutralizeLine(asset.name, 200)}" has ${asset.size} bytes, which is more than a passport has.`,
  });
}

/**
 * Reads and verifies the passport of a release: signed by this workflow, at this tag and commit.
 * @throws IntegrityError E_PASSPORT_ABSENT, E_PASSPORT_RELEASE, E_ATTESTATION_INVALID; and as GitHubClient.rest
 */
export async function readReleasePassport(
  repository: Repository,
  release: Release,
  policy: PassportPolicy,
): Promise<AssetPassport> {
  const asset = findPassport(release);
  const bytes = await readAssetBytes(repository, asset);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const text = bytes.toString('utf8');
  const { passport } = verifyPassport(readPassportBundle(text), policy);
  return {
    file: { name: readFileName(asset), sha256, size: bytes.byteLength, kind: 'other' },
    text,
    passport,
  };
}
