import { neutralizeLine } from '@slipway/core/neutralize';
import { locateSpan } from '../places/version-location.ts';
import { fromPlace, type ProjectFiles, refuseSource, type VersionOrigin } from './version-origin.ts';

/** A file whose whole content is the version. @throws InputError E_VERSION_SOURCE */
export async function locateWholeFile(
  { read }: ProjectFiles,
  path: string,
  setting: string,
): Promise<VersionOrigin> {
  const content = await read(path);
  if (content === undefined)
    throw refuseSource(`${setting} points to ${neutralizeLine(path, 200)}, which does not exist.`);
  const version = content.replace(/^\uFEFF/, '').trim();
  if (version === '' || version.includes('\n')) {
    throw refuseSource(
      `${setting} points to ${neutralizeLine(path, 200)}, which contains more than a version.`,
    );
  }
  const start = content.indexOf(version);
  const origin = fromPlace(locateSpan(content, path, 'the whole file', [start, start + version.length]));
  if (origin === undefined) throw refuseSource(`${path} is empty.`);
  return origin;
}
