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

/** The word behind `<<`: quoted, or not. A here-string (`<<<`) has none. */
const hereWord = /^<<(-?)[ \t]*(?:(['"])([\w.-]+)\2|(\\?)([A-Za-z_][\w.-]*))/;

interface HereWord {
  readonly end: string;
  readonly isExpanded: boolean;
  /** `<<-`: tabs before the end are dropped. */
  readonly isIndented: boolean;
}

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
    for (const { end, isExpanded, isIndented } of findHereWords(withoutComment(text))) {
      const body: string[] = [];
      while (index + 1 < rows.length) {
        index += 1;
        const row = rows[index] ?? '';
        offset += row.length + 1;
        if ((isIndented ? row.replace(/^\t+/, '') : row).trimEnd() === end) break;
        body.push(row);
      }
      hereDocuments.push({ command: text, offset: start, isExpanded, body: body.join('\n') });
    }
    const code = withoutComment(text);
    if (code.trim() !== '') lines.push({ text: code.trim(), offset: start });
  }
  return { lines, hereDocuments };
}

/** Walks a line outside of quotes; a command in `"$(…)"` is outside of them. @param visit is told each place; true ends the walk */
function walkUnquoted(line: string, visit: (index: number) => boolean): void {
  // `"`, `'`, and `(` for a command in double quotes.
  const open: string[] = [];
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    const inside = open.at(-1);
    if (inside === "'") {
      if (character === "'") open.pop();
    } else if (character === '\\') index += 1;
    else if (inside === '"') {
      if (character === '"') open.pop();
      else if (line.startsWith('$(', index) && line[index + 2] !== '(') {
        open.push('(');
        index += 1;
      }
    } else if (character === '"' || character === "'") open.push(character);
    else if (inside === '(' && character === ')') open.pop();
    else if (visit(index)) return;
  }
}

/** The here-documents that a line opens. In `$((…))`, `((…))` and `[[…]]`, `<<` shifts bits or compares. */
function findHereWords(line: string): readonly HereWord[] {
  const found: HereWord[] = [];
  let arithmetic = 0;
  let next = 0;
  walkUnquoted(line, (index) => {
    if (index < next) return false;
    const rest = line.slice(index);
    if (rest.startsWith('((')) [arithmetic, next] = [arithmetic + 1, index + 2];
    else if (arithmetic > 0 && rest.startsWith('))')) [arithmetic, next] = [arithmetic - 1, index + 2];
    else if (rest.startsWith('<<<')) next = index + 3;
    else if (arithmetic === 0 && rest.startsWith('<<')) {
      const [whole = '', dash = '', , quoted, backslash = '', plain = ''] = hereWord.exec(rest) ?? [];
      next = index + Math.max(2, whole.length);
      const end = quoted ?? plain;
      if (end !== '')
        found.push({ end, isExpanded: quoted === undefined && backslash === '', isIndented: dash !== '' });
    }
    return false;
  });
  return found;
}

/** A comment begins with `#` at the start of a word outside of quotes. */
function withoutComment(line: string): string {
  let end = line.length;
  walkUnquoted(line, (index) => {
    const isComment = line[index] === '#' && (index === 0 || /\s/.test(line[index - 1] ?? ''));
    if (isComment) end = index;
    return isComment;
  });
  return line.slice(0, end);
}

/** A line that only prints. */
export const isPrinting = ({ text }: ShellLine): boolean =>
  /^(?:echo|printf|print)\b/.test(text) && !/>>?\s*\S|\|(?!\|)/.test(text.replaceAll(/"[^"]*"|'[^']*'/g, ''));
