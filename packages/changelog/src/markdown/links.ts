import { completeAddress, type LinkBase, nameImage } from './addresses.ts';
import type { Edit } from './edits.ts';
import { type MarkdownNode, type MarkdownRoot, offsetsOf, walkPlaced } from './tree.ts';

type Link = Extract<MarkdownNode, { type: 'link' | 'linkReference' }>;
type Image = Extract<MarkdownNode, { type: 'image' | 'imageReference' }>;

/**
 * The edits that write every reference out as an inline link, take titles and definitions away, complete relative addresses,
 * make links of images, and leave only the text of a link to any other scheme.
 */
export function renderLinkEdits(text: string, root: MarkdownRoot, base: LinkBase | undefined): Edit[] {
  const placed = [...walkPlaced(root)];
  const definitions = new Map<string, string>();
  // The first definition of a label counts (CommonMark §4.7).
  for (const { node } of placed)
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node.url);
  const edits: Edit[] = [];
  for (const { node, isLinked } of placed) {
    if (node.type === 'definition') edits.push({ ...offsetsOf(node), text: '' });
    else if (node.type === 'link' || node.type === 'linkReference')
      edits.push(...editLink(text, node, definitions, base));
    else if (node.type === 'image' || node.type === 'imageReference')
      edits.push(editImage(node, definitions, base, isLinked));
  }
  return edits;
}

function editLink(
  text: string,
  node: Link,
  definitions: ReadonlyMap<string, string>,
  base: LinkBase | undefined,
): Edit[] {
  const { start, end } = offsetsOf(node);
  // A bare address: GFM knows them by "http://", "https://", "www." and "@" alone.
  if (text[start] !== '[' && text[start] !== '<') return [];
  const address = completeAddress(addressOf(node, definitions), base, 'blob');
  // An autolink, `<https://…>`: CommonMark allows only absolute addresses there.
  if (text[start] === '<') {
    return address === undefined ? [{ start, end: start + 1, text: '&lt;' }] : [];
  }
  const [first] = node.children;
  const last = node.children.at(-1);
  const from = first === undefined ? start + 1 : offsetsOf(first).start;
  const to = last === undefined ? start + 1 : offsetsOf(last).end;
  if (address === undefined) {
    return [
      { start, end: from, text: '' },
      { start: to, end, text: '' },
    ];
  }
  return text.slice(to, end) === `](${address})` ? [] : [{ start: to, end, text: `](${address})` }];
}

/** An image in a release is loaded by everybody who reads it, and as large as its author likes: a link says where it is. */
function editImage(
  node: Image,
  definitions: ReadonlyMap<string, string>,
  base: LinkBase | undefined,
  isLinked: boolean,
): Edit {
  const source = addressOf(node, definitions);
  const address = completeAddress(source, base, 'blob');
  const label = nameImage(node.alt ?? '', source);
  const isPlain = address === undefined || address === '' || isLinked;
  return { ...offsetsOf(node), text: isPlain ? label : `[${label}](${address})` };
}

function addressOf(node: Link | Image, definitions: ReadonlyMap<string, string>): string {
  return 'url' in node ? node.url : (definitions.get(node.identifier) ?? '');
}
