import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import { isRecord } from '@slipway/core/is-record';
import { statementPayloadType } from '../in-toto.ts';
import { serializeBundle } from '../serialize-bundle.ts';
import { invalid } from '../verify-bundle.ts';

type LogEntry = SerializedBundle['verificationMaterial']['tlogEntries'][number];

/** An attestation object, https://peps.python.org/pep-0740/#attestation-objects. */
export interface Attestation {
  readonly version: 1;
  readonly verification_material: {
    /** DER in base64. */
    readonly certificate: string;
    /** Entries in the JSON form of Sigstore's bundles. */
    readonly transparency_entries: readonly LogEntry[];
  };
  readonly envelope: {
    /** The statement in base64: the payload of an envelope whose type is fixed. */
    readonly statement: string;
    readonly signature: string;
  };
}

/** The attestation object of a bundle. @throws IntegrityError E_ATTESTATION_INVALID when it has no place in one */
export function toAttestation(bundle: SerializedBundle): Attestation {
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  const { dsseEnvelope: envelope } = bundle;
  if (envelope === undefined) throw invalid('its bundle is not an envelope around a statement');
  if (certificate === undefined) throw invalid('its bundle has no single certificate (version 0.3)');
  if (envelope.payloadType !== statementPayloadType)
    throw invalid(`its payload is of type ${envelope.payloadType}`);
  const [signature] = envelope.signatures;
  if (signature === undefined || envelope.signatures.length !== 1)
    throw invalid(`its bundle has ${envelope.signatures.length} signatures instead of one`);
  if (tlogEntries.length === 0) throw invalid('its bundle has no entry of the transparency log');
  return {
    version: 1,
    verification_material: { certificate: certificate.rawBytes, transparency_entries: tlogEntries },
    envelope: { statement: envelope.payload, signature: signature.sig },
  };
}

/** The bundle (version 0.3) of an attestation object. */
export function toBundle(attestation: Attestation): SerializedBundle {
  const { certificate, transparency_entries: entries } = attestation.verification_material;
  const { statement, signature } = attestation.envelope;
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      x509CertificateChain: undefined,
      publicKey: undefined,
      certificate: { rawBytes: certificate },
      tlogEntries: [...entries],
      timestampVerificationData: undefined,
    },
    dsseEnvelope: {
      payload: statement,
      payloadType: statementPayloadType,
      signatures: [{ sig: signature, keyid: '' }],
    },
    messageSignature: undefined,
  };
}

/** Reads a bundle that somebody else made, as a `.sigstore.json` file has it. @throws IntegrityError E_ATTESTATION_INVALID */
export function parseBundle(text: string): SerializedBundle {
  try {
    return serializeBundle(bundleFromJSON(JSON.parse(text)));
  } catch (cause) {
    throw invalid(`it is not a bundle: ${cause instanceof Error ? cause.message : 'no reason given'}`, cause);
  }
}

/** Reads an attestation object that somebody else made. @throws IntegrityError E_ATTESTATION_INVALID */
export function parseAttestation(text: string): Attestation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid('it is not valid JSON', cause);
  }
  const material = isRecord(value) ? value['verification_material'] : undefined;
  const envelope = isRecord(value) ? value['envelope'] : undefined;
  if (!isRecord(value) || value['version'] !== 1 || !isRecord(material) || !isRecord(envelope))
    throw invalid('it is not an attestation object of version 1');
  const { certificate, transparency_entries: entries } = material;
  const { statement, signature } = envelope;
  if (typeof certificate !== 'string' || typeof statement !== 'string' || typeof signature !== 'string')
    throw invalid('it has no certificate, no statement or no signature');
  if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isRecord))
    throw invalid('it has no entry of the transparency log');
  return {
    version: 1,
    // What is inside an entry is read, and refused, by the verification of the bundle.
    verification_material: { certificate, transparency_entries: entries as unknown as LogEntry[] },
    envelope: { statement, signature },
  };
}
