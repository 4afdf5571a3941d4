import { locateSpan, type VersionLocation } from './version-location.ts';

/** One option of an ini file as `configparser` reads it: its value on the line of its name, and its position. */
export interface CfgOption {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The first line of `[section] option`; option names are case-insensitive (configparser's `optionxform`). */
export function findCfgOption(text: string, section: string, option: string): CfgOption | undefined {
  let inside = false;
  let offset = 0;
  for (const line of text.split('\n')) {
    const plain = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
    const header = /^\[([^\]]+)\]/.exec(plain);
    if (header !== null) inside = header[1] === section;
    // An indented line continues the previous value.
    const separator = inside && /^[^\s=:#;]/.test(plain) ? plain.search(/[=:]/) : -1;
    if (separator > 0 && plain.slice(0, separator).trimEnd().toLowerCase() === option) {
      const value = plain.slice(separator + 1).trim();
      const start = offset + line.indexOf(value, separator + 1);
      return { value, start, end: start + value.length };
    }
    offset += line.length + 1;
  }
  return undefined;
}

/** The lines `name = value` of an option of several lines, such as `package_dir`. */
export function readCfgPairs(text: string, section: string, option: string): Map<string, string> {
  const found = findCfgOption(text, section, option);
  const pairs = new Map<string, string>();
  if (found === undefined) return pairs;
  const [, continued = ''] = /^[^\n]*((?:\n[ \t]+[^\n]*)*)/.exec(text.slice(found.start)) ?? [];
  for (const line of [found.value, ...continued.split('\n')]) {
    const [, name, value] = /^\s*([^=]*?)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) pairs.set(name, value);
  }
  return pairs;
}

/** `[metadata] version` if it is the version itself. */
export function locateCfgVersion(text: string, path: string): VersionLocation | undefined {
  const found = findCfgOption(text, 'metadata', 'version');
  if (found === undefined || found.value === '' || /^(attr|file)\s*:/.test(found.value)) return undefined;
  return locateSpan(text, path, '[metadata] version', [found.start, found.end]);
}
