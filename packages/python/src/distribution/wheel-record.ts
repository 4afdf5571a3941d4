import { type ArchiveMember, quoteName } from '../archive/archive.ts';

/** Splits CSV as Python's `csv` module writes RECORD: quotes doubled, rows by line. Undefined when a quote stays open. */
function readRows(text: string): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\r|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) return undefined;
    const [, quoted, plain = '', end] = found;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') {
      if (cell.lastIndex === text.length) row.push('');
      else continue;
    }
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/**
 * Holds RECORD against the members of a wheel: a row for each with the right digest and size, and no other row
 * (https://packaging.python.org/specifications/recording-installed-packages/).
 * @param folder `<name>-<version>.dist-info`
 * @returns sentences
 */
export function listRecordProblems(
  record: Buffer,
  folder: string,
  members: readonly ArchiveMember[],
): string[] {
  const rows = readRows(record.toString('utf8'));
  if (rows === undefined) return ['RECORD is not a table of comma-separated values.'];
  const problems: string[] = [];
  const byName = new Map(members.map((member) => [member.name, member]));
  const seen = new Set<string>();
  // It cannot hold its own digest, and signatures over it come later.
  const exempt = new Set(['RECORD', 'RECORD.jws', 'RECORD.p7s'].map((name) => `${folder}/${name}`));
  for (const [name = '', digest = '', size = ''] of rows) {
    const member = byName.get(name);
    if (seen.has(name)) problems.push(`RECORD names ${quoteName(name)} twice.`);
    else if (member === undefined)
      problems.push(`RECORD names ${quoteName(name)}, which is not in the wheel.`);
    else if (!exempt.has(name) || digest !== '') problems.push(...judgeRow(member, digest, size));
    seen.add(name);
  }
  for (const { name } of members) {
    if (!seen.has(name) && (!exempt.has(name) || name.endsWith('/RECORD')))
      problems.push(`RECORD does not name ${quoteName(name)}.`);
  }
  return problems;
}

function judgeRow({ name, sha256, size }: ArchiveMember, digest: string, rowSize: string): string[] {
  const problems: string[] = [];
  const expected = `sha256=${Buffer.from(sha256, 'hex').toString('base64url')}`;
  if (!digest.startsWith('sha256=')) problems.push(`RECORD gives no SHA-256 of ${quoteName(name)}.`);
  else if (digest !== expected)
    problems.push(`RECORD gives another SHA-256 of ${quoteName(name)} than its bytes have.`);
  if (rowSize !== '' && rowSize !== String(size))
    problems.push(`RECORD gives ${quoteName(name)} another size than ${size} bytes.`);
  return problems;
}
