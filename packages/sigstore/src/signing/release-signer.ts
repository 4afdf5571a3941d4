import { invalid, type VerifiedSigner } from '../verify-bundle.ts';

/** The workflow run that a signature has to come from, in the words of Fulcio's certificates. */
export interface ReleaseSigner {
  /** Whether it is the issuer of the workflow's ID tokens, such as `https://token.actions.githubusercontent.com`. */
  readonly isIssuer: (issuer: string | undefined) => boolean;
  /** `https://github.com/owner/name`. */
  readonly repository: string;
  /** `refs/tags/v1.2.0`. */
  readonly ref: string;
  /** Commit that the run is of. */
  readonly commit: string;
  /** URI of the top-level workflow file at its ref: `https://github.com/owner/name/.github/workflows/file@ref`. */
  readonly workflow: string;
  /**
   * URI of the workflow file that holds the job that signs, which is another one in a called workflow; undefined for a job without
   * an ID token, which cannot know it.
   */
  readonly identity?: string | undefined;
}

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md, below 1.3.6.1.4.1.57264.1.
const issuerNumber = 8;
const numbers = { repository: 12, commit: 13, ref: 14, workflow: 18 } as const;
const words = {
  repository: 'its repository',
  workflow: 'its workflow',
  ref: 'its ref',
  commit: 'its commit',
} as const;

/**
 * Checks that a certificate was issued to the expected workflow run: every part that is given has to be equal.
 * @param expected a part of a signer accepts any value for the rest
 * @throws IntegrityError E_ATTESTATION_INVALID naming the first part that differs, with both values
 */
export function checkReleaseSigner(signer: VerifiedSigner, expected: Partial<ReleaseSigner>): void {
  const { identity, isIssuer } = expected;
  const issuer = signer.extension(issuerNumber);
  if (isIssuer !== undefined && !isIssuer(issuer))
    throw invalid(`its issuer is ${issuer ?? 'missing'}, which does not issue the ID tokens of this run`);
  if (identity !== undefined && signer.identity !== identity)
    throw invalid(`its signer is ${signer.identity || 'unknown'} instead of ${identity}`);
  for (const [name, text] of Object.entries(words) as [keyof typeof words, string][]) {
    const [wanted, found] = [expected[name], signer.extension(numbers[name])];
    if (wanted !== undefined && found !== wanted)
      throw invalid(`${text} is ${found ?? 'missing'} instead of ${wanted}`);
  }
}
