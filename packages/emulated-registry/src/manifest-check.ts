import { RegistryFailure } from './failure.ts';
import type { Digest, Package } from './model.ts';
import { isDigest } from './names.ts';

export const types = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const;

export interface ParsedDescriptor {
  readonly mediaType?: unknown;
  readonly digest: Digest;
  readonly size: number;
  readonly urls?: unknown;
}

/** A manifest whose form was checked. */
export interface ParsedManifest {
  readonly mediaType: string;
  readonly artifactType: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly subject: Digest | undefined;
  readonly blobs: readonly ParsedDescriptor[];
  readonly children: readonly ParsedDescriptor[];
}

function invalid(detail: string): RegistryFailure {
  return new RegistryFailure(400, 'MANIFEST_INVALID', 'manifest invalid', { detail });
}

function readDescriptor(value: unknown, what: string): ParsedDescriptor {
  const { digest, size } = (value ?? {}) as Record<string, unknown>;
  if (typeof digest !== 'string' || !isDigest(digest) || typeof size !== 'number')
    throw invalid(`${what} is no descriptor`);
  return value as ParsedDescriptor;
}

function readList(value: unknown, what: string): readonly ParsedDescriptor[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid(`${what} is no list`);
  return value.map((each) => readDescriptor(each, what));
}

/** Reads a manifest as a registry does. @throws RegistryFailure MANIFEST_INVALID */
export function parseManifest(bytes: Uint8Array, contentType: string): ParsedManifest {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  } catch {
    throw invalid('it is not JSON');
  }
  const known: readonly string[] = Object.values(types);
  if (!known.includes(contentType)) throw invalid(`unrecognized manifest content type ${contentType}`);
  if (value['schemaVersion'] !== 2) throw invalid('unrecognized manifest schema version');
  const mediaType = value['mediaType'] ?? contentType;
  if (mediaType !== contentType) throw invalid('mediaType does not match the Content-Type');
  const isIndex = contentType === types.ociIndex || contentType === types.dockerList;
  if (isIndex ? value['layers'] !== undefined : value['manifests'] !== undefined)
    throw invalid('it has the fields of another kind of manifest');
  const config = isIndex ? [] : [readDescriptor(value['config'], 'config')];
  const subject = value['subject'] === undefined ? undefined : readDescriptor(value['subject'], 'subject');
  return {
    mediaType: contentType,
    artifactType: (value['artifactType'] ?? (config[0]?.mediaType as unknown)) as string | undefined,
    annotations: value['annotations'] as Readonly<Record<string, string>> | undefined,
    subject: subject?.digest,
    blobs: [...config, ...readList(value['layers'], 'layers')],
    children: readList(value['manifests'], 'manifests'),
  };
}

/** Everything a manifest points to has to be there; layers that are fetched elsewhere need not. */
export function checkReferences({ blobs, children }: ParsedManifest, target: Package): void {
  const isForeign = ({ urls, mediaType }: ParsedDescriptor): boolean =>
    (Array.isArray(urls) && urls.length > 0) || /nondistributable|foreign/.test(String(mediaType));
  const missing = [
    ...blobs.filter((blob) => !isForeign(blob) && !target.blobs.has(blob.digest)),
    ...children.filter(({ digest }) => !target.manifests.has(digest)),
  ];
  const [first] = missing;
  if (first === undefined) return;
  throw new RegistryFailure(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', {
    detail: { digest: first.digest },
  });
}
