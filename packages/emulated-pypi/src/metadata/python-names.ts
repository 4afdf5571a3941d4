import { pythonRepr } from './python-text.ts';
import { type PythonVersion, parseVersion } from './python-version.ts';

/** `packaging.utils.canonicalize_name`, PEP 503. */
export function canonicalName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/** `ultranormalize_name` of warehouse: names that look alike are one name (1, l, i; 0, o). */
export function ultranormalName(name: string): string {
  return name.toLowerCase().replaceAll(/[._-]/g, '').replaceAll(/[li]/g, '1').replaceAll('o', '0');
}

/** `PROJECT_NAME_RE` of warehouse/utils/project.py. */
export const projectNamePattern = /^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i;

/** What a distribution's file name says. */
export interface SdistName {
  readonly name: string;
  readonly version: PythonVersion;
}

export interface WheelName extends SdistName {
  readonly build: string;
  /** `interpreter-abi-platform`, expanded. */
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
}

/** The message of `InvalidWheelFilename` is given to the uploader as it is. */
export class InvalidFilename extends Error {}

/** `packaging.utils.parse_sdist_filename`. */
export function parseSdistFilename(filename: string): SdistName {
  const stem = /^(?<stem>.*)\.(tar\.gz|zip)$/s.exec(filename)?.groups?.['stem'];
  if (stem === undefined)
    throw new InvalidFilename(
      `Invalid sdist filename (extension must be '.tar.gz' or '.zip'): ${pythonRepr(filename)}`,
    );
  const dash = stem.lastIndexOf('-');
  if (dash < 0) throw new InvalidFilename(`Invalid sdist filename: ${pythonRepr(filename)}`);
  const version = parseVersion(stem.slice(dash + 1));
  if (version === undefined)
    throw new InvalidFilename(`Invalid sdist filename (invalid version): ${pythonRepr(filename)}`);
  return { name: canonicalName(stem.slice(0, dash)), version };
}

/** `packaging.utils.parse_wheel_filename`. */
export function parseWheelFilename(filename: string): WheelName {
  if (!filename.endsWith('.whl'))
    throw new InvalidFilename(`Invalid wheel filename (extension must be '.whl'): ${pythonRepr(filename)}`);
  // From here on the messages of `packaging` quote the name without its extension.
  const quoted = pythonRepr(filename.slice(0, -4));
  const parts = filename.slice(0, -4).split('-');
  if (parts.length !== 5 && parts.length !== 6)
    throw new InvalidFilename(`Invalid wheel filename (wrong number of parts): ${quoted}`);
  const [name = '', versionPart = ''] = parts;
  if (name.includes('__') || !/^[\w.]*$/u.test(name))
    throw new InvalidFilename(`Invalid project name: ${quoted}`);
  const version = parseVersion(versionPart);
  if (version === undefined) throw new InvalidFilename(`Invalid wheel filename (invalid version): ${quoted}`);
  const build = parts.length === 6 ? (parts[2] ?? '') : '';
  if (parts.length === 6 && !/^\d/.test(build))
    throw new InvalidFilename(`Invalid build number: ${build} in ${quoted}`);
  const [interpreters = '', abis = '', platforms = ''] = parts.slice(-3).map((part) => part.toLowerCase());
  const tags = interpreters
    .split('.')
    .flatMap((interpreter) =>
      abis
        .split('.')
        .flatMap((abi) => platforms.split('.').map((platform) => `${interpreter}-${abi}-${platform}`)),
    );
  return { name: canonicalName(name), version, build, tags, platforms: platforms.split('.') };
}
