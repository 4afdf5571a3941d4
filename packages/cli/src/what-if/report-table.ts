/** A row of a table in a job summary: what it is about, and what it says. */
export interface ReportRow {
  readonly subject: string;
  readonly value: string;
}

const delimiter = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const splitRow = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** The rows of every table of a summary (GitHub Flavored Markdown 0.29, "Tables"); a row without a header is none. */
export function readReportRows(summary: string): readonly ReportRow[] {
  const rows: ReportRow[] = [];
  let inTable = false;
  for (const line of summary.split('\n')) {
    if (delimiter.test(line)) inTable = true;
    // A table ends at an empty line; a line without a bar is a row of one cell.
    else if (line.trim() === '') inTable = false;
    else if (inTable) {
      const [subject = '', value = ''] = splitRow(line);
      rows.push({ subject, value });
    }
  }
  return rows;
}

/** Words of the headings of a summary. */
export function readHeadingWords(summary: string): readonly string[] {
  const headings = summary.split('\n').filter((line) => /^#{1,6} /.test(line));
  return headings.flatMap((line) => line.split(/[\s`*]+/)).filter((word) => word !== '');
}
