/** Media types of the OCI image specification and of Docker's, which registries hold side by side. */
export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  emptyConfig: 'application/vnd.oci.empty.v1+json',
} as const;

// Last: what is not handled, but must be seen to be there.
const artifactManifest = 'application/vnd.oci.artifact.manifest.v1+json';
const schema1 = [
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
];

/**
 * `Accept` of every question for a manifest. A registry answers 404 for a manifest whose type is not asked for, which must
 * not be taken for "there is none".
 */
export const manifestAccept: string = [
  mediaTypes.ociIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerIndex,
  mediaTypes.dockerManifest,
  artifactManifest,
  ...schema1,
].join(', ');

/** Whether a type is that of a list of manifests. */
export function isIndexType(mediaType: string): boolean {
  return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerIndex;
}

/** Whether a type is that of one image or artifact. */
export function isManifestType(mediaType: string): boolean {
  return mediaType === mediaTypes.ociManifest || mediaType === mediaTypes.dockerManifest;
}

/** Layers that stay where they are and are never pushed (image-spec, "non-distributable layers"). */
export function isForeignLayer(mediaType: string): boolean {
  return (
    mediaType.startsWith('application/vnd.oci.image.layer.nondistributable.') ||
    mediaType.startsWith('application/vnd.docker.image.rootfs.foreign.')
  );
}
