import type { ReadProjectFile } from './version-location.ts';

/** The files of a project's folder, and of the repository around it. */
export interface ProjectTree {
  /** @param path relative to the folder; `../` leads to the repository around it, and to nothing outside of it */
  readonly read: ReadProjectFile;
  /**
   * Every file below a folder, relative to the project's; undefined if there are too many to list.
   * @param folder relative to the project's, with a slash at its end unless it is empty
   */
  readonly list?: (folder: string) => Promise<readonly string[] | undefined>;
}

/** Folders above a project that are searched for the root of its workspace. */
const maxFoldersUp = 6;

/** The folders above a project, nearest first: `../`, `../../`. */
export function listFoldersAbove(): string[] {
  return Array.from({ length: maxFoldersUp }, (_, index) => '../'.repeat(index + 1));
}
