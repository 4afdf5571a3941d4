import { type ArchiveMember, quoteName } from '../archive/archive.ts';
import { type RecordRow, readRows } from './record-rows.ts';

/** Rows beyond the members of the wheel that are still checked individually. */
const maxSurplusRows = 1000;
/** Maximum number of sentences about one RECORD: more of them add nothing. */
const maxProblems = 100;

// "sha256 or better" (PEP 427), by the names of Python's hashlib.
const strongDigest = /^(?:sha384|sha512|sha3_(?:256|384|512)|blake2[bs])=[\w-]+=*$/;

/** For one digest, so that a wheel with thousands of members does not take a piece of memory for each. */
const scratch = Buffer.alloc(32);

/** Sentences about a RECORD. */
export interface RecordFindings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Compares RECORD with the members of a wheel: each member has a row with the right digest and size, and there is no other row
 * (https://packaging.python.org/specifications/recording-installed-packages/).
 * @param folder `<name>-<version>.dist-info`
 */
export function judgeRecord(
  record: Buffer,
  folder: string,
  members: readonly ArchiveMember[],
): RecordFindings {
  const maxRows = members.length + maxSurplusRows;
  const rows = readRows(record.toString('utf8'), maxRows);
  if (rows === undefined) return { problems: ['RECORD is not a valid CSV file.'], warnings: [] };
  if (rows.length > maxRows) {
    const problem = `RECORD has more than ${maxRows} rows, but the wheel has ${members.length} members.`;
    return { problems: [problem], warnings: [] };
  }
  const problems = listRowProblems(rows, folder, members);
  const more = problems.length - maxProblems;
  return {
    problems: more <= 0 ? problems : [...problems.slice(0, maxProblems), `RECORD has ${more} more errors.`],
    warnings: listWarnings(rows),
  };
}

function listRowProblems(
  rows: readonly RecordRow[],
  folder: string,
  members: readonly ArchiveMember[],
): string[] {
  const problems: string[] = [];
  /** Undefined for a name that a row had already. */
  const awaited = new Map<string, ArchiveMember | undefined>();
  for (const member of members) awaited.set(member.name, member);
  // It cannot contain its own digest, and signatures are added later.
  const exempt = new Set(['RECORD', 'RECORD.jws', 'RECORD.p7s'].map((name) => `${folder}/${name}`));
  for (const { path, digest, size } of rows) {
    const member = awaited.get(path);
    if (member === undefined) {
      const reason = awaited.has(path) ? ' twice' : ', which is not in the wheel';
      problems.push(`RECORD lists ${quoteName(path)}${reason}.`);
    } else if (!exempt.has(path) || digest !== '') judgeRow(member, digest, size, problems);
    awaited.set(path, undefined);
  }
  for (const { name } of members) {
    if (awaited.get(name) !== undefined && (!exempt.has(name) || name.endsWith('/RECORD')))
      problems.push(`RECORD does not list ${quoteName(name)}.`);
  }
  return problems;
}

/** One sentence if rows have digests of a kind that is allowed and not compared here. */
function listWarnings(rows: readonly RecordRow[]): string[] {
  const count = rows.filter(({ digest }) => strongDigest.test(digest)).length;
  const files = `${count} ${count === 1 ? 'file' : 'files'}`;
  return count === 0
    ? []
    : [`RECORD has no SHA-256 but a longer digest for ${files}, which was not compared.`];
}

/** @param problems gets what is wrong: most rows are right, and an empty list for each would be thousands */
function judgeRow(
  { name, sha256, size }: ArchiveMember,
  digest: string,
  rowSize: string,
  problems: string[],
): void {
  if (!strongDigest.test(digest)) {
    scratch.write(sha256, 'hex');
    if (!digest.startsWith('sha256=')) problems.push(`RECORD has no SHA-256 for ${quoteName(name)}.`);
    else if (digest.slice('sha256='.length) !== scratch.toString('base64url'))
      problems.push(`RECORD has a wrong SHA-256 for ${quoteName(name)}.`);
  }
  if (rowSize !== '' && rowSize !== String(size))
    problems.push(`RECORD has a wrong size for ${quoteName(name)}; expected ${size} bytes.`);
}
