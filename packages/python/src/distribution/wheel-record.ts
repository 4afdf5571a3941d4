import { type ArchiveMember, quoteName } from '../archive/archive.ts';
import { readRows } from './record-rows.ts';

/** Rows beyond the members of the wheel that are still checked individually. */
const maxSurplusRows = 1000;
/** Maximum number of sentences about one RECORD: more of them add nothing. */
const maxProblems = 100;

/**
 * Compares RECORD with the members of a wheel: each member has a row with the right digest and size, and there is no other row
 * (https://packaging.python.org/specifications/recording-installed-packages/).
 * @param folder `<name>-<version>.dist-info`
 * @returns sentences
 */
export function listRecordProblems(
  record: Buffer,
  folder: string,
  members: readonly ArchiveMember[],
): string[] {
  const maxRows = members.length + maxSurplusRows;
  const rows = readRows(record.toString('utf8'), maxRows);
  if (rows === undefined) return ['RECORD is not a table of comma-separated values.'];
  if (rows.length > maxRows)
    return [`RECORD has more than ${maxRows} rows, and the wheel ${members.length} members.`];
  const problems: string[] = [];
  const byName = new Map(members.map((member) => [member.name, member]));
  const seen = new Set<string>();
  // It cannot contain its own digest, and signatures are added later.
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
  const more = problems.length - maxProblems;
  return more <= 0 ? problems : [...problems.slice(0, maxProblems), `RECORD has ${more} more faults.`];
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
