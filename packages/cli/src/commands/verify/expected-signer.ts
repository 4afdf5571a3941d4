import type { VerifiedSigner } from '@slipway/sigstore/verify-bundle';

/** Who has to have signed; what is undefined is not known and may be anything. */
export interface ExpectedSigner {
  /** `owner/name`. */
  readonly repository: string;
  /** Numbers that GitHub gives a repository and an owner once: a name can be given to another one. */
  readonly repositoryId: number | undefined;
  readonly ownerId: number | undefined;
  /** `refs/tags/v1.2.0`. */
  readonly ref: string | undefined;
  /** Commit that the tag points to. */
  readonly commit: string | undefined;
  /** `owner/name/.github/workflows/file.yml`. */
  readonly workflow: string | undefined;
}

const server = 'https://github.com';
const issuer = 'https://token.actions.githubusercontent.com';
// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md, below 1.3.6.1.4.1.57264.1.
const numbers = { issuer: 8, repository: 12, commit: 13, ref: 14, repositoryId: 15, ownerId: 17 } as const;

/**
 * Why a verified certificate is not that of the release; undefined if it is.
 * @returns a sentence with the value of the certificate and the expected one
 */
export function findOtherSigner(signer: VerifiedSigner, expected: ExpectedSigner): string | undefined {
  const told = (name: keyof typeof numbers): string => signer.extension(numbers[name]) ?? 'none';
  if (told('issuer') !== issuer)
    return `The certificate was issued for ${told('issuer')}, not for a workflow of GitHub.`;
  const { repository, repositoryId, ownerId, ref, commit, workflow } = expected;
  const isNamed = told('repository').toLowerCase() === `${server}/${repository}`.toLowerCase();
  if (repositoryId === undefined && !isNamed)
    return `The certificate names the repository ${told('repository')} instead of ${server}/${repository}.`;
  // The number decides where it is known: a repository that was renamed keeps it, and one that was created again has a new one.
  if (repositoryId !== undefined && told('repositoryId') !== String(repositoryId))
    return isNamed
      ? `The certificate names the repository by ID ${told('repositoryId')}, and ${repository} has ID ${repositoryId}: it was deleted and created again.`
      : `The certificate names the repository ${told('repository')} instead of ${server}/${repository}.`;
  // An owner may have handed the repository over, which a person has to judge.
  if (ownerId !== undefined && told('ownerId') !== String(ownerId))
    return `The certificate names the owner by ID ${told('ownerId')}, and the owner of ${repository} has ID ${ownerId}: the repository or the account changed hands.`;
  if (ref !== undefined && told('ref') !== ref)
    return `The certificate names ${told('ref')} instead of ${ref}.`;
  if (commit !== undefined && told('commit') !== commit)
    return `The certificate names the commit ${told('commit')}, and the tag points to ${commit}.`;
  if (workflow !== undefined && !signer.identity.startsWith(`${server}/${workflow}@`))
    return `The signer is ${signer.identity} instead of ${server}/${workflow}.`;
  return undefined;
}
