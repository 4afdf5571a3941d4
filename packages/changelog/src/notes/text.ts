import { escapeMarkdown } from '@slipway/core/neutralize';

/** One kind of change in the notes; both texts are Markdown that may stand in a release. */
export interface ChangeSection {
  /** Undefined for what stands above the first heading. */
  readonly title: string | undefined;
  readonly body: string;
}

/** A code span as commit titles have them; a pipe would end a table cell. */
const codeSpan = /(`[^`|\n]+`)/;

/** A title of a commit or pull request, a name: code spans stay, everything else is plain text. */
export function renderTitle(text: string): string {
  return text
    .split(codeSpan)
    .map((part, index) => {
      if (index % 2 === 1) {
        // What is told apart by a blank end would not be code any more; nothing in code is linked or mentioned.
        const content = part.slice(1, -1);
        return content.trim() === '' ? escapeKeepingBlanks(part) : `\`${softenCode(content)}\``;
      }
      return escapeKeepingBlanks(part);
    })
    .join('');
}

function softenCode(content: string): string {
  return (
    content
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, ' ')
      .replaceAll('${{', '$\u200C{{')
      .replace(/:(?=:)/g, ':\u200C')
  );
}

/** `escapeMarkdown` trims; blanks beside a code span matter. */
function escapeKeepingBlanks(text: string): string {
  if (text.trim() === '') return text === '' ? '' : ' ';
  const opening = /^\s/.test(text) ? ' ' : '';
  const closing = /\s$/.test(text) ? ' ' : '';
  return `${opening}${renderPlain(text)}${closing}`;
}

/** Untrusted text inside a line, as plain text; `GH-1` is a reference as `#1` is, also with the hyphen escaped. */
export function renderPlain(text: string): string {
  return escapeMarkdown(text).replace(/(?<![A-Za-z0-9])GH(?=\\?-\d)/gi, '$&\u200C');
}

/** A link whose text is plain; the address is one this project built. */
export function renderLink(text: string, address: string): string {
  return `[${renderPlain(text)}](${address})`;
}

/** A table of GitHub's Markdown whose cells are Markdown already. */
export function renderTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headers), `|${headers.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** A block of commands to copy; a command holds no line break and no fence, being made of checked parts. */
export function renderCommands(commands: readonly string[]): string {
  return `\`\`\`sh\n${commands.join('\n')}\n\`\`\``;
}
