import type { SerializedBundle } from '@sigstore/bundle';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import type { SigstoreInstance } from '../instance.ts';
import { checkReleaseSigner, type ReleaseSigner } from '../signing/release-signer.ts';
import { parseBundle } from '../statements/attestation.ts';
import { invalid, type VerifiedStatement, verifySignedStatement } from '../verify-bundle.ts';
import type { ReleasePassport } from './passport.ts';
import { readPassport } from './passport-statement.ts';

/** A passport whose signature holds, and who made it. */
export interface VerifiedPassport {
  readonly passport: ReleasePassport;
  readonly signer: VerifiedStatement;
}

export interface PassportPolicy {
  readonly trustedRoot: TrustedRoot;
  /** Which instance signed: that of GitHub for private repositories. */
  readonly trust: SigstoreInstance['trust'];
  /** What is known of the run; a part that is left out may be anything. */
  readonly signer: Partial<ReleaseSigner>;
}

const maxPassportBytes = 16 * 1024 * 1024;

/**
 * The bundles of a `*.intoto.jsonl` file, one a line, unverified. https://github.com/in-toto/attestation/blob/main/spec/v1/bundle.md
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function readBundleLines(text: string): readonly SerializedBundle[] {
  if (text.length > maxPassportBytes) throw invalid(`its file has more than ${maxPassportBytes} characters`);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw invalid('its file is empty');
  return lines.map(parseBundle);
}

/**
 * The bundle of the file of a passport, which has one line, unverified.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function readPassportBundle(text: string): SerializedBundle {
  const [bundle, ...others] = readBundleLines(text);
  if (bundle === undefined || others.length > 0)
    throw invalid(`its file has ${others.length + 1} lines instead of one`);
  return bundle;
}

/** The line of a `*.intoto.jsonl` file. */
export function renderBundleLine(bundle: SerializedBundle): string {
  return `${JSON.stringify(bundle)}\n`;
}

/**
 * Verifies the signature of a passport and reads it. The repository, ref and commit that it names are those of the certificate.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
export function verifyPassport(bundle: SerializedBundle, policy: PassportPolicy): VerifiedPassport {
  const signer = verifySignedStatement(bundle, policy.trustedRoot, policy.trust);
  checkReleaseSigner(signer, policy.signer);
  const passport = readPassport(signer.statement);
  const { repository, ref, commit } = passport;
  // What the statement claims, the certificate has to confirm.
  checkReleaseSigner(signer, { repository, ref, commit });
  return { passport, signer };
}
