import { InputError } from '@slipway/core/errors/action-error';
import { sigstoreErrors } from '../errors.ts';
import { type InTotoStatement, statementType } from '../in-toto.ts';
import { type ProvenanceClaims, provenanceStatement } from './provenance.ts';

/** Predicate type of cosign's own signatures of images; the predicate has no content. */
export const imageSignatureType = 'https://sigstore.dev/cosign/sign/v1';

/** An image a statement is about. */
export interface AttestedImage {
  /** `ghcr.io/owner/name`, without tag or digest. */
  readonly name: string;
  /** `sha256:<hex>` of its index or manifest. */
  readonly digest: string;
}

// What Rekor takes of an envelope, and cosign of a predicate.
const maxDocumentLength = 16 * 1024 * 1024;

function hexOf(digest: string): string {
  return digest.replace(/^sha256:/, '');
}

/**
 * The statement that a workflow signed an image, as cosign 3 makes it: one subject without a name.
 * @param annotations what `cosign verify -a` compares
 */
export function imageStatement(
  digest: string,
  annotations?: Readonly<Record<string, string>>,
): InTotoStatement {
  return {
    _type: statementType,
    subject: [{ digest: { sha256: hexOf(digest) }, ...(annotations === undefined ? {} : { annotations }) }],
    predicateType: imageSignatureType,
    predicate: {},
  };
}

/** The statement that a workflow run made an image (SLSA provenance v1). @param serverUrl of GitHub */
export function imageProvenanceStatement(
  { name, digest }: AttestedImage,
  claims: ProvenanceClaims,
  serverUrl?: string,
): InTotoStatement {
  return provenanceStatement({ name, sha256: hexOf(digest) }, claims, serverUrl);
}

/** Predicate type of a bill of materials; undefined for any other document. */
function typeOfDocument(document: Readonly<Record<string, unknown>>): string | undefined {
  // https://spdx.github.io/spdx-spec/v2.3/document-creation-information/, https://cyclonedx.org/docs/1.6/json/
  if (typeof document['spdxVersion'] === 'string') return 'https://spdx.dev/Document';
  if (document['bomFormat'] === 'CycloneDX') return 'https://cyclonedx.org/bom';
  return undefined;
}

/**
 * The statement with the bill of materials of an image.
 * @throws InputError E_SIGSTORE_SBOM for a document that is neither SPDX nor CycloneDX in JSON, or above 16 MiB
 */
export function sbomStatement({ name, digest }: AttestedImage, document: object): InTotoStatement {
  const predicate = document as Readonly<Record<string, unknown>>;
  const predicateType = typeOfDocument(predicate);
  if (predicateType === undefined) {
    throw new InputError(sigstoreErrors.E_SIGSTORE_SBOM, {
      message: 'The bill of materials is neither SPDX 2 ("spdxVersion") nor CycloneDX ("bomFormat") in JSON.',
    });
  }
  const size = Buffer.byteLength(JSON.stringify(predicate));
  if (size > maxDocumentLength) {
    throw new InputError(sigstoreErrors.E_SIGSTORE_SBOM, {
      message: `The bill of materials has ${size} bytes; at most ${maxDocumentLength} can be signed.`,
    });
  }
  return {
    _type: statementType,
    subject: [{ name, digest: { sha256: hexOf(digest) } }],
    predicateType,
    predicate,
  };
}
