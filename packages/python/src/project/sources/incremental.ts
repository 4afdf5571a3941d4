import { parsePython } from '../../static-python/syntax.ts';
import { formatVersion } from '../../version/format-version.ts';
import { readVersionAt } from '../places/spell-version.ts';
import { readTable } from '../places/toml-document.ts';
import { locateSpan } from '../places/version-location.ts';
import { type ProjectFiles, text, type VersionOrigin } from './version-origin.ts';

/** incremental (https://github.com/twisted/incremental): `Version("Name", 24, 7, 0)` in `_version.py` of the package. */
export async function findIncrementalOrigin(
  { read, pyproject }: ProjectFiles,
  isNamed = false,
): Promise<VersionOrigin | undefined> {
  const data = pyproject?.data ?? {};
  const settings = readTable(data, 'tool', 'incremental');
  const isUsed = isNamed || Object.hasOwn(readTable(data, 'tool'), 'incremental');
  const name = text(settings['name']) ?? text(readTable(data, 'project')['name']);
  if (!isUsed || name === undefined) return undefined;
  const folders = [
    text(settings['path']),
    `src/${name.toLowerCase()}`,
    name.toLowerCase(),
    `src/${name}`,
    name,
  ];
  for (const folder of folders.filter((each) => each !== undefined)) {
    const path = `${folder.replace(/\/$/, '')}/_version.py`;
    const content = await read(path);
    if (content === undefined || parsePython(content, path) === undefined) continue;
    const found = /^__version__\s*=\s*Version\(\s*["'][^"']+["']\s*,\s*([^)]*?)\s*,?\s*\)/dm.exec(content);
    const span = found?.indices?.[1];
    if (span === undefined) continue;
    const location = locateSpan(content, path, '__version__', span, { kind: 'incremental' });
    const version = readVersionAt(location);
    if (version !== undefined)
      return { kind: 'file', version: formatVersion(version), locations: [location] };
  }
  return undefined;
}
