import type { Descriptor } from './descriptor.ts';
import { type Digest, isDigest } from './digest.ts';

/** Fields of a platform as an index or a config has them (image-spec, "OCI Image Index"). */
export type PlatformFields = Readonly<Record<string, unknown>>;

/** What BuildKit gives an attestation manifest since 0.31 (exporter/containerimage/writer.go). */
const attestationArtifactType = 'application/vnd.docker.attestation.manifest.v1+json';

function readText(fields: PlatformFields | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

/**
 * `linux/arm64/v8`, and `windows(10.0.17763.1577)/amd64` for a platform of one version, as containerd writes them; undefined
 * where there is none, or it is for no platform.
 */
export function formatPlatform(fields: PlatformFields | undefined): string | undefined {
  const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) => readText(fields, name));
  if (os === '' || os === 'unknown' || architecture === '') return undefined;
  const version = readText(fields, 'os.version');
  const system = version === '' ? os : `${os}(${version})`;
  return [system, architecture, ...(variant === '' ? [] : [variant])].join('/');
}

// github.com/containerd/platforms, normalizeArch: spellings of the same machine.
const defaultVariants: Readonly<Record<string, string>> = {
  'amd64/v1': 'amd64',
  'arm64/v8': 'arm64',
  'arm64/8': 'arm64',
  arm: 'arm/v7',
  'arm/7': 'arm/v7',
};

/** The name of a platform that is the same for every way to write it; undefined as `formatPlatform`. */
export function normalisePlatform(fields: PlatformFields | undefined): string | undefined {
  const text = formatPlatform(fields);
  if (text === undefined) return undefined;
  const slash = text.indexOf('/');
  const machine = text.slice(slash + 1);
  return `${text.slice(0, slash)}/${defaultVariants[machine] ?? machine}`;
}

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
