import { joinInside } from '@slipway/core/files/join-inside';
import type { ProjectTree } from '../src/project/places/project-tree.ts';
import type { ReadProjectFile } from '../src/project/places/version-location.ts';

type Files = Readonly<Record<string, string>>;

/** Files of a project by path. */
export function projectFiles(files: Files): ReadProjectFile {
  return async (path) => (Object.hasOwn(files, path) ? files[path] : undefined);
}

/** A folder of a repository; paths of `files` are those of the repository. */
export function projectTree(files: Files, folder = ''): ProjectTree {
  const read: ReadProjectFile = async (path) => {
    const full = joinInside(folder, path);
    return full !== undefined && Object.hasOwn(files, full) ? files[full] : undefined;
  };
  return {
    read,
    list: async (path) => {
      const full = joinInside(folder, path);
      if (full === undefined) return [];
      const start = full === '' ? '' : `${full}/`;
      return Object.keys(files).flatMap((each) =>
        each.startsWith(start) ? [`${path}${each.slice(start.length)}`] : [],
      );
    },
  };
}
