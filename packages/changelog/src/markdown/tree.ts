import type { fromMarkdown } from 'mdast-util-from-markdown';

/** A tree of CommonMark with the offsets of every node. */
export type MarkdownRoot = ReturnType<typeof fromMarkdown>;
export type MarkdownNode = MarkdownRoot | MarkdownRoot['children'][number];

/** All nodes in no particular order; deep nesting does not exhaust the stack. */
export function* walkMarkdown(root: MarkdownRoot): Generator<MarkdownNode> {
  const waiting: MarkdownNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    // One by one: a long text has more children than a call may have arguments.
    if ('children' in node) for (const child of node.children) waiting.push(child);
  }
}

/** Offsets of a parsed node in UTF-16 units. */
export function offsetsOf(node: MarkdownNode): { readonly start: number; readonly end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
