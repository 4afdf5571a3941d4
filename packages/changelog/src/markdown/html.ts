import { completeAddress, type LinkBase, nameImage } from './addresses.ts';
import type { Edit } from './edits.ts';
import {
  blockElements,
  type HtmlToken,
  mapElement,
  optionalEnds,
  readHtmlTokens,
  renderOpenTag,
  type TagToken,
  voidElements,
} from './html-tags.ts';
import { type MarkdownNode, type MarkdownRoot, offsetsOf, walkPlaced } from './tree.ts';

/** A browser ends elements that are nested deeper than this. People do not nest so deep. */
const maxDepth = 20;

/** A tag at its place, with what is to stand there. */
interface Tag {
  readonly token: HtmlToken;
  readonly start: number;
  /** Undefined while it is not known whether the tag has a counterpart. */
  text: string | undefined;
}

interface OpenElement {
  readonly name: string;
  readonly tag: Tag;
  /** Tag to write; empty for an element that goes, with its content kept. */
  readonly opening: string;
  readonly closing: string;
}

/** The elements that are open at one place of the tree. */
class ElementStack {
  readonly open: OpenElement[] = [];

  get hasLink(): boolean {
    return this.open.some(({ name, opening }) => name === 'a' && opening !== '');
  }
}

/**
 * The edits that leave only elements which GitHub shows and which cannot reach beyond themselves: each has its end within the
 * same block, in order. What the author meant as text (`List<str>`) is shown as text.
 */
export function renderHtmlEdits(text: string, root: MarkdownRoot, base: LinkBase | undefined): Edit[] {
  const tags: Tag[] = [];
  const stacks = new Map<MarkdownNode, ElementStack>();
  for (const { node, parent, isLinked } of walkPlaced(root)) {
    if (node.type !== 'html') continue;
    const stack = stacks.get(parent) ?? new ElementStack();
    stacks.set(parent, stack);
    let { start } = offsetsOf(node);
    const source = text.slice(start, offsetsOf(node).end);
    for (const token of readHtmlTokens(source)) {
      const tag: Tag = { token, start, text: undefined };
      tags.push(tag);
      start += token.source.length;
      placeTag(tag, stack, base, isLinked);
    }
  }
  const ends: string[] = [];
  for (const [parent, { open }] of stacks) {
    for (const element of open.reverse()) endUnclosed(element, parent === root ? ends : undefined);
  }
  const edits = tags
    .filter(({ token, text: kept }) => kept !== token.source)
    .map(({ token, start, text: kept = '' }) => ({ start, end: start + token.source.length, text: kept }));
  if (ends.length > 0) edits.push({ start: text.length, end: text.length, text: `\n\n${ends.join('\n')}` });
  return edits;
}

function placeTag(tag: Tag, stack: ElementStack, base: LinkBase | undefined, isLinked: boolean): void {
  const { token } = tag;
  if (token.kind === 'comment') tag.text = '';
  else if (token.kind === 'text') tag.text = token.source.replaceAll('<', '&lt;');
  else if (token.kind === 'close') closeElement(tag, (token as TagToken).name, stack);
  else openElement(tag, token as TagToken, stack, base, isLinked);
}

function openElement(
  tag: Tag,
  token: TagToken,
  stack: ElementStack,
  base: LinkBase | undefined,
  isLinked: boolean,
): void {
  const { name, attributes } = token;
  const isInLink = isLinked || stack.hasLink;
  if (name === 'img') {
    tag.text = renderImage(attributes, base, isInLink);
    return;
  }
  const mapped = mapElement(name);
  if (mapped === undefined || stack.open.length >= maxDepth) {
    tag.text = token.source.replaceAll('<', '&lt;');
    return;
  }
  if (voidElements.has(mapped)) {
    tag.text = `<${mapped}>`;
    return;
  }
  const address = name === 'a' && !isInLink ? readAddress(attributes.get('href'), base) : undefined;
  const isDropped = name === 'a' && address === undefined;
  stack.open.push({
    name,
    tag,
    opening: isDropped ? '' : renderOpenTag(mapped, attributes, address),
    closing: isDropped ? '' : `</${mapped}>`,
  });
}

function closeElement(tag: Tag, name: string, stack: ElementStack): void {
  const last = stack.open.at(-1);
  // A list or a table may leave the ends of its parts out.
  const depth = stack.open.findLastIndex((element) => element.name === name);
  const isBehindOptional =
    depth >= 0 && stack.open.slice(depth + 1).every((element) => optionalEnds.has(element.name));
  if (last === undefined || !isBehindOptional) {
    tag.text = mapElement(name) === undefined ? tag.token.source.replaceAll('<', '&lt;') : '';
    return;
  }
  for (const element of stack.open.splice(depth + 1)) element.tag.text = '';
  const element = stack.open.pop();
  if (element === undefined) return;
  element.tag.text = element.opening;
  tag.text = element.closing;
}

/** What stays open: its end is put behind the text when it holds blocks, and else it was meant as text. */
function endUnclosed({ name, tag, opening, closing }: OpenElement, ends: string[] | undefined): void {
  if (optionalEnds.has(name) || opening === '') tag.text = '';
  else if (ends !== undefined && blockElements.has(name)) {
    tag.text = opening;
    ends.push(closing);
  } else tag.text = tag.token.source.replaceAll('<', '&lt;');
}

/** An address of an attribute; undefined when it is not one that leads somewhere, or hides what it is behind entities. */
function readAddress(value: string | undefined, base: LinkBase | undefined): string | undefined {
  const plain = value?.replaceAll('&amp;', '&');
  if (plain === undefined || plain.trim() === '' || /&(?:#|[a-z]+;)/i.test(plain)) return undefined;
  return completeAddress(plain.trim(), base, 'blob')?.replaceAll('&', '&amp;');
}

function renderImage(
  attributes: ReadonlyMap<string, string>,
  base: LinkBase | undefined,
  isInLink: boolean,
): string {
  const address = readAddress(attributes.get('src'), base);
  const label = nameImage(attributes.get('alt') ?? '', attributes.get('src') ?? '').replace(/["']/g, ' ');
  return address === undefined || isInLink ? label : `<a href="${address}">${label}</a>`;
}
