import { neutralizeLine } from '../neutralize.ts';
import { TarProblem } from './tar-problem.ts';

/** The parts of an extended header that determine how the next member is read. */
export interface PaxNames {
  readonly path: string | undefined;
  readonly linkPath: string | undefined;
  readonly size: number | undefined;
}

// Times, owners, comments and attributes: they change neither the name nor the contents of a member.
const harmless =
  /^(?:atime|charset|comment|ctime|gid|gname|mtime|uid|uname|LIBARCHIVE\.[\w.+/-]+|RHT\.security\.selinux|SCHILY\.(?:acl\.\w+|dev|fflags|ino|nlink|xattr\..+))$/;

/** Numbers; for other values, GNU tar ends with an error, and Python reads zero. */
const numbers: Readonly<Record<string, RegExp>> = {
  atime: /^-?\d{1,15}(?:\.\d*)?$/,
  ctime: /^-?\d{1,15}(?:\.\d*)?$/,
  mtime: /^-?\d{1,15}(?:\.\d*)?$/,
  gid: /^\d{1,15}$/,
  uid: /^\d{1,15}$/,
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The records of an extended header, `<length> <key>=<value>\n` each. @throws TarProblem for any other form */
export function parsePaxRecords(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.byteLength; ) {
    const space = data.indexOf(0x20, at);
    const digits = space < 0 ? '' : data.toString('latin1', at, Math.min(space, at + 10));
    const end = at + Number(digits);
    const equals = data.indexOf(0x3d, space);
    if (
      !/^[1-9]\d{0,8}$/.test(digits) ||
      end > data.byteLength ||
      data[end - 1] !== 0x0a ||
      equals < space + 2 ||
      equals >= end
    )
      throw new TarProblem('an extended header in the archive cannot be read');
    let key: string;
    let value: string;
    try {
      key = utf8.decode(data.subarray(space + 1, equals));
      value = utf8.decode(data.subarray(equals + 1, end - 1));
    } catch {
      throw new TarProblem('an extended header in the archive is not UTF-8');
    }
    if (records.has(key))
      throw new TarProblem(`an extended header in the archive contains ${quote(key)} twice`);
    records.set(key, value);
    at = end;
  }
  return records;
}

const quote = (key: string): string => `"${neutralizeLine(key, 100)}"`;

/**
 * Judges the records of an extended header. Some readers know keywords that change the names, sizes and bytes of members
 * (`GNU.sparse.*`, `SCHILY.realsize`, `hdrcharset`), and others do not, so they see different files.
 * @param isGlobal whether they apply to all following members, which some readers ignore
 * @throws TarProblem
 */
export function judgePaxRecords(records: ReadonlyMap<string, string>, isGlobal: boolean): PaxNames {
  for (const [key, value] of records) {
    const number = Object.hasOwn(numbers, key) ? numbers[key] : undefined;
    if (number?.test(value) === false)
      throw new TarProblem(
        `an extended header in the archive has a value of ${quote(key)} that is not a number`,
      );
    if (harmless.test(key)) continue;
    const isName = key === 'path' || key === 'linkpath' || key === 'size';
    if (!isName || isGlobal) {
      throw new TarProblem(
        `${isGlobal ? 'a global' : 'an'} extended header in the archive contains ${quote(key)}, which some readers ignore`,
      );
    }
    if (value === '' || value.includes('\0'))
      throw new TarProblem(`an extended header in the archive has an invalid value of ${quote(key)}`);
  }
  const size = records.get('size');
  if (size !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(size))
    throw new TarProblem('a size in an extended header of the archive is not a number');
  return {
    path: records.get('path'),
    linkPath: records.get('linkpath'),
    size: size === undefined ? undefined : Number(size),
  };
}
