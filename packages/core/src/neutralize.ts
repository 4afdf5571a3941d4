// Everything that a terminal or a log viewer interprets instead of showing: C0 and C1 controls, bidirectional overrides and
// isolates (Unicode UAX #9), zero-width characters, line and paragraph separators, and the byte order mark. A zero-width
// non-joiner at a place where the code below inserts one is kept, so that a normalized text is not changed again.
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /(?!(?<=:|##)\u200C)[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48 sequences begin with ESC
const escapeSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/gu;

const defaultLineLength = 2048;
const cutMark = '… (cut)';

/** Cuts a text to at most `longest` UTF-16 units, never inside a surrogate pair, and marks the cut. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = Math.max(0, longest - cutMark.length);
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}${cutMark}`;
}

/** A line of a file or a diff as it can be shown in a code block: what is not visible is U+FFFD, and spaces stay. */
export const replaceInvisible = (line: string): string =>
  line.replace(escapeSequence, '').replace(/\t/g, ' ').replace(invisible, '\uFFFD');

/**
 * Untrusted text as one harmless line: nothing in it ends a line, moves a cursor, hides text, or is read as a workflow command
 * (`::name::` at the start of a line, `##[name]` anywhere).
 * @param longest maximum length of the result in UTF-16 units
 */
export function neutralizeLine(text: string, longest: number = defaultLineLength): string {
  // Text far beyond the cut does not have to be scanned.
  const part = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
  const shown = part
    .replace(escapeSequence, '')
    .replace(/\r\n|[\r\n\u2028\u2029]/g, ' ')
    .replace(/\t/g, ' ')
    .replace(invisible, '\uFFFD')
    .replace(/:(?=:)/g, ':\u200C')
    .replaceAll('##[', '##\u200C[');
  return cutText(shown.trim(), longest);
}

// CommonMark, "ASCII punctuation": each may be escaped by a backslash; these have a meaning inside a line or a table cell.
const markdownSpecial = /[\\`*_{}[\]<>()#+!|~&$-]/g;

// A URL that GitHub would link (GFM 0.29 §6.9). It is shown as code, so that you can copy the exact URL.
const bareAddress = /((?:https?|ftp):\/\/[^\s<>`{}]+|\bwww\.[^\s<>`{}]+)/i;

/** Untrusted text as plain text inside a line of GitHub's Markdown: no markup, no link, no mention, no reference. */
export function escapeMarkdown(text: string): string {
  return neutralizeLine(text)
    .split(bareAddress)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeWords(part)))
    .join('');
}

function escapeWords(text: string): string {
  return (
    text
      .replace(markdownSpecial, '\\$&')
      // A zero-width non-joiner breaks mentions and issue numbers, and is invisible.
      .replace(/@(?=[\w-])/g, '@\u200C')
      .replace(/\\#(?=\d)/g, '\\#\u200C')
      // The hyphen is already escaped.
      .replace(/\bGH\\-(?=\d)/gi, 'GH\u200C\\-')
  );
}

/** Untrusted text as plain text inside an HTML element of GitHub's Markdown, where a backslash escapes nothing. */
export function escapeHtml(text: string): string {
  return neutralizeLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/@(?=[\w-])/g, '@\u200C')
    .replace(/#(?=\d)/g, '#\u200C');
}

/** Untrusted text as inline code; pipes are escaped so that it can be in a table cell. */
export function codeSpan(text: string): string {
  const shown = neutralizeLine(text);
  if (shown === '') return '';
  // CommonMark §6.1: the fence is longer than any run of backticks inside.
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${padding}${shown.replaceAll('|', '\\|')}${padding}${fence}`;
}
