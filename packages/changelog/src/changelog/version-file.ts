import { readForPeople } from '../text/byte-text.ts';
import { type ChangelogFiles, readFormat } from './find-changelog.ts';
import { type ChangelogFormat, parseChangelog, trimBlankLines } from './parse-changelog.ts';
import type { VersionReading } from './version-reading.ts';

/** A file that only has the changes of one version. */
export interface VersionFile {
  readonly path: string;
  readonly format: ChangelogFormat;
  /** Without the title. */
  readonly text: string;
}

const notesFolder = /^(?:releases?|release[-_ ]?notes|changelogs?|changes|news|history|what[-_]?s[-_]?new)$/i;
const outerFolder = /^(?:docs?|documentation|source|src|en)$/i;
const maxDepth = 3;

/** Finds `docs/release-notes/1.2.0.md` and the like: a file named by the version in a folder for release notes. */
export async function findVersionFile(
  files: ChangelogFiles,
  folder: string,
  version: string,
  versions: Pick<VersionReading, 'isSame'>,
  depth = 0,
): Promise<VersionFile | undefined> {
  const entries = (await files.list(folder)) ?? [];
  for (const { name } of entries.filter(({ isFolder, name }) => isFolder && notesFolder.test(name))) {
    const place = folder === '' ? name : `${folder}/${name}`;
    for (const entry of (await files.list(place)) ?? []) {
      const label =
        /^(?:release[-_]?|version[-_]?)?(v?\d.*?)(?:[-_](?:release|notes|release[-_]notes))?\.(?:md|rst|txt)$/i.exec(
          entry.name,
        )?.[1];
      if (entry.isFolder || label === undefined || !versions.isSame(label, version)) continue;
      const path = `${place}/${entry.name}`;
      const bytes = await files.read(path);
      if (bytes !== undefined) return readVersionFile(path, readForPeople(bytes));
    }
  }
  if (depth >= maxDepth) return undefined;
  for (const { name } of entries.filter(({ isFolder, name }) => isFolder && outerFolder.test(name))) {
    const found = await findVersionFile(
      files,
      folder === '' ? name : `${folder}/${name}`,
      version,
      versions,
      depth + 1,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function readVersionFile(path: string, text: string): VersionFile {
  const format = readFormat(path, text);
  const { headings, lines } = parseChangelog(text, format);
  const title = headings[0];
  const isFirst =
    title !== undefined && (lines[title.firstLine]?.start ?? 0) <= text.length - text.trimStart().length;
  const body = isFirst ? text.slice(lines[title.lastLine]?.next ?? text.length) : text;
  return { path, format, text: trimBlankLines(body) };
}
