import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { ActionError, InputError } from '@slipway/core/errors/action-error';
import { type HashedFile, hashFiles } from '@slipway/core/hash';
import { listAttestations } from '@slipway/github/attestations';
import type { PassportFile, ReleasePassport } from '@slipway/sigstore/passport/passport';
import { readPassportBundle } from '@slipway/sigstore/passport/verify-passport';
import { parseBundle } from '@slipway/sigstore/statements/attestation';
import { verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import { refuseWords } from '../../command-line/command-table.ts';
import type { MaintainerHost } from '../../command-line/run-command.ts';
import { openCommandHttp, openUserRepository } from '../../maintainer/open-repository.ts';
import { type FindTrust, findTrustCache, openTrustedRoots } from '../../reader/trusted-roots.ts';
import { type ExpectedSigner, findOtherSigner } from './expected-signer.ts';
import { judgePassport } from './find-passport.ts';
import type { Verification, VerifiedItem } from './verification.ts';
import type { VerifyOptions, VerifySubject } from './verify-options.ts';
import { readRepositoryIds } from './verify-release.ts';

/** Some evidence about files. */
interface Evidence {
  readonly signer: string | undefined;
  readonly items: readonly VerifiedItem[];
}

/**
 * Verifies files against the passports among them, without asking GitHub; or, where there is none, against the attestations that
 * GitHub stores for their digests.
 * @throws InputError E_COMMAND_USAGE for files that cannot be read; and as GitHubClient.rest
 */
export async function verifyFiles(
  { paths, repository }: Extract<VerifySubject, { readonly kind: 'files' }>,
  options: VerifyOptions,
  host: MaintainerHost,
): Promise<Verification> {
  const passports = paths.filter((path) => path.endsWith('.intoto.jsonl'));
  const files = await hashNamed(paths.filter((path) => !passports.includes(path)));
  const { http, log } = openCommandHttp(host);
  const cacheDirectory = findTrustCache(host.variables);
  const findTrust = openTrustedRoots({ http, log, path: options.trustedRoot, cacheDirectory });
  const unknown = { repositoryId: undefined, ownerId: undefined, ref: undefined, commit: undefined };
  const expected: ExpectedSigner = { ...unknown, repository, workflow: options.signerWorkflow };
  const { signer, items } =
    passports.length > 0
      ? await compareWithPassports(passports, files, findTrust, expected)
      : await askGitHub(files, findTrust, expected, host);
  const channel = { kind: 'release', name: 'Files', items, reason: undefined, isHidden: false } as const;
  const result = items.find((item) => item.result !== 'same')?.result ?? 'same';
  return {
    ...{ title: `files of ${repository}`, repository, tag: undefined, commit: undefined, signer },
    channels: [{ ...channel, result }],
    withdrawn: undefined,
  };
}

async function hashNamed(paths: readonly string[]): Promise<readonly HashedFile[]> {
  try {
    return await hashFiles(paths.map((path) => resolve(path)));
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw refuseWords(cause.message, 'Pass files that exist, or a release as OWNER/REPO@TAG.');
  }
}

async function compareWithPassports(
  paths: readonly string[],
  files: readonly HashedFile[],
  findTrust: FindTrust,
  expected: ExpectedSigner,
): Promise<Evidence> {
  const own: VerifiedItem[] = [];
  const passports: ReleasePassport[] = [];
  let signer: string | undefined;
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => {
      throw refuseWords(`"${path}" cannot be read`, 'Pass files that exist.');
    });
    const judged = await judgePassport(() => readPassportBundle(text), findTrust, expected);
    const result = judged.state === 'right' ? 'same' : judged.state === 'invalid' ? 'differs' : judged.state;
    own.push({ name: basename(path), result, expected: undefined, served: undefined, reason: judged.reason });
    if (judged.state !== 'right') continue;
    passports.push(judged.passport);
    signer ??= judged.signer;
  }
  const listed = passports.flatMap((passport) => passport.files);
  return { signer, items: [...files.map((file) => compareFile(file, listed)), ...own] };
}

function compareFile({ path, sha256: served }: HashedFile, listed: readonly PassportFile[]): VerifiedItem {
  const name = basename(path);
  // A file may have been renamed; what it is, its bytes tell.
  const found = listed.find(({ sha256 }) => sha256 === served);
  if (found !== undefined) return { name, result: 'same', expected: served, served, reason: undefined };
  const expected = listed.find((file) => file.name === name)?.sha256;
  return expected === undefined
    ? { name, result: 'unsigned', expected, served, reason: 'No passport lists it.' }
    : { name, result: 'differs', expected, served, reason: undefined };
}

async function askGitHub(
  files: readonly HashedFile[],
  findTrust: FindTrust,
  expected: ExpectedSigner,
  host: MaintainerHost,
): Promise<Evidence> {
  const { repository } = openUserRepository(expected.repository, host);
  const { fullName, ...ids } = await readRepositoryIds(repository);
  const known: ExpectedSigner = { ...expected, ...ids, repository: fullName };
  const items: VerifiedItem[] = [];
  let signer: string | undefined;
  for (const { path, sha256 } of files) {
    const item = { name: basename(path), served: sha256 };
    let reason: string | undefined;
    let isVerified = false;
    for (const stored of await listAttestations(repository, sha256)) {
      try {
        const bundle = parseBundle(JSON.stringify(stored));
        const { trust, trustedRoot } = await findTrust(bundle);
        const verified = verifySignedStatement(bundle, trustedRoot, trust);
        const isAbout = verified.statement.subject.some(({ digest }) => digest['sha256'] === sha256);
        const other = isAbout
          ? findOtherSigner(verified, known)
          : 'The attestation is about a different file.';
        reason ??= other;
        if (other !== undefined) continue;
        isVerified = true;
        signer ??= verified.identity;
      } catch (cause) {
        if (!(cause instanceof ActionError) || cause.blame !== 'integrity') throw cause;
        reason ??= cause.message;
      }
    }
    items.push(
      isVerified
        ? { ...item, result: 'same', expected: sha256, reason: undefined }
        : {
            ...item,
            result: reason === undefined ? 'unsigned' : 'other signer',
            expected: undefined,
            reason: reason ?? 'GitHub stores no attestation of it.',
          },
    );
  }
  return { signer, items };
}
