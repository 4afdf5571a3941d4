import { escapeMarkdown } from './neutralize.ts';

/** Markdown that is safe to use, with a plain version for logs and outputs. */
export interface Markdown {
  readonly markdown: string;
  readonly text: string;
}

/** Untrusted text, or Markdown that the caller created. */
export type InlineText = string | Markdown;

/** Characters that end a link, a cell or a line of Markdown, and that WHATWG URL does not escape. */
const breaksLink = /[()<>|\\`[\]"']/g;

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A link with untrusted text; only the text if the URL is not `http` or `https`. */
export function linkTo(text: string, address: string): Markdown {
  const label = escapeMarkdown(text);
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { markdown: label, text };
  const target = url.href.replace(breaksLink, encodeCharacter);
  return { markdown: `[${label}](${target})`, text: `${text} (${url.href})` };
}

/** A digest or another text of letters, digits and `:._/@-` as code; any other text is only text. */
export const codeOf = (text: string): Markdown =>
  /^[\w:./@-]+$/.test(text) ? { markdown: `\`${text}\``, text } : { markdown: escapeMarkdown(text), text };

/** Concatenates texts and links. */
export function joinMarkdown(...parts: readonly InlineText[]): Markdown {
  return {
    markdown: parts.map((part) => (typeof part === 'string' ? escapePart(part) : part.markdown)).join(''),
    text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
  };
}

/** `escapeMarkdown` trims its input, but blanks between the parts matter. */
function escapePart(part: string): string {
  const words = part.trim();
  const before = part.trimStart() === part ? '' : ' ';
  const after = words === '' || part.trimEnd() === part ? '' : ' ';
  return before + escapeMarkdown(words) + after;
}

/** Inline Markdown of either kind. */
export function renderInline(text: InlineText): string {
  return typeof text === 'string' ? escapeMarkdown(text) : text.markdown;
}
