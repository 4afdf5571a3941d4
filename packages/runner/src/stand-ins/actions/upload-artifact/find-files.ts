import { statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { create } from '@actions/glob';

/** The files of an artifact, and the folder that their names in it begin at. */
export interface FoundFiles {
  readonly files: string[];
  readonly root: string;
}

/** The deepest folder that all paths are in. */
function findCommonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => normalize(path).split(sep));
  const end = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return join(sep, ...first.slice(0, end === -1 ? first.length : end));
}

/**
 * Finds what the input `path` names, as actions/upload-artifact v7.0.1 does (src/shared/search.ts): several patterns share their
 * deepest common folder, and a single file that is named loses its folders.
 */
export async function findFiles(pattern: string, includeHiddenFiles: boolean): Promise<FoundFiles> {
  const globber = await create(pattern, {
    followSymbolicLinks: true,
    implicitDescendants: true,
    omitBrokenSymbolicLinks: true,
    excludeHiddenFiles: !includeHiddenFiles,
  });
  const found = await globber.glob();
  const files = found.filter((path) => !statSync(path).isDirectory());
  const places = globber.getSearchPaths();
  const [place = '', ...others] = places;
  if (others.length > 0) return { files, root: findCommonFolder(places) };
  const [file = ''] = files;
  return { files, root: files.length === 1 && file === place ? dirname(file) : place };
}
