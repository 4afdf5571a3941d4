import { escapeMarkdown } from './neutralise.ts';

/** Markdown that is safe as it is, beside the same without marks for logs and outputs. */
export interface Markdown {
  readonly markdown: string;
  readonly text: string;
}

/** Untrusted text, or Markdown that the caller has made. */
export type InlineText = string | Markdown;

/** What ends a link, a cell or a line of Markdown, and is not escaped in an address by WHATWG URL. */
const breaksLink = /[()<>|\\`[\]"']/g;

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A link with untrusted text; only the text where the address is not one of `http` or `https`. */
export function linkTo(text: string, address: string): Markdown {
  const label = escapeMarkdown(text);
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { markdown: label, text };
  const target = url.href.replace(breaksLink, encodeCharacter);
  return { markdown: `[${label}](${target})`, text: `${text} (${url.href})` };
}

/** Puts texts and links one after the other. */
export function joinMarkdown(...parts: readonly InlineText[]): Markdown {
  return {
    markdown: parts.map((part) => (typeof part === 'string' ? escapePart(part) : part.markdown)).join(''),
    text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
  };
}

/** `escapeMarkdown` trims; blanks between the parts matter. */
function escapePart(part: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part) ?? [];
  return (before === '' ? '' : ' ') + escapeMarkdown(words) + (after === '' || words === '' ? '' : ' ');
}

/** Inline Markdown of either. */
export function renderInline(text: InlineText): string {
  return typeof text === 'string' ? escapeMarkdown(text) : text.markdown;
}
