import { lineOfOffset, type VersionLocation } from './version-location.ts';

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

/** `[metadata] version` if it is the version itself. */
export function locateCfgVersion(text: string, path: string): VersionLocation | undefined {
  const found = findCfgOption(text, 'metadata', 'version');
  if (found === undefined || /^(attr|file)\s*:/.test(found.value)) return undefined;
  const { value: version, start, end } = found;
  return { path, label: '[metadata] version', line: lineOfOffset(text, start), version, start, end };
}
