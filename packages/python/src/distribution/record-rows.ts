const plainCell = /[^",\r\n]*/y;
const cellEnd = /,|\r\n|\r|\n|$/y;
/** Path, digest and size; additional cells are ignored. */
const maxCells = 3;

/** A cell and the offset after it. */
type Cell = readonly [value: string, end: number];

/**
 * Splits CSV as Python's `csv` module writes RECORD: doubled quotes, one row per line, empty rows skipped.
 * @param maxRows reading stops after the first row beyond it
 * @returns rows of at most three cells; undefined if a quote is not closed
 */
export function readRows(text: string, maxRows: number): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length && rows.length <= maxRows; ) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    if (cell === undefined) return undefined;
    cellEnd.lastIndex = cell[1];
    const end = cellEnd.exec(text)?.[0];
    if (end === undefined) return undefined;
    at = cell[1] + end.length;
    if (row.length < maxCells) row.push(cell[0]);
    if (end === ',' && at < text.length) continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function readPlain(text: string, start: number): Cell {
  plainCell.lastIndex = start;
  const value = plainCell.exec(text)?.[0] ?? '';
  return [value, start + value.length];
}

function readQuoted(text: string, start: number): Cell | undefined {
  let value = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [value, quote + 1];
    value += '"';
    at = quote + 2;
  }
}
