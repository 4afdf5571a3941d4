import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { parseGfm } from '../../src/markdown/tree.ts';

type HtmlNode = DefaultTreeAdapterTypes.ChildNode;

// The list of html-pipeline (`sanitization_filter.rb`) without what notes never have; `input` is a task of a list.
const elements = new Set(
  'h1 h2 h3 h4 h5 h6 br b i strong em a pre code tt div ins del sup sub p ol ul table thead tbody tfoot blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr cite dfn mark small span time wbr input u'.split(
    ' ',
  ),
);
const attributes = new Set('href align open start colspan rowspan class type disabled checked'.split(' '));

/** Renders as GitHub does before it sanitizes: raw HTML is kept. */
function renderHtml(text: string): string {
  return micromark(text, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** What GitHub would make of a text beyond showing it: the harm in it, a word each. */
export function listHarm(text: string): string[] {
  const harm: string[] = [];
  const waiting: [HtmlNode, boolean][] = parseFragment(renderHtml(text)).childNodes.map((node) => [
    node,
    false,
  ]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, isIgnored] = next;
    if (node.nodeName === '#comment') harm.push('comment');
    if ('tagName' in node) {
      if (!elements.has(node.tagName)) harm.push(`element ${node.tagName}`);
      for (const { name, value } of node.attrs) {
        if (!attributes.has(name)) harm.push(`attribute ${name}`);
        if (name === 'href' && !/^(?:https?:|mailto:|xmpp:|#|$)/.test(value)) harm.push(`address ${value}`);
      }
      for (const child of node.childNodes)
        waiting.push([child, isIgnored || ['a', 'code', 'pre', 'tt'].includes(node.tagName)]);
    }
    if (node.nodeName !== '#text' || isIgnored) continue;
    // Addresses are linked before mentions are looked for.
    const shown = (node as DefaultTreeAdapterTypes.TextNode).value.replace(
      /https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<&]*/gi,
      '',
    );
    if (/(?:^|[^A-Za-z0-9])@[A-Za-z0-9]/.test(shown)) harm.push(`mention ${shown}`);
    if (/#\d|\bGH-\d/i.test(shown)) harm.push(`number ${shown}`);
  }
  if (text.includes('${{')) harm.push('expression');
  if (/^[ \t]*::[a-z]/im.test(text)) harm.push('command');
  return harm;
}

/** Whether something that follows a text is outside of all its blocks and elements. */
export function endsClosed(text: string): boolean {
  const last = parseGfm(`${text}\n\n# End\n`).children.at(-1);
  const isHeading = last?.type === 'heading' && last.depth === 1;
  const shown = parseFragment(renderHtml(`${text}\n\nThe paragraph behind it.\n`)).childNodes.findLast(
    ({ nodeName }) => nodeName === 'p',
  );
  const words = shown !== undefined && 'childNodes' in shown ? shown.childNodes[0] : undefined;
  return (
    isHeading && words?.nodeName === '#text' && 'value' in words && words.value.startsWith('The paragraph')
  );
}
