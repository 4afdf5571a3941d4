import { neutralizeLine } from '@slipway/core/neutralize';
import { translateRegex } from '../../static-python/library/python-regex.ts';
import { locateSpan } from '../places/version-location.ts';
import { fromPlace, type ProjectFiles, refuseSource, type VersionOrigin } from './version-origin.ts';

/** A regular expression of Python for one file. */
export interface FilePattern {
  readonly path: string;
  readonly pattern: string;
  /** Name or number of the group around the version. */
  readonly group: string | number;
  /** What configures it, for errors: `[tool.hatch.version]`. */
  readonly setting: string;
}

/** Searches a file as `re.search(pattern, text, re.MULTILINE)` does. @throws InputError E_VERSION_SOURCE */
export async function findByPattern(
  { read }: ProjectFiles,
  { path, pattern, group, setting }: FilePattern,
): Promise<VersionOrigin> {
  const content = await read(path);
  if (content === undefined)
    throw refuseSource(`${setting} points to ${neutralizeLine(path, 200)}, which does not exist.`);
  const expression = translateRegex(pattern, new Set('m'));
  const shown = neutralizeLine(pattern, 200);
  if (expression === undefined)
    throw refuseSource(`The pattern of ${setting}, ${shown}, uses syntax that is not supported.`);
  const found = expression.exec(content);
  if (found === null) throw refuseSource(`The pattern of ${setting}, ${shown}, matches nothing in ${path}.`);
  const span = typeof group === 'number' ? found.indices?.[group] : found.indices?.groups?.[group];
  if (span === undefined)
    throw refuseSource(
      `The pattern of ${setting}, ${shown}, has no group ${JSON.stringify(group)} around the version.`,
    );
  const origin = fromPlace(locateSpan(content, path, 'pattern', span));
  if (origin === undefined) throw refuseSource(`The pattern of ${setting} matches nothing in ${path}.`);
  return origin;
}
