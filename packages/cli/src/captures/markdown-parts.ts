import { fromMarkdown } from 'mdast-util-from-markdown';

/** A run of text, code or HTML that somebody reads, with the line it begins on, counted from 1. */
export interface TextPart {
  readonly line: number;
  /** As shown: escapes and entities are undone. */
  readonly text: string;
  /** As written. */
  readonly source: string;
}

/** A link or an image. */
export interface LinkPart extends TextPart {
  readonly address: string;
}

/** One paragraph, heading or table cell. */
export interface ProsePart {
  readonly line: number;
  readonly isCell: boolean;
  /** Everything shown in it, code and the texts of links included. */
  readonly text: string;
  readonly texts: readonly TextPart[];
  readonly links: readonly LinkPart[];
  readonly codes: readonly TextPart[];
  /** Tags of HTML. */
  readonly tags: readonly TextPart[];
}

type Root = ReturnType<typeof fromMarkdown>;
/** A node of the tree of a text. */
export type MarkdownNode = Root | Root['children'][number];

/** Parses CommonMark; tables are a paragraph in it. */
export const parseMarkdown = (text: string): Root => fromMarkdown(text);

const lineOf = (node: MarkdownNode): number => node.position?.start.line ?? 1;

/** The part of a text that a node was read from. */
export function sourceOf(text: string, node: MarkdownNode): string {
  return text.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

/** All nodes below a node, in the order of the text; deep nesting does not exhaust the stack. */
function* walkNodes(root: MarkdownNode): Generator<MarkdownNode> {
  const waiting: MarkdownNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
}

/**
 * Reads what stands inside a paragraph, heading or cell.
 * @param line of the text that `source` begins on
 */
export function readProse(source: string, line: number, isCell: boolean): ProsePart {
  // The word in front keeps the text from being read as a list, heading, or other block.
  const lead = isCell ? 'x ' : '';
  const text = lead + source;
  const texts: TextPart[] = [];
  const links: LinkPart[] = [];
  const codes: TextPart[] = [];
  const tags: TextPart[] = [];
  let shown = '';
  const insideLinks = new Set<MarkdownNode>();
  for (const node of walkNodes(parseMarkdown(text))) {
    const at = line + lineOf(node) - 1;
    const own = sourceOf(text, node);
    if (node.type === 'text') {
      shown += node.value;
      if (!insideLinks.has(node)) texts.push({ line: at, text: node.value, source: own });
    } else if (node.type === 'inlineCode') {
      shown += node.value;
      codes.push({ line: at, text: node.value, source: own });
    } else if (node.type === 'html') tags.push({ line: at, text: node.value, source: own });
    else if (node.type === 'break') shown += '\n';
    else if (node.type === 'link' || node.type === 'image' || node.type === 'linkReference') {
      const below = [...walkNodes(node)];
      for (const each of below) insideLinks.add(each);
      const label = below.map((each) => ('value' in each ? each.value : '')).join('');
      if (node.type !== 'linkReference')
        links.push({ line: at, text: label, source: own, address: node.url });
    }
  }
  return { line, isCell, text: shown.slice(lead.length), texts, links, codes, tags };
}
