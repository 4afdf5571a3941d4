import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { pypiHost } from '@slipway/core/pypi-hosts';
import { type AttestedFile, type InTotoStatement, statementType, subjectOfFile } from '../in-toto.ts';
import { invalid, type VerifiedStatement, verifyStatementBundle } from '../verify-bundle.ts';
import { type Attestation, toBundle } from './attestation.ts';
import { provenanceType } from './provenance.ts';

export type { AttestedFile } from '../in-toto.ts';
export { type Attestation, parseAttestation, parseBundle, toAttestation, toBundle } from './attestation.ts';
export { type ProvenanceClaims, provenanceStatement, readProvenanceClaims } from './provenance.ts';

/** The predicate type of PyPI's publish attestation, and the address of its description. */
const publishType: string = `https://docs.${pypiHost}/attestations/publish/v1`;

/** The kinds of attestation PyPI takes, at most one of each for a file. */
const acceptedPredicateTypes: readonly string[] = [publishType, provenanceType];

/** The trusted publisher an attestation has to come from. */
export interface AttestationPublisher {
  /** `owner/name` in the very case of the ID token. */
  readonly repository: string;
  /** Name of the workflow file, without a directory. */
  readonly workflow: string;
}

export interface AttestationCheck {
  readonly attestation: Attestation;
  readonly file: AttestedFile;
  readonly trustedRoot: TrustedRoot;
  readonly publisher: AttestationPublisher;
}

/** The statement that a file was published; its predicate has no content. */
export function publishStatement(file: AttestedFile): InTotoStatement {
  return {
    _type: statementType,
    subject: [subjectOfFile(file)],
    predicateType: publishType,
    predicate: null,
  };
}

function checkPublisher(verified: VerifiedStatement, publisher: AttestationPublisher): void {
  const expect = (number: number, name: string, expected: string): void => {
    const found = verified.extension(number);
    if (found !== expected)
      throw invalid(`the ${name} of its certificate is ${found ?? 'missing'} instead of ${expected}`);
  };
  expect(8, 'issuer', 'https://token.actions.githubusercontent.com');
  expect(12, 'source repository', `https://github.com/${publisher.repository}`);
  // The commit is 13, the ref is 14: PyPI does not know either and takes the certificate's own.
  const refs = [verified.extension(13), verified.extension(14)].filter((ref) => ref !== undefined);
  const file = `https://github.com/${publisher.repository}/.github/workflows/${publisher.workflow}`;
  const buildConfig = verified.extension(18);
  if (!refs.some((ref) => buildConfig === `${file}@${ref}`))
    throw invalid(
      `the workflow of its certificate is ${buildConfig ?? 'missing'} instead of ${file}; the publishing job must be in the workflow file that was started, not in a called workflow`,
    );
}

/**
 * Verifies an attestation by the rules of PyPI (`pypi-attestations`), with one that is stricter: the name of the subject
 * is the file's, letter for letter. What passes here is accepted there.
 * @throws IntegrityError E_ATTESTATION_INVALID with the reason
 */
export function verifyAttestation(check: AttestationCheck): void {
  const { attestation, file, trustedRoot, publisher } = check;
  const verified = verifyStatementBundle(toBundle(attestation), trustedRoot);
  checkPublisher(verified, publisher);
  const { subject: subjects, predicateType } = verified.statement;
  const [subject] = subjects;
  if (subject === undefined || subjects.length !== 1)
    throw invalid(`its statement has ${subjects.length} subjects instead of one`);
  if (subject.name !== file.name)
    throw invalid(
      `its statement describes ${subject.name ?? 'a file without a name'} instead of ${file.name}`,
    );
  const sha256 = subject.digest['sha256'];
  if (sha256 !== file.sha256)
    throw invalid(`its statement has sha256 ${sha256 ?? '(none)'}, but ${file.name} has ${file.sha256}`);
  if (!acceptedPredicateTypes.includes(predicateType))
    throw invalid(`PyPI does not accept predicates of type ${predicateType}`);
}
