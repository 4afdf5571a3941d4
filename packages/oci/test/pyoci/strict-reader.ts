/** A file as PyOCI's reader finds it. */
export interface StrictFile {
  readonly version: string;
  readonly fileName: string;
  readonly sha256: string | undefined;
}

type Read = (reference: string) => { readonly mediaType: string; readonly bytes: Uint8Array } | undefined;

interface Entry {
  readonly digest: string;
  readonly platform?: { readonly architecture: string; readonly os: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const packageType = 'application/pyoci.package.v1';

function parse(read: Read, reference: string, type: string): Record<string, unknown> {
  const stored = read(reference);
  if (stored === undefined) throw new Error(`${reference} is not there`);
  if (stored.mediaType !== type) throw new Error(`Expected ${type}, got ${stored.mediaType}`);
  const value = JSON.parse(Buffer.from(stored.bytes).toString('utf8')) as Record<string, unknown>;
  if (value['artifactType'] !== packageType) throw new Error('No artifact type set');
  return value;
}

/**
 * Reads a repository by the rules of PyOCI 0.1.40: every tag is an index of its type, every entry has a platform, and every
 * manifest has exactly one layer. One breach fails the whole repository.
 */
export function readStrictly(project: string, read: Read, tags: readonly string[]): StrictFile[] {
  return tags.flatMap((tag) => {
    const version = tag.replaceAll('-', '+');
    const index = parse(read, tag, indexType);
    return (index['manifests'] as readonly Entry[]).map(({ digest, platform, annotations }) => {
      if (platform === undefined) throw new Error('an entry has no platform');
      const layers = parse(read, digest, manifestType)['layers'] as readonly { digest: string }[];
      if (layers.length !== 1) throw new Error(`a manifest has ${layers.length} layers`);
      const { architecture } = platform;
      const dash = architecture === '.tar.gz' ? '' : '-';
      const sha256 = annotations?.['com.pyoci.sha256_digest'];
      if (layers[0]?.digest !== `sha256:${sha256}`) throw new Error('the layer is not the file of the entry');
      return { version, fileName: `${project}-${version}${dash}${architecture}`, sha256 };
    });
  });
}
