import { runParallel } from '@slipway/core/async/run-parallel';
import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Descriptor } from '../descriptor.ts';
import type { Digest } from '../digest.ts';
import { ociErrors } from '../errors.ts';
import type { Layout } from '../layout/layout.ts';
import { readLayoutNodes } from '../layout/layout-nodes.ts';
import { getManifest, type StoredManifest } from '../manifests.ts';
import { isIndexType, isManifestType } from '../media-types.ts';
import type { Repository } from '../registry.ts';
import { type TreeNode, walkTree } from '../walk-tree.ts';
import { type ImageConfig, isImageConfig, parseImageConfig, readImageConfig } from './image-config.ts';
import { isAttestation, readAttested } from './index-entry.ts';
import { formatPlatform } from './platform.ts';

/** One index or manifest of an image. */
export interface TreeEntry {
  readonly descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;
  /** `attestation` is one of BuildKit's, for no platform; `manifest` is anything else that is not of an image. */
  readonly kind: 'index' | 'platform' | 'attestation' | 'manifest';
  /** `linux/arm64/v8`; undefined for an index, an attestation, and an image that does not say. */
  readonly platform: string | undefined;
  /** The manifest that an attestation is about. */
  readonly attests: Digest | undefined;
}

/** An image with everything below it, each once. */
export interface ImageTree {
  readonly root: StoredManifest;
  /** The root first, then children in the order of their index. */
  readonly manifests: readonly TreeEntry[];
}

/** An entry with what an index says of it. */
export interface ImageNode {
  readonly entry: TreeEntry;
  /** With annotations and platform; that of the config where the index has none. */
  readonly listed: Descriptor;
}

type ReadConfig = (config: Descriptor | undefined) => Promise<ImageConfig | undefined>;

const maxPlatforms = 100;
const parallelReads = 8;

async function describeNode({ listed, content }: TreeNode, readConfig: ReadConfig): Promise<ImageNode> {
  const { mediaType, digest, size } = listed;
  const descriptor = { mediaType, digest, size };
  const nothing = { platform: undefined, attests: undefined };
  if (isIndexType(mediaType)) return { entry: { descriptor, kind: 'index', ...nothing }, listed };
  if (isAttestation({ ...listed, artifactType: content.artifactType })) {
    const attests = readAttested(listed, content.subject);
    return { entry: { descriptor, kind: 'attestation', platform: undefined, attests }, listed };
  }
  if (content.artifactType !== undefined || !isImageConfig(content.config))
    return { entry: { descriptor, kind: 'manifest', ...nothing }, listed };
  const isTold = formatPlatform(listed.platform) !== undefined;
  const fields = isTold ? listed.platform : (await readConfig(content.config))?.platform;
  const platform = formatPlatform(fields);
  const complete = fields === undefined || platform === undefined ? listed : { ...listed, platform: fields };
  return { entry: { descriptor, kind: 'platform', platform, attests: undefined }, listed: complete };
}

async function describeNodes(
  nodes: readonly TreeNode[],
  readConfig: ReadConfig,
  refuse: (what: string) => Error,
): Promise<readonly ImageNode[]> {
  const described = new Map<TreeNode, ImageNode>();
  await runParallel(nodes, parallelReads, async (node) => {
    described.set(node, await describeNode(node, readConfig));
  });
  const inOrder = nodes.flatMap((node) => described.get(node) ?? []);
  const platforms = inOrder.filter(({ entry }) => entry.kind === 'platform').length;
  if (platforms > maxPlatforms)
    throw refuse(`it has ${platforms} platforms; at most ${maxPlatforms} are supported`);
  return inOrder;
}

/** Makes the errors for an image of a registry that cannot be used. */
export function refuseImage(
  { registry, name }: Pick<Repository, 'registry' | 'name'>,
  reference: string,
): (what: string) => InputError {
  return (what) =>
    new InputError(ociErrors.E_OCI_IMAGE, {
      message: `${registry}/${name} has an unusable image ${reference}: ${what}.`,
    });
}

/** An image of a registry, as `readImageTree` reads it, with what its indexes say of each entry. */
export async function readImageNodes(
  repository: Repository,
  reference: string,
): Promise<{ readonly root: StoredManifest; readonly nodes: readonly ImageNode[] }> {
  const name = `${repository.registry}/${repository.name}`;
  const refuse = refuseImage(repository, reference);
  const root = await getManifest(repository, reference);
  if (root === undefined)
    throw new RemoteError(ociErrors.E_OCI_NOT_FOUND, { message: `${name} has no image ${reference}.` });
  const { mediaType, digest, bytes, content } = root;
  const type = neutralizeLine(content.artifactType ?? content.config?.mediaType ?? mediaType, 100);
  const isImage =
    isManifestType(mediaType) && content.artifactType === undefined && isImageConfig(content.config);
  if (!isIndexType(mediaType) && !isImage) throw refuse(`it is not an image (${type})`);
  const top: TreeNode = { listed: { mediaType, digest, size: bytes.byteLength }, bytes, content };
  const read = async (listed: Descriptor): Promise<TreeNode> => {
    const found = await getManifest(repository, listed.digest);
    if (found === undefined) {
      throw new RemoteError(ociErrors.E_OCI_NOT_FOUND, {
        message: `${name} has no ${listed.digest}, which the image ${reference} lists.`,
      });
    }
    if (found.mediaType !== listed.mediaType || found.bytes.byteLength !== listed.size)
      throw refuse(`its index lists ${listed.digest} with a wrong media type or size`);
    return { listed, bytes: found.bytes, content: found.content };
  };
  const { nodes } = await walkTree(top, { read, refuse });
  const described = await describeNodes(nodes, (config) => readImageConfig(repository, config), refuse);
  return { root, nodes: described };
}

/**
 * Reads an image of a registry: the index, those nested in it, every platform and every attestation.
 * @param reference digest or tag
 * @throws RemoteError E_OCI_NOT_FOUND for missing manifests, E_OCI_*; InputError E_OCI_IMAGE for anything that is not
 * an image or is too large
 */
export async function readImageTree(repository: Repository, reference: string): Promise<ImageTree> {
  const { root, nodes } = await readImageNodes(repository, reference);
  return { root, manifests: nodes.map(({ entry }) => entry) };
}

/** Reads an image of a layout in the same way. @throws InputError E_OCI_LAYOUT */
export async function readLayoutTree(layout: Layout, root: Descriptor): Promise<readonly TreeEntry[]> {
  const { tree, refuse } = await readLayoutNodes(layout, root);
  const readConfig: ReadConfig = async (config) =>
    config === undefined ? undefined : parseImageConfig(await layout.read(config));
  return (await describeNodes(tree.nodes, readConfig, refuse)).map(({ entry }) => entry);
}
