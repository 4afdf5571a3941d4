import type { Edit } from './edits.ts';
import { type MarkdownNode, type MarkdownRoot, offsetsOf, walkMarkdown } from './tree.ts';

/** Where relative addresses of a file of the repository lead. */
export interface LinkBase {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly tag: string;
}

type Link = Extract<MarkdownNode, { type: 'link' | 'linkReference' }>;
type Image = Extract<MarkdownNode, { type: 'image' | 'imageReference' }>;

/**
 * The edits that write every reference out as an inline link, take titles and definitions away, complete relative addresses,
 * and leave only the text of a link to any other scheme.
 */
export function renderLinkEdits(text: string, root: MarkdownRoot, base: LinkBase | undefined): Edit[] {
  const nodes = [...walkMarkdown(root)];
  const definitions = new Map<string, string>();
  // Nodes come in no order, and the first definition of a label counts (CommonMark §4.7).
  for (const node of nodes.toSorted((left, right) => offsetsOf(right).start - offsetsOf(left).start))
    if (node.type === 'definition') definitions.set(node.identifier, node.url);
  const edits: Edit[] = [];
  for (const node of nodes) {
    if (node.type === 'definition') edits.push({ ...offsetsOf(node), text: '' });
    else if (node.type === 'link' || node.type === 'linkReference')
      edits.push(...editLink(text, node, definitions, base));
    else if (node.type === 'image' || node.type === 'imageReference')
      edits.push(editImage(node, definitions, base));
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
  return [{ start: to, end, text: `](${address})` }];
}

function editImage(node: Image, definitions: ReadonlyMap<string, string>, base: LinkBase | undefined): Edit {
  const address = completeAddress(addressOf(node, definitions), base, 'raw');
  const label = (node.alt ?? '').replace(/[\\[\]*_`<>&!\n]/g, ' ').trim();
  return { ...offsetsOf(node), text: address === undefined ? label : `![${label}](${address})` };
}

function addressOf(node: Link | Image, definitions: ReadonlyMap<string, string>): string {
  return 'url' in node ? node.url : (definitions.get(node.identifier) ?? '');
}

/** An address that leads somewhere from the page of a release; undefined for a scheme that is not let through. */
function completeAddress(
  address: string,
  base: LinkBase | undefined,
  view: 'blob' | 'raw',
): string | undefined {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined)
    return ['http', 'https', 'mailto'].includes(scheme) ? encodeAddress(address) : undefined;
  if (address.startsWith('//')) return encodeAddress(`https:${address}`);
  if (base === undefined || address === '' || address.startsWith('#')) return encodeAddress(address);
  const path = new URL(address, 'https://placeholder.invalid/');
  const place = `${base.repositoryUrl}/${view}/${encodeURIComponent(base.tag)}`;
  return encodeAddress(`${place}${path.pathname}${path.search}${path.hash}`);
}

/** What would end a link's destination, or start an expression, is percent-encoded (RFC 3986). */
function encodeAddress(address: string): string {
  return address.replace(
    /[\s<>()[\]{}\\`"|]/g,
    (found) => `%${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
