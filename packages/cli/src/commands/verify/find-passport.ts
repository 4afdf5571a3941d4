import { IntegrityError } from '@slipway/core/errors/action-error';
import { listAttestations } from '@slipway/github/attestations';
import type { Release, ReleaseAsset } from '@slipway/github/releases';
import { readFileName } from '@slipway/github/releases/asset-name';
import { readAssetBytes } from '@slipway/github/releases/read-asset';
import type { Repository } from '@slipway/github/repository';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { readPassportBundle, verifyPassport } from '@slipway/sigstore/passport/verify-passport';
import { parseBundle } from '@slipway/sigstore/statements/attestation';
import type { Bundle, FindTrust } from '../../reader/trusted-roots.ts';
import { type ExpectedSigner, findOtherSigner } from './expected-signer.ts';
import type { VerifiedItem } from './verification.ts';

/** The passport of a release, and what is wrong where there is none. */
export interface FoundPassport {
  /** Undefined: nothing that was found verifies. */
  readonly passport: ReleasePassport | undefined;
  /** URI of the workflow file that signed. */
  readonly signer: string | undefined;
  /** Why the signer is not that of the release; undefined when it is, or there is no passport. */
  readonly otherSigner: string | undefined;
  /** The file of the passport, as it is in the release; undefined for a passport that is not of a release. */
  readonly asset: VerifiedItem | undefined;
}

/** What one bundle turned out to be. */
type Judged =
  | {
      readonly state: 'right' | 'other signer';
      readonly passport: ReleasePassport;
      readonly signer: string;
      readonly reason: string | undefined;
    }
  | { readonly state: 'invalid'; readonly reason: string };

const maxPassportBytes = 16 * 1024 * 1024;

/** Verifies one bundle as a passport, and holds its signer against the release. @throws as `FindTrust` */
export async function judgePassport(
  read: () => Bundle,
  findTrust: FindTrust,
  expected: ExpectedSigner,
): Promise<Judged> {
  try {
    const bundle = read();
    const { passport, signer } = verifyPassport(bundle, { ...(await findTrust(bundle)), signer: {} });
    const reason = findOtherSigner(signer, expected);
    return {
      state: reason === undefined ? 'right' : 'other signer',
      passport,
      signer: signer.identity,
      reason,
    };
  } catch (cause) {
    if (!(cause instanceof IntegrityError)) throw cause;
    return { state: 'invalid', reason: cause.message };
  }
}

/**
 * The passport among the assets of a release; where that one does not verify, the one that GitHub stores for its files.
 * @throws as GitHubClient.rest and `FindTrust`
 */
export async function findPassport(
  repository: Repository,
  release: Release,
  findTrust: FindTrust,
  expected: ExpectedSigner,
): Promise<FoundPassport> {
  const assets = release.assets.filter(
    ({ name, state }) => name.endsWith('.intoto.jsonl') && state === 'uploaded',
  );
  const judged: { readonly name: string; readonly of: Judged }[] = [];
  for (const asset of assets) {
    const of = await judgeAsset(repository, asset, findTrust, expected);
    judged.push({ name: readFileName(asset), of });
  }
  const [first = { name: 'release passport', of: undefined }] = [
    ...judged.filter(({ of }) => of.state === 'right'),
    ...judged.filter(({ of }) => of.state === 'other signer'),
    ...judged,
  ];
  const item = { name: first.name, expected: undefined, served: undefined };
  if (first.of?.state === 'right')
    return {
      ...{ passport: first.of.passport, signer: first.of.signer, otherSigner: undefined },
      asset: { ...item, result: 'same', reason: undefined },
    };
  const stored = await findStored(repository, release, findTrust, expected);
  const asset: VerifiedItem =
    first.of === undefined
      ? { ...item, result: 'absent', reason: 'The release has no passport.' }
      : {
          ...item,
          result: first.of.state === 'invalid' ? 'differs' : 'other signer',
          reason: first.of.reason,
        };
  const found = stored ?? (first.of?.state === 'other signer' ? first.of : undefined);
  return { passport: found?.passport, signer: found?.signer, otherSigner: found?.reason, asset };
}

async function judgeAsset(
  repository: Repository,
  asset: ReleaseAsset,
  findTrust: FindTrust,
  expected: ExpectedSigner,
): Promise<Judged> {
  if (asset.size > maxPassportBytes)
    return {
      state: 'invalid',
      reason: `The file has ${asset.size} bytes, which is more than a passport has.`,
    };
  const bytes = await readAssetBytes(repository, asset);
  return judgePassport(() => readPassportBundle(bytes.toString('utf8')), findTrust, expected);
}

/** GitHub finds attestations by the digest of a subject: the checksums of the release, or else any of its files. */
async function findStored(
  repository: Repository,
  { assets }: Release,
  findTrust: FindTrust,
  expected: ExpectedSigner,
): Promise<Extract<Judged, { readonly passport: ReleasePassport }> | undefined> {
  const byName = assets.toSorted(({ name }) => (name === 'SHA256SUMS' ? -1 : 1));
  const digests = byName.flatMap(({ sha256 }) => (sha256 === undefined ? [] : [sha256])).slice(0, maxLookups);
  let other: Extract<Judged, { readonly passport: ReleasePassport }> | undefined;
  for (const sha256 of digests) {
    for (const bundle of await listAttestations(repository, sha256)) {
      const judged = await judgePassport(() => parseBundle(JSON.stringify(bundle)), findTrust, expected);
      if (judged.state === 'right') return judged;
      if (judged.state === 'other signer') other ??= judged;
    }
  }
  return other;
}

/** Every file of a release is a subject of its passport: a few are enough to find it. */
const maxLookups = 5;
