import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { InvalidFilename, parseSdistFilename, parseWheelFilename } from '../metadata/python-names.ts';
import { canonicalVersion } from '../metadata/python-version.ts';
import { publishPredicateType } from '../pages.ts';

/** One attestation of PEP 740 whose shape was checked. */
export interface PypiAttestation {
  readonly version: 1;
  readonly verification_material: {
    /** Base64 of the DER certificate. */
    readonly certificate: string;
    readonly transparency_entries: readonly Readonly<Record<string, unknown>>[];
  };
  readonly envelope: { readonly statement: string; readonly signature: string };
}

/** `VerificationError` of pypi_attestations: its words without the "Verification failed: " in front. */
export class AttestationRejected extends Error {}

/** What a publisher's attestation has to be signed by. */
export interface AttestationIdentity {
  /** `owner/name`, its case as in the publisher. */
  readonly repository: string;
  readonly workflow: string;
}

/** Verifies what needs the trust root of Sigstore: chain, timestamps, log entry and the signature over the envelope. */
export interface AttestationVerifier {
  /** @throws AttestationRejected with the words of sigstore-python */
  verify(attestation: PypiAttestation): Promise<void>;
}

const slsaPredicateType = 'https://slsa.dev/provenance/v1';
/** `SUPPORTED_ATTESTATION_TYPES` of warehouse/attestations/services.py. */
export const supportedPredicateTypes: readonly string[] = [publishPredicateType, slsaPredicateType];

const oid = {
  issuer: '1.3.6.1.4.1.57264.1.8',
  sourceRepository: '1.3.6.1.4.1.57264.1.12',
  sourceDigest: '1.3.6.1.4.1.57264.1.13',
  sourceRef: '1.3.6.1.4.1.57264.1.14',
  buildConfig: '1.3.6.1.4.1.57264.1.18',
} as const;

/** By identifier. The certificate is read again for each question about it, so it is asked once. */
type Extensions = ReadonlyMap<string, ArrayBuffer>;

function readExtension(extensions: Extensions, id: string): string | undefined {
  const bytes = extensions.get(id);
  if (bytes === undefined) return undefined;
  // DER UTF8String: a tag, a length of one byte or of several, the text.
  const der = Buffer.from(bytes);
  const length = der[1] ?? 0;
  return der.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f)).toString('utf8');
}

function requireExtension(extensions: Extensions, name: string, id: string, expected: string): void {
  const value = readExtension(extensions, id);
  if (value === undefined)
    throw new AttestationRejected(`Certificate does not contain ${name} (${id}) extension`);
  if (value !== expected)
    throw new AttestationRejected(
      `Certificate's ${name} does not match (got '${value}', expected '${expected}')`,
    );
}

/** `_GitHubTrustedPublisherPolicy.verify` of pypi_attestations. @throws AttestationRejected */
export function checkCertificate(
  attestation: PypiAttestation,
  { repository, workflow }: AttestationIdentity,
): void {
  let extensions: Extensions;
  try {
    const bytes = Buffer.from(attestation.verification_material.certificate, 'base64');
    extensions = new Map(new X509Certificate(bytes).extensions.map(({ type, value }) => [type, value]));
  } catch {
    throw new AttestationRejected('invalid X.509 certificate');
  }
  const source = `https://github.com/${repository}`;
  requireExtension(extensions, 'OIDCIssuerV2', oid.issuer, 'https://token.actions.githubusercontent.com');
  requireExtension(extensions, 'OIDCSourceRepositoryURI', oid.sourceRepository, source);
  const suffixes = [oid.sourceDigest, oid.sourceRef]
    .map((id) => readExtension(extensions, id))
    .filter((value) => value !== undefined);
  if (suffixes.length === 0)
    throw new AttestationRejected(
      'Certificate must contain either Source Repository Digest or Source Repository Ref',
    );
  const config = readExtension(extensions, oid.buildConfig);
  if (!suffixes.some((suffix) => config === `${source}/.github/workflows/${workflow}@${suffix}`))
    throw new AttestationRejected(
      `Certificate's Build Config URI (${config ?? 'None'}) does not match expected Trusted Publisher (${workflow} @ ${repository})`,
    );
}

function parseSubject(filename: string): string {
  if (filename.endsWith('.whl')) {
    const { name, version, build, tags } = parseWheelFilename(filename);
    return JSON.stringify([name, canonicalVersion(version), build, [...new Set(tags)].sort()]);
  }
  if (!/\.(tar\.gz|zip)$/.test(filename))
    throw new InvalidFilename(`unknown distribution format: ${filename}`);
  const { name, version } = parseSdistFilename(filename);
  return JSON.stringify([name, canonicalVersion(version)]);
}

interface Statement {
  readonly _type: string;
  readonly predicateType: string;
  readonly subject: readonly { readonly name?: string; readonly digest: Readonly<Record<string, string>> }[];
}

const digestNames = /^sha(224|256|384|512|512_224|512_256|3_224|3_256|3_384|3_512)$/;

function parseStatement(attestation: PypiAttestation): Statement {
  const text = Buffer.from(attestation.envelope.statement, 'base64').toString('utf8');
  try {
    const statement = JSON.parse(text) as Statement;
    const isWhole =
      statement._type === 'https://in-toto.io/Statement/v1' &&
      typeof statement.predicateType === 'string' &&
      statement.subject.length > 0 &&
      statement.subject.every(({ digest }) => Object.keys(digest).every((name) => digestNames.test(name)));
    if (isWhole) return statement;
  } catch {
    // The same words as for a statement with wrong fields.
  }
  throw new AttestationRejected('invalid statement: 1 validation error for _Statement');
}

/** The rest of `Attestation.verify` of pypi_attestations; returns the predicate type. @throws AttestationRejected */
export function checkStatement(attestation: PypiAttestation, filename: string, sha256: string): string {
  const statement = parseStatement(attestation);
  const [subject, ...others] = statement.subject;
  if (subject === undefined || others.length > 0)
    throw new AttestationRejected('too many subjects in statement (must be exactly one)');
  const name = subject.name ?? '';
  if (name === '') throw new AttestationRejected('invalid subject: missing name');
  let parsed: string;
  try {
    parsed = parseSubject(name);
  } catch (error) {
    throw new AttestationRejected(
      `invalid subject: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (parsed !== parseSubject(filename))
    throw new AttestationRejected(`subject does not match distribution name: ${name} != ${filename}`);
  if (subject.digest['sha256'] !== sha256)
    throw new AttestationRejected('subject does not match distribution digest');
  if (!supportedPredicateTypes.includes(statement.predicateType))
    throw new AttestationRejected(`unknown attestation type: ${statement.predicateType}`);
  return statement.predicateType;
}
