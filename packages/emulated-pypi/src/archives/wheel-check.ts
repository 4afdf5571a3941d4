import type { ZipArchive } from './zip-reader.ts';

function decodeUtf8(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

function firstCell(line: string): string {
  const quoted = /^"(?<cell>(?:[^"]|"")*)"/.exec(line)?.groups?.['cell'];
  return quoted === undefined ? (line.split(',', 1)[0] ?? '') : quoted.replaceAll('""', '"');
}

/** How RECORD and the archive agree: `missing` is an error, a difference only sends an e-mail. */
export type RecordVerdict = 'missing' | 'differs' | 'agrees';

/** `validate_record` of warehouse/utils/wheel.py. */
export function checkRecord(zip: ZipArchive, distInfo: string): RecordVerdict {
  const bytes = zip.read(`${distInfo}/RECORD`);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text === undefined) return 'missing';
  const recorded = new Set(
    text
      .split(/\r\n|\r|\n/)
      .filter((line) => line !== '')
      .map((line) => firstCell(line).replaceAll('\\', '/')),
  );
  const exempt = new Set([`${distInfo}/RECORD.jws`, `${distInfo}/RECORD.p7s`]);
  const held = new Set(
    zip.entries.map(({ name }) => name).filter((name) => !/[/\\]$/.test(name) && !exempt.has(name)),
  );
  return recorded.size === held.size && [...held].every((name) => recorded.has(name)) ? 'agrees' : 'differs';
}

/** `validate_entrypoints` of warehouse/utils/wheel.py: well-formed INI, names of scripts without path parts. */
export function hasValidEntryPoints(zip: ZipArchive, distInfo: string): boolean {
  const bytes = zip.read(`${distInfo}/entry_points.txt`);
  if (bytes === undefined) return true;
  const text = decodeUtf8(bytes);
  if (text === undefined) return false;
  const sections = new Map<string, Set<string>>();
  let current: Set<string> | undefined;
  let inOption = false;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    // An indented line continues the value above it, as in Python's configparser.
    if (/^\s/.test(raw) && inOption) continue;
    const section = /^\[(?<name>.+)\]/.exec(line)?.groups?.['name'];
    if (section !== undefined) {
      if (sections.has(section)) return false;
      current = new Set();
      sections.set(section, current);
      inOption = false;
      continue;
    }
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(equals, 0)).trim();
    if (current === undefined || equals < 0 || name === '' || current.has(name)) return false;
    current.add(name);
    inOption = true;
  }
  return ['console_scripts', 'gui_scripts'].every((section) =>
    [...(sections.get(section) ?? [])].every((name) => /^[\p{L}\p{N}_.-]+$/u.test(name)),
  );
}
