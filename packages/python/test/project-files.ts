import type { ReadProjectFile } from '../src/project/version-location.ts';

/** Files of a project by path. */
export function projectFiles(files: Readonly<Record<string, string>>): ReadProjectFile {
  return async (path) => (Object.hasOwn(files, path) ? files[path] : undefined);
}
