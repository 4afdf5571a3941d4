import { IntegrityError } from '@slipway/core/errors/action-error';
import { type Digest, isDigest } from '@slipway/oci/digest';

/** Something the build was made from: a base image, a git repository, a downloaded file. */
export interface BuildMaterial {
  /** `pkg:docker/…`, `https://…`. */
  readonly uri: string;
  /** Hex by algorithm. */
  readonly digest: Readonly<Record<string, string>>;
}

/** A finding of BuildKit about the Dockerfile. */
export interface BuildWarning {
  readonly text: string;
  readonly url: string;
  /** `Dockerfile:3`; empty when it is about no line. */
  readonly place: string;
}

/** What buildx writes about a build (`--metadata-file`). */
export interface BuildMetadata {
  /** Of the image: `containerimage.digest`. */
  readonly digest: Digest;
  /** `buildx.build.ref`, under which the builder keeps its record; empty when there is none. */
  readonly buildRef: string;
  readonly warnings: readonly BuildWarning[];
  /** Each once, sorted by address. */
  readonly materials: readonly BuildMaterial[];
}

interface RawWarning {
  /** Base64, as Go writes bytes in JSON. */
  readonly short?: unknown;
  readonly url?: unknown;
  readonly sourceInfo?: { readonly filename?: unknown };
  readonly range?: readonly { readonly start?: { readonly line?: unknown } }[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the metadata file. @throws IntegrityError E_DOCKER_RESULT when it does not say what was built */
export function parseBuildMetadata(json: string): BuildMetadata {
  const raw = parseObject(json);
  const descriptor = raw['containerimage.descriptor'] as { readonly digest?: unknown } | undefined;
  const digest = raw['containerimage.digest'] ?? descriptor?.digest;
  if (!isDigest(digest) || (descriptor?.digest !== undefined && descriptor.digest !== digest)) {
    throw new IntegrityError('E_DOCKER_RESULT', {
      message: 'buildx did not say which digest the image has ("containerimage.digest" of its metadata).',
    });
  }
  const warnings = raw['buildx.build.warnings'];
  const provenances = Object.entries(raw).filter(([key]) => key.startsWith('buildx.build.provenance'));
  return {
    digest,
    buildRef: text(raw['buildx.build.ref']),
    warnings: Array.isArray(warnings) ? (warnings as readonly RawWarning[]).map(readWarning) : [],
    materials: joinMaterials(provenances.flatMap(([, provenance]) => readMaterials(provenance))),
  };
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told by the caller: nothing is known of the digest.
  }
  return {};
}

function readWarning({ short, url, sourceInfo, range }: RawWarning): BuildWarning {
  const line = range?.[0]?.start?.line;
  const file = text(sourceInfo?.filename);
  return {
    text: Buffer.from(text(short), 'base64').toString('utf8'),
    url: text(url),
    place: file === '' ? '' : `${file}${typeof line === 'number' ? `:${line}` : ''}`,
  };
}

/** Materials of SLSA v0.2 and dependencies of v1, both of which BuildKit writes. */
function readMaterials(provenance: unknown): readonly BuildMaterial[] {
  const { materials, buildDefinition } = (provenance ?? {}) as {
    readonly materials?: unknown;
    readonly buildDefinition?: { readonly resolvedDependencies?: unknown };
  };
  const list = materials ?? buildDefinition?.resolvedDependencies;
  if (!Array.isArray(list)) return [];
  return (list as readonly Partial<BuildMaterial>[]).flatMap(({ uri, digest }) =>
    typeof uri === 'string' && typeof digest === 'object' && digest !== null ? [{ uri, digest }] : [],
  );
}

function joinMaterials(materials: readonly BuildMaterial[]): readonly BuildMaterial[] {
  const byKey = new Map(materials.map((material) => [JSON.stringify(material), material]));
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, material]) => material);
}
