import {
  type CompileContext,
  type Extension as FromMarkdownExtension,
  fromMarkdown,
  type Handle,
} from 'mdast-util-from-markdown';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmTable } from 'micromark-extension-gfm-table';

/** A tree of GitHub Flavored Markdown with the offsets of every node. */
export type MarkdownRoot = ReturnType<typeof fromMarkdown>;
export type MarkdownNode = MarkdownRoot | MarkdownRoot['children'][number];

type Token = Parameters<Handle>[0];

/** Makes a node of a token; its positions are those of the token. */
const enterAs = (create: () => object): Handle =>
  function (this: CompileContext, token: Token) {
    this.enter(create() as Parameters<CompileContext['enter']>[0], token);
  };

function exitToken(this: CompileContext, token: Token): void {
  this.exit(token);
}

/**
 * The constructs of GFM that decide whether a text is code or a link: cells of a table end at a pipe, code or not, and a bare
 * address is a link. What only changes how a text looks (strikethrough, task lists) is not needed here.
 */
const gfm: FromMarkdownExtension = {
  enter: {
    table: enterAs(() => ({ type: 'table', align: [], children: [] })),
    tableRow: enterAs(() => ({ type: 'tableRow', children: [] })),
    tableData: enterAs(() => ({ type: 'tableCell', children: [] })),
    tableHeader: enterAs(() => ({ type: 'tableCell', children: [] })),
    literalAutolink: enterAs(() => ({ type: 'link', title: null, url: '', children: [] })),
  },
  exit: {
    table: exitToken,
    tableRow: exitToken,
    tableData: exitToken,
    tableHeader: exitToken,
    literalAutolink: exitToken,
  },
};

const extensions = [gfmTable(), gfmAutolinkLiteral()];

// One step after the other looks at the same text.
let newest: { readonly text: string; readonly root: MarkdownRoot } | undefined;

/** Parses as GitHub does (https://github.github.com/gfm/); the tree is only read. The caller bounds the cost. */
export function parseGfm(text: string): MarkdownRoot {
  if (newest?.text !== text)
    newest = { text, root: fromMarkdown(text, { extensions, mdastExtensions: [gfm] }) };
  return newest.root;
}

/** A node with what it stands in. */
export interface PlacedNode {
  readonly node: MarkdownNode;
  readonly parent: MarkdownNode;
  /** Whether it is the text of a link: GitHub looks for no mention there. */
  readonly isLinked: boolean;
}

/** All nodes in the order of the text; deep nesting does not exhaust the stack. */
export function* walkPlaced(root: MarkdownRoot): Generator<PlacedNode> {
  const waiting: PlacedNode[] = [{ node: root, parent: root, isLinked: false }];
  for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
    yield placed;
    const { node, isLinked } = placed;
    if (!('children' in node)) continue;
    const within = isLinked || node.type === 'link' || node.type === 'linkReference';
    // One by one: a long text has more children than a call may have arguments.
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) waiting.push({ node: child, parent: node, isLinked: within });
    }
  }
}

/** All nodes in the order of the text. */
export function* walkMarkdown(root: MarkdownRoot): Generator<MarkdownNode> {
  for (const { node } of walkPlaced(root)) yield node;
}

/** Offsets of a parsed node in UTF-16 units. */
export function offsetsOf(node: MarkdownNode): { readonly start: number; readonly end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
