import type { InputError } from '@slipway/core/errors/action-error';
import { type Descriptor, parseManifest } from '../descriptor.ts';
import { isIndexType, isManifestType } from '../media-types.ts';
import { type Tree, type TreeNode, walkTree } from '../walk-tree.ts';
import type { Layout } from './layout.ts';
import { refuseLayout } from './layout-error.ts';

/** Reads every index and manifest below an entry of a layout. @throws InputError E_OCI_LAYOUT */
export async function readLayoutNodes(
  layout: Layout,
  root: Descriptor,
): Promise<{ readonly tree: Tree; readonly refuse: (what: string) => InputError }> {
  const refuse = (what: string): InputError => refuseLayout(layout.path, what);
  const read = async (listed: Descriptor): Promise<TreeNode> => {
    const { digest, mediaType } = listed;
    const bytes = await layout.read(listed);
    const content = parseManifest(bytes);
    if (content === undefined || (content.mediaType ?? mediaType) !== mediaType)
      throw refuse(`${digest} is listed as ${mediaType} but has a different type`);
    if (!isIndexType(mediaType) && !isManifestType(mediaType))
      throw refuse(`${digest} has the media type ${mediaType}, which is not an image type`);
    return { listed, bytes, content };
  };
  return { tree: await walkTree(await read(root), { read, refuse }), refuse };
}
