import {
  mapElement,
  readHtmlTokens,
  renderOpenTag,
  voidElements,
} from '@slipway/changelog/markdown/html-tags';
import { neutralizeMarkdown } from '@slipway/changelog/markdown/neutralize';
import { type MarkdownNode, parseGfm } from '@slipway/changelog/markdown/tree';
import { escapeHtml, Markup } from '../html/markup.ts';
import { shortenCommits } from '../html/numbers.ts';

interface Rendering {
  /** Added to the level of every heading. */
  readonly shift: number;
  /** Level of heading that no other is above, as in a quotation. */
  readonly highest: number;
  readonly definitions: ReadonlyMap<string, string>;
  /** Elements of HTML that are open, for every block by itself. */
  readonly open: string[];
}

const maxDepth = 60;

/** Only what leads to a web page over TLS; anything else is text. */
const hrefOf = (address: string): string | undefined => {
  const url = URL.parse(address);
  return url?.protocol === 'https:' ? url.href : undefined;
};

// A digest stands in full once in a page, in the list of files.
const shortenDigests = (text: string): string => text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1…');

const text = (value: string): string => escapeHtml(shortenDigests(shortenCommits(value)));

function link(address: string, label: string): string {
  const href = hrefOf(address);
  if (href === undefined) return label;
  return `<a href="${escapeHtml(href)}" rel="noreferrer">${label}</a>`;
}

function renderHtml(source: string, { open }: Rendering): string {
  return readHtmlTokens(source)
    .map((token) => {
      if (token.kind === 'comment') return '';
      if (token.kind === 'text') return text(token.source);
      const { name, attributes } = token as Extract<typeof token, { name: string }>;
      const mapped = mapElement(name);
      if (mapped === undefined) return text(token.source);
      if (voidElements.has(mapped)) return `<${mapped}>`;
      if (token.kind === 'open') {
        open.push(mapped);
        const href =
          name === 'a' ? hrefOf((attributes.get('href') ?? '').replaceAll('&amp;', '&')) : undefined;
        return renderOpenTag(mapped, attributes, href === undefined ? undefined : escapeHtml(href));
      }
      if (open.at(-1) !== mapped) return '';
      open.pop();
      return `</${mapped}>`;
    })
    .join('');
}

function renderAll(nodes: readonly MarkdownNode[], rendering: Rendering, depth: number): string {
  return nodes.map((node) => renderNode(node, rendering, depth)).join('');
}

function renderNode(node: MarkdownNode, rendering: Rendering, depth: number): string {
  const inner = (): string =>
    'children' in node && depth < maxDepth ? renderAll(node.children, rendering, depth + 1) : '';
  switch (node.type) {
    case 'text':
      return text(node.value);
    case 'inlineCode':
      return `<code>${text(node.value)}</code>`;
    case 'code':
      return `<pre>${text(node.value)}</pre>`;
    case 'html':
      return renderHtml(node.value, rendering);
    case 'heading': {
      const level = Math.min(6, Math.max(rendering.highest, node.depth + rendering.shift));
      return `<h${level}>${inner()}</h${level}>`;
    }
    case 'paragraph':
      return `<p>${inner()}</p>`;
    case 'emphasis':
      return `<em>${inner()}</em>`;
    case 'strong':
      return `<strong>${inner()}</strong>`;
    case 'break':
      return '<br>';
    case 'thematicBreak':
      return '<hr>';
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>`;
    case 'list':
      return node.ordered === true ? `<ol>${inner()}</ol>` : `<ul>${inner()}</ul>`;
    case 'listItem': {
      const only = node.children.length === 1 ? node.children[0] : undefined;
      return `<li>${only?.type === 'paragraph' ? renderAll(only.children, rendering, depth + 1) : inner()}</li>`;
    }
    case 'link':
      // An address that is a link by itself has no text of its own in the tree.
      return link(node.url, node.children.length === 0 ? text(node.url) : inner());
    case 'linkReference':
      return link(rendering.definitions.get(node.identifier) ?? '', inner());
    case 'image':
      return link(node.url, text(node.alt || 'image'));
    case 'imageReference':
      return text(node.alt ?? '');
    case 'table':
      return renderTable(node.children as readonly TableRow[], rendering, depth);
    case 'definition':
    case 'footnoteReference':
    case 'yaml':
      return '';
    case 'delete':
    case 'footnoteDefinition':
    case 'root':
    case 'tableCell':
    case 'tableRow':
      return inner();
  }
}

type TableRow = MarkdownNode & {
  readonly children: readonly (MarkdownNode & { readonly children: MarkdownNode[] })[];
};

function renderTable(rows: readonly TableRow[], rendering: Rendering, depth: number): string {
  const row = ({ children }: TableRow, tag: 'td' | 'th scope="col"'): string =>
    `<tr>${children.map((cell) => `<${tag}>${renderAll(cell.children, rendering, depth + 1)}</${tag.slice(0, 2)}>`).join('')}</tr>`;
  const [head, ...body] = rows;
  if (head === undefined) return '';
  const isNamed = head.children.some((cell) => cell.children.length > 0);
  const top = isNamed ? `<thead>${row(head, 'th scope="col"')}</thead>` : '';
  return `<table>${top}<tbody>${body.map((each) => row(each, 'td')).join('')}</tbody></table>`;
}

/**
 * Markdown as GitHub shows it, with what notes may contain and nothing else: images are links, headings are moved down.
 * @param highest level of heading that may stand in it
 */
export function renderMarkdown(markdown: string, highest: number): Markup {
  const root = parseGfm(neutralizeMarkdown(markdown));
  const levels = root.children.flatMap((node) => (node.type === 'heading' ? [node.depth] : []));
  const shift = Math.max(0, highest - Math.min(6, ...levels));
  const definitions = new Map(
    root.children.flatMap((node) =>
      node.type === 'definition' ? [[node.identifier, node.url] as const] : [],
    ),
  );
  const rendering: Rendering = { shift, highest, definitions, open: [] };
  const body = renderAll(root.children, rendering, 0);
  return new Markup(
    body +
      rendering.open
        .toReversed()
        .map((name) => `</${name}>`)
        .join(''),
  );
}
