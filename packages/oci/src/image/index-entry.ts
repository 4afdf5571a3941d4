import type { Descriptor } from '../descriptor.ts';
import { type Digest, isDigest } from '../digest.ts';
import type { PlatformFields } from './platform.ts';

/** What BuildKit gives an attestation manifest since 0.31 (exporter/containerimage/writer.go). */
const attestationArtifactType = 'application/vnd.docker.attestation.manifest.v1+json';

/** What tells an attestation from a platform. */
interface EntryMarks {
  readonly annotations?: Descriptor['annotations'] | undefined;
  readonly platform?: PlatformFields | undefined;
  readonly artifactType?: string | undefined;
}

/** Whether an entry of an index is one of BuildKit's attestations, which are for no platform. */
export function isAttestation({ annotations, platform, artifactType }: EntryMarks): boolean {
  return (
    annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' ||
    platform?.['os'] === 'unknown' ||
    artifactType === attestationArtifactType
  );
}

/** The manifest an attestation is about, by its entry (BuildKit, "Attestation storage") or its subject. */
export function readAttested({ annotations }: Descriptor, subject?: Descriptor): Digest | undefined {
  const named = annotations?.['vnd.docker.reference.digest'] ?? subject?.digest;
  return isDigest(named) ? named : undefined;
}
