import type { Identity } from '../credentials/api-tokens.ts';
import { HttpFailure } from '../http-failure.ts';
import type { Provenance, Publisher, PublisherIdentity } from '../model.ts';
import {
  AttestationRejected,
  type AttestationVerifier,
  checkCertificate,
  checkStatement,
  type PypiAttestation,
  supportedPredicateTypes,
} from './attestation-policy.ts';

function refuse(message: string): never {
  throw new HttpFailure(400, `Invalid attestations supplied during upload: ${message}`);
}

/** `attestation_identity` of warehouse/oidc/models/github.py, as the provenance shows it. */
function publisherIdentity(publisher: Publisher): PublisherIdentity {
  return {
    kind: 'GitHub',
    claims: null,
    repository: `${publisher.owner}/${publisher.repositoryName}`,
    workflow: publisher.workflow,
    environment: publisher.environment === '' ? null : publisher.environment,
  };
}

function isBase64(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value) && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAttestation(value: unknown): value is PypiAttestation {
  if (!isRecord(value) || value['version'] !== 1) return false;
  const { verification_material: material, envelope } = value;
  if (!isRecord(material) || !isRecord(envelope)) return false;
  const { certificate, transparency_entries: entries } = material;
  return (
    isBase64(certificate) &&
    Array.isArray(entries) &&
    entries.length > 0 &&
    entries.every(isRecord) &&
    isBase64(envelope['statement']) &&
    isBase64(envelope['signature'])
  );
}

/** `_extract_attestations_from_request` of warehouse/attestations/services.py. @throws HttpFailure */
function extractAttestations(identity: Identity, text: string): readonly PypiAttestation[] {
  if (identity.kind !== 'publisher') refuse('Attestations are only supported when using Trusted Publishing');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse('Malformed attestations: 1 validation error for list[Attestation]\n  Invalid JSON');
  }
  if (!Array.isArray(parsed) || !parsed.every(isAttestation))
    return refuse('Malformed attestations: 1 validation error for list[Attestation]');
  if (parsed.length === 0) refuse('Malformed attestations: an empty attestation set is not permitted');
  if (parsed.length > supportedPredicateTypes.length)
    refuse(`A maximum of ${supportedPredicateTypes.length} attestations per file are supported`);
  return parsed;
}

/** `IntegrityService.parse_attestations` and `build_provenance` of warehouse/attestations/services.py. @throws HttpFailure */
export async function acceptAttestations(
  identity: Identity,
  text: string,
  file: { readonly filename: string; readonly sha256: string },
  verifier: AttestationVerifier | undefined,
): Promise<Provenance | undefined> {
  const attestations = extractAttestations(identity, text);
  if (identity.kind !== 'publisher') return undefined;
  const publisher = publisherIdentity(identity.publisher);
  const seen = new Set<string>();
  for (const attestation of attestations) {
    let predicateType: string;
    try {
      await verifier?.verify(attestation);
      checkCertificate(attestation, publisher);
      predicateType = checkStatement(attestation, file.filename, file.sha256);
    } catch (error) {
      if (error instanceof AttestationRejected)
        refuse(
          `Could not verify the uploaded artifact using the included attestation: Verification failed: ${error.message}`,
        );
      throw error;
    }
    if (seen.has(predicateType))
      refuse(
        `Multiple attestations for the same file with the same predicate type (${predicateType}) are not supported`,
      );
    seen.add(predicateType);
  }
  return { version: 1, attestation_bundles: [{ publisher, attestations }] };
}
