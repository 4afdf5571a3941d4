import { InputError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import { neutralizeLine } from '../neutralize.ts';

/** One line of a file of checksums. */
export interface ChecksumEntry {
  /** Relative, with `/` between folders. */
  readonly name: string;
  /** Hex, lower case. */
  readonly digest: string;
}

/** Lengths of the digests in hex digits, and the names of the BSD form. */
const digestForms = {
  sha256: { length: 64, label: 'SHA256' },
  sha512: { length: 128, label: 'SHA512' },
  blake2b512: { length: 128, label: 'BLAKE2b' },
} as const;

export type ManifestAlgorithm = keyof typeof digestForms;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const unescapes: Readonly<Record<string, string>> = { '\\': '\\', n: '\n', r: '\r' };

/**
 * The manifest as `sha256sum` of GNU coreutils (9.0 and later) writes it: two blanks, names as given, and a backslash before a
 * line whose name contains a backslash or a line break, which is then escaped.
 */
export function renderManifest(entries: readonly ChecksumEntry[]): string {
  return entries
    .map(({ name, digest }) => {
      const escaped = name.replace(/[\\\n\r]/g, (character) => escapes[character] ?? character);
      return `${escaped === name ? '' : '\\'}${digest}  ${escaped}\n`;
    })
    .join('');
}

/**
 * Reads a manifest: the form above, with `*` for binary mode, or the BSD form (`--tag`). A byte order mark, CRLF, upper-case
 * digits, blank lines and comments are accepted.
 * @param platform decides which names leave the folder: outside Windows, a backslash or a colon is an ordinary part of a name
 * @throws InputError E_MANIFEST_INVALID naming each line that is malformed, duplicated or leaves the folder
 */
export function parseManifest(
  text: string,
  algorithm: ManifestAlgorithm = 'sha256',
  platform: NodeJS.Platform = process.platform,
): ChecksumEntry[] {
  const entries: ChecksumEntry[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.replace(/\r$/, '');
    if (line.trim() === '' || line.startsWith('#')) continue;
    const entry = parseLine(line, algorithm);
    const problem = entry === undefined ? 'is not a checksum' : findNameProblem(entry.name, seen, platform);
    if (problem !== undefined) problems.push(`line ${index + 1} ${problem}: "${neutralizeLine(line, 120)}"`);
    else if (entry !== undefined) {
      seen.add(entry.name);
      entries.push(entry);
    }
  }
  if (problems.length > 0 || entries.length === 0) {
    const shown = problems.length === 0 ? 'it lists no files' : problems.slice(0, 10).join('; ');
    const more = problems.length > 10 ? ` and ${problems.length - 10} more` : '';
    throw new InputError(coreErrors.E_MANIFEST_INVALID, {
      message: `The manifest cannot be used: ${shown}${more}.`,
    });
  }
  return entries;
}

function parseLine(line: string, algorithm: ManifestAlgorithm): ChecksumEntry | undefined {
  const { length, label } = digestForms[algorithm];
  const escaped = line.startsWith('\\');
  const rest = escaped ? line.slice(1) : line;
  const isDigest = (digest: string): boolean => digest.length === length && /^[0-9a-f]+$/i.test(digest);
  const bsd = rest.startsWith(`${label} (`) ? rest.lastIndexOf(') = ') : -1;
  const digest = bsd < 0 ? rest.slice(0, length) : rest.slice(bsd + 4);
  const separator = bsd < 0 ? rest.slice(length, length + 2) : '  ';
  const name = bsd < 0 ? rest.slice(length + 2) : rest.slice(label.length + 2, bsd);
  if (!isDigest(digest) || (separator !== '  ' && separator !== ' *') || name === '') return undefined;
  const plain = escaped ? unescapeName(name) : name;
  return plain === undefined ? undefined : { name: plain, digest: digest.toLowerCase() };
}

function unescapeName(name: string): string | undefined {
  let valid = true;
  const plain = name.replace(/\\(.?)/gs, (_whole, character: string) => {
    const found = unescapes[character];
    if (found === undefined) valid = false;
    return found ?? '';
  });
  return valid ? plain : undefined;
}

function findNameProblem(
  name: string,
  seen: ReadonlySet<string>,
  platform: NodeJS.Platform,
): string | undefined {
  if (seen.has(name)) return 'repeats a file';
  if (name.includes('\0')) return 'contains an invalid file name';
  const [absolute, separator] =
    platform === 'win32' ? ([/^(?:[/\\]|[a-z]:)/i, /[\\/]/] as const) : ([/^\//, /\//] as const);
  if (absolute.test(name) || name.split(separator).includes('..')) return 'points outside the folder';
  return undefined;
}
