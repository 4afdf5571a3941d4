import type { Descriptor, ManifestContent } from '../descriptor.ts';
import { type Digest, digestBytes } from '../digest.ts';
import { mediaTypes } from '../media-types.ts';
import type { PackageFile, ReleaseFacts } from './package-file.ts';
import { architectureOf, packageType } from './package-name.ts';

/** Annotations of this layout; what is not PyOCI's own has a prefix that its reader passes over. */
export const packageAnnotations = {
  sha256: 'com.pyoci.sha256_digest',
  projectUrls: 'com.pyoci.project_urls',
  created: 'org.opencontainers.image.created',
  title: 'org.opencontainers.image.title',
  fileName: 'dev.slipway.filename',
  size: 'dev.slipway.size',
  requiresPython: 'dev.slipway.requires-python',
  metadataSha256: 'dev.slipway.metadata-sha256',
} as const;

/** The two bytes `{}`, config of every artifact without one (image-spec, "Guidance for an empty descriptor"). */
export const emptyConfigBytes: Uint8Array = Buffer.from('{}');

/** The config of every file. */
export const emptyConfig: Pick<Descriptor, 'mediaType' | 'digest' | 'size'> = {
  mediaType: mediaTypes.emptyConfig,
  digest: digestBytes(emptyConfigBytes),
  size: emptyConfigBytes.byteLength,
};

/** JSON to push, with its digest. */
export interface RenderedManifest {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

type Annotations = Readonly<Record<string, string>>;

function render(value: object): RenderedManifest {
  const bytes = Buffer.from(JSON.stringify(value));
  return { bytes, digest: digestBytes(bytes) };
}

function sortAnnotations(annotations: Readonly<Record<string, string | undefined>>): Annotations {
  const set = Object.entries(annotations).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(set.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function describeRelease({ created, annotations }: ReleaseFacts): Annotations {
  return sortAnnotations({ ...annotations, [packageAnnotations.created]: created });
}

/**
 * The manifest of one file. The same file and facts give the same bytes.
 * The name stands on the layer, where `oras pull` takes it from; on an entry of the index it would name the manifest.
 */
export function renderFileManifest(file: PackageFile, facts: ReleaseFacts): RenderedManifest {
  return render({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    artifactType: packageType,
    config: emptyConfig,
    layers: [
      {
        mediaType: packageType,
        digest: `sha256:${file.sha256}`,
        size: file.size,
        annotations: { [packageAnnotations.title]: file.fileName },
      },
    ],
    annotations: describeRelease(facts),
  });
}

/** The entry of one file in the index of its release. */
export function describeFile(file: PackageFile, facts: ReleaseFacts): Descriptor {
  const manifest = renderFileManifest(file, facts);
  const urls = Object.keys(file.projectUrls).length === 0 ? undefined : JSON.stringify(file.projectUrls);
  return {
    mediaType: mediaTypes.ociManifest,
    digest: manifest.digest,
    size: manifest.bytes.byteLength,
    platform: { architecture: architectureOf(file.fileName), os: 'any' },
    annotations: sortAnnotations({
      [packageAnnotations.sha256]: file.sha256,
      [packageAnnotations.projectUrls]: urls,
      [packageAnnotations.created]: facts.created,
      [packageAnnotations.fileName]: file.fileName,
      [packageAnnotations.size]: String(file.size),
      [packageAnnotations.requiresPython]: file.requiresPython,
      [packageAnnotations.metadataSha256]: file.metadataSha256,
    }),
  };
}

const architectureOfEntry = ({ platform }: Descriptor): string => String(platform?.['architecture'] ?? '');

/**
 * The index of a release: the existing entries, with those of the same files replaced and others added, in an order
 * that does not depend on who came first.
 */
export function renderPackageIndex(
  existing: ManifestContent | undefined,
  added: readonly Descriptor[],
  facts: ReleaseFacts,
): RenderedManifest {
  const replaced = new Set(added.map(architectureOfEntry));
  const kept = (existing?.manifests ?? []).filter((entry) => !replaced.has(architectureOfEntry(entry)));
  const manifests = [...kept, ...added].sort((left, right) =>
    architectureOfEntry(left) < architectureOfEntry(right) ? -1 : 1,
  );
  return render({
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    artifactType: packageType,
    manifests,
    // Whoever made the release has said these; a file that comes later does not change them.
    annotations: sortAnnotations({ ...describeRelease(facts), ...existing?.annotations }),
  });
}
