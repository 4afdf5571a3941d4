const plainCell = /[^",\r\n]*/y;

/** One row of RECORD; additional cells are ignored, and missing ones are empty. */
export interface RecordRow {
  readonly path: string;
  /** `<algorithm>=<base64url>`, or nothing. */
  readonly digest: string;
  /** Decimal bytes, or nothing. */
  readonly size: string;
}

/**
 * Splits CSV as Python's `csv` module writes RECORD: doubled quotes, one row per line, empty rows skipped.
 * @param maxRows reading stops after the first row beyond it
 * @returns undefined if a quote is not closed
 */
export function readRows(text: string, maxRows: number): RecordRow[] | undefined {
  const rows: RecordRow[] = [];
  const cursor: Cursor = { text, at: 0 };
  while (cursor.at < text.length && rows.length <= maxRows) {
    const path = readCell(cursor);
    const digest = readNext(cursor);
    const size = readNext(cursor);
    while (readNext(cursor) !== undefined);
    if (path === undefined || !endRow(cursor)) return undefined;
    if (path !== '' || digest !== undefined) rows.push({ path, digest: digest ?? '', size: size ?? '' });
  }
  return rows;
}

interface Cursor {
  readonly text: string;
  at: number;
}

/** The cell after a comma; undefined at the end of the row, and for a quote that is not closed. */
function readNext(cursor: Cursor): string | undefined {
  if (cursor.text[cursor.at] !== ',') return undefined;
  cursor.at += 1;
  return readCell(cursor);
}

function readCell(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  if (text[at] === '"') return readQuoted(cursor);
  plainCell.lastIndex = at;
  // It matches the empty string too, and makes no array of matches.
  plainCell.test(text);
  cursor.at = plainCell.lastIndex;
  return text.slice(at, cursor.at);
}

function readQuoted(cursor: Cursor): string | undefined {
  const { text } = cursor;
  let value = '';
  for (let at = cursor.at + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    cursor.at = quote + 1;
    if (text[cursor.at] !== '"') return value;
    value += '"';
    at = quote + 2;
  }
}

/** Goes over the end of the line. @returns whether the row ends here */
function endRow(cursor: Cursor): boolean {
  const character = cursor.text[cursor.at];
  if (character === '\r') cursor.at += cursor.text[cursor.at + 1] === '\n' ? 2 : 1;
  else if (character === '\n') cursor.at += 1;
  else return character === undefined;
  return true;
}
