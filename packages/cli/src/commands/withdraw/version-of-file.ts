import { tryParseVersion } from '@slipway/python/version/parse-version';

/** The project and version of a distribution, by its file name; undefined for other files. */
export function versionOfFile(
  name: string,
): { readonly project: string; readonly version: string } | undefined {
  const [, project = '', version = ''] =
    /^(.+)-([^-]+)\.tar\.gz$/.exec(name) ?? /^([^-]+)-([^-]+)-.+\.whl$/.exec(name) ?? [];
  return project === '' || tryParseVersion(version) === undefined ? undefined : { project, version };
}
