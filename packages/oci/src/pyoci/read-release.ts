import { RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Descriptor, ManifestContent } from '../descriptor.ts';
import { type Digest, isDigest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import { getManifest, type StoredManifest } from '../manifests.ts';
import { isIndexType } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { packageAnnotations } from './package-manifests.ts';
import { fileNameOf, isFileOf, packageType } from './package-name.ts';

/** One file as the index of its release names it. */
export interface ReleaseFile {
  readonly fileName: string;
  readonly architecture: string;
  /** Of the manifest. */
  readonly manifestDigest: Digest;
  /** Hex; undefined for a file that PyOCI published before it wrote digests down. */
  readonly sha256: string | undefined;
  readonly size: number | undefined;
  readonly requiresPython: string | undefined;
  readonly metadataSha256: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number | undefined;
}

/** A release as the registry holds it. */
export interface PackageRelease {
  readonly digest: Digest;
  readonly content: ManifestContent;
  readonly files: readonly ReleaseFile[];
}

const hex = /^[0-9a-f]{64}$/;
// A name is joined to a folder later, and written into a page.
const safeName = /^[A-Za-z0-9][A-Za-z0-9._+!-]*\.(?:whl|tar\.gz)$/;

/**
 * Reads an index of the layout; undefined for anything else that a tag may hold (an image, a signature, the list of
 * referrers). An entry that is not a file of this project and version is skipped: any tool can put the index of a
 * different version under a tag.
 */
export function readRelease(
  stored: StoredManifest,
  project: string,
  version: string,
): PackageRelease | undefined {
  const { content, mediaType, digest } = stored;
  if (!isIndexType(mediaType) || content.artifactType !== packageType) return undefined;
  const files = (content.manifests ?? []).flatMap((entry) => readEntry(entry, project, version) ?? []);
  return { digest, content, files };
}

function readEntry(entry: Descriptor, project: string, version: string): ReleaseFile | undefined {
  const architecture = entry.platform?.['architecture'];
  if (typeof architecture !== 'string' || entry.platform?.['os'] !== 'any') return undefined;
  const read = (name: string): string | undefined => {
    const value: unknown = entry.annotations?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const readHex = (name: string): string | undefined => {
    const value = read(name);
    return value !== undefined && hex.test(value) ? value : undefined;
  };
  const fileName = read(packageAnnotations.fileName) ?? fileNameOf(project, version, architecture);
  if (!safeName.test(fileName) || !fileName.endsWith(architecture)) return undefined;
  if (!isFileOf(fileName, project, version)) return undefined;
  const size = read(packageAnnotations.size) ?? '';
  const created = Date.parse(read(packageAnnotations.created) ?? '');
  return {
    fileName,
    architecture,
    manifestDigest: entry.digest,
    sha256: readHex(packageAnnotations.sha256),
    size: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    requiresPython: read(packageAnnotations.requiresPython),
    metadataSha256: readHex(packageAnnotations.metadataSha256),
    createdAtMs: Number.isNaN(created) ? undefined : created,
  };
}

/** Where the bytes of a file are. */
export interface FileBlob {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Name under which `oras pull` writes it; undefined when it leaves it out. */
  readonly title: string | undefined;
}

/**
 * The blob behind a file, from its manifest, held against what the index says.
 * @throws RemoteError E_GHP_INCOMPLETE when the manifest is gone or is none of the layout
 */
export async function findFileBlob(repository: Repository, file: ReleaseFile): Promise<FileBlob> {
  const stored = await getManifest(repository, file.manifestDigest);
  const place = `${repository.registry}/${repository.name}`;
  const shown = neutralizeLine(file.fileName, 200);
  if (stored === undefined) {
    throw new RemoteError(ociErrors.E_GHP_INCOMPLETE, {
      message: `${place} lists ${shown}, but its manifest ${file.manifestDigest} is gone.`,
    });
  }
  const [layer, ...more] = stored.content.layers ?? [];
  const told = file.sha256 === undefined ? layer?.digest : `sha256:${file.sha256}`;
  if (layer === undefined || more.length > 0 || !isDigest(layer.digest) || layer.digest !== told) {
    throw new RemoteError(ociErrors.E_GHP_INCOMPLETE, {
      message: `${place} has a manifest ${file.manifestDigest} for ${shown} that does not contain the file named by its index.`,
    });
  }
  return { digest: layer.digest, size: layer.size, title: layer.annotations?.[packageAnnotations.title] };
}
