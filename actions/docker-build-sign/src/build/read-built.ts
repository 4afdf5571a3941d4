import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type Descriptor, type ManifestContent, parseManifest } from '@slipway/oci/descriptor';
import type { Digest } from '@slipway/oci/digest';
import { normalizePlatform } from '@slipway/oci/image/platform';
import { type Layout, openLayout } from '@slipway/oci/layout/layout';
import { isIndexType } from '@slipway/oci/media-types';
import { imageErrors } from '../errors.ts';

/** The image of one platform in a layout. */
export interface BuiltPlatform {
  /** In comparable form; empty when the image does not say. */
  readonly platform: string;
  readonly descriptor: Descriptor;
  readonly manifest: ManifestContent;
}

/** An image in a layout on disk. */
export interface BuiltImage {
  /** A tar archive. */
  readonly layoutPath: string;
  /** The index, or the manifest of an image that has none. */
  readonly root: Descriptor;
  readonly platforms: readonly BuiltPlatform[];
  /** Whether BuildKit's own attestations are in the index. */
  readonly hasAttestations: boolean;
}

function refuse(what: string): IntegrityError {
  return new IntegrityError(imageErrors.E_DOCKER_RESULT, { message: `${what}.` });
}

async function readManifest(layout: Layout, descriptor: Descriptor): Promise<ManifestContent> {
  const manifest = parseManifest(await layout.read(descriptor));
  if (manifest === undefined)
    throw refuse(`The built image contains ${descriptor.digest}, which is not a manifest`);
  return manifest;
}

/** The JSON of a config; empty for what is none. @throws InputError E_OCI_LAYOUT */
export async function readConfig(
  layout: Layout,
  { config }: ManifestContent,
): Promise<Readonly<Record<string, unknown>>> {
  if (config === undefined) return {};
  const text = Buffer.from(await layout.read(config)).toString('utf8');
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * Opens what was built, and checks that it is what was asked for: the digest that buildx told, and the platforms.
 * @param platforms those asked for; none when the builder was free to choose
 * @throws IntegrityError E_DOCKER_RESULT; InputError E_OCI_LAYOUT
 */
export async function readBuilt(
  layoutPath: string,
  digest: Digest,
  platforms: readonly string[],
): Promise<BuiltImage> {
  const layout = await openLayout(layoutPath);
  const [root] = layout.entries;
  if (root === undefined || layout.entries.some((entry) => entry.digest !== digest)) {
    const found = layout.entries.map((entry) => entry.digest).join(', ');
    throw refuse(`buildx reported the digest ${digest} but wrote the image ${found}`);
  }
  const top = await readManifest(layout, root);
  const isIndex = isIndexType(root.mediaType);
  const children = isIndex ? (top.manifests ?? []) : [root];
  const built: BuiltPlatform[] = [];
  for (const descriptor of children) {
    // https://docs.docker.com/build/metadata/attestations/attestation-storage/
    if (descriptor.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest') continue;
    const manifest = isIndex ? await readManifest(layout, descriptor) : top;
    // Nobody asks for one version of a system.
    const { os, architecture, variant } = descriptor.platform ?? (await readConfig(layout, manifest));
    const platform = normalizePlatform({ os, architecture, variant }) ?? '';
    built.push({ platform, descriptor, manifest });
  }
  const found = built.map(({ platform }) => platform);
  if (built.length === 0) throw refuse('The built image has no platform');
  if (platforms.length > 0 && platforms.toSorted().join() !== found.toSorted().join()) {
    const shown = found.map((platform) => (platform === '' ? 'unknown' : platform)).join(', ');
    throw refuse(
      `The requested platforms are ${platforms.join(', ')}, but buildx built ${neutralizeLine(shown, 300)}`,
    );
  }
  return { layoutPath, root, platforms: built, hasAttestations: children.length > built.length };
}
