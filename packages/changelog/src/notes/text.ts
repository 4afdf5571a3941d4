import { escapeHtml, neutralizeLine } from '@slipway/core/neutralize';
import type { LinkBase } from '../markdown/addresses.ts';
import {
  findReferences,
  type Reference,
  renderIssue,
  renderMention,
  serverOf,
} from '../markdown/reference-links.ts';
import { nonJoiner } from '../markdown/references.ts';

/** One kind of change in the notes; both texts are Markdown that may stand in a release. */
export interface ChangeSection {
  /** Undefined for what stands above the first heading. */
  readonly title: string | undefined;
  readonly body: string;
}

/** Where names and numbers lead. */
export type ReferenceBase = Pick<LinkBase, 'repositoryUrl'>;

/** A code span as commit titles have them; a pipe would end a table cell. */
const codeSpan = /(`[^`|\n]+`)/;

/**
 * A title of a commit or pull request: code spans stay, numbers of issues and names are links, everything else is plain text. It
 * may stand anywhere in a line.
 */
export function renderTitle(text: string, base: ReferenceBase): string {
  return showLine(text)
    .split(codeSpan)
    .map((part, index) => {
      // What is told apart by a blank end would not be code any more; nothing in code is linked or mentioned.
      const isCode = index % 2 === 1 && part.slice(1, -1).trim() !== '';
      return isCode ? part.replaceAll('${{', `$${nonJoiner}{{`) : renderWords(part, base);
    })
    .join('');
}

/** Untrusted text inside a line, as plain text without links. */
export function renderPlain(text: string): string {
  return escapeWords(showLine(text));
}

/** One line without anything invisible; what the log of a runner would take for a command is none inside of a line. */
function showLine(text: string): string {
  return neutralizeLine(text).replaceAll(`:${nonJoiner}:`, '::');
}

function renderWords(text: string, base: ReferenceBase): string {
  let written = '';
  let from = 0;
  for (const { start, end, reference } of findReferences(text)) {
    written += escapeWords(text.slice(from, start)) + renderReference(reference, base);
    from = end;
  }
  return written + escapeWords(text.slice(from));
}

function renderReference(reference: Reference, base: ReferenceBase): string {
  if (reference.kind === 'mention') return renderMention(reference.login, base);
  if (reference.kind === 'issue') return renderIssue(reference, base);
  if (reference.kind === 'code') return `\`${reference.source}\``;
  // A dot or a bracket behind an address is not a part of it.
  const [, address = '', rest = ''] = /^(.*?)([.,:;!?)\]'"]*)$/.exec(reference.source) ?? [];
  const page = new RegExp(
    `^${escapePattern(serverOf(base))}/([\\w.-]+/[\\w.-]+)/(?:issues|pull)/(\\d{1,7})$`,
  );
  const [, repository, number] = page.exec(address) ?? [];
  const shown =
    repository === undefined || number === undefined
      ? `\`${address.replaceAll('${{', `$${nonJoiner}{{`)}\``
      : `[${base.repositoryUrl.endsWith(`/${repository}`) ? '' : repository.replaceAll('_', '\\_')}#${number}](${address})`;
  return shown + escapeWords(rest);
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const mailAddress =
  /^[([{"'<]*[A-Za-z0-9](?:[\w.+-]{0,62}[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+[)\]}"'>.,;:!?]*$/;

/**
 * Escapes what means something inside of a line of GitHub's Markdown (CommonMark §2.4), and no more: people read and edit the
 * source of a draft. Between letters an underscore means nothing.
 */
function escapeWords(text: string): string {
  return (
    text
      // An address of mail stays whole; in anything else with an "@", somebody could be meant.
      .replace(/\S*@\S*/g, (word) =>
        mailAddress.test(word) ? word : word.replace(/@(?=[\w-])/g, `@${nonJoiner}`),
      )
      .replace(
        /[\\`*[\]~$]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z])|\{(?=\{)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,
        '\\$&',
      )
      // What would begin a list, a quote or a heading at the start of an item.
      .replace(/^(\s*)([-+](?=\s|$)|[#>=]|\d{1,9}(?=[.)](?:\s|$)))/, (_found, blank: string, mark: string) =>
        /\d/.test(mark) ? `${blank}${mark}\\` : `${blank}\\${mark}`,
      )
      .replace(/#(?=\d)/g, `#${nonJoiner}`)
      .replace(/(?<![A-Za-z0-9])GH(?=-\d)/gi, `$&${nonJoiner}`)
      // GitHub begins an address behind an underscore as well, and takes a backslash behind it for a part of it.
      .replace(
        /(?<![A-Za-z0-9])(?:https?:\/\/|www\.)/gi,
        (found) => `${found.slice(0, 3)}${nonJoiner}${found.slice(3)}`,
      )
  );
}

/** A link whose text is plain; the address is one this project built. */
export function renderLink(text: string, address: string): string {
  return `[${renderPlain(text)}](${address})`;
}

/** A table of GitHub's Markdown whose cells are Markdown already. @param aligned columns with numbers */
export function renderTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  aligned: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const marks = headers.map((_header, index) => (aligned.includes(index) ? '--:' : '---'));
  return [line(headers), `|${marks.join('|')}|`, ...rows.map(line)].join('\n');
}

/** A block of commands to copy; a command holds no line break and no fence, being made of checked parts. */
export function renderCommands(commands: readonly string[], language = 'sh'): string {
  return `\`\`\`${language}\n${commands.join('\n')}\n\`\`\``;
}

/** Something long, opened only by who wants it. @param summary plain text of our own */
export function renderFolded(summary: string, body: string): string {
  return `<details>\n<summary>${escapeHtml(summary)}</summary>\n\n${body}\n\n</details>`;
}
