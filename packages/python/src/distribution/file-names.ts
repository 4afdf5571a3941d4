import { fileNameOf } from '../names.ts';
import { formatVersion } from '../version/format-version.ts';
import { tryParseVersion } from '../version/parse-version.ts';

/** The parts of a wheel's file name (PEP 427). */
export interface WheelFileName {
  /** As spelled in the name. */
  readonly project: string;
  readonly version: string;
  readonly buildTag: string | undefined;
  readonly pythonTag: string;
  readonly abiTag: string;
  readonly platformTag: string;
}

/** The parts of an sdist's file name (PEP 625). */
export interface SdistFileName {
  readonly project: string;
  readonly version: string;
}

const part = /^[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?$/;
const tag = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/;
const maxNameLength = 255;

function isCanonical(project: string, version: string): boolean {
  const parsed = tryParseVersion(version);
  return (
    part.test(project) &&
    fileNameOf(project) === project &&
    parsed !== undefined &&
    formatVersion(parsed) === version
  );
}

/** Undefined for a name that is not exactly `<name>-<version>[-<build>]-<python>-<abi>-<platform>.whl`, normalized. */
export function parseWheelFileName(fileName: string): WheelFileName | undefined {
  if (!fileName.endsWith('.whl') || fileName.length > maxNameLength) return undefined;
  const parts = fileName.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [project = '', version = ''] = parts;
  const [pythonTag = '', abiTag = '', platformTag = ''] = parts.slice(-3);
  const buildTag = parts.length === 6 ? parts[2] : undefined;
  if (buildTag !== undefined && !/^[0-9][A-Za-z0-9_.]*$/.test(buildTag)) return undefined;
  if (!isCanonical(project, version) || ![pythonTag, abiTag, platformTag].every((each) => tag.test(each)))
    return undefined;
  return { project, version, buildTag, pythonTag, abiTag, platformTag };
}

/**
 * Reads a name whose project or version is not normalized, as older backends write and installers still accept (PEP 427). The
 * parts are normalized.
 */
export function parseOldWheelFileName(fileName: string): WheelFileName | undefined {
  const [project = '', version = '', ...rest] = fileName.split('-');
  const parsed = tryParseVersion(version);
  return parsed === undefined
    ? undefined
    : parseWheelFileName([fileNameOf(project), formatVersion(parsed), ...rest].join('-'));
}

/** Undefined for a name that is not exactly `<name>-<version>.tar.gz`, normalized. */
export function parseSdistFileName(fileName: string): SdistFileName | undefined {
  if (!fileName.endsWith('.tar.gz') || fileName.length > maxNameLength) return undefined;
  const [project = '', version = '', ...rest] = fileName.slice(0, -'.tar.gz'.length).split('-');
  return rest.length === 0 && isCanonical(project, version) ? { project, version } : undefined;
}
