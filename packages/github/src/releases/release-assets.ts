import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { slowTransfer } from '../client/octokit.ts';
import { hasErrorCode } from '../client/refusals.ts';
import { expecting, findOptional } from '../client.ts';
import { githubErrors } from '../errors.ts';
import { type Release, type ReleaseAsset, readAsset, readReleaseById } from '../releases.ts';
import type { Repository } from '../repository.ts';
import { tellDigest, tellDigests } from './asset-digests.ts';
import { nameAsset } from './asset-name.ts';
import { assetFields } from './release-fields.ts';

/** A file to be an asset; `open` reads the same bytes anew for every attempt. */
export interface AssetFile {
  /** As GitHub keeps it: `nameAsset` of the file's own name. */
  readonly name: string;
  /** The file's own name; the page of the release shows it where GitHub keeps another one. */
  readonly fileName?: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  open(): AsyncIterable<Uint8Array>;
}

const attempts = 4;

/**
 * Brings the assets of a release to exactly these bytes, one file after the other. Equal ones are left, wreckage of broken
 * uploads is removed, other bytes are replaced on a draft and refused on a published release. Assets that are not among the
 * files stay.
 * @returns the assets of the files, in their order, each with the digest GitHub computed, or that of what it serves
 * @throws InputError E_GITHUB_ASSET_NAME; IntegrityError E_GITHUB_ASSET_DIFFERS; RemoteError E_GITHUB_RELEASE_CLOSED; and as
 * GitHubClient.request
 */
export async function uploadAssets(
  repository: Repository,
  releaseId: number,
  files: readonly AssetFile[],
): Promise<readonly ReleaseAsset[]> {
  for (const { name } of files) {
    if (nameAsset(name) !== name) {
      throw new InputError(githubErrors.E_GITHUB_ASSET_NAME, {
        message: `GitHub would not keep the name of the asset "${neutralizeLine(name, 200)}".`,
      });
    }
  }
  const release = await tellDigests(repository, await readReleaseById(repository, releaseId));
  // Everything is compared before anything is written.
  for (const file of files) refuseOtherBytes(release, file);
  const assets: ReleaseAsset[] = [];
  for (const file of files) assets.push(await ensureAsset(repository, release, file));
  return assets;
}

const isWhole = (asset: ReleaseAsset, file: AssetFile): boolean =>
  asset.state === 'uploaded' && asset.size === file.size && asset.sha256 === file.sha256;

function refuseOtherBytes(release: Release, file: AssetFile): void {
  if (release.draft) return;
  const found = release.assets.find(({ name }) => name === file.name);
  if (found === undefined && release.immutable) {
    throw new RemoteError(githubErrors.E_GITHUB_RELEASE_CLOSED, {
      message: `The release ${neutralizeLine(release.tagName)} is published and immutable, and has no asset ${file.name}.`,
    });
  }
  if (found !== undefined && found.state === 'uploaded' && !isWhole(found, file)) {
    throw new IntegrityError(githubErrors.E_GITHUB_ASSET_DIFFERS, {
      message: `The published release ${neutralizeLine(release.tagName)} has ${file.name} with SHA-256 ${found.sha256 ?? '(not told)'}, the file here has ${file.sha256}.`,
    });
  }
}

async function ensureAsset(repository: Repository, release: Release, file: AssetFile): Promise<ReleaseAsset> {
  const { rest, at } = repository;
  let known = release.assets.find(({ name }) => name === file.name);
  let problem: RemoteError | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (known !== undefined) {
      if (isWhole(known, file)) return known;
      refuseOtherBytes({ ...release, assets: [known] }, file);
      repository.log.info(
        `Removing the asset ${file.name} (${neutralizeLine(known.state, 40)}): it is not the file to publish.`,
      );
      await findOptional(rest.repos.deleteReleaseAsset({ ...at, asset_id: known.id }));
    }
    const outcome = await upload(repository, release.id, file);
    if (!(outcome instanceof RemoteError)) return verify(await tellDigest(repository, outcome), file);
    problem = outcome;
    // Whether the bytes arrived is not known by the answer: the release says it.
    const now = await readReleaseById(repository, release.id);
    const found = now.assets.find(({ name }) => name === file.name);
    known = found && (await tellDigest(repository, found));
    if (known !== undefined && isWhole(known, file)) return known;
  }
  throw problem ?? new RemoteError(githubErrors.E_GITHUB_REFUSED);
}

/** The body of an upload: octokit would turn a plain object into JSON. */
class AssetBody {
  readonly size: number;
  readonly open: () => AsyncIterable<Uint8Array>;

  constructor(file: AssetFile) {
    this.size = file.size;
    this.open = () => file.open();
  }
}

const labelOf = ({ name, fileName }: AssetFile): { label?: string } =>
  fileName === undefined || fileName === name ? {} : { label: fileName };

/** @returns the asset, or the error of an attempt that may be tried again */
async function upload(
  { rest, at, uploadsUrl }: Repository,
  releaseId: number,
  file: AssetFile,
): Promise<ReleaseAsset | RemoteError> {
  try {
    const { data } = await rest.repos.uploadReleaseAsset({
      ...{ ...at, baseUrl: uploadsUrl, release_id: releaseId, name: file.name, ...labelOf(file) },
      headers: { 'content-type': file.contentType },
      data: new AssetBody(file) as unknown as string,
      ...expecting(assetFields, slowTransfer),
    });
    return readAsset(data);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    if (error.status === undefined || error.status >= 500 || hasErrorCode(error, 'already_exists'))
      return error;
    throw error;
  }
}

function verify(asset: ReleaseAsset, file: AssetFile): ReleaseAsset {
  if (asset.name !== file.name) {
    throw new InputError(githubErrors.E_GITHUB_ASSET_NAME, {
      message: `GitHub stored the asset ${file.name} as "${neutralizeLine(asset.name, 200)}".`,
    });
  }
  if (isWhole(asset, file)) return asset;
  throw new IntegrityError(coreErrors.E_DIGEST_MISMATCH, {
    message: `GitHub stored ${file.name} with SHA-256 ${asset.sha256 ?? '(not told)'} and ${asset.size} bytes; sent were ${file.sha256} and ${file.size} bytes.`,
  });
}
