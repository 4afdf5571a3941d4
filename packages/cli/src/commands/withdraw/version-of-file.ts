import { parseOldWheelFileName, parseSdistFileName } from '@slipway/python/distribution/file-names';
import { normalizeName } from '@slipway/python/names';
import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';

/** The project of a distribution (PEP 503) and its version. */
export interface NamedRelease {
  readonly project: string;
  readonly version: Version;
}

/** Names that older backends wrote: neither project nor version is normalized. */
const oldSdist = /^(.+)-([^-]+)\.tar\.gz$/;

/** Reads the file name of a distribution; undefined for other files. */
export function versionOfFile(name: string): NamedRelease | undefined {
  const [, oldProject = '', oldVersion = ''] = oldSdist.exec(name) ?? [];
  const named = parseOldWheelFileName(name) ??
    parseSdistFileName(name) ?? { project: oldProject, version: oldVersion };
  const version = tryParseVersion(named.version);
  return named.project === '' || version === undefined
    ? undefined
    : { project: normalizeName(named.project), version };
}
