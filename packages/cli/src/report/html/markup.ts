/** HTML that is ready to stand in a page. Only `html` makes it, so that no text gets in unescaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may contain: texts are escaped, `undefined` and `false` are nothing. */
export type Content = string | number | Markup | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Controls but tab and line feed, marks and overrides of direction, and what has no width (UAX #9): they make a text look like
// another one. The joiners of emoji stay.
const deceiving =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Text that is only text, wherever in the page it stands. What would reorder or hide its neighbors is shown as a replacement. */
export function escapeHtml(text: string): string {
  // Actions put non-joiners into what they print; nobody is to copy them.
  return text
    .replaceAll('\u200C', '')
    .replace(deceiving, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escapeHtml(String(content));
}

/** A piece of a page. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + render(values[index])).join(''));
}

/** An address or path that may be broken behind its slashes, a host behind its dots. */
export function breakable(text: string, behind: RegExp = /(?<=[/.@:])/): Markup {
  return new Markup(text.split(behind).map(escapeHtml).join('<wbr>'));
}
