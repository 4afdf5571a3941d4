/** A table of GitHub Flavored Markdown inside a paragraph of CommonMark, as its lines are. */
export interface TableLines {
  /** Index of the header among the lines. */
  readonly header: number;
  readonly columns: number;
}

const delimiterRow = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** The cells of one row, pipes that are escaped undone (GFM 0.29 §4.10). */
export function splitCells(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  const text = line.trim();
  for (let at = text.startsWith('|') ? 1 : 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\\' && at + 1 < text.length) {
      const next = text.charAt(at + 1);
      cell += next === '|' ? '|' : letter + next;
      at += 1;
    } else if (letter === '|') {
      cells.push(cell.trim());
      cell = '';
      if (at === text.length - 1) return cells;
    } else cell += letter;
  }
  cells.push(cell.trim());
  return cells;
}

/** The table that begins in the lines of a paragraph, which ends with it. */
export function findTable(lines: readonly string[]): TableLines | undefined {
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (!line.includes('|') || !delimiterRow.test(line)) continue;
    const columns = splitCells(line).length;
    if (splitCells(lines[index - 1] ?? '').length === columns) return { header: index - 1, columns };
  }
  return undefined;
}

/** Whether a line outside of a table was meant as a row of one. */
export function looksLikeRow(line: string): boolean {
  const text = line.trim();
  return text.length > 1 && (text.startsWith('|') || /(?<!\\)\|$/.test(text));
}
