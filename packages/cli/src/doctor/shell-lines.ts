/** One command line of a script: continued lines are joined, comments and the text of here-documents are left out. */
export interface ShellLine {
  readonly text: string;
  /** Where it begins in the script. */
  readonly offset: number;
}

/** A here-document of a script. */
export interface HereDocument {
  /** The command line that it belongs to. */
  readonly command: string;
  readonly offset: number;
  /** The shell replaces variables and commands in it. */
  readonly isExpanded: boolean;
  readonly body: string;
}

export interface ShellScript {
  readonly lines: readonly ShellLine[];
  readonly hereDocuments: readonly HereDocument[];
}

const hereDocument = /<<-?\s*(?:(['"])([\w.-]+)\1|\\?([\w.-]+))/;

/**
 * Splits a script into command lines. This is no shell: a finding quotes the line, and a script that builds its commands from
 * variables is not seen through.
 */
export function splitScript(script: string): ShellScript {
  const lines: ShellLine[] = [];
  const hereDocuments: HereDocument[] = [];
  const rows = script.split('\n');
  let offset = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const start = offset;
    let text = rows[index] ?? '';
    offset += text.length + 1;
    while (/(?<!\\)\\$/.test(text) && index + 1 < rows.length) {
      index += 1;
      const next = rows[index] ?? '';
      offset += next.length + 1;
      text = `${text.slice(0, -1)} ${next.trim()}`;
    }
    const match = /^\s*#/.test(text) ? null : hereDocument.exec(text);
    if (match !== null) {
      const end = match[2] ?? match[3] ?? '';
      const body: string[] = [];
      while (index + 1 < rows.length) {
        index += 1;
        const row = rows[index] ?? '';
        offset += row.length + 1;
        if (row.trim() === end) break;
        body.push(row);
      }
      const isExpanded = match[2] === undefined && !match[0].includes('\\');
      hereDocuments.push({ command: text, offset: start, isExpanded, body: body.join('\n') });
    }
    const code = withoutComment(text);
    if (code.trim() !== '') lines.push({ text: code.trim(), offset: start });
  }
  return { lines, hereDocuments };
}

/** A comment begins with `#` at the start of a word outside of quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote === '"') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '\\') index += 1;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && (index === 0 || /\s/.test(line[index - 1] ?? '')))
      return line.slice(0, index);
  }
  return line;
}

/** A line that only prints. */
export const isPrinting = ({ text }: ShellLine): boolean =>
  /^(?:echo|printf|print)\b/.test(text) && !/>>?\s*\S|\|(?!\|)/.test(text.replaceAll(/"[^"]*"|'[^']*'/g, ''));
